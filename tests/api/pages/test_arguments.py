"""Fields for every argument of every operation, and changes from what was filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from api.ui.pages.arguments.address import ROW, Change, Texts, parameters_of, stepped, texts_in
from api.ui.pages.arguments.fields import Field, Rows, inputs_of
from api.ui.pages.arguments.forms import CLEARED, PAIR, VERBS, Form, form_of, set_parts, subjects
from api.ui.pages.arguments.offering import fields_of
from api.ui.pages.arguments.reading import change_of
from api.ui.pages.arguments.texts import plain, texts_of
from graph.changes import OPERATIONS
from graph.changes.redefine import NOT_SET
from graph.errors import InputError, ReformRefused
from graph.model import DEFAULT_MANIFEST
from graph.reform import Reform, apply_reform
from graph.schema import KINDS, LINKS, Kind
from graph.snapshot import Snapshot
from graph.view import View
from loaders.jsonl import read_graph
from loaders.reforms import read_reform, reform_from_dict
from tests.api.pages.forms import sent
from tests.bench.sample import SAMPLE
from tests.builders import graph
from tests.oracle.generate import lines_of
from tests.oracle.strategies import worlds
from tests.oracle.world import Props

GRAPH = graph(
    """
    Unit/R level=regional
    Unit/L level=local
    Power/W level=regional content=旧 public=true
    Power/W HAS_STEP Step/S
    Power/W HAS_STEP Step/T
    Step/T name=审批 seq=2
    Step/S PERFORMED_BY Post/P
    Step/T PERFORMED_BY Post/Q
    Post/Q name=审批岗
    Power/W AUTHORIZED_BY Article/A
    Article/B
    """
)


def change(op: str, **texts: str | tuple[str, ...]) -> dict[str, Any]:
    """What a form stands for; ``__`` in a name is the dot between the parts of a text's name."""
    named = {name.replace("__", "."): held if isinstance(held, tuple) else (held,) for name, held in texts.items()}
    return change_of(op, "W", named, GRAPH)


def fields(op: str, texts: Texts | None = None, legal: Sequence[Change] = ()) -> dict[str, Field | Rows]:
    return {field.name: field for field in fields_of(OPERATIONS[op], GRAPH, "W", texts or {}, legal)}


def inputs(op: str, texts: Texts | None = None) -> dict[str, Field]:
    return {field.name: field for field in inputs_of(fields(op, texts).values())}


def chosen(field: Field | Rows) -> list[tuple[str, bool]]:
    assert isinstance(field, Field)
    return [(choice.value, choice.chosen) for choice in field.choices]


# ------------------------------------------------------------------------------------------- what was filled in


@pytest.mark.parametrize("op", OPERATIONS)
def test_every_argument_of_every_operation_has_a_form(op: str) -> None:
    assert all(form_of(item.name) in Form for item in OPERATIONS[op].arguments)


@pytest.mark.parametrize("op", OPERATIONS)
def test_no_argument_of_any_operation_asks_for_json(op: str) -> None:
    assert not [field.name for field in inputs_of(fields(op).values()) if field.form is Form.JSON]


def test_a_filled_form_is_a_change_without_what_is_empty() -> None:
    filled = change(
        "delegate", **{"from": "regional"}, to="local", units="R, L、R", keep_steps=(), supervision_post=" "
    )
    assert filled == {"op": "delegate", "power": "W", "from": "regional", "to": "local", "units": ["R", "L", "R"]}


def test_steps_are_ticked_one_by_one() -> None:
    assert change("recall", keep_steps=("S", "T"))["keep_steps"] == ["S", "T"]


def test_properties_are_set_as_what_they_are_and_cleared_by_a_tick() -> None:
    found = change("redefine", set__content="新\r\n二", set__public="false", set__cleared=("subitem",))
    assert found["set"] == {"content": "新\n二", "public": False, "subitem": None}


def test_steps_are_added_row_by_row_and_a_row_left_empty_is_none() -> None:
    found = change(
        "redefine",
        add_steps__0__code="W-3",
        add_steps__0__name="复核",
        add_steps__0__seq="3",
        add_steps__0__act="复核",
        add_steps__0__posts="P 审批岗",
        add_steps__0__after="T",
        add_steps__1=ROW,
        assign__4__step="S",
        assign__4__post="Q",
        unassign__pair='["T", "Q"]',
        add_articles__0__article="B",
        add_articles__0__lowest_level="local",
    )
    step = {"code": "W-3", "name": "复核", "seq": 3, "act": "复核", "after": "T", "posts": ["P", "Q"]}
    assert found == {
        "op": "redefine",
        "power": "W",
        "add_steps": [step],
        "unassign": [{"step": "T", "post": "Q"}],
        "assign": [{"step": "S", "post": "Q"}],
        "add_articles": [{"article": "B", "lowest_level": "local"}],
    }


def test_a_power_is_split_by_saying_of_each_step_where_it_goes() -> None:
    found = change(
        "split",
        parts__0__code="X",
        parts__0__name="甲",
        parts__0__articles="A@local B",
        parts__1__code="Y",
        parts__1__name="乙",
        parts__steps__S="1",
        parts__steps__T="1",
    )
    articles = [{"article": "A", "lowest_level": "local"}, "B"]
    assert found["parts"] == [
        {"code": "X", "name": "甲", "articles": articles, "steps": []},
        {"code": "Y", "name": "乙", "steps": ["S", "T"]},
    ]


def test_powers_are_merged_into_a_new_one_of_which_the_properties_are_given() -> None:
    found = change("merge", powers="W", into__code="N", into__name="新职权", into__type="07")
    assert found["into"] == {"code": "N", "name": "新职权", "type": "07"}


def test_elementary_edits_name_what_an_earlier_one_adds() -> None:
    found = change(
        "edit",
        edits__0="add Post",
        edits__0__code="P9",
        edits__0__properties__name="新岗",
        edits__0__properties__seats="2",
        edits__1="add IN_UNIT.Post",
        edits__1__from="P9",
        edits__1__to="R",
        edits__2="set Power",
        edits__2__code="W",
        edits__2__properties__cleared=("content",),
        edits__3="retire PERFORMED_BY.Step",
        edits__3__from="T",
        edits__3__to="审批岗",
    )
    assert found["edits"] == [
        {"edit": "add_node", "kind": "Post", "code": "P9", "properties": {"name": "新岗", "seats": 2}},
        {"edit": "add_relation", "rel": "IN_UNIT", "from": "Post/P9", "to": "Unit/R"},
        {"edit": "set_node", "kind": "Power", "code": "W", "properties": {"content": None}},
        {"edit": "retire_relation", "rel": "PERFORMED_BY", "from": "Step/T", "to": "Post/Q"},
    ]
    assert apply_reform(GRAPH, Reform("", (found,))).overlay.edits


def test_what_a_form_adds_is_named_by_its_name_too_and_what_it_ends_is_looked_up() -> None:
    found = change(
        "edit",
        edits__0="add Post",
        edits__0__code="P9",
        edits__0__properties__name="新岗",
        edits__1="add IN_UNIT.Post",
        edits__1__from="新岗",
        edits__1__to="R",
        edits__2="retire Post",
        edits__2__code="审批岗",
    )
    assert [edit.get("from", edit.get("code")) for edit in found["edits"]] == ["P9", "Post/P9", "Q"]


def test_every_edit_of_every_kind_and_link_can_be_asked_for() -> None:
    held = {subject.kind or subject.link for subject in subjects()}
    assert held == {*Kind, *LINKS}
    for subject in subjects():
        for verb in VERBS:
            found = inputs("edit", {"edits.0": (f"{verb} {subject.name}",)})
            assert {f"edits.0.{part.name}" for part in subject.parts(verb)} <= {*found}
            assert (f"edits.0.properties.{next(iter(subject.properties), '')}" in found) is (
                verb != "retire" and bool(subject.properties)
            )


def test_an_argument_may_be_written_as_json_too() -> None:
    assert change("redefine", set='{"public": true}')["set"] == {"public": True}
    assert change("merge", into='{"code": "N"}', powers='["W", "V"]')["powers"] == ["W", "V"]


# ------------------------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("op", "texts", "columns"),
    [
        ("nothing", {}, ["op"]),
        ("cancel", {"to": "x"}, ["to"]),
        ("redefine", {"set": "{"}, ["set"]),
        ("redefine", {"set.nonsense": "x"}, ["set.nonsense"]),
        ("redefine", {"set.public": "maybe", "assign.0.step": "S"}, ["set.public", "assign.0.post"]),
        ("redefine", {"set.content": "x", f"set.{CLEARED}": "content"}, ["set.content"]),
        ("redefine", {"add_steps.1.seq": "x"}, [f"add_steps.1.{name}" for name in ("seq", "code", "name", "act")]),
        ("redefine", {f"unassign.{PAIR}": "S"}, [f"unassign.{PAIR}"]),
        ("redefine", {"assign.0.step": "S", "assign.0.post": "没有的岗"}, ["assign.0.post"]),
        ("edit", {"edits.0": "burn Post"}, ["edits.0"]),
        ("edit", {"edits.0": "retire Post"}, ["edits.0.code"]),
        ("edit", {"edits.0": "set Post", "edits.0.code": "Q"}, ["edits.0"]),
        ("merge", {"into": "W", "into.code": "N", "into.name": "新"}, ["into"]),
        ("merge", {"into.name": "新"}, ["into.code"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_at_its_text(op: str, texts: Mapping[str, str], columns: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        change_of(op, "W", {name: (text,) for name, text in texts.items()}, GRAPH)
    assert [problem.column for problem in caught.value.problems] == columns


# ------------------------------------------------------------------------------------------- what is offered


def test_fields_offer_the_steps_of_the_power_and_hold_what_was_ticked() -> None:
    found = fields("recall", {"keep_steps": ("T",)})
    assert chosen(found["keep_steps"]) == [("S", False), ("T", True)]
    assert "power" not in found


def test_of_levels_only_those_are_offered_that_are_legal() -> None:
    found = fields("delegate", legal=[{"power": "W", "from": "regional", "to": "local"}])
    assert chosen(found["from"]) == [("regional", False)]
    assert chosen(found["to"]) == [("local", False)]


def test_what_a_change_holds_stays_although_it_is_not_offered() -> None:
    assert ("gone", True) in chosen(fields("recall", {"keep_steps": ("gone",)})["keep_steps"])
    assert ("section", True) in chosen(fields("recall", {"to": ("section",)})["to"])
    assert ('["S", "gone"]', True) in chosen(
        inputs("redefine", {f"unassign.{PAIR}": ('["S", "gone"]',)})[f"unassign.{PAIR}"]
    )


def test_of_offices_to_delegate_to_none_named_means_all_below() -> None:
    found = inputs("delegate")
    assert found["units"].blank is not None
    assert "下属" in found["units"].blank.zh
    assert found["keep_steps"].blank is None


def test_only_duties_and_articles_that_there_are_can_be_taken_away() -> None:
    found = fields("redefine")
    duties = found["unassign"]
    assert isinstance(duties, Rows)
    ticks = [choice.value for row in duties.rows for field in row.fields for choice in field.choices]
    assert ticks == ['["S", "P"]', '["T", "Q"]']
    assert chosen(found["retire_articles"]) == [("A", False)]
    assert [value for value, _ in chosen(inputs("redefine", {"assign.0": (ROW,)})["assign.0.step"])] == ["", "S", "T"]


def test_what_may_be_set_are_the_properties_of_a_power_with_what_they_are_now() -> None:
    found = {name.removeprefix("set."): field for name, field in inputs("redefine").items() if name.startswith("set.")}
    assert {*found} == {*KINDS[Kind.POWER].properties} - {*NOT_SET}
    now = {name: field.now.zh for name, field in found.items() if field.now}
    assert now == {"content": "旧", "public": "是"}
    assert [name for name, field in found.items() if field.clears] == ["public", "content"]


def test_a_type_is_not_chosen_for_the_reader_and_a_basis_only_from_those_that_there_are() -> None:
    kinds = fields("convert")["to_type"]
    assert chosen(kinds)[0] == ("", True)
    assert isinstance(kinds, Field)
    assert kinds.now is None
    assert [value for value, _ in chosen(fields("rebase")["from_article"])] == ["", "A"]
    assert fields_of(OPERATIONS["rebase"], GRAPH, "", {})[1].form is Form.CODE
    baseless = graph("Power/V", "Power/V HAS_STEP Step/U")
    assert chosen(fields_of(OPERATIONS["rebase"], baseless, "V", {})[0]) == [("", True)]  # no step is an article


def test_a_form_of_rows_has_a_row_of_its_own_for_each_that_must_be_there() -> None:
    parts = fields("split")["parts"]
    assert isinstance(parts, Rows)
    assert [(row.name, row.text, row.removable) for row in parts.rows] == [
        ("parts.0", ROW, False),
        ("parts.1", ROW, False),
    ]
    longer = stepped("more:parts", "", sent([parts])) or ({}, "")
    more = fields("split", longer[0])["parts"]
    assert isinstance(more, Rows)
    assert [(row.name, row.removable) for row in more.rows] == [(f"parts.{number}", True) for number in range(3)]


def test_no_property_has_the_name_of_a_text_of_another_kind() -> None:
    names = {name for kind in KINDS.values() for name in kind.properties} | {
        n for link in LINKS for n in link.properties
    }
    assert CLEARED not in names
    assert not {part.name for part in set_parts()} & {PAIR, "code"}


def test_a_row_comes_and_goes_and_nothing_else_of_the_form_is_lost() -> None:
    held = {"set.content": ("新",), "assign.0": (ROW,), "assign.0.step": ("S",), "set.note": ("",)}
    longer, mark = stepped("more:assign", "", held) or ({}, "")
    assert mark == "row-assign.1"
    kept = texts_in((name, text) for name, texts in parameters_of(longer).items() for text in texts)
    assert kept == {"set.content": ("新",), "assign.0": (ROW,), "assign.0.step": ("S",), "assign.1": (ROW,)}
    assert stepped("less:assign:0", "", kept) == ({"set.content": ("新",), "assign.1": (ROW,)}, "rows-assign")
    assert stepped("show:assign.1", "", kept) == (kept, "row-assign.1")
    assert stepped("put", "", kept) is None


# ------------------------------------------------------------------------------------------- a change and its form

_IN_ANY_ORDER = frozenset({"steps", "keep_steps", "retire_steps", "retire_articles", "unassign"})


def canonical(change: Mapping[str, Any]) -> str:
    """A change as a form writes it, with what has no order in one."""
    held = {name: value for name, given in change.items() if (value := plain(name, given)) is not None}
    for name in _IN_ANY_ORDER & held.keys():
        held[name] = sorted({json.dumps(item) for item in _items(held[name])})
    if "parts" in held:
        held["parts"] = [{**part, "steps": sorted(part["steps"])} for part in _items(held["parts"])]
    return json.dumps(held, sort_keys=True)


def _items(value: object) -> list[Any]:
    assert isinstance(value, list | tuple)
    return list(value)


def through_a_form(change: Mapping[str, Any], state: View) -> dict[str, Any]:
    op, power = str(change["op"]), str(change.get("power", ""))
    shown = fields_of(OPERATIONS[op], state, power, texts_of(change, state.manifest))
    return change_of(op, power, sent(shown), state)


@given(case=worlds())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_change_that_can_be_applied_comes_out_of_its_form_as_it_went_in(case: tuple[list[Props], Props]) -> None:
    objects, reform = case
    state: Snapshot = read_graph(lines_of(objects), "drawn")
    changes = reform_from_dict(reform).changes
    for position, change in enumerate(changes):
        before = Reform("", changes[:position])
        try:
            overlay = apply_reform(state, before).overlay
            apply_reform(state, Reform("", (*before.changes, change)))
        except ReformRefused:
            return
        assert canonical(through_a_form(change, overlay)) == canonical(change)


@pytest.mark.parametrize("name", sorted(path.name for path in (SAMPLE / "reforms").glob("*.yaml")))
def test_no_reform_of_the_sample_needs_json(name: str) -> None:
    for change in read_reform(SAMPLE / "reforms" / name).changes:
        arguments = {argument.name for argument in OPERATIONS[str(change["op"])].arguments}
        texts = texts_of(change, DEFAULT_MANIFEST)
        assert not [key for key in arguments & texts.keys() if texts[key][0].lstrip().startswith(("{", "["))]


@pytest.mark.parametrize(
    "set_", [{"own": 2.5}, {"content": ""}, {"content": " x"}, {"content": "a\rb"}, {"public": 1}, {"own": None}, ["x"]]
)
def test_what_no_field_holds_is_json_and_comes_out_as_it_went_in(set_: object) -> None:
    held = {"op": "redefine", "power": "W", "set": set_}
    shown = fields("redefine", texts_of(held, DEFAULT_MANIFEST))["set"]
    assert isinstance(shown, Field)
    assert shown.form is Form.JSON
    assert through_a_form(held, GRAPH) == held


def test_a_step_that_is_added_as_json_can_be_given_a_post() -> None:
    step = {"code": "new", "name": "新", "seq": 3, "act": "复核", "posts": ["P 9"]}
    held = {"op": "redefine", "power": "W", "add_steps": [step], "assign": [{"step": "new", "post": "P"}]}
    assert through_a_form(held, GRAPH) == held


def test_json_that_fields_can_hold_is_shown_in_fields() -> None:
    found = inputs("redefine", {"set": ('{"content": "新"}',), "add_articles": ("A B",)})
    assert found["set.content"].text == "新"
    assert [found[f"add_articles.{n}.article"].text for n in (0, 1)] == ["A", "B"]
