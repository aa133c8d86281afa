"""edit: elementary edits, for posts, controls and whatever the other operations do not cover."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph.changes.draft import RESERVED, Argument, Call, Operation
from graph.model import Properties, RelationId, Value, called, code_problem, link_between, value_problem
from graph.schema import Kind, Label, Link

__all__ = ["EDIT"]

Item = Mapping[str, Any]


def _edit(call: Call) -> None:
    for item in call.items("edits"):
        action = item.get("edit") if isinstance(item, Mapping) else None
        found = _ACTIONS.get(action) if isinstance(action, str) else None
        if found is None:
            known = ", ".join(_ACTIONS)
            call.refuse("edits", f"没有编辑 {action!r}；可用 {known}", f"unknown edit {action!r}; known: {known}")
        found(call, item)


def _add_node(call: Call, item: Item) -> None:
    kind = _kind(call, item, ("properties",))
    code = call.new_code("edits", kind, item["code"])
    call.draft.add_node(kind, code, _given(call.properties("edits", kind, item.get("properties", {}), clearing=True)))


def _retire_node(call: Call, item: Item) -> None:
    kind = _kind(call, item, ())
    call.draft.retire_node(kind, call.existing("edits", kind, item["code"]))


def _set_node(call: Call, item: Item) -> None:
    kind = _kind(call, item, ("properties",))
    code = call.existing("edits", kind, item["code"])
    call.draft.set_node(kind, code, call.properties("edits", kind, item.get("properties", {}), clearing=True))


def _add_relation(call: Call, item: Item) -> None:
    link, source, target, key = _relation(call, item, ("properties",))
    call.draft.add_relation(link, source, target, _given(_values(call, link, item)), key)


def _retire_relation(call: Call, item: Item) -> None:
    link, source, target, key = _relation(call, item, ())
    call.draft.retire_relation(link, source, target, key)


def _set_relation(call: Call, item: Item) -> None:
    link, source, target, key = _relation(call, item, ("properties",))
    if key not in call.draft.pair(link, source, target):
        told = called(RelationId(link, source, target, key))
        call.refuse("edits", f"没有这一关系：{told.zh}", f"no such relation: {told.en}")
    call.draft.set_relation(link, source, target, _values(call, link, item), key)


_ACTIONS: dict[str, Callable[[Call, Item], None]] = {
    "add_node": _add_node,
    "retire_node": _retire_node,
    "set_node": _set_node,
    "add_relation": _add_relation,
    "retire_relation": _retire_relation,
    "set_relation": _set_relation,
}


def _kind(call: Call, item: Item, optional: tuple[str, ...]) -> Kind:
    call.only_keys("edits", item, ("edit", "kind", "code"), optional)
    try:
        return Kind(item["kind"])
    except ValueError:
        known = ", ".join(Kind)
        call.refuse(
            "edits", f"没有节点类型 {item['kind']!r}；可用 {known}", f"unknown kind {item['kind']!r}; known: {known}"
        )


def _relation(call: Call, item: Item, optional: tuple[str, ...]) -> tuple[Link, str, str, str]:
    call.only_keys("edits", item, ("edit", "rel", "from", "to"), ("key", *optional))
    ends = [str(item[name]).partition("/") for name in ("from", "to")]
    link = link_between(str(item["rel"]), ends[0][0], ends[1][0])
    if link is None:
        told = f"{item['from']} → {item['to']}"
        call.refuse("edits", f"{item['rel']} 不连接 {told}", f"{item['rel']} does not join {told}")
    key = item.get("key", "")
    if not isinstance(key, str) or (key and code_problem(key)):
        call.refuse("edits", f"key {key!r} 应为文本", f"key {key!r}: expected a text")
    source = call.existing("edits", link.from_kind, ends[0][2])
    return link, source, call.existing("edits", link.to_kind, ends[1][2]), key


def _values(call: Call, link: Link, item: Item) -> dict[str, Value | None]:
    held = item.get("properties", {})
    if not isinstance(held, Mapping):
        call.refuse("edits", f"收到 {held!r}，应为属性对象", f"got {held!r}, expected an object of properties")
    result: dict[str, Value | None] = {}
    for name, value in held.items():
        problem = None if value is None else value_problem(link.properties.get(name), value, call.draft.manifest)
        if problem or name in RESERVED:
            call.refuse_property("edits", name, value, problem)
        result[name] = tuple(value) if isinstance(value, list) else value
    return result


def _given(properties: Mapping[str, Value | None]) -> Properties:
    return {name: value for name, value in properties.items() if value is not None}


EDIT = Operation("edit", Label("编辑", "edit"), (Argument("edits", Label("逐项编辑", "edits")),), (), _edit)
