"""Editing a reform: every step makes the reform that it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.ui.pages.composing import edited, mark_after, with_change, with_texts
from graph.errors import InputError
from graph.reform import Reform


def reform(count: int = 3) -> Reform:
    return Reform("试", tuple({"op": "cancel", "power": str(number)} for number in range(count)))


def order(found: Reform) -> str:
    return "".join(change["power"] for change in found.changes)


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ("up:1", "102"),
        ("down:1", "021"),
        ("drop:1", "02"),
        ("move:0:2", "120"),
        ("move:2:0", "201"),
        ("up:0", "012"),
        ("down:2", "012"),
        ("move:0:9", "120"),
        ("clear", ""),
    ],
)
def test_a_step_puts_changes_in_this_order(step: str, after: str) -> None:
    assert order(edited(reform(), step)) == after


@pytest.mark.parametrize(
    ("step", "mark"),
    [
        ("up:2", "up-1"),  # once more
        ("up:1", "change-0"),  # no further
        ("down:0", "down-1"),
        ("down:1", "change-2"),
        ("move:0:2", "change-2"),
        ("drop:0", "change-0"),
        ("drop:2", "change-1"),
        ("clear", ""),
    ],
)
def test_the_reader_comes_to_the_change_that_moved_or_stands_in_the_place_of_one(step: str, mark: str) -> None:
    assert mark_after(step, len(edited(reform(), step).changes)) == mark


@given(st.integers(0, 2), st.integers(0, 2))
def test_moving_there_and_back_changes_nothing(start: int, end: int) -> None:
    assert edited(edited(reform(), f"move:{start}:{end}"), f"move:{end}:{start}") == reform()


@pytest.mark.parametrize("step", ["", "up", "up:-1", "up:3", "move:1", "drop:99", "sort"])
def test_what_is_no_step_is_an_error(step: str) -> None:
    with pytest.raises(InputError):
        edited(reform(), step)


def test_a_change_takes_the_place_of_another_or_comes_last() -> None:
    new = {"op": "suspend", "power": "9"}
    assert order(with_change(reform(), new, 1)) == "092"
    assert order(with_change(reform(), new)) == "0129"


def test_texts_are_kept_and_changes_stay() -> None:
    found = with_texts(reform(), {"name": " 二〇一三 ", "number": "1", "effective": "2013-12-01"})
    assert (found.name, found.number, found.effective) == ("二〇一三", "1", date(2013, 12, 1))
    assert found.changes == reform().changes


def test_a_date_that_is_none_is_named() -> None:
    with pytest.raises(InputError) as caught:
        with_texts(reform(), {"effective": "2013-02-30"})
    assert [problem.column for problem in caught.value.problems] == ["effective"]
