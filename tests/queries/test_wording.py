"""The words that matter in a text: the same in both languages, and whatever their endings."""

from __future__ import annotations

import pytest

from graph.schema import Kind
from queries.wording import head_of, is_label, kinds_in, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("廉政风险", "integrity risks"),
        ("暂停的职权", "suspended powers"),
        ("公开的职权", "public powers"),
        ("废止的条款", "repealed articles"),
        ("风险最高的岗位", "riskiest posts"),
        ("没有监管的职权", "powers without supervision"),
        ("一级风险", "grade 1 risks"),
        ("cancels a power", "cancelled powers"),
        ("unused rules", "rules without use"),
        ("ownerless controls", "controls without owner"),
    ],
)
def test_two_texts_about_the_same_have_the_same_words(one: str, other: str) -> None:
    assert words_of(one).keys() == words_of(other).keys()


def test_words_that_say_nothing_are_left_out() -> None:
    assert words_of("please show me all of the powers that there are, would you?").keys() == {"power"}


def test_a_label_of_the_schema_is_called_by_its_label_and_any_other_word_as_it_was_typed() -> None:
    assert str(words_of("暂停")["suspend"]) == "暂停 suspend"
    assert str(words_of("Suspended")["suspend"]) == "“suspended” “suspended”"


def test_a_code_is_no_word() -> None:
    assert words_of("R-E39-3-12") == words_of("E39") == {}


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("posts with the highest risk", "post"),
        ("没有环节的职权", "power"),
        ("哪些职权没有环节", "power"),
        ("减免税", ""),
    ],
)
def test_the_kind_that_is_asked_for_stands_first_in_english_and_last_or_behind_the_question_in_chinese(
    text: str, head: str
) -> None:
    assert head_of(text) == head


def test_the_kinds_that_are_named_are_in_the_order_of_the_schema() -> None:
    assert kinds_in(words_of("risks of posts")) == (Kind.POST, Kind.RISK)


def test_a_piece_of_a_label_is_no_name() -> None:
    assert (is_label("行政处罚"), is_label("属海关"), is_label("减免税")) == (True, True, False)
