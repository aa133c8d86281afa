"""The evidence checker: it lets shortest paths from touched powers pass, and nothing that is made up."""

from __future__ import annotations

from collections import deque

from tests.oracle.compare import oracle
from tests.oracle.evidence import check_evidence, escape, evidence_rows
from tests.oracle.generate import draw, lines_of
from tests.oracle.impact import touched_powers
from tests.oracle.world import Graph, Props, Ref, Refusal

Path = list[list[str]]


def shortest_paths(before: Graph, after: Graph, impact: Props) -> dict[str, list[Path]]:
    """Evidence by breadth first search in the union of both graphs, from every touched power."""
    near: dict[Ref, list[tuple[Ref, list[str]]]] = {}
    for rel, start, end, _ in sorted(before.links.keys() | after.links.keys()):
        hop = [rel, "/".join(start), "/".join(end)]
        near.setdefault(start, []).append((end, hop))
        near.setdefault(end, []).append((start, hop))
    ways: dict[Ref, Path] = {}
    todo: deque[tuple[Ref, Path]] = deque((("Power", w), []) for w in sorted(touched_powers(before, after)))
    while todo:
        at, path = todo.popleft()
        for node, hop in near.get(at, []):
            if node not in ways:
                ways[node] = [*path, hop]
                todo.append((node, ways[node]))
    return {
        key: [ways[e] for e in sorted(elements) if e in ways][:1] for key, elements in evidence_rows(impact).items()
    }


def cases(number: int) -> list[tuple[Graph, Graph, Props]]:
    found = []
    for seed in range(number):
        objects, reform = draw(seed)
        answer, before, after = oracle(lines_of(objects), reform)
        if not isinstance(answer, Refusal) and after is not None:
            found.append((before, after, answer))
    return found


def test_shortest_paths_pass() -> None:
    for before, after, impact in cases(60):
        assert check_evidence(before, after, impact, shortest_paths(before, after, impact)) == []


def test_missing_rows_made_up_relations_and_strange_keys_do_not_pass() -> None:
    for before, after, impact in cases(20):
        evidence = shortest_paths(before, after, impact)
        key = next((k for k in sorted(evidence) if evidence[k]), None)
        if key is None:
            continue
        made_up = [["PERFORMED_BY", "Step/made-up", "Post/made-up"]]

        assert check_evidence(before, after, impact, {k: v for k, v in evidence.items() if k != key})
        assert check_evidence(before, after, impact, evidence | {key: [made_up]})
        assert check_evidence(before, after, impact, evidence | {"posts/nobody": []})


def test_codes_are_escaped_as_in_json_pointer() -> None:
    assert escape("a/b~c") == "a~1b~0c"
