"""What a Cypher statement returns, as plain values that no driver is needed to read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import neo4j.graph

__all__ = ["FoundNode", "FoundPath", "FoundRelation", "plain", "to_json"]


@dataclass(frozen=True, slots=True)
class FoundNode:
    """A node as it was returned; properties led by ``_`` are the store's own and are left out."""

    labels: tuple[str, ...]
    properties: Mapping[str, Any]

    def __str__(self) -> str:
        if not self.labels:  # the end of a relation that was returned without its nodes
            return "(…)"
        name, code = self.properties.get("name"), self.properties.get("code")
        return f"{':'.join(self.labels)}/{code}{f' {name}' if name else ''}"


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation as it was returned, with its ends."""

    type: str
    start: FoundNode
    end: FoundNode
    properties: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.start} -{self.type}→ {self.end}"


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path in walking order; a relation may point against it."""

    nodes: tuple[FoundNode, ...]
    relations: tuple[FoundRelation, ...]

    def __str__(self) -> str:
        text = str(self.nodes[0])
        for relation, node in zip(self.relations, self.nodes[1:], strict=True):
            text += f" -{relation.type}→ {node}" if relation.end == node else f" ←{relation.type}- {node}"
        return text


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a statement returns
    """A value of the driver as one of ours, through lists and maps."""
    import neo4j.graph  # noqa: PLC0415 - only who asks a server loads the driver

    if isinstance(value, neo4j.graph.Node):
        return FoundNode(tuple(sorted(value.labels)), _visible(value))
    if isinstance(value, neo4j.graph.Relationship):
        ends = (plain(value.start_node), plain(value.end_node))
        return FoundRelation(value.type, *ends, _visible(value))
    if isinstance(value, neo4j.graph.Path):
        return FoundPath(tuple(map(plain, value.nodes)), tuple(map(plain, value.relationships)))
    if isinstance(value, Mapping):
        return {str(name): plain(held) for name, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return _scalar(value)


def to_json(value: Any) -> Any:  # noqa: ANN401 - a tree of JSON
    """A value of ours as JSON has it."""
    if isinstance(value, FoundNode):
        return {"labels": list(value.labels), "properties": to_json(value.properties)}
    if isinstance(value, FoundRelation):
        ends = {"start": to_json(value.start), "end": to_json(value.end)}
        return {"type": value.type, **ends, "properties": to_json(value.properties)}
    if isinstance(value, FoundPath):
        return {"nodes": list(map(to_json, value.nodes)), "relations": list(map(to_json, value.relations))}
    if isinstance(value, Mapping):
        return {name: to_json(held) for name, held in value.items()}
    return [to_json(held) for held in value] if isinstance(value, list) else value


def _visible(element: neo4j.graph.Entity) -> dict[str, Any]:
    return {name: plain(value) for name, value in sorted(element.items()) if not name.startswith("_")}


def _scalar(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no such number
    if value is None or isinstance(value, bool | int | float | str):
        return value
    iso_format = getattr(value, "iso_format", None)  # dates, times and durations
    if iso_format is not None:
        return iso_format()
    return value.hex() if isinstance(value, bytes | bytearray) else str(value)
