"""Graphs and reforms by seed: the same seed gives the same case, on every machine."""

from __future__ import annotations

import json
import random

from tests.oracle.arguments import Bad
from tests.oracle.changes import Impossible, legal
from tests.oracle.defects import spoil
from tests.oracle.operations import apply_change
from tests.oracle.world import Graph, Props
from tests.oracle.worlds import draw_graph

OPERATIONS = {
    "cancel": 6, "suspend": 5, "resume": 5, "delegate": 11, "recall": 8, "authorize": 7, "transfer": 9, "entrust": 8,
    "merge": 9, "split": 8, "convert": 6, "redefine": 10, "rebase": 8, "repeal": 5, "edit": 11,
}  # fmt: skip
ILLEGAL = 0.10  # of the reforms


def draw(seed: int) -> tuple[list[Props], Props]:
    """The objects of a graph's JSON Lines, and a reform."""
    return draw_with(random.Random(seed))


def draw_with(rng: random.Random) -> tuple[list[Props], Props]:
    """As `draw`, from any source of randomness (hypothesis has one that shrinks)."""
    graph, objects = draw_graph(rng)
    return objects, draw_reform(rng, graph)


def lines_of(objects: list[Props]) -> list[str]:
    return [json.dumps(item, ensure_ascii=False) for item in objects]


def draw_reform(rng: random.Random, graph: Graph) -> Props:
    """One to four changes (very seldom none), each drawn for the graph that those before it leave."""
    state = graph.copy()
    changes: list[Props] = []
    count = rng.choices([0, 1, 2, 3, 4], [0.5, 45, 28, 17, 9.5])[0]
    spoilt = rng.randrange(count) if count and rng.random() < ILLEGAL else None
    for number in range(count):
        change = draw_change(rng, state, number, changes)
        if number == spoilt:
            changes.append(spoil(rng, state, change))
            continue
        changes.append(change)
        before = state.copy()
        try:
            apply_change(state, change)
        except Bad:  # seldom: it will be refused, and what follows is drawn for the graph before it
            state = before
    dated = {"effective": rng.choice(["2013-12-01", "2030-01-01"])} if rng.random() < 0.2 else {}
    return {"reform": f"drawn {count}", **dated, "changes": changes}


def draw_change(rng: random.Random, graph: Graph, number: int, done: list[Props]) -> Props:
    last = done[-1] if done else {}
    suspended = last.get("op") == "suspend" and set(last) == {"op", "power"}
    if suspended and graph.has("Power", last["power"]) and rng.random() < 0.3:  # there and back is no change at all
        return {"op": "resume", "power": last["power"]}
    while True:
        op = rng.choices(list(OPERATIONS), list(OPERATIONS.values()))[0]
        try:
            return legal(op, rng, graph, number)
        except Impossible:
            continue
