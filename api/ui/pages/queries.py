"""The catalogue: its questions as forms, each with its rows, their denominator and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator, ConfigDict
from starlette.responses import Response

from api.querying import nodes_in, synthetic_in
from api.render.cells import told_word
from api.render.names import least_origin
from api.schemas.common import Whole
from api.ui.pages.frame import LISTS, Frame, PageAsk, blank
from api.ui.pages.near import Near, near_to
from api.ui.pages.reasons import Doubt, meant
from api.ui.pages.rendering import page_reply
from api.ui.scene.items import whole_name
from api.ui.words import Lang
from api.web.door import Door, door
from graph.errors import QuangangError
from graph.model import NodeId
from graph.schema import KINDS, LEVELS, Kind, Label
from graph.view import View
from queries.answers.model import Cell, Column, ColumnType, Entry, Parameter, Row
from queries.catalog import CATALOG, Answer, ask, entry_named
from queries.find import find_nodes
from queries.totals import total_of

__all__ = ["QueryAsk", "QueryPage", "given_in", "query_page", "router"]

router = APIRouter(include_in_schema=False)

PER_PAGE = 100
_ROLES = 3
"""So many standard posts are offered where a post is in doubt."""
_WORDS = {
    name: {str(value): label for value, label in KINDS[kind].properties[name].values.items()}
    for kind, name in ((Kind.RISK, "grade"), (Kind.ARTICLE, "rank"))
}
"""What the values of a parameter are called, by its name."""
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
    """One question, what was given to it, and its answer; without an answer what is still to be given or wrong.

    ``doubts`` are arguments that name nothing for certain, each with its label; ``roles`` the standard posts that may
    be meant, of which a question about one post knows nothing, with the number of their posts.
    """

    entry: Entry
    given: Mapping[str, str]
    levels: tuple[str, ...]
    answer: Answer | None
    rows: tuple[QueryRow, ...]
    start: int
    synthetic: int | None
    trouble: Label | None
    doubts: tuple[tuple[Label, Doubt], ...]
    roles: tuple[tuple[str, int], ...]
    twins: tuple[tuple[str, str], ...]

    whole: Label | None
    """What the rows are a share of, in words and numbers."""
    near: tuple[Near, ...] = ()
    """What is worth asking where there are no rows."""

    @property
    def following(self) -> int | None:
        """Where the next page begins."""
        after = self.start + PER_PAGE
        return after if self.answer is not None and after < len(self.answer.rows) else None

    def choices(self, parameter: Parameter) -> tuple[tuple[str, Label], ...]:
        """The only values of a parameter, in words; none for any."""
        values = tuple(map(str, parameter.values)) or (self.levels if parameter.level else ())
        words = LEVELS if parameter.level else _WORDS.get(parameter.name, {})
        return tuple((value, words.get(value, Label(value, value))) for value in values)


def given_in(asked: QueryAsk) -> dict[str, str]:
    """The arguments of the question as they stand in the address; empty fields say nothing."""
    return {name: str(value).strip() for name, value in (asked.model_extra or {}).items() if str(value).strip()}


def query_page(view: View, entry: Entry, asked: QueryAsk, frame: Frame) -> QueryPage:
    """The view model: the answer where everything is given, else the form."""
    given = given_in(asked)
    answer: Answer | None = None
    trouble: Label | None = None
    doubts = tuple(_doubts(view, entry, given))
    if not doubts and all(item.name in given for item in entry.parameters if item.required):
        try:
            answer = ask(view, entry, given)
        except QuangangError as error:
            trouble = error.message
    shown = answer.rows[asked.start : asked.start + PER_PAGE] if answer else ()
    return QueryPage(
        entry,
        given,
        tuple(view.manifest.levels),
        answer,
        tuple(_row(view, entry, row, frame.lang) for row in shown),
        asked.start,
        synthetic_in(view, answer) if answer else None,
        trouble,
        doubts,
        tuple(role for _, held in doubts for role in _roles(view, held)),
        _twins(frame, entry, given) if answer else (),
        _whole(view, answer) if answer else None,
        near_to(view, entry, frame) if answer and not answer.rows else (),
    )


def _doubts(view: View, entry: Entry, given: Mapping[str, str]) -> Iterator[tuple[Label, Doubt]]:
    """The arguments that name no node for certain, each with what it may mean."""
    for item in entry.parameters:
        if item.name in given and (item.kind is not None or item.type is ColumnType.NODE):
            *_, unclear = meant(view, item.name, given[item.name], item.kind)
            if unclear is not None:
                yield item.label, unclear


def _roles(view: View, held: Doubt) -> tuple[tuple[str, int], ...]:
    return find_nodes(view, held.text, (Kind.POST,), 0).roles[:_ROLES] if held.kind is Kind.POST else ()


def _whole(view: View, answer: Answer) -> Label:
    """The denominator: of nodes of a kind also how many are in use, or how many there are in all."""
    counted = answer.entry.denominator
    if counted.kind is not None:
        return total_of(view, counted.kind).whole(counted.label, answer.of)
    return Label(f"{counted.label.zh} {answer.of:,}", f"{counted.label.en}: {answer.of:,}")


def _twins(frame: Frame, entry: Entry, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Tables as people read them, and for programs the nodes as a graph and the rows as they are."""
    api, param = f"/api/v1/queries/{entry.id}", [f"{name}={value}" for name, value in given.items()]
    tables = frame.twins(f"/queries/{entry.id}", *LISTS, **given)
    return (*tables, *frame.twins(api, "GraphML", param=param), ("JSON", frame.file(api, param=param)))


def _row(view: View, entry: Entry, row: Row, lang: Lang) -> QueryRow:
    nodes = tuple(nodes_in(entry, row))
    kind = nodes[0].kind if nodes else None
    cells = tuple(_told(view, column, cell, lang, kind) for column, cell in zip(entry.columns, row, strict=True))
    return QueryRow(cells, least_origin(view, nodes) if nodes else "-")


def _told(view: View, column: Column, cell: Cell, lang: Lang, kind: Kind | None) -> Told:
    if column.type in (ColumnType.NODE, ColumnType.NODES):
        named = cell if isinstance(cell, tuple) else (str(cell),)
        nodes = (NodeId(Kind(kind), code) for kind, _, code in (text.partition("/") for text in named))
        return Told(tuple((node, whole_name(view, node)) for node in nodes))
    if column.kind is not None and isinstance(cell, str) and cell:
        one = NodeId(column.kind, cell)
        return Told(((one, whole_name(view, one)),))
    word = told_word(view, column, cell, lang, kind)
    return Told(text=f"{word:,}", number=True) if isinstance(word, int) else Told(text=word or "—")


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
        return query_page(entrance.view(frame.moment), entry_named(query, "/queries"), asked, frame)

    return await page_reply(request, entrance, asked, "query.html", make)
