"""``impact --instruments``: what a reform changes on paper, opened again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from api.paper.tasks import tasks_of
from graph.reform import Reform
from loaders.books.redline import Section, sheet_of
from loaders.books.revised import Change, revised_pages
from queries.impact import impact_of
from queries.report.case import Case
from tests.api.conftest import Run, write_reform
from tests.builders import graph
from tests.queries.test_report_headline import CANCEL

DELEGATE = {
    "reform": "下放减免税审核",
    "effective": "2014-06-01",
    "changes": [
        {"op": "delegate", "power": "E39", "from": "regional", "to": "local", "supervision_post": "Q"},
        {"op": "redefine", "power": "E39", "set": {"content": "=1+1"}},
    ],
}


def sheet(path: Path) -> Any:  # noqa: ANN401 - openpyxl's own
    return openpyxl.load_workbook(path, rich_text=True).worksheets[0]


def table(path: Path) -> list[dict[str, Any]]:
    """The rows under the header of a page."""
    rows = list(sheet(path).iter_rows(min_row=2))
    headers = [str(cell.value) for cell in rows[0]]
    return [dict(zip(headers, cells, strict=True)) for cells in rows[1:]]


def texts(path: Path) -> list[str]:
    return [str(cell.value) for row in sheet(path).iter_rows() for cell in row if cell.value is not None]


def red(part: TextBlock) -> bool:
    return part.font.color is not None and part.font.color.rgb == "FFC00000"


@pytest.fixture
def papers(quangang: Run, store: Path, tmp_path: Path) -> Path:
    del store
    ran = quangang("impact", write_reform(tmp_path / "r.json", DELEGATE), "--instruments", tmp_path / "papers")
    assert ran.code == 0
    return tmp_path / "papers"


def test_the_folder_holds_pages_comparison_task_sheets_and_memo(papers: Path) -> None:
    assert sorted(str(path.relative_to(papers)) for path in papers.rglob("*.*")) == [
        "任务单/L 某隶属海关.xlsx",
        "任务单/R 某直属海关.xlsx",
        "任务单/不属于某一机关的事项.xlsx",
        "修订页/关系表.xlsx",  # a relation whose origin is not that of its power stands there too
        "修订页/岗位职责细化表.xlsx",
        "修订页/权力廉政风险点和等级确定及防控措施审核备案表.xlsx",
        "修订页/行政权力目录表.xlsx",
        "改革影响评估报告.docx",
        "新旧对照表.xlsx",
    ]


def test_a_changed_cell_shows_what_was_struck_out_and_what_is_in_red(papers: Path) -> None:
    (row,) = table(papers / "修订页" / "行政权力目录表.xlsx")

    level = row["行使层级"].value
    assert isinstance(level, CellRichText)
    blocks = [(str(part.text), bool(part.font.strike), red(part)) for part in level if isinstance(part, TextBlock)]
    assert blocks == [("直属海关", True, True), ("；隶属海关", False, True)]
    assert row["变动"].value == "修改"
    assert not isinstance(row["权力编码"].value, CellRichText)  # what stays is not red


def test_a_new_row_is_red_and_a_gone_one_is_struck_out_too(papers: Path) -> None:
    rows = table(papers / "修订页" / "岗位职责细化表.xlsx")

    found = {(row["变动"].value, row["岗位编码"].value, bool(row["岗位编码"].font.strike)) for row in rows}
    assert found == {("删除", "P", True), ("新增", "PL", False)}
    assert {row["岗位编码"].font.color.rgb for row in rows} == {"FFC00000"}


def test_a_risk_that_moved_is_to_be_graded_again_though_its_row_is_the_same(papers: Path) -> None:
    rows = table(papers / "修订页" / "权力廉政风险点和等级确定及防控措施审核备案表.xlsx")

    assert {row["处理"].value for row in rows} == {"待重新定级备案"}


def test_old_and_new_are_told_with_reason_and_article(papers: Path) -> None:
    found = sheet(papers / "新旧对照表.xlsx")
    rows = [tuple(cell.value for cell in row) for row in found.iter_rows(min_row=4)]

    about = "职权 E39 减免税审核确认"
    level = next(row for row in rows if row[2:4] == (about, "行使层级"))
    assert level[4:6] == ("直属海关", "隶属海关")
    assert "第 1 项变更 下放" in str(level[6])
    assert level[7] == "A 第五十七条"
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]


def test_a_task_sheet_tells_an_office_what_comes_in_and_what_to_do(papers: Path) -> None:
    found = texts(papers / "任务单" / "L 某隶属海关.xlsx")

    assert {"移入", "E39-1 减免税审核", "PL 隶属海关减免税审核岗", "待重新定级备案"} <= set(found)
    assert "移出" not in found


def test_a_task_sheet_does_not_call_a_risk_ended_that_only_lost_its_posts() -> None:
    found = impact_of(graph(CANCEL), Reform("暂停", ({"op": "suspend", "power": "W"},)))
    rows = [row for sections in tasks_of(Case(found)).values() for row in sections[3].rows]

    (row,) = [row for row in rows if row[0].startswith("R")]
    assert row[2:5] == ("无岗位承担，未消除", "P1、P2", "")  # borne by them before, by nobody now


TWO_POWERS = """
    Unit/R level=regional
    Post/P IN_UNIT Unit/R
    Power/W EXERCISED_BY Unit/R
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Power/V EXERCISED_BY Unit/R
    Power/V HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"op": "merge", "powers": ["W", "V"], "into": "W"},
            {("不再行使，并入 W", "V", ""), ("改属 W（原属 V）", "T", "P"), ("继续行使，V 并入", "W", "")},
        ),
        (
            {
                "op": "split",
                "power": "W",
                "parts": [{"code": "A", "name": "甲", "steps": ["S"]}, {"code": "B", "name": "乙", "steps": []}],
            },
            {
                ("不再行使，拆分为 A 甲、B 乙", "W", ""),
                ("新增行使，自 W 拆出", "A 甲", ""),
                ("新增行使，自 W 拆出", "B 乙", ""),
                ("改属 A 甲（原属 W）", "S", "P"),
            },
        ),
    ],
)
def test_a_task_sheet_tells_what_a_merge_or_a_split_does_to_an_office(change: dict[str, Any], said: set[Any]) -> None:
    sheets = tasks_of(Case(impact_of(graph(TWO_POWERS), Reform("试", (change,)))))

    assert {row[:3] for row in sheets["R"][0].rows} == said


def test_the_memo_has_the_six_chapters_and_says_what_is_synthetic(papers: Path) -> None:
    memo = docx.Document(str(papers / "改革影响评估报告.docx"))

    said = [paragraph.text for paragraph in memo.paragraphs]
    chapters = ("一、权力重新配置", "二、流程衔接", "三、岗位变化", "四、风险转移", "五、制度立改废", "六、防控措施")
    assert [text for text in said if text in chapters] == list(chapters)
    assert "其中合成" in said[2]
    cells = [cell.text for held in memo.tables for row in held.rows for cell in row.cells]
    assert {"待重新定级备案", "A ← E39 → E39-1"} & set(cells) >= {"待重新定级备案"}


def test_what_would_be_a_formula_is_a_text(papers: Path) -> None:
    (row,) = table(papers / "修订页" / "行政权力目录表.xlsx")

    assert (str(row["行使内容"].value), row["行使内容"].data_type) == ("'=1+1", "s")


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.*")):
        yield str(path.relative_to(folder)), hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_reform_makes_the_same_bytes(papers: Path, quangang: Run, tmp_path: Path) -> None:
    quangang("impact", tmp_path / "r.json", "--instruments", tmp_path / "again")

    assert list(digests(tmp_path / "again")) == list(digests(papers))


def test_a_folder_that_is_not_empty_is_left_alone_unless_it_is_ours_and_to_be_replaced(
    papers: Path, quangang: Run, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("x", encoding="utf-8")
    before = dict(digests(papers))

    codes = [
        quangang("impact", tmp_path / "r.json", "--instruments", *words).code
        for words in ((papers,), (other,), (other, "--replace"), (papers, "--replace"))
    ]

    assert codes == [2, 2, 2, 0]
    assert (dict(digests(papers)), [path.name for path in other.iterdir()]) == (before, ["mine.txt"])
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith((".papers", ".other"))] == []


def test_nothing_is_left_behind_when_a_paper_cannot_be_made(
    quangang: Run, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del store

    def broken(*_: object) -> bytes:
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "write_bytes", broken)

    ran = quangang("impact", write_reform(tmp_path / "r.json", DELEGATE), "--instruments", tmp_path / "papers")

    assert (ran.code, sorted(path.name for path in tmp_path.iterdir() if "papers" in path.name)) == (2, [])


def test_the_unchanged_rows_beside_a_change_are_shown_and_no_others() -> None:
    before = graph(*(f"Power/W{n} name=n{n}" for n in range(6)))
    after = impact_of(before, Reform("r", ({"op": "redefine", "power": "W3", "set": {"name": "x"}},))).after

    (page,) = revised_pages(before, after)

    assert [(row.node.code, row.change) for row in page.rows] == [
        ("W2", Change.SAME),
        ("W3", Change.CHANGED),
        ("W4", Change.SAME),
    ]


def test_a_sheet_without_rows_says_so() -> None:
    made = openpyxl.load_workbook(BytesIO(sheet_of("任务单", [Section("一", ("a",), (), "没有")])))

    assert "没有" in [cell.value for row in made.worksheets[0].iter_rows() for cell in row]
