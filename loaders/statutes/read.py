"""Texts of statutes as one load: each an instrument with its articles, under the codes that the store has for them.

A store that holds the text already (by the name of the law and the date of the text) keeps its codes, names, ranks and
notes: the articles get their words, and what it lacks is added. Other texts get codes of their own: those of another
text of the same law with another year (HGF2013 beside HGF2021), else a code made from the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

from graph.errors import InputError, Problem
from graph.model import NodeId, RelationId, Value
from graph.schema import ARTICLE_PART_OF, Kind
from graph.snapshot import Snapshot
from graph.terms import Both, Lack
from graph.view import View
from loaders.elements import Element, Place, Progress, Source, no_progress
from loaders.statutes.laws import Law, articles_of, folded, laws_of, same_text
from loaders.statutes.text import Article, Statute, read_statute

__all__ = ["SUFFIX", "read_file", "read_statutes", "source_of", "view_of"]

SUFFIX = ".md"

_LONGEST = 20_000_000  # characters: ten times the longest code there is
_CONGRESS = re.compile(r"全国人民代表大会(常务委员会)?")
_ORDER = re.compile(r"([^\s，、日]+?)令第\s*([0-9０-９]+)\s*号")


def read_file(path: Path) -> Statute:
    """Read one text from a file.

    Raises:
        InputError: the file cannot be read as UTF-8 text.
    """
    try:
        with path.open(encoding="utf-8-sig") as stream:
            text = stream.read(_LONGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        got = Both("不是 UTF-8", "not UTF-8") if isinstance(error, UnicodeDecodeError) else str(error.strerror or error)
        raise InputError([Problem(path.name, got, Both("UTF-8 的 Markdown 文本", "Markdown in UTF-8"))]) from error
    if len(text) > _LONGEST:
        raise InputError(
            [
                Problem(
                    path.name,
                    Both(f"超过 {_LONGEST} 字", f"more than {_LONGEST} characters"),
                    Both("一部法规", "one statute"),
                )
            ]
        )
    return read_statute(text, path.stem, path.name)


def read_statutes(paths: Sequence[Path], view: View, progress: Progress = no_progress) -> Source:
    """Read texts of statutes as one load; a README.md among them is passed over.

    Raises:
        InputError: a file cannot be read.
    """
    wanted = [path for path in paths if path.stem.casefold() != "readme"]
    statutes = []
    for done, path in enumerate(wanted):
        progress(path.name, done, len(wanted))
        statutes.append(read_file(path))
    return source_of(statutes, view)


def source_of(statutes: Sequence[Statute], view: View) -> Source:
    """Texts that were read, as what a load compares with the store."""
    desk = _Desk(view)
    for statute in statutes:
        desk.take(statute)
    return Source(
        name="、".join(statute.file for statute in statutes[:3]) + ("…" if len(statutes) > 3 else ""),
        elements=tuple(desk.elements),
        problems=tuple(desk.problems),
        notices=tuple(desk.notices),
        rows={(statute.file, row): line for statute in statutes for row, line in statute.rows.items()},
    )


def view_of(paths: Sequence[Path]) -> Snapshot:
    """Texts as a graph of their own, to be asked without a store.

    Raises:
        InputError: a text cannot be read, or has problems.
    """
    empty = Snapshot.of((), ())
    source = read_statutes(paths, empty)
    if source.problems:
        raise InputError(source.problems)
    nodes = [(*item.identity, item.properties) for item in source.elements if isinstance(item.identity, NodeId)]
    ties = [(*item.identity, item.properties) for item in source.elements if isinstance(item.identity, RelationId)]
    return Snapshot.of(nodes, ties)


@dataclass(slots=True)
class _Desk:
    """Texts become elements, one after the other."""

    view: View
    elements: list[Element] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    laws: dict[str, list[Law]] = field(default_factory=dict)
    seen: dict[tuple[str, object], str] = field(default_factory=dict)
    minted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.laws = laws_of(self.view)

    def take(self, statute: Statute) -> None:
        """Take in one text."""
        self.notices.extend(statute.notices)
        problems = [*statute.problems, *self._twice(statute)]
        day = statute.text_date
        found = [] if day is None else self._held(statute, day)
        if len(found) > 1:
            problems.append(_ambiguous(statute, found))
        self.problems.extend(problems)
        if problems or day is None:
            return
        if found:
            self._known(statute, found[0])
        else:
            self._new(statute, day)

    def _twice(self, statute: Statute) -> Iterator[Problem]:
        key = folded(statute.title), statute.text_date
        if key in self.seen:
            got = Both(f"与 {self.seen[key]} 同法同日", f"the same law and date as {self.seen[key]}")
            yield Problem(statute.file, got, Both("每个文本一个文件", "one file for a text"))
        self.seen.setdefault(key, statute.file)

    def _held(self, statute: Statute, day: date) -> list[Law]:
        """The instruments of the store that may be this text; one of unknown date may be any."""
        texts = self.laws.get(folded(statute.title), [])
        return same_text(texts, day) or [law for law in texts if not law.dated]

    def _known(self, statute: Statute, law: Law) -> None:
        """A text that the store has: articles meet its codes."""
        if not law.dated:
            lack = Lack(f"{law.label} 没有文本日期", f"{law.label} has no date of its text")
            expected = Both(f"{statute.text_date}，或另一日期", f"{statute.text_date}, or another date")
            advice = Both("请先在法规文件表中注明", "say first in 法规文件表 which text it is")
            self.problems.append(Problem(statute.file, lack, expected, advice, statute.title_row, "text_date"))
            return
        told: dict[str, Value] = {"text_date": str(statute.text_date)}
        self._state(NodeId(Kind.INSTRUMENT, law.code), told, statute, statute.title_row)
        held = articles_of(self.view, law.code)
        for article in statute.articles:
            whole = [part for part in held.get(article.number, ()) if part.paragraph is None and part.item is None]
            if len(whole) > 1:
                got = Both(
                    f"{law.code} {article.number} 有 {'、'.join(part.code for part in whole)}",
                    f"{law.code} {article.number} is {'、'.join(part.code for part in whole)}",
                )
                self.problems.append(
                    Problem(statute.file, got, Both("一个编码", "one code"), Both("请合并", "unite them"), article.row)
                )
            elif whole:
                self._state(NodeId(Kind.ARTICLE, whole[0].code), _words(statute, article), statute, article.row)
            else:
                self._add_article(statute, law.code, article)
        for number in sorted(held.keys() - {article.number for article in statute.articles}):
            got = Both(f"库中有 {held[number][0].code} {number}", f"the store has {held[number][0].code} {number}")
            self.notices.append(
                Problem(statute.file, got, Both("文本中的条", "an article of the text"), Both("请核对", "check it"))
            )

    def _new(self, statute: Statute, day: date) -> None:
        """A text that the store has not."""
        code = self._mint(statute, day)
        self.minted.add(code)
        held: dict[str, Value] = {
            "name": f"{statute.title}（{day.year}年{day.month}月{day.day}日文本）",
            "text_date": str(day),
            "origin": "statute",
            "source": statute.file,
            **_standing(statute),
        }
        if "rank" not in held:
            got = Both("效力层级不明", "no rank to be read")
            self.notices.append(
                Problem(
                    statute.file,
                    got,
                    Both("题注中的制定机关", "who passed it, in the history"),
                    Both("请在表中补", "add it"),
                )
            )
        self._state(NodeId(Kind.INSTRUMENT, code), held, statute, statute.title_row)
        for article in statute.articles:
            self._add_article(statute, code, article)

    def _add_article(self, statute: Statute, instrument: str, article: Article) -> None:
        code = f"{instrument}-{article.number.suffix}"
        if self.view.node(Kind.ARTICLE, code) is not None:
            got = Both(f"Article/{code} 已是别的条款", f"Article/{code} is another article")
            advice = Both("请更正其名称或编码", "correct its name or its code")
            self.problems.append(Problem(statute.file, got, str(article.number), advice, article.row))
            return
        new: dict[str, Value] = {"name": str(article.number), "origin": "statute", "source": statute.file}
        self._state(NodeId(Kind.ARTICLE, code), {**new, **_words(statute, article)}, statute, article.row)
        part_of = RelationId(ARTICLE_PART_OF, code, instrument)
        self.elements.append(Element(part_of, {}, Place(statute.file, article.row), told=frozenset()))

    def _state(self, node: NodeId, held: dict[str, Value], statute: Statute, row: int) -> None:
        self.elements.append(Element(node, held, Place(statute.file, row), told=frozenset(held)))

    def _mint(self, statute: Statute, day: date) -> str:
        """The code of a text that the store has not: stable, and none that is taken."""
        for law in self.laws.get(folded(statute.title), ()):
            stem, year = law.code[:-4], law.code[-4:]
            if stem and law.dated and year == str(law.dated[0]):
                code = f"{stem}{day.year}"
                taken = code in self.minted or self.view.node(Kind.INSTRUMENT, code) is not None
                return f"{code}-{day:%m%d}" if taken else code
        digest = blake2b(folded(statute.title).encode(), digest_size=4).hexdigest()
        return f"FG{digest}-{day:%Y%m%d}"


def _ambiguous(statute: Statute, found: Sequence[Law]) -> Problem:
    got = "、".join(law.label for law in found)
    advice = Both("请在法规文件表中注明各自的文本日期", "give each the date of its text in 法规文件表")
    return Problem(
        statute.file, got, Both(f"一个 {statute.text_date}", f"one of {statute.text_date}"), advice, statute.title_row
    )


def _words(statute: Statute, article: Article) -> dict[str, Value]:
    return {"text": article.text, "text_date": str(statute.text_date)}


def _standing(statute: Statute) -> dict[str, Value]:
    """Rank, issuer and number, as the first line of the history tells that says who passed or published it."""
    for line in statute.history:
        congress, order = _CONGRESS.search(line), _ORDER.search(line)
        if congress:
            return {"rank": "law", "issuer": congress[0]}
        number: dict[str, Value] = {"number": order[0]} if order else {}
        if "国务院" in line:
            rank = "council_decision" if statute.title.endswith("决定") else "admin_regulation"
            return {"rank": rank, "issuer": "国务院", **number}
        if order:
            return {"rank": "department_rule", "issuer": order[1], **number}
    return {}
