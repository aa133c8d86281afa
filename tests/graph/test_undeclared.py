"""Properties that the schema does not know: told by the change that sets them, with what was probably meant."""

from __future__ import annotations

from typing import Any

import pytest

from graph.reform import Reform, apply_reform
from graph.undeclared import undeclared_by_change, undeclared_said
from tests.builders import graph


def redefined(*settings: dict[str, Any]) -> dict[int, tuple[str, str]]:
    """What is said of each change of a reform that sets so much of one power."""
    before = graph("Power/w HAS_STEP Step/s")
    reform = Reform("", tuple({"op": "redefine", "power": "w", "set": held} for held in settings))
    found = undeclared_by_change(before, reform, apply_reform(before, reform).overlay)
    told = {position: undeclared_said(held) for position, held in found.items()}
    return {position: (said.zh.partition("？")[2], said.en.partition("? ")[2]) for position, said in told.items()}


def test_they_are_told_by_the_change_that_sets_them() -> None:
    assert [*redefined({"name": "x"}, {"zzz": "y"})] == [1]


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("zzz", "职权 w zzz", "power w zzz"),
        ("nmae", "职权 w nmae（或指 name）", "power w nmae (perhaps name)"),
        ("行使内容", "职权 w 行使内容（或指 content）", "power w 行使内容 (perhaps content)"),
        (
            "limit_days",
            "职权 w limit_days（或指环节的 limit_days）",
            "power w limit_days (perhaps limit_days of a step)",
        ),
        ("办理时限", "职权 w 办理时限（或指环节的 limit_days）", "power w 办理时限 (perhaps limit_days of a step)"),
    ],
)
def test_what_was_probably_meant_stands_beside(name: str, zh: str, en: str) -> None:
    assert redefined({name: 5}) == {0: (zh, en)}


def test_of_many_the_first_are_told() -> None:
    zh, en = redefined({f"zzz{number}": 1 for number in range(7)})[0]

    assert "zzz4，另有 2 处" in zh
    assert "zzz4, and 2 more" in en
