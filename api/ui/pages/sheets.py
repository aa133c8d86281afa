"""The table beside a picture: the lanes of a sheet as rows, each tied to what stands for it in the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.render.nodes import facts_of
from api.ui.scene.items import name_of
from api.ui.scene.model import Scene
from api.ui.words import word
from graph.model import EMPTY, NodeId
from graph.schema import KINDS, Kind, Label
from graph.view import View
from queries.census import SYNTHETIC
from queries.show import Lane, Row

__all__ = [
    "HEADER",
    "Chip",
    "Section",
    "TableRow",
    "chips_of",
    "has_gap",
    "items_by_node",
    "leading_of",
    "nodes_of",
    "sections_of",
    "table_of",
]

HEADER = (
    "栏目 lane",
    "类别 kind",
    "编码 code",
    "名称 name",
    "说明 facts",
    "来源 origin",
    "个数 number",
    "其中合成 synthetic",
)
_SHOWN = 200
"""Rows of a lane that are shown unasked."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A lane with how much is in it, to be chosen."""

    id: str
    label: Label
    total: int
    synthetic: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row.

    Attributes:
        node: the node with a page of its own; None of a standard post, which stands for several.
        kind: whose sign it gets; None for a finding.
        code: shown beside the name; "" where it says no more than the name.
        name: what it is called.
        facts: what is told of it.
        origin: where it comes from; of several the share that is synthetic is in ``synthetic``.
        members: codes of the posts that it stands for.
        synthetic: how many of its nodes are synthetic.
        items: ids of what stands for it in the picture.
        gap: it has a risk without a control.
        under: it belongs to the row above.
        role: the standard post that it is, "" of a node.
    """

    node: NodeId | None
    kind: Kind | None
    code: str
    name: str
    facts: tuple[str, ...]
    origin: str
    members: tuple[str, ...] = ()
    synthetic: int = 0
    items: tuple[str, ...] = ()
    gap: bool = False
    under: bool = False
    role: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One lane with its rows; ``more`` counts those that are left out."""

    chip: Chip
    rows: tuple[TableRow, ...]
    more: int = 0


def chips_of(lanes: Iterable[Lane]) -> tuple[Chip, ...]:
    """The lanes that have something in them."""
    return tuple(_chip(lane) for lane in lanes if lane.rows)


_ASKED = ("risks", "steps", "controls", "powers", "posts")
_LEAD = 3
"""So many lanes stand in one line above a table beside a picture, before a fold with the others."""


def leading_of(chips: Sequence[Chip], shown: str = "") -> tuple[Chip, ...]:
    """The lanes that are asked for most and the one that is shown, in their order; all of them where they are few."""
    if len(chips) <= _LEAD + 1:
        return tuple(chips)
    ids = [chip.id for chip in chips]
    first = sorted(ids, key=lambda lane: (_ASKED.index(lane) if lane in _ASKED else len(_ASKED), ids.index(lane)))
    return tuple(chip for chip in chips if chip.id in (*first[:_LEAD], shown))


def sections_of(
    view: View, lanes: Iterable[Lane], items: Mapping[NodeId, Sequence[str]], *, gaps_first: bool = False, whole: bool
) -> tuple[Section, ...]:
    """The lanes that have something in them, with their rows.

    Args:
        view: where names are read.
        lanes: those to show.
        items: what stands for a node in the picture.
        gaps_first: risks without a control before all others.
        whole: however many rows a lane has.
    """
    found = []
    for lane in lanes:
        if lane.rows:
            rows = sorted(lane.rows, key=lambda row: not has_gap(row)) if gaps_first else lane.rows
            shown = rows if whole else rows[:_SHOWN]
            told = tuple(row for held in shown for row in _rows(view, held, items))
            found.append(Section(_chip(lane), told, len(rows) - len(shown)))
    return tuple(found)


def items_by_node(scene: Scene) -> Mapping[NodeId, tuple[str, ...]]:
    """What stands for each node in a picture; a bundle stands for all that are in it."""
    found: dict[NodeId, tuple[str, ...]] = {}
    for item in scene.items:
        for code in item.codes:
            node = NodeId(item.kind, code)
            found[node] = (*found.get(node, ()), item.id)
    return found


def table_of(lanes: Iterable[Lane]) -> Iterator[Sequence[object]]:
    """The lanes as rows of a file; see `HEADER`."""
    for lane in lanes:
        for row in lane.rows:
            for held in (row, *row.children):
                kind = KINDS[held.kind].label.zh if held.kind else ""
                number = len(held.members) or 1
                facts = "；".join(facts_of(held))
                yield (lane.label.zh, kind, held.code, held.name, facts, held.origin, number, _synthetic(held))


def nodes_of(lanes: Iterable[Lane]) -> Iterator[NodeId]:
    """The nodes that the rows of lanes stand for."""
    for lane in lanes:
        for row in lane.rows:
            for held in (row, *row.children):
                codes = held.members or (held.code,)
                yield from (NodeId(held.kind, code) for code in codes if held.kind is not None and code)


def _chip(lane: Lane) -> Chip:
    return Chip(lane.id, lane.label, lane.total, sum(row.synthetic for row in lane.rows))


def _rows(view: View, row: Row, items: Mapping[NodeId, Sequence[str]]) -> Iterator[TableRow]:
    yield _row(view, row, items, under=False)
    for child in row.children:
        yield _row(view, child, items, under=True)


def _row(view: View, row: Row, items: Mapping[NodeId, Sequence[str]], *, under: bool) -> TableRow:
    node = NodeId(row.kind, row.code) if row.kind is not None and row.code else None
    nodes = [NodeId(row.kind, code) for code in row.members or (row.code,)] if row.kind is not None else []
    drawn = tuple(dict.fromkeys(item for each in nodes for item in items.get(each, ())))
    name = word(row.label) if row.members or node is None else name_of(view, node).replace("\n", "")
    origin = SYNTHETIC if row.members and row.synthetic == len(row.members) else row.origin
    return TableRow(
        node,
        row.kind,
        "" if name.startswith(row.code) else row.code,
        name,
        tuple(facts_of(row, view)),
        origin or _least(view, nodes),
        row.members,
        _synthetic(row),
        drawn,
        has_gap(row),
        under,
        row.name if row.members else "",
    )


def _least(view: View, nodes: Sequence[NodeId]) -> str:
    return str((view.node(*nodes[0]) or EMPTY).get("origin", "")) if nodes else ""


def _synthetic(row: Row) -> int:
    return row.synthetic or int(row.origin == SYNTHETIC)


def has_gap(row: Row) -> bool:
    """Some post bears the risk without a control."""
    covered, _, of = str(row.facts.get("covered", "")).partition("/")
    return covered != of
