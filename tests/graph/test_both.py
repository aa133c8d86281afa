"""A message in both languages is one text that can be taken apart again."""

from __future__ import annotations

import pickle

from graph.errors import InputError, Problem
from graph.terms import Both, Label, label_of

NONE = Both("没有", "none")


def test_it_is_one_text_chinese_first() -> None:
    assert (NONE, f"{NONE}!") == ("没有 none", "没有 none!")


def test_what_is_joined_is_joined_in_each_language() -> None:
    assert label_of("E39: " + NONE + Both("；请更正", "; correct it")) == Label(
        "E39: 没有；请更正", "E39: none; correct it"
    )


def test_it_stays_what_it_is_in_an_error_and_on_the_way_to_another_process() -> None:
    assert [label_of(str(ValueError(NONE))).en, label_of(pickle.loads(pickle.dumps(NONE))).zh] == ["none", "没有"]  # noqa: S301


def test_a_problem_is_a_sentence_of_each_language() -> None:
    error = InputError([Problem("a.csv", NONE, "UTF-8", row=2)])

    assert error.message == Label("a.csv · 第 2 行：没有；应为 UTF-8", "a.csv · row 2: got none; expected UTF-8")
    assert error.problems[0].in_each()["said"]["en"] == {"got": "none", "expected": "UTF-8"}
