"""JSON Schema (2020-12) of graph files and reform files, made from the declarations of the schema and the operations.

It tells an editor or another program what a file may hold. Loading checks more than a schema can say: that codes
are in form NFC and known, that integers are written without a fraction, that the rules of calculus §1 hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graph.changes import OPERATIONS
from graph.changes.draft import Argument, Operation
from graph.edits import Action
from graph.model import DEFAULT_MANIFEST, INT64_MAX, INT64_MIN
from graph.schema import KINDS, LINKS, SECTION, Kind, Label, Link, Property, ValueType

__all__ = ["graph_schema", "reform_schema"]

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NO_CONTROLS = r"[^\u0000-\u001f\u007f-\u009f]+"
_COMMON = {name: KINDS[Kind.UNIT].properties[name] for name in ("origin", "source", "note")}
_NOT_REDEFINED = ("status", "type", "level", "delegated_from")


def graph_schema() -> Schema:
    """The schema of one line of a graph file: the manifest, a node of some kind or a relation of some link."""
    definitions: dict[str, Schema] = {"code": _code(), "date": _date(), "value": _value(), "Manifest": _manifest()}
    definitions.update({kind.value: _node(kind) for kind in Kind})
    definitions.update({_name(link): _relation(link) for link in LINKS})
    lines = ["Manifest", *(kind.value for kind in Kind), *(_name(link) for link in LINKS)]
    return {
        "$schema": _DRAFT,
        "title": "权岗图谱：图文件的一行 Quangang: one line of a graph file",
        "description": "JSON Lines, UTF-8：每行一个对象，顺序不限 one object a line, in any order",
        "oneOf": [_ref(name) for name in lines],
        "$defs": definitions,
    }


def reform_schema() -> Schema:
    """The schema of a reform file, in JSON or in YAML."""
    definitions: dict[str, Schema] = {
        "code": _code(),
        "codes": _list(_ref("code")),
        "date": _date(),
        "value": _value(),
        "level": _level(sections=False),
        "basis": _basis(),
        "step": _added_step(),
        "duty": _object({"step": _ref("code"), "post": _ref("code")}, ("step", "post")),
        "part": _part(),
        "acceptance": _acceptance(),
        "edit": _edit(),
    }
    definitions.update({_op(op): _change(operation) for op, operation in OPERATIONS.items()})
    texts = {
        "reform": Label("改革名称", "name of the reform"),
        "number": Label("文号", "document number"),
        "author": Label("提交人", "author"),
        "reason": Label("理由", "reason"),
    }
    properties: dict[str, Schema] = {
        name: _described({"type": ["string", "null"]}, label) for name, label in texts.items()
    }
    properties["effective"] = _described(
        {"anyOf": [_ref("date"), {"type": "null"}]}, Label("生效日期", "date from which it holds")
    )
    properties["changes"] = _described(
        _list({"oneOf": [_ref(_op(op)) for op in OPERATIONS]}), Label("按先后顺序的变更", "changes, in this order")
    )
    properties["accept"] = _described(
        _list(_ref("acceptance")), Label("逐项接受的问题", "findings that may open, each by name")
    )
    return {
        "$schema": _DRAFT,
        "title": "权岗图谱：改革文件 Quangang: a reform file",
        **_object(properties, ("changes",)),
        "$defs": definitions,
    }


# -- the graph -------------------------------------------------------------------------------------------------


def _name(link: Link) -> str:
    return f"{link.from_kind.value}-{link.rel.value}-{link.to_kind.value}"


def _node(kind: Kind) -> Schema:
    declared = KINDS[kind]
    head: dict[str, Schema] = {
        "kind": {"const": kind.value},
        "code": _described(_ref("code"), declared.code),
    }
    found = _element(head, declared.properties, ("kind", "code"))
    return {"title": str(declared.label), **found}


def _relation(link: Link) -> Schema:
    head: dict[str, Schema] = {
        "rel": {"const": link.rel.value},
        "from": _end(link.from_kind),
        "to": _end(link.to_kind),
        "key": {"type": "string", "description": "只在同一对之间有多条同类关系时需要 only for parallel relations"},
    }
    found = _element(head, {**link.properties, **_COMMON}, ("rel", "from", "to"))
    return {"title": f"{link.from_kind.value} {link.rel.value} {link.to_kind.value}：{link.label}", **found}


def _element(head: Mapping[str, Schema], declared: Mapping[str, Property], required: tuple[str, ...]) -> Schema:
    """A node or a relation: what identifies it, its dates, its properties, and others that the schema does not know."""
    properties = {
        **head,
        "valid_from": _described(_ref("date"), Label("生效日期", "in force from")),
        "valid_to": _described(_ref("date"), Label("失效日期", "in force until before")),
        **{name: _property(item) for name, item in declared.items()},
    }
    return {**_object(properties, required), "additionalProperties": _ref("value")}


def _end(kind: Kind) -> Schema:
    return {"type": "string", "pattern": f"^{kind.value}/{_NO_CONTROLS}$"}


def _manifest() -> Schema:
    rule = _object(
        {
            "id": {"type": "string", "minLength": 1},
            "acts": {**_list({"type": "string", "minLength": 1}), "minItems": 2, "uniqueItems": True},
            "scope": {"enum": ["any", "power"]},
            "basis": {"type": "string"},
        },
        ("id", "acts", "scope"),
    )
    level = {"type": "string", "minLength": 1, "not": {"const": SECTION}}
    held = {
        "type": "object",
        "properties": {
            "levels": {
                **_list(level),
                "minItems": 1,
                "uniqueItems": True,
                "default": list(DEFAULT_MANIFEST.levels),
                "description": "机关层级，由高到低 office levels, highest first",
            },
            "incompatible": {
                **_list(rule),
                "default": [item.to_json() for item in DEFAULT_MANIFEST.incompatible],
                "description": "不相容的动作 acts that one post may not hold together",
            },
        },
    }
    return {"title": "清单行 manifest", **_object({"manifest": held}, ("manifest",))}


# -- values ----------------------------------------------------------------------------------------------------


def _property(declared: Property) -> Schema:
    found = _values(declared)
    described = str(declared.label) + (f"：{declared.note}" if declared.note else "")
    if declared.values:
        described += "（" + "，".join(f"{value} {label.zh}" for value, label in declared.values.items()) + "）"
    return {**found, "description": described}


def _values(declared: Property) -> Schema:
    if declared.values:
        return {"enum": list(declared.values)}
    if declared.date:
        return _ref("date")
    if declared.level:
        return _level(sections=declared.sections)
    return _TYPES[declared.type]()


def _level(*, sections: bool) -> Schema:
    """Office levels are data of the manifest, so that the schema can only name the shipped ones."""
    shipped = [*DEFAULT_MANIFEST.levels, *([SECTION] if sections else [])]
    return {"type": "string", "minLength": 1, "examples": shipped}


def _integer() -> Schema:
    return {"type": "integer", "minimum": INT64_MIN, "maximum": INT64_MAX}


_TYPES: dict[ValueType, Callable[[], Schema]] = {
    ValueType.TEXT: lambda: {"type": "string"},
    ValueType.INTEGER: _integer,
    ValueType.NUMBER: lambda: {"type": "number"},
    ValueType.BOOLEAN: lambda: {"type": "boolean"},
    ValueType.TEXTS: lambda: _list({"type": "string"}),
}


def _value() -> Schema:
    """Whatever every store can hold."""
    return {"anyOf": [_TYPES[kind]() for kind in ValueType]}


def _code() -> Schema:
    return {"type": "string", "pattern": f"^{_NO_CONTROLS}$", "description": "编码 code: opaque, Unicode NFC"}


def _date() -> Schema:
    return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


# -- the operations --------------------------------------------------------------------------------------------


def _op(op: str) -> str:
    return f"op-{op}"


def _change(operation: Operation) -> Schema:
    arguments = operation.arguments
    properties = {"op": {"const": operation.op}, **{item.name: _argument(operation, item) for item in arguments}}
    required = ("op", *(item.name for item in arguments if item.required))
    found = {"title": str(operation.label), **_object(properties, required)}
    if operation.op == "repeal":
        found["oneOf"] = [{"required": [item.name]} for item in arguments]
    return found


def _argument(operation: Operation, argument: Argument) -> Schema:
    """The shape of an argument; KeyError for one that this module does not know yet."""
    shape = _SHAPES.get((operation.op, argument.name)) or _SHAPES["", argument.name]
    return _described(shape(), argument.label)


def _shape(name: str) -> Callable[[], Schema]:
    return lambda: _ref(name)


def _many(name: str) -> Callable[[], Schema]:
    return lambda: _list(_ref(name))


_SHAPES: dict[tuple[str, str], Callable[[], Schema]] = {
    **{
        ("", name): _shape("code")
        for name in ("power", "supervision_post", "from_unit", "to_unit", "article", "instrument")
    },
    **{("", name): _shape("level") for name in ("from", "to")},
    **{("", name): _shape("codes") for name in ("units", "steps", "keep_steps", "retire_steps")},
    **{("", name): _many("basis") for name in ("retire_articles", "add_articles", "to_articles")},
    ("", "from_article"): _shape("basis"),
    ("", "add_steps"): _many("step"),
    **{("", name): _many("duty") for name in ("assign", "unassign")},
    ("", "powers"): lambda: {**_list(_ref("code")), "minItems": 2, "uniqueItems": True},
    ("", "into"): lambda: {"anyOf": [_ref("code"), _new_power()]},
    ("", "parts"): lambda: {**_list(_ref("part")), "minItems": 2},
    ("", "to_type"): lambda: _values(KINDS[Kind.POWER].properties["type"]),
    ("", "set"): lambda: _settings(KINDS[Kind.POWER].properties, _NOT_REDEFINED),
    ("edit", "edits"): _many("edit"),
}


def _basis() -> Schema:
    named = _object({"article": _ref("code"), "lowest_level": _ref("level")}, ("article",))
    return {"anyOf": [_ref("code"), named], "description": "条款编码，或带法定最低层级 an article, or with its level"}


def _added_step() -> Schema:
    declared = KINDS[Kind.STEP].properties
    own = {name: _property(declared[name]) for name in ("name", "seq", "act", "limit_days", "min_posts")}
    further = {
        "posts": _described(_ref("codes"), Label("办理岗位", "posts that perform it")),
        "risks": _described(_ref("codes"), Label("暴露风险", "risks that it exposes")),
        "after": _described(_ref("code"), Label("前一环节", "the step of this power that it follows")),
    }
    return _object({"code": _ref("code"), **own, **further}, ("code", "name", "seq", "act"))


def _part() -> Schema:
    name = _property(KINDS[Kind.POWER].properties["name"])
    properties = {"code": _ref("code"), "name": name, "steps": _ref("codes"), "articles": _list(_ref("basis"))}
    return _object(properties, ("code", "name", "steps"))


def _new_power() -> Schema:
    """The target of a merge that is new: active, without ``delegated_from``."""
    declared = {name: item for name, item in KINDS[Kind.POWER].properties.items() if name != "delegated_from"}
    held = _settings(declared, ())
    held["properties"] = {"code": _ref("code"), **held["properties"], "status": {"const": "active"}}
    held["properties"]["name"] = _property(declared["name"])
    return {**held, "required": ["code", "name"], "not": {"required": ["delegated_from"]}}


def _settings(declared: Mapping[str, Property], barred: tuple[str, ...]) -> Schema:
    """Properties that an edit sets; null clears one."""
    properties = {name: _or_null(_property(item)) for name, item in declared.items() if name not in barred}
    found: Schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": _or_null(_ref("value")),
    }
    if barred:
        found["propertyNames"] = {"not": {"enum": ["code", *barred]}}
    return found


def _edit() -> Schema:
    return {"oneOf": [*(_node_edit(action) for action in _NODE_EDITS), *(_link_edit(item) for item in _LINK_EDITS)]}


_NODE_EDITS = (Action.ADD_NODE, Action.RETIRE_NODE, Action.SET_NODE)
_LINK_EDITS = (Action.ADD_RELATION, Action.RETIRE_RELATION, Action.SET_RELATION)


def _node_edit(action: Action) -> Schema:
    kinds = {"enum": [kind.value for kind in Kind]}
    properties: dict[str, Schema] = {"edit": {"const": action.value}, "kind": kinds, "code": _ref("code")}
    if action is Action.RETIRE_NODE:
        return _object(properties, ("edit", "kind", "code"))
    found = _object({**properties, "properties": {"type": "object"}}, ("edit", "kind", "code"))
    found["allOf"] = [
        _when({"kind": {"const": kind.value}}, {"properties": _settings(KINDS[kind].properties, ())}) for kind in Kind
    ]
    return found


def _link_edit(action: Action) -> Schema:
    rels = {"enum": list(dict.fromkeys(link.rel.value for link in LINKS))}
    properties: dict[str, Schema] = {
        "edit": {"const": action.value},
        "rel": rels,
        "from": {"type": "string"},
        "to": {"type": "string"},
        "key": {"type": "string"},
    }
    with_values = action is not Action.RETIRE_RELATION
    if with_values:
        properties["properties"] = {"type": "object"}
    found = _object(properties, ("edit", "rel", "from", "to"))
    found["oneOf"] = [{"properties": _link_properties(link, with_values=with_values)} for link in LINKS]
    return found


def _link_properties(link: Link, *, with_values: bool) -> dict[str, Schema]:
    ends: dict[str, Schema] = {
        "rel": {"const": link.rel.value},
        "from": _end(link.from_kind),
        "to": _end(link.to_kind),
    }
    return {**ends, "properties": _settings(link.properties, ())} if with_values else ends


def _acceptance() -> Schema:
    properties: dict[str, Schema] = {
        "finding": _described(
            {"type": "string", "pattern": r"^PG\d{3}/.+$"},
            Label(
                "问题代码和对象，如 PG005/R-12/P-7；PG011/* 指该代码的全部",
                "code and identity, or CODE/* for all of a code",
            ),
        ),
        "reason": _described({"type": "string", "minLength": 1}, Label("理由", "why it is accepted")),
        "until": _described(_ref("date"), Label("有效期至，晚于生效日期", "until when, after the effective date")),
    }
    return _object(properties, ("finding", "reason", "until"))


# -- building blocks -------------------------------------------------------------------------------------------


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _described(schema: Schema, label: Label) -> Schema:
    return {**schema, "description": str(label)}


def _when(properties: Mapping[str, Schema], then: Mapping[str, Schema]) -> Schema:
    return {"if": {"properties": dict(properties)}, "then": {"properties": dict(then)}}
