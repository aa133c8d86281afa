"""Questions in plain words: which power they name, and what they would do to it."""

from __future__ import annotations

import pytest

from queries.question import understood
from tests.builders import graph

VIEW = graph("""
    Power/E39 name=减免税审核确认
    Power/E40 name=减免税货物后续监管
    Power/E64 name=海关稽查
    Power/E65 name=径行海关稽查
    Unit/NS name=南沙海关 level=subordinate
    Unit/NS.TG name=南沙海关通关科 level=section
    Power/E86 name=暂停业务、撤销注册
""")


@pytest.mark.parametrize(
    ("question", "operations", "powers"),
    [
        ("取消减免税审核确认会动到谁？", ["cancel"], ("E39",)),
        ("如果下放海关稽查，谁受影响", ["delegate"], ("E64",)),
        ("下放径行海关稽查", ["delegate"], ("E65",)),
        ("取消“暂停业务、撤销注册”会怎样", ["cancel"], ("E86",)),
        ("e39 取消还是调整好", ["cancel", "redefine"], ("E39",)),
        ("把减免税审核确认委托给广州海关", ["entrust"], ("E39",)),
        ("Who is affected if E39 is cancelled?", ["cancel"], ("E39",)),
        ("what if we took back or delegated 海关稽查", ["recall", "delegate"], ("E64",)),
        ("merging E39 and E40", ["merge"], ("E39", "E40")),
        ("海关稽查谁在办", [], ("E64",)),
    ],
)
def test_a_power_that_is_named_whole_is_read_for_certain(
    question: str, operations: list[str], powers: tuple[str, ...]
) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert ([operation.op for operation, _ in found.operations], found.powers) == (operations, powers)
    assert found.certain


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("收回E39，取消E40", "recall E39; cancel E40"),
        ("暂停E39；取消E40会动到谁", "suspend E39; cancel E40"),
        ("取消减免税审核确认，下放E40", "cancel E39; delegate E40"),
        ("取消减免税审核确认并收回E40", "cancel E39; recall E40"),
        ("E39取消、E40下放", "cancel E39; delegate E40"),
        ("取消E39下放E40", "cancel E39; delegate E40"),
        ("把E39和E40取消，同时收回E64", "cancel E39 E40; recall E64"),
        ("取消E39和E40，下放E64、E65", "cancel E39 E40; delegate E64 E65"),
        ("取消E39，E40", "cancel E39 E40"),
        ("对比取消E39和暂停E39", "cancel E39; suspend E39"),
        ("取消E39和E40，E64下放", "cancel E39 E40; delegate E64"),
        ("取消E39、E40、E64下放", "cancel E39; delegate E64"),
        ("E39和E40，取消会怎样", "cancel E39 E40"),
        ("如果取消，E39会动到谁", "cancel E39"),
        ("E39取消后E40怎么办", "cancel E39"),
        ("E39不变，取消E40", "cancel E40"),
        ("把E39并入E40", "merge E39 E40"),
        ("cancel E39 and recall E40", "cancel E39; recall E40"),
        ("if E39 is cancelled, then E40 delegated", "cancel E39; delegate E40"),
        ("取消某某许可，下放E40", "cancel; delegate E40"),
        ("某某许可取消，E40下放", "cancel; delegate E40"),
        ("取消某某许可下放E40", "cancel; delegate E40"),
        ("取消E39，下放某某许可", "cancel E39; delegate"),
        ("下放E40，取消动植物检疫审批", "delegate E40; cancel"),
        ("下放E40，取消行政许可", "delegate E40; cancel"),
        ("E40，取消有关手续", "cancel"),
        ("E39下放后再取消E40", "delegate E39; cancel E40"),
        ("取消E39，不动E40", "cancel E39"),
        ("取消E39、保留E40", "cancel E39"),
        ("取消E39保留E40", "cancel E39"),
        ("取消E39，E40会怎样", "cancel E39"),
        ("保留E39，E40取消", "cancel E40"),
        ("E39保留E40取消", "cancel E40"),
        ("取消E39以外的职权", "cancel"),
        ("除E39外，E40和E64都取消", "cancel E40 E64"),
        ("取消和下放E39", "cancel E39; delegate E39"),
        ("取消后恢复E39", "cancel E39; resume E39"),
        ("cancelling E39 and E40 at once", "cancel E39 E40"),
        ("E40：取消；E39：下放", "cancel E40; delegate E39"),
        ("E40，取消；E39，下放", "cancel E40; delegate E39"),
        ("分别取消E39和E40", "cancel E39 E40"),
        ("要不要取消E39", "cancel E39"),
        ("取消不取消E39", "cancel E39; cancel E39"),
        ("不得不取消E39", "cancel E39"),
        ("不取消E39，取消E40", "cancel E40"),
        ("E39不取消，只暂停", "suspend E39"),
        ("取消E39而不是下放", "cancel E39"),
        ("为什么不取消E39", "cancel E39"),
        ("何不取消E39", "cancel E39"),
        ("why not cancel E39", "cancel E39"),
        ("停止E39", "suspend E39"),
    ],
)
def test_a_power_takes_the_operation_of_its_own_clause_only(question: str, asked: str) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert "; ".join(" ".join((each.operation.op, *each.powers)) for each in found.asked) == asked


@pytest.mark.parametrize(
    "question",
    [
        *("不取消E39会动到谁", "不要取消E39", "别取消E39", "无需取消E39", "不要把E39取消"),
        *("E39不再取消", "E39不能同时取消", "don't cancel E39", "E39 is not to be cancelled", "E39 without cancelling"),
    ],
)
def test_an_operation_that_is_negated_is_not_asked_for(question: str) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert (found.asked, [each.operation.op for each in found.negated], found.powers) == ((), ["cancel"], ("E39",))


@pytest.mark.parametrize("question", ["停止下放E39", "暂停下放E39", "取消下放E39", "stop delegating E39"])
def test_what_ends_an_operation_is_none_itself(question: str) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert (found.asked, [each.operation.op for each in found.negated]) == ((), ["delegate"])


def test_two_operations_are_negated_together() -> None:
    found = understood(VIEW, "不要取消或下放E39")

    assert found is not None
    assert [each.operation.op for each in found.negated] == ["cancel", "delegate"]


@pytest.mark.parametrize(
    ("question", "office"),
    [
        *(("把E39划转给南沙海关", "NS"), ("划转E39、E40给“南沙海关”", "NS"), ("E39委托南沙海关办理", "NS")),
        *(("transfer E39 to 南沙海关", "NS"), ("把E39划转给南沙海关通关科", ""), ("把南沙海关的E39划转给某某海关", "")),
    ],
)
def test_the_office_that_is_to_receive_a_power_is_named_behind_the_operation(question: str, office: str) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert [each.office for each in found.asked] == [office]


def test_a_standard_post_is_no_power_though_its_name_has_that_of_a_power() -> None:
    view = graph("Power/E39 name=减免税审批; Post/P name=某岗 role=减免税审批岗".replace("; ", "\n"))

    assert understood(view, "减免税审批岗承担哪些风险") is None


def test_part_of_a_name_only_yields_candidates() -> None:
    found = understood(VIEW, "取消减免税会怎样")

    assert found is not None
    assert (found.named, found.powers, found.certain) == (("减免税",), ("E39", "E40"), False)


@pytest.mark.parametrize("text", ["", "取消", "今天天气怎样", "what is the weather like", "E3", "XE39"])
def test_what_names_no_power_is_no_question(text: str) -> None:
    assert understood(VIEW, text) is None


@pytest.mark.parametrize(
    "question",
    [
        "合并减免税审核确认和减免税货物后续",
        "合并减免税审核和减免税货物后续",
        "把减免税审核并入减免税货物后续",
        "merge 减免税审核确认 and 减免税货物后续",
    ],
)
def test_a_merger_knows_each_of_its_powers_by_a_part_of_the_name_that_no_other_has(question: str) -> None:
    found = understood(VIEW, question)

    assert found is not None
    assert [(each.operation.op, set(each.powers)) for each in found.asked] == [("merge", {"E39", "E40"})]
    assert "E40" in found.in_part


def test_a_part_that_several_powers_have_in_their_names_is_told_and_not_chosen() -> None:
    found = understood(VIEW, "合并海关稽查和减免税")

    assert found is not None
    assert (found.powers, found.in_part, found.unclear) == (("E64",), (), ("减免税",))


def test_only_a_merger_looks_for_more_powers_than_are_named() -> None:
    found = understood(VIEW, "取消减免税审核确认，减免税货物后续怎么办")

    assert found is not None
    assert (found.powers, found.in_part) == (("E39",), ())


def test_a_name_that_begins_inside_an_operation_is_none() -> None:
    view = graph("Power/E07 name=放行; Power/E08 name=行政审批目录".replace("; ", "\n"))
    found, named = understood(view, "下放行政审批"), understood(view, "下放放行")

    assert found is not None
    assert named is not None
    assert (found.powers, found.named) == (("E08",), ("行政审批",))
    assert (named.powers, [operation.op for operation, _ in named.operations]) == (("E07",), ["delegate"])
