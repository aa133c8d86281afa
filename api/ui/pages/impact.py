"""The page of an impact: the sentence, the picture before and after, every change with its path, the six chapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from pydantic import BeforeValidator, Field
from starlette.responses import Response

from api.schemas.common import Whole
from api.ui.checked import checks_of
from api.ui.chips import Chip, chips_of, every_chip, stops_of, under
from api.ui.hops import hops_of, walk_text
from api.ui.impact_files import FACTS
from api.ui.moves import Line, lines_of
from api.ui.pages.asking import ReformAsk, impact_found, kept, reform_asked
from api.ui.pages.frame import LISTS, Frame, blank
from api.ui.pages.reform import refused_page
from api.ui.pages.rendering import Instead, page_reply
from api.ui.pages.sheets import items_by_node
from api.ui.pages.trouble import wants_page
from api.ui.pictures import DrawnLanes, Side, impact_picture
from api.ui.theme import Mark
from api.ui.words import word
from api.web.door import Door, door
from api.web.packing import packed
from graph.errors import ConflictError, ReformRefused
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from graph.undeclared import undeclared_by_change, undeclared_said
from queries.impact.model import Impact
from queries.report import SIX, Chapter, Report, Row, Table, cell_text, report_of
from queries.report.case import Case
from queries.report.document import Cell
from queries.report.operations import title_of

__all__ = ["SIDES", "ImpactAsk", "ImpactPage", "Section", "Sheet", "Told", "impact_page", "router"]

router = APIRouter(include_in_schema=False)

Entrance = Annotated[Door, Depends(door)]

SIDES = {
    Side.BEFORE: Label("改革前", "Before"),
    Side.BOTH: Label("叠加", "Both"),
    Side.AFTER: Label("改革后", "After"),
}
_TOLD = "page reports"
_LINES_AT_MOST = 100
"""Lines beside the picture where one status is listed: further ones on the next page or in the file."""
_OF_A_GROUP = 20
"""Lines of each status where all are listed."""
_BUNDLE = 3
"""From so many findings of one code on they are one row that unfolds."""
_ROWS_AT_MOST = 40
"""A table with more rows is folded until it is asked for whole."""


class ImpactAsk(ReformAsk):
    """Which side is drawn, what is unfolded in the picture, which status is listed, which tables are whole."""

    side: Side = Side.BOTH
    open: list[str] = Field([], max_length=100)
    chip: Annotated[str, Query(max_length=60)] = ""
    table: Annotated[str, Query(max_length=60)] = ""
    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a chapter as it is shown: whole, or folded with the number of rows that it stands for."""

    table: Table
    rows: tuple[Row, ...]
    whole: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter: its number among the six ("" for the others), what it says, its tables."""

    number: str
    chapter: Chapter
    sheets: tuple[Sheet, ...]

    @property
    def rows(self) -> int:
        """How many things its tables tell: a row that stands for several counts for them all, as the table says."""
        return sum(sheet.table.count.total if sheet.table.count else len(sheet.table.rows) for sheet in self.sheets)


class Items(NamedTuple):
    """What stands in the picture for a line itself, and for the path behind it."""

    own: tuple[str, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """``size`` lines of one status: the first, or of a chosen status those from ``start`` on.

    Findings of one code that follow each other are one bundle; ``held`` says how many there are of a code, shown or
    not.
    """

    chip: Chip
    shown: tuple[tuple[tuple[Line, Items], ...], ...]
    size: int
    open: bool
    held: Mapping[str, int]

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.chip.count - self.size


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """What the page shows: all changes by status, or those of the chosen one; ``total`` is how many there are.

    ``called`` is what the reform is called.
    ``stops`` says which of the things to be done first stop a commit, where not all do; ``checks`` say how much was
    looked through for lost defences. ``undeclared`` are the properties that the schema does not know, by the change,
    from 1, that sets them.
    """

    report: Report
    case: Case
    called: Label
    packed: str
    picture: Markup
    marks: tuple[Mark, ...]
    side: Side
    open: tuple[str, ...]
    bundles: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    chip: str
    groups: tuple[Lines, ...]
    stops: Label | None
    checks: tuple[Label, ...]
    start: int
    total: int
    sections: tuple[Section, ...]
    complete: bool
    cut: bool
    gaps: int
    undeclared: tuple[tuple[int, Label], ...]
    twins: tuple[tuple[str, str], ...]

    @property
    def following(self) -> int | None:
        """Where the next page of lines begins."""
        after = self.start + _LINES_AT_MOST
        return after if self.chip and after < self.total else None

    @property
    def sides(self) -> tuple[tuple[Side, Label], ...]:
        """The three pictures, with their labels."""
        return tuple(SIDES.items())

    @property
    def facts(self) -> tuple[tuple[str, Label], ...]:
        """What is told of the reform, by its name in ``report.meta``."""
        return tuple((key, label) for key, label in FACTS.items() if key in self.report.meta)

    def walk(self, row: Row) -> str:
        """The first path behind a row, with names beside the codes; "" where there is none."""
        return walk_text(hops_of(self.case, row.evidence[0])) if row.evidence else ""

    def cell(self, frame: Frame, cell: Cell) -> str:
        """What stands in a cell, in the language of the page."""
        return frame.say(cell) if isinstance(cell, Label) else cell_text(cell)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of an impact, whichever side, status or table of it is looked at."""

    packed: str
    report: Report
    case: Case
    lines: tuple[Line, ...]
    drawn: DrawnLanes

    @classmethod
    def of(cls, found: Impact, unfolded: Sequence[str]) -> Told:
        """Worked out, the picture in the language that is spoken."""
        drawn, case = impact_picture(found, unfolded, headline=False), Case(found)
        return cls(packed(found.reform), report_of(found, case), case, lines_of(found, case), drawn)


def impact_page(found: Impact, told: Told, ask: ImpactAsk, frame: Frame) -> ImpactPage:
    """The view model of the page of an impact."""
    report, drawn, text, every = told.report, told.drawn, told.packed, told.lines
    chips = every_chip(every)
    chip = ask.chip if ask.chip in {item.id for item in chips} else ""
    chosen, standing = [item for item in chips if item.id == chip], items_by_node(drawn.scene)
    return ImpactPage(
        report,
        told.case,
        title_of(found.reform),
        text,
        Markup(drawn.svg(side=ask.side)),  # noqa: S704 - the drawing escapes every name
        drawn.marks(ask.side),
        ask.side,
        tuple(ask.open),
        _bundles(drawn),
        chips,
        chip,
        tuple(_grouped(every, chosen or chips_of(every), ask.start if chosen else None, standing)),
        stops_of(every),
        checks_of(found, every),
        ask.start if chip else 0,
        len(under(every, chip)),
        tuple(_section(chapter, ask.table) for chapter in report.chapters),
        found.complete,
        found.cut,
        len(found.gaps),
        tuple(_undeclared(found)),
        _twins(frame, text, ask, chip),
    )


def _undeclared(found: Impact) -> Iterator[tuple[int, Label]]:
    held = undeclared_by_change(found.before, found.reform, found.after)
    return ((position + 1, undeclared_said(each)) for position, each in held.items())


def _grouped(
    every: Sequence[Line], chips: Iterable[Chip], start: int | None, standing: Mapping[NodeId, Sequence[str]]
) -> Iterator[Lines]:
    """The lines under their statuses, the gravest open; ``start`` is that of the one that was chosen, if one was."""
    begin, number = (0, _OF_A_GROUP) if start is None else (start, _LINES_AT_MOST)
    for at, chip in enumerate(chips):
        found = under(every, chip.id)
        shown, held = found[begin : begin + number], Counter(line.code for line in found if line.finding)
        yield Lines(chip, tuple(_bundled((line, _items(line, standing)) for line in shown)), len(shown), at == 0, held)


def _bundled(lines: Iterable[tuple[Line, Items]]) -> Iterator[tuple[tuple[Line, Items], ...]]:
    """Each line by itself, but findings of one code that follow each other together where they are many."""
    for (_, finding), held in groupby(lines, key=lambda held: (held[0].chip, held[0].code if held[0].finding else "")):
        group = tuple(held)
        if finding and len(group) >= _BUNDLE:
            yield group
        else:
            yield from ((each,) for each in group)


def _items(line: Line, standing: Mapping[NodeId, Sequence[str]]) -> Items:
    def of(nodes: Iterable[str]) -> tuple[str, ...]:
        found = (item for node in nodes for item in standing.get(_node(node), ()))
        return tuple(dict.fromkeys(found))

    return Items(of(line.nodes), of(hop.node for hop in line.path))


def _node(text: str) -> NodeId:
    kind, _, code = text.partition("/")
    return NodeId(Kind(kind), code)


def _bundles(drawn: DrawnLanes) -> tuple[tuple[str, str], ...]:
    """What can be unfolded in the picture: its id, and what it is."""
    held = [item for item in drawn.scene.items if item.opens]
    return tuple((item.id, f"{word(KINDS[item.kind].label)} {item.name}") for item in held)


def _section(chapter: Chapter, whole: str) -> Section:
    sheets = tuple(_sheet(table, whole=table.name == whole) for table in chapter.tables)
    return Section(SIX.get(chapter.name, ""), chapter, sheets)


def _sheet(table: Table, *, whole: bool) -> Sheet:
    whole = whole or len(table.rows) <= _ROWS_AT_MOST
    rows = table.rows if whole else table.shown
    folded = any(row.number > 1 for row in rows)
    return Sheet(table, rows, whole, folded)


def _twins(frame: Frame, text: str, ask: ImpactAsk, chip: str) -> tuple[tuple[str, str], ...]:
    return (
        *frame.twins("/impact", "SVG", "PNG", r=text, side=ask.side.value, open=ask.open),
        *frame.twins("/impact", "GraphML", "JSON", r=text),
        *frame.twins("/impact", *LISTS, r=text, chip=chip),
        ("Markdown", frame.link("/impact.md", r=text)),
    )


@router.get("/impact")
async def impact(ask: Annotated[ImpactAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """The page; without a reform it says where one is made, and a refused one is shown to be mended."""

    def make(frame: Frame) -> ImpactPage | Instead | None:
        reform, view = reform_asked(ask, entrance, as_typed=wants_page(request))
        if not reform.changes:
            return None
        try:
            found, key = impact_found(reform, view), f"{ask.lang} {packed(reform)} {ask.open}"
        except (ReformRefused, ConflictError) as error:
            if not wants_page(request):
                raise
            return refused_page(reform, view, ask, frame, error)
        told = kept(view, _TOLD, key, Told, lambda: Told.of(found, ask.open))
        return impact_page(found, told, ask, frame)

    return await page_reply(request, entrance, ask, "impact.html", make)
