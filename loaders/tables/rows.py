"""The rows of one file: headers matched, cells read, every problem with its row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from graph.errors import InputError, Problem
from graph.model import Manifest
from loaders.elements import Place, ends_early, shown
from loaders.tables.cells import CellError, code_cell, codes_cell, date_cell, list_cell, value_cell
from loaders.tables.headers import Heading, match, recognise
from loaders.tables.layout import Column, Form, Table
from loaders.tables.layouts import TABLES
from loaders.tables.records import Encoding, encoding_of, records

__all__ = ["Row", "TableFile", "read_table"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the values of its cells by the names of their columns; an empty cell has none."""

    heading: Heading
    place: Place
    values: dict[str, Any]

    def at(self, name: str) -> Place:
        """The place of one cell."""
        return self.place._replace(column=self.heading.header_of(name))

    @property
    def valid_from(self) -> date | None:
        value = self.values.get("valid_from")
        return value if isinstance(value, date) else None

    @property
    def valid_to(self) -> date | None:
        value = self.values.get("valid_to")
        return value if isinstance(value, date) else None


@dataclass(slots=True)
class TableFile:
    """What was read from one file."""

    name: str
    heading: Heading | None = None
    rows: list[Row] = field(default_factory=list)
    header: str = ""
    raw: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    @property
    def unread(self) -> Table | None:
        """The table that the file is, by its headers or its name, where none of its rows could be read."""
        if self.raw or not self.problems:
            return None
        return self.heading.table if self.heading is not None else recognise(PurePath(self.name).stem, ())


def read_table(path: Path, name: str, manifest: Manifest, tick: Callable[[int], None]) -> TableFile:
    """Read one file; what is wrong with it is among its problems. ``tick`` is told of bytes that were read."""
    result = TableFile(name)
    try:
        encoding = encoding_of(path, name)
        _read(result, records(path, name, encoding, tick), path.stem, encoding, manifest)
    except InputError as error:
        result.problems.extend(error.problems)
    return result


def _read(
    result: TableFile,
    found: Iterator[tuple[int, list[str]]],
    stem: str,
    encoding: Encoding,
    manifest: Manifest,
) -> None:
    number, headers = next(((number, cells) for number, cells in found if _filled(cells)), (0, []))
    if not headers:
        result.problems.append(Problem(result.name, "空文件 an empty file", "表头与数据 a header and rows"))
        return
    heading = _heading(result, stem, headers, number, encoding)
    if heading is None:
        return
    result.header = _as_text(headers)
    if encoding.open_ended:
        got = "最后一行没有换行结尾 the last line does not end in a line break"
        advice = "请核对文件是否取全 is all of the file there?"
        result.notices.append(Problem(result.name, got, "以换行结尾 a line break at the end", advice))
    for number, cells in found:
        if _filled(cells):
            result.raw[number] = _as_text(cells)
            row = _row(heading, Place(result.name, number), cells, manifest, result.problems)
            if row is not None:
                result.rows.append(row)


def _heading(result: TableFile, stem: str, headers: Sequence[str], number: int, encoding: Encoding) -> Heading | None:
    table = recognise(stem, headers)
    problems: list[Problem] = []
    heading = None
    if table is not None:
        heading, problems, notices = match(table, headers, result.name, number)
        result.notices.extend(notices)
    if encoding.not_utf8 and (table is None or problems):
        # What is no UTF-8 may well be readable as GB18030 and mean nothing.
        header = shown(list(headers))
        got = f"非 UTF-8 not UTF-8: {encoding.not_utf8}；按 GB18030 表头为 as GB18030 the header reads {header}"
        advice = "请另存为“CSV UTF-8” save as CSV UTF-8"
        result.problems.append(Problem(result.name, got, "UTF-8 或 or GB18030", advice, number))
    if table is None:
        titles = "、".join(item.title for item in TABLES)
        advice = "请以表名命名文件，或更正表头 name the file after its table, or correct the headers"
        got = f"表头 header {shown(list(headers))}"
        result.problems.append(Problem(result.name, got, titles, advice, number))
    result.problems.extend(problems)
    result.heading = heading
    return None if problems else heading


def _row(
    heading: Heading, place: Place, cells: Sequence[str], manifest: Manifest, problems: list[Problem]
) -> Row | None:
    width = len(heading.columns)
    if len(cells) < width or _filled(cells[width:]):
        advice = "行可能被截断，或有未加引号的逗号 the row was cut off, or a comma is not quoted"
        problems.append(place.problem(f"{len(cells)} 格 cells", f"{width} 格 cells", advice))
        return None
    values: dict[str, Any] = {}
    row = Row(heading, place, values)
    for column, cell in zip(heading.columns, cells, strict=False):
        text = cell.strip()
        if column is None:
            continue
        if not text:
            if column.required:
                problems.append(
                    row.at(column.name).problem(
                        "空格 an empty cell", f"{column.header}必填 required", "请填写 fill it in"
                    )
                )
            continue
        try:
            values[column.name] = _value(column, text, manifest)
        except CellError as error:
            problems.append(row.at(column.name).problem(shown(text), str(error), error.advice))
    early = ends_early(row.at("valid_to"), row.valid_from, row.valid_to, heading.header_of("valid_to"))
    if early is not None:
        problems.append(early)
        del values["valid_to"]
    return row


def _value(column: Column, text: str, manifest: Manifest) -> object:
    if column.form is Form.CODE:
        return code_cell(text)
    if column.form is Form.CODES:
        return codes_cell(text)
    if column.form is Form.TEXTS:
        return list_cell(text)
    if column.form is Form.DATE:
        return date_cell(text)
    return value_cell(column.property, text, manifest)


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _as_text(cells: Sequence[str]) -> str:
    """A record as a line of CSV, without its line break."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
