"""Values, identities and the manifest: the small immutable things that everything else passes around."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from graph.schema import KINDS, LINK_OF, SECTION, Kind, Label, Link, Property, Rel, ValueType, link
from graph.terms import Both

__all__ = [
    "DEFAULT_MANIFEST",
    "EMPTY",
    "INT64_MAX",
    "INT64_MIN",
    "IncompatibleSet",
    "Manifest",
    "NodeId",
    "Properties",
    "RelationId",
    "Value",
    "called",
    "canonical_json",
    "code_problem",
    "hop_label",
    "json_text",
    "link_between",
    "parse_date",
    "properties_json",
    "value_problem",
]

Value = str | int | float | bool | tuple[str, ...]
"""A property value; lists of strings are held as tuples."""

Properties = Mapping[str, Value]

EMPTY: Properties = MappingProxyType({})
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1


class NodeId(NamedTuple):
    """Identity of a node: codes are unique within a kind."""

    kind: Kind
    code: str

    def __str__(self) -> str:
        return f"{self.kind.value}/{self.code}"


class RelationId(NamedTuple):
    """Identity of a relation; ``key`` is "" unless parallel relations join one pair."""

    link: Link
    source: str
    target: str
    key: str = ""

    @property
    def ends(self) -> tuple[NodeId, NodeId]:
        return NodeId(self.link.from_kind, self.source), NodeId(self.link.to_kind, self.target)

    def __str__(self) -> str:
        source, target = self.ends
        tail = f" [{self.key}]" if self.key else ""
        return f"{source} {self.link.rel.value} {target}{tail}"


def called(identity: NodeId | RelationId) -> Both:
    """What people call a node or a relation: 职权 E39, 职权 E39 行使主体 机构 GZ."""
    if isinstance(identity, NodeId):
        label = KINDS[identity.kind].label
        return Both(f"{label.zh} {identity.code}", f"{label.en} {identity.code}")
    (source, target), label = map(called, identity.ends), identity.link.label
    tail = f" [{identity.key}]" if identity.key else ""
    return Both(f"{source.zh} {label.zh} {target.zh}{tail}", f"{source.en} {label.en} {target.en}{tail}")


@dataclass(frozen=True, slots=True)
class IncompatibleSet:
    """Acts that one post may not hold together 不相容岗位 (PG009).

    ``scope`` is ``any`` (never together) or ``power`` (not within one power); ``basis`` is the article.
    """

    id: str
    acts: tuple[str, ...]
    scope: str
    basis: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "acts": list(self.acts), "scope": self.scope, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What holds for a graph as a whole: its office levels, highest first, and its incompatible acts.

    ``extra`` keeps what else the file's manifest says (such as ``power_types``, the table 权力类别及说明).
    """

    levels: tuple[str, ...]
    incompatible: tuple[IncompatibleSet, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)

    def rank_of_level(self, level: object) -> int | None:
        """Position of an office level, 0 the highest; None for what is no office level."""
        return self.levels.index(level) if isinstance(level, str) and level in self.levels else None

    def to_json(self) -> dict[str, Any]:
        return {
            **dict(self.extra),
            "levels": list(self.levels),
            "incompatible": [item.to_json() for item in self.incompatible],
        }


DEFAULT_MANIFEST = Manifest(
    levels=("hq", "regional", "local"),
    incompatible=(
        IncompatibleSet("hgf79", ("审单", "查验", "放行", "稽查", "调查"), "any", "海关法 §79"),
        IncompatibleSet("review", ("审核", "复核"), "power", "内部控制：审核与复核分离"),
        IncompatibleSet("approve", ("审批", "复核"), "power", "内部控制：审批与复核分离"),
        IncompatibleSet("write-off", ("备案", "核销"), "power", "内部控制：备案与核销分离"),
        IncompatibleSet("seize", ("扣留", "处置"), "power", "内部控制：扣留与处置分离"),
    ),
)


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces: RFC 8785 for the values that a graph can hold."""
    return _CANONICAL.encode(value)


def json_text(text: str) -> str:
    """One text as canonical JSON has it."""
    return json.encoder.encode_basestring(text)


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: json_text,
    int: repr,
    bool: lambda value: "true" if value else "false",
}


def properties_json(properties: Mapping[str, Value | None]) -> str:
    """Properties as canonical JSON: a load asks for it a million times, and an encoder is made for each call of one."""
    items = sorted(properties.items())
    try:
        return f"{{{','.join([f'{json_text(name)}:{_WRITTEN[type(value)](value)}' for name, value in items])}}}"
    except KeyError:  # a list, a number with a point or nothing
        return canonical_json(dict(properties))


def parse_date(text: object) -> date:
    """A calendar date ``YYYY-MM-DD``; ValueError for anything else."""
    if isinstance(text, str) and len(text) == len("2013-12-01"):
        found = date.fromisoformat(text)
        if found.isoformat() == text:  # Python takes 2013-W48-7 too
            return found
    raise ValueError(f"{text!r} is no date YYYY-MM-DD")


_ANY_VALUE = Both(
    "文本、64 位整数、有限的数、是或否、文本列表", "text, 64-bit integer, finite number, boolean or list of texts"
)


def code_problem(code: object) -> str | None:
    """What is wrong with a code, or None: codes are opaque NFC text without control characters."""
    if not isinstance(code, str) or not code:
        return Both("非空文字", "a text that is not empty")
    if code.isascii() and code.isprintable():
        return None
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in code):
        return Both("不含控制字符的编码", "a code without control characters")
    if unicodedata.normalize("NFC", code) != code:
        return Both("Unicode NFC 形式的编码", "a code in Unicode form NFC")
    return None


def value_problem(declared: Property | None, value: object, manifest: Manifest) -> str | None:
    """What a property value should have been, or None where it is right.

    An undeclared property may hold any value that both stores can hold.
    """
    if declared is None:
        return None if _is_value(value) else _ANY_VALUE
    if not _has_type(declared.type, value):
        return f"{declared.type.value}"
    if declared.values and value not in declared.values:
        return " / ".join(str(item) for item in declared.values)
    if declared.date and not _is_date(value):
        return Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
    if declared.level:
        allowed = (*manifest.levels, SECTION) if declared.sections else manifest.levels
        if value not in allowed:
            return " / ".join(allowed)
    return None


def _is_date(value: object) -> bool:
    try:
        parse_date(value)
    except ValueError:
        return False
    return True


def _has_type(kind: ValueType, value: object) -> bool:
    if kind is ValueType.TEXT:
        return isinstance(value, str)
    if kind is ValueType.BOOLEAN:
        return isinstance(value, bool)
    if kind is ValueType.INTEGER:
        return isinstance(value, int) and not isinstance(value, bool) and INT64_MIN <= value <= INT64_MAX
    if kind is ValueType.TEXTS:
        return isinstance(value, tuple | list) and all(isinstance(item, str) for item in value)
    return _is_number(value)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return INT64_MIN <= value <= INT64_MAX if isinstance(value, int) else math.isfinite(value)


def _is_value(value: object) -> bool:
    if isinstance(value, str | bool) or _is_number(value):
        return True
    return isinstance(value, tuple | list) and all(isinstance(item, str) for item in value)


def hop_label(rel: str, source: str) -> Label:
    """The label of the relation of a hop by the node that it starts from: the same relation type has two names.

    Args:
        rel: the relation type.
        source: that node, as ``Kind/CODE``.
    """
    return link(Rel(rel), Kind(source.partition("/")[0])).label


def link_between(rel: str, from_kind: str, to_kind: str) -> Link | None:
    """The link that a relation type makes between two kinds, or None where the schema has none."""
    try:
        found = LINK_OF.get((Rel(rel), Kind(from_kind)))
    except ValueError:
        return None
    return found if found is not None and found.to_kind.value == to_kind else None
