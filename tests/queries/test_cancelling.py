"""The catalogue's answer to "what moves if this power is cancelled?" says what the whole impact says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.derived import derived_of
from graph.model import NodeId
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from loaders.jsonl import read_graph
from queries.answers.cancelling import moved_by_cancelling
from queries.impact import impact_of
from tests.bench.sample import reference_snapshot
from tests.oracle.generate import draw, lines_of

SEEDS = 100
CONTROLS = {"PG007": "orphaned", "PG020": "stalled"}


def rows_of_impact(view: Snapshot, power: str) -> Iterator[tuple[str, str]]:
    impact = impact_of(view, Reform("cancel", ({"op": "cancel", "power": power},)))
    for kind, found in ((Kind.POST, impact.posts), (Kind.RISK, impact.risks), (Kind.ARTICLE, impact.articles)):
        yield from ((str(NodeId(kind, code)), str(status)) for code, status in found.items())
    for finding in impact.opened:
        if finding.code in CONTROLS:
            yield str(NodeId(Kind.CONTROL, finding.identity[0])), CONTROLS[finding.code]
        elif finding.code == "PG004":
            yield str(NodeId(Kind.POWER, finding.identity[0])), "blocked"


def cancellable(view: Snapshot) -> list[str]:
    states = ((code, held.get("status", "active")) for code, held in view.nodes(Kind.POWER))
    return [code for code, status in states if status in ("active", "suspended")]


def differing(view: Snapshot, powers: list[str]) -> dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    derived = derived_of(view)
    both = {
        power: (sorted(moved_by_cancelling(derived, power)), sorted(rows_of_impact(view, power))) for power in powers
    }
    return {power: pair for power, pair in both.items() if pair[0] != pair[1]}


def test_on_drawn_graphs() -> None:
    asked = 0
    for seed in range(SEEDS):
        view = read_graph(lines_of(draw(seed)[0]), f"seed {seed}")
        powers = cancellable(view)
        assert differing(view, powers) == {}, f"seed {seed}"
        asked += len(powers)
    assert asked > SEEDS


@pytest.mark.slow
def test_on_the_reference_data() -> None:
    view = reference_snapshot()

    assert differing(view, cancellable(view)[::4]) == {}
