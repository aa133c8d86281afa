"""The whole graph as a file: JSON Lines, GraphML, GEXF, the five instruments, a folder for Neo4j's bulk importer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.exports import archive_of, instruments_of
from api.routes.describing import GEXF, GRAPHML, NDJSON, ZIP, file_answers
from api.schemas.common import Reading
from api.schemas.exports import ExportAsk, InstrumentsAsk
from api.web.door import Door, door
from api.web.files import FileName, download, file_reply
from graph.interop import GraphForm, graph_text
from graph.schema import Label
from loaders.jsonl import write_graph, write_versions
from loaders.neo4jcsv import csv_files

__all__ = ["router"]

router = APIRouter(tags=["export 导出"])

Entrance = Annotated[Door, Depends(door)]


@router.get("/export.jsonl", responses=file_answers(NDJSON), summary="导出 Export")
async def export(ask: Annotated[ExportAsk, Query()], entrance: Entrance) -> Response:
    """全部图谱连同历史，或某日在用的，JSON Lines。The graph with its history, or as in force on one date."""

    def lines() -> bytes:
        moment = entrance.at(ask.as_of, ask.on)
        if ask.on is not None:
            return "".join(write_graph(entrance.view(moment))).encode()
        return "".join(write_versions(entrance.versions(moment), entrance.manifest(moment))).encode()

    return await file_reply(entrance, lines, NDJSON, "quangang.jsonl")


@router.get("/export.graphml", responses=file_answers(GRAPHML), summary="导出 GraphML Export as GraphML")
async def export_graphml(ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """某日在用的图谱，供 Gephi、yEd 等。The graph in force on one date, for Gephi, yEd and others."""
    return await _drawn(ask, entrance, GraphForm.GRAPHML, GRAPHML)


@router.get("/export.gexf", responses=file_answers(GEXF), summary="导出 GEXF Export as GEXF")
async def export_gexf(ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """同上，GEXF。The same as GEXF."""
    return await _drawn(ask, entrance, GraphForm.GEXF, GEXF)


async def _drawn(ask: Reading, entrance: Door, form: GraphForm, media_type: str) -> Response:
    def text() -> bytes:
        return graph_text(entrance.view(entrance.at(ask.as_of, ask.on)), form).encode()

    return await file_reply(entrance, text, media_type, f"quangang.{form.value}")


@router.get("/export.neo4j-csv.zip", responses=file_answers(ZIP), summary="导出 Neo4j CSV Export for Neo4j's importer")
async def export_neo4j(ask: Annotated[Reading, Query()], entrance: Entrance) -> Response:
    """某日在用的图谱，解压后由 neo4j-admin 批量导入。In force on one date; unpack it for neo4j-admin's bulk import."""

    def archive() -> bytes:
        files = csv_files(entrance.view(entrance.at(ask.as_of, ask.on)))
        return archive_of({name: text.encode() for name, text in files.items()})

    return await file_reply(entrance, archive, ZIP, "quangang.neo4j-csv.zip")


@router.get("/export.instruments.zip", responses=file_answers(ZIP), summary="三表一图一说明 The instruments")
async def export_instruments(ask: Annotated[InstrumentsAsk, Query()], entrance: Entrance) -> Response:
    """某日的三表一图一说明，每表一个工作簿，改后可再载入。The instruments of one day, to be edited and loaded again.

    每次导出各有编号，所以不缓存；不含的以往和以后有多少，见答案头 X-Quangang-Left-Out。Each export has a mark of its
    own, so none is kept; how much of before and after is left out is told in the header X-Quangang-Left-Out.
    """
    moment = entrance.at(ask.as_of, ask.on)

    def made() -> tuple[bytes, str]:
        files, left = instruments_of(entrance.view(moment), entrance.keeping(), as_csv=ask.csv)
        return archive_of(files), f"ended={left.ended}, earlier={left.earlier}, later={left.later}"

    content, left_out = await entrance.house.workshop.answer(made)
    name = FileName(Label("三表一图一说明", "instruments"), "zip", moment.today)
    answer = download(entrance, content, ZIP, name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Quangang-Left-Out"] = left_out
    return answer
