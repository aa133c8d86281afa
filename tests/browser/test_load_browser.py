"""The page for loading in a real browser: what it asks before it writes, and what it says of what files leave out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.pages import PHONE, WIDE, Visit, Visitor

HEADER = "权力编码,权力类型,名称,行使主体"


def table(folder: Path, *rows: str) -> Path:
    path = folder / "行政权力目录表.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def rehearse(visit: Visit, *files: Path, ticked: Sequence[str] = ()) -> None:
    visit.go("/load")
    for label in ticked:
        visit.page.get_by_label(label).check()
    visit.page.locator("input[type=file]").set_input_files(files)
    visit.page.get_by_role("button", name="试装").click()
    visit.page.locator("[data-part=unsaid]").wait_for(state="attached")
    visit.page.locator("#busy[hidden]").wait_for(state="attached")


@pytest.fixture
def uncovered(tmp_path: Path) -> Path:
    """A risk that nothing controls."""
    path = tmp_path / "risk.jsonl"
    path.write_text(
        '{"kind": "RiskPoint", "code": "ZZ-R", "name": "新风险", "grade": 1}\n'
        '{"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/ZZ-R"}\n',
        encoding="utf-8",
    )
    return path


def test_errors_that_would_open_are_written_only_by_who_says_that_he_knows(visitor: Visitor, uncovered: Path) -> None:
    with visitor.visit() as visit:
        rehearse(visit, uncovered)
        write, knowing = visit.page.get_by_role("button", name="写入"), visit.page.locator("[name=knowing]")

        assert visit.page.locator("#why").inner_text() == "会新出现错误：勾选“我知道”才能写入。"
        states = [write.is_enabled()]
        for step in (knowing.check, knowing.uncheck):
            step()
            states.append(write.is_enabled())
        assert states == [False, True, False]

        knowing.check()
        visit.page.get_by_role("button", name="试装").click()  # what was known of one rehearsal is not of the next
        visit.page.locator("#busy[hidden]").wait_for(state="attached")
        assert not knowing.is_checked()


def test_a_change_after_the_rehearsal_says_why_nothing_can_be_written(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "system.jsonl"
    file.write_text('{"kind": "System", "code": "ZZ-2", "name": "新系统"}\n', encoding="utf-8")
    with visitor.visit() as visit:
        rehearse(visit, file)
        before = visit.page.get_by_role("button", name="写入").is_enabled()
        visit.page.get_by_label("生效日期", exact=True).fill("2031-01-01")

        assert (before, visit.page.get_by_role("button", name="写入").is_enabled()) == (True, False)
        assert visit.page.locator("#why").inner_text() == "改动之后还没有试装：先试装，再写入。"
        assert visit.page.locator("#verdict.caution").inner_text().startswith("此后改了文件、生效日期或选项")


def test_what_the_cells_of_a_file_leave_out_stands_apart(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.visit() as visit:
        rehearse(visit, table(tmp_path, "E71,行政许可,报关企业注册登记,GZ-JC"))

        assert "库中已是如此" not in visit.page.locator("#verdict").inner_text()
        assert "文件写到的行里有 1 格没有写全" in visit.page.locator("#verdict").inner_text()
        cells = visit.page.locator("[data-part=unsaid] tbody td")
        assert cells.first.inner_text() == "第 2 行 · 行使主体"
        assert "职权 E71：库中另有 GZ-HD、GZ-NS" in cells.nth(1).inner_text()
        assert "E71 行使主体" not in visit.page.locator("[data-part=missing]").inner_text()


def test_the_same_problem_in_many_rows_is_one_entry(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.visit() as visit:
        rehearse(visit, table(tmp_path, *(f"W{at},职权,第{at}项,GZ-HD" for at in range(120))))

        assert visit.page.locator("[data-part=problems] .count").inner_text() == "120"
        cells = visit.page.locator("[data-part=problems] tbody td").all_inner_texts()
        assert (len(cells), cells[0]) == (2, "第 2、3、4 行等 120 行 · 权力类型")


def test_rows_that_are_left_out_are_no_alarm_for_those_that_are_taken(visitor: Visitor, tmp_path: Path) -> None:
    bad = tmp_path / "graph.jsonl"
    bad.write_text('{"kind": "System", "code": "ZZ-3", "name": "新"}\n{"kind": "Nothing", "code": "X"}\n', "utf-8")
    with visitor.visit() as visit:
        rehearse(visit, bad, ticked=["有错的行退回，其余照装"])

        assert visit.page.locator("#verdict").get_attribute("class") == "outcome caution"
        assert visit.page.get_by_role("button", name="写入").is_enabled()


def test_one_bad_row_hides_nothing_of_what_the_others_would_write(visitor: Visitor, uncovered: Path) -> None:
    with uncovered.open("a", encoding="utf-8") as more:
        more.write('{"kind": "Nothing", "code": "X"}\n')
    with visitor.visit() as visit:
        rehearse(visit, uncovered)

        assert visit.page.locator("#verdict").inner_text() == (
            "不能写入：1 处错误，库未改动。没有错的行单独会写什么，见下。"
        )
        assert "改好有错的行之前一概不写" in visit.page.locator("[data-part=rest]").inner_text()
        assert visit.page.locator("[data-part=changes] h3").inner_text() == "没有错的行单独会写入的编辑 2"
        assert "风险" in visit.page.locator("[data-part=opened]").inner_text()
        assert not visit.page.get_by_role("button", name="写入").is_enabled()
        assert not visit.page.locator("[name=knowing]").is_visible()


@pytest.mark.parametrize(("size", "focus"), [(PHONE, "verdict"), (WIDE, "")])
def test_the_outcome_comes_into_view(visitor: Visitor, uncovered: Path, size: tuple[int, int], focus: str) -> None:
    with visitor.visit(size) as visit:
        rehearse(visit, uncovered)

        box = visit.page.locator("#verdict").bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= size[1] - box["height"]
        assert visit.page.evaluate("document.activeElement.id") == focus
        assert (visit.overflow(), visit.tight()) == (0, [])


def test_the_page_leads_to_tables_that_can_be_loaded_and_names_their_columns(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/load")
        link = visit.page.get_by_role("link", name="三表一图一说明的工作簿")

        assert str(link.get_attribute("href")).startswith("/api/v1/export.instruments.zip")
        row = visit.page.locator("details.known tr", has_text="行政权力目录表")
        row.locator("summary").click()
        assert "事中事后监管岗" in row.inner_text()
