"""Answers as parts of a graph, and findings as rows."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from graph.errors import QuangangError
from graph.interop import to_networkx
from graph.model import NodeId
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.findings import findings_of
from queries.findings.model import Finding
from queries.impact import impact_of
from queries.parts import finding_rows, part_of_findings, part_of_impact, part_of_paths, part_of_rows
from queries.paths import shortest_paths
from tests.builders import graph
from tests.graph.drawn import cases

GRAPH = graph("""
    Power/w AUTHORIZED_BY Article/a
    Power/w HAS_STEP Step/s
    Step/s PERFORMED_BY Post/p
    Step/s PERFORMED_BY Post/p key=k
    Step/s EXPOSES RiskPoint/r
    RiskPoint/r MITIGATED_BY Control/c
    Control/c OWNED_BY Post/q
    Unit/U level=regional
""")
CANCEL = Reform("取消", ({"op": "cancel", "power": "w"},))
LAW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def test_an_impact_has_what_becomes_of_each_node() -> None:
    made = to_networkx(part_of_impact(impact_of(GRAPH, CANCEL)))

    assert {name: held["_change"] for name, held in made.nodes(data=True) if "_change" in held} == {
        "Power/w": "touched",
        "Post/p": "vacated",
        "RiskPoint/r": "ended",
        "Article/a": "idle",
    }
    assert made.graph["answer"] == "impact"


def test_an_impact_has_what_becomes_of_each_relation() -> None:
    made = to_networkx(part_of_impact(impact_of(GRAPH, CANCEL)))

    found = {(a, b, held["rel"], held["key"]): held["_change"] for a, b, held in made.edges(data=True)}
    assert found["Power/w", "Step/s", "HAS_STEP", ""] == "lost"
    assert found["Step/s", "Post/p", "PERFORMED_BY", "k"] == "lost"
    assert found["Power/w", "Article/a", "AUTHORIZED_BY", ""] == "kept"


def test_an_impact_lists_the_findings_at_a_node() -> None:
    made = to_networkx(part_of_impact(impact_of(GRAPH, CANCEL)))

    assert "PG013" in made.nodes["Power/w"]["_opened"]
    assert "PG007" in made.nodes["Control/c"]["_opened"]


@LAW
@given(cases())
def test_the_part_of_an_impact_names_all_that_the_answer_names(case: tuple[Snapshot, Reform]) -> None:
    try:
        impact = impact_of(*case)
    except QuangangError:
        return

    part = part_of_impact(impact)

    named = {NodeId(Kind.POST, code) for code in impact.posts} | {NodeId(Kind.RISK, code) for code in impact.risks}
    named |= {NodeId(Kind.ARTICLE, code) for code in impact.articles}
    assert named <= set(part.nodes)
    assert {end for relation in part.relations for end in relation.ends} <= set(part.nodes)
    assert set(part.marks) <= {*part.nodes, *part.relations}


def test_findings_lead_to_their_nodes_and_what_lies_between() -> None:
    made = to_networkx(part_of_findings(GRAPH, [Finding("PG005", ("r", "p")), Finding("PG002", ("w", "s"))]))

    assert {name: held["_findings"] for name, held in made.nodes(data=True)} == {
        "RiskPoint/r": ("PG005",),
        "Post/p": ("PG005",),
        "Power/w": ("PG002",),
        "Step/s": ("PG002",),
    }
    assert ("Step/s", "RiskPoint/r") in made.edges()


def test_paths_have_their_relations_parallel_ones_too() -> None:
    paths = shortest_paths(GRAPH, NodeId(Kind.POWER, "w"), NodeId(Kind.POST, "p"))

    made = to_networkx(part_of_paths(GRAPH, paths.paths))

    assert (set(made), made.number_of_edges()) == ({"Power/w", "Step/s", "Post/p"}, 3)


def test_rows_lead_to_the_nodes_that_their_columns_name() -> None:
    rows: list[dict[str, object]] = [{"power": "w", "step": "s", "days": 3}, {"power": "w", "step": None, "days": None}]

    made = to_networkx(part_of_rows(GRAPH, rows, {"power": Kind.POWER, "step": Kind.STEP}))

    assert (set(made), made.number_of_edges()) == ({"Power/w", "Step/s"}, 1)


def test_a_finding_is_a_row_with_its_identity_by_name() -> None:
    (row,) = finding_rows([Finding("PG005", ("r", "p"))])

    assert (row["finding"], row["severity"], row["risk"], row["post"]) == ("PG005", "error", "r", "p")
    assert len(finding_rows(findings_of(GRAPH))) == len(findings_of(GRAPH))
