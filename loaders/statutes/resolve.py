"""What a citation cites: the articles of a graph, or why there are none. Nothing is guessed.

    resolve("《海关法》第六条第一款第（四）项", view).codes      # ("HGF2021-6",)

Of several texts of one law the newest counts that is not later than a given day; where no day is given, or a text
has no date, the citation must say which text it means: 海关稽查条例（2016年文本）第十条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from graph.terms import Both
from graph.view import View
from loaders.statutes.cite import LEAD, Cited, cited_in
from loaders.statutes.laws import Held, Law, articles_of, folded, laws_of, version_of
from loaders.statutes.text import Number, part_of

__all__ = ["Reference", "Resolution", "Unresolved", "resolve"]

_LONGEST_RANGE = 300
_LEADS = re.compile(
    r"(?:^|[^\w]|根据|依据|依照|按照|遵照|适用|违反|符合|参照|参见|执行|以及|或者|依|按|见|同|由|对|和|及|与|或|并|为|是|的)$"
)

_SEPARATORS = re.compile(r"^(?:[^\w]|以及|或者|和|及|与|或)+")
_BEFORE = re.compile(r"^(?:[^\w《（(§]|根据|依据|依照|按照|遵照|适用|违反|符合|参照|参见|执行|以及|或者)+")
"""What leads up to a law that is not known; of one character (对, 与, 同) it may as well begin its title."""
_BEHIND = re.compile(r"[^\w》）)]+$")


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that is cited; ``text`` holds the words of the cited part, where the graph has them."""

    quote: str
    code: str
    instrument: str
    number: Number
    paragraph: int | None
    item: int | None
    text: str | None
    live: bool
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "quote": self.quote,
            "article": self.code,
            "instrument": self.instrument,
            "number": str(self.number),
            "paragraph": self.paragraph,
            "item": self.item,
            "text": self.text,
            "live": self.live,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A citation that leads nowhere, why, and what may have been meant."""

    quote: str
    reason: str
    candidates: tuple[str, ...] = ()

    def __str__(self) -> str:
        listed = "、".join(self.candidates)
        offered = Both(f"；候选：{listed}", f"; candidates: {listed}") if self.candidates else ""
        return f"“{self.quote}”: " + self.reason + offered

    def to_json(self) -> dict[str, Any]:
        return {"quote": self.quote, "reason": self.reason, "candidates": list(self.candidates)}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text cites, in its order."""

    references: tuple[Reference, ...]
    unresolved: tuple[Unresolved, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The articles, each once."""
        return tuple(dict.fromkeys(reference.code for reference in self.references))

    def to_json(self) -> dict[str, Any]:
        return {
            "articles": list(self.codes),
            "references": [reference.to_json() for reference in self.references],
            "unresolved": [problem.to_json() for problem in self.unresolved],
        }


def resolve(text: str, view: View, on: date | None = None, *, prose: bool = False) -> Resolution:
    """Find what a text cites.

    Args:
        text: one cell or a whole document.
        view: the graph with the articles.
        on: the day whose texts are meant, where a law has several.
        prose: other words may stand between the citations; in a cell they are unresolved.
    """
    library = _Library(view, on)
    cited, loose = cited_in(text)
    for one in cited:
        library.find(one)
    for words in loose:
        if words.law and not prose:
            library.fail(_bare(words.words), Both("没有写明第几条", "names no article"), library.like(words.words))
        elif not prose and re.search(r"\w", words.words):
            library.fail(
                _bare(words.words), Both("不是引用：如《海关法》第六条", "no citation: such as 《海关法》第六条")
            )
    if not cited and not loose and not prose:
        library.fail(_bare(text), Both("没有引用：如《海关法》第六条", "no citation: such as 《海关法》第六条"))
    return Resolution(tuple(library.references), tuple(library.unresolved))


@dataclass(slots=True)
class _Library:
    """The laws of a graph, and what was found in them so far."""

    view: View
    on: date | None
    references: list[Reference] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    laws: dict[str, list[Law]] = field(default_factory=dict)
    shelves: dict[str, Mapping[Number, list[Held]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.laws = laws_of(self.view)

    def fail(self, quote: str, reason: str, candidates: Sequence[str] = ()) -> None:
        """Note a citation that leads nowhere."""
        self.unresolved.append(Unresolved(quote, reason, tuple(candidates[:3])))

    def like(self, name: str) -> list[str]:
        """Laws whose names contain this one, or the other way round."""
        wanted = folded(name)[-30:]
        return [held for held in sorted(self.laws) if len(wanted) > 1 and (wanted in held or held in wanted)]

    def find(self, cited: Cited) -> None:
        """Find one citation."""
        name, version = self._law(cited)
        if name is None:
            meant = folded(_BEFORE.sub("", _SEPARATORS.sub("", cited.law)))[-30:]
            reason = Both(f"没有法规 {meant!r}", f"no law {meant!r}") if meant else Both("没有写明法规", "names no law")
            self.fail(_bare(cited.quote), reason, self.like(meant))
            return
        cited = replace(cited, quote=_own_words(cited, name))
        texts = [law for law in self.laws[name] if law.dated[: len(version)] == version]
        if not texts:
            self.fail(cited.quote, Both("没有这个文本", "no such text of it"), [law.label for law in self.laws[name]])
            return
        for number in self._numbers(cited):
            self._find(cited, number, texts)

    def _law(self, cited: Cited) -> tuple[str | None, tuple[int, ...]]:
        """The folded name of the cited law, and which text of it; None where the graph has no such law."""
        version, name = version_of(cited.law), folded(cited.law)
        if cited.marked:
            return (name if name in self.laws else None), version
        fits = (held for held in self.laws if name.endswith(held))
        found = max(fits, key=len, default=None)
        if found is None:
            return None, version
        before = name.removesuffix(found).removesuffix("中华人民共和国")
        return (found if _LEADS.search(before) else None), version

    def _numbers(self, cited: Cited) -> Iterator[Number]:
        first, last = cited.number, cited.until
        if last is None:
            yield first
        elif 0 < last.article - first.article <= _LONGEST_RANGE:
            yield from (Number(article) for article in range(first.article, last.article + 1))
        else:
            self.fail(
                cited.quote,
                Both(f"范围不对：{first.article}–{last.article}", f"a wrong range: {first.article}–{last.article}"),
            )

    def _find(self, cited: Cited, number: Number, texts: Sequence[Law]) -> None:
        having = [law for law in texts if number in self._shelf(law)]
        live = [law for law in having if law.live] or having
        law = live[0] if len(live) == 1 else self._newest(live)
        if law is None:
            if live:
                reason = Both(
                    "有几个文本，请注明是哪一个，或用 --on DATE", "several texts of it: name one, or --on DATE"
                )
                self.fail(cited.quote, reason, [text.label for text in live])
            else:
                reason = Both(
                    f"没有{number}：{'、'.join(text.label for text in texts)}",
                    f"no {number}: {'、'.join(text.label for text in texts)}",
                )
                self.fail(cited.quote, reason)
            return
        self._take(cited, number, law)

    def _newest(self, texts: Sequence[Law]) -> Law | None:
        """The newest text that is not later than the day asked for; None where that cannot be told."""
        dates = {law.code: law.text_date for law in texts}
        if self.on is None or None in dates.values():
            return None
        known = [law for law in texts if (day := dates[law.code]) is not None and day <= self.on]
        newest = [law for law in known if law.dated == known[-1].dated]
        return newest[0] if len(newest) == 1 else None

    def _take(self, cited: Cited, number: Number, law: Law) -> None:
        parts = self._shelf(law)[number]
        whole = next((held for held in parts if held.paragraph is None and held.item is None), None)
        text = None if whole is None else whole.text
        paragraph, item = _settled(cited, text)
        words = text
        if text is not None and (paragraph is not None or item is not None):
            words = part_of(text, paragraph, item)
            if words is None:
                self.fail(
                    cited.quote,
                    Both(f"{law.label} {number} 没有这一款、项", f"{law.label} {number} has no such paragraph or item"),
                )
                return
        named = [held for held in parts if (held.paragraph, held.item) == (paragraph, item)]
        found = named[0] if len(named) == 1 else whole
        if found is None or len(named) > 1:
            reason = Both(f"{law.label} {number} 有几个编码", f"{law.label} {number} has several codes")
            self.fail(cited.quote, reason, [held.code for held in named or parts])
            return
        self.references.append(
            Reference(
                quote=cited.quote,
                code=found.code,
                instrument=law.code,
                number=number,
                paragraph=paragraph,
                item=item,
                text=words,
                live=law.live and found.live,
                note=self._note(law, found),
            )
        )

    def _note(self, law: Law, held: Held) -> str:
        if not law.live or not held.live:
            return Both("已废止", "repealed")
        if self.on is not None and law.text_date is not None and law.text_date > self.on:
            return Both(f"文本晚于 {self.on}：{law.text_date}", f"the text is later than {self.on}: {law.text_date}")
        return ""

    def _shelf(self, law: Law) -> Mapping[Number, list[Held]]:
        if law.code not in self.shelves:
            self.shelves[law.code] = articles_of(self.view, law.code)
        return self.shelves[law.code]


def _bare(words: str) -> str:
    """Words of an unresolved citation without the marks around them, and without what plainly leads up to it."""
    bare = _BEHIND.sub("", _BEFORE.sub("", words.strip()))
    return bare or words.strip()


def _own_words(cited: Cited, name: str) -> str:
    """The words of a citation without those before an unmarked title: what leads up to it, 根据 or 企业违反."""
    if cited.marked or not cited.quote.startswith(lead := cited.law[-LEAD:]):
        return cited.quote
    title = next((lead[at:] for at in range(len(lead)) if folded(lead[at:]) == name), lead)
    return f"{title.strip()}{cited.quote[len(lead) :]}"


def _settled(cited: Cited, text: str | None) -> tuple[int | None, int | None]:
    """Paragraph and item; a number in brackets behind § is an item where the article has such, else a paragraph."""
    if cited.part is None:
        return cited.paragraph, cited.item
    if text is None or part_of(text, None, cited.part) is not None:
        return None, cited.part
    return cited.part, None
