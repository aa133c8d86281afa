"""Properties that a reform sets and the schema does not know: perhaps typing errors, which of them was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from graph.changes import apply_change
from graph.changes.draft import Reports
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.overlay import Overlay
from graph.reform import Reform
from graph.schema import COMMON_PROPERTIES, KINDS, Kind, Label
from graph.terms import Property
from graph.view import View

__all__ = ["Undeclared", "undeclared_by_change", "undeclared_properties", "undeclared_said"]


class Undeclared(NamedTuple):
    """One such property, and of what."""

    identity: NodeId | RelationId
    name: str

    @property
    def said(self) -> Label:
        """What it is set on, its name, and which property was probably meant."""
        held = self.identity
        if isinstance(held, RelationId):
            return Label(*(f"{held} {self.name}",) * 2)
        label, own, zh, en = KINDS[held.kind].label, held.kind, "", ""
        meant = [*_meant(own, self.name)][:_MEANT]
        if meant:
            zh = "、".join(name if kind is own else f"{KINDS[kind].label.zh}的 {name}" for kind, name in meant)
            zh = f"（或指{' ' if meant[0][0] is own else ''}{zh}）"
            en = " or ".join(name if kind is own else f"{name} of a {KINDS[kind].label.en}" for kind, name in meant)
            en = f" (perhaps {en})"
        return Label(f"{label.zh} {held.code} {self.name}{zh}", f"{label.en} {held.code} {self.name}{en}")


def undeclared_properties(overlay: Overlay) -> tuple[str, ...]:
    """Properties that a reform sets and the schema does not know, as ``Power/E1 nmae``: perhaps a typing error.

    They are no error: a graph may carry properties of its own.
    """
    return tuple(sorted({f"{identity} {name}" for identity, name in _undeclared(overlay.edits)}))


def undeclared_by_change(view: View, reform: Reform, after: View) -> dict[int, tuple[Undeclared, ...]]:
    """The same by the position of the change that sets them.

    Args:
        view: the graph before the reform.
        reform: one that can be applied.
        after: what it makes of that graph; the reform is gone through again only where this holds such a property.
    """
    if not isinstance(after, Overlay) or not any(_undeclared(after.edits)):
        return {}
    overlay, reports = Overlay(view), Reports(set(), set())
    found: dict[int, tuple[Undeclared, ...]] = {}
    for position, change in enumerate(reform.changes):
        before = len(overlay.edits)
        apply_change(overlay, change, position, reports)
        held = tuple(dict.fromkeys(_undeclared(overlay.edits[before:])))
        if held:
            found[position] = held
    return found


def undeclared_said(found: Iterable[Undeclared]) -> Label:
    """The question whether they are typing errors, as every page and command asks it; of many the first."""
    told = [each.said for each in dict.fromkeys(found)]
    zh, en = "、".join(each.zh for each in told[:_TOLD]), ", ".join(each.en for each in told[:_TOLD])
    if len(told) > _TOLD:
        zh, en = f"{zh}，另有 {len(told) - _TOLD} 处", f"{en}, and {len(told) - _TOLD} more"
    return Label(f"图谱结构中没有这些属性，是否笔误？{zh}", f"Not in the schema, a typing error? {en}")


_TOLD, _MEANT = 5, 2
_SAID_BY_THE_REFORM = (Action.ADD_NODE, Action.SET_NODE, Action.SET_RELATION)
"""Added relations may carry on what the graph already said of others (merge, split)."""


def _undeclared(edits: Iterable[Edit]) -> Iterator[Undeclared]:
    for edit in edits:
        identity = edit.identity
        known: Collection[str]
        if isinstance(identity, RelationId):
            known = {*identity.link.properties, *COMMON_PROPERTIES}
        else:
            known = KINDS[identity.kind].properties
        if edit.action in _SAID_BY_THE_REFORM:
            yield from (Undeclared(identity, name) for name in edit.properties if name not in known)


def _meant(own: Kind, name: str) -> Iterator[tuple[Kind, str]]:
    """Which property of which kind a name may mean: by its label in the own kind, then in the others, then nearly."""
    kinds = (own, *(kind for kind in KINDS if kind is not own))
    found = [(kind, item.name) for kind in kinds for item in KINDS[kind].properties.values() if _names(item, name)]
    if found:
        yield from found[:1] if found[0][0] is own else found
        return
    near = get_close_matches(name, KINDS[own].properties, n=1, cutoff=0.7)
    yield from ((own, each) for each in near)


def _names(item: Property, text: str) -> bool:
    return text in (item.name, item.label.zh, item.label.en, *item.aliases)
