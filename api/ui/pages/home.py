"""The first page: the search box, questions, totals, and powers by type and office as the overview of everything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.checking import CodeCount, check
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.matrix import Matrix, Spot, matrix_of, powers_in
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
    chosen: Spot

    @property
    def cards(self) -> tuple[Card, ...]:
        """The questions to begin with."""
        return CARDS


def home_page(view: Snapshot, ask: HomeAsk) -> HomePage:
    """The view model."""
    totals, found = once(view, "pages.home", lambda: (_totals(view), _found(view)))
    chosen = (ask.category, ask.type), ask.unit
    return HomePage(totals, matrix_of(view), found, powers_in(view, chosen) if ask.unit else (), chosen)


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
