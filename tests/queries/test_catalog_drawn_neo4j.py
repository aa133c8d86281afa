"""The catalogue against a real server, on drawn graphs: its Cypher and its Python give the same rows.

`make test-deep` draws thousands of graphs; a plain run draws a few, CI some hundreds.
"""

from __future__ import annotations

import os
import random

import neo4j
import pytest

from loaders.jsonl import read_graph
from queries.catalog import CATALOG, ask, ask_cypher
from tests.oracle.generate import draw, lines_of
from tests.queries.asking import asked_of
from tests.queries.server import on_server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

GRAPHS = int(os.environ.get("QUANGANG_CATALOG_GRAPHS", "40"))
TOGETHER = 10


@pytest.mark.parametrize("first", range(0, GRAPHS, TOGETHER))
def test_both_ways_answer_alike_on_drawn_graphs(first: int, session: neo4j.Session) -> None:
    for seed in range(first, min(first + TOGETHER, GRAPHS)):
        snapshot = read_graph(lines_of(draw(seed)[0]), f"seed {seed}")
        rng = random.Random(seed)
        with on_server(session, snapshot, small=True) as asked:
            for name, entry in CATALOG.items():
                for given in asked_of(entry, snapshot, rng):
                    found = ask_cypher(asked, snapshot, entry, given).rows
                    assert found == ask(snapshot, entry, given).rows, f"seed {seed}, {name} {given}"
