"""The catalogue over HTTP. Its questions are answered in Python; no text of a query language is taken from anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.querying import IN_ADDRESS, answer_object, answer_table, given_of, list_object, nodes_in
from api.routes.describing import INTO, answers, forms_answers
from api.schemas.common import Reading
from api.schemas.queries import QueriesAnswer, QueryAnswer, QueryAsk, QueryCsvAsk
from api.ui.listing import LIST_TYPES, ListForm, list_file
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from api.web.paging import place_of
from api.web.replies import reply, told
from graph.part import part_among
from graph.schema import Label
from queries.catalog import ask as asked
from queries.catalog import entry_named

__all__ = ["router"]

router = APIRouter(tags=["queries 查询"])

Entrance = Annotated[Door, Depends(door)]
_LISTED = "/api/v1/queries"
QueryId = Annotated[
    str,
    Path(max_length=100, description="查询的名称，或检查项的代码 A query, or a finding's code.", examples=["PG005"]),
]


@router.get("/queries", responses=answers(QueriesAnswer), summary="查询目录 The catalogue of queries")
async def listed(ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """目录里有名称的全部问题及其参数。Every question that has a name, with its parameters."""
    return await reply(entrance, lambda: told({"queries": list_object()}, entrance.at(ask.as_of, ask.on)))


@router.get(
    "/queries/{query}.{form}", responses=forms_answers(LIST_TYPES.values()), summary="查询，文件 A query as a file"
)
async def table(
    query: QueryId, form: Annotated[ListForm, INTO], ask: Annotated[QueryCsvAsk, Query()], entrance: Entrance
) -> Response:
    """同下，全部行，不会被当作公式执行；GraphML 是所涉节点。The same, every row; no cell runs as a formula."""

    def make() -> bytes:
        view, entry = entrance.view(entrance.at(ask.as_of, ask.on)), entry_named(query, _LISTED)
        found = asked(view, entry, given_of(ask.param, IN_ADDRESS), IN_ADDRESS)
        header, *rows = answer_table(found)
        nodes = (node for row in found.rows for node in nodes_in(entry, row))
        return list_file(form, header, rows, lambda: part_among(view, nodes, "rows"))

    name = FileName(Label(query, query), form.value, ask.on or entrance.moment.today, tuple(ask.param))
    return await file_reply(entrance, make, LIST_TYPES[form], name)


@router.get("/queries/{query}", responses=answers(QueryAnswer), summary="查询 A query of the catalogue")
async def one(query: QueryId, ask: Annotated[QueryAsk, Query()], entrance: Entrance) -> Response:
    """目录里的一个问题：各行、分母、其中合成多少。One question: rows, denominator, how many rest on synthetic data."""

    def make() -> bytes:
        question = {"query": query, "param": ask.param, "as_of": ask.as_of, "on": ask.on}
        place = place_of(question, entrance.at(ask.as_of, ask.on), ask.limit, ask.cursor)
        view = entrance.view(place.moment)
        found = asked(view, entry_named(query, _LISTED), given_of(ask.param, IN_ADDRESS), IN_ADDRESS)
        value = answer_object(view, found)
        for name in ("rows", "findings"):
            if name in value:
                value[name] = value[name][place.rows]
        return told(value, place.moment, page=place.page(len(found.rows)))

    return await reply(entrance, make)
