"""The oracle against the shared examples: impacts byte for byte, refusals by position and field."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.impact import dump, impact
from tests.oracle.world import Refusal, load_graph

SHARED = Path(os.environ.get("QUANGANG_SHARED") or Path(__file__).resolve().parents[3] / "shared")
EXAMPLES = SHARED / "examples"
CASES = sorted(EXAMPLES.glob("calculus/*/")) if EXAMPLES.is_dir() else []

pytestmark = pytest.mark.skipif(not CASES, reason=f"no shared examples at {EXAMPLES} (set QUANGANG_SHARED)")


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def refusals() -> list[dict[str, Any]]:
    path = EXAMPLES / "refusals.jsonl"
    return [json.loads(line) for line in lines(path)] if path.is_file() else []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_impact_is_byte_for_byte_the_example(case: Path) -> None:
    graph = load_graph(lines(case / "graph.jsonl"))
    reform = json.loads((case / "reform.json").read_text(encoding="utf-8"))

    assert dump(impact(graph, reform)) == (case / "impact.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", refusals(), ids=lambda case: case["because"])
def test_refusal_names_position_and_field(case: dict[str, Any]) -> None:
    graph = load_graph(lines(EXAMPLES / case["graph"]))

    with pytest.raises(Refusal) as refused:
        impact(graph, {"reform": "refused", "changes": case["changes"]})

    assert {"position": refused.value.position, "field": refused.value.field} == case["error"]
