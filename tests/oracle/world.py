"""The graph of §1 as plain dictionaries: reading, copying, and the rules that every graph must obey."""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Props = dict[str, Any]
Ref = tuple[str, str]  # (kind, code)
Link = tuple[str, Ref, Ref, str]  # (type, from, to, key)

SECTION = "section"
DEFAULT_LEVELS = ["hq", "regional", "local"]
DEFAULT_INCOMPATIBLE: list[Props] = [
    {"id": "hgf79", "acts": ["审单", "查验", "放行", "稽查", "调查"], "scope": "any", "basis": "海关法 §79"},
    # The page names these four sets but not their ids (CHOICE 1): comparisons avoid them without a manifest.
    {"id": "review", "acts": ["审核", "复核"], "scope": "power"},
    {"id": "approve", "acts": ["审批", "复核"], "scope": "power"},
    {"id": "record", "acts": ["备案", "核销"], "scope": "power"},
    {"id": "detain", "acts": ["扣留", "处置"], "scope": "power"},
]

KINDS = (
    "Unit", "Post", "Power", "Step", "RiskPoint", "Control", "Standard", "System", "Instrument", "Article",
)  # fmt: skip

ENDS: dict[str, set[tuple[str, str]]] = {
    "PART_OF": {("Unit", "Unit"), ("Article", "Instrument")},
    "IN_UNIT": {("Post", "Unit")},
    "AUTHORIZED_BY": {("Power", "Article")},
    "DEPENDS_ON": {("Power", "Power")},
    "EXERCISED_BY": {("Power", "Unit")},
    "HAS_STEP": {("Power", "Step")},
    "NEXT": {("Step", "Step")},
    "PERFORMED_BY": {("Step", "Post")},
    "EXPOSES": {("Step", "RiskPoint")},
    "BORNE_BY": {("RiskPoint", "Post")},
    "MITIGATED_BY": {("RiskPoint", "Control")},
    "OWNED_BY": {("Control", "Post")},
    "CARRIED_OUT_IN": {("Control", "Step")},
    "REGULATED_BY": {("Step", "Article"), ("Control", "Article")},
    "SPECIFIED_BY": {("Control", "Standard")},
    "GOVERNED_BY": {("Step", "Standard")},
    "RUNS_IN": {("Standard", "System")},
    "SUPERVISED_BY": {("Power", "Post")},
    "DERIVED_FROM": {("Power", "Power")},
}

INTEGERS = ("grade", "line", "seq", "min_posts", "seats", "limit_days")


class Refusal(Exception):
    """The reform is not applied at all: the change at `position` is wrong in its argument `field`."""

    def __init__(self, position: int, field: str, because: str) -> None:
        super().__init__(f"change {position}, {field}: {because}")
        self.position = position
        self.field = field
        self.because = because


class BrokenRule(Exception):
    """A graph that breaks a rule of §1 (or, inside a reform, an argument that does)."""


@dataclass
class Graph:
    """Nodes by (kind, code), relations by (type, from, to, key); both to their properties."""

    levels: list[str] = field(default_factory=lambda: list(DEFAULT_LEVELS))
    incompatible: list[Props] = field(default_factory=lambda: list(DEFAULT_INCOMPATIBLE))
    nodes: dict[Ref, Props] = field(default_factory=dict)
    links: dict[Link, Props] = field(default_factory=dict)

    def copy(self) -> Graph:
        return Graph(
            list(self.levels),
            list(self.incompatible),
            {ref: dict(props) for ref, props in self.nodes.items()},
            {link: dict(props) for link, props in self.links.items()},
        )

    def of_kind(self, kind: str) -> dict[str, Props]:
        return {code: props for (k, code), props in self.nodes.items() if k == kind}

    def has(self, kind: str, code: object) -> bool:
        return isinstance(code, str) and (kind, code) in self.nodes

    def of_type(self, rel: str) -> Iterator[tuple[Link, Props]]:
        for link, props in list(self.links.items()):
            if link[0] == rel:
                yield link, props

    def targets(self, rel: str, start: Ref) -> set[str]:
        """Codes at the far end of `start`'s relations of one type."""
        return {link[2][1] for link in self.links if link[0] == rel and link[1] == start}

    def sources(self, rel: str, end: Ref) -> set[str]:
        """Codes of the elements that point at `end` with relations of one type."""
        return {link[1][1] for link in self.links if link[0] == rel and link[2] == end}

    # The elementary edits of §4. Adding a relation that is there and retiring one that is not are no edits.

    def add_link(self, rel: str, start: Ref, end: Ref, props: Props | None = None, key: str = "") -> None:
        self.links.setdefault((rel, start, end, key), dict(props or {}))

    def drop_links(self, rel: str, start: Ref, end: Ref) -> None:
        """Retire the relation between the two, with all its parallels."""
        for link in [k for k in self.links if k[:3] == (rel, start, end)]:
            del self.links[link]

    def drop_node(self, ref: Ref) -> None:
        del self.nodes[ref]
        for link in [k for k in self.links if ref in (k[1], k[2])]:
            del self.links[link]

    def set_props(self, ref: Ref, **changes: Any) -> None:
        merge_props(self.nodes[ref], changes)


def merge_props(props: Props, changes: Props) -> None:
    """Set what is given; None clears."""
    for name, value in changes.items():
        if value is None:
            props.pop(name, None)
        else:
            props[name] = value


def load_graph(lines: Iterable[str]) -> Graph:
    """Read the JSON Lines of §6; raises BrokenRule where §1 does not allow the graph."""
    graph = Graph()
    for line in lines:
        if not line.strip():
            continue
        item = json.loads(line)
        if "manifest" in item:
            graph.levels = list(item["manifest"].get("levels", DEFAULT_LEVELS))
            graph.incompatible = list(item["manifest"].get("incompatible", DEFAULT_INCOMPATIBLE))
        elif "kind" in item:
            ref = (item.pop("kind"), item.pop("code"))
            if ref in graph.nodes:
                raise BrokenRule(f"{ref} twice")
            graph.nodes[ref] = item
        else:
            rel, start, end = item.pop("rel"), split_ref(item.pop("from")), split_ref(item.pop("to"))
            graph.links[rel, start, end, item.pop("key", "")] = item
    check_rules(graph)
    return graph


def is_code(value: object) -> bool:
    """Opaque, not empty, NFC, without control characters."""
    return (
        isinstance(value, str)
        and value != ""
        and unicodedata.is_normalized("NFC", value)
        and not any(unicodedata.category(c) == "Cc" for c in value)
    )


def split_ref(text: str) -> Ref:
    """`Kind/CODE`: the kind is what stands before the first slash, the code may hold others."""
    kind, _, code = text.partition("/")
    return kind, code


def check_props(props: Props) -> None:
    """Strings, integers, finite floats, booleans, lists of strings; some must be integers, `type` a string."""
    for name, value in props.items():
        if not isinstance(value, str | int | float | bool) and not (
            isinstance(value, list) and all(isinstance(v, str) for v in value)
        ):
            raise BrokenRule(f"{name} is not a property value")
        if name in INTEGERS and (not isinstance(value, int) or isinstance(value, bool)):
            raise BrokenRule(f"{name} is not an integer")
        if name == "type" and not isinstance(value, str):
            raise BrokenRule("type is not a string")


def check_rules(graph: Graph) -> None:
    """The rules of §1, of the graph as a whole."""
    for (_, code), props in graph.nodes.items():
        if not is_code(code):
            raise BrokenRule(f"{code!r} is no code")
        check_props(props)
    for (rel, start, end, _), props in graph.links.items():
        if start not in graph.nodes or end not in graph.nodes:
            raise BrokenRule(f"{rel} hangs in the air")
        if rel not in ENDS or (start[0], end[0]) not in ENDS[rel]:
            raise BrokenRule(f"{rel} does not run from {start[0]} to {end[0]}")
        if rel == "PERFORMED_BY" and "on_behalf_of" in props:
            named = graph.nodes.get(("Unit", props["on_behalf_of"]))
            if named is None or named.get("level") == SECTION:
                raise BrokenRule("on_behalf_of names no office")
    units, powers = defaultdict[Ref, set[Ref]](set), defaultdict[Ref, set[Ref]](set)
    for rel, start, end, _ in graph.links:
        if rel == "IN_UNIT":
            units[start].add(end)
        elif rel == "HAS_STEP":
            powers[end].add(start)
    for post in graph.of_kind("Post"):
        if len(units["Post", post]) != 1:
            raise BrokenRule(f"post {post} has no unit or two")
    for step in graph.of_kind("Step"):
        if len(powers["Step", step]) > 1:
            raise BrokenRule(f"step {step} is in two powers")
    parent: dict[Ref, Ref] = {}
    for (_, start, end, _), _ in graph.of_type("PART_OF"):
        if parent.setdefault(start, end) != end:
            raise BrokenRule(f"{start} has a second parent")
    for start in parent:
        seen, at = {start}, start
        while at in parent:
            at = parent[at]
            if at in seen:
                raise BrokenRule("PART_OF runs in a circle")
            seen.add(at)
