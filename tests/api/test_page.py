"""How pages are laid out: 80 cells, Chinese text, columns that give way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.render.markdown import markdown_text
from api.render.page import Block, Column, Grid, Heading, Paragraph, page_lines, page_text
from api.render.report import _rows
from api.render.wrap import cell_len, pad, wrap
from graph.schema import Label
from queries.report.document import Row, Table

TEXTS = st.text(st.sampled_from("权岗图谱，。（）《》 ab-1\n"), max_size=60)


@given(text=TEXTS, width=st.integers(4, 30))
def test_no_line_is_wider_than_it_may_be(text: str, width: int) -> None:
    assert [line for line in wrap(text, width) if cell_len(line) > width] == []


@given(text=TEXTS, width=st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


def test_a_line_does_not_begin_with_closing_punctuation() -> None:
    assert wrap("取消职权，终止", 8) == ["取消职", "权，终止"]


def test_a_line_does_not_end_with_opening_punctuation() -> None:
    assert wrap("依据《海关法》", 6) == ["依据", "《海关", "法》"]


def test_a_code_stays_whole_where_it_fits() -> None:
    assert wrap("岗位 HQ-HGSJ", 8) == ["岗位", "HQ-HGSJ"]


def test_padding_counts_cells_and_not_characters() -> None:
    assert (pad("权岗", 6), pad("权岗", 6, right=True)) == ("权岗  ", "  权岗")


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid((Column("编码"), Column("名称"), Column("数量", right=True), Column("路径", below=True)), rows)


def test_columns_line_up_where_texts_are_chinese() -> None:
    lines = page_text([grid(("E39", "减免税审核", "3", ""), ("E4", "后续监管", "12", ""))]).splitlines()

    assert lines[2:] == ["E39   减免税审核     3", "E4    后续监管      12"]


def test_what_goes_below_stands_under_its_row() -> None:
    lines = page_text([grid(("E39", "减免税审核", "3", "A ← E39"))]).splitlines()

    assert lines[3] == "    路径 A ← E39"


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS), max_size=4), st.integers(40, 100))
def test_a_page_is_never_wider_than_asked(rows: list[tuple[str, str, str, str]], width: int) -> None:
    page: list[Block] = [Heading(Label("标题", "Title"), 1), Paragraph("说明" * 50), grid(*rows)]

    assert [line for line in page_lines(page, width) if cell_len(line.text) > width] == []


def test_short_columns_keep_their_width_when_a_long_one_gives_way() -> None:
    lines = page_text([grid(("GZ-HD-SFFH", "花都海关税费复核岗" * 10, "3", ""))], 60).splitlines()

    assert lines[2].startswith("GZ-HD-SFFH  ")


def test_columns_says_how_wide_a_page_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    assert cell_len(page_text([Heading(Label("标题", "Title"), 1)]).splitlines()[1]) == 100


def test_markdown_escapes_what_would_mean_something() -> None:
    text = markdown_text([Grid((Column("名称"),), (("a|b*c",),))])

    assert text == "| 名称 |\n| --- |\n| a\\|b\\*c |\n"


def test_a_code_is_not_broken_while_names_can_give_way() -> None:
    cells = ("GZ-HD-TGK-0001", "花都海关通关科科长岗" * 3, "某直属海关某处职能监控岗" * 3, "")

    assert "GZ-HD-TGK-0001" in page_text([Grid(tuple(Column(title) for title in "编名岗注"), (cells,))])


def test_of_operations_all_but_edits_and_repeals_are_printed() -> None:
    rows = tuple(Row((op,), (), status=op) for op in ("cancel", "edit", "repeal", "merge", "edit"))
    table = Table("operations", Label("变更", "Changes"), (), rows, rows, None)

    assert [row.status for row in _rows(table, 1)] == ["cancel", "merge"]
