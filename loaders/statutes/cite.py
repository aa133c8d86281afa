"""Citations in a text, as they are written: 《海关法》第六条第一款第（四）项, 海关稽查条例 §14(4), 第十条至第十二条.

What they cite is found by `loaders.statutes.resolve`; here a law is what stands before the first article, in
title marks or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.numerals import NUMERAL, number_of
from loaders.statutes.text import Number

__all__ = ["LEAD", "Cited", "Loose", "cited_in"]

LEAD = 30
"""Characters before an article that a quote keeps where no title is marked: which are the title is not known."""

_N = NUMERAL
_DASH = "(?:至|到|—+|–|-|~|～)"
_AND = "(?:、|和|及|与|,|，|;|；|或者|或|以及|并)"
_TOKENS = re.compile(
    rf"""
      (?P<law>《[^《》]+》)(?P<version>\s*[（(][^（()）]*(?:\d{{4}}|文本)[^（()）]*[)）])?
    | 第(?P<first>{_N})条?\s*{_DASH}\s*第?(?P<last>{_N})条
    | 第(?P<list>{_N}(?:{_AND}{_N})+)条
    | 第(?P<article>{_N})条(?:之(?P<inserted>{_N}))?
    | §+\s*(?P<section>[0-9]+)(?:\s*{_DASH}\s*§?\s*(?P<until>[0-9]+))?
    | 第(?P<paragraph>{_N}(?:{_AND}{_N})*)款
    | 第(?P<items>[（(]?{_N}[)）]?(?:{_AND}第?[（(]?{_N}[)）]?)*)项
    | [（(]\s*(?P<part>{_N})\s*[)）]
    | (?P<and>{_AND}|\s+)
    """,
    re.VERBOSE,
)
_FILLERS = frozenset({"", "的", "中", "之", "中的"})


@dataclass(frozen=True, slots=True)
class Cited:
    """One article, or a range of them, that a text cites.

    Args:
        quote: the words of the citation.
        law: the name in title marks, else all that stands before the article since the citation before.
        marked: the name stands in title marks.
        number: the article.
        until: the last one of a range.
        paragraph: the paragraph 款.
        item: the item 项.
        part: a number in brackets behind §: an item or a paragraph.
    """

    quote: str
    law: str
    marked: bool
    number: Number
    until: Number | None = None
    paragraph: int | None = None
    item: int | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Loose:
    """Words between citations or behind the last one; ``law`` where they are a title without an article."""

    words: str
    law: bool


def cited_in(text: str) -> tuple[list[Cited], list[Loose]]:
    """The citations of a text in their order, and the words that belong to none."""
    text = unicodedata.normalize("NFC", text)
    scanner = _Scanner()
    at = 0
    for found in _TOKENS.finditer(text):
        scanner.words(text[at : found.start()])
        scanner.token(found)
        at = found.end()
    scanner.words(text[at:])
    scanner.close()
    return scanner.found, scanner.loose


@dataclass(slots=True)
class _Scanner:
    """Tokens become citations: a law holds for the articles that follow it with nothing but separators between."""

    found: list[Cited] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    _law: str = ""
    _marked: bool = False
    _unused: bool = False
    """The law was named, and no article of it yet."""
    _since: str = ""
    """Words since the last citation or title."""
    _joined: bool = False
    """Only separators stand between the last citation and here."""
    _close: bool = False
    """Nothing at all stands between them."""

    def words(self, text: str) -> None:
        """Take in what is no token."""
        if text:
            self._since += text
            self._joined = self._close = False

    def token(self, found: re.Match[str]) -> None:
        """Take in a token."""
        held = found.groupdict()
        if held["law"]:
            self._drop()
            self._law, self._marked, self._unused = held["law"].strip("《》") + (held["version"] or ""), True, True
            self._joined = self._close = False
        elif held["and"]:
            self._since += found[0]
            self._close = self._close and not found[0].strip()
        elif held["paragraph"] or held["items"]:
            self._part(found[0], held["paragraph"], held["items"])
        elif held["part"]:
            self._bracket(found[0], held["part"])
        else:
            self._article(found[0], held)

    def close(self) -> None:
        """The text ends."""
        self._drop()

    def _drop(self) -> None:
        if self._unused:
            self.loose.append(Loose(self._law, law=True))
            self._unused = False
        if self._since.strip():
            self.loose.append(Loose(self._since.strip(), law=False))
        self._since = ""

    def _article(self, quote: str, held: dict[str, str | None]) -> None:
        numbers = list(_numbers(held))
        if not numbers:
            self.words(quote)
            return
        before = self._since.strip()
        if self._unused and before in _FILLERS:
            quote = f"《{self._law}》{quote}"
        elif not self._joined or not self.found:
            if self._unused:
                self.loose.append(Loose(self._law, law=True))
            self._law, self._marked = before, False
            quote = f"{before[-LEAD:]}{quote}"
        self._unused, self._since = False, ""
        for number, until in numbers:
            self.found.append(Cited(quote, self._law, self._marked, number, until))
        self._joined = self._close = True

    def _part(self, quote: str, paragraphs: str | None, items: str | None) -> None:
        values = list(_listed(paragraphs or items or ""))
        if not self._joined or not self.found or not values:
            self.words(quote)
            return
        last = self.found[-1]
        if paragraphs:
            made = [replace(last, paragraph=value, item=None, part=None) for value in values]
            fits = last.paragraph is None and last.item is None
        else:
            made = [replace(last, item=value, part=None) for value in values]
            fits = last.item is None
        self._extend(quote, made, fits=fits)

    def _bracket(self, quote: str, text: str) -> None:
        value, last = number_of(text), self.found[-1] if self.found else None
        if not self._close or last is None or value is None or last.item is not None:
            self.words(quote)
            return
        one = replace(last, part=value)
        if last.part is not None:  # §6(1)(4) is a paragraph and its item
            one = replace(last, paragraph=last.part, item=value, part=None)
        self._extend(quote, [one], fits=True)

    def _extend(self, quote: str, made: Sequence[Cited], *, fits: bool) -> None:
        """Parts of the last article: of the citation itself where nothing stands between, else one more of them."""
        quote = f"{self.found[-1].quote}{self._since}{quote}"
        if self._close and fits:
            self.found.pop()
        self.found.extend(replace(one, quote=quote) for one in made)
        self._since, self._joined, self._close = "", True, True


def _numbers(held: dict[str, str | None]) -> Iterator[tuple[Number, Number | None]]:
    """The article or articles of a token; none where a figure is no number."""
    if held["list"]:
        for value in _listed(held["list"]):
            yield Number(value), None
        return
    first = number_of(held["first"] or held["section"] or held["article"] or "")
    last = number_of(held["last"] or held["until"] or "")
    if first is not None:
        yield Number(first, number_of(held["inserted"] or "") or 0), None if last is None else Number(last)


def _listed(text: str) -> Iterator[int]:
    for each in re.findall(_N, text):
        value = number_of(each)
        if value is not None:
            yield value
