"""Names as they are compared, and the codes of what has nothing but a name."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from graph.schema import Kind

__all__ = ["minted", "normalised"]

_PUNCTUATION = re.compile(r"[\W_]+")
_PREFIX = {kind: f"{kind.value[0]}~" for kind in Kind}


def normalised(name: str) -> str:
    """A name as it is compared when it is not found as written: without forms, case, spaces and punctuation."""
    return _PUNCTUATION.sub("", unicodedata.normalize("NFKC", name).casefold())


def minted(kind: Kind, scope: str, name: str) -> str:
    """The code of what has none: the same for the same name in the same place, whenever it is loaded."""
    told = "\0".join((kind.value, scope, normalised(name)))
    return _PREFIX[kind] + sha256(told.encode()).hexdigest()[:10]
