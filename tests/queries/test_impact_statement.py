"""An impact as a statement: it returns the rows of the impact, it only reads, and it says what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from neo4j import Driver

from graph.model import NodeId
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.impact import impact_of
from queries.impact.evidence import row_key
from queries.impact.model import Impact
from queries.impact.rows import rows_of
from queries.impact.statement import MAX_NODES, statement_of
from tests.builders import graph
from tests.layout import write_layout
from tests.neo4j_server import Neo4jServer

GRAPH = """
    Unit/R level=regional
    Unit/L level=local
    Unit/L PART_OF Unit/R
    Power/W level=regional
    Power/W AUTHORIZED_BY Article/A
    Power/W EXERCISED_BY Unit/R
    Power/W HAS_STEP Step/S
    Power/V DEPENDS_ON Power/W
    Power/V HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R1
    Step/S EXPOSES RiskPoint/X1
    RiskPoint/X1 class=external
    RiskPoint/R1 MITIGATED_BY Control/C
    Control/C OWNED_BY Post/Q
    Post/P role=a
    Post/PL role=a
    Post/P IN_UNIT Unit/R
    Post/Q IN_UNIT Unit/R
    Post/PL IN_UNIT Unit/L
"""
CANCEL = {"op": "cancel", "power": "W"}
DELEGATE = {"op": "delegate", "power": "W", "from": "regional", "to": "local"}
REDEFINE = {"op": "redefine", "power": "W", "set": {"content": "x"}}
ADD_STEP = {
    "op": "redefine",
    "power": "W",
    "add_steps": [{"code": "S2", "name": "复核", "seq": 2, "act": "复核", "posts": ["Q"]}],
}


def impact(*changes: dict[str, Any], snapshot: Snapshot | None = None) -> Impact:
    return impact_of(snapshot or graph(GRAPH), Reform(name="试点", changes=changes))


def triples(found: Impact) -> set[tuple[str, str, str]]:
    """What ``--format json`` says, as (kind, code, change): taken from the JSON, not from the rows."""
    told = found.to_json()
    result: set[tuple[str, str, str]] = set()
    for key, kind in (("posts", "Post"), ("risks", "RiskPoint"), ("articles", "Article")):
        result |= {(kind, code, status) for code, status in told[key].items()}
    for key, kind in (("duties", "Duty"), ("offices", "Office")):
        for word in ("lost", "gained"):
            result |= {(kind, row_key(*row), word) for row in told[key][word]}
    result |= {("Step", row_key(*row), "reassigned") for row in told["duties"]["reassigned"]}
    for word in ("opened", "closed"):
        for code, *identity in told["findings"][word]:
            result.add((code, identity[0] if len(identity) == 1 else row_key(*identity), word))
    result |= {("Duty", row_key(*row), "no-receiver") for row in told["no_receiver"]}
    result |= {("Duty", row_key(*row), "no-counterpart") for row in told["no_counterpart"]}
    result |= {(kind, code, reason) for kind, code, reason in told["gaps"]}
    result |= {("Power", code, "days") for code in told["days"]}
    kinds = {
        "posts": "Post",
        "risks": "RiskPoint",
        "controls": "Control",
        "standards": "Standard",
        "articles": "Article",
    }
    result |= {(kind, code, "review") for key, kind in kinds.items() for code in told["review"][key]}
    return result


REFORMS = {"cancel": CANCEL, "delegate": DELEGATE, "redefine": REDEFINE, "repeal": {"op": "repeal", "article": "A"}}


@pytest.mark.parametrize("change", REFORMS.values(), ids=REFORMS)
def test_the_rows_are_what_the_json_says(change: dict[str, Any]) -> None:
    found = impact(change)

    assert {(row.kind, row.code, row.change.word) for row in rows_of(found)} == triples(found)


def test_a_finding_that_opens_comes_first_and_a_review_last() -> None:
    words = [row.change.word for row in rows_of(impact(CANCEL))]

    assert words[0] == "opened"
    assert words.index("opened") < words.index("ended") < words.index("lost")


def test_a_finding_tells_its_elements_and_a_duty_both_ends() -> None:
    nodes = {(row.kind, row.change.word): row.nodes for row in rows_of(impact(CANCEL))}

    assert nodes["PG004", "opened"] == (NodeId(Kind.POWER, "V"), NodeId(Kind.POWER, "W"))
    assert nodes["Duty", "lost"] == (NodeId(Kind.STEP, "S"), NodeId(Kind.POST, "P"))


def test_no_clause_that_writes_is_in_the_statement() -> None:
    text = statement_of(impact(DELEGATE)).text

    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|FOREACH|LOAD|CALL)\b", text)


def test_what_is_cut_is_said_on_top_and_in_a_row() -> None:
    found = statement_of(impact(CANCEL), max_nodes=4)

    assert found.left_out > 0
    assert found.text.count(f"{found.left_out} are left out") == 2
    assert found.rows + found.left_out == len(triples(impact(CANCEL)))


def test_a_reform_that_changes_nothing_returns_a_note() -> None:
    assert "nothing changes" in statement_of(impact()).text


# ------------------------------------------------------------------------------------- on a real server


@pytest.fixture
def driver(empty_neo4j: Neo4jServer) -> Iterator[Driver]:
    with empty_neo4j.driver() as found:
        yield found


def rows(driver: Driver, text: str) -> list[dict[str, Any]]:
    with driver.session(default_access_mode="READ") as session:
        return [dict(record) for record in session.run(text)]


@pytest.mark.neo4j
@pytest.mark.parametrize("change", [*REFORMS.values(), ADD_STEP], ids=[*REFORMS, "add a step"])
def test_a_server_returns_what_the_json_says(change: dict[str, Any], driver: Driver) -> None:
    found = impact(change)
    write_layout(driver, graph(GRAPH))

    told = rows(driver, statement_of(found).text)

    assert {(row["kind"], row["code"], row["change"]) for row in told} == triples(found)
    assert len(told) == len(triples(found))


@pytest.mark.neo4j
def test_a_server_plans_nothing_but_reading(driver: Driver) -> None:
    with driver.session() as session:
        text = f"EXPLAIN {statement_of(impact(ADD_STEP, CANCEL)).text}"
        summary = session.run(text).consume()

    assert summary.query_type == "r"


@pytest.mark.neo4j
def test_nodes_and_paths_are_those_of_the_row(driver: Driver) -> None:
    write_layout(driver, graph(GRAPH))

    told = {(row["kind"], row["code"]): row for row in rows(driver, statement_of(impact(CANCEL)).text)}

    duty = told["Duty", "S/P"]
    assert [node["code"] for node in duty["nodes"]] == ["S", "P"]
    assert [node["code"] for node in duty["path"].nodes] == ["A", "W", "S", "P"]
    assert [relation.type for relation in duty["path"].relationships] == ["AUTHORIZED_BY", "HAS_STEP", "PERFORMED_BY"]


@pytest.mark.neo4j
def test_what_exists_only_after_the_reform_is_told_in_words(driver: Driver) -> None:
    write_layout(driver, graph(GRAPH))

    told = {(row["kind"], row["code"]): row for row in rows(driver, statement_of(impact(ADD_STEP)).text)}

    duty = told["Duty", "S2/Q"]
    assert [node["code"] for node in duty["nodes"]] == ["Q"]
    assert "Step/S2" in duty["only_after"]
    assert "Power/W -HAS_STEP→ Step/S2" in duty["only_after"]


@pytest.mark.neo4j
def test_parallel_relations_make_no_second_row(driver: Driver) -> None:
    snapshot = graph(GRAPH, "Step/S PERFORMED_BY Post/P key=2")
    write_layout(driver, snapshot)
    found = impact(CANCEL, snapshot=snapshot)

    assert len(rows(driver, statement_of(found).text)) == len(triples(found))


NASTY = "O'Neil\\u0027; // */ `x`\"\\"


@pytest.mark.neo4j
def test_a_code_with_quotes_and_escapes_is_found(driver: Driver) -> None:
    plain = graph(GRAPH)
    snapshot = Snapshot.of(
        ((kind, NASTY if code == "P" else code, held) for kind in Kind for code, held in plain.nodes(kind)),
        (
            (link, NASTY if source == "P" else source, NASTY if target == "P" else target, key, held)
            for link in plain.links
            for source, target, key, held in plain.relations(link)
        ),
    )
    write_layout(driver, snapshot)
    found = impact(CANCEL, snapshot=snapshot)

    told = rows(driver, statement_of(found).text)

    assert {(row["kind"], row["code"], row["change"]) for row in told} == triples(found)
    assert NASTY in {node["code"] for row in told for node in row["nodes"] if node is not None}


def test_the_limit_is_what_the_page_says() -> None:
    assert MAX_NODES == 300
