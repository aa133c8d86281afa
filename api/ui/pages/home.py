"""The first page: the search box, questions, totals, and powers by type and office as the overview of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.checking import CodeCount, check
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.grouping import Group, group_of, in_order, value_label
from api.ui.pages.rendering import page_reply
from api.ui.words import Lang, said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.derived import Derived, derived_of
from graph.model import EMPTY, NodeId
from graph.schema import EXERCISED_BY, EXPOSES, HAS_STEP, Kind, Label
from graph.snapshot import Snapshot, once
from graph.view import View
from queries.census import Count, census_of
from queries.findings import findings_of
from queries.totals import total_of

__all__ = ["CARDS", "Cell", "HomeAsk", "HomePage", "Matrix", "home_page", "matrix_of", "router"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A question that begins with a click."""

    path: str
    label: Label
    query: tuple[tuple[str, str], ...] = ()


CARDS = (
    Card("/impact", Label("取消一项职权会动到谁？", "Whom does cancelling a power move?")),
    Card("/queries/hangs-on-power", Label("一项职权上挂着什么？", "What hangs on a power?")),
    Card("/queries/powers-of-post", Label("这个岗位涉及哪些职权？", "Which powers does a post touch?")),
    Card("/findings", Label("哪些风险没有有效防控？", "Which risks have no working control?"), (("code", "PG005"),)),
    Card("/queries/posts-by-exposure", Label("哪些岗位承担的风险最多、最重？", "Which posts bear the most risks?")),
    Card("/queries/choke-points", Label("哪些措施护住的风险最多？", "Which controls do most risks rest on?")),
    Card("/queries/users-of-article", Label("一个条款下有什么？", "What rests on an article?")),
    Card("/path", Label("两者之间怎样相连？", "How do two things hang together?")),
)


class HomeAsk(PageAsk):
    """Which cell of the matrix is listed: a category and type of power, an office."""

    category: Annotated[str, Field(max_length=50)] = ""
    type: Annotated[str, Field(max_length=50)] = ""
    unit: Annotated[str, Field(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Powers of one type that an office exercises, and risks of grade 1 that some post there bears uncovered."""

    powers: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One type of power, under its category; powers outside enforcement have no type."""

    group: Group
    category: Label
    label: Label
    powers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Types of powers against the offices that exercise them."""

    units: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]

    @property
    def most(self) -> int:
        """The largest number of powers in a cell."""
        return max((cell.powers for row in self.rows for cell in row.cells), default=0)

    def heat(self, cell: Cell) -> int:
        """How dark a cell is, 0 to 5: by the root, so that small numbers still differ."""
        return ceil(5 * sqrt(cell.powers / self.most)) if cell.powers else 0


@dataclass(frozen=True, slots=True)
class Total:
    """One number of the census, and what it counts; ``all`` is said of what counts only those in use."""

    label: Label
    count: Count
    path: str
    all: int | None = None


_CELLS = (
    Label("权力类别", "category"),
    Label("权力类型", "type"),
    Label("机关编码", "office"),
    Label("机关", "name of the office"),
    Label("在用职权", "active powers"),
    Label("尚有岗位未防控的一级风险", "grade-1 risks that some post there bears uncovered"),
)


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the page shows; ``found`` are the kinds of findings that there are any of, the gravest first.

    ``listed`` are the powers of the chosen cell.
    """

    totals: tuple[Total, ...]
    matrix: Matrix
    found: tuple[CodeCount, ...]
    listed: tuple[tuple[NodeId, str, str], ...]
    chosen: tuple[Group, str]

    @property
    def cards(self) -> tuple[Card, ...]:
        """The questions to begin with."""
        return CARDS


def home_page(view: Snapshot, ask: HomeAsk) -> HomePage:
    """The view model."""
    totals, matrix, found = once(view, "pages.home", lambda: (_totals(view), matrix_of(view), _found(view)))
    listed = _listed(view, ask) if ask.unit else ()
    return HomePage(totals, matrix, found, listed, ((ask.category, ask.type), ask.unit))


def _found(view: View) -> tuple[CodeCount, ...]:
    return tuple(item for item in check(view).worst_first() if item.found.total)


def _totals(view: View) -> tuple[Total, ...]:
    census = census_of(view)
    powers, risks, articles = (total_of(view, kind).all for kind in (Kind.POWER, Kind.RISK, Kind.ARTICLE))
    live = census.articles.parts.get("live", Count(0, {}))
    return (
        Total(Label("在用职权", "active powers"), census.powers.count, "/queries/powers-by-category", powers),
        Total(
            Label("有岗位承担的风险点", "risk points borne by a post"),
            census.risks_by_class.count,
            "/queries/risks-by-class",
            risks,
        ),
        Total(Label("防控措施", "controls"), census.controls_by_line.count, "/queries/coverage-by-line"),
        Total(Label("内控标准", "standards"), census.standards, "/queries/systems-by-use"),
        Total(Label("具体岗位", "posts"), census.posts, "/queries/posts-by-exposure"),
        Total(Label("标准岗位", "standard posts"), census.standard_posts, "/queries/standard-posts"),
        Total(Label("机关", "offices"), census.offices.count, "/queries/powers-by-unit"),
        Total(Label("有效条款", "live articles"), live, "/queries/articles-by-users", articles),
    )


def matrix_of(view: View) -> Matrix:
    """Active powers by type and by the office that exercises them."""
    derived = derived_of(view)
    active = {code: held for code in view.codes(Kind.POWER) if _active(held := view.node(Kind.POWER, code) or EMPTY)}
    powers = Counter((group_of(held), unit) for code, held in active.items() for unit in _units(view, code))
    gaps = _gaps(view, derived)
    units = sorted({unit for _, unit in powers}, key=lambda unit: (_rank(view, unit), unit))
    whole = Counter(map(group_of, active.values()))
    rows = tuple(
        MatrixRow(
            group,
            value_label("category", group[0]),
            value_label("type", group[1]) if group[1] else Label("", ""),
            whole[group],
            tuple(Cell(powers[group, unit], len(gaps.get((group, unit), ()))) for unit in units),
        )
        for group in in_order(whole)
    )
    return Matrix(tuple((unit, _name(view, unit)) for unit in units), rows)


def _gaps(view: View, derived: Derived) -> Mapping[tuple[Group, str], set[str]]:
    """Uncovered risks of grade 1 by the type of their powers and the office of the post that bears them."""
    found: dict[tuple[Group, str], set[str]] = {}
    for finding in findings_of(view):
        if finding.code == "PG005":
            risk, post = finding.identity
            if (view.node(Kind.RISK, risk) or EMPTY).get("grade") == 1:
                for step in view.into(EXPOSES, risk):
                    for power in view.into(HAS_STEP, step):
                        group = group_of(view.node(Kind.POWER, power) or EMPTY)
                        found.setdefault((group, derived.office(post) or ""), set()).add(risk)
    return found


def _listed(view: View, ask: HomeAsk) -> tuple[tuple[NodeId, str, str], ...]:
    found = []
    for code in view.codes(Kind.POWER):
        held = view.node(Kind.POWER, code) or EMPTY
        if _active(held) and group_of(held) == (ask.category, ask.type) and ask.unit in _units(view, code):
            found.append((NodeId(Kind.POWER, code), str(held.get("name", "")), str(held.get("origin", ""))))
    return tuple(found)


def _active(held: Mapping[str, object]) -> bool:
    return held.get("status", "active") == "active"


def _units(view: View, power: str) -> tuple[str, ...]:
    return view.out(EXERCISED_BY, power)


def _rank(view: View, unit: str) -> int:
    rank = view.manifest.rank_of_level((view.node(Kind.UNIT, unit) or EMPTY).get("level"))
    return 99 if rank is None else rank


def _name(view: View, unit: str) -> str:
    return str((view.node(Kind.UNIT, unit) or EMPTY).get("name", unit))


@router.get("/matrix.{form}")
async def table(
    form: TableForm, ask: Annotated[PageAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Types of powers against offices as a file, a row for each cell that has powers."""

    def make() -> bytes:
        found = home_page(entrance.view(entrance.at(ask.as_of, ask.on)), HomeAsk()).matrix
        return table_bytes(form, [said(ask.lang, label) for label in _CELLS], _cells(found, ask.lang))

    lead = Label("权力类型与行使机关", "matrix")
    name = FileName(lead, form.value, ask.on or entrance.moment.today, lang=ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _cells(found: Matrix, lang: Lang) -> Iterator[tuple[object, ...]]:
    for row in found.rows:
        for (unit, name), cell in zip(found.units, row.cells, strict=True):
            if cell.powers:
                yield said(lang, row.category), said(lang, row.label), unit, name, cell.powers, cell.gaps


@router.get("/")
async def home(
    ask: Annotated[HomeAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Where everybody begins."""

    def make(frame: Frame) -> HomePage:
        return home_page(entrance.view(frame.moment), ask)

    return await page_reply(request, entrance, ask, "home.html", make)
