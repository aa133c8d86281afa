"""The file twins of the page of an impact: the picture, the changes or a table, the data, the report as a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.render.csvtext import csv_text
from api.render.impact import impact_object
from api.ui.pages.asking import impact_found, reform_asked
from api.ui.pages.frame import Lang
from api.ui.pages.impact import ImpactAsk
from api.ui.pages.moves import Hop, Line, lines_of
from api.ui.pictures import impact_picture
from api.web.door import Door, door
from api.web.files import file_reply
from api.web.replies import moment_of, told
from graph.errors import InputError, MissingError
from graph.schema import Label
from loaders.reforms import write_reform
from queries.impact.model import Impact
from queries.report import Report, cell_text, markdown_of, report_of
from queries.report.document import Cell

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

Ask = Annotated[ImpactAsk, Query()]
Entrance = Annotated[Door, Depends(door)]

_HEADER = (
    Label("变化", "change"),
    Label("类别", "kind"),
    Label("编码", "code"),
    Label("名称", "name"),
    Label("来源", "origin"),
    Label("处置", "remedy"),
    Label("依据", "basis"),
    Label("路径", "path"),
)


@router.get("/impact.svg")
async def picture(ask: Ask, entrance: Entrance) -> Response:
    """The picture as a file that opens anywhere."""

    def write(found: Impact) -> bytes:
        return impact_picture(found, ask.open).svg(standalone=True, side=ask.side).encode()

    return await _file(ask, entrance, write, "image/svg+xml", f"impact-{ask.side.value}.svg")


@router.get("/impact.csv")
async def table(ask: Ask, entrance: Entrance) -> Response:
    """All that changes, one status of it, or one table of the report whole; no cell runs as a formula."""

    def write(found: Impact) -> bytes:
        if ask.table:
            return _table_csv(report_of(found), ask).encode()
        lines = (line for line in lines_of(found) if ask.chip in ("", line.chip))
        return csv_text([_said(ask, label) for label in _HEADER], (_cells(ask, line) for line in lines)).encode()

    return await _file(ask, entrance, write, "text/csv", "impact.csv")


@router.get("/impact.json")
async def data(ask: Ask, entrance: Entrance) -> Response:
    """The impact as POST /api/v1/impact gives it."""

    def write(found: Impact) -> bytes:
        return told(impact_object(found), moment_of(found.before), complete=found.complete and not found.cut)

    return await _file(ask, entrance, write, "application/json", "impact.json")


@router.get("/impact.md")
async def text(ask: Ask, entrance: Entrance) -> Response:
    """The report as Markdown."""
    return await _file(
        ask, entrance, lambda found: markdown_of(report_of(found)).encode(), "text/markdown", "impact.md"
    )


@router.get("/reform.yaml")
async def reform_file(ask: Ask, entrance: Entrance) -> Response:
    """The reform as a file for the command line."""

    def make() -> bytes:
        return write_reform(reform_asked(ask, entrance)[0]).encode()

    return await file_reply(entrance, make, "application/yaml", "reform.yaml")


async def _file(
    ask: ImpactAsk, entrance: Door, write: Callable[[Impact], bytes], media_type: str, name: str
) -> Response:
    def make() -> bytes:
        reform, view = reform_asked(ask, entrance)
        if not reform.changes:
            raise InputError("没有变更 no change: 请给出 give r=…, cancel=CODE 或 or suspend=CODE; 见 see /reform")
        return write(impact_found(reform, view))

    return await file_reply(entrance, make, media_type, name)


def _table_csv(report: Report, ask: ImpactAsk) -> str:
    tables = {table.name: table for chapter in report.chapters for table in chapter.tables}
    found = tables.get(ask.table)
    if found is None:
        raise MissingError(f"没有表 no table {ask.table!r}; 可用 known: {', '.join(tables)}")
    header = [*(column.label for column in found.columns), Label("来源", "origin"), Label("路径", "path")]
    rows = ([*(_cell(ask, cell) for cell in row.cells), _said(ask, row.source), row.path] for row in found.rows)
    return csv_text([_said(ask, label) for label in header], rows)


def _cells(ask: ImpactAsk, line: Line) -> list[object]:
    return [
        _said(ask, line.sign.label),
        _said(ask, line.subject),
        line.code,
        line.name if line.finding is None else f"{_said(ask, line.finding)}：{line.name}",
        _said(ask, line.source),
        line.remedy and _said(ask, line.remedy),
        line.basis,
        "".join(map(_hop_text, line.path)),
    ]


def _hop_text(hop: Hop) -> str:
    return hop.code if hop.rel is None else f" {'→' if hop.forward else '←'} {hop.code}"


def _cell(ask: ImpactAsk, cell: Cell) -> object:
    if isinstance(cell, int):
        return cell
    return _said(ask, cell) if isinstance(cell, Label) else cell_text(cell)


def _said(ask: ImpactAsk, label: Label) -> str:
    return label.en if ask.lang is Lang.EN else label.zh
