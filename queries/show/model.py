"""The sheet of a node: lanes of rows, each with the path by which it was reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model import NodeId, Value
from graph.schema import Kind, Label

__all__ = ["Lane", "Path", "Row", "Sheet"]

Path = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One node of a lane, one standard post with its posts, or one finding.

    Attributes:
        kind: kind of the node; None for a finding.
        code: code of the node or finding; of a folded row "".
        name: name of the node, label of the finding, or the standard post.
        origin: origin of the node; of a folded row its synthetic posts count in ``synthetic``.
        facts: what a reader wants beside the name; ``covered`` and ``covers`` read "3/4": of four pairs of a risk
            and a post that bears it, both hanging on the node of the sheet, three are covered.
        path: relations from the node of the sheet to this one, each in its own direction.
        members: codes of the posts of a folded row.
        offices: how many offices those posts are in.
        synthetic: how many nodes of this row are synthetic.
        children: rows under this one: performers of a step, owners of a control.
    """

    kind: Kind | None
    code: str
    name: str
    origin: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    path: Path = ()
    members: tuple[str, ...] = ()
    offices: int = 0
    synthetic: int = 0
    children: tuple[Row, ...] = ()

    @property
    def label(self) -> Label:
        """What to print: code and name, or ``审核岗 ×13（12 个机关）``."""
        if self.members:
            number, offices = len(self.members), self.offices
            return Label(f"{self.name} ×{number}（{offices} 个机关）", f"{self.name} ×{number} in {offices} offices")
        text = " ".join(part for part in (self.code, self.name) if part)
        return Label(text, text)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": None if self.kind is None else self.kind.value,
            "code": self.code,
            "name": self.name,
            "origin": self.origin,
            "facts": {key: list(fact) if isinstance(fact, tuple) else fact for key, fact in self.facts.items()},
            "path": [list(hop) for hop in self.path],
            "members": list(self.members),
            "offices": self.offices,
            "synthetic": self.synthetic,
            "children": [row.to_json() for row in self.children],
        }


@dataclass(frozen=True, slots=True)
class Lane:
    """One question about the node; ``total`` counts nodes, however many rows they are folded into."""

    id: str
    label: Label
    rows: tuple[Row, ...]
    total: int

    def to_json(self) -> dict[str, Any]:
        label = {"zh": self.label.zh, "en": self.label.en}
        return {"id": self.id, "label": label, "total": self.total, "rows": [row.to_json() for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A node with everything that hangs on it."""

    node: NodeId
    name: str
    origin: str
    properties: Mapping[str, Value]
    lanes: tuple[Lane, ...]

    def lane(self, lane_id: str) -> Lane:
        """The lane of an id; KeyError where the sheet has none."""
        return {lane.id: lane for lane in self.lanes}[lane_id]

    def to_json(self) -> dict[str, Any]:
        properties = {k: list(v) if isinstance(v, tuple) else v for k, v in sorted(self.properties.items())}
        return {
            "node": str(self.node),
            "name": self.name,
            "origin": self.origin,
            "properties": properties,
            "lanes": [lane.to_json() for lane in self.lanes],
        }
