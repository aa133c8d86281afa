"""Which texts of which laws a graph holds: instruments by the name of the law, articles by their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import EMPTY
from graph.numerals import NUMERAL, number_of
from graph.schema import ARTICLE_PART_OF, Kind
from graph.view import View
from loaders.statutes.text import Number

__all__ = ["Held", "Law", "articles_of", "folded", "laws_of", "same_text"]

_VERSION = re.compile(r"[（(]([^（()）]*?(?:\d{4}|文本)[^（()）]*)[)）]\s*$")
_DATE = re.compile(r"(\d{4})\s*(?:年|-)?\s*(?:(\d{1,2})\s*(?:月|-)\s*(?:(\d{1,2})\s*日?)?)?")
_STATE = "中华人民共和国"
_ARTICLE = re.compile(
    rf"^第({NUMERAL})条(?:之({NUMERAL}))?(?:第({NUMERAL})款)?(?:第[（(]?({NUMERAL})[)）]?项)?(?=$|[\s\u3000（(])"
)


@dataclass(frozen=True, slots=True)
class Law:
    """One text of a law that a graph holds.

    ``dated`` is what is known of the date of the text: year, month, day, as far as the property or the name tells.
    """

    code: str
    name: str
    dated: tuple[int, ...]
    live: bool

    @property
    def text_date(self) -> date | None:
        """The date of the text, where all of it is known."""
        return date(*self.dated) if len(self.dated) == 3 else None

    @property
    def label(self) -> str:
        """Code and name, for messages."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class Held:
    """An article of a graph: its code and what its name says that it is."""

    code: str
    number: Number
    paragraph: int | None
    item: int | None
    text: str | None
    live: bool


def folded(name: str) -> str:
    """The name of a law without brackets, version, the name of the state and spaces: 海关法."""
    name = unicodedata.normalize("NFC", name).strip().strip("《》")
    name = re.sub(r"[\s\u3000]+", "", _VERSION.sub("", name)).strip("《》")
    return name.removeprefix(_STATE) or name


def version_of(name: str) -> tuple[int, ...]:
    """What the bracket at the end of a name says of the date of the text: (2013, 6, 29), (2021,) or nothing."""
    bracket = _VERSION.search(unicodedata.normalize("NFKC", name))
    found = _DATE.search(bracket[1]) if bracket else None
    return tuple(int(part) for part in found.groups() if part) if found else ()


def laws_of(view: View) -> dict[str, list[Law]]:
    """The texts of each law by its folded name, oldest first; those without a date before all others."""
    result: dict[str, list[Law]] = {}
    for code in view.codes(Kind.INSTRUMENT):
        held = view.node(Kind.INSTRUMENT, code) or EMPTY
        name = str(held.get("name", ""))
        if name:
            dated = _parts(str(held.get("text_date", ""))) or version_of(name)
            result.setdefault(folded(name), []).append(Law(code, name, dated, held.get("status") != "repealed"))
    for texts in result.values():
        texts.sort(key=lambda law: (law.dated, law.code))
    return result


def _parts(text_date: str) -> tuple[int, ...]:
    try:
        found = date.fromisoformat(text_date)
    except ValueError:
        return ()
    return found.year, found.month, found.day


def same_text(texts: Sequence[Law], text_date: date) -> list[Law]:
    """Those texts of one law that are the one of a date; of what has the year only, that may be it."""
    parts = (text_date.year, text_date.month, text_date.day)
    exact = [law for law in texts if law.dated == parts]
    return exact or [law for law in texts if law.dated and law.dated == parts[: len(law.dated)]]


def articles_of(view: View, instrument: str) -> Mapping[Number, list[Held]]:
    """The articles of one text by number: the whole article first, then parts of it that are nodes of their own."""
    result: dict[Number, list[Held]] = {}
    for code in view.into(ARTICLE_PART_OF, instrument):
        held = view.node(Kind.ARTICLE, code) or EMPTY
        found = _ARTICLE.match(unicodedata.normalize("NFC", str(held.get("name", ""))))
        article = number_of(found[1]) if found else None
        if found is None or article is None:
            continue
        paragraph, item = (number_of(part) if part else None for part in found.group(3, 4))
        number = Number(article, number_of(found[2] or "") or 0)
        text = held.get("text")
        words = text if isinstance(text, str) else None
        result.setdefault(number, []).append(
            Held(code, number, paragraph, item, words, held.get("status") != "repealed")
        )
    for parts in result.values():
        parts.sort(key=lambda part: (part.paragraph or 0, part.item or 0, part.code))
    return result
