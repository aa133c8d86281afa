"""A copy of a workbook with its problem cells marked and commented."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import Problem
from loaders.books.safe import safe_text
from loaders.grids import grids_of

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

__all__ = ["marked_copy"]

_RED = "FFFFC7CE"
_AUTHOR = "quangang"


def marked_copy(path: Path, file: str, problems: Sequence[tuple[str, Problem]]) -> bytes:
    """The workbook as bytes, with what is wrong written where it is wrong.

    Args:
        path: of the workbook; one that is no .xlsx is copied into a new one, cell by cell.
        file: its name in messages.
        problems: with the titles of their sheets; one without a cell stands at the beginning of its row.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = _copied(path, file)
    told: dict[tuple[str, str], list[str]] = {}
    for title, problem in problems:
        told.setdefault((title, problem.cell or f"A{problem.row or 1}"), []).append(str(problem.said))
    for (title, address), sentences in told.items():
        sheet = book[_title(title)]
        cell = sheet[address]
        cell.fill = PatternFill("solid", fgColor=_RED)
        anchor = cell
        for span in sheet.merged_cells.ranges:
            if address in span:
                anchor = sheet.cell(span.min_row, span.min_col)
        before = [anchor.comment.text] if anchor is not cell and anchor.comment is not None else []
        anchor.comment = Comment("\n".join([*before, *sentences]), _AUTHOR, height=120, width=320)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _copied(path: Path, file: str) -> Workbook:
    from openpyxl import Workbook as NewWorkbook
    from openpyxl import load_workbook

    if path.suffix.lower() == ".xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that openpyxl leaves out
            return load_workbook(path)
    book = NewWorkbook()
    book.remove(book.worksheets[0])
    for grid in grids_of(path, file, lambda _position: None):
        sheet = book.create_sheet(_title(grid.title))
        for row, cells in grid.rows:
            for column, text in enumerate(cells, 1):
                if text:
                    sheet.cell(row, column, safe_text(text))
    return book


def _title(title: str) -> str:
    """A title that a sheet may have."""
    return "".join("_" if character in "[]:*?/\\" else character for character in title)[:31]
