"""The catalogue: its questions as forms, each with its rows, their denominator and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator, ConfigDict
from starlette.responses import Response

from api.querying import nodes_in, synthetic_in
from api.render.names import least_origin, title
from api.schemas.common import Whole
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.rendering import page_reply
from api.web.door import Door, door
from graph.errors import QuangangError
from graph.model import NodeId
from graph.schema import KINDS, LEVELS, Kind
from graph.view import View
from queries.answers.model import Cell, Column, ColumnType, Entry, Parameter, Row
from queries.catalog import CATALOG, Answer, ask, entry_named
from queries.report.case import value_label
from queries.report.document import cell_text

__all__ = ["QueryAsk", "QueryPage", "query_page", "router"]

router = APIRouter(include_in_schema=False)

PER_PAGE = 100
Entrance = Annotated[Door, Depends(door)]


class QueryAsk(PageAsk):
    """From which row on; the arguments of the question stand beside it under their own names."""

    model_config = ConfigDict(extra="allow")

    start: Annotated[Whole, BeforeValidator(lambda value: blank(value) or 0)] = 0


@dataclass(frozen=True, slots=True)
class Told:
    """One cell: nodes with their names, or plain text."""

    nodes: tuple[tuple[NodeId, str], ...] = ()
    text: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One row of an answer."""

    cells: tuple[Told, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class QueryPage:
    """One question, what was given to it, and its answer; without an answer what is still to be given or wrong."""

    entry: Entry
    given: Mapping[str, str]
    levels: tuple[str, ...]
    answer: Answer | None
    rows: tuple[QueryRow, ...]
    start: int
    synthetic: int | None
    trouble: str
    twins: tuple[tuple[str, str], ...]

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.start + PER_PAGE
        return after if self.answer is not None and after < len(self.answer.rows) else None

    def choices(self, parameter: Parameter) -> tuple[str, ...]:
        """The only values of a parameter; none for any."""
        return tuple(map(str, parameter.values)) or (self.levels if parameter.level else ())


def query_page(view: View, entry: Entry, asked: QueryAsk, frame: Frame) -> QueryPage:
    """The view model: the answer where everything is given, else the form."""
    given = {name: str(value).strip() for name, value in (asked.model_extra or {}).items() if str(value).strip()}
    answer, trouble = None, ""
    if all(item.name in given for item in entry.parameters if item.required):
        try:
            answer = ask(view, entry, given)
        except QuangangError as error:
            trouble = str(error)
    shown = answer.rows[asked.start : asked.start + PER_PAGE] if answer else ()
    params = [f"{name}={value}" for name, value in given.items()]
    return QueryPage(
        entry,
        given,
        tuple(view.manifest.levels),
        answer,
        tuple(_row(view, entry, row) for row in shown),
        asked.start,
        synthetic_in(view, answer) if answer else None,
        trouble,
        frame.twins(f"/api/v1/queries/{entry.id}", *LISTS, "GraphML", param=params) if answer else (),
    )


def _row(view: View, entry: Entry, row: Row) -> QueryRow:
    nodes = tuple(nodes_in(entry, row))
    cells = tuple(_told(view, column, cell) for column, cell in zip(entry.columns, row, strict=True))
    return QueryRow(cells, least_origin(view, nodes) if nodes else "-")


def _told(view: View, column: Column, cell: Cell) -> Told:
    if column.type in (ColumnType.NODE, ColumnType.NODES):
        named = cell if isinstance(cell, tuple) else (str(cell),)
        nodes = (NodeId(Kind(kind), code) for kind, _, code in (text.partition("/") for text in named))
        return Told(tuple((node, title(view, *node)) for node in nodes))
    if column.kind is not None and isinstance(cell, str) and cell:
        return Told(((NodeId(column.kind, cell), title(view, column.kind, cell)),))
    number = isinstance(cell, int) and not isinstance(cell, bool)
    return Told(text=_text(column, cell), number=number)


def _text(column: Column, cell: Cell) -> str:
    if cell is None or cell == "":
        return "—"
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int):
        return f"{cell:,}"
    kind = next((kind for kind in Kind if column.name in KINDS[kind].properties), None)
    if isinstance(cell, str) and cell in LEVELS:
        return cell_text(LEVELS[cell])
    if kind is not None and isinstance(cell, str):
        return cell_text(value_label(kind, column.name, cell))
    return "、".join(cell) if isinstance(cell, tuple) else cell


@router.get("/queries")
async def queries(ask_: Annotated[PageAsk, Query()], request: Request, entrance: Entrance) -> Response:
    """Every question that has a name."""
    return await page_reply(request, entrance, ask_, "queries.html", lambda _: tuple(CATALOG.values()))


@router.get("/queries/{query}")
async def query(
    query: Annotated[str, Path(max_length=100)],
    asked: Annotated[QueryAsk, Query()],
    request: Request,
    entrance: Entrance,
) -> Response:
    """One question, as a form, with its answer."""

    def make(frame: Frame) -> QueryPage:
        return query_page(entrance.view(frame.moment), entry_named(query), asked, frame)

    return await page_reply(request, entrance, asked, "query.html", make)
