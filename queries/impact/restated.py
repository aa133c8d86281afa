"""Which findings a graph opens and closes when some of its elements are stated anew: what a load comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.edits import Action, Edit
from graph.model import Manifest, NodeId, Properties, RelationId
from graph.overlay import Overlay
from graph.schema import LINKS, Kind, Link
from graph.snapshot import Snapshot
from graph.view import View
from queries.findings import findings_of
from queries.findings.gravity import worst_first
from queries.findings.model import Finding
from queries.impact.later import findings_changed

__all__ = ["Restated", "States", "findings_restated"]

States = Mapping[NodeId | RelationId, Properties | None]
"""Elements with the properties that they have from now on; None for one that is there no longer."""

_FEW = 2000
"""So many elements are laid over the graph and only their neighbourhood is looked at; with more it is made anew."""


@dataclass(frozen=True, slots=True)
class Restated:
    """The graph before and after, and the findings that open and close between them, the gravest first."""

    before: View
    after: View
    opened: tuple[Finding, ...]
    closed: tuple[Finding, ...]


def findings_restated(before: Snapshot, states: States, manifest: Manifest | None = None) -> Restated:
    """The difference that elements stated anew make to the findings; the graph stays as it is.

    Args:
        before: the graph on the day on which they begin.
        states: the elements that are stated anew.
        manifest: the one that takes the place of the graph's; rules of incompatible acts look at every post.
    """
    if manifest is None and len(states) <= _FEW:
        overlay = _laid_over(before, states)
        opened, closed = findings_changed(overlay)
        return _restated(before, overlay, opened, closed)
    after = _made_anew(before, states, manifest or before.manifest)
    first, last = frozenset(findings_of(before)), frozenset(findings_of(after))
    return _restated(before, after, last - first, first - last)


def _restated(before: View, after: View, opened: frozenset[Finding], closed: frozenset[Finding]) -> Restated:
    return Restated(before, after, worst_first(after, opened), worst_first(before, closed))


def _laid_over(before: Snapshot, states: States) -> Overlay:
    """A relation is in force only with both its ends, so nodes come first, and those that go take theirs along."""
    overlay = Overlay(before)
    for identity, held in states.items():
        if isinstance(identity, NodeId) and held is not None:
            overlay.apply(Edit(Action.ADD_NODE, identity, held))
    for identity, held in states.items():
        if isinstance(identity, RelationId) and all(overlay.node(*end) is not None for end in identity.ends):
            if held is None:
                overlay.retire_relation(*identity)
            else:
                overlay.apply(Edit(Action.ADD_RELATION, identity, held))
    for identity, held in states.items():
        if isinstance(identity, NodeId) and held is None and overlay.node(*identity) is not None:
            overlay.retire_node(*identity)
    return overlay


def _made_anew(before: Snapshot, states: States, manifest: Manifest) -> Snapshot:
    return Snapshot.of(_nodes(before, states), _relations(before, states), manifest, before.origin)


def _nodes(before: Snapshot, states: States) -> Iterator[tuple[Kind, str, Properties]]:
    for kind in Kind:
        yield from ((kind, code, held) for code, held in before.nodes(kind) if NodeId(kind, code) not in states)
    for identity, held in states.items():
        if isinstance(identity, NodeId) and held is not None:
            yield *identity, held


def _relations(before: Snapshot, states: States) -> Iterator[tuple[Link, str, str, str, Properties]]:
    for link in LINKS:
        for source, target, key, held in before.relations(link):
            if RelationId(link, source, target, key) not in states:
                yield link, source, target, key, held
    for identity, stated in states.items():
        if isinstance(identity, RelationId) and stated is not None:
            yield *identity, stated
