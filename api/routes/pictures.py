"""Pictures and sheets as files: the twin of everything that a page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.routes.describing import INTO, forms_answers
from api.schemas.pictures import ExploreAsk, FlowAsk, LanesAsk, PathPictureAsk, SheetAsk
from api.ui.files import (
    FLOW_TYPES,
    PICTURE_TYPES,
    FlowForm,
    PictureForm,
    flow_file,
    part_of_flow,
    part_of_lanes,
    picture_file,
)
from api.ui.listing import LIST_TYPES, ListForm, list_file
from api.ui.pages.sheets import HEADER, nodes_of, table_of
from api.ui.pictures import exploration_picture, flow_picture, path_picture, sheet_picture
from api.ui.scene.explore import Exploration
from api.ui.words import drawn_in
from api.web.door import Door, door
from api.web.files import FileName, file_reply
from graph.errors import MissingError
from graph.part import part_among
from graph.schema import Kind, Label
from queries.find import role_named
from queries.parts import part_of_paths
from queries.paths import end_named, resolve, shortest_paths
from queries.show import Sheet, show_node, show_role

__all__ = ["router"]

router = APIRouter(tags=["pictures 图"])

Entrance = Annotated[Door, Depends(door)]


_Drawing = LanesAsk | FlowAsk | PathPictureAsk | ExploreAsk
_FORMS = forms_answers(PICTURE_TYPES.values())


@router.get("/pictures/lanes.{form}", responses=_FORMS, summary="关系图 What hangs on a node, drawn")
async def lanes(form: Annotated[PictureForm, INTO], ask: Annotated[LanesAsk, Query()], entrance: Entrance) -> Response:
    """一个节点上挂着什么，分栏画出，可单独打开。What hangs on a node, in lanes, as a file that opens anywhere."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        drawn = sheet_picture(view, show_node(view, resolve(view, ask.node)), ask.open)
        return picture_file(form, drawn, part_of_lanes(view, drawn))

    return await _file(entrance, ask, make, form, Label("关系图", "lanes"), ask.node)


@router.get(
    "/pictures/flow.{form}", responses=forms_answers(FLOW_TYPES.values()), summary="流程图 The flowchart of a power"
)
async def flow(form: Annotated[FlowForm, INTO], ask: Annotated[FlowAsk, Query()], entrance: Entrance) -> Response:
    """权力运行流程图，按岗位分道；公开版不含风险。BPMN 改后可再载入。A flow in lanes; the public one has no risks."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        power = resolve(view, ask.power, Kind.POWER)
        drawn = flow_picture(view, power.code, public=ask.public)
        return flow_file(form, drawn, part_of_flow(view, power.code, drawn))

    return await _file(entrance, ask, make, form, Label("流程图", "flow"), ask.power)


@router.get("/pictures/path.{form}", responses=_FORMS, summary="路径图 The paths between two nodes, drawn")
async def path(
    form: Annotated[PictureForm, INTO], ask: Annotated[PathPictureAsk, Query()], entrance: Entrance
) -> Response:
    """两者之间的最短路径，逐步排列；没有路径则 404。The shortest paths, hop by hop; 404 where there is none."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        ends = end_named(view, ask.start), end_named(view, ask.end)
        found = shortest_paths(view, *ends, limit=ask.limit, depth=ask.depth)
        if not found.paths:
            raise MissingError(
                Label(
                    f"{ends[0]} 与 {ends[1]}：{ask.depth} 步之内没有路径",
                    f"{ends[0]} and {ends[1]}: no path of {ask.depth} hops or fewer",
                )
            )
        return picture_file(form, path_picture(view, found), part_of_paths(view, found.paths))

    return await _file(entrance, ask, make, form, Label("路径图", "path"), ask.start, ask.end)


@router.get("/pictures/explore.{form}", responses=_FORMS, summary="探索图 What was expanded, drawn")
async def explore(
    form: Annotated[PictureForm, INTO], ask: Annotated[ExploreAsk, Query()], entrance: Entrance
) -> Response:
    """从一个节点出发逐步展开的图。What was expanded from a node, step by step."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        state = Exploration(str(resolve(view, ask.root)), tuple(ask.add), tuple(ask.hide))
        drawn = exploration_picture(view, state)
        return picture_file(form, drawn, part_of_lanes(view, drawn))

    return await _file(entrance, ask, make, form, Label("探索图", "explore"), ask.root)


@router.get(
    "/sheet.{form}", responses=forms_answers(LIST_TYPES.values()), summary="清单 What hangs on a node, as a table"
)
async def sheet(form: Annotated[ListForm, INTO], ask: Annotated[SheetAsk, Query()], entrance: Entrance) -> Response:
    """一个节点或标准岗位上挂着什么，一行一项；不会被当作公式执行。What hangs on it; no cell is a formula."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        role = role_named(view, ask.node)
        found = show_node(view, resolve(view, ask.node)) if role is None else show_role(view, role)
        own = (found.node,) if isinstance(found, Sheet) else ()
        nodes = (*own, *nodes_of(found.lanes))
        return list_file(form, HEADER, table_of(found.lanes), lambda: part_among(view, nodes))

    name = FileName(Label("清单", "sheet"), form.value, ask.on or entrance.moment.today, (ask.node,))
    return await file_reply(entrance, make, LIST_TYPES[form], name)


async def _file(
    entrance: Door, ask: _Drawing, make: Callable[[], bytes], form: PictureForm | FlowForm, lead: Label, *of: str
) -> Response:
    def spoken() -> bytes:
        with drawn_in(ask.lang):
            return make()

    media = FLOW_TYPES[form] if isinstance(form, FlowForm) else PICTURE_TYPES[form]
    name = FileName(lead, form.value, ask.on or entrance.moment.today, of, ask.lang)
    return await file_reply(entrance, spoken, media, name)
