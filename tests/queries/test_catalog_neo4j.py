"""The catalogue against a real server, on the reference data: its Cypher and its Python give the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import neo4j
import pytest

from graph.reform import apply_reform
from graph.snapshot import Snapshot
from loaders.reforms import read_reform
from queries.catalog import CATALOG, ask, ask_cypher, graph_text
from queries.impact import materialised
from tests.bench.sample import SAMPLE, reference_snapshot
from tests.queries.asking import asked_by_example
from tests.queries.server import Asked, on_server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

MOST_NODES = 300


@pytest.fixture(scope="module")
def before() -> Snapshot:
    return reference_snapshot()


@pytest.fixture(scope="module")
def after(before: Snapshot) -> Snapshot:
    """The reference data after the reform of 2013."""
    return materialised(apply_reform(before, read_reform(SAMPLE / "reforms" / "2013.yaml")).overlay)


@pytest.fixture(scope="module")
def written() -> list[Snapshot]:
    """What has been on the server already."""
    return []


@pytest.fixture(scope="module", params=["before", "after"])
def reference(
    request: pytest.FixtureRequest, session: neo4j.Session, written: list[Snapshot]
) -> Iterator[tuple[Snapshot, Asked]]:
    snapshot: Snapshot = request.getfixturevalue(request.param)
    with on_server(session, snapshot, known=bool(written)) as asked:
        written.append(snapshot)
        yield snapshot, asked


@pytest.mark.parametrize("name", CATALOG)
def test_both_ways_answer_alike_on_the_reference_data(name: str, reference: tuple[Snapshot, Asked]) -> None:
    snapshot, asked = reference

    for given in asked_by_example(CATALOG[name]):
        assert ask_cypher(asked, snapshot, CATALOG[name], given) == ask(snapshot, CATALOG[name], given)


@pytest.mark.parametrize("name", [name for name, entry in CATALOG.items() if graph_text(entry)])
def test_a_picture_has_nodes_where_there_are_rows_and_not_too_many(
    name: str, reference: tuple[Snapshot, Asked]
) -> None:
    snapshot, asked = reference
    entry = CATALOG[name]
    text, parameters = pasted(graph_text(entry) or "")
    rows = ask(snapshot, entry, asked_by_example(entry)[0]).rows

    nodes = asked.nodes_of(text, parameters)

    assert bool(nodes) or not rows
    assert nodes <= MOST_NODES


def pasted(text: str) -> tuple[str, dict[str, object]]:
    """What the Browser makes of a text: its ``:param`` lines, and the statement."""
    values: dict[str, object] = {}
    lines = text.splitlines()
    while lines and lines[0].startswith(":param "):
        found = re.fullmatch(r":param (\w+) => (?:'([^']*)'|(\d+)|null);", lines.pop(0))
        assert found is not None
        name, words, number = found.groups()
        values[name] = int(number) if number is not None else words
    return "\n".join(lines), values
