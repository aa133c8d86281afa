"""How two states of a graph differ: element by element, property by property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graph.edits import identity_to_json
from graph.model import NodeId, Properties, RelationId, Value
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

__all__ = ["Difference", "Status", "diff_of"]

Identity = NodeId | RelationId


class Status(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that is not the same in both; ``before`` or ``after`` is None where it is only in the other."""

    identity: Identity
    before: Properties | None
    after: Properties | None

    @property
    def status(self) -> Status:
        if self.before is None:
            return Status.ADDED
        return Status.REMOVED if self.after is None else Status.CHANGED

    @property
    def properties(self) -> Mapping[str, tuple[Value | None, Value | None]]:
        """The properties that differ, by name, with their values before and after."""
        before, after = self.before or {}, self.after or {}
        return {
            name: (before.get(name), after.get(name))
            for name in sorted({*before, *after})
            if not _same(before.get(name), after.get(name))
        }

    def to_json(self) -> dict[str, Any]:
        held = self.after if self.after is not None else self.before or {}
        return {
            "element": str(self.identity),
            "identity": identity_to_json(self.identity),
            "name": str(held.get("name", "")),
            "status": self.status.value,
            "properties": {
                name: {"before": _plain(old), "after": _plain(new)} for name, (old, new) in self.properties.items()
            },
        }


def diff_of(before: Snapshot, after: Snapshot) -> tuple[Difference, ...]:
    """Every element that differs: nodes in the order of the schema and by code, then relations likewise."""
    return (*_nodes(before, after), *_relations(before, after))


def _nodes(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    for kind in Kind:
        old, new = dict(before.nodes(kind)), dict(after.nodes(kind))
        for code in sorted(old.keys() | new.keys()):
            if _differ(old.get(code), new.get(code)):
                yield Difference(NodeId(kind, code), old.get(code), new.get(code))


def _relations(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    for link in LINKS:
        old = {(source, target, key): held for source, target, key, held in before.relations(link)}
        new = {(source, target, key): held for source, target, key, held in after.relations(link)}
        for ends in sorted(old.keys() | new.keys()):
            if _differ(old.get(ends), new.get(ends)):
                yield Difference(RelationId(link, *ends), old.get(ends), new.get(ends))


def _differ(before: Properties | None, after: Properties | None) -> bool:
    if before is None or after is None:
        return True
    if len(before) != len(after):
        return True
    return any(name not in after or not _same(value, after[name]) for name, value in before.items())


def _same(one: Value | None, other: Value | None) -> bool:
    """Equal, and of one type: 1, 1.0 and true are three values."""
    return type(one) is type(other) and one == other


def _plain(value: Value | None) -> Value | list[str] | None:
    return list(value) if isinstance(value, tuple) else value
