"""The first page: the search box, questions, totals, and powers by type and office as the overview of everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.acceptance import finding_key
from api.checking import CodeCount, check
from api.render.names import title
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.pages.findings import starts_of
from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.matrix import UNCOVERED, Gap, Gaps, Matrix, Spot, gaps_of, matrix_of, powers_in
from api.ui.pages.rendering import page_reply
from api.ui.words import Lang, said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.snapshot import Snapshot, once
from graph.view import View
from queries.census import Count, census_of
from queries.totals import total_of

__all__ = ["CARDS", "HomeAsk", "HomePage", "home_page", "router"]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A question that begins with a click."""

    path: str
    label: Label
    code: str = ""
    """The finding that is listed, where the path is that of findings."""

    def to(self, frame: Frame) -> str:
        """Where it leads."""
        return frame.findings(self.code) if self.code else frame.link(self.path)


CARDS = (
    Card("/impact", Label("取消一项职权会动到谁？", "Whom does cancelling a power move?")),
    Card("/queries/hangs-on-power", Label("一项职权上挂着什么？", "What hangs on a power?")),
    Card("/queries/powers-of-post", Label("这个岗位涉及哪些职权？", "Which powers does a post touch?")),
    Card("/findings", Label("哪些风险没有有效防控？", "Which risks have no working control?"), "PG005"),
    Card("/queries/posts-by-exposure", Label("哪些岗位承担的风险最多、最重？", "Which posts bear the most risks?")),
    Card("/queries/choke-points", Label("哪些措施护住的风险最多？", "Which controls do most risks rest on?")),
    Card("/queries/users-of-article", Label("一个条款下有什么？", "What rests on an article?")),
    Card("/path", Label("两者之间怎样相连？", "How do two things hang together?")),
)


class HomeAsk(PageAsk):
    """Which cell of the matrix is listed: a category and type of power, an office.

    ``stepless`` lists the uncovered risks that are in no cell instead.
    """

    category: Annotated[str, Field(max_length=50)] = ""
    type: Annotated[str, Field(max_length=50)] = ""
    unit: Annotated[str, Field(max_length=200)] = ""
    stepless: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """One number of the census, what it counts, and the page that tells it too.

    ``all`` is said of what counts only those in use.
    """

    label: Label
    count: Count
    path: str
    all: int | None = None
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def listed(cls, label: Label, count: Count, kind: Kind) -> Total:
        """A number that leads to the list of a kind."""
        return cls(label, count, "/search", query=(("type", kind.value),))


_CELLS = (
    Label("权力类别", "category"),
    Label("权力类型", "type"),
    Label("机关编码", "office"),
    Label("机关", "name of the office"),
    Label("在用职权", "active powers"),
    Label("尚有岗位未防控的一级风险", "grade-1 risks that some post there bears uncovered"),
)
_EACH_ONCE = Label("合计（各计一次）", "all, each counted once")
_STEPLESS = Label("不在格中：由岗位直接承担、不经环节", "in no cell: borne by a post through no step")


@dataclass(frozen=True, slots=True)
class MissingPost:
    """A post that bears a risk uncovered, the finding that says so, and from which row on the findings show it."""

    node: NodeId
    name: str
    key: str
    start: int


@dataclass(frozen=True, slots=True)
class MissingRow:
    """An uncovered risk of grade 1 and the posts of a cell that bear it."""

    node: NodeId
    name: str
    posts: tuple[MissingPost, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the page shows; ``found`` are the kinds of findings that there are any of, the gravest first.

    ``listed`` are the powers of the chosen cell, ``missing`` its uncovered risks.
    """

    totals: tuple[Total, ...]
    matrix: Matrix
    gaps: Gaps
    found: tuple[CodeCount, ...]
    listed: tuple[tuple[NodeId, str, str], ...]
    missing: tuple[MissingRow, ...]
    chosen: Spot

    @property
    def cards(self) -> tuple[Card, ...]:
        """The questions to begin with."""
        return CARDS


def home_page(view: Snapshot, ask: HomeAsk) -> HomePage:
    """The view model."""
    totals, found = once(view, "pages.home", lambda: (_totals(view), _found(view)))
    gaps = gaps_of(view)
    chosen: Spot = (("", ""), "") if ask.stepless else ((ask.category, ask.type), ask.unit)
    missing = gaps.stepless if ask.stepless else gaps.by_spot.get(chosen, ())
    listed = powers_in(view, chosen) if ask.unit and not ask.stepless else ()
    return HomePage(totals, matrix_of(view), gaps, found, listed, _missing(view, missing), chosen)


def _missing(view: View, gaps: Sequence[Gap]) -> tuple[MissingRow, ...]:
    if not gaps:
        return ()
    starts = starts_of(check(view), UNCOVERED)
    return tuple(
        MissingRow(
            NodeId(Kind.RISK, gap.risk),
            title(view, Kind.RISK, gap.risk),
            tuple(
                MissingPost(
                    NodeId(Kind.POST, post), title(view, Kind.POST, post), finding_key(finding), starts[finding]
                )
                for finding in gap.findings
                for post in finding.identity[1:]
            ),
        )
        for gap in gaps
    )


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
        Total.listed(Label("防控措施", "controls"), census.controls_by_line.count, Kind.CONTROL),
        Total.listed(Label("内控标准", "standards"), census.standards, Kind.STANDARD),
        Total(Label("具体岗位", "posts"), census.posts, "/queries/posts-by-exposure"),
        Total(Label("标准岗位", "standard posts"), census.standard_posts, "/queries/standard-posts"),
        Total.listed(Label("机关", "offices"), census.offices.count, Kind.UNIT),
        Total(Label("有效条款", "live articles"), live, "/queries/articles-by-users", articles),
    )


@router.get("/matrix.{form}")
async def table(
    form: TableForm, ask: Annotated[PageAsk, Query()], entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Types of powers against offices as a file: a row for each cell that has anything, then what the page adds up."""

    def make() -> bytes:
        found = home_page(entrance.view(entrance.at(ask.as_of, ask.on)), HomeAsk())
        rows = chain(_cells(found.matrix, ask.lang), _sums(found, ask.lang))
        return table_bytes(form, [said(ask.lang, label) for label in _CELLS], rows)

    lead = Label("权力类型与行使机关", "matrix")
    name = FileName(lead, form.value, ask.on or entrance.moment.today, lang=ask.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)


def _cells(found: Matrix, lang: Lang) -> Iterator[tuple[object, ...]]:
    for row in found.rows:
        for (unit, name), cell in zip(found.units, row.cells, strict=True):
            if cell.powers or cell.gaps:
                yield said(lang, row.category), said(lang, row.label), unit, name, cell.powers, cell.gaps


def _sums(found: HomePage, lang: Lang) -> Iterator[tuple[object, ...]]:
    """What no cell holds: powers of a type each once, risks that are in none, and every risk once.

    A power can be exercised by several offices or by none, and a risk be in several cells: cells add up to neither.
    """
    for row in found.matrix.rows:
        yield said(lang, row.category), said(lang, row.label), None, said(lang, _EACH_ONCE), row.powers, None
    if found.gaps.stepless:
        yield None, None, None, said(lang, _STEPLESS), None, len(found.gaps.stepless)
    powers = sum(row.powers for row in found.matrix.rows)
    yield None, None, None, said(lang, _EACH_ONCE), powers, found.gaps.risks


@router.get("/")
async def home(
    ask: Annotated[HomeAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """Where everybody begins."""

    def make(frame: Frame) -> HomePage:
        return home_page(entrance.view(frame.moment), ask)

    return await page_reply(request, entrance, ask, "home.html", make)
