"""Shortest ways from the touched powers to whatever hangs on them, in the graph before or after a reform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.model import NodeId
from graph.schema import (
    ARTICLE_PART_OF,
    AUTHORIZED_BY,
    BORNE_BY,
    CARRIED_OUT_IN,
    CONTROL_REGULATED_BY,
    DEPENDS_ON,
    DERIVED_FROM,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    LINKS,
    LINKS_FROM,
    LINKS_INTO,
    MITIGATED_BY,
    OWNED_BY,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    SUPERVISED_BY,
    Kind,
    Link,
    Rel,
)
from graph.view import View
from queries.impact.model import Path

__all__ = ["Hop", "Tree", "hop"]

Hop = tuple[str, str, str]

_DOWN: dict[Kind, tuple[tuple[Link, bool], ...]] = {
    Kind.POWER: (
        (HAS_STEP, False),
        (AUTHORIZED_BY, False),
        (EXERCISED_BY, False),
        (SUPERVISED_BY, False),
        (DEPENDS_ON, False),
        (DEPENDS_ON, True),
        (DERIVED_FROM, False),
        (DERIVED_FROM, True),
    ),
    Kind.STEP: (
        (PERFORMED_BY, False),
        (EXPOSES, False),
        (STEP_REGULATED_BY, False),
        (CARRIED_OUT_IN, True),
    ),
    Kind.RISK: ((BORNE_BY, False), (MITIGATED_BY, False)),
    Kind.CONTROL: ((OWNED_BY, False), (CONTROL_REGULATED_BY, False), (MITIGATED_BY, True)),
}
"""How duties, risks and controls hang on a power: the links walked from each kind (True: against them)."""

_MAX_NODES = 20_000
"""The untyped walks give up after so many nodes: a row that far away has no evidence of its own."""


_WORDS = {link: (link.rel.value, link.from_kind.value + "/", link.to_kind.value + "/") for link in LINKS}


def hop(link: Link, source: str, target: str) -> Hop:
    """One relation of a path, in its own direction."""
    rel, first, second = _WORDS[link]
    return rel, first + source, second + target


class Tree:
    """Breadth-first walks through one view, before or after, carried only as far as somebody asks.

    First along `_DOWN`, the way in which things hang on a power. What no touched power is reached by so is looked
    for along any relation, from the touched powers and from what the reform edited. ``moved`` are the steps to
    prefer among equals.
    """

    def __init__(
        self, view: View, touched: Iterable[str], edited: Callable[[], Iterable[NodeId]], moved: frozenset[str]
    ) -> None:
        self.view = view
        self._moved = moved
        self._bases: dict[str, Path] = {}
        roots = [NodeId(Kind.POWER, power) for power in touched if view.node(Kind.POWER, power) is not None]
        self._typed = _Walk(roots, self._along)
        self._any = _Walk(roots, self._anywhere)
        self._edited = edited
        self._from_edits: _Walk | None = None

    def hanging(self, node: NodeId, limit: int) -> tuple[Path, ...]:
        """At most ``limit`` shortest ways from a touched power to what hangs on it, each from its basis on."""
        if not self._typed.reach(node):
            return ()
        if not self._typed.depth[node]:
            return (self.basis(node.code) or tuple(found for found, _ in self._anywhere(node))[:1],)
        return tuple(self._grounded(*found) for found in self._typed.paths(node, limit))

    def connected(self, node: NodeId, limit: int) -> tuple[Path, ...]:
        """The ways along any relation: from what was edited if that is nearer, and from a touched power.

        A node that was edited itself, and that no touched power is connected with, needs none and has none.
        """
        if self._from_edits is None:
            roots = [root for root in self._edited() if self.view.node(*root) is not None]
            self._from_edits = _Walk(roots, self._anywhere)
        found: list[Path] = []
        if self._any.reach(node):
            found.extend(self._grounded(*each) for each in self._any.paths(node, limit))
        if self._from_edits.reach(node):
            near = self._from_edits.depth[node]
            if near and (not found or near < self._any.depth[node]):
                found[:0] = [path for _, path in self._from_edits.paths(node, limit)]
        return tuple(found)

    def duty(self, step: str, post: str) -> Iterator[Path]:
        """The way to a duty: basis, power, step, post."""
        for power in self.view.into(HAS_STEP, step):
            yield (*self.basis(power), hop(HAS_STEP, power, step), hop(PERFORMED_BY, step, post))

    def basis(self, power: str) -> Path:
        """The article that a power rests on, live ones first; empty where it has none."""
        known = self._bases.get(power)
        if known is None:
            found = self.view.out(AUTHORIZED_BY, power)
            live = next((article for article in found if _is_live(self.view, article)), None)
            best = found[0] if found and live is None else live
            known = self._bases[power] = () if best is None else (hop(AUTHORIZED_BY, power, best),)
        return known

    def _grounded(self, root: NodeId, path: Path) -> Path:
        """The path with the basis of the power that it starts from before it."""
        if path[:1] and path[0][:2] == (Rel.AUTHORIZED_BY.value, str(root)):
            return path
        return (*self.basis(root.code), *path)

    def _along(self, node: NodeId) -> Iterator[tuple[Hop, NodeId]]:
        for link, back in _DOWN.get(node.kind, ()):
            if back:
                for end in self.view.into(link, node.code):
                    yield hop(link, end, node.code), NodeId(link.from_kind, end)
            else:
                for end in self._ordered(link, self.view.out(link, node.code)):
                    yield hop(link, node.code, end), NodeId(link.to_kind, end)

    def _ordered(self, link: Link, ends: tuple[str, ...]) -> Iterable[str]:
        """Steps that moved first, else by code."""
        return sorted(ends, key=lambda end: (end not in self._moved, end)) if link == HAS_STEP else ends

    def _anywhere(self, node: NodeId) -> Iterator[tuple[Hop, NodeId]]:
        for link in LINKS_FROM[node.kind]:
            for end in self.view.out(link, node.code):
                yield hop(link, node.code, end), NodeId(link.to_kind, end)
        for link in LINKS_INTO[node.kind]:
            for end in self.view.into(link, node.code):
                yield hop(link, end, node.code), NodeId(link.from_kind, end)


class _Walk:
    """One breadth-first walk with every parent at the least depth."""

    def __init__(self, roots: Iterable[NodeId], step: Callable[[NodeId], Iterator[tuple[Hop, NodeId]]]) -> None:
        self.depth: dict[NodeId, int] = dict.fromkeys(roots, 0)
        self._parents: dict[NodeId, list[tuple[Hop, NodeId]]] = {}
        self._edge: list[NodeId] = list(self.depth)
        self._step = step

    def reach(self, node: NodeId) -> bool:
        """Walk on, a whole depth at a time, until the node is reached or nothing is left."""
        while node not in self.depth and self._edge and len(self.depth) < _MAX_NODES:
            self._deepen()
        return node in self.depth

    def paths(self, node: NodeId, limit: int) -> Iterator[tuple[NodeId, Path]]:
        """The first ``limit`` of the shortest ways to a node that was reached, each with its root."""
        count = 0
        waiting: list[tuple[NodeId, Path]] = [(node, ())]
        while waiting and count < limit:
            here, tail = waiting.pop()
            parents = self._parents.get(here)
            if not parents:
                count += 1
                yield here, tail
                continue
            waiting.extend((parent, (step, *tail)) for step, parent in reversed(parents))

    def _deepen(self) -> None:
        following: list[NodeId] = []
        for node in self._edge:
            depth = self.depth[node] + 1
            for step, end in self._step(node):
                known = self.depth.get(end)
                if known is None:
                    self.depth[end] = depth
                    self._parents[end] = [(step, node)]
                    following.append(end)
                elif known == depth:
                    self._parents[end].append((step, node))
        self._edge = following


def _is_live(view: View, article: str) -> bool:
    held = view.node(Kind.ARTICLE, article)
    above = (view.node(Kind.INSTRUMENT, code) for code in view.out(ARTICLE_PART_OF, article))
    return all((each or {}).get("status", "live") != "repealed" for each in (held, *above))
