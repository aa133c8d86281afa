"""Fields for every argument of every operation, and changes from what was filled in."""

from __future__ import annotations

import pytest

from api.ui.pages.arguments import Form, change_of, fields_of, form_of
from graph.changes import OPERATIONS
from graph.errors import InputError
from tests.builders import graph

GRAPH = """
    Unit/R level=regional
    Power/W level=regional
    Power/W HAS_STEP Step/S
    Power/W HAS_STEP Step/T
    Step/T name=审批
"""


@pytest.mark.parametrize("op", OPERATIONS)
def test_every_argument_of_every_operation_has_a_form(op: str) -> None:
    assert all(form_of(item.name) in Form for item in OPERATIONS[op].arguments)


def test_a_filled_form_is_a_change_without_what_is_empty() -> None:
    filled = [
        ("from", "regional"),
        ("to", "local"),
        ("units", "A, B、C"),
        ("keep_steps", ""),
        ("supervision_post", " "),
    ]
    assert change_of("delegate", "W", filled) == {
        "op": "delegate",
        "power": "W",
        "from": "regional",
        "to": "local",
        "units": ["A", "B", "C"],
    }


def test_steps_are_ticked_one_by_one() -> None:
    assert change_of("recall", "W", [("keep_steps", "S"), ("keep_steps", "T")])["keep_steps"] == ["S", "T"]


def test_trees_are_json() -> None:
    assert change_of("redefine", "W", [("set", '{"public": true}')])["set"] == {"public": True}
    assert change_of("merge", "", [("into", '{"code": "N"}'), ("powers", "A B")]) == {
        "op": "merge",
        "powers": ["A", "B"],
        "into": {"code": "N"},
    }


@pytest.mark.parametrize(
    ("op", "filled", "column"),
    [("nothing", [], "op"), ("cancel", [("to", "x")], "to"), ("redefine", [("set", "{")], "set")],
)
def test_what_is_wrong_is_named(op: str, filled: list[tuple[str, str]], column: str) -> None:
    with pytest.raises(InputError) as caught:
        change_of(op, "W", filled)
    assert [problem.column for problem in caught.value.problems] == [column]


def test_fields_offer_the_steps_of_the_power_and_hold_what_was_ticked() -> None:
    fields = {
        field.name: field
        for field in fields_of(OPERATIONS["recall"], graph(GRAPH), {"op": "recall", "power": "W", "keep_steps": ["T"]})
    }
    assert [(choice.value, choice.chosen) for choice in fields["keep_steps"].choices] == [("S", False), ("T", True)]
    assert "power" not in fields


def test_of_levels_only_those_are_offered_that_are_legal() -> None:
    legal = [{"power": "W", "from": "regional", "to": "local"}]
    held = {"op": "delegate", "power": "W"}
    fields = {field.name: field for field in fields_of(OPERATIONS["delegate"], graph(GRAPH), held, legal)}
    assert [choice.value for choice in fields["from"].choices] == ["regional"]
    assert [choice.value for choice in fields["to"].choices] == ["local"]


def test_of_offices_to_delegate_to_none_named_means_all_below() -> None:
    blank = {field.name: field.blank for field in fields_of(OPERATIONS["delegate"], graph(GRAPH), {"power": "W"})}
    assert blank["units"] is not None
    assert "下属" in blank["units"].zh
    assert blank["keep_steps"] is None


def test_a_field_holds_a_change_as_it_would_be_filled_in() -> None:
    held = {"op": "delegate", "power": "W", "units": ["A", "B"], "from": "regional", "to": "local"}
    fields = fields_of(OPERATIONS["delegate"], graph(GRAPH), held)
    filled = [(field.name, field.text) for field in fields if field.form is not Form.STEPS]
    assert change_of("delegate", "W", filled) == held
