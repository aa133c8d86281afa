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


def test_part_of_a_name_only_yields_candidates() -> None:
    found = understood(VIEW, "取消减免税会怎样")

    assert found is not None
    assert (found.named, found.powers, found.certain) == (("减免税",), ("E39", "E40"), False)


@pytest.mark.parametrize("text", ["", "取消", "今天天气怎样", "what is the weather like", "E3", "XE39"])
def test_what_names_no_power_is_no_question(text: str) -> None:
    assert understood(VIEW, text) is None
