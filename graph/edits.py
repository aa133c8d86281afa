"""Elementary edits: what every change of a reform, every load and every commit comes down to (calculus §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from graph.model import EMPTY, NodeId, RelationId, Value, canonical_json, json_text, link_between, properties_json
from graph.schema import Kind, Link

__all__ = ["ADDS", "Action", "Edit", "edit_from_json", "edit_texts", "edit_to_json"]


class Action(StrEnum):
    """The six elementary edits."""

    ADD_NODE = "add_node"
    RETIRE_NODE = "retire_node"
    SET_NODE = "set_node"
    ADD_RELATION = "add_relation"
    RETIRE_RELATION = "retire_relation"
    SET_RELATION = "set_relation"


ADDS = frozenset({Action.ADD_NODE, Action.ADD_RELATION})
"""The edits that open something which was not there."""

_REMEMBERED = 100_000
"""Properties of relations whose text `edit_texts` remembers."""

_INVERSE = {
    Action.ADD_NODE: Action.RETIRE_NODE,
    Action.RETIRE_NODE: Action.ADD_NODE,
    Action.SET_NODE: Action.SET_NODE,
    Action.ADD_RELATION: Action.RETIRE_RELATION,
    Action.RETIRE_RELATION: Action.ADD_RELATION,
    Action.SET_RELATION: Action.SET_RELATION,
}


class Edit(NamedTuple):
    """One elementary edit together with what it undoes.

    ``properties`` are those of the added element, or the ones that a set changes (None clears one);
    ``before`` are those of the retired element, or the former values of the changed ones (None: it was absent).
    A retired node has lost its relations by edits of their own, before it.
    ``valid_from`` and ``valid_to`` are only given by a file that dates its elements itself: the version that an
    add opens is then in force from the one until the other (half-open) instead of from the revision's date.
    """

    action: Action
    identity: NodeId | RelationId
    properties: Mapping[str, Value | None] = EMPTY
    before: Mapping[str, Value | None] = EMPTY
    valid_from: date | None = None
    valid_to: date | None = None

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return self._replace(action=_INVERSE[self.action], properties=self.before, before=self.properties)


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """The edit as it stands in the revision log: identity, properties, inverse."""
    result: dict[str, Any] = {"edit": edit.action.value, **identity_to_json(edit.identity)}
    if edit.properties:
        result["properties"] = _plain(edit.properties)
    if edit.before:
        result["before"] = _plain(edit.before)
    if edit.valid_from is not None:
        result["valid_from"] = edit.valid_from.isoformat()
    if edit.valid_to is not None:
        result["valid_to"] = edit.valid_to.isoformat()
    return result


def edit_texts(edits: Iterable[Edit]) -> Iterator[str]:
    """The same as canonical JSON, one text for each edit.

    An add, which is what a load is made of, is put together without maps: a million relations say few different
    things of themselves, between few kinds of node.
    """
    said: dict[int, tuple[object, str]] = {}
    frames: dict[tuple[Action, Link], tuple[str, str]] = {}
    for edit in edits:
        action, identity, properties, before, start, end = edit
        if before or start is not None or end is not None:
            yield canonical_json(edit_to_json(edit))
        elif isinstance(identity, NodeId):
            kind, code = identity
            yield f'{{"code":{json_text(code)},"edit":"{action}","kind":"{kind}"{_said(properties)}}}'
        else:
            link, source, target, key = identity
            frame = frames.get((action, link))
            if frame is None:
                frame = frames[action, link] = _frame(action, link)
            known = said.get(id(properties))
            if known is None:
                if len(said) == _REMEMBERED:
                    said.clear()
                known = said[id(properties)] = properties, _said(properties)  # held, so that its id stays its own
            keyed = f',"key":{json_text(key)}' if key else ""
            yield f"{frame[0]}{json_text(source)[1:]}{keyed}{known[1]}{frame[1]}{json_text(target)[1:]}}}"


def _said(properties: Mapping[str, Value | None]) -> str:
    return f',"properties":{properties_json(properties)}' if properties else ""


def _frame(action: Action, link: Link) -> tuple[str, str]:
    """What stands before the code of the one end and of the other, quotation mark included."""
    return f'{{"edit":"{action}","from":"{link.from_kind}/', f',"rel":"{link.rel}","to":"{link.to_kind}/'


def edit_from_json(data: Mapping[str, Any]) -> Edit:
    """Read back what `edit_to_json` wrote; KeyError or ValueError for anything else."""
    return Edit(
        Action(data["edit"]),
        identity_from_json(data),
        _held(data.get("properties", {})),
        _held(data.get("before", {})),
        date.fromisoformat(data["valid_from"]) if "valid_from" in data else None,
        date.fromisoformat(data["valid_to"]) if "valid_to" in data else None,
    )


def identity_to_json(identity: NodeId | RelationId) -> dict[str, Any]:
    """An identity in the form of the files (calculus §6); the key of a relation only where it has one."""
    if isinstance(identity, NodeId):
        return {"kind": identity.kind.value, "code": identity.code}
    source, target = identity.ends
    result = {"rel": identity.link.rel.value, "from": str(source), "to": str(target)}
    return {**result, "key": identity.key} if identity.key else result


def identity_from_json(data: Mapping[str, Any]) -> NodeId | RelationId:
    """Read back what `identity_to_json` wrote; KeyError or ValueError for anything else."""
    if "kind" in data:
        return NodeId(Kind(data["kind"]), data["code"])
    (from_kind, _, source), (to_kind, _, target) = data["from"].partition("/"), data["to"].partition("/")
    found = link_between(data["rel"], from_kind, to_kind)
    if found is None:
        raise ValueError(f"no relation {data['rel']} from {from_kind} to {to_kind}")
    return RelationId(found, source, target, data.get("key", ""))


def _plain(properties: Mapping[str, Value | None]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def _held(properties: Mapping[str, Any]) -> dict[str, Value | None]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in properties.items()}
