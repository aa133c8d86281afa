"""The file twins of an impact: its picture, its changes or one table of its report, its data, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from api.render.impact import impact_object
from api.render.tables import TABLE_TYPES, Cover, Sheet, TableForm, table_bytes
from api.ui.chips import under
from api.ui.files import PICTURE_TYPES, PictureForm, picture_file
from api.ui.hops import hops_of, walk_text
from api.ui.moves import Line, grade_label, lines_of
from api.ui.pictures import Side, impact_picture
from api.ui.words import Lang, drawn_in, said
from api.web.replies import moment_of, told
from graph.errors import MissingError
from graph.schema import Kind, Label
from queries.impact.model import Impact, Path
from queries.parts import part_of_impact
from queries.report import Report, Table, cell_text, markdown_of, report_of
from queries.report.case import Case
from queries.report.document import Cell
from queries.report.operations import title_of

__all__ = ["FACTS", "IMPACT_TYPES", "ImpactForm", "Wanted", "impact_file", "impact_json"]


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

FACTS: Mapping[str, Label] = MappingProxyType(
    {
        "number": Label("文号", "number"),
        "effective": Label("生效", "effective"),
        "date": Label("数据日期", "date of the data"),
        "revision": Label("修订", "revision"),
        "changed": Label("最近的变动（信息系统不计）", "last change (systems aside)"),
        "texts": Label("法规文本至", "texts of law up to"),
    }
)
"""What is told of a reform and of the graph that it was tried on, by its name in the meta of a report."""
_HEADER = (
    Label("变化", "change"),
    Label("类别", "kind"),
    Label("编码", "code"),
    Label("名称", "name"),
    Label("来源", "origin"),
    Label("级别", "grade"),
    Label("须先办", "to be done first"),
    Label("处置", "remedy"),
    Label("依据", "basis"),
    Label("路径", "path"),
)


_YES = Label("是", "yes")
_BEHIND = ("rules", "ledger")


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
    report = report_of(found) if wanted.table or form is ImpactForm.XLSX else None
    if report is not None and wanted.table:
        table = _table_of(report, wanted.table)
        header, rows, label = (*_of_report(Case(found), table, wanted.lang), table.label)
    else:
        lines = under(lines_of(found), wanted.chip)
        header, rows, label = _HEADER, [_cells(wanted.lang, line) for line in lines], Label("变化", "changes")
    cover = None if report is None else _cover(found, report, label, wanted.lang)
    narrowed = wanted.table or wanted.chip
    behind = () if report is None or narrowed else tuple(_behind(found, report, wanted.lang))
    return table_bytes(TableForm(form.value), [said(wanted.lang, label) for label in header], rows, cover, behind)


def _behind(found: Impact, report: Report, lang: Lang) -> Iterator[Sheet]:
    """The tables of the report that are no list of changes: who deals with which rule, and the ledger of bearings."""
    tables = {table.name: table for chapter in report.chapters for table in chapter.tables}
    for name in _BEHIND:
        if name in tables:
            header, rows = _of_report(Case(found), tables[name], lang)
            yield Sheet(said(lang, tables[name].label), [said(lang, label) for label in header], rows)


def _cover(found: Impact, report: Report, table: Label, lang: Lang) -> Cover:
    gaps = len(found.gaps)
    whole = Label(f"缺口 {gaps} 处，结论不完整", f"incomplete, gaps: {gaps}") if gaps else Label("没有缺口", "no gap")
    facts = (
        (Label("改革", "reform"), said(lang, title_of(found.reform))),
        (Label("结论", "in one sentence"), said(lang, report.headline)),
        *((label, report.meta[key]) for key, label in FACTS.items() if key in report.meta),
        (Label("数据", "data"), said(lang, whole)),
        (Label("下一表", "next sheet"), said(lang, table)),
    )
    told_of = tuple((said(lang, label), text) for label, text in facts)
    return Cover(said(lang, Label("摘要", "summary")), told_of, said(lang, table))


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


def _table_of(report: Report, name: str) -> Table:
    tables = {table.name: table for chapter in report.chapters for table in chapter.tables}
    found = tables.get(name)
    if found is None:
        raise MissingError(
            Label(f"没有表 {name!r}；可用：{', '.join(tables)}", f"no table {name!r}; known: {', '.join(tables)}")
        )
    return found


def _of_report(case: Case, found: Table, lang: Lang) -> tuple[tuple[Label, ...], list[list[object]]]:
    """A table of the report, with the origin of each row and the path behind it where rows have these."""
    header = tuple(column.label for column in found.columns)
    rows = [[_cell(lang, cell) for cell in row.cells] for row in found.rows]
    if not found.sourced:
        return header, rows
    behind = [[said(lang, row.source), _walk(case, row.evidence)] for row in found.rows]
    return (*header, Label("来源", "origin"), Label("路径", "path")), [
        [*a, *b] for a, b in zip(rows, behind, strict=True)
    ]


def _walk(case: Case, paths: tuple[Path, ...]) -> str:
    """The first path, as a person reads it."""
    return walk_text(hops_of(case, paths[0])) if paths else ""


def _cells(lang: Lang, line: Line) -> list[object]:
    return [
        said(lang, line.sign.label),
        said(lang, line.subject),
        line.code,
        _told(lang, line),
        said(lang, line.source),
        said(lang, grade_label(line.grade)) if line.node.startswith(f"{Kind.RISK.value}/") else None,
        said(lang, _YES) if line.first else None,
        line.remedy and said(lang, line.remedy),
        line.basis and said(lang, line.basis),
        walk_text(line.path),
    ]


def _told(lang: Lang, line: Line) -> str:
    """Of what a line is, after the finding that it tells, before what changes of a power."""
    if line.finding is not None:
        return f"{said(lang, line.finding)}：{line.name}"
    return line.name if line.what is None else f"{line.name}（{said(lang, line.what)}）"


def _cell(lang: Lang, cell: Cell) -> object:
    if isinstance(cell, int):
        return cell
    return said(lang, cell) if isinstance(cell, Label) else cell_text(cell)
