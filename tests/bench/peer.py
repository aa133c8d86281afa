"""The peer: the same question in well-written networkx, over the same MultiDiGraph."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx

from graph.schema import DEPENDS_ON, EXPOSES, HAS_STEP, MITIGATED_BY, PERFORMED_BY, Kind, Link
from graph.snapshot import Snapshot

Graph = networkx.MultiDiGraph

__all__ = ["Peer", "Sets"]


@dataclass(frozen=True)
class Sets:
    """Plain impact sets of one power, by code."""

    posts: set[str]
    risks: set[str]
    controls: set[str]
    dependents: set[str]
    only_posts: set[str]
    only_risks: set[str]
    only_controls: set[str]


class Peer:
    """One simple digraph per relation type, so that a neighbourhood needs no filtering; and how many reach what.

    That is what somebody who knows networkx would do before asking many times.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        whole = snapshot.to_networkx()
        self._views = {
            link: self._view(whole, link) for link in (HAS_STEP, PERFORMED_BY, EXPOSES, MITIGATED_BY, DEPENDS_ON)
        }
        self._reached: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
        for power in snapshot.codes(Kind.POWER):
            for counter, found in zip(self._reached, self._reach(f"Power/{power}"), strict=True):
                counter.update(found)

    @staticmethod
    def _view(whole: Graph[Any], link: Link) -> networkx.DiGraph[str]:
        result: networkx.DiGraph[str] = networkx.DiGraph()
        rel, kind = link.rel.value, link.from_kind.value + "/"
        edges = ((first, second) for first, second, (type_, _) in whole.edges(keys=True) if type_ == rel)
        result.add_edges_from(ends for ends in edges if ends[0].startswith(kind))
        return result

    def _after(self, link: Link, nodes: set[str]) -> set[str]:
        adjacency = self._views[link].adj
        return {end for node in nodes if node in adjacency for end in adjacency[node]}

    def _reach(self, power: str) -> tuple[set[str], set[str], set[str]]:
        steps = self._after(HAS_STEP, {power})
        risks = self._after(EXPOSES, steps)
        return self._after(PERFORMED_BY, steps), risks, self._after(MITIGATED_BY, risks)

    def sets(self, code: str) -> Sets:
        """The plain impact sets of a power, its dependents followed to the end."""
        power = f"Power/{code}"
        found = self._reach(power)
        alone = tuple(
            {node for node in nodes if counter[node] == 1} for nodes, counter in zip(found, self._reached, strict=True)
        )
        depends = self._views[DEPENDS_ON]
        dependents = networkx.ancestors(depends, power) if power in depends else set()
        return Sets(*found, dependents, *alone)
