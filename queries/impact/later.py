"""What a reform does on days after its own, when versions that the log holds already begin or end."""

from __future__ import annotations

from collections.abc import Iterable

from graph.derived import Derived, derived_of
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.overlay import Overlay
from graph.view import View
from queries.findings import findings_at
from queries.findings.model import Finding
from queries.impact.scope import changes_of, scope_of, shared_of

__all__ = ["carried", "findings_changed", "findings_opened"]

_RETIRES = frozenset({Action.RETIRE_NODE, Action.RETIRE_RELATION})


def carried(view: View, edits: Iterable[Edit]) -> Overlay:
    """What edits made for an earlier day come to on this one.

    They are those of a reform that could be applied then, so nothing that they name begins anew between the two days
    (calculus §4); it may have ended, and then they say nothing about this day any more. A relation is kept to the
    time of its ends, as a store keeps it.
    """
    overlay = Overlay(view)
    for edit in edits:
        if isinstance(edit.identity, NodeId):
            _carry_node(overlay, edit, edit.identity)
        else:
            _carry_relation(overlay, edit, edit.identity)
    return overlay


def findings_opened(overlay: Overlay) -> tuple[Finding, ...]:
    """The findings that an overlay opens, by code and identity."""
    opened, _ = findings_changed(overlay)
    return tuple(sorted(opened))


def findings_changed(overlay: Overlay) -> tuple[frozenset[Finding], frozenset[Finding]]:
    """The findings that an overlay opens and closes: those of the impact, without the rest of it."""
    changes = changes_of(overlay)
    before = derived_of(overlay.base)
    after = Derived(overlay, shared_of(changes, before))
    anchors = scope_of(changes, before, after).anchors()
    last, first = findings_at(after, anchors), findings_at(before, anchors)
    return frozenset(last - first), frozenset(first - last)


def _carry_node(overlay: Overlay, edit: Edit, node: NodeId) -> None:
    there = overlay.node(*node) is not None
    if edit.action is Action.ADD_NODE and not there:
        overlay.apply(edit)
    elif edit.action is Action.SET_NODE and there:
        overlay.set_node(*node, edit.properties)
    elif edit.action in _RETIRES and there:
        overlay.retire_node(*node)


def _carry_relation(overlay: Overlay, edit: Edit, relation: RelationId) -> None:
    link, source, target, key = relation
    if any(overlay.node(*end) is None for end in relation.ends):
        return
    if edit.action in _RETIRES:
        overlay.retire_relation(link, source, target, key)
    elif edit.action is Action.SET_RELATION:
        if key in overlay.pair(link, source, target):
            overlay.set_relation(link, source, target, edit.properties, key)
    elif key not in overlay.pair(link, source, target):
        overlay.apply(edit)
