"""Reading a snapshot."""

from __future__ import annotations

from graph.schema import HAS_STEP, PERFORMED_BY, Kind
from graph.snapshot import Snapshot
from tests.builders import graph

GRAPH = graph("""
    Power/w name=职权
    Post/p seats=2
    Power/w HAS_STEP Step/s2
    Power/w HAS_STEP Step/s10
    Step/s2 PERFORMED_BY Post/p
    Step/s2 PERFORMED_BY Post/p key=entrusted on_behalf_of=U
""")


def test_codes_are_in_code_point_order() -> None:
    assert GRAPH.codes(Kind.STEP) == ("s10", "s2")


def test_neighbours_are_in_code_point_order() -> None:
    assert GRAPH.out(HAS_STEP, "w") == ("s10", "s2")


def test_parallel_relations_count_once_as_neighbours() -> None:
    assert GRAPH.out(PERFORMED_BY, "s2") == ("p",)


def test_parallel_relations_keep_their_keys_and_properties() -> None:
    assert GRAPH.pair(PERFORMED_BY, "s2", "p") == {"": {}, "entrusted": {"on_behalf_of": "U"}}


def test_a_relation_without_one_of_its_ends_is_not_in_force() -> None:
    alone = Snapshot.of([(Kind.STEP, "s", {})], [(PERFORMED_BY, "s", "absent", "", {})])

    assert alone.out(PERFORMED_BY, "s") == ()


def test_against_the_relation() -> None:
    assert GRAPH.into(HAS_STEP, "s2") == ("w",)


def test_unknown_codes_have_no_node_and_no_neighbours() -> None:
    assert (GRAPH.node(Kind.POWER, "x"), GRAPH.out(HAS_STEP, "x"), GRAPH.into(HAS_STEP, "x")) == (None, (), ())


def test_absent_properties_are_none_in_a_column() -> None:
    assert GRAPH.column(Kind.POST, "seats") == (2,)
    assert GRAPH.column(Kind.STEP, "act") == (None, None)


def test_networkx_has_every_node_and_every_parallel_relation() -> None:
    exchanged = GRAPH.to_networkx()

    assert set(exchanged.nodes) == {"Power/w", "Step/s2", "Step/s10", "Post/p", "Unit/U"}
    assert exchanged.number_of_edges("Step/s2", "Post/p") == 2


def test_networkx_keeps_attributes() -> None:
    exchanged = GRAPH.to_networkx()

    assert exchanged.nodes["Post/p"] == {"kind": "Post", "code": "p", "seats": 2}
    assert exchanged.edges["Step/s2", "Post/p", ("PERFORMED_BY", "entrusted")] == {
        "rel": "PERFORMED_BY",
        "key": "entrusted",
        "on_behalf_of": "U",
    }
