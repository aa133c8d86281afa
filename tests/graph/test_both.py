"""A message in both languages is one text that can be taken apart again."""

from __future__ import annotations

import pickle

import pytest

from graph.errors import InputError, Problem
from graph.terms import Both, Label, Lack, label_of

NONE = Both("没有", "none")
LACK = Lack("没有文件", "no file")


def test_it_is_one_text_chinese_first() -> None:
    assert (NONE, f"{NONE}!") == ("没有 none", "没有 none!")


def test_what_is_joined_is_joined_in_each_language() -> None:
    assert label_of("E39: " + NONE + Both("；请更正", "; correct it")) == Label(
        "E39: 没有；请更正", "E39: none; correct it"
    )
    assert label_of(Both("无法重演：", "cannot be carried out again: ") + Label("没有", "none")).zh == "无法重演：没有"


def test_it_stays_what_it_is_in_an_error_and_on_the_way_to_another_process() -> None:
    assert [label_of(str(ValueError(NONE))).en, label_of(pickle.loads(pickle.dumps(NONE))).zh] == ["none", "没有"]  # noqa: S301


def test_a_problem_is_a_sentence_of_each_language() -> None:
    error = InputError([Problem("a.csv", Lack("没有", "none"), "UTF-8", row=2)])

    assert error.message == Label("a.csv · 第 2 行：没有；应为 UTF-8", "a.csv · row 2: got none; expected UTF-8")
    assert error.problems[0].in_each()["said"]["en"] == {"got": "none", "expected": "UTF-8"}


@pytest.mark.parametrize(
    "told",
    [LACK, "没有文件" + Lack("", ""), Lack("没有", "no ") + Both("文件", "file"), pickle.loads(pickle.dumps(LACK))],  # noqa: S301
)
def test_of_what_did_not_come_nobody_says_that_it_came(told: str) -> None:
    assert Problem("body", told, Both("文件", "a file")).said.zh == "没有文件；应为文件"


def test_what_came_is_said_to_have_come_whatever_its_first_words() -> None:
    assert Problem("a.xlsx", Both("没有结果的公式", "a formula without a result"), "1").said.zh == (
        "收到没有结果的公式；应为 1"
    )
