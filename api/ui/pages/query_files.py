"""The file twins of a question's page: its rows in words, every node with its code and its name, and the origin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.querying import nodes_in
from api.render.cells import told_word
from api.render.names import least_origin
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.pages.queries import QueryAsk, given_in
from api.ui.pages.signs import origin_label
from api.ui.scene.items import plain_name, whole_name
from api.ui.words import Lang, said
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from graph.view import View
from queries.answers.model import Cell, Column, ColumnType, Entry, Row
from queries.catalog import ask, entry_named

__all__ = ["answer_cells", "answer_header", "router"]

router = APIRouter(include_in_schema=False)

_KIND, _CODE, _NAME = Label("类别", "kind"), Label("编码", "code"), Label("名称", "name")
_ORIGIN = Label("来源", "origin")


def answer_header(entry: Entry, lang: Lang) -> list[str]:
    """What stands over each column: a node takes one for its code and one for its name."""
    labels = [said(lang, label) for column in entry.columns for label in _header(column)]
    return [*labels, said(lang, _ORIGIN)] if _names_nodes(entry) else labels


def answer_cells(view: View, entry: Entry, row: Row, lang: Lang) -> Iterator[object]:
    """The cells of one row; see `answer_header`."""
    nodes = tuple(nodes_in(entry, row))
    kind = nodes[0].kind if nodes else None
    for column, cell in zip(entry.columns, row, strict=True):
        yield from _cells(view, column, cell, lang, kind)
    if _names_nodes(entry):
        yield said(lang, origin_label(least_origin(view, nodes)))


def _names_nodes(entry: Entry) -> bool:
    return any(column.kind or column.type in (ColumnType.NODE, ColumnType.NODES) for column in entry.columns)


def _header(column: Column) -> tuple[Label, ...]:
    if column.type is ColumnType.NODE:
        return _KIND, _CODE, _NAME
    if column.kind is None:
        return (column.label,)
    label = column.label
    return tuple(Label(f"{label.zh}{part.zh}", f"{label.en} {part.en}") for part in (_CODE, _NAME))


def _cells(view: View, column: Column, cell: Cell, lang: Lang, kind: Kind | None) -> tuple[object, ...]:
    if column.type is ColumnType.NODE:
        node = _node(str(cell))
        return said(lang, KINDS[node.kind].label), node.code, plain_name(view, node)
    if column.type is ColumnType.NODES and isinstance(cell, tuple):
        return (" · ".join(whole_name(view, _node(text)) for text in cell),)
    if column.kind is not None:
        code = "" if cell is None else str(cell)
        return code, plain_name(view, NodeId(column.kind, code)) if code else ""
    return (told_word(view, column, cell, lang, kind),)


def _node(text: str) -> NodeId:
    kind, _, code = text.partition("/")
    return NodeId(Kind(kind), code)


@router.get("/queries/{query}.{form}")
async def table(
    query: Annotated[str, Path(max_length=100)],
    form: TableForm,
    asked: Annotated[QueryAsk, Query()],
    entrance: Annotated[Door, Depends(door)],
) -> Response:
    """Every row of the answer; no cell runs as a formula."""
    entry = entry_named(query, "/queries")

    def make() -> bytes:
        view = entrance.view(entrance.at(asked.as_of, asked.on))
        rows = ask(view, entry, given_in(asked)).rows
        cells = (tuple(answer_cells(view, entry, row, asked.lang)) for row in rows)
        return table_bytes(form, answer_header(entry, asked.lang), cells)

    day, of = asked.on or entrance.moment.today, tuple(given_in(asked).values())
    name = FileName(Label(entry.question.zh.strip("？"), entry.id), form.value, day, of, asked.lang)
    return await file_reply(entrance, make, TABLE_TYPES[form], name)
