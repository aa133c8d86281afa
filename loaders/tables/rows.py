"""The rows of one file: headers matched, cells read, every problem with its row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Any

from graph.errors import InputError, Problem
from graph.model import Manifest
from graph.terms import Both, Lack
from loaders.elements import Place, ends_early, shown
from loaders.grids.grid import Grid
from loaders.grids.records import line_of
from loaders.tables.cells import CellError, code_cell, codes_cell, date_cell, json_cell, list_cell, plain, value_cell
from loaders.tables.finding import Header, closing, find_header
from loaders.tables.headers import Heading, fold, is_personal, listed, match, nearest, recognise
from loaders.tables.layout import Column, Form, Table
from loaders.tables.layouts import NOTHING, SIGNATURES, TABLES
from loaders.tables.spellings import LOSSY

__all__ = ["Row", "TableFile", "read_grid"]


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
    sheet: tuple[str, str] | None = None
    """File and sheet, where there is one."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What the program wrote into the file when it was exported."""

    @property
    def unread(self) -> Table | None:
        """The table that the file is, by its headers or its name, where none of its rows could be read."""
        if self.raw or not self.problems:
            return None
        return self.heading.table if self.heading is not None else recognise(PurePath(self.name).stem, ())


def read_grid(grid: Grid, stem: str, manifest: Manifest) -> TableFile:
    """Read one grid; what is wrong with it is among its problems.

    A sheet that is no table, beside others that are, has no heading and no problems: a cover, an explanation.
    """
    result = TableFile(grid.name, sheet=None if grid.encoding is not None else (grid.file, grid.title), told=grid.told)
    try:
        _read(result, grid, stem, manifest)
    except InputError as error:
        result.problems.extend(error.problems)
    return result


def _read(result: TableFile, grid: Grid, stem: str, manifest: Manifest) -> None:
    found = find_header(grid, stem)
    if found is None:
        result.problems.append(
            Problem(result.name, Both("空文件", "an empty file"), Both("表头与数据", "a header and rows"))
        )
        return
    heading = _heading(result, found, grid)
    if heading is None:
        return
    result.header = line_of(found.texts)
    result.problems.extend(problem for problem in grid.problems if (problem.row or 0) > found.row)
    result.notices.extend(grid.notices)
    if grid.encoding is not None and grid.encoding.open_ended:
        got = Lack("最后一行没有换行结尾", "the last line does not end in a line break")
        advice = Both("请核对文件是否取全", "is all of the file there?")
        result.notices.append(Problem(result.name, got, Both("以换行结尾", "a line break at the end"), advice))
    for number, cells in found.rows:
        if not _filled(cells):
            continue
        place = Place(result.name, number)
        if grid.told and next(cell for cell in cells if cell.strip()).startswith(SIGNATURES[0]):
            continue
        if closing(cells) or tuple(cells) == found.texts:
            shown_cells = shown("；".join(cell for cell in cells if cell.strip()))
            advice = Both("未读：合计、落款或重复的表头", "not read: a total, a signature, or the header again")
            result.notices.append(place.problem(shown_cells, Both("数据行", "a row of data"), advice))
            continue
        result.raw[number] = line_of(cells)
        if grid.encoding is None:
            cells = [*cells, *[""] * (len(heading.columns) - len(cells))]  # noqa: PLW2901 - a sheet has no end of row
        row = _row(heading, place, cells, manifest, result.problems, blanks=grid.encoding is None)
        if row is not None:
            result.rows.append(row)


def _heading(result: TableFile, found: Header, grid: Grid) -> Heading | None:
    table, headers, number, encoding = found.table, found.texts, found.row, grid.encoding
    problems: list[Problem] = []
    heading = None
    if table is not None:
        heading, problems, notices = match(table, headers, result.name, number)
        result.notices.extend(notices)
    if encoding is not None and encoding.not_utf8 and (table is None or problems):
        # What is no UTF-8 may well be readable as GB18030 and mean nothing.
        header = listed(headers)
        got = (
            Both("非 UTF-8：", "not UTF-8: ")
            + encoding.not_utf8
            + Both(f"；按 GB18030 表头为 {header}", f"; as GB18030 the header reads {header}")
        )
        advice = Both("请另存为“CSV UTF-8”", "save as CSV UTF-8")
        result.problems.append(Problem(result.name, got, Both("UTF-8 或 GB18030", "UTF-8 or GB18030"), advice, number))
    if table is None:
        titles = "、".join(item.title for item in TABLES)
        advice = Both("请以表名命名文件，或更正表头", "name the file after its table, or correct the headers")
        if (near := nearest(headers)) is not None:
            lacking = "、".join(near[1])
            advice = (
                Both(
                    f"最接近{near[0].title}，还缺 {lacking}；",
                    f"nearest table {near[0].title}, still lacking {lacking}; ",
                )
                + advice
            )
        got = Both(f"表头 {listed(headers)}", f"header {listed(headers)}")
        result.problems.append(Problem(result.name, got, titles, advice, number))
    result.problems.extend(problems)
    result.heading = heading
    return None if problems else heading


def _row(
    heading: Heading,
    place: Place,
    cells: Sequence[str],
    manifest: Manifest,
    problems: list[Problem],
    *,
    blanks: bool,
) -> Row | None:
    """One row; ``blanks``: a code may be left out where there is a name, as officers do in the sheets they are sent."""
    width = len(heading.columns)
    if len(cells) < width or _filled(cells[width:]):
        advice = Both("行可能被截断，或有未加引号的逗号", "the row was cut off, or a comma is not quoted")
        problems.append(
            place.problem(
                Both(f"{len(cells)} 格", f"{len(cells)} cells"), Both(f"{width} 格", f"{width} cells"), advice
            )
        )
        return None
    values: dict[str, Any] = {}
    row = Row(heading, place, values)
    noted: list[str] = []
    for column, header, cell in zip(heading.columns, heading.headers, cells, strict=False):
        text = plain(cell)
        if column is None:
            if text and header.strip() and not is_personal(header):
                noted.append(f"{header.strip()}：{text}")
        elif text:
            noted += _take(row, column, text, manifest, problems)
        elif column.required and not (blanks and _can_be_named(column, heading, cells)):
            got, expected = (
                Lack("空着", "an empty cell"),
                Both(f"{column.header}（必填）", f"{column.header} (required)"),
            )
            problems.append(row.at(column.name).problem(got, expected, Both("请填写", "fill it in")))
    if noted:
        values["note"] = "；".join([*([values["note"]] if "note" in values else []), *noted])
    if (early := ends_early(place, row.valid_from, row.valid_to, heading.header_of("valid_to"))) is not None:
        problems.append(early)
        del values["valid_to"]
    return row


def _take(row: Row, column: Column, text: str, manifest: Manifest, problems: list[Problem]) -> tuple[str, ...]:
    """Read one cell into a row; what its value cannot say is returned as a note."""
    if column.required and column.link is not None and text == NOTHING:
        return ()
    try:
        row.values[column.name] = _value(column, text, manifest)
    except CellError as error:
        problems.append(row.at(column.name).problem(shown(text), str(error), error.advice))
    lossy = column.property is not None and fold(text).removesuffix("风险") in LOSSY
    return (f"{row.heading.header_of(column.name)}：{text}",) if lossy else ()


def _can_be_named(column: Column, heading: Heading, cells: Sequence[str]) -> bool:
    """Whether a name in the same row stands in for a code that is not there."""
    for other, cell in zip(heading.columns, cells, strict=False):
        if other is not None and cell.strip() and column.name in (other.stands_for, _coded_by(other, heading)):
            return True
    return False


def _coded_by(column: Column, heading: Heading) -> str:
    return "code" if column.name == "name" and heading.table.kind is not None else ""


def _value(column: Column, text: str, manifest: Manifest) -> object:
    if column.form is Form.CODE:
        return code_cell(text)
    if column.form is Form.CODES:
        return codes_cell(text)
    if column.form is Form.TEXTS:
        return list_cell(text)
    if column.form is Form.JSON:
        return json_cell(text)
    if column.form is Form.DATE:
        return date_cell(text)
    return value_cell(column.property, text, manifest)


def _filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)
