"""The chapters: each row where it belongs, with its codes and the path behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from api.ui.moves import lines_of
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.findings.catalog import FINDINGS
from queries.impact import impact_of
from queries.report import Report, Table, cell_text, report_of
from queries.report.document import FOLD_FROM, SHOWN_AT_MOST
from queries.report.powers import changed_properties
from tests.builders import graph
from tests.queries.test_report_headline import CANCEL, DELEGATE

CANCEL_W = {"op": "cancel", "power": "W"}
DELEGATE_W = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}


def report(view: Snapshot, *changes: Mapping[str, object]) -> Report:
    return report_of(impact_of(view, Reform("试点", changes)))


def tables(made: Report, chapter: str) -> dict[str, Table]:
    return {table.name: table for table in made.chapter(chapter).tables}


def cells(table: Table, *names: str) -> set[tuple[str, ...]]:
    at = [next(i for i, column in enumerate(table.columns) if column.name == name) for name in names]
    return {tuple(cell_text(row.cells[i]) for i in at) for row in table.rows}


def test_the_six_chapters_stand_in_order_between_what_comes_first_and_the_annex() -> None:
    names = [chapter.label.zh for chapter in report(graph(CANCEL), CANCEL_W).chapters]
    assert names == [
        "改革生效前须先办",
        "权力重新配置",
        "流程衔接",
        "岗位变化",
        "风险转移",
        "制度立改废",
        "防控措施",
        "附录",
    ]


def test_internal_risks_and_external_dangers_are_two_tables() -> None:
    found = tables(report(graph(CANCEL), CANCEL_W), "risks")
    assert cells(found["internal"], "risk", "status") == {("R", "终止")}
    assert cells(found["external"], "risk", "status") == {("X", "待承接")}


def test_a_risk_that_is_still_in_the_graph_has_not_ended() -> None:
    found = tables(report(graph(CANCEL), {"op": "suspend", "power": "W"}), "risks")
    assert cells(found["internal"], "risk", "status") == {("R", "无岗位承担，未消除")}


def test_posts_are_counted_as_standard_posts_and_as_posts() -> None:
    paragraph = report(graph(CANCEL, "Post/P1 origin=synthetic"), CANCEL_W).chapter("posts").paragraphs[0]
    assert paragraph.zh == "1 类标准岗位、2 个具体岗位（合成 1）有变动：职责减少 2 个（合成 1）。"


def test_a_heading_tells_how_many_rows_are_synthetic() -> None:
    found = tables(report(graph(CANCEL, "Post/P1 origin=synthetic"), CANCEL_W), "posts")
    assert found["posts"].heading.zh == "变动岗位 2 项（其中合成 1）"


@pytest.mark.parametrize(
    ("used", "path"),
    [
        ("Power/V AUTHORIZED_BY Article/B", "B ← V"),
        ("Step/T REGULATED_BY Article/B", "A ← V → T → B"),
        (
            "Step/T EXPOSES RiskPoint/Y\nRiskPoint/Y MITIGATED_BY Control/K\nControl/K REGULATED_BY Article/B",
            "A ← V → T → Y → K → B",
        ),
    ],
)
def test_an_article_that_is_repealed_has_the_way_from_what_used_it(used: str, path: str) -> None:
    impact = impact_of(graph(CANCEL, used), Reform("试", ({"op": "repeal", "article": "B"},)))
    (row,) = tables(report_of(impact), "rules")["articles"].rows
    (line,) = [line for line in lines_of(impact) if line.chip == "article-repealed"]

    assert row.path == path
    assert [hop.code for hop in line.path] == re.split(" [←→] ", path)


def test_every_row_has_the_path_behind_it() -> None:
    made = report(graph(CANCEL), CANCEL_W)
    rows = [row for chapter in made.chapters for table in chapter.tables for row in table.rows if row.nodes]
    assert [row for row in rows if row.path is None] == []


def test_a_path_begins_at_the_article_and_keeps_the_direction_of_relations() -> None:
    found = tables(report(graph(CANCEL), CANCEL_W), "risks")
    assert found["internal"].rows[0].path == "A ← W → S → R"


def test_bearers_are_summed_up_in_the_cell_and_kept_as_codes() -> None:
    (row,) = tables(report(graph(CANCEL), CANCEL_W), "risks")["internal"].rows
    assert cell_text(row.cells[5]) == "审核岗×2（1 个机关）"
    assert row.codes == {"before": ("P1", "P2"), "after": ()}


def test_risks_that_moved_are_to_be_graded_again() -> None:
    chapter = report(graph(DELEGATE), DELEGATE_W).chapter("risks")
    assert "1 个风险点待重新定级备案。" in [paragraph.zh for paragraph in chapter.paragraphs]


def test_risks_under_review_are_to_be_graded_again() -> None:
    made = report(graph(CANCEL), {"op": "redefine", "power": "W", "set": {"content": "新口径"}})
    assert cells(tables(made, "risks")["review-riskpoint"], "code", "what") == {
        ("R", "待重新定级备案"),
        ("X", "待重新定级备案"),
    }


def test_the_ledger_balances_on_paper() -> None:
    ledger = tables(report(graph(DELEGATE), DELEGATE_W), "risks")["ledger"]
    for row in ledger.rows:
        before, _, out, into, after = (cell for cell in row.cells[2:] if isinstance(cell, int))
        assert before - out + into == after
    assert ledger.heading == ledger.label


def test_offices_that_take_over_and_those_that_cannot_are_listed() -> None:
    made = report(graph(DELEGATE), DELEGATE_W)
    assert cells(tables(made, "powers")["offices"], "direction", "unit") == {
        ("新增行使", "L1"),
        ("新增行使", "L2"),
        ("不再行使", "R1"),
    }
    assert cells(tables(made, "posts")["no-counterpart"], "post", "role", "unit") == {("P", "审批岗", "L2")}


def test_a_delegation_shows_the_levels_before_and_after() -> None:
    found = tables(report(graph(DELEGATE), DELEGATE_W), "powers")["powers"]
    assert ("行使层级", "直属海关", "隶属海关") in cells(found, "what", "before", "after")


def test_days_of_a_power_that_is_cancelled_are_not_exercised_rather_than_unknown() -> None:
    found = tables(report(graph(CANCEL), CANCEL_W), "flow")["days"]
    assert cells(found, "power", "before", "after") == {("W", "7", "不行使")}


def test_what_must_be_done_first_is_told_in_one_order_the_gravest_first() -> None:
    made = report(graph(CANCEL, "Power/V DEPENDS_ON Power/W"), CANCEL_W)
    assert [row.cells[0] for row in tables(made, "first")["to-do"].rows] == ["PG019", "PG004"]
    assert "（外部风险无人承接 1、前置职权已停 1）" in made.headline.zh


def test_nothing_to_do_first_is_said_in_words() -> None:
    made = report(graph(CANCEL), {"op": "redefine", "power": "W", "set": {"content": "新口径"}})
    assert [paragraph.zh for paragraph in made.chapter("first").paragraphs] == ["没有须在改革生效前先办的事项。"]


def test_what_comes_first_is_worded_as_the_remedy_of_the_finding() -> None:
    made = report(graph(CANCEL, "Article/A", "Power/W DEPENDS_ON Power/V"), CANCEL_W, {"op": "cancel", "power": "V"})
    found = tables(made, "first").values()
    told = {pair for table in found for pair in cells(table, "code", "to_do")}
    assert told == {(code, FINDINGS[code].remedy.zh) for code, _ in told}
    assert {"PG013", "PG019"} <= {code for code, _ in told}


def test_opened_findings_carry_remedy_and_basis() -> None:
    found = tables(report(graph(CANCEL), CANCEL_W), "risks")["risks-first"]
    assert cells(found, "code", "remedy") == {("PG019", "指定承接的职权、环节和岗位")}


def test_closed_findings_stand_in_the_annex() -> None:
    view = graph(CANCEL, "Power/W SUPERVISED_BY Post/P1", "Power/N HAS_STEP Step/N1")
    made = report(view, {"op": "cancel", "power": "N", "supervision_post": "Q"})
    assert ("PG001",) in cells(tables(made, "annex")["closed"], "code")


# -- 立改废 ----------------------------------------------------------------------------------------------------


def rule(rank: str, extra: str = "") -> Snapshot:
    return graph(
        "Power/W HAS_STEP Step/S",
        "Step/S PERFORMED_BY Post/P",
        "Power/W AUTHORIZED_BY Article/BASE",
        "Article/BASE rank=department_rule",
        "Step/S REGULATED_BY Article/A",
        "Article/A PART_OF Instrument/I",
        f"Instrument/I rank={rank} issuer=上海海关",
        extra,
    )


@pytest.mark.parametrize(
    ("rank", "action", "maker"),
    [
        ("law", "提请研究", "全国人大及其常委会"),
        ("admin_regulation", "提请研究", "国务院"),
        ("council_decision", "提请研究", "国务院"),
        ("local_regulation", "提请研究", "上海海关"),
        ("provincial_rule", "提请研究", "上海海关"),
        ("department_rule", "废", "海关总署（以总署令）"),
        ("normative", "废", "上海海关"),
        ("internal", "废", "上海海关"),
    ],
)
def test_an_idle_article_is_repealed_by_whoever_made_it(rank: str, action: str, maker: str) -> None:
    found = tables(report(rule(rank), CANCEL_W), "rules")["rules"]
    assert ("A", action, maker) in cells(found, "article", "action", "maker")


def test_an_article_whose_steps_only_lack_a_post_says_so() -> None:
    edit = {"edit": "retire_relation", "rel": "PERFORMED_BY", "from": "Step/S", "to": "Post/P"}
    found = tables(report(rule("law"), {"op": "edit", "edits": [edit]}), "rules")["rules"]
    ((reason,),) = cells(found, "reason")
    assert "先定办理岗位" in reason


def test_an_article_that_keeps_some_users_is_amended() -> None:
    view = rule(
        "internal",
        """
        Power/V HAS_STEP Step/T
        Step/T PERFORMED_BY Post/P
        Step/T REGULATED_BY Article/A
        """,
    )
    found = tables(report(view, CANCEL_W), "rules")["rules"]
    assert ("A", "改") in cells(found, "article", "action")


def test_an_article_without_a_rank_has_its_rank_established_first() -> None:
    view = graph("Power/W HAS_STEP Step/S", "Step/S PERFORMED_BY Post/P", "Step/S REGULATED_BY Article/A")
    found = tables(report(view, CANCEL_W), "rules")["rules"]
    assert cells(found, "article", "action") == {("A", "先核定效力层级")}


def test_a_power_that_loses_its_basis_needs_a_rule() -> None:
    view = graph("Power/W AUTHORIZED_BY Article/A", "Article/A rank=department_rule")
    found = tables(report(view, {"op": "repeal", "article": "A"}), "rules")["rules"]
    assert cells(found, "article", "action", "maker") == {("W", "立或改", "海关总署（以总署令）")}


def test_a_licence_that_loses_its_basis_is_a_matter_for_the_legislator() -> None:
    view = graph("Power/W type=01", "Power/W AUTHORIZED_BY Article/A", "Article/A rank=department_rule")
    found = tables(report(view, {"op": "repeal", "article": "A"}), "rules")["rules"]
    assert cells(found, "article", "action") == {("W", "提请研究")}


def test_a_delegation_below_the_level_of_a_law_is_to_be_proposed() -> None:
    view = graph(
        DELEGATE.replace("Power/W AUTHORIZED_BY Article/A", "Power/W AUTHORIZED_BY Article/A lowest_level=regional"),
        "Article/A rank=law",
    )
    found = tables(report(view, DELEGATE_W), "rules")["rules"]
    assert cells(found, "article", "action", "maker") == {("A", "提请研究", "全国人大及其常委会")}


def test_nothing_above_a_department_rule_is_ever_called_repealed() -> None:
    for rank in ("law", "admin_regulation", "council_decision", "local_regulation", "provincial_rule"):
        found = tables(report(rule(rank), CANCEL_W), "rules")["rules"]
        actions = {action for article, action in cells(found, "article", "action") if article == "A"}
        assert all("废" not in action for action in actions)


# -- controls and length ---------------------------------------------------------------------------------------


def test_controls_that_follow_the_duties_are_told_with_their_owners() -> None:
    view = graph(
        DELEGATE,
        """
        RiskPoint/R MITIGATED_BY Control/C
        Control/C line=1
        Control/C OWNED_BY Post/K
        Post/K role=复核岗
        Post/K IN_UNIT Unit/R1
        Post/K1 role=复核岗
        Post/K1 IN_UNIT Unit/L1
        """,
    )
    found = tables(report(view, DELEGATE_W), "controls")["owners"]
    assert cells(found, "control", "before", "after") == {("C", "K", "K1")}


def many(number: int) -> Snapshot:
    posts = "\n".join(f"Step/S PERFORMED_BY Post/P{i:03}\nPost/P{i:03} role=审核岗" for i in range(number))
    return graph("Power/W HAS_STEP Step/S", posts)


def test_a_long_list_is_folded_by_standard_post_with_its_number() -> None:
    found = tables(report(many(FOLD_FROM + 1), CANCEL_W), "posts")["posts"]
    assert len(found.rows) == FOLD_FROM + 1
    (shown,) = found.shown
    assert (shown.number, cell_text(shown.cells[0]), found.left_out) == (13, "P000 等 13 项", 0)


def test_a_short_list_is_not_folded() -> None:
    found = tables(report(many(FOLD_FROM), CANCEL_W), "posts")["posts"]
    assert found.shown == found.rows


def test_rows_that_do_not_fold_are_counted_when_they_are_left_out() -> None:
    risks = "\n".join(f"RiskPoint/R{i:03} BORNE_BY Post/P" for i in range(SHOWN_AT_MOST + 5))
    steps = "\n".join(
        f"Power/W HAS_STEP Step/T{i:03}\nStep/T{i:03} EXPOSES RiskPoint/R{i:03}" for i in range(SHOWN_AT_MOST + 5)
    )
    view = graph(risks, steps)
    made = report(view, {"op": "redefine", "power": "W", "set": {"content": "新口径"}})
    assert tables(made, "risks")["review-riskpoint"].left_out == 5


def test_the_json_keeps_every_row_and_code() -> None:
    made = report(many(200), CANCEL_W)
    text = json.dumps(made.to_json(), ensure_ascii=False)
    assert all(f"Post/P{i:03}" in text for i in range(200))


def test_the_same_impact_gives_the_same_report() -> None:
    first, second = (json.dumps(report(graph(DELEGATE), DELEGATE_W).to_json()) for _ in range(2))
    assert first == second


def test_a_removed_step_was_there_before_and_is_not_after() -> None:
    rows = list(changed_properties(Kind.STEP, {"name": "审批"}, None))

    assert [(str(first), str(last)) for _, first, last in rows] == [("在 there", "不再存在 gone")]


def test_working_days_are_summed_by_group_and_listed_in_the_same_order() -> None:
    made = report(graph(DAYS), *DAYS_CHANGES)
    (row, *rest) = tables(made, "flow")["days"].rows
    assert [cell_text(held.cells[0]) for held in (row, *rest)] == ["X", "Y", "N", "W"]
    (paragraph,) = made.chapter("flow").paragraphs
    assert paragraph.zh == (
        "办理时限：2 项职权办理时限缩短（合计 20→14 个工作日）、1 项改革后未定时限（原合计 4 个工作日）、"
        "1 项不再行使（原合计 7 个工作日）。"
    )


SET_A_LIMIT = {
    "op": "edit",
    "edits": [{"edit": "set_node", "kind": "Step", "code": "S", "properties": {"limit_days": 3}}],
}


def test_a_limit_that_changes_while_the_days_are_unknown_is_told_as_unknown_on_both_sides() -> None:
    view = graph(CANCEL, "Power/W HAS_STEP Step/S2")  # S2 has no limit
    made = report(view, SET_A_LIMIT)
    assert cells(tables(made, "flow")["days"], "power", "before", "after") == {("W", "未知", "未知")}
    assert made.chapter("flow").paragraphs[0].zh == "办理时限：1 项办理时限改革前后均未知（有环节未定时限）。"


def test_unknown_days_are_not_told_where_no_limit_changes() -> None:
    made = report(graph(CANCEL, "Power/W HAS_STEP Step/S2"), {"op": "redefine", "power": "W", "set": {"content": "新"}})
    assert "days" not in tables(made, "flow")


def test_a_duty_without_a_counterpart_that_stays_open_is_said_first_and_to_be_done() -> None:
    made = report(graph(DELEGATE), DELEGATE_W)
    assert [paragraph.zh for paragraph in made.chapter("first").paragraphs] == [
        "移交时 1 处没有对应岗位：0 处已由改革的后续补足，1 处仍无人办理（见三、岗位变化）。"
    ]
    assert ("PG003", "1") in cells(tables(made, "first")["to-do"], "code", "number")
    assert cells(tables(made, "posts")["no-counterpart"], "unit", "after") == {("L2", "仍无人办理，须设岗")}


def test_a_step_left_without_a_post_is_one_gap_whatever_offices_it_leaves_unstaffed() -> None:
    gone = {"op": "redefine", "power": "W", "unassign": [{"step": "S", "post": "P1"}]}
    made = report(graph(DELEGATE), DELEGATE_W, gone)

    assert cells(tables(made, "first")["to-do"], "code", "number") == {("PG002", "1"), ("PG013", "1")}
    assert made.chapter("first").paragraphs[0].zh.startswith("PG003 与同一环节的 PG002 是同一缺口")
    assert "生效前须先办 2 件（环节无办理岗位 1、缺事中事后监管 1）" in made.headline.zh
    (row,) = tables(made, "flow")["flow-first"].rows
    assert [cell_text(cell) for cell in row.cells[:3]] == [
        "PG002、PG003",
        "环节无办理岗位，行使机关无人办理 2 处",
        "W · S（L1、L2）",
    ]
    assert row.codes == {"about": ("L1", "L2")}


@pytest.mark.parametrize(
    ("unit", "said", "state"),
    [
        ("L2", "1 处已由改革的后续补足，0 处仍无人办理", "已由后续补足"),
        ("R1", "0 处已由改革的后续补足，1 处由上级机关办理，0 处仍无人办理", "由上级机关办理，本机关无岗位"),
    ],
)
def test_a_duty_without_a_counterpart_is_made_good_by_a_post_there_not_by_one_above(
    unit: str, said: str, state: str
) -> None:
    view = graph(DELEGATE, f"Post/Q IN_UNIT Unit/{unit}")
    made = report(view, DELEGATE_W, {"op": "redefine", "power": "W", "assign": [{"step": "S", "post": "Q"}]})
    assert made.chapter("first").paragraphs[-1].zh.startswith(f"移交时 1 处没有对应岗位：{said}")
    assert cells(tables(made, "posts")["no-counterpart"], "unit", "after") == {("L2", state)}


def test_changes_are_counted_from_one_and_told_in_words() -> None:
    changed = {"op": "redefine", "power": "W", "set": {"name": "新名"}, "assign": [{"step": "S", "post": "P1"}]}
    found = tables(report(graph(DELEGATE), DELEGATE_W, changed), "powers")["operations"]
    assert cells(found, "position", "arguments") == {
        ("1", "从层级 直属海关；到层级 隶属海关"),
        ("2", "设定属性 名称 新名；新增岗位分工 S→P1"),
    }


def test_a_folded_sum_says_that_it_is_one_and_real_rows_tell_their_origin() -> None:
    (shown,) = tables(report(many(FOLD_FROM + 1), CANCEL_W), "posts")["posts"].shown
    assert cell_text(shown.cells[4]) == "共 13"
    assert "0/" not in shown.source.zh


DAYS = """
    Power/W HAS_STEP Step/W1
    Step/W1 limit_days=7
    Power/X HAS_STEP Step/X1
    Step/X1 limit_days=8
    Power/X HAS_STEP Step/X2
    Step/X2 limit_days=4
    Step/X1 NEXT Step/X2
    Power/Y HAS_STEP Step/Y1
    Step/Y1 limit_days=6
    Power/Y HAS_STEP Step/Y2
    Step/Y2 limit_days=2
    Step/Y1 NEXT Step/Y2
    Power/N HAS_STEP Step/N1
    Step/N1 limit_days=4
"""
DAYS_CHANGES = (
    {"op": "redefine", "power": "X", "retire_steps": ["X2"]},
    {"op": "redefine", "power": "Y", "retire_steps": ["Y2"]},
    {"op": "redefine", "power": "N", "add_steps": [{"code": "N2", "name": "复核", "seq": 2, "act": "复核"}]},
    CANCEL_W,
)


def test_a_duty_without_an_office_to_receive_it_is_said_to_stay() -> None:
    alone = """
        Unit/R9 level=regional
        Post/P9 role=审批岗
        Post/P9 IN_UNIT Unit/R9
        Step/S PERFORMED_BY Post/P9
    """
    said = report(graph(DELEGATE, alone), DELEGATE_W).chapter("first").paragraphs[-1].zh
    assert said == "移交时 1 处没有承接机关，仍由原机关办理（见二、流程衔接）。"


def test_a_new_type_is_told_by_its_name() -> None:
    found = tables(report(graph(CANCEL), {"op": "convert", "power": "W", "to_type": "07"}), "powers")["operations"]
    assert {arguments for (arguments,) in cells(found, "arguments")} == {"改为类型 行政确认"}


def test_what_the_reform_itself_does_with_rules_is_listed_as_repealed_amended_or_enacted() -> None:
    view = graph(CANCEL, "Instrument/I1 rank=internal", "Instrument/I2 rank=internal", "Instrument/I3 rank=law")
    edits = [
        {"edit": "set_node", "kind": "Instrument", "code": "I2", "properties": {"change": "amended"}},
        {"edit": "add_node", "kind": "Instrument", "code": "I4", "properties": {"rank": "internal", "issuer": "总署"}},
        {"edit": "set_node", "kind": "Instrument", "code": "I3", "properties": {"note": "不是改"}},
    ]
    made = report(view, {"op": "repeal", "instrument": "I1"}, {"op": "edit", "edits": edits})
    assert cells(tables(made, "rules")["made"], "rule", "action") == {("I1", "废"), ("I2", "改"), ("I4", "立")}
    assert made.chapter("rules").paragraphs[0].zh == "改革自定：废 1 项，改 1 项，立 1 项。"


def test_repealed_and_enacted_rules_are_named_however_many_there_are() -> None:
    view = graph(CANCEL, *(f"Instrument/I{n:02} rank=internal" for n in range(20)))
    made = report(view, *({"op": "repeal", "instrument": f"I{n:02}"} for n in range(20)))
    assert len(tables(made, "rules")["made"].shown) == 20


def test_a_change_that_adds_a_step_is_no_better_documented_than_the_step() -> None:
    step = {"code": "S9", "name": "抽查", "seq": 9, "act": "监督抽查"}
    marked = {"edit": "set_node", "kind": "Step", "code": "S9", "properties": {"origin": "synthetic"}}
    view = graph(CANCEL, "Power/W origin=statute")
    changes = {"op": "redefine", "power": "W", "add_steps": [step]}, {"op": "edit", "edits": [marked]}
    made = report(view, *changes)
    assert [row.origin for row in tables(made, "powers")["operations"].rows] == ["synthetic", "synthetic"]
    assert {row.origin for row in tables(made, "flow")["steps"].rows if row.nodes[0] == "Step/S9"} == {"synthetic"}
