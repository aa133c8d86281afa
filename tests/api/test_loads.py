"""What ``load`` says of files that leave something out, and of what they would open."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from api.loads import Kept, LoadIntent, load_into
from api.render.loads import load_page
from api.render.page import Paragraph
from graph.store import open_store
from loaders.elements import no_progress
from tests.api.conftest import Run

TODAY = date(2024, 5, 1)
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


# ------------------------------------------------------------------------------------------- what would open


@pytest.fixture
def uncovered(tmp_path: Path) -> Path:
    """A risk that nothing controls."""
    path = tmp_path / "risk.jsonl"
    path.write_text(
        '{"kind": "RiskPoint", "code": "R9", "name": "新风险", "grade": 1}\n'
        '{"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/R9"}\n',
        encoding="utf-8",
    )
    return path


@pytest.mark.usefixtures("store")
def test_a_rehearsal_warns_of_errors_that_would_open(quangang: Run, uncovered: Path) -> None:
    ran = quangang("load", uncovered, "--dry-run")

    assert "警告：会新出现 1 项错误，见下。" in ran.out
    assert "Warning: 1 error would open" in ran.err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_load_that_opens_errors_is_written_with_a_warning(form: str, quangang: Run, uncovered: Path) -> None:
    ran = quangang("load", uncovered, "--format", form)

    assert (ran.code, "警告：新出现 1 项错误，见 quangang check。" in ran.err) == (0, True)
    assert form == "json" or "警告：新出现 1 项错误" in ran.out


@pytest.mark.usefixtures("store")
def test_a_load_that_opens_no_error_warns_of_none(quangang: Run, tmp_path: Path) -> None:
    path = tmp_path / "system.jsonl"
    path.write_text('{"kind": "System", "code": "Z", "name": "新系统"}\n', encoding="utf-8")

    assert quangang("load", path).err == ""


# ------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.usefixtures("store")
def test_what_is_wrong_in_the_same_way_in_many_rows_is_listed_once(quangang: Run, tmp_path: Path) -> None:
    path = tmp_path / "行政权力目录表.csv"
    rows = [f"W{at},职权,第{at}项\n" for at in range(30)]
    path.write_text("权力编码,权力类型,名称\n" + "".join(rows), encoding="utf-8")
    page = "".join(quangang("load", path).out.split())

    assert "错误30项Problems" in page
    assert page.count("收到'职权'") == 1
    assert "30行rows（2、3、4…）" in page


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("partial", "style"), [(True, "caution"), (False, "alarm")])
def test_only_a_load_of_which_nothing_is_taken_is_told_in_red(partial: bool, style: str, tmp_path: Path) -> None:
    path = tmp_path / "行政权力目录表.csv"
    path.write_text("权力编码,权力类型,名称\nW1,行政确认,甲\nW2,职权,乙\n", encoding="utf-8")
    with closing(open_store("quangang.db")) as store:
        loaded = load_into(store, LoadIntent((path,), "me", partial=partial), TODAY, no_progress)

    assert next(block.style for block in load_page(loaded, Kept()) if isinstance(block, Paragraph)) == style
