"""Questions about nodes: search, what hangs on one, how two hang together."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.lifetimes import not_in_force
from api.render.flow import flow_object
from api.routes.describing import answers
from api.schemas.common import Reading
from api.schemas.nodes import FindAnswer, FindAsk, FlowAnswer, FlowStepsAsk, PathAnswer, PathAsk, ShowAnswer
from api.ui.pictures import flow_picture
from api.web.door import Door, door
from api.web.paging import place_of
from api.web.replies import reply, told
from graph.errors import MissingError
from graph.schema import Kind, Label
from queries.find import find_nodes, role_named
from queries.paths import end_named, resolve, shortest_paths
from queries.shared import paths_object
from queries.show import show_node, show_role

__all__ = ["router"]

router = APIRouter(tags=["nodes 节点"])


@router.get("/find", responses=answers(FindAnswer), summary="查找 Find nodes by any part of their name or code")
async def find(ask: Annotated[FindAsk, Query()], entrance: Annotated[Door, Depends(door)]) -> Response:
    """名称、编码里含有全部文字的节点，最合的在前。The nodes in whose name or code every word occurs, best first."""

    def make() -> bytes:
        question = {"find": ask.q, "kind": ask.kind, "as_of": ask.as_of, "on": ask.on}
        place = place_of(question, entrance.at(ask.as_of, ask.on), ask.limit, ask.cursor)
        found = find_nodes(entrance.view(place.moment), ask.q, frozenset(ask.kind) or None, place.rows.stop)
        page = place.page(found.total)
        shown = replace(found, hits=found.hits[place.rows])
        return told(shown.to_json(), place.moment, page=page)

    return await reply(entrance, make)


@router.get("/show/{code:path}", responses=answers(ShowAnswer), summary="查看 What hangs on a node, lane by lane")
async def show(
    code: Annotated[
        str,
        Path(
            min_length=1, max_length=200, description="编码，或 Kind/CODE A code, or Kind/CODE.", examples=["Power/E39"]
        ),
    ],
    ask: Annotated[Reading, Query()],
    entrance: Annotated[Door, Depends(door)],
) -> Response:
    """一项职权、一个岗位……上挂着什么，每行附来路。Everything that hangs on a node, each row with its path."""

    def make() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        view = entrance.view(moment)
        role = role_named(view, code)
        if role is not None:
            return told(show_role(view, role).to_json(), moment)
        try:
            node = resolve(view, code)
        except MissingError as error:
            days = not_in_force(entrance.keeping(), code, moment.today, moment.revision)
            if days is None:
                raise
            raise MissingError(Label(f"{days.zh}；请用 on=DATE", f"{days.en}; use on=DATE")) from error
        return told(show_node(view, node).to_json(), moment)

    return await reply(entrance, make)


@router.get("/flow/{code:path}", responses=answers(FlowAnswer), summary="流程 The steps of a power")
async def flow(
    code: Annotated[
        str, Path(min_length=1, max_length=200, description="职权编码 The code of a power.", examples=["E39"])
    ],
    ask: Annotated[FlowStepsAsk, Query()],
    entrance: Annotated[Door, Depends(door)],
) -> Response:
    """环节、办理岗位和流向，与流程图同；图见 /pictures/flow。Steps, performers and order; /pictures/flow draws them."""

    def make() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        view = entrance.view(moment)
        drawn = flow_picture(view, resolve(view, code, Kind.POWER).code, public=ask.public)
        return told(flow_object(drawn.flow), moment)

    return await reply(entrance, make)


@router.get("/path", responses=answers(PathAnswer), summary="路径 The shortest paths between two nodes")
async def path(ask: Annotated[PathAsk, Query()], entrance: Annotated[Door, Depends(door)]) -> Response:
    """两者之间怎样相连。How two nodes hang together."""

    def make() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        view = entrance.view(moment)
        ends = end_named(view, ask.start), end_named(view, ask.end)
        found = shortest_paths(view, *ends, limit=ask.limit, depth=ask.depth)
        whole = paths_object(view, found, limit=ask.limit, depth=ask.depth)
        return told(whole, moment, complete=found.complete)

    return await reply(entrance, make)
