"""Pictures and sheets as files: the twin of everything that a page shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.render.csvtext import csv_text
from api.routes.describing import CSV, SVG, csv_answers, file_answers
from api.schemas.nodes import PathAsk
from api.schemas.pictures import ExploreAsk, FlowAsk, LanesAsk, SheetAsk
from api.ui.pages.sheets import HEADER, table_of
from api.ui.pictures import exploration_picture, flow_picture, path_picture, sheet_picture
from api.ui.scene.explore import Exploration
from api.web.door import Door, door
from api.web.files import file_reply
from graph.errors import MissingError
from graph.schema import Kind
from queries.paths import resolve, shortest_paths
from queries.show import show_node

__all__ = ["router"]

router = APIRouter(tags=["pictures 图"])

Entrance = Annotated[Door, Depends(door)]


@router.get("/pictures/lanes.svg", responses=file_answers(SVG), summary="关系图 What hangs on a node, drawn")
async def lanes(ask: Annotated[LanesAsk, Query()], entrance: Entrance) -> Response:
    """一个节点上挂着什么，分栏画出，可单独打开。What hangs on a node, in lanes, as a file that opens anywhere."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        drawn = sheet_picture(view, show_node(view, resolve(view, ask.node)), ask.open)
        return drawn.svg(standalone=True).encode()

    return await file_reply(entrance, make, SVG, "lanes.svg")


@router.get("/pictures/flow.svg", responses=file_answers(SVG), summary="流程图 The flowchart of a power")
async def flow(ask: Annotated[FlowAsk, Query()], entrance: Entrance) -> Response:
    """权力运行流程图，按岗位分道；公开版不含风险。The flow of a power in swimlanes; the public one has no risks."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        power = resolve(view, ask.power, Kind.POWER)
        return flow_picture(view, power.code, public=ask.public).svg(standalone=True).encode()

    return await file_reply(entrance, make, SVG, "flow.svg")


@router.get("/pictures/path.svg", responses=file_answers(SVG), summary="路径图 The paths between two nodes, drawn")
async def path(ask: Annotated[PathAsk, Query()], entrance: Entrance) -> Response:
    """两者之间的最短路径，逐步排列；没有路径则 404。The shortest paths, hop by hop; 404 where there is none."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        ends = resolve(view, ask.start), resolve(view, ask.end)
        found = shortest_paths(view, *ends, limit=ask.limit, depth=ask.depth)
        if not found.paths:
            raise MissingError(f"{ends[0]} 与 and {ends[1]}: {ask.depth} 步之内没有路径 no path within so many hops")
        return path_picture(view, found).svg(standalone=True).encode()

    return await file_reply(entrance, make, SVG, "path.svg")


@router.get("/pictures/explore.svg", responses=file_answers(SVG), summary="探索图 What was expanded, drawn")
async def explore(ask: Annotated[ExploreAsk, Query()], entrance: Entrance) -> Response:
    """从一个节点出发逐步展开的图。What was expanded from a node, step by step."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        state = Exploration(str(resolve(view, ask.root)), tuple(ask.add), tuple(ask.hide))
        return exploration_picture(view, state).svg(standalone=True).encode()

    return await file_reply(entrance, make, SVG, "explore.svg")


@router.get("/sheet.csv", responses=csv_answers(), summary="清单，CSV What hangs on a node, as CSV")
async def sheet(ask: Annotated[SheetAsk, Query()], entrance: Entrance) -> Response:
    """一个节点上挂着什么，一行一项；不会被当作公式执行。What hangs on a node, a row each; no cell runs as a formula."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        return csv_text(HEADER, table_of(show_node(view, resolve(view, ask.node)).lanes)).encode()

    return await file_reply(entrance, make, CSV, "sheet.csv")
