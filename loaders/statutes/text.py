"""One text of a statute, read from Markdown: title, history, articles 条 with their paragraphs 款 and items 项.

    # 中华人民共和国某某法
    2001年3月1日 全国人民代表大会常务委员会通过
    <!-- INFO END -->
    ## 第一章 总则
    第一条 ……
    (一)……

The text of an article is its lines joined by line feeds, so that two texts can be compared and paragraphs and items
found again in what a store holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.errors import Problem
from graph.numerals import NUMERAL, chinese, number_of
from graph.terms import Both, Lack

__all__ = ["Article", "Number", "Statute", "dated_name", "item_of", "paragraphs_of", "part_of", "read_statute"]

_INFO_END = re.compile(r"^\s*<!--\s*INFO END\s*-->\s*$")
_HEADING = re.compile(r"^(#{1,6})\s*(.+?)\s*#*\s*$")
_ARTICLE = re.compile(
    rf"^\s*(?:\*\*)?第({NUMERAL})条(?:之({NUMERAL}))?(?:\*\*)?(?![第前后款至、和或及与])[\s\u3000:：]*(.*)$"
)
_ITEM = re.compile(r"^\s*[（(]\s*([〇零一二三四五六七八九十百]+|[0-9０-９]+)\s*[)）]")
_FILE_NAME = re.compile(r"^(.*?)\s*[（(]\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*[)）]\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """The number of an article, with the 之一 of one that was put in between (0: none)."""

    article: int
    inserted: int = 0

    def __str__(self) -> str:
        return f"第{chinese(self.article)}条" + (f"之{chinese(self.inserted)}" if self.inserted else "")

    @property
    def suffix(self) -> str:
        """How codes of articles end: 24, 120-1."""
        return f"{self.article}-{self.inserted}" if self.inserted else str(self.article)


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its lines without number, joined; ``row`` is where it begins, ``chapter`` what it stands under."""

    number: Number
    text: str
    row: int
    chapter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statute:
    """One text of a statute.

    Args:
        file: the name of the file.
        title: the official title.
        text_date: which version of the text it is.
        history: who passed, published and amended it, as the text says.
        articles: in the order of the text.
        problems: why it cannot be loaded.
        notices: what somebody should look at.
    """

    file: str
    title: str
    text_date: date | None
    history: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    rows: Mapping[int, str] = field(default_factory=dict)
    """The lines with the title and with the number of each article, by row."""

    @property
    def title_row(self) -> int:
        return min(self.rows, default=1)


def dated_name(stem: str) -> tuple[str, date | None]:
    """Name and date of a file name such as 海关法(2021-04-29); no date where it has none that the calendar knows."""
    found = _FILE_NAME.match(unicodedata.normalize("NFC", stem))
    if found is None:
        return stem, None
    try:
        return found[1], date(int(found[2]), int(found[3]), int(found[4]))
    except ValueError:
        return found[1], None


def read_statute(text: str, stem: str, file: str = "") -> Statute:
    """Read one text; what is wrong with it is in its ``problems``.

    Args:
        text: the Markdown.
        stem: the name of the file without suffix, which tells the date of the text.
        file: the name of the file in messages.
    """
    file = file or f"{stem}.md"
    name, text_date = dated_name(stem)
    reader = _Reader()
    lines = unicodedata.normalize("NFC", text.removeprefix("\ufeff")).splitlines() or [""]
    body = next((at for at, line in enumerate(lines) if _INFO_END.match(line)), None)
    for row, line in enumerate(lines, 1):
        reader.read(line, row, in_history=body is not None and row <= body + 1)
    problems = []
    if text_date is None:
        advice = Both("请在文件名后注明文本日期", "put the date of the text into the name of the file")
        problems.append(
            Problem(
                file,
                Both(f"文件名 {stem!r}", f"the file name {stem!r}"),
                Both("如 海关法(2021-04-29).md", "such as 海关法(2021-04-29).md"),
                advice,
            )
        )
    return Statute(
        file=file,
        title=reader.title or name,
        text_date=text_date,
        history=tuple(reader.history),
        articles=tuple(reader.articles()),
        problems=(*problems, *_doubles(file, reader)),
        notices=tuple(_gaps(file, reader)),
        rows={row: lines[row - 1] for row in sorted({reader.title_row, *(row for _, row, _, _ in reader.found)})},
    )


class _Reader:
    """Lines become a title, a history and articles."""

    def __init__(self) -> None:
        self.title, self.title_row = "", 1
        self.history: list[str] = []
        self.found: list[tuple[Number, int, tuple[str, ...], list[str]]] = []
        self._chapter: tuple[str, ...] = ()
        self._open = False

    def read(self, line: str, row: int, *, in_history: bool) -> None:
        """Take in one line."""
        words = line.strip().strip("\u3000").strip()
        if not words or _INFO_END.match(line):
            return
        heading = _HEADING.match(words)
        if heading:
            self._head(len(heading[1]), heading[2], row)
        elif in_history:
            self.history.append(words)
        else:
            self._body(words, row)

    def articles(self) -> Iterator[Article]:
        """The articles, each with its lines joined."""
        for number, row, chapter, lines in self.found:
            yield Article(number, "\n".join(lines), row, chapter)

    def _head(self, depth: int, words: str, row: int) -> None:
        self._open = False
        if depth == 1 and not self.title:
            self.title, self.title_row = words, row
        else:
            self._chapter = (*self._chapter[: max(0, depth - 2)], re.sub(r"[\s\u3000]+", " ", words))

    def _body(self, words: str, row: int) -> None:
        begins = _ARTICLE.match(words)
        article = number_of(begins[1]) if begins else None
        if begins is not None and article is not None:
            inserted = number_of(begins[2] or "") or 0
            self.found.append((Number(article, inserted), row, self._chapter, [begins[3]] if begins[3] else []))
            self._open = True
        elif self._open:
            self.found[-1][3].append(words)


def _doubles(file: str, reader: _Reader) -> Iterator[Problem]:
    rows: dict[Number, int] = {}
    for number, row, _, _ in reader.found:
        if number in rows:
            got = Both(f"{number} 两次（先见于第 {rows[number]} 行）", f"{number} twice (first at row {rows[number]})")
            yield Problem(
                file, got, Both("每条一次", "every article once"), Both("请更正条号", "correct the number"), row
            )
        rows.setdefault(number, row)


def _gaps(file: str, reader: _Reader) -> Iterator[Problem]:
    """Numbers that do not follow each other: the text may not be whole, or the line was no article."""
    if not reader.found:
        yield Problem(file, Lack("没有条文", "no article"), Both("以“第…条”开头的行", "lines that begin with 第…条"))
    before = Number(0)
    for number, row, _, _ in reader.found:
        if number.article not in (before.article, before.article + 1):
            yield Problem(
                file,
                Both(f"{before} 之后是 {number}", f"{before} is followed by {number}"),
                Both("条号相连", "numbers in sequence"),
                "",
                row,
            )
        before = number


def item_of(line: str) -> int | None:
    """The number of the item 项 that a line begins; None where it begins none."""
    found = _ITEM.match(line)
    return number_of(found[1]) if found else None


def paragraphs_of(text: str) -> list[list[str]]:
    """The paragraphs 款 of an article, each with its lines: the sentence that opens it, then its items 项.

    A line without a number that the next item of the list follows belongs to the item before it; one after the last
    item opens a paragraph.
    """
    lines = text.splitlines()
    result: list[list[str]] = []
    last = 0
    for at, line in enumerate(lines):
        item = item_of(line)
        if item is None and not (last and _goes_on(lines[at + 1 :], last + 1)):
            result.append([line])
            last = 0
            continue
        if not result:
            result.append([])
        result[-1].append(line)
        last = item or last
    return result


def _goes_on(lines: Sequence[str], item: int) -> bool:
    """Whether the next numbered line is that item."""
    return next((found for line in lines if (found := item_of(line)) is not None), None) == item


def part_of(text: str, paragraph: int | None, item: int | None) -> str | None:
    """The text of a paragraph or an item of an article; None where the article has none such.

    An item without a paragraph must be in one paragraph only.
    """
    paragraphs = paragraphs_of(text)
    if paragraph is not None:
        if not 1 <= paragraph <= len(paragraphs):
            return None
        paragraphs = [paragraphs[paragraph - 1]]
    if item is None:
        return "\n".join(line for lines in paragraphs for line in lines)
    found = [part for lines in paragraphs if (part := _item(lines, item)) is not None]
    return found[0] if len(found) == 1 else None


def _item(lines: Sequence[str], item: int) -> str | None:
    start = next((at for at, line in enumerate(lines) if item_of(line) == item), None)
    if start is None:
        return None
    end = next((at for at in range(start + 1, len(lines)) if item_of(lines[at]) is not None), len(lines))
    return "\n".join(lines[start:end])
