"""The texts of a workbook's sheets.

openpyxl reads all of a workbook but its rows: it makes objects of every element and of every cell, which takes ten
times as long as the texts that are wanted. What a number, a date or an error is, openpyxl says here too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement

from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS

from loaders.grids.grid import Span, has_lost_digits
from loaders.grids.rendering import text_of
from loaders.grids.stream import RawCell, SheetStream, read_strings

__all__ = ["Flaw", "Sheet", "read_sheets"]

_ROWS = 1 << 20
"""Rows that a sheet may have."""


class Flaw(Enum):
    """Why the content of a cell is lost."""

    ERROR = auto()
    """It says #REF! or the like."""
    INEXACT = auto()
    """A number of more digits than a spreadsheet holds."""
    UNWORKED = auto()
    """A formula that nobody has worked out."""


@dataclass(slots=True)
class Sheet:
    """The texts of the filled cells of one sheet by row and column, both from 1, and what is to be said of them."""

    title: str
    visible: bool
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    flaws: dict[tuple[int, int], Flaw] = field(default_factory=dict)


def read_sheets(path: Path, share: Callable[[float], None]) -> tuple[list[Sheet], dict[str, str]]:
    """Every sheet of a workbook, and the properties that somebody gave it, by name.

    Args:
        path: of the workbook.
        share: told of the share that is read, up to 1.

    Raises:
        Exception: it cannot be read; whatever openpyxl and its parsers raise.
    """
    with path.open("rb") as stream:  # openpyxl would go by the suffix
        reader = _Reader(stream, share)
        with reader.archive:
            reader.read()
    properties = reader.wb.custom_doc_props.props  # type: ignore[attr-defined]  # the stubs are older than it
    return reader.found, {item.name: str(item.value) for item in properties if item.name is not None}


class _Reader(ExcelReader):
    """openpyxl's own, but for the sheets and the texts that they share."""

    def __init__(self, file: BinaryIO, share: Callable[[float], None]) -> None:
        super().__init__(file, data_only=True, keep_links=False)
        self.share = share
        self.found: list[Sheet] = []

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]  # of the stubs
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                self.shared_strings = read_strings(stream)

    def read_worksheets(self) -> None:
        named = [(sheet, rel.target) for sheet, rel in self.parser.find_sheets() if "chartsheet" not in rel.Type]
        parts = [(sheet, self.archive.getinfo(target)) for sheet, target in named if target in self.valid_files]
        total, done = sum(part.file_size for _, part in parts) or 1, 0
        for sheet, part in parts:
            found = Sheet(self.wb.create_sheet(sheet.name).title, sheet.state == "visible")
            stream = SheetStream(_Cells(found, self.wb, self.shared_strings).take)
            with self.archive.open(part) as opened:
                for size in stream.pieces(opened):
                    self.share((done + size) / total)
            done += part.file_size
            found.hidden_rows, found.hidden_columns = stream.shape.hidden_rows, stream.shape.hidden_columns
            found.spans = [_span(ref) for ref in stream.shape.merged]
            _clear_covered(found)
            self.found.append(found)


class _Cells:
    """Takes the cells of one sheet as texts."""

    def __init__(self, sheet: Sheet, book: Any, shared: list[str]) -> None:  # noqa: ANN401 - of its insides
        self.sheet = sheet
        self.shared = shared
        self.styles = book._cell_styles  # noqa: SLF001
        self.model: Any = WriteOnlyCell(book.worksheets[-1])
        self.parser = WorkSheetParser(
            BytesIO(),  # nothing: it is given one cell at a time
            shared,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001 - as openpyxl calls it
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        self.formats: dict[int, str] = {}

    def take(self, cell: RawCell) -> None:
        kind = cell.attributes.get("t", "n")
        if kind == "inlineStr":
            text = text_of(cell.text)
        elif cell.value is None:
            text = ""
        elif kind == "s":
            text = text_of(self.shared[int(cell.value)])
        elif kind == "str":
            text = text_of(cell.value)
        else:
            text = self._told(cell, cell.value)
        text = text.strip()
        if text:
            held = self.sheet.cells.get(cell.row)
            if held is None:
                held = self.sheet.cells[cell.row] = {}
            held[cell.column] = text
        elif cell.formula and not cell.value and not cell.text:
            self.sheet.flaws[cell.row, cell.column] = Flaw.UNWORKED

    def _told(self, cell: RawCell, written: str) -> str:
        """A number, date, error or flag, as openpyxl understands it."""
        element = Element("c", cell.attributes)
        SubElement(element, VALUE_TAG).text = written
        known = self.parser.parse_cell(element)
        value, style = known["value"], known["style_id"]
        if known["data_type"] == "e":
            self.sheet.flaws[cell.row, cell.column] = Flaw.ERROR
        elif has_lost_digits(value):
            self.sheet.flaws[cell.row, cell.column] = Flaw.INEXACT
        if style not in self.formats:
            self.model._style = self.styles[style]  # noqa: SLF001
            self.formats[style] = self.model.number_format
        return text_of(value, self.formats[style])


def _span(ref: str) -> Span:
    left, top, right, bottom = range_boundaries(ref)
    if left is None or top is None or right is None or bottom is None:
        raise ValueError(f"{ref!r} is no range of cells")
    return top, left, min(bottom, _ROWS), right


def _clear_covered(sheet: Sheet) -> None:
    """Under a merged cell there is nothing to see, whatever the file holds there."""
    flawed: dict[int, set[int]] = {}
    for row, column in sheet.flaws:
        flawed.setdefault(row, set()).add(column)
    last = max(*sheet.cells, *flawed, 0, 0)
    for top, left, bottom, right in sheet.spans:
        for row in range(top, min(bottom, last) + 1):
            held = sheet.cells.get(row, {})
            for column in [at for at in (*held, *flawed.get(row, ())) if left <= at <= right]:
                if (row, column) != (top, left):
                    held.pop(column, None)
                    sheet.flaws.pop((row, column), None)
            if not held:
                sheet.cells.pop(row, None)
