"""The report as Markdown: the sentence first, tables that hold whatever text is in the data, nothing cut in silence."""

from __future__ import annotations

import re

from graph.edits import Action, Edit
from graph.model import NodeId
from graph.overlay import Overlay
from graph.reform import Reform
from graph.schema import Kind
from graph.view import View
from queries.impact import impact_of
from queries.report import markdown_of, report_of
from queries.report.document import SHOWN_AT_MOST
from tests.builders import graph
from tests.queries.test_report_headline import CANCEL, DELEGATE


def markdown(view: View, change: dict[str, object]) -> str:
    return markdown_of(report_of(impact_of(view, Reform("试点", (change,), number="署法〔2013〕1号"))))


CANCEL_W: dict[str, object] = {"op": "cancel", "power": "W"}


def test_the_report_opens_with_its_title_and_the_sentence() -> None:
    lines = markdown(graph(CANCEL), CANCEL_W).splitlines()
    assert lines[0] == "# 改革影响分析：试点 Reform impact: 试点"
    assert lines[2].startswith("**取消 1 项职权：1 类标准岗位、2 个具体岗位职责变化")
    assert lines[4].startswith("1 power cancelled: ")


def test_the_six_chapters_are_numbered() -> None:
    headings = re.findall(r"^## (.+)$", markdown(graph(CANCEL), CANCEL_W), re.MULTILINE)
    assert [heading.split(" ")[0] for heading in headings] == [
        "改革生效前须先办",
        "一、权力重新配置",
        "二、流程衔接",
        "三、岗位变化",
        "四、风险转移",
        "五、制度立改废",
        "六、防控措施",
        "附录",
    ]


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    name = {"name": "甲|乙 <b>`x`</b>\n第二行"}
    view = Overlay(graph(CANCEL), [Edit(Action.SET_NODE, NodeId(Kind.RISK, "R"), name)])
    blocks = re.findall(r"(?:^\|.*\n)+", markdown(view, CANCEL_W), re.MULTILINE)
    for block in blocks:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


def test_text_of_the_data_means_only_itself() -> None:
    name = {"name": "甲|乙 <b>*x*</b>"}
    view = Overlay(graph(CANCEL), [Edit(Action.SET_NODE, NodeId(Kind.RISK, "R"), name)])
    assert r"甲\|乙 \<b\>\*x\*\</b\>" in markdown(view, CANCEL_W)


def test_rows_left_out_are_counted_and_the_reader_is_sent_to_the_json() -> None:
    number = SHOWN_AT_MOST + 5
    steps = "\n".join(f"Power/W HAS_STEP Step/T{i:03}\nStep/T{i:03} EXPOSES RiskPoint/R{i:03}" for i in range(number))
    text = markdown(graph(steps), {"op": "redefine", "power": "W", "set": {"content": "新口径"}})
    assert "另有 5 行见 JSON。 5 more rows in the JSON." in text


def test_paths_and_origins_stand_beside_the_rows() -> None:
    text = markdown(graph(CANCEL, "RiskPoint/R origin=synthetic"), CANCEL_W)
    assert "| A ← W → S → R | 合成 |" in text


def test_the_document_number_is_in_the_head() -> None:
    assert "- 文号 document number: 署法〔2013〕1号" in markdown(graph(CANCEL), CANCEL_W)


def test_the_same_impact_gives_the_same_bytes() -> None:
    change = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}
    first, second = (markdown(graph(DELEGATE), dict(change)) for _ in range(2))
    assert first == second
    assert first.endswith("\n")
    assert not first.endswith("\n\n")
