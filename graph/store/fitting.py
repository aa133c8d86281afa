"""Whether an edit says what a store can keep, and what it undoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from graph.edits import ADDS, Action, Edit
from graph.model import DEFAULT_MANIFEST, NodeId, Properties, RelationId, Value, code_problem, value_problem
from graph.terms import Both

__all__ = ["Identity", "completed", "same_properties", "undone_by", "unfit", "without_absent"]

Identity = NodeId | RelationId

_OF_NODES = frozenset({Action.ADD_NODE, Action.SET_NODE, Action.RETIRE_NODE})
_SETS = frozenset({Action.SET_NODE, Action.SET_RELATION})


def unfit(edit: Edit) -> tuple[str, str] | None:
    """What is wrong with an edit in itself, as (got, expected): whatever the state it is made for."""
    identity = edit.identity
    if isinstance(identity, NodeId) != (edit.action in _OF_NODES):
        kind = Both("节点", "a node") if edit.action in _OF_NODES else Both("关系", "a relation")
        return f"{identity!r}", kind
    if edit.action in ADDS:
        # The ends of a relation are codes of nodes, which were looked at when these came.
        code = identity.code if isinstance(identity, NodeId) else identity.key
        expected = code_problem(code) if code or isinstance(identity, NodeId) else None
        if expected is not None:
            return Both(f"编码 {code!r}", f"code {code!r}"), expected
    return _unfit_value(edit)


def _unfit_value(edit: Edit) -> tuple[str, str] | None:
    for name, value in edit.properties.items():
        if type(value) is str and (value.isascii() or _writable(value)) and name and name.isascii():
            continue  # most are texts, and a load asks this a million times
        if not name:
            return Both(f"属性名 {name!r}", f"property name {name!r}"), Both("非空文字", "a text that is not empty")
        if value is None and edit.action in _SETS:
            continue
        expected = value_problem(None, value, DEFAULT_MANIFEST)
        if expected is None and not all(map(_writable, (name, *_texts(value)))):
            expected = Both("可写成 UTF-8 的文字", "text that UTF-8 can hold")
        if expected is not None:
            return f"{name} = {value!r}", expected
    return None


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, list | tuple) else ()


def _writable(text: str) -> bool:
    """Half a surrogate pair is text for Python, and for no file."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
    return True


def completed(edit: Edit) -> Edit:
    """The edit with its lists as tuples, as everything that is held has them."""
    if not (edit.properties or edit.before):
        return edit
    if _has_list(edit.properties) or _has_list(edit.before):
        return edit._replace(properties=_tuples(edit.properties), before=_tuples(edit.before))
    return edit


def undone_by(edit: Edit, held: Properties) -> Mapping[str, Value | None]:
    """What a retire or a set takes away: the whole properties, or the former values of what it changes."""
    if edit.action in _SETS:
        return {name: held.get(name) for name in edit.properties}
    return dict(held)


def same_properties(first: Mapping[str, Value | None], second: Mapping[str, Value | None]) -> bool:
    """Equal value by value and of one type each (a flag is no number); an absent one is as good as None."""
    return all(_same(first.get(name), second.get(name)) for name in first.keys() | second.keys())


def without_absent(properties: Mapping[str, Value | None]) -> Properties:
    """The properties that are there."""
    if None not in properties.values():
        return cast(Properties, properties)  # as they are: nobody changes what an edit says
    return {name: value for name, value in properties.items() if value is not None}


def _same(first: Value | None, second: Value | None) -> bool:
    return type(first) is type(second) and first == second


def _has_list(properties: Mapping[str, Any]) -> bool:
    return list in map(type, properties.values())


def _tuples(properties: Mapping[str, Any]) -> dict[str, Value | None]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in properties.items()}
