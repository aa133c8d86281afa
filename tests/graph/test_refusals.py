"""What a refused reform says: the first change that is refused, and what is wrong with later ones in themselves."""

from __future__ import annotations

import pytest

from graph.errors import ReformRefused
from graph.reform import Reform, apply_reform
from tests.builders import graph

VIEW = graph("Power/E1 name=甲 status=active", "Power/E2 name=乙 status=active")


def refused(*changes: dict[str, object]) -> ReformRefused:
    with pytest.raises(ReformRefused) as found:
        apply_reform(VIEW, Reform("", changes))
    return found.value


def test_a_mistyped_operation_lists_the_known_ones_by_both_their_names() -> None:
    assert "取消 cancel、暂停 suspend、" in refused({"op": "cancle", "power": "E1"}).said.zh


def test_what_is_wrong_with_later_changes_in_themselves_is_told_too() -> None:
    found = refused(
        {"op": "resume", "power": "E1"},  # active: refused first
        {"op": "cancel", "power": "E999"},
        {"op": "resume", "power": "E2"},  # depends on what is before it
        {"op": "suspend"},
        {"op": "cancle", "power": "E2"},
    )
    assert (found.position, [(each.position, each.field) for each in found.also]) == (
        0,
        [(1, "power"), (3, "power"), (4, "op")],
    )
    assert "\n另外：第 2 项变更" in str(found)


def test_a_code_that_an_earlier_change_may_add_is_not_called_unknown() -> None:
    new = {"code": "E9", "name": "丙", "level": "regional"}
    assert (
        refused({"op": "merge", "powers": ["E1", "E2"], "into": new, "x": 1}, {"op": "cancel", "power": "E9"}).also
        == ()
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"op": "cancel", "power": "E9"}, "no power has the code 'E9'"),
        (
            {"op": "delegate", "power": "E1", "from": "x", "to": "hq"},
            "got 'x', expected an office level: hq (head office)",
        ),
        ({"op": "delegate", "power": "E1", "from": "local", "to": "hq"}, "head office is not below local customs"),
        ({"op": "cancel", "power": 39}, "got 39, expected a code, a text;"),
    ],
)
def test_english_names_what_came_as_chinese_does(change: dict[str, object], told: str) -> None:
    assert refused(change).said.en.startswith(told)


@pytest.mark.parametrize(
    ("change", "zh", "en"),
    [
        (
            {"op": "merge", "powers": ["E1", "E2"], "into": {"code": "E\x01", "name": "丙", "level": "regional"}},
            "编码 'E\\x01': 应为 不含控制字符的编码",
            "code 'E\\x01': expected a code without control characters",
        ),
        (
            {"op": "edit", "edits": [{"edit": "set_node", "kind": "Power", "code": "E1", "properties": {"x": {}}}]},
            "x = {}: 应为 文本、64 位整数、有限的数、是或否、文本列表",
            "x = {}: expected text, 64-bit integer, finite number, boolean or list of texts",
        ),
    ],
)
def test_what_was_expected_is_said_in_one_language(change: dict[str, object], zh: str, en: str) -> None:
    assert (refused(change).said.zh, refused(change).said.en) == (zh, en)


def test_a_rule_that_a_change_would_break_is_said_in_one_language() -> None:
    retired = {"op": "edit", "edits": [{"edit": "retire_node", "kind": "Unit", "code": "U"}]}
    with pytest.raises(ReformRefused) as found:
        apply_reform(graph("Post/P name=甲"), Reform("", (retired,)))

    assert (found.value.said.zh, found.value.said.en) == (
        "岗位 P：岗位属于 0 个机构；应为恰好一个",
        "post P: post in 0 units; expected exactly one",
    )
