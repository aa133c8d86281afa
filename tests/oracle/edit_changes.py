"""Random elementary edits: all six of them, for every kind and relation; mostly such that §1 still holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.oracle.arguments import Bad
from tests.oracle.edits import edit
from tests.oracle.world import ENDS, KINDS, SECTION, Graph, Props
from tests.oracle.worlds import ACTS, CLASSES, RANKS

# Relations that can be added between any two elements of the right kinds without breaking a rule of §1.
FREE = [rel for rel in ENDS if rel not in ("PART_OF", "IN_UNIT", "HAS_STEP")]


class Editor:
    """Draws edits against a scratch copy, so that each edit of a list sees those before it."""

    def __init__(self, rng: random.Random, graph: Graph, number: int) -> None:
        self.rng = rng
        self.graph = graph.copy()
        self.number = number
        self.made = 0

    def code(self, kind: str) -> str:
        codes = sorted(self.graph.of_kind(kind))
        return self.rng.choice(codes) if codes else ""

    def node(self, edit: str, kind: str, code: str, properties: Props | None = None) -> Props:
        return {"edit": edit, "kind": kind, "code": code} | ({} if properties is None else {"properties": properties})

    def relation(self, edit: str, rel: str, start: Any, end: Any, key: str = "", props: Props | None = None) -> Props:
        item: Props = {"edit": edit, "rel": rel, "from": "/".join(start), "to": "/".join(end)}
        return item | ({"key": key} if key else {}) | ({} if props is None else {"properties": props})

    def offices(self) -> list[str]:
        return sorted(u for u, props in self.graph.of_kind("Unit").items() if props.get("level") != SECTION)


def draw_edits(rng: random.Random, graph: Graph, number: int) -> list[Props]:
    """One to six edits (now and then none)."""
    e = Editor(rng, graph, number)
    edits: list[Props] = []
    for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 4]) if rng.random() < 0.5 else rng.randint(1, 4)):
        drawn = rng.choices([d for d, _ in DRAWERS], [weight for _, weight in DRAWERS])[0](e)
        for item in drawn:
            apply_to_scratch(e.graph, item)
        edits += drawn
    return edits


def apply_to_scratch(graph: Graph, item: Props) -> None:
    """Keep the copy in step with what was drawn; what is wrong with an edit shows when the reform is applied."""
    try:
        edit(graph, {"op": "edit", "edits": [item]})
    except Bad:
        return


def values_of(e: Editor, kind: str) -> Props:
    """Values that the calculus reads, for a node of this kind; None clears."""
    rng, levels = e.rng, e.graph.levels
    table: dict[str, dict[str, list[Any]]] = {
        "Unit": {"name": ["改名"]},
        "Post": {"role": ["role0", "role1", None], "seats": [1, 2, 5, None], "name": ["改名"]},
        "Power": {
            "type": ["01", "03", "06"], "status": ["active", "suspended", "cancelled", None], "level": levels,
            "public": [True, False, None], "delegated_from": [levels[0], None], "compulsion": ["execution", None],
        },
        "Step": {"act": ACTS, "min_posts": [1, 2, 3, None], "limit_days": [0, 2, 9, None], "seq": [1, 7]},
        "RiskPoint": {"grade": [1, 2, 3, None], "class": [*CLASSES, None]},
        "Control": {"line": [1, 2, 3, None], "mode": ["standing", "step", None]},
        "Standard": {"in_system": [True, False], "traceable": [True, None], "supervisable": [False]},
        "System": {"name": ["改名"]},
        "Instrument": {"rank": [*RANKS, None], "status": ["live", "repealed", None]},
        "Article": {"rank": [*RANKS, None], "status": ["live", "repealed", None]},
    }  # fmt: skip
    row = table[kind]
    if kind in ("Post", "Step") and len(e.graph.incompatible) == 1:
        row = {name: values for name, values in row.items() if name != "act"}
    chosen = rng.sample(sorted(row), rng.randint(1, min(2, len(row))))
    return {name: rng.choice(row[name]) for name in chosen}


def set_node(e: Editor) -> list[Props]:
    kind = e.rng.choice(KINDS)
    code = e.code(kind)
    return [e.node("set_node", kind, code, values_of(e, kind))] if code else []


def change_level(e: Editor) -> list[Props]:
    """An office that rises or sinks, or (rarely) becomes a section."""
    code = e.rng.choice(e.offices())
    level = SECTION if e.rng.random() < 0.15 else e.rng.choice(e.graph.levels)
    return [e.node("set_node", "Unit", code, {"level": level})]


def add_node(e: Editor) -> list[Props]:
    """A new element, tied in so that it does something."""
    rng = e.rng
    kind = rng.choice(["Post", "Post", *KINDS])
    e.made += 1
    code = f"e{kind[:2]}{e.number}-{e.made}{rng.choice(['', '', '/新', '~'])}"
    props = {"name": "新"} | {k: v for k, v in values_of(e, kind).items() if v is not None or rng.random() < 0.2}
    if kind == "Unit":
        props["level"] = rng.choice([*e.graph.levels, SECTION])
    edits = [e.node("add_node", kind, code, props)]
    if kind == "Post":
        edits.append(e.relation("add_relation", "IN_UNIT", (kind, code), ("Unit", e.code("Unit"))))
    if kind == "Unit" and rng.random() < 0.8:
        edits.append(e.relation("add_relation", "PART_OF", (kind, code), ("Unit", e.code("Unit"))))
    if kind == "Step" and e.code("Power"):
        edits.append(e.relation("add_relation", "HAS_STEP", ("Power", e.code("Power")), (kind, code)))
    for rel in rng.sample(FREE, rng.choice([0, 6, 6])):
        for start, end in sorted(ENDS[rel]):
            other = e.code(end if start == kind else start)
            if start != end and kind in (start, end) and other:
                ends = ((kind, code), (end, other)) if start == kind else ((start, other), (kind, code))
                edits.append(e.relation("add_relation", rel, *ends))
    return edits


def retire_node(e: Editor) -> list[Props]:
    kinds = [k for k in KINDS if k not in ("Unit", "Power")]
    kind = e.rng.choices([*kinds, "Unit", "Power"], [8] * len(kinds) + [5, 2])[0]
    code = e.code(kind)
    if kind == "Unit":  # rather one that nothing hangs on
        free = [u for u in sorted(e.graph.of_kind("Unit")) if not e.graph.sources("IN_UNIT", ("Unit", u))]
        code = e.rng.choice(free) if free else ""
    return [e.node("retire_node", kind, code)] if code else []


def retire_and_add(e: Editor) -> list[Props]:
    """An element that goes and comes back: bare, or with all that hung on it (then nothing happened)."""
    ref = e.rng.choice(sorted(k for k in e.graph.nodes if k[0] != "Unit"))
    edits = [e.node("retire_node", *ref), e.node("add_node", *ref, dict(e.graph.nodes[ref]))]
    bare = e.rng.random() < 0.5
    links = sorted(k for k in e.graph.links if ref in k[1:3] and (k[0] == "IN_UNIT" or not bare))
    return [*edits, *(e.relation("add_relation", *link, dict(e.graph.links[link])) for link in links)]


def give_owner(e: Editor) -> list[Props]:
    """A control that nobody owned gets an owner."""
    owned = {k[1][1] for k in e.graph.links if k[0] == "OWNED_BY"}
    free = sorted(e.graph.of_kind("Control").keys() - owned)
    if not free:
        return []
    return [e.relation("add_relation", "OWNED_BY", ("Control", e.rng.choice(free)), ("Post", e.code("Post")))]


def regrade(e: Editor) -> list[Props]:
    """A borne risk that gets another grade or class: it moves within the ledger."""
    exposed = sorted({k[2][1] for k in e.graph.links if k[0] == "EXPOSES"})
    if not exposed:
        return []
    values: dict[str, list[Any]] = {"grade": [1, 2, 3, None], "class": ["integrity", "enforcement", "external", None]}
    name = e.rng.choice(sorted(values))
    return [e.node("set_node", "RiskPoint", e.rng.choice(exposed), {name: e.rng.choice(values[name])})]


def add_relation(e: Editor) -> list[Props]:
    rel = e.rng.choice([*FREE, "PERFORMED_BY", "OWNED_BY", "MITIGATED_BY"])
    start, end = e.rng.choice(sorted(ENDS[rel]))
    ends = (start, e.code(start)), (end, e.code(end))
    if not ends[0][1] or not ends[1][1] or ends[0] == ends[1]:
        return []
    props: Props | None = None
    if rel == "PERFORMED_BY" and e.rng.random() < 0.4:
        props = {"on_behalf_of": e.rng.choice(e.offices())}
    if rel == "AUTHORIZED_BY" and e.rng.random() < 0.6:
        props = {"lowest_level": e.rng.choice(e.graph.levels)}
    return [e.relation("add_relation", rel, *ends, "k" if e.rng.random() < 0.1 else "", props)]


def add_again(e: Editor) -> list[Props]:
    """Adding a relation that is there: no edit, and its properties stay."""
    links = [k for k in sorted(e.graph.links) if k[0] in ("PERFORMED_BY", "AUTHORIZED_BY", "OWNED_BY")]
    if not links:
        return []
    rel, start, end, key = e.rng.choice(links)
    props = {
        "PERFORMED_BY": {"on_behalf_of": e.rng.choice(e.offices())},
        "AUTHORIZED_BY": {"lowest_level": e.graph.levels[0]},
    }
    return [e.relation("add_relation", rel, start, end, key, props.get(rel))]


def retire_relation(e: Editor) -> list[Props]:
    links = [k for k in sorted(e.graph.links) if k[0] in FREE or k[0] == "PART_OF"]
    if not links:
        return []
    rel, start, end, key = e.rng.choice(links)
    if e.rng.random() < 0.1:
        key = "absent"  # retiring a relation that is not there is no edit
    return [e.relation("retire_relation", rel, start, end, key)]


def set_relation(e: Editor) -> list[Props]:
    links = [k for k in sorted(e.graph.links) if k[0] in ("PERFORMED_BY", "AUTHORIZED_BY")]
    if not links:
        return []
    rel, start, end, key = e.rng.choice(links)
    name = "on_behalf_of" if rel == "PERFORMED_BY" else "lowest_level"
    values = e.offices() if rel == "PERFORMED_BY" else e.graph.levels
    return [e.relation("set_relation", rel, start, end, key, {name: e.rng.choice([None, *values])})]


def move_post(e: Editor) -> list[Props]:
    post = e.code("Post")
    unit = sorted(e.graph.targets("IN_UNIT", ("Post", post))) if post else []
    if not unit:
        return []
    return [
        e.relation("retire_relation", "IN_UNIT", ("Post", post), ("Unit", unit[0])),
        e.relation("add_relation", "IN_UNIT", ("Post", post), ("Unit", e.code("Unit"))),
    ]


def move_step(e: Editor) -> list[Props]:
    links = sorted(k for k in e.graph.links if k[0] == "HAS_STEP")
    if not links:
        return []
    _, power, step, _ = e.rng.choice(links)
    edits = [e.relation("retire_relation", "HAS_STEP", power, step)]
    return [*edits, e.relation("add_relation", "HAS_STEP", ("Power", e.code("Power")), step)]


def move_unit(e: Editor) -> list[Props]:
    links = sorted(k for k in e.graph.links if k[0] == "PART_OF")
    if not links:
        return []
    _, child, parent, _ = e.rng.choice(links)
    edits = [e.relation("retire_relation", "PART_OF", child, parent)]
    return [*edits, e.relation("add_relation", "PART_OF", child, (parent[0], e.code(parent[0])))]


DRAWERS: list[tuple[Callable[[Editor], list[Props]], int]] = [
    (set_node, 16),
    (change_level, 2),
    (add_node, 10),
    (retire_node, 9),
    (add_relation, 14),
    (add_again, 2),
    (retire_relation, 12),
    (set_relation, 7),
    (retire_and_add, 3),
    (give_owner, 3),
    (regrade, 5),
    (move_post, 4),
    (move_step, 3),
    (move_unit, 3),
]
