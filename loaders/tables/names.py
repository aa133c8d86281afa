"""Names as they are compared, and the codes of what has nothing but a name."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from graph.schema import ARTICLE_PART_OF, EXPOSES, HAS_STEP, IN_UNIT, UNIT_PART_OF, Kind

__all__ = ["CODE_LIKE", "ORDER", "SCOPES", "SHORTHAND", "coded_parts", "minted", "normalised"]

CODE_LIKE = re.compile(r"[\x21-\x7e]+(@.*)?")
"""What is no name in Chinese: an unknown one is a wrong code, and reported where codes are checked."""
SHORTHAND = re.compile(r"(全部|all)[:：].*|-.*", re.IGNORECASE)
"""Units by their level, and those that are excepted."""

_CODES = re.compile(r"[\x21-\x2b\x2d-\x7e]+")
"""What may be a code inside a text: a comma stands between two."""
_SHORTEST = 2
_PUNCTUATION = re.compile(r"[\W_]+")

ORDER = (
    *(Kind.UNIT, Kind.INSTRUMENT, Kind.ARTICLE, Kind.SYSTEM, Kind.STANDARD),
    *(Kind.POST, Kind.POWER, Kind.STEP, Kind.CONTROL, Kind.RISK),
)
"""The kinds, each behind those that its things belong to."""

SCOPES = {
    Kind.UNIT: (UNIT_PART_OF, False),
    Kind.ARTICLE: (ARTICLE_PART_OF, False),
    Kind.POST: (IN_UNIT, False),
    Kind.STEP: (HAS_STEP, True),
    Kind.RISK: (EXPOSES, True),
}
"""The link to what a thing belongs to, and whether it runs into the thing: within it a name counts once."""

_PREFIX = {kind: f"{kind.value[0]}~" for kind in Kind}


def normalised(name: str) -> str:
    """A name as it is compared when it is not found as written: without forms, case, spaces and punctuation."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())


def coded_parts(text: str) -> tuple[str, ...]:
    """What looks like codes in a text, full width or half.

    >>> coded_parts("K-01，K-02")
    ('K-01', 'K-02')
    >>> coded_parts("K-01（停用）")
    ('K-01',)
    """
    found = _CODES.findall(unicodedata.normalize("NFKC", text).replace("(", " ").replace(")", " "))
    return tuple(item for item in found if len(item) >= _SHORTEST)


def minted(kind: Kind, scope: str, name: str) -> str:
    """The code of what has none: the same for the same name in the same place, whenever it is loaded."""
    told = "\0".join((kind.value, scope, normalised(name)))
    return _PREFIX[kind] + sha256(told.encode()).hexdigest()[:10]
