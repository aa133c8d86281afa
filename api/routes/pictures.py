"""Pictures and sheets as files: the twin of everything that a page shows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.render.csvtext import csv_text
from api.routes.describing import CSV, SVG, csv_answers, file_answers
from api.schemas.pictures import LanesAsk, SheetAsk
from api.ui.pages.sheets import HEADER, table_of
from api.ui.pictures import sheet_picture
from api.web.door import Door, door
from api.web.files import file_reply
from queries.paths import resolve
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


@router.get("/sheet.csv", responses=csv_answers(), summary="清单，CSV What hangs on a node, as CSV")
async def sheet(ask: Annotated[SheetAsk, Query()], entrance: Entrance) -> Response:
    """一个节点上挂着什么，一行一项；不会被当作公式执行。What hangs on a node, a row each; no cell runs as a formula."""

    def make() -> bytes:
        view = entrance.view(entrance.at(ask.as_of, ask.on))
        return csv_text(HEADER, table_of(show_node(view, resolve(view, ask.node)).lanes)).encode()

    return await file_reply(entrance, make, CSV, "sheet.csv")
