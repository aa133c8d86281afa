"""Sheets and shared texts of a workbook, read from their XML as it streams by: no tree, no object for every cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, NoReturn
from xml.parsers.expat import ParserCreate

__all__ = ["RawCell", "Shape", "SheetStream", "Take", "read_strings"]

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_PIECE = 1 << 18
_DIGITS = "0123456789"
_COLUMNS = 16_384
"""Columns that a sheet can have."""
_SAID_NO = ("0", "f", "false")
_ESCAPE = "x005F_"
"""Before what only looks like an escaped character; openpyxl drops it in shared texts."""


@dataclass(slots=True)
class RawCell:
    """A cell as it is written; ``value`` is None where none is, ``text`` where none stands in the cell itself."""

    row: int
    column: int
    attributes: dict[str, str]
    value: str | None = None
    text: str | None = None
    formula: bool = False


Take = Callable[[RawCell], None]
"""Called for every cell, in the order of the file."""


@dataclass(slots=True)
class Shape:
    """What a sheet says of its rows and columns, hidden ones from 1, and of merged cells: ranges such as A1:B2."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


class _Texts:
    """Hears texts in elements; reading aids beside the characters (rPh) do not count, as in openpyxl."""

    def __init__(self) -> None:
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}
        self._listening = False
        self._aside = False
        self._heard: list[str] = []
        self._on("t", self._listen, self._hush)
        self._on("rPh", self._begin_aside, self._end_aside)

    def pieces(self, stream: IO[bytes]) -> Iterator[int]:
        """Read it all; how much was read, after every piece.

        Raises:
            ExpatError: it is not well-formed.
            ValueError: it has a document type, which may declare entities.
        """
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = _refuse
        size = 0
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)  # noqa: FBT003 - of expat
            size += len(piece)
            yield size
        parser.Parse(b"", True)  # noqa: FBT003

    def _on(
        self,
        name: str,
        start: Callable[[dict[str, str]], None] | None = None,
        end: Callable[[], None] | None = None,
    ) -> None:
        if start is not None:
            self._starts[_NAMESPACE + name] = start
        if end is not None:
            self._ends[_NAMESPACE + name] = end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        known = self._starts.get(name)
        if known is not None:
            known(attributes)

    def _end(self, name: str) -> None:
        known = self._ends.get(name)
        if known is not None:
            known()

    def _data(self, data: str) -> None:
        if self._listening:
            self._heard.append(data)

    def _listen(self, _: dict[str, str]) -> None:
        self._listening = not self._aside

    def _hush(self) -> None:
        self._listening = False

    def _begin_aside(self, _: dict[str, str]) -> None:
        self._aside = True

    def _end_aside(self) -> None:
        self._aside = False

    def _said(self) -> str:
        """What was heard, which is forgotten."""
        heard = self._heard
        if not heard:
            return ""
        said = heard[0] if len(heard) == 1 else "".join(heard)
        heard.clear()
        return said


class _Strings(_Texts):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._on("si", end=self._take)

    def _take(self) -> None:
        self.found.append(self._said().replace(_ESCAPE, ""))


def read_strings(stream: IO[bytes]) -> list[str]:
    """The texts that the cells of a workbook share, in their order."""
    strings = _Strings()
    for _ in strings.pieces(stream):
        pass
    return strings.found


class SheetStream(_Texts):
    """One sheet: ``take`` is called for each of its cells, ``shape`` is whole when all pieces are read."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self.shape = Shape()
        self._take = take
        self._row = self._column = 0
        self._cell: RawCell | None = None
        self._columns: dict[str, int] = {}
        self._on("row", self._begin_row)
        self._on("c", self._begin_cell, self._end_cell)
        self._on("f", self._formula)
        self._on("v", self._listen, self._value)
        self._on("is", end=self._text)
        self._on("col", self._hide_columns)
        self._on("mergeCell", self._merged)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if attributes.get("hidden", "0") not in _SAID_NO:
            self.shape.hidden_rows.append(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        row = self._row
        if address:
            name = address.rstrip(_DIGITS)
            row = int(address[len(name) :])
            self._column = self._columns.get(name) or self._numbered(name)
        else:
            self._column += 1
        self._cell = RawCell(row, self._column, attributes)
        self._heard.clear()

    def _numbered(self, name: str) -> int:
        """The number of a column from its letters."""
        from openpyxl.utils import column_index_from_string

        return self._columns.setdefault(name, column_index_from_string(name))

    def _formula(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.formula = True

    def _value(self) -> None:
        self._listening = False
        if self._cell is not None:
            self._cell.value = self._said() or None

    def _text(self) -> None:
        if self._cell is not None:
            self._cell.text = self._said()

    def _end_cell(self) -> None:
        if self._cell is not None:
            self._take(self._cell)
        self._cell = None

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden", "0") not in _SAID_NO:
            last = min(int(attributes["max"]), _COLUMNS)
            self.shape.hidden_columns.extend(range(int(attributes["min"]), last + 1))

    def _merged(self, attributes: dict[str, str]) -> None:
        self.shape.merged.append(attributes["ref"])


def _row_number(text: str) -> int:
    number = float(text)
    if not number.is_integer():
        raise ValueError(f"{text!r} is not a number of a row")
    return int(number)


def _refuse(*_: object) -> NoReturn:
    raise ValueError("a document type, which may declare entities")
