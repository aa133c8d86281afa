"""The one sentence: it says what the operations can cause, and no more."""

from __future__ import annotations

from collections.abc import Mapping

from graph.reform import Reform
from graph.schema import Label
from graph.snapshot import Snapshot
from queries.impact import impact_of
from queries.report import headline_of
from queries.report.case import Case
from tests.builders import graph

OFFICES = """
    Unit/HQ level=hq
    Unit/R1 level=regional
    Unit/L1 level=local
    Unit/L2 level=local
    Unit/R1 PART_OF Unit/HQ
    Unit/L1 PART_OF Unit/R1
    Unit/L2 PART_OF Unit/R1
"""
CANCEL = """
    Power/W AUTHORIZED_BY Article/A
    Power/W HAS_STEP Step/S
    Step/S limit_days=7
    Step/S PERFORMED_BY Post/P1
    Step/S PERFORMED_BY Post/P2
    Post/P1 role=审核岗
    Post/P2 role=审核岗
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R class=integrity grade=2
    Step/S EXPOSES RiskPoint/X
    RiskPoint/X class=external grade=2
    Power/V AUTHORIZED_BY Article/A
    Power/V HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P1
    Step/T PERFORMED_BY Post/P2
    Power/W SUPERVISED_BY Post/Q
    Post/Q role=监管岗
"""


def headline(view: Snapshot, *changes: Mapping[str, object]) -> Label:
    return headline_of(Case(impact_of(view, Reform("试点", changes))))


def test_a_cancellation_tells_standard_posts_posts_risks_and_dangers() -> None:
    said = headline(graph(CANCEL), {"op": "cancel", "power": "W"})
    assert said.zh == (
        "取消 1 项职权：1 类标准岗位、2 个具体岗位职责变化，1 个风险点终止，1 个外部风险待承接，"
        "生效前须先办 1 件（外部风险无人承接 1）。"
    )


def test_the_same_sentence_stands_in_english() -> None:
    said = headline(graph(CANCEL), {"op": "cancel", "power": "W"})
    assert said.en == (
        "1 power cancelled: the duties of 1 standard post, 2 posts in all, change, 1 risk point ended, "
        "1 external danger waiting for a successor, 1 thing to be done before it starts "
        "(external danger that no post watches 1)."
    )


def test_an_external_danger_is_never_said_to_have_ended() -> None:
    view = graph(
        "Power/W HAS_STEP Step/S",
        "Step/S PERFORMED_BY Post/P",
        "Step/S EXPOSES RiskPoint/X",
        "RiskPoint/X class=external",
    )
    said = headline(view, {"op": "cancel", "power": "W"})
    assert "1 个外部风险待承接" in said.zh
    assert "终止" not in said.zh


def test_a_suspended_power_does_not_end_its_risks() -> None:
    said = headline(graph(CANCEL), {"op": "suspend", "power": "W"})
    assert "1 个风险点不再有岗位承担而未消除" in said.zh
    assert "终止" not in said.zh


def test_a_cancelled_power_has_no_days_to_compare() -> None:
    said = headline(graph(CANCEL), {"op": "cancel", "power": "W"})
    assert "工作日" not in said.zh


def test_a_redefinition_that_moves_nothing_says_so_and_what_to_review() -> None:
    view = graph(
        CANCEL,
        "RiskPoint/R MITIGATED_BY Control/C",
        "Control/C line=1",
        "Control/C OWNED_BY Post/Q",
        "Control/C SPECIFIED_BY Standard/D",
    )
    said = headline(view, {"op": "redefine", "power": "W", "set": {"content": "新口径"}})
    assert said.zh == ("调整 1 项职权：没有岗位和风险变动；2 个岗位、2 个风险点、1 项措施、1 项标准、1 项条款需复核。")


def test_shorter_days_are_told_before_and_after() -> None:
    view = graph(CANCEL, "Power/W HAS_STEP Step/S2", "Step/S2 limit_days=3", "Step/S NEXT Step/S2")
    said = headline(view, {"op": "redefine", "power": "W", "retire_steps": ["S2"]})
    assert "办理时限 10→7 个工作日" in said.zh
    assert "working days 10→7" in said.en


def test_days_that_become_unknown_are_told_as_unknown() -> None:
    step = {"code": "N", "name": "复核", "seq": 2, "act": "复核"}
    said = headline(graph(CANCEL), {"op": "redefine", "power": "W", "add_steps": [step]})
    assert "办理时限 7→未知 个工作日" in said.zh


def test_days_that_stay_unknown_while_a_limit_changes_are_told() -> None:
    edit = {"edit": "set_node", "kind": "Step", "code": "S", "properties": {"limit_days": 3}}
    said = headline(graph(CANCEL, "Power/W HAS_STEP Step/S2"), {"op": "edit", "edits": [edit]})
    assert "1 项办理时限改革前后均未知" in said.zh
    assert "unknown before and after" in said.en


def test_operations_are_grouped_in_the_order_of_the_changes() -> None:
    view = graph(CANCEL, "Power/U", "Power/U HAS_STEP Step/U1")
    said = headline(
        view, {"op": "suspend", "power": "U"}, {"op": "cancel", "power": "W"}, {"op": "cancel", "power": "V"}
    )
    assert said.zh.startswith("暂停 1 项、取消 2 项职权：")
    assert said.en.startswith("1 power suspended, 2 cancelled: ")


def test_a_reform_without_changes_says_so() -> None:
    assert headline(graph(CANCEL)).zh == "没有变更：没有岗位和风险变动；没有需要复核的内容。"


DELEGATE = (
    OFFICES
    + """
    Power/W level=regional
    Power/W AUTHORIZED_BY Article/A
    Power/W EXERCISED_BY Unit/R1
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Post/P role=审批岗
    Post/P IN_UNIT Unit/R1
    Post/P1 role=审批岗 origin=synthetic
    Post/P1 IN_UNIT Unit/L1
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R grade=3
"""
)


def test_a_delegation_tells_who_takes_over_and_who_cannot() -> None:
    said = headline(graph(DELEGATE), {"op": "delegate", "power": "W", "from": "regional", "to": "local"})
    assert said.zh.startswith(
        "下放 1 项职权：1 类标准岗位、2 个具体岗位职责变化，1 个岗位职责清空，2 个机关新增行使，1 个机关不再行使，"
        "1 个风险点转移，1 处无对应岗位承接，生效前须先办 "
    )


def test_what_the_follow_up_made_good_is_not_told_as_missing() -> None:
    view = graph(DELEGATE, "Post/Q IN_UNIT Unit/L2")
    delegated = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}
    said = headline(view, delegated, {"op": "redefine", "power": "W", "assign": [{"step": "S", "post": "Q"}]})
    assert "1 处移交时无对应岗位，已由后续补足" in said.zh
    assert "无对应岗位承接" not in said.zh


def test_what_is_still_done_above_is_not_told_as_made_good() -> None:
    authorized = {"op": "authorize", "power": "W", "steps": ["S"], "from": "regional", "to": "local"}
    said = headline(graph(DELEGATE), authorized)
    assert "1 处本机关无对应岗位，由上级机关办理" in said.zh
    assert "补足" not in said.zh


def test_what_is_synthetic_is_said_at_the_end() -> None:
    said = headline(graph(DELEGATE), {"op": "delegate", "power": "W", "from": "regional", "to": "local"})
    assert said.zh.endswith("（其中合成数据：岗位 1、须先办 1）。")
    assert said.en.endswith(" (synthetic among these: posts 1, things to be done first 1).")


def test_a_standard_post_is_synthetic_when_all_its_posts_are() -> None:
    view = graph(CANCEL, "Post/P1 origin=synthetic", "Post/P2 origin=synthetic")
    assert "标准岗位 1、岗位 2" in headline(view, {"op": "cancel", "power": "W"}).zh


def test_without_synthetic_data_nothing_is_said_of_it() -> None:
    assert "合成" not in headline(graph(CANCEL), {"op": "cancel", "power": "W"}).zh


def test_gaps_make_the_answer_incomplete_and_it_says_so() -> None:
    view = graph(CANCEL.replace("grade=2", "").replace("class=external ", "class=external"))
    assert "数据有 2 处缺口，结论不完整" in headline(view, {"op": "suspend", "power": "W"}).zh


def test_a_merge_tells_steps_that_come_under_another_power() -> None:
    said = headline(graph(CANCEL), {"op": "merge", "powers": ["V", "W"], "into": "V"})
    assert said.zh.startswith("合并 2 项职权：没有岗位和风险变动；1 个环节改属另一职权；")


def test_a_repeal_is_no_operation_on_a_power() -> None:
    said = headline(graph(CANCEL), {"op": "repeal", "article": "A"})
    assert said.zh == (
        "废止 1 项法规文件或条款：没有岗位和风险变动；1 项条款的援用变化；没有需要复核的内容，"
        "生效前须先办 2 件（职权无现行依据 2）。"
    )


def test_offices_that_begin_to_exercise_are_told_even_where_no_post_takes_over() -> None:
    view = graph(DELEGATE.replace("Post/P1 IN_UNIT Unit/L1", "Post/P1 IN_UNIT Unit/R1"))
    said = headline(view, {"op": "authorize", "power": "W", "steps": ["S"], "from": "regional", "to": "local"})
    assert "没有岗位和风险变动" in said.zh
    assert "2 个机关新增行使" in said.zh


def test_the_headline_sums_only_days_that_are_known_on_both_sides() -> None:
    view = graph(
        """
        Power/X HAS_STEP Step/X1
        Step/X1 limit_days=8
        Power/X HAS_STEP Step/X2
        Step/X2 limit_days=4
        Step/X1 NEXT Step/X2
        Power/N HAS_STEP Step/N1
        Step/N1 limit_days=4
        """
    )
    step = {"code": "N2", "name": "复核", "seq": 2, "act": "复核"}
    said = headline(
        view,
        {"op": "redefine", "power": "X", "retire_steps": ["X2"]},
        {"op": "redefine", "power": "N", "add_steps": [step]},
    )
    assert "1 项职权办理时限缩短（合计 12→8 个工作日）、1 项改革后未定时限" in said.zh


def test_articles_that_lose_their_effect_are_told_where_posts_move_too() -> None:
    only = graph(CANCEL, "Power/W AUTHORIZED_BY Article/B")
    said = headline(only, {"op": "cancel", "power": "W"})

    assert "，1 项条款不再援用，" in said.zh
    assert ", 1 article used by nothing any more, " in said.en


def test_an_article_that_loses_one_user_of_several_is_left_to_its_chapter() -> None:
    assert "条款" not in headline(graph(CANCEL), {"op": "cancel", "power": "W"}).zh


def test_articles_that_go_with_their_instrument_are_told_beyond_those_that_a_repeal_names() -> None:
    view = graph(CANCEL, "Article/A PART_OF Instrument/I", "Article/B PART_OF Instrument/I")
    cancel = {"op": "cancel", "power": "W"}

    assert "2 项条款随之失效" in headline(view, cancel, {"op": "repeal", "instrument": "I"}).zh
    assert "失效" not in headline(view, cancel, {"op": "repeal", "article": "A"}).zh


def test_articles_that_lose_their_effect_are_told_where_nothing_moves() -> None:
    view = graph(CANCEL, "Article/B rank=law", "Power/W AUTHORIZED_BY Article/B")
    said = headline(view, {"op": "rebase", "power": "W", "from_article": "B", "to_articles": ["A"]})

    assert "（其中不再援用 1）" in said.zh


def test_steps_under_another_power_are_told_where_posts_move_too() -> None:
    merge = {"op": "merge", "powers": ["W", "V"], "into": "W"}
    said = headline(graph(CANCEL), merge, {"op": "redefine", "power": "W", "retire_steps": ["S"]})

    assert "1 个环节改属另一职权" in said.zh
    assert "具体岗位职责变化" in said.zh


def test_offices_that_lose_a_power_are_told_apart_where_the_power_itself_ends() -> None:
    handed = headline(graph(DELEGATE), {"op": "delegate", "power": "W", "from": "regional", "to": "local"})
    ended = headline(graph(DELEGATE), {"op": "cancel", "power": "W"})

    assert "，1 个机关不再行使，" in handed.zh
    assert "，1 个机关随职权不再行使，" in ended.zh
    assert ", 1 office to lose a power that is no longer in force, " in ended.en


def test_an_office_that_loses_two_powers_with_the_powers_themselves_is_one_office() -> None:
    view = graph(DELEGATE, "Power/V AUTHORIZED_BY Article/A", "Power/V EXERCISED_BY Unit/R1")
    said = headline(view, {"op": "cancel", "power": "W"}, {"op": "suspend", "power": "V"})

    assert "1 个机关随职权不再行使" in said.zh


def test_offices_are_told_where_a_power_ends_and_nothing_moves() -> None:
    view = graph(OFFICES, "Power/W EXERCISED_BY Unit/R1", "Power/W EXERCISED_BY Unit/L1", "Unit/L1 origin=synthetic")
    said = headline(view, {"op": "suspend", "power": "W"})

    assert "2 个机关随职权不再行使" in said.zh
    assert "机关 1" in said.zh
