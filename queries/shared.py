"""Ends that only a hub joins: a path through what both come under shows no bond between the two.

A law or an information system is a hub as a unit is: powers that rest on one instrument, steps that one rule governs
and standards that run in one system are a few hops apart through it and need not have anything to do with each other.
Such paths are told, since they answer what both come under, but as what they are; and beside them the shortest ones
that lead through none of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from graph.model import NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.paths import SHARED, Hop, Paths, shortest_paths

__all__ = ["Shared", "joined_by_shared", "paths_object"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Every shortest path leads through one of `SHARED`; ``kinds`` are those that they lead through.

    ``beside`` holds the shortest paths that lead through none, if there are any of up to ``depth`` hops.
    """

    kinds: frozenset[Kind]
    beside: Paths
    depth: int

    @property
    def said(self) -> Label:
        """What that means, in a sentence."""
        hub, without, length = self._hub, self._without, self.beside.length
        if length is not None:
            return Label(
                f"最短的路径都经由{hub.zh}：同在其下，不等于互相制约。不经{without.zh}的，最短 {length} 步，列在其后。",
                f"All shortest paths lead through {hub.en}, and what comes under one does not bind each other. Without "
                f"{without.en} the shortest have {length} hops; they follow.",
            )
        if self.beside.exhausted:
            return Label(
                f"两者只经由{hub.zh}相连，并不互相制约：不经{without.zh}，没有路径（全部查过）。",
                f"Only {hub.en} join the two, and neither binds the other: without {without.en} there is no path "
                "(everything was searched).",
            )
        return Label(
            f"{self.depth} 步之内，两者只经由{hub.zh}相连，不见互相制约（不经{without.zh}，没有路径）。",
            f"Within {self.depth} hops only {hub.en} join the two: without {without.en} there is no path, and nothing "
            "shows that one binds the other.",
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "kinds": sorted(kind.value for kind in self.kinds),
            "said": {"zh": self.said.zh, "en": self.said.en},
            "length": self.beside.length,
            "exhausted": self.beside.exhausted,
            "paths": self.beside.to_json()["paths"],
        }

    @property
    def _hub(self) -> Label:
        if self.kinds == {Kind.SYSTEM}:
            return Label("信息系统", "information systems")
        if Kind.SYSTEM not in self.kinds:
            return Label("法规或制度", "laws or rules")
        return Label("法规、制度或信息系统", "laws, rules or information systems")

    @property
    def _without(self) -> Label:
        if Kind.UNIT in self.beside.avoided:
            return Label("法规、制度、信息系统和机构", "laws, rules, information systems and units")
        return Label("法规、制度和信息系统", "laws, rules and information systems")


def paths_object(view: View, found: Paths, *, limit: int = 20, depth: int = 8) -> dict[str, Any]:
    """Paths as JSON, with what is to be said where only hubs make them; see `joined_by_shared`."""
    shared = joined_by_shared(view, found, limit=limit, depth=depth)
    return {**found.to_json(), "shared": None if shared is None else shared.to_json()}


def joined_by_shared(view: View, found: Paths, *, limit: int = 20, depth: int = 8) -> Shared | None:
    """Whether only hubs make the shortest paths; None where one of them does without, or an end is of such a kind.

    Args:
        view: the graph.
        found: the shortest paths.
        limit: how many paths to return beside them.
        depth: how many hops these may have.
    """
    ends = {*found.start.nodes, *found.end.nodes}
    if not found.paths or any(node.kind in SHARED for node in ends):
        return None
    through = [SHARED & _inner(path, ends) for path in found.paths]
    if not all(through):
        return None
    beside = shortest_paths(
        view, found.start, found.end, limit=limit, depth=depth, avoid=SHARED | frozenset(found.avoided)
    )
    # of many shortest paths only some are told: one of the others may do without
    return None if beside.length == found.length else Shared(frozenset().union(*through), beside, depth)


def _inner(path: Iterable[Hop], ends: Collection[NodeId]) -> frozenset[Kind]:
    """The kinds that a path leads through."""
    names = {str(node) for node in ends}
    inner = {node for _, source, target in path for node in (source, target)} - names
    return frozenset(Kind(node.partition("/")[0]) for node in inner)
