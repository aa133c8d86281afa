"""What a notebook changed on py2neo objects, as a reform or as edits: the only way back from `graph.interop.objects`.

Only what differs from what was read is a change, so that what others committed meanwhile is never undone by it; and
what was read must be what the snapshot says, else the change was made for another state (`ConflictError`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from graph.edits import Action, Edit, identity_to_json
from graph.errors import ConflictError, InputError, Problem
from graph.interop.objects import ModelObject, Neighbours, identity_of
from graph.model import NodeId, RelationId, link_between
from graph.reform import Reform, apply_reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from graph.terms import Both, Label, label_of

__all__ = ["edits_of", "reform_of"]

_WRITTEN_OUT = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}
"""The status that the server writes out where the version has none."""

Item = dict[str, Any]


def edits_of(
    snapshot: Snapshot, objects: Iterable[ModelObject], retired: Iterable[ModelObject] = ()
) -> tuple[Edit, ...]:
    """The edits that make what was changed on objects true, for ``Commit(edits=…, parent=snapshot.origin.revision)``.

    Args:
        snapshot: the state that the objects were read from.
        objects: objects of `graph.interop.objects.object_classes`, changed or new; a new one that another one leads
            to need not be named.
        retired: objects that are to be retired, with all their relations.

    Raises:
        ConflictError: what was read is not what the snapshot says, or has a later version.
        ReformRefused: an edit that cannot be: a wrong value, an unknown code, a broken rule of calculus §1.
        InputError: two objects say different things of the same element, or a code was changed.
    """
    return apply_reform(snapshot, reform_of(snapshot, objects, retired)).overlay.edits


def reform_of(
    snapshot: Snapshot,
    objects: Iterable[ModelObject],
    retired: Iterable[ModelObject] = (),
    name: str = "notebook",
    effective: date | None = None,
) -> Reform:
    """The same as a reform with one change ``edit``, so that its impact can be asked before anything is committed."""
    changes = _Changes(snapshot)
    for found in objects:
        changes.look_at(found)
    for found in retired:
        changes.retire(identity_of(found))
    edits = changes.in_order()
    return Reform(name, ({"op": "edit", "edits": edits},) if edits else (), effective)


class _Changes:
    """What is to be edited, by identity; the same thing said twice is said once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._items: dict[NodeId | RelationId, tuple[Action, Mapping[str, Any]]] = {}
        self._seen: set[int] = set()

    def look_at(self, found: Any) -> None:  # noqa: ANN401 - a py2neo object
        if id(found) in self._seen:
            return
        self._seen.add(id(found))
        node = identity_of(found)
        held, now = found._held, _properties(found.__node__)  # noqa: SLF001 - ours: what was read
        if held is None:
            self._say(node, Action.ADD_NODE, now)
        else:
            self._compare(node, held, dict(found.__node__))
        for neighbours in list(found.__ogm__.all_related()):
            self._relations(node, neighbours)

    def retire(self, node: NodeId) -> None:
        self._say(node, Action.RETIRE_NODE, {})

    def in_order(self) -> list[Item]:
        """The edits as the operation ``edit`` takes them: nodes come before their relations and go after them."""
        order = {action: place for place, action in enumerate(_ORDER)}
        found = sorted(self._items.items(), key=lambda item: (order[item[1][0]], str(item[0])))
        return [
            {"edit": action.value, **identity_to_json(identity), **({"properties": dict(held)} if held else {})}
            for identity, (action, held) in found
        ]

    def _compare(self, node: NodeId, held: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        if now.get("code") != held.get("code"):
            got = f"code {held.get('code')!r} → {now.get('code')!r}"
            expected = Both("编码不变", "a code that stays")
            advice = Both("另建一个对象，并用 retired 终止旧的", "make a new object, and retire the old one")
            raise InputError([Problem(f"{node}", got, expected, advice)])
        changes = _differences(_properties(held), _properties(now))
        if not changes:
            return
        known = self._snapshot.node(*node)
        if known is None:
            raise _conflict(node, _THERE, _ABSENT)
        written = {"status": _WRITTEN_OUT[node.kind]} if node.kind in _WRITTEN_OUT else {}
        self._agree(node, changes, _properties(held), {**written, **known})
        self._say(node, Action.SET_NODE, changes)

    def _relations(self, node: NodeId, neighbours: Neighbours) -> None:
        read = neighbours.before()
        if read is None:
            return
        before, now = (dict(_keyed(node, neighbours, found)) for found in (read, neighbours.now()))
        for found, _ in neighbours.now():
            if found._held is None:  # noqa: SLF001 - ours: None says that it is new
                self.look_at(found)
        for relation in sorted(now.keys() - before.keys(), key=str):
            if self._in_snapshot(relation) is not None:
                raise _conflict(relation, _ABSENT, _THERE)
            self._say(relation, Action.ADD_RELATION, now[relation])
        for relation, held in before.items():
            changes = _differences(held, now.get(relation, held))
            if changes or relation not in now:
                known = self._in_snapshot(relation)
                if known is None:
                    raise _conflict(relation, _THERE, _ABSENT)
                self._agree(relation, changes, held, known)
                self._say(relation, Action.SET_RELATION if changes else Action.RETIRE_RELATION, changes)

    def _in_snapshot(self, relation: RelationId) -> Mapping[str, Any] | None:
        return self._snapshot.pair(relation.link, relation.source, relation.target).get(relation.key)

    def _agree(
        self,
        identity: NodeId | RelationId,
        changes: Mapping[str, Any],
        held: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> None:
        """What is to be changed must be in the snapshot what it was when it was read."""
        plain = _properties(known)
        for name in changes:
            if not _same(held.get(name), plain.get(name)):
                raise _conflict(identity, f"{name}={held.get(name)!r}", f"{name}={plain.get(name)!r}")

    def _say(self, identity: NodeId | RelationId, action: Action, properties: Mapping[str, Any]) -> None:
        said = self._items.setdefault(identity, (action, properties))
        if said != (action, properties):
            got = " / ".join(f"{told.value} {dict(held)}" for told, held in (said, (action, properties)))
            advice = Both("只改其中一个对象", "change one of the objects only")
            raise InputError([Problem(f"{identity}", got, Both("一种说法", "one of them"), advice)])


_THERE, _ABSENT = Both("有", "there"), Both("没有", "not there")

_ORDER = (
    Action.ADD_NODE,
    Action.SET_NODE,
    Action.RETIRE_RELATION,
    Action.ADD_RELATION,
    Action.SET_RELATION,
    Action.RETIRE_NODE,
)


def _keyed(
    node: NodeId, neighbours: Neighbours, every: Iterable[tuple[Any, Mapping[str, Any]]]
) -> Iterator[tuple[RelationId, dict[str, Any]]]:
    for found, held in every:
        other = identity_of(found)
        source, target = (node, other) if neighbours.outgoing else (other, node)
        link = link_between(neighbours.rel.value, source.kind.value, target.kind.value)
        if link is None:
            got = f"{source} {neighbours.rel.value} {target}"
            expected = Both("图谱结构里有的关系", "a relation that the schema knows")
            advice = Both("见 docs/reference/schema.md", "see docs/reference/schema.md")
            raise InputError([Problem(f"{node}", got, expected, advice)])
        properties = _properties(held)
        yield RelationId(link, source.code, target.code, str(properties.pop("key", ""))), properties


def _properties(held: Mapping[str, Any]) -> dict[str, Any]:
    """Properties as a reform file has them: without the code, lists as lists."""
    return {
        name: list(value) if isinstance(value, tuple | list) else value
        for name, value in dict(held).items()
        if name != "code" and value is not None
    }


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What was set, and None for what was cleared."""
    names = sorted({*before, *now})
    return {name: now.get(name) for name in names if not _same(before.get(name), now.get(name))}


def _same(first: object, second: object) -> bool:
    return type(first) is type(second) and first == second


def _conflict(identity: NodeId | RelationId, read: str, snapshot: str) -> ConflictError:
    was, held = label_of(read), label_of(snapshot)
    return ConflictError(
        Label(
            f"{identity}：读到的：{was.zh}；快照里：{held.zh}；请重新取快照并重读对象",
            f"{identity}: read: {was.en}; in the snapshot: {held.en}; take the snapshot anew and read the objects "
            "again",
        )
    )
