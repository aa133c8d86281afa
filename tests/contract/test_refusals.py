"""A commit that does not fit is refused whole, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from graph.edits import Action, Edit
from graph.errors import ConflictError, InputError
from graph.model import NodeId
from graph.schema import Kind
from graph.store import Store
from tests.contract.builders import add, commit, content, identity, retire, set_

PAST, DAY = date(2010, 1, 1), date(2020, 6, 15)
STEP = "Power/E1 HAS_STEP Step/s"


@pytest.fixture
def held(store: Store) -> Store:
    """A power with a step, and a power that was retired in 2010."""
    commit(store, add("Power/E1", name="甲"), add("Step/s"), add(STEP), add("Power/old"))
    commit(store, retire("Power/old"), effective=PAST)
    return store


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([add("Power/E1")], "there already"),
        ([add(STEP)], "there already"),
        ([add("Power/E2"), add("Power/E2")], "there already"),
        ([add("Power/E2", date(2030, 1, 1)), add("Power/E2")], "there already"),
        ([retire("Power/none")], "in force on 2020-06-15"),
        ([retire("Power/old")], "in force on 2020-06-15"),
        ([set_("Power/none", {"name": None}, {"name": "乙"})], "unknown"),
        ([set_("Power/old", {"name": None}, {"name": "乙"})], "2010-01-01"),
        ([set_("Power/E1 DEPENDS_ON Power/E1", {"note": None}, {"note": "乙"})], "unknown"),
        ([retire(STEP), retire(STEP)], "in force"),
        ([add("Power/E1 HAS_STEP Step/none")], "Step/none"),
        ([add("Power/none HAS_STEP Step/s")], "Power/none"),
        ([add("Power/old HAS_STEP Step/s")], "Power/old"),
        ([retire(STEP), retire("Step/s"), add("Power/E1 HAS_STEP Step/s k")], "Step/s"),
        ([retire("Step/s")], "HAS_STEP"),
        ([retire("Power/E1", name="甲")], "HAS_STEP"),
        ([add("Power/E2", DAY, DAY)], "later than"),
        ([add("Power/E2", None, PAST)], "later than"),
    ],
)  # fmt: skip
def test_edits_that_do_not_fit_are_refused(held: Store, edits: Sequence[Edit], said: str) -> None:
    before = content(held.snapshot(on=DAY))

    with pytest.raises(InputError, match=said):
        commit(held, *edits, effective=DAY)
    assert held.head() == 2
    assert content(held.snapshot(on=DAY)) == before


@pytest.mark.parametrize(
    "edit",
    [
        set_("Power/E1", {"name": "乙"}, {"name": "丙"}),
        set_("Power/E1", {"name": None}, {"name": "丙"}),
        set_("Power/E1", {"name": "甲", "public": False}, {"name": "丙", "public": True}),
        retire(STEP, source="表一"),
        retire("Power/E1"),
        Edit(Action.RETIRE_RELATION, identity(STEP), valid_to=date(2030, 1, 1)),
    ],
)
def test_edits_made_for_another_state_are_a_conflict(held: Store, edit: Edit) -> None:
    with pytest.raises(ConflictError, match="another state") as caught:
        commit(held, edit, effective=DAY)
    assert caught.value.revision == 1
    assert held.head() == 2


def test_a_number_is_no_flag(store: Store) -> None:
    commit(store, add("Power/E1", public=True))

    with pytest.raises(ConflictError):
        commit(store, set_("Power/E1", {"public": 1}, {"public": False}), effective=DAY)


def test_what_an_edit_leaves_out_of_what_was_absent_is_written_down(store: Store) -> None:
    commit(store, add("Power/E1"))
    found = commit(store, set_("Power/E1", {}, {"name": "甲"}), effective=DAY)

    assert found.edits == (set_("Power/E1", {"name": None}, {"name": "甲"}),)


def test_all_that_is_wrong_is_named_together(held: Store) -> None:
    edits = [
        add("Power/E1"),
        add("Power/E2"),
        retire("Step/none"),
        add("Power/E2 HAS_STEP Step/gone"),
        retire("Step/s"),
    ]
    with pytest.raises(InputError) as caught:
        commit(held, *edits, effective=DAY)

    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 4
    assert [next(n for n in (0, 2, 3, 4) if f"edit {n}:" in text) for text in said] == [0, 2, 3, 4]


def test_a_node_that_was_ended_comes_back_without_relations(store: Store) -> None:
    commit(store, add("Power/E1"), add("Step/s", None, PAST), add(STEP, source="表一"))
    commit(store, add("Step/s"), effective=DAY)

    assert set(content(store.snapshot(on=DAY))) == {"Power/E1", "Step/s"}


@pytest.mark.parametrize("code", ["", "a\nb", "a\x00", "\ud800", "e\u0301"])
def test_a_code_that_is_no_code_is_refused(store: Store, code: str) -> None:
    with pytest.raises(InputError, match="code"):
        commit(store, Edit(Action.ADD_NODE, NodeId(Kind.POWER, code)))
    assert store.head() == 0


@pytest.mark.parametrize(
    "value",
    [None, float("nan"), float("inf"), 2**63, -(2**63) - 1, b"x", {"a": 1}, ("a", 1), "\udc00", ("\udc00",)],
)
def test_a_value_that_no_store_can_hold_is_refused(store: Store, value: object) -> None:
    edit = Edit(Action.ADD_NODE, NodeId(Kind.POWER, "E1"), {"x": value})  # type: ignore[dict-item]  # that is the point

    with pytest.raises(InputError, match="x ="):
        commit(store, edit)


def test_an_action_of_nodes_takes_no_relation(store: Store) -> None:
    for edit in (Edit(Action.ADD_NODE, identity(STEP)), Edit(Action.ADD_RELATION, identity("Power/E1"))):
        with pytest.raises(InputError, match="expected"):
            commit(store, edit)
