"""The Word memo 《改革影响评估报告》: the report of an impact, chapter by chapter, with its tables and paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from graph.schema import Label
from loaders.books.workbook import settled
from queries.report.chapters import SIX
from queries.report.document import Cell, Chapter, Report, Row, Table, cell_text

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["TITLE", "memo_of"]

TITLE = "改革影响评估报告"

_THEN = datetime(2000, 1, 1)  # noqa: DTZ001 - a document has no time zone, and the same report makes the same bytes
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FONT = "宋体"
_META = {
    "reform": "改革",
    "number": "文号",
    "author": "提交人",
    "reason": "理由",
    "effective": "生效日期",
    "date": "数据日期",
    "revision": "修订",
    "graph": "数据",
    "changed": "最近的变动（信息系统不计）",
    "texts": "法规文本至",
}


def memo_of(report: Report) -> bytes:
    """The memo as a Word document; the same report makes the same bytes."""
    from docx import Document as NewDocument

    document = NewDocument()
    _settle(document)
    document.add_heading(f"《{TITLE}》", 0)
    document.add_paragraph(_said(report.title.zh))
    document.add_paragraph(_said(report.headline.zh)).runs[0].bold = True
    for key, text in report.meta.items():
        document.add_paragraph(_said(f"{_META.get(key, key)}：{text}"), style="List Bullet")
    for chapter in report.chapters:
        _chapter(document, chapter)
    stream = BytesIO()
    document.save(stream)
    stream.seek(0)
    return settled(stream)


def _settle(document: Document) -> None:
    """Fonts that Chinese text has, a page on its side for wide tables, and properties without a time."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style: Any = document.styles[name]
        style.font.name = _FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    properties = document.core_properties
    properties.author = "quangang"
    properties.title = TITLE
    properties.created = properties.modified = _THEN


def _chapter(document: Document, chapter: Chapter) -> None:
    number = SIX.get(chapter.name)
    document.add_heading(_said(f"{number}、{chapter.label.zh}" if number else chapter.label.zh), 1)
    for paragraph in chapter.paragraphs:
        document.add_paragraph(_said(paragraph.zh))
    for table in chapter.tables:
        _table(document, table)


def _table(document: Document, table: Table) -> None:
    """A table as the report prints it: long ones folded, with how many rows each line stands for."""
    from docx.shared import Pt

    document.add_heading(_said(table.heading.zh), 2)
    folded = any(row.number > 1 for row in table.shown)
    headers = [column.label.zh for column in table.columns]
    headers += ["件数"] if folded else []
    headers += ["依据路径", "来源"] if table.sourced else []
    made = document.add_table(rows=1, cols=len(headers), style="Table Grid")
    _fill(made.rows[0], headers, bold=True, size=Pt(9))
    _repeated(made.rows[0])
    for row in table.shown:
        _fill(made.add_row(), list(_cells(row, folded=folded, sourced=table.sourced)), bold=False, size=Pt(9))
    if table.left_out:
        document.add_paragraph(
            f"另有 {table.left_out} 行未列出：按机关列在同一文件夹的《任务单》，全部见 quangang impact --format json。"
        )


def _cells(row: Row, *, folded: bool, sourced: bool) -> Iterator[str]:
    cells: list[Cell] = [*row.cells, *((row.number,) if folded else ())]
    yield from map(cell_text, cells)
    if sourced:
        yield row.path or "—"
        yield cell_text(Label(row.source.zh, row.source.en))


def _fill(row: Any, texts: list[str], *, bold: bool, size: Any) -> None:  # noqa: ANN401 - python-docx's own
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(_said(text))
        run.bold = bold
        run.font.size = size


def _repeated(row: Any) -> None:  # noqa: ANN401 - python-docx's own
    """Let the row stand at the head of every page that the table runs over."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it


def _said(text: str) -> str:
    return _UNSAYABLE.sub("", text)
