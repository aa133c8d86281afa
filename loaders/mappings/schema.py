"""What a mapping file may say, as JSON Schema; `loaders.mappings.check` holds a file against it."""

from __future__ import annotations

from typing import Any

from graph.changes import OPERATIONS
from graph.schema import Kind, Rel
from loaders.mappings.checkdigits import CHECKS

__all__ = ["mapping_schema"]

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAME = r"^[a-z][a-z0-9_]*$"


def mapping_schema() -> Schema:
    """The schema of a mapping file, in YAML or JSON."""
    return {
        "$schema": _DRAFT,
        "title": "权岗图谱：映射文件 Quangang: a mapping file",
        **_object(
            {
                "mapping": _text("名称 name of the mapping"),
                "title": _text("对象 what list it reads"),
                "note": _text("读法与出处 how it is read, and why"),
                "rows": _rows(),
                "values": _named({"$ref": "#/$defs/value"}, "由列得出的值 values made from the columns"),
                "parse": _list(_parse(), "按格式拆开的值 values taken apart by forms"),
                "derived": _named({"$ref": "#/$defs/value"}, "由拆开的值得出的 values made from what was taken apart"),
                "agree": _list(_agreement(), "应当一致的值 values that should be the same"),
                "tables": _named(_lookup_table(), "对照表 tables to look up in"),
                "nodes": _named(_node(), "每行的节点 the nodes of a row"),
                "relations": _list(_relation(), "每行的关系 the relations of a row"),
                "reform": _reform(),
            },
            ("mapping", "rows"),
        ),
        "$defs": {"value": _value(), "step": _step()},
    }


def _rows() -> Schema:
    names = {"type": "string", "minLength": 1}
    return _object(
        {
            "format": {
                "enum": ["json", "csv"],
                "description": "缺省按后缀；工作簿总按工作表读 by suffix where absent; workbooks always as sheets",
            },
            "path": _list(names, "JSON 中逐层列表的键，上层的值由下层继承 keys of the lists, level by level"),
            "columns": _named(
                {
                    "type": ["string", "array"],
                    "items": names,
                    "description": "表头，空格与换行不计；几种写法则列出 header, or its spellings",
                },
                "要读的列 the columns that are read",
            ),
            "optional": _list(names, "可以没有的列 columns that may be absent"),
            "ignore": _list(names, "不读的列 columns that are known and not read"),
        },
        ("columns",),
    )


def _value() -> Schema:
    """One value: where it comes from, and what is done to it in this order."""
    held = _object(
        {
            "node": _text("Kind/CODE"),
            "property": _text("属性 property"),
            "rel": {"enum": [rel.value for rel in Rel]},
            "from": _text("Kind/CODE"),
            "to": _text("Kind/CODE"),
        },
        ("property",),
    )
    return _object(
        {
            "column": _text("列 a column"),
            "text": _text("模板 a template, such as {unit}-{post}"),
            "held": {**held, "description": "库中已有的属性 a property that the graph holds already"},
            "unite": _list({"type": "string"}, "几个列表合为一个 several lists as one"),
            "then": _list({"$ref": "#/$defs/step"}, "依次的步骤 steps, in this order"),
            "default": {"type": ["string", "integer"], "description": "空时 where it is empty"},
            "required": {"type": "boolean", "description": "空则退回该行 an empty one rejects the row"},
        },
        (),
    )


def _step() -> Schema:
    find = _object(
        {
            "kind": {"enum": [kind.value for kind in Kind]},
            "property": _text("按哪个属性 matched on this property"),
            "otherwise": {"enum": ["reject", "empty"]},
        },
        ("kind", "property"),
    )
    lookup = _object(
        {"table": _text("对照表 name of a table"), "otherwise": {"enum": ["reject", "keep", "empty"]}}, ("table",)
    )
    replace = _object({"pattern": _text("正则 regex"), "by": {"type": "string"}}, ("pattern", "by"))
    return {
        **_object(
            {
                "match": _text("正则，取第一组 regex: its first group"),
                "replace": replace,
                "split": _text("正则分隔 separator, a regex"),
                "lookup": lookup,
                "pad": {"type": "integer", "minimum": 1, "description": "左补零至 zeros before it up to this length"},
                "mint": {"type": "integer", "minimum": 6, "description": "由文字铸码 a code made from the text"},
                "number": {"enum": ["integer", "ceiling", "exact"], "description": "文字变数 a number"},
                "first_of": _text("同组取首见 the first one of each group"),
                "find": {**find, "description": "按名称找编码 the code of what is so called in the graph"},
                "join": {"type": "string", "description": "列表连成文字 a list as text"},
            },
            (),
        ),
        "minProperties": 1,
        "maxProperties": 1,
    }


def _parse() -> Schema:
    form = _object(
        {
            "pattern": _text("整体相符的正则，命名组成为值 a regex for the whole; named groups become values"),
            "set": _named({"type": "string"}, "此格式的常量 constants of this form"),
            "check": _named({"enum": sorted(CHECKS)}, "校验位：哪个值按哪个标准核对 check characters, by standard"),
        },
        ("pattern",),
    )
    return _object(
        {
            "value": _text("要拆的值 the value to take apart"),
            "standard": _text("按何标准 by which standard, for messages"),
            "forms": {**_list(form, "依次试 tried in this order"), "minItems": 1},
            "otherwise": {"enum": ["reject", "notice"], "description": "都不符时 where none fits; default notice"},
        },
        ("value", "forms"),
    )


def _agreement() -> Schema:
    return _object(
        {
            "values": {**_list({"type": "string"}, "值 values"), "minItems": 2},
            "advice": _text("不一致时 what holds where they differ"),
        },
        ("values",),
    )


def _lookup_table() -> Schema:
    return {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}


def _node() -> Schema:
    return _object(
        {
            "kind": {"enum": [kind.value for kind in Kind]},
            "code": _text("编码模板 template of the code"),
            "properties": _properties(),
            "repeats": {
                "enum": ["reject", "same", "number"],
                "description": "编码再次出现：退回、同一节点、加序号 a code again: reject, same node, numbered",
            },
            "valid_from": _text("模板 template"),
            "valid_to": _text("模板 template"),
        },
        ("kind", "code"),
    )


def _relation() -> Schema:
    return _object(
        {
            "rel": {"enum": [rel.value for rel in Rel]},
            "from": _text("节点名，或 Kind/模板 name of a node above, or Kind/template"),
            "to": _text("节点名，或 Kind/模板 name of a node above, or Kind/template"),
            "properties": _properties(),
        },
        ("rel", "from", "to"),
    )


def _properties() -> Schema:
    return {
        "type": "object",
        "additionalProperties": {"type": ["string", "integer", "number", "boolean", "array"]},
        "description": "模板；空则没有该属性 templates; an empty one leaves the property out",
    }


def _reform() -> Schema:
    change = {
        "type": "object",
        "properties": {"op": {"enum": list(OPERATIONS)}},
        "required": ["op"],
        "description": "一项变更，其中文字为模板 one change; its texts are templates",
    }
    total = _object(
        {
            "count": {"type": "boolean", "description": "行数 number of rows"},
            "count_by": _text("按值计数 rows by this value, counted"),
            "distinct": _text("不同的值 the distinct values"),
        },
        (),
    )
    return _object(
        {
            "name": _text("改革名称模板 name of the reform"),
            "number": _text("文号 document number"),
            "reason": _text("理由 reason"),
            "effective": _text("生效日期 in force from"),
            "totals": _named(total, "全部行的合计 values over all rows"),
            "first": _list(change, "先行一次 once, before"),
            "each": _list(change, "每行 for every row"),
            "last": _list(change, "最后一次 once, after"),
        },
        ("name",),
    )


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "description": description}


def _list(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _named(values: Schema, description: str) -> Schema:
    names = {"type": "string", "pattern": _NAME}
    return {"type": "object", "propertyNames": names, "additionalProperties": values, "description": description}


def _object(properties: Schema, required: tuple[str, ...]) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}
