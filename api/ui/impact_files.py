"""The file twins of an impact: its picture, its changes or one table of its report, its data, its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.render.impact import impact_object
from api.render.tables import TABLE_TYPES, TableForm, table_bytes
from api.ui.files import PICTURE_TYPES, PictureForm, picture_file
from api.ui.moves import Hop, Line, lines_of, under
from api.ui.pictures import Side, impact_picture
from api.ui.words import Lang, drawn_in, said
from api.web.replies import moment_of, told
from graph.errors import MissingError
from graph.schema import Label
from queries.impact.model import Impact
from queries.parts import part_of_impact
from queries.report import Report, cell_text, markdown_of, report_of
from queries.report.document import Cell

__all__ = ["IMPACT_TYPES", "ImpactForm", "Wanted", "impact_file", "impact_json"]


class ImpactForm(StrEnum):
    """Files that hold an impact."""

    SVG = "svg"
    PNG = "png"
    GRAPHML = "graphml"
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    MARKDOWN = "md"


IMPACT_TYPES: Mapping[ImpactForm, str] = {
    **{ImpactForm(form.value): media_type for form, media_type in PICTURE_TYPES.items()},
    **{ImpactForm(form.value): media_type for form, media_type in TABLE_TYPES.items()},
    ImpactForm.JSON: "application/json",
    ImpactForm.MARKDOWN: "text/markdown",
}

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of an impact is saved: the side and what is unfolded of a picture; the status or report table of a table."""

    side: Side = Side.BOTH
    open: tuple[str, ...] = ()
    chip: str = ""
    table: str = ""
    lang: Lang = Lang.ZH


def impact_file(found: Impact, form: ImpactForm, wanted: Wanted) -> bytes:
    """An impact in one of its forms.

    Raises:
        MissingError: the report has no such table.
    """
    return _WRITERS[form](found, form, wanted)


def impact_json(found: Impact) -> bytes:
    """The answer of ``/api/v1/impact``."""
    return told(impact_object(found), moment_of(found.before), complete=found.complete and not found.cut)


def _picture(found: Impact, form: ImpactForm, wanted: Wanted) -> bytes:
    with drawn_in(wanted.lang):
        drawn = impact_picture(found, wanted.open)
        return picture_file(PictureForm(form.value), drawn, part_of_impact(found), wanted.side)


def _table(found: Impact, form: ImpactForm, wanted: Wanted) -> bytes:
    if wanted.table:
        header, rows = _of_report(report_of(found), wanted)
    else:
        lines = under(lines_of(found), wanted.chip)
        header, rows = _HEADER, [_cells(wanted.lang, line) for line in lines]
    return table_bytes(TableForm(form.value), [said(wanted.lang, label) for label in header], rows)


_Writer = Callable[[Impact, ImpactForm, Wanted], bytes]
_WRITERS: Mapping[ImpactForm, _Writer] = {
    ImpactForm.SVG: _picture,
    ImpactForm.PNG: _picture,
    ImpactForm.GRAPHML: _picture,
    ImpactForm.CSV: _table,
    ImpactForm.XLSX: _table,
    ImpactForm.JSON: lambda found, _form, _wanted: impact_json(found),
    ImpactForm.MARKDOWN: lambda found, _form, _wanted: markdown_of(report_of(found)).encode(),
}


def _of_report(report: Report, wanted: Wanted) -> tuple[tuple[Label, ...], list[list[object]]]:
    tables = {table.name: table for chapter in report.chapters for table in chapter.tables}
    found = tables.get(wanted.table)
    if found is None:
        raise MissingError(f"没有表 no table {wanted.table!r}; 可用 known: {', '.join(tables)}")
    header = (*(column.label for column in found.columns), Label("来源", "origin"), Label("路径", "path"))
    lang = wanted.lang
    return header, [
        [*(_cell(lang, cell) for cell in row.cells), said(lang, row.source), row.path] for row in found.rows
    ]


def _cells(lang: Lang, line: Line) -> list[object]:
    return [
        said(lang, line.sign.label),
        said(lang, line.subject),
        line.code,
        line.name if line.finding is None else f"{said(lang, line.finding)}：{line.name}",
        said(lang, line.source),
        line.remedy and said(lang, line.remedy),
        line.basis,
        "".join(map(_hop_text, line.path)),
    ]


def _hop_text(hop: Hop) -> str:
    return hop.code if hop.rel is None else f" {'→' if hop.forward else '←'} {hop.code}"


def _cell(lang: Lang, cell: Cell) -> object:
    if isinstance(cell, int):
        return cell
    return said(lang, cell) if isinstance(cell, Label) else cell_text(cell)
