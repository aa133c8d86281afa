"""What ``load`` says of files that leave something out, and of what they would open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.conftest import Run

POWERS = "权力编码,权力类别,权力类型,名称,行使依据,行使主体\nE39,,行政确认,减免税审核确认,A,{units}\n"


def powers(folder: Path, units: str) -> Path:
    path = folder / "行政权力目录表.csv"
    path.write_text(POWERS.format(units=units), encoding="utf-8")
    return path


@pytest.mark.usefixtures("store")
def test_a_file_that_leaves_out_what_the_store_has_is_not_what_the_store_holds(quangang: Run, tmp_path: Path) -> None:
    page = "".join(quangang("load", powers(tmp_path, "")).out.split())

    assert "没有变化" not in page
    assert "库中另有1项文件没有写，1格在文件写到的行里，未改动。" in page
    assert "第2行row2:E39行使主体：库中另有R，文件没有写，未改动" in page


@pytest.mark.usefixtures("store")
def test_a_file_that_says_all_that_its_rows_have_changes_nothing(quangang: Run, tmp_path: Path) -> None:
    assert "库中已是如此，没有变化" in quangang("load", powers(tmp_path, "R")).out
