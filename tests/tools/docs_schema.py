"""`docs/reference/schema.md`: every kind, property and relation of the graph, from `graph.schema`."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model import DEFAULT_MANIFEST
from graph.schema import KINDS, LINKS, SECTION, Kind, KindSchema, Link, Property
from tests.tools.docs_markdown import code, page, table

__all__ = ["schema_page"]

_COMMON = ("origin", "source", "note")
_INTRO = """\
图谱由节点和关系组成。节点是（类型，编码，属性），编码在同一类型内唯一；关系是（类型，起点，终点，键，属性）。
每个节点和每条关系都可以带 `valid_from`、`valid_to`（ISO 日期，前闭后开，缺省为无界）。
A node is (kind, code, properties), a relation is (type, from, to, key, properties). Both may be dated:
in force from `valid_from` until before `valid_to`.

机器可读的形式 machine-readable: [graph.schema.json](../schema/graph.schema.json) ·
[reform.schema.json](../schema/reform.schema.json). 术语 terms: [glossary](../glossary.md)."""


def schema_page() -> str:
    """The whole page."""
    kinds = [_kind(KINDS[kind]) for kind in Kind]
    shared = KINDS[Kind.UNIT].properties
    return page(
        "图谱结构 Schema",
        _INTRO,
        "## 节点 Kinds",
        *kinds,
        "### 共同属性 Common properties",
        "每一种节点和关系都可以带这些属性。Every node and every relation may carry these.",
        _properties(shared[name] for name in _COMMON),
        "## 关系 Relations",
        table(("关系 relation", "从 from", "到 to", "名称 label", "属性 properties", "说明 note"), map(_link, LINKS)),
        "## 关系的属性 Properties of relations",
        _properties(_distinct(item for link in LINKS for item in link.properties.values())),
        "## 清单行 Manifest",
        _manifest(),
    )


def _kind(declared: KindSchema) -> str:
    head = f"### {declared.kind.value} {declared.label.zh} ({declared.label.en})"
    note = [declared.note[0].upper() + declared.note[1:] + "."] if declared.note else []
    own = [item for item in declared.properties.values() if item.name not in _COMMON]
    column = f"编码列 code column: {declared.code.zh}"
    return "\n\n".join((head, *note, column, _properties(own)))


def _properties(items: Iterable[Property]) -> str:
    headers = ("属性 property", "名称 label", "类型 type", "取值 values", "说明 note")
    return table(headers, (_property(item) for item in items))


def _property(item: Property) -> tuple[str, ...]:
    label = f"{item.label.zh} {item.label.en}"
    return code(item.name), label, item.type.value, _values(item), item.note


def _values(item: Property) -> str:
    if item.date:
        return "日期 a date YYYY-MM-DD"
    if item.level:
        levels = "机关层级 office levels of the manifest"
        return f"{levels}, {code(SECTION)} 科室" if item.sections else levels
    return "；".join(f"{code(value)} {label.zh} {label.en}" for value, label in item.values.items())


def _link(link: Link) -> tuple[str, ...]:
    label = f"{link.label.zh} {link.label.en}"
    properties = " ".join(code(name) for name in link.properties)
    return code(link.rel.value), link.from_kind.value, link.to_kind.value, label, properties, link.note


def _distinct(items: Iterable[Property]) -> list[Property]:
    return list({item.name: item for item in items}.values())


def _manifest() -> str:
    levels = " > ".join(code(level) for level in DEFAULT_MANIFEST.levels)
    head = (
        "清单说明整个图谱：机关层级（由高到低）和不相容的动作。没有清单行时使用下面的缺省值。\n"
        "The manifest speaks of the graph as a whole. Without one these defaults hold.\n\n"
        f"机关层级 office levels: {levels}\n\n不相容的动作 incompatible acts:"
    )
    rows = [
        (code(item.id), " ".join(item.acts), code(item.scope), item.basis) for item in DEFAULT_MANIFEST.incompatible
    ]
    scopes = "`any`：任何情况下不得集于一岗 never in one post。`power`：在同一职权内不得集于一岗 not within one power。"
    return f"{head}\n\n{table(('规则 rule', '动作 acts', '范围 scope', '依据 basis'), rows)}\n\n{scopes}"
