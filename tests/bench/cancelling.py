"""The peer of the catalogue's `impact-of-cancelling`: the same rows in well-written networkx."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx

from graph.schema import Kind, Rel
from graph.snapshot import Snapshot

__all__ = ["CancelPeer"]


class CancelPeer:
    """One digraph per relation type, made once; a power is asked about as somebody who knows networkx would."""

    def __init__(self, snapshot: Snapshot) -> None:
        whole = snapshot.to_networkx()
        self._nodes: dict[str, dict[str, Any]] = {name: whole.nodes[name] for name in whole}
        self._views: dict[str, networkx.DiGraph[str]] = {rel.value: networkx.DiGraph() for rel in Rel}
        for view in self._views.values():
            view.add_nodes_from(whole)
        for first, second, (rel, _) in whole.edges(keys=True):
            self._views[rel].add_edge(first, second)

    def rows(self, code: str) -> set[tuple[str, str]]:
        """What moves if a power is cancelled, with its status, as the catalogue gives it."""
        power = f"{Kind.POWER.value}/{code}"
        if not self._active(power):
            return set()
        steps = self._out(Rel.HAS_STEP, [power])
        worked = [step for step in steps if self._views[Rel.PERFORMED_BY].adj[step]]
        touched = self._out(Rel.MITIGATED_BY, self._out(Rel.EXPOSES, worked))
        orphaned = {control for control in touched if not self._mitigates(control, power)}
        return {
            *self._posts(power, steps),
            *self._risks(power, worked),
            *((control, "orphaned") for control in orphaned),
            *self._stalled(power, worked),
            *((other, "blocked") for other in self._into(Rel.DEPENDS_ON, [power]) if self._active(other)),
            *self._articles(power, worked, orphaned),
        } - {(power, "blocked")}

    def _posts(self, power: str, steps: Iterable[str]) -> Iterator[tuple[str, str]]:
        for post in self._out(Rel.PERFORMED_BY, steps):
            busy = self._works(self._into(Rel.PERFORMED_BY, [post]), power)
            held = any(self._into(rel, [post]) for rel in (Rel.BORNE_BY, Rel.OWNED_BY, Rel.SUPERVISED_BY))
            yield post, "relieved" if busy or held else "vacated"

    def _risks(self, power: str, worked: Iterable[str]) -> Iterator[tuple[str, str]]:
        for risk in self._out(Rel.EXPOSES, worked):
            others = [step for step in self._into(Rel.EXPOSES, [risk]) if self._works([step], power)]
            before = self._out(Rel.PERFORMED_BY, [step for step in self._into(Rel.EXPOSES, [risk]) if step in worked])
            kept = self._out(Rel.PERFORMED_BY, others) | self._out(Rel.BORNE_BY, [risk])
            if before <= kept:
                continue
            outside = self._nodes[risk].get("class") == "external"
            yield risk, "narrowed" if kept else "unattended" if outside else "ended"

    def _stalled(self, power: str, worked: Iterable[str]) -> Iterator[tuple[str, str]]:
        for control in self._into(Rel.CARRIED_OUT_IN, worked):
            by_step = self._nodes[control].get("mode") == "step"
            if by_step and not self._works(self._out(Rel.CARRIED_OUT_IN, [control]), power):
                yield control, "stalled"

    def _articles(self, power: str, worked: Iterable[str], orphaned: set[str]) -> Iterator[tuple[str, str]]:
        left = self._out(Rel.AUTHORIZED_BY, [power]) | self._out(Rel.REGULATED_BY, [*worked, *orphaned])
        for article in left:
            powers = any(self._active(each) for each in self._into(Rel.AUTHORIZED_BY, [article]) if each != power)
            users = self._into(Rel.REGULATED_BY, [article])
            controls = (user for user in users if user.startswith(f"{Kind.CONTROL.value}/"))
            used = self._works(users, power) or any(self._mitigates(control, power) for control in controls)
            yield article, "narrowed" if powers or used else "idle"

    def _mitigates(self, control: str, power: str) -> bool:
        """The control mitigates a risk that is live without the power."""
        risks = self._into(Rel.MITIGATED_BY, [control])
        return any(
            self._out(Rel.BORNE_BY, [risk]) or self._works(self._into(Rel.EXPOSES, [risk]), power) for risk in risks
        )

    def _works(self, steps: Iterable[str], power: str) -> bool:
        """Somebody performs one of the steps for another active power."""
        performed, owners = self._views[Rel.PERFORMED_BY].adj, self._views[Rel.HAS_STEP].pred
        return any(
            performed[step] and any(owner != power and self._active(owner) for owner in owners[step]) for step in steps
        )

    def _active(self, power: str) -> bool:
        return bool(self._nodes[power].get("status", "active") == "active")

    def _out(self, rel: Rel, nodes: Iterable[str]) -> set[str]:
        adjacency = self._views[rel].adj
        return {end for node in nodes for end in adjacency[node]}

    def _into(self, rel: Rel, nodes: Iterable[str]) -> set[str]:
        adjacency = self._views[rel].pred
        return {start for node in nodes for start in adjacency[node]}
