"""Cells as different programs write them: our reading of a sheet says what openpyxl's own does."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.reader.strings import read_string_table
from openpyxl.xml.constants import SHEET_MAIN_NS

from loaders.books.rows import rows_xml
from loaders.books.write import write_instruments
from loaders.grids import Grid, grids_of
from loaders.grids.rendering import text_of
from loaders.grids.stream import RawCell, SheetStream, read_strings
from tests.builders import graph
from tests.loaders.books import repacked, write_xlsx

CELLS = b"""<sheetData>
<row><c t="inlineStr"><is><t xml:space="preserve"> a&amp;b
c </t></is></c><c t="inlineStr"><is><r><t>rich</t></r><r><t> text</t></r><rPh sb="0" eb="1"><t>aside</t></rPh></is></c>
</row>
<row r="3" hidden="true"><c r="B3"><v>12</v></c><c><v>1.50</v></c><c r="E3" t="b"><v>1</v></c>
<c t="str"><f>A1</f><v>said</v></c></row>
<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4" s="1"><v>45000</v></c><c r="C4" s="1"><v>45000.5</v></c>
<c r="D4" s="2"><v>7</v></c></row>
<row r="5" hidden="0"><c r="AA5" t="s"><v>1</v></c><c r="AB5"><f>1+1</f></c><c r="AC5"><v>1E3</v></c>
<c r="AD5" t="d"><v>2024-05-06</v></c></row>
<row r="6"><c r="A6" t="inlineStr"><is><t>top</t></is></c><c r="B6" t="inlineStr"><is><t>under</t></is></c>
<c r="C6"/></row>
<row r="7"><c r="B7"><f>1+1</f></c><c r="C7"><v>3</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="A6:B7"/></mergeCells>"""
SHARED = b"""<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<si><t>one</t></si><si><r><t>t</t></r><r><rPr><b/></rPr><t xml:space="preserve">wo </t></r>
<rPh sb="0" eb="1"><t>aside</t></rPh></si><si/><si><t>_x005F_x000D_</t></si></sst>"""


def test_cells_are_what_openpyxl_reads(tmp_path: Path) -> None:
    path = _as_written(tmp_path)
    filled = [cell for row in load_workbook(path, data_only=True).worksheets[0].iter_rows() for cell in row]
    texts = {(cell.row, cell.column): text_of(cell.value, cell.number_format).strip() for cell in filled}
    expected = {at: text for at, text in texts.items() if text}
    assert len(expected) == 15
    assert _texts(_read(path)) == {**expected, (7, 1): "top"}  # merged cells are filled down


def test_flaws_under_a_merged_cell_are_not_told(tmp_path: Path) -> None:
    grid = _read(_as_written(tmp_path))
    assert [(problem.cell, problem.got[:4]) for problem in grid.problems] == [("A4", "#N/A"), ("AB5", "没有算出")]


def test_hidden_rows_are_told(tmp_path: Path) -> None:
    assert [notice.got for notice in _read(_as_written(tmp_path)).notices] == ["1 个隐藏行：3 1 hidden rows: 3"]


def test_shared_texts_are_what_openpyxl_reads() -> None:
    assert read_strings(BytesIO(SHARED)) == read_string_table(BytesIO(SHARED)) == ["one", "two ", "", "_x000D_"]


def test_progress_moves_while_a_workbook_is_read(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [("x" * 30_000, str(row)) for row in range(30)])
    told: list[int] = []
    (grid,) = grids_of(path, path.name, told.append)
    list(grid.rows)
    assert told == sorted(told)
    assert len(set(told)) > 3


def test_progress_moves_while_workbooks_are_written(tmp_path: Path) -> None:
    controls = graph(*(f"Control/C{at:04}" for at in range(2_000)))
    told: list[tuple[str, int]] = []
    write_instruments(controls, tmp_path, {}, progress=lambda stage, done, _: told.append((stage, done)))
    made = [done for stage, done in told if stage == "成表 tables"]
    written = [done for stage, done in told if stage == "防控措施表"]
    assert made == [1_000, 2_000]
    assert sorted(set(written)) == [0, 1_000, 2_000]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\r\n\t<&>'\""), min_size=1))
def test_a_text_is_itself_in_the_xml_of_its_row(text: str) -> None:
    sheet = f'<sheet xmlns="{SHEET_MAIN_NS}">{"".join(rows_xml([[text, ""]], 7, 3))}</sheet>'
    cells: list[RawCell] = []
    for _ in SheetStream(cells.append).pieces(BytesIO(sheet.encode())):
        pass
    assert [(cell.row, cell.column, cell.text) for cell in cells] == [(7, 1, text), (7, 2, None)]


def _read(path: Path) -> Grid:
    (grid,) = grids_of(path, path.name, lambda _: None)
    return grid


def _texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {(row, at): text for row, cells in grid.rows for at, text in enumerate(cells, 1) if text}


def _as_written(at: Path) -> Path:
    """A workbook with `CELLS` in its sheet."""

    def dress(sheet: Any) -> None:  # noqa: ANN401 - openpyxl's worksheet
        sheet["A1"].number_format, sheet["A2"].number_format = "yyyy-mm-dd", "000"

    def cells(content: bytes) -> bytes:
        return content.partition(b"<sheetData>")[0] + CELLS + content.partition(b"</sheetData>")[2]

    changes: dict[str, Callable[[bytes], bytes]] = {"xl/worksheets/sheet1.xml": cells, "[Content_Types].xml": _sharing}
    good = write_xlsx(at / "good.xlsx", [(1,), (2,)], dress=dress)
    return repacked(good, at / "cells.xlsx", changes, **{"xl/sharedStrings.xml": SHARED})


def _sharing(types: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/>'
    return types.replace(b"</Types>", part + b"</Types>")
