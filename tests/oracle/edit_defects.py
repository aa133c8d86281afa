"""Elementary edits that must be refused: wrong by themselves, or by what they leave behind."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.oracle.world import SECTION, Graph, Props


def pick(rng: random.Random, graph: Graph, kind: str, *, least: int = 0) -> str:
    codes = sorted(graph.of_kind(kind))
    return rng.choice(codes) if len(codes) > least else "nowhere"


def relation(edit: str, rel: str, start: tuple[str, str], end: tuple[str, str], **more: Any) -> Props:
    return {"edit": edit, "rel": rel, "from": "/".join(start), "to": "/".join(end), **more}


def wrong_kinds(rng: random.Random, graph: Graph) -> Props:
    edit = rng.choice(["add_relation", "retire_relation"])
    return relation(edit, "OWNED_BY", ("Post", pick(rng, graph, "Post")), ("Control", pick(rng, graph, "Control")))


def unknown_end(rng: random.Random, graph: Graph) -> Props:
    ends = [("Control", pick(rng, graph, "Control")), ("Post", "no-post")]
    return relation(rng.choice(["add_relation", "set_relation"]), "OWNED_BY", *ends)


def unknown_names(rng: random.Random, graph: Graph) -> Props:
    post = pick(rng, graph, "Post")
    wrong: list[Props] = [
        {"edit": "drop_node", "kind": "Post", "code": post},
        {"kind": "Post", "code": post},
        {"edit": "set_node", "kind": "Chair", "code": post, "properties": {"name": "x"}},
        {"edit": "set_node", "kind": "Post", "properties": {"name": "x"}},
        {"edit": "set_node", "kind": "Post", "code": post, "props": {"name": "x"}},
        relation("add_relation", "SITS_ON", ("Post", post), ("Unit", pick(rng, graph, "Unit"))),
    ]
    return rng.choice(wrong)


def unknown_node(rng: random.Random, _: Graph) -> Props:
    kind = rng.choice(["Post", "RiskPoint", "Control", "Power"])
    return {"edit": rng.choice(["set_node", "retire_node"]), "kind": kind, "code": "nowhere"}


def taken_code(rng: random.Random, graph: Graph) -> Props:
    kind, code = rng.choice(sorted(graph.nodes))
    return {"edit": "add_node", "kind": kind, "code": code, "properties": {"name": "x"}}


def bad_code(rng: random.Random, _: Graph) -> Props:
    code = rng.choice(["", "a\nb", "e\u0301", 5])
    return {"edit": "add_node", "kind": "RiskPoint", "code": code, "properties": {"name": "x"}}


def bad_value(rng: random.Random, graph: Graph) -> Props:
    wrong = [
        ("Power", {"type": 3}),
        ("Post", {"seats": "2"}),
        ("RiskPoint", {"grade": "1"}),
        ("Step", {"min_posts": 1.5}),
        ("Control", {"line": True}),
        ("Step", {"act": {"de": "x"}}),
        ("Step", {"tags": [1, 2]}),
        ("Article", {"text_date": "2013-02-30"}),
    ]
    kind, props = rng.choice(wrong)
    return {"edit": "set_node", "kind": kind, "code": pick(rng, graph, kind), "properties": props}


def missing_relation(rng: random.Random, graph: Graph) -> Props:
    step, post = pick(rng, graph, "Step"), pick(rng, graph, "Post")
    more = {"key": "absent", "properties": {"on_behalf_of": None}}
    return relation("set_relation", "PERFORMED_BY", ("Step", step), ("Post", post), **more)


def post_without_unit(rng: random.Random, graph: Graph) -> Props:
    if rng.random() < 0.5:
        return {"edit": "add_node", "kind": "Post", "code": "homeless", "properties": {"name": "x"}}
    _, post, unit, _ = rng.choice(sorted(k for k in graph.links if k[0] == "IN_UNIT"))
    if rng.random() < 0.5:
        return {"edit": "retire_node", "kind": "Unit", "code": unit[1]}
    return relation("retire_relation", "IN_UNIT", post, unit)


def post_in_two_units(rng: random.Random, graph: Graph) -> Props:
    _, post, unit, _ = rng.choice(sorted(k for k in graph.links if k[0] == "IN_UNIT"))
    other = [u for u in sorted(graph.of_kind("Unit")) if u != unit[1]]
    return relation("add_relation", "IN_UNIT", post, ("Unit", rng.choice(other)))


def step_in_two_powers(rng: random.Random, graph: Graph) -> Props:
    links = sorted(k for k in graph.links if k[0] == "HAS_STEP")
    if not links:
        return taken_code(rng, graph)
    _, power, step, _ = rng.choice(links)
    other = [w for w in sorted(graph.of_kind("Power")) if w != power[1]]
    return relation("add_relation", "HAS_STEP", ("Power", rng.choice(other)), step)


def second_parent(rng: random.Random, graph: Graph) -> Props:
    """Or a circle, when the second parent hangs below; a unit in itself is one too."""
    links = sorted(k for k in graph.links if k[0] == "PART_OF" and k[1][0] == "Unit")
    _, child, parent, _ = rng.choice(links)
    if rng.random() < 0.4:
        root = parent
        while up := sorted(k for k in links if k[1] == root):
            root = up[0][2]
        return relation("add_relation", "PART_OF", root, child)
    other = [u for u in sorted(graph.of_kind("Unit")) if ("Unit", u) != parent]
    return relation("add_relation", "PART_OF", child, ("Unit", rng.choice(other)))


def wrong_principal(rng: random.Random, graph: Graph) -> Props:
    """on_behalf_of names a section, or nothing at all."""
    sections = sorted(u for u, props in graph.of_kind("Unit").items() if props.get("level") == SECTION)
    named = rng.choice([*sections, "nowhere"])
    step, post = pick(rng, graph, "Step"), pick(rng, graph, "Post")
    more = {"key": "wrong", "properties": {"on_behalf_of": named}}
    return relation("add_relation", "PERFORMED_BY", ("Step", step), ("Post", post), **more)


EDIT_DEFECTS: list[Callable[[random.Random, Graph], Props]] = [
    wrong_kinds,
    unknown_end,
    unknown_names,
    unknown_node,
    taken_code,
    bad_code,
    bad_value,
    missing_relation,
    post_without_unit,
    post_in_two_units,
    step_in_two_powers,
    second_parent,
    wrong_principal,
]
