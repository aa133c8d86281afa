"""Edits, commits and what a snapshot says, in as few words as a test can do with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from graph.edits import Action, Edit
from graph.model import NodeId, Properties, RelationId, Value, link_between
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.store import Commit, Revision, Store

__all__ = [
    "add",
    "commit",
    "content",
    "identity",
    "labels",
    "retire",
    "set_",
    "spans",
    "take_back",
    "typed",
]

Changes = Mapping[str, Value | None]


def identity(text: str) -> NodeId | RelationId:
    """``Power/E1``, or ``Power/E1 HAS_STEP Step/s`` with a key behind it where there is one."""
    first, *rest = text.split(" ")
    kind, _, code = first.partition("/")
    if not rest:
        return NodeId(Kind(kind), code)
    rel, second, *key = rest
    to_kind, _, target = second.partition("/")
    link = link_between(rel, kind, to_kind)
    assert link is not None, text
    return RelationId(link, code, target, " ".join(key))


def _edit(node: Action, relation: Action, text: str, properties: Changes, before: Changes) -> Edit:
    found = identity(text)
    return Edit(node if isinstance(found, NodeId) else relation, found, dict(properties), dict(before))


def add(text: str, valid_from: date | None = None, valid_to: date | None = None, **properties: Value) -> Edit:
    plain = _edit(Action.ADD_NODE, Action.ADD_RELATION, text, properties, {})
    return Edit(plain.action, plain.identity, plain.properties, {}, valid_from, valid_to)


def retire(text: str, **before: Value) -> Edit:
    return _edit(Action.RETIRE_NODE, Action.RETIRE_RELATION, text, {}, before)


def set_(text: str, before: Changes, after: Changes) -> Edit:
    return _edit(Action.SET_NODE, Action.SET_RELATION, text, after, before)


def commit(store: Store, *edits: Edit, effective: date | None = None, **more: Any) -> Revision:  # noqa: ANN401
    return store.commit(
        Commit(edits, more.pop("author", "张三"), more.pop("reason", "试"), effective=effective, **more)
    )


def take_back(store: Store, revision: Revision) -> Revision:
    """Commit the inverses of a revision, last first, with its effective date."""
    inverses = [edit.inverse() for edit in reversed(revision.edits)]
    return commit(store, *inverses, effective=revision.effective, manifest=revision.manifest_before)


def typed(properties: Properties) -> dict[str, tuple[str, Value]]:
    """Properties with the types of their values: 1, 1.0 and True are three things."""
    return {name: (type(value).__name__, value) for name, value in properties.items()}


def content(snapshot: Snapshot) -> dict[str, dict[str, tuple[str, Value]]]:
    """Everything that is in force, by identity."""
    nodes = {str(NodeId(kind, code)): typed(held) for kind in Kind for code, held in snapshot.nodes(kind)}
    relations = {
        str(RelationId(link, source, target, key)): typed(held)
        for link in LINKS
        for source, target, key, held in snapshot.relations(link)
    }
    return nodes | relations


def labels(snapshot: Snapshot) -> set[str]:
    """The identities in force."""
    return set(content(snapshot))


def spans(store: Store, text: str, as_of: int | None = None) -> list[tuple[str, str, Properties]]:
    """The versions of one identity as (from, to, properties), "" where unbounded."""
    wanted = identity(text)
    return [
        (str(found.valid_from or ""), str(found.valid_to or ""), dict(found.properties))
        for found in store.versions(as_of)
        if found.identity == wanted
    ]
