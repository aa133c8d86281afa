"""networkx and back: nothing is lost, and what is no graph of ours is told."""

from __future__ import annotations

from datetime import date

import networkx
import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import InputError
from graph.interop import from_networkx, to_networkx
from graph.model import Manifest, NodeId, RelationId
from graph.overlay import Overlay
from graph.part import part_among
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Origin, Snapshot
from loaders.jsonl import write_graph
from tests.builders import graph
from tests.graph.drawn import cases
from tests.loaders.strategies import graphs

GRAPH = graph("""
    Power/w name=职权
    Power/w HAS_STEP Step/s
    Step/s PERFORMED_BY Post/p
    Step/s PERFORMED_BY Post/p key=entrusted note=x
""")
LAW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def told(snapshot: Snapshot) -> list[object]:
    """All that a snapshot says."""
    return [*write_graph(snapshot), snapshot.origin, dict(snapshot.later)]


@LAW
@given(graphs())
def test_there_and_back_is_the_same(snapshot: Snapshot) -> None:
    assert told(from_networkx(to_networkx(snapshot))) == told(snapshot)


@LAW
@given(cases())
def test_there_and_back_is_the_same_for_graphs_of_the_oracle(case: tuple[Snapshot, Reform]) -> None:
    assert told(from_networkx(to_networkx(case[0]))) == told(case[0])


@LAW
@given(graphs())
def test_back_and_there_is_the_same(snapshot: Snapshot) -> None:
    exchanged = to_networkx(snapshot)

    again = to_networkx(from_networkx(exchanged))

    assert networkx.utils.graphs_equal(again, exchanged)
    assert again.graph == exchanged.graph


def test_where_it_was_taken_and_what_comes_later_are_kept() -> None:
    later: dict[NodeId | RelationId, int | None] = {NodeId(Kind.POST, "p"): 4}
    manifest = Manifest(("top", "down"), (), {"power_types": ["01"]})
    dated = Snapshot.of([(Kind.POST, "p", {})], [], manifest, Origin(3, date(2013, 12, 1), "库"), later)
    exchanged = to_networkx(dated)
    exchanged.add_edge("Post/p", "Unit/u", key=("IN_UNIT", ""))  # a post must have one

    taken = from_networkx(exchanged)

    assert (taken.origin, dict(taken.later), taken.manifest) == (dated.origin, later, manifest)


def test_an_overlay_is_what_it_became() -> None:
    overlay = Overlay(GRAPH)
    overlay.set_node(Kind.POWER, "w", {"status": "suspended"})
    overlay.add_node(Kind.POWER, "v", {})

    exchanged = to_networkx(overlay)

    assert exchanged.nodes["Power/w"]["status"] == "suspended"
    assert "Power/v" in exchanged
    assert exchanged.number_of_edges("Step/s", "Post/p") == 2


def test_a_part_has_what_lies_among_its_nodes_with_their_marks() -> None:
    step, post = NodeId(Kind.STEP, "s"), NodeId(Kind.POST, "p")

    exchanged = to_networkx(part_among(GRAPH, [step, post, NodeId(Kind.POST, "unknown")], marks={step: {"_a": 1}}))

    assert {name: held for name, held in exchanged.nodes(data=True)} == {  # noqa: C416 - its view is no mapping for mypy
        "Post/p": {"kind": "Post", "code": "p"},
        "Step/s": {"kind": "Step", "code": "s", "_a": 1},
    }
    assert exchanged.number_of_edges() == 2


# ------------------------------------------------------------------------------------- graphs of other people


def test_a_graph_made_by_hand_needs_names_and_keys_only() -> None:
    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    made.add_edge("Power/w", "Step/s", rel="HAS_STEP")
    made.add_edge("Step/s", "Article/a", key=("REGULATED_BY", ""), note="x")

    assert told(from_networkx(made)) == told(
        graph("Power/w HAS_STEP Step/s", "Step/s REGULATED_BY Article/a note=x"),
    )


def test_a_list_is_taken_for_a_list_of_texts() -> None:
    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    made.add_node("Power/w", tags=["a", "b"])

    assert from_networkx(made).node(Kind.POWER, "w") == {"tags": ("a", "b")}


def with_node(name: object, **attributes: object) -> networkx.MultiDiGraph[str]:
    made = to_networkx(GRAPH)
    made.add_node(name, **attributes)  # type: ignore[arg-type]  # what is no text is the case
    return made


def with_edge(source: str, target: str, key: object = None, **attributes: object) -> networkx.MultiDiGraph[str]:
    made = to_networkx(GRAPH)
    made.add_edge(source, target, key=key, **attributes)
    return made


@pytest.mark.parametrize(
    ("made", "place", "names"),
    [
        (with_node("w"), "'w'", "Kind/CODE"),
        (with_node(7), "7", "Kind/CODE"),
        (with_node("Machine/m"), "'Machine/m'", "RiskPoint"),
        (with_node("Power/"), "'Power/'", "编码"),
        (with_node("Power/a\x00"), "'Power/a\\x00'", "control characters"),
        (with_node("Power/v", code="w"), "'Power/v'", "code='w'"),
        (with_node("Power/v", kind="Post"), "'Power/v'", "kind='Post'"),
        (with_node("Power/v", type=3), "'Power/v'", "“type”"),
        (with_node("Power/v", status="gone"), "'Power/v'", "suspended"),
        (with_node("Power/v", level="village"), "'Power/v'", "hq / regional / local"),
        (with_node("Power/v", weight=float("nan")), "'Power/v'", "nan"),
        (with_node("Power/v", weight=2**63), "'Power/v'", "64-bit"),
        (with_node("Power/v", parts={"a": 1}), "'Power/v'", "“parts”"),
        (with_node("Power/v", valid_from="2013-12-01"), "'Power/v'", "reserved"),
        (with_edge("Power/w", "Step/s"), "'Power/w' → 'Step/s'", "HAS_STEP"),
        (with_edge("Power/w", "Step/s", rel="OWNS"), "'Power/w' → 'Step/s'", "HAS_STEP"),
        (with_edge("Step/s", "Power/w", rel="HAS_STEP"), "'Step/s' → 'Power/w'", "Power → Step"),
        (with_edge("Power/w", "Step/s", ("HAS_STEP", 3)), "'Power/w' → 'Step/s'", "key=3"),
        (with_edge("Power/w", "Step/s", 1, rel="HAS_STEP"), "'Power/w' → 'Step/s'", "again"),
        (with_edge("Power/w", "Article/a", ("AUTHORIZED_BY", ""), lowest_level="x"), "Article/a", "“lowest_level”"),
        (with_node("Post/q"), "Post/q", "0 个机构"),
        (with_edge("Power/v", "Step/s", ("HAS_STEP", "")), "Step/s", "one power"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(made: networkx.MultiDiGraph[str], place: str, names: str) -> None:
    with pytest.raises(InputError) as refused:
        from_networkx(made)

    assert all(place in problem.where for problem in refused.value.problems)
    assert names in str(refused.value)


def test_every_problem_is_told_at_once() -> None:
    made = with_node("Power/v", type=3, status="gone")
    made.add_edge("Power/w", "Step/s", key="?")

    with pytest.raises(InputError) as refused:
        from_networkx(made)

    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("about", "column"),
    [({"manifest": {"levels": 3}}, "manifest"), ({"manifest": 3}, "manifest"), ({"later": 3}, "later")],
)
def test_what_a_graph_says_of_itself_is_checked(about: dict[str, object], column: str) -> None:
    made: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    made.graph.update(about)

    with pytest.raises(InputError, match=column):
        from_networkx(made)


def test_the_graph_of_an_answer_is_no_whole_graph() -> None:
    with pytest.raises(InputError, match="答案"):
        from_networkx(to_networkx(part_among(GRAPH, [NodeId(Kind.POWER, "w")])))


def test_a_graph_of_another_class_is_told() -> None:
    with pytest.raises(InputError, match="MultiDiGraph"):
        from_networkx(networkx.DiGraph())  # type: ignore[arg-type]  # what is no MultiDiGraph is the case
