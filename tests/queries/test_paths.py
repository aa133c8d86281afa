"""Paths: all shortest ones, in order, in each relation's own direction, and what the answer leaves out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputError, MissingError
from graph.model import NodeId
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from queries.paths import end_named, resolve, shortest_paths
from tests.builders import graph

POWER, POST, UNIT = Kind.POWER, Kind.POST, Kind.UNIT

VIEW = """
    Power/W HAS_STEP Step/S1
    Power/W HAS_STEP Step/S2
    Power/W EXERCISED_BY Unit/U
    Step/S1 PERFORMED_BY Post/P
    Step/S2 PERFORMED_BY Post/P
    Post/P IN_UNIT Unit/U
    Post/Q IN_UNIT Unit/U
    Control/C OWNED_BY Post/P
    Control/ALONE
"""


def test_all_shortest_paths_are_given_in_order() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POST, "P"), NodeId(POWER, "W"))
    assert found.paths == (
        (("PERFORMED_BY", "Step/S1", "Post/P"), ("HAS_STEP", "Power/W", "Step/S1")),
        (("PERFORMED_BY", "Step/S2", "Post/P"), ("HAS_STEP", "Power/W", "Step/S2")),
    )
    assert (found.length, found.complete) == (2, True)


def test_units_are_no_inner_nodes_by_default() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POST, "Q"), NodeId(POWER, "W"))
    assert (found.paths, found.exhausted, found.avoided) == ((), True, (UNIT,))


def test_units_are_walked_through_on_request() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POST, "Q"), NodeId(POWER, "W"), avoid=frozenset())
    assert found.paths == ((("IN_UNIT", "Post/Q", "Unit/U"), ("EXERCISED_BY", "Power/W", "Unit/U")),)


def test_a_path_may_end_at_a_unit() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POWER, "W"), NodeId(UNIT, "U"))
    assert (found.length, found.avoided) == (1, ())


def test_a_standard_post_is_reached_at_its_nearest_posts() -> None:
    view = graph(VIEW, "Post/P role=岗", "Post/N role=岗", "Post/FAR role=岗", "Step/S1 PERFORMED_BY Post/N")
    found = shortest_paths(view, NodeId(POWER, "W"), end_named(view, "岗"))

    assert [path[-1][2] for path in found.paths] == ["Post/N", "Post/P", "Post/P"]
    assert (str(found.end), found.length) == ("Role/岗", 2)
    assert shortest_paths(view, end_named(view, "Role/岗"), NodeId(POWER, "W")).firsts == (
        NodeId(POST, "N"),
        NodeId(POST, "P"),
        NodeId(POST, "P"),
    )


def test_a_path_to_itself_is_empty() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POST, "P"), NodeId(POST, "P"))
    assert (found.paths, found.length) == (((),), 0)


def test_the_limit_cuts_and_says_so() -> None:
    found = shortest_paths(graph(VIEW), NodeId(POST, "P"), NodeId(POWER, "W"), limit=1)
    assert (len(found.paths), found.cut, found.complete) == (1, True, False)


def test_the_depth_ends_the_search_and_says_so() -> None:
    found = shortest_paths(graph(VIEW), NodeId(Kind.CONTROL, "C"), NodeId(POWER, "W"), depth=2)
    assert (found.paths, found.length, found.exhausted, found.complete) == ((), None, False, False)


def test_without_any_path_the_answer_is_complete() -> None:
    found = shortest_paths(graph(VIEW), NodeId(Kind.CONTROL, "ALONE"), NodeId(POWER, "W"))
    assert (found.paths, found.complete) == ((), True)


def test_an_unknown_node_is_missing() -> None:
    with pytest.raises(MissingError, match="Post/X"):
        shortest_paths(graph(VIEW), NodeId(POST, "X"), NodeId(POWER, "W"))


def _distance(view: Snapshot, start: NodeId, end: NodeId) -> tuple[int, int] | None:
    """Length and number of the shortest paths, the slow way: one level after the other, counting ways."""
    edges = [
        pair
        for link in LINKS
        for pair in ((NodeId(link.from_kind, s), NodeId(link.to_kind, t)) for s, t in view.pairs(link))
    ]
    ways, seen = {start: 1}, {start}
    for length in itertools.count():
        if end in ways:
            return length, ways[end]
        following: dict[NodeId, int] = {}
        for source, target in (*edges, *((t, s) for s, t in edges)):
            if source in ways and target not in seen:
                following[target] = following.get(target, 0) + ways[source]
        if not following:
            return None
        seen |= following.keys()
        ways = following
    raise AssertionError


@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["DEPENDS_ON", "DERIVED_FROM"]))))
def test_length_and_number_agree_with_a_plain_search(pairs: set[tuple[int, int, str]]) -> None:
    lines = [f"Power/{a} {rel} Power/{b}" for a, b, rel in pairs if a != b]
    view = graph("Power/0", "Power/4", *sorted(lines))
    start, end = NodeId(POWER, "0"), NodeId(POWER, "4")
    found = shortest_paths(view, start, end, limit=1000)
    assert _distance(view, start, end) == (None if found.length is None else (found.length, len(found.paths)))
    assert len(set(found.paths)) == len(found.paths)


# -- codes -----------------------------------------------------------------------------------------------------


def test_a_code_with_its_kind_is_that_node() -> None:
    assert resolve(graph(VIEW), "Post/P") == NodeId(POST, "P")
    assert resolve(graph(VIEW), "post/P") == NodeId(POST, "P")


def test_a_bare_code_is_enough_where_one_kind_has_it() -> None:
    assert resolve(graph(VIEW), "S1") == NodeId(Kind.STEP, "S1")


def test_an_ambiguous_code_names_the_candidates() -> None:
    with pytest.raises(InputError, match="Post/X, Power/X"):
        resolve(graph("Post/X", "Power/X"), "X")


def test_a_kind_decides_between_candidates() -> None:
    assert resolve(graph("Post/X", "Power/X"), "X", POWER) == NodeId(POWER, "X")


def test_a_code_may_contain_a_slash() -> None:
    assert resolve(graph("Power/a/b"), "a/b") == NodeId(POWER, "a/b")


def test_an_unknown_code_is_missing() -> None:
    with pytest.raises(MissingError, match="NOPE"):
        resolve(graph(VIEW), "NOPE")


NAMED = """
    Power/W name=减免税审核
    Power/V name=查验
    Step/S name=查验
    Post/减免税审核 name=某岗
"""


def test_a_whole_name_that_one_node_has_names_it() -> None:
    assert resolve(graph(NAMED), "某岗") == NodeId(POST, "减免税审核")


def test_a_code_goes_before_a_name() -> None:
    assert resolve(graph(NAMED), "减免税审核") == NodeId(POST, "减免税审核")


@pytest.mark.parametrize(("text", "kind"), [("Power/查验", None), ("power/查验", None), ("查验", POWER)])
def test_a_name_among_nodes_of_one_kind(text: str, kind: Kind | None) -> None:
    assert resolve(graph(NAMED), text, kind) == NodeId(POWER, "V")


def test_a_name_that_several_nodes_have_is_refused_with_all_of_them() -> None:
    with pytest.raises(InputError, match="Power/V, Step/S"):
        resolve(graph(NAMED), "查验")


def test_part_of_a_name_is_no_name_but_suggests_the_whole() -> None:
    with pytest.raises(MissingError, match="W 减免税审核"):
        resolve(graph(NAMED), "减免税", POWER)
