"""What a change may not leave behind: a graph that breaks a rule of calculus §1."""

from __future__ import annotations

from collections.abc import Iterable

from graph.changes.draft import Call
from graph.edits import Action, Edit
from graph.errors import ReformRefused
from graph.model import NodeId, RelationId
from graph.overlay import Overlay
from graph.rules import Violation, broken_said, violations_at
from graph.schema import PERFORMED_BY, Kind

__all__ = ["broken_by", "check_result"]


def check_result(call: Call, edits: Iterable[Edit]) -> None:
    """Refuse the change where its edits leave a broken rule; costs what the edits touch."""
    broken = broken_by(call.draft, edits)
    if broken:
        raise ReformRefused(call.position, _field(call), broken_said(broken))


def broken_by(draft: Overlay, edits: Iterable[Edit]) -> tuple[Violation, ...]:
    """The rules that are broken at what some edits of a draft touched."""
    nodes: dict[NodeId, None] = {}
    performers: dict[tuple[str, str], None] = {}
    for edit in edits:
        identity = edit.identity
        if isinstance(identity, RelationId):
            nodes.update(dict.fromkeys(identity.ends))
            if identity.link == PERFORMED_BY and "on_behalf_of" in edit.properties:
                performers[identity.source, identity.target] = None
        else:
            nodes[identity] = None
            if identity.kind is Kind.UNIT and _may_orphan(edit):
                performers.update(dict.fromkeys(_entrusted_by(draft, identity.code)))
    return violations_at(draft, nodes, performers)


def _may_orphan(edit: Edit) -> bool:
    return edit.action is Action.RETIRE_NODE or "level" in edit.properties


def _entrusted_by(draft: Overlay, unit: str) -> Iterable[tuple[str, str]]:
    """Duties done on behalf of a unit: only an edit of the unit itself makes one look for them."""
    for step, post in draft.pairs(PERFORMED_BY):
        if any(held.get("on_behalf_of") == unit for held in draft.pair(PERFORMED_BY, step, post).values()):
            yield step, post


def _field(call: Call) -> str:
    """The argument to blame: only ``edit`` can break a rule by itself; else the last one given."""
    return "edits" if "edits" in call.change else [*call.change][-1]
