"""Tables of Word documents, through python-docx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, Problem
from graph.terms import Both, Lack
from loaders.grids.archive import check_archive
from loaders.grids.grid import HEAD, Grid, as_rows

if TYPE_CHECKING:
    from docx.table import Table

__all__ = ["read_docx"]

_TITLE = 40


def read_docx(path: Path, file: str) -> list[Grid]:
    """Every table of a document, called by the line above it.

    Raises:
        InputError: it is no document, not one to be trusted, or has no table.
    """
    check_archive(path, file)
    from docx import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        document = Document(str(path))
        blocks = list(document.iter_inner_content())
    except Exception as error:  # python-docx lets through whatever its parsers raise
        got = Both(
            f"读不开的文档（{type(error).__name__}: {error}）",
            f"a document that cannot be read: {type(error).__name__}: {error}",
        )
        advice = Both("请打开后另存为 .docx", "open it and save it again as .docx")
        raise InputError([Problem(file, got, Both("Word 文档（.docx）", "a Word document (.docx)"), advice)]) from error
    result: list[Grid] = []
    title = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            title = block.text.strip()[:_TITLE] or title
        elif isinstance(block, Table):
            number = len(result) + 1
            result.append(_grid(block, file, f"表{number} {title}".strip()))
            title = ""
    if not result:
        raise InputError([Problem(file, Lack("没有表格", "no table"), Both("有表格的文档", "a document with tables"))])
    return result


def _grid(table: Table, file: str, title: str) -> Grid:
    """A merged cell comes again for every row and column that it covers: below it counts, beside it only in headers."""
    cells: dict[int, dict[int, str]] = {}
    over: dict[int, dict[int, str]] = {}
    for row, found in enumerate(table.rows, 1):
        texts: dict[int, str] = {}
        before: object = None
        start = 1 + found.grid_cols_before
        for column, cell in enumerate(found.cells, start):
            text = cell.text.strip()
            if row <= HEAD + 1 and text:
                over.setdefault(row, {})[column] = text
            if cell._tc is not before and text:  # noqa: SLF001 - python-docx makes a new object for the same cell
                texts[column] = text
            before = cell._tc  # noqa: SLF001
        if texts:
            cells[row] = texts
    return Grid(file, title, as_rows(cells), over)
