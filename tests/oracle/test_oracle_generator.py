"""The generator: repeatable, legal, and wide enough to be worth comparing with."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.arguments import ROWS
from tests.oracle.compare import oracle, text_of
from tests.oracle.coverage import Coverage
from tests.oracle.findings import CATALOGUE
from tests.oracle.generate import draw, lines_of
from tests.oracle.impact import dump, impact
from tests.oracle.strategies import worlds
from tests.oracle.world import Graph, Props, Refusal, load_graph

SEEDS = 250


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    found = Coverage()
    for seed in range(SEEDS):
        objects, reform = draw(seed)
        found.add(reform, oracle(lines_of(objects), reform)[0])
    return found


def test_same_seed_draws_the_same_case() -> None:
    assert json.dumps(draw(7)) == json.dumps(draw(7))


def test_every_operation_is_drawn(coverage: Coverage) -> None:
    assert set(coverage.counts["operation"]) == set(ROWS)


def test_all_but_the_rarest_findings_open_or_close(coverage: Coverage) -> None:
    seen = set(coverage.counts["finding opened"]) | set(coverage.counts["finding closed"])

    assert len(set(CATALOGUE) - seen) <= 1


def test_a_tenth_of_the_reforms_is_refused(coverage: Coverage) -> None:
    assert 0.04 < coverage.refusals / coverage.cases < 0.2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_drawn_worlds_load_and_are_left_alone_by_a_reform(world: tuple[list[Props], Props]) -> None:
    objects, reform = world
    graph = load_graph(lines_of(objects))
    before = repr((graph.nodes, graph.links))

    with contextlib.suppress(Refusal):
        impact(graph, reform)

    assert repr((graph.nodes, graph.links)) == before


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_no_change_has_no_impact(world: tuple[list[Props], Props]) -> None:
    graph: Graph = load_graph(lines_of(world[0]))
    answer = impact(graph, {"reform": "nothing", "changes": []})

    assert [answer[name] for name in ("posts", "risks", "articles", "days")] == [{}, {}, {}, {}]
    assert answer["complete"]
    assert answer["findings"] == {"opened": [], "closed": []}


def test_order_of_the_lines_means_nothing() -> None:
    for seed in range(20):
        objects, reform = draw(seed)
        lines = lines_of(objects)

        assert text_of(oracle(lines, reform)[0]) == text_of(oracle(lines[::-1], reform)[0])


def test_the_ledger_balances() -> None:
    for seed in range(40):
        objects, reform = draw(seed)
        answer = oracle(lines_of(objects), reform)[0]
        if isinstance(answer, Refusal):
            continue
        book = answer["ledger"]
        rows = [book, *book["by_grade"].values(), *book["by_level"].values(), *book["by_class"].values()]

        assert all(row["before"] - row["out"] + row["in"] == row["after"] for row in rows), dump(book)
