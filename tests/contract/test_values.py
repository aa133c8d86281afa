"""Codes and values come back exactly as they went in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.edits import Action, Edit
from graph.model import INT64_MAX, INT64_MIN, NodeId, RelationId, Value, code_problem
from graph.schema import DEPENDS_ON, Kind
from graph.store import Store
from tests.contract.backends import Fresh
from tests.contract.builders import commit, typed

EXAMPLES = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
CODES = st.text(min_size=1, max_size=8).filter(lambda text: code_problem(text) is None)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(INT64_MIN, INT64_MAX),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(TEXT, max_size=3).map(tuple),
)
PROPERTIES = st.dictionaries(TEXT.filter(bool), VALUES, max_size=4)


@pytest.mark.parametrize(
    "value",
    [
        True, False, 0, 1, 1.0, -0.0, 1e300, 5e-324, 0.1, INT64_MAX, INT64_MIN,
        "", "1", "true", "null", " a\n\x00\t", "𠮷𝒳ﬁ", "e\u0301", "[]", "{}",
        (), ("",), ("a", "b", "a"), ("[",),
    ],
)  # fmt: skip
def test_a_value_comes_back_with_its_type(store: Store, value: Value) -> None:
    commit(store, Edit(Action.ADD_NODE, NodeId(Kind.POWER, "E1"), {"x": value}))

    held = store.snapshot().node(Kind.POWER, "E1")
    assert held is not None
    assert repr(held["x"]) == repr(value)
    assert [repr(version.properties["x"]) for version in store.versions()] == [repr(value)]
    assert [repr(edit.properties["x"]) for revision in store.history() for edit in revision.edits] == [repr(value)]


def test_flags_and_numbers_that_look_alike_stay_apart(store: Store) -> None:
    values: list[Value] = [True, 1, 1.0, "1", ("1",)]
    commit(store, *(Edit(Action.ADD_NODE, NodeId(Kind.POWER, f"E{n}"), {"x": v}) for n, v in enumerate(values)))

    assert [repr(value) for value in store.snapshot().column(Kind.POWER, "x")] == [repr(value) for value in values]


def test_a_list_is_held_as_a_tuple(store: Store) -> None:
    edit = Edit(Action.ADD_NODE, NodeId(Kind.POWER, "E1"), {"x": ["a", "b"]})  # type: ignore[dict-item]  # as JSON has it
    found = commit(store, edit)

    assert found.edits[0].properties == {"x": ("a", "b")}
    assert store.snapshot().node(Kind.POWER, "E1") == {"x": ("a", "b")}


def test_parallel_relations_are_told_apart_by_their_keys(store: Store) -> None:
    keys = ["", "a", "A", "甲/乙", "a b"]
    relations = [RelationId(DEPENDS_ON, "E1", "E2", key) for key in keys]
    commit(store, *(Edit(Action.ADD_NODE, NodeId(Kind.POWER, code)) for code in ("E1", "E2")))
    commit(store, *(Edit(Action.ADD_RELATION, found, {"note": found.key}) for found in relations))
    commit(store, Edit(Action.RETIRE_RELATION, relations[1], {}, {"note": "a"}), effective=date(2020, 1, 1))

    held = store.snapshot().pair(DEPENDS_ON, "E1", "E2")
    assert {key: properties["note"] for key, properties in held.items()} == {key: key for key in keys if key != "a"}


def test_codes_of_different_kinds_and_cases_are_different(store: Store) -> None:
    nodes = [NodeId(Kind.POWER, "a"), NodeId(Kind.POWER, "A"), NodeId(Kind.STEP, "a"), NodeId(Kind.POWER, "ａ")]
    commit(store, *(Edit(Action.ADD_NODE, node, {"name": repr(node)}) for node in nodes))

    snapshot = store.snapshot()
    assert [(snapshot.node(*node) or {})["name"] for node in nodes] == [repr(node) for node in nodes]


@EXAMPLES
@given(st.dictionaries(CODES, PROPERTIES, max_size=6), st.data())
def test_any_graph_comes_back(fresh_store: Fresh, nodes: dict[str, dict[str, Value]], data: st.DataObject) -> None:
    code = st.sampled_from(sorted(nodes)) if nodes else st.nothing()
    ends = st.tuples(code, code, CODES | st.just(""))
    relations = data.draw(st.dictionaries(ends, PROPERTIES, max_size=6 if nodes else 0))
    store = fresh_store()
    commit(
        store,
        *(Edit(Action.ADD_NODE, NodeId(Kind.POWER, code), held) for code, held in nodes.items()),
        *(Edit(Action.ADD_RELATION, RelationId(DEPENDS_ON, *end), held) for end, held in relations.items()),
    )

    snapshot = store.snapshot()
    assert snapshot.codes(Kind.POWER) == tuple(sorted(nodes))
    assert {code: typed(held) for code, held in snapshot.nodes(Kind.POWER)} == {c: typed(p) for c, p in nodes.items()}
    found = [((source, target, key), typed(held)) for source, target, key, held in snapshot.relations(DEPENDS_ON)]
    assert found == sorted(((end, typed(held)) for end, held in relations.items()), key=lambda item: item[0])
    for target in nodes:
        assert snapshot.into(DEPENDS_ON, target) == tuple(sorted({end[0] for end in relations if end[1] == target}))
    assert store.verify() == ()
