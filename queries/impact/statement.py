"""An impact as a Cypher statement to paste into Neo4j Browser on the store as it is before the reform.

The statement only reads. It finds the changed elements and the paths behind them, each with what happens to it;
what exists only after the reform stands in the column ``only_after``, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.cypher import literal, remark
from graph.model import NodeId
from graph.schema import LINKS, Kind, Link, Rel
from graph.view import View
from queries.impact.model import Impact
from queries.impact.rows import Row, rows_of

__all__ = ["MAX_NODES", "Statement", "statement_of"]

MAX_NODES = 300
"""More nodes than these are no picture any more; what is left out is said."""

_LINK_OF = {(link.rel.value, link.from_kind.value, link.to_kind.value): link for link in LINKS}


class _Hop(NamedTuple):
    """One relation of a path in walking order; ``along`` says whether it points the way one walks."""

    rel: Rel
    along: bool


class _Shape(NamedTuple):
    """What rows have in common that one MATCH finds: kinds of their nodes, kinds and relations along their path."""

    nodes: tuple[Kind, ...]
    path: tuple[Kind, ...]
    hops: tuple[_Hop, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row with what of it is there before the reform, and what is not."""

    row: Row
    nodes: tuple[NodeId, ...]
    path: tuple[NodeId, ...]
    hops: tuple[_Hop, ...]
    only_after: tuple[str, ...]

    @property
    def shape(self) -> _Shape:
        return _Shape(tuple(node.kind for node in self.nodes), tuple(node.kind for node in self.path), self.hops)


@dataclass(frozen=True, slots=True)
class Statement:
    """The text, how many rows it returns, and how many were left out because of `MAX_NODES`."""

    text: str
    rows: int
    left_out: int


def statement_of(impact: Impact, about: Sequence[str] = (), max_nodes: int = MAX_NODES) -> Statement:
    """The statement for an impact, with remarks on top: what it is, on what it runs, what it leaves out.

    Args:
        impact: what a reform moves.
        about: further lines for the reader, such as the date and the revision of the store.
        max_nodes: at most so many different nodes are matched; the rows at the end give way.
    """
    drawn = [_drawn(impact.before, row) for row in rows_of(impact)]
    held = _fitting(drawn, max_nodes)
    left_out = len(drawn) - len(held)
    lines = [
        remark(f"改革影响 Impact: {impact.reform.name}"),
        *map(remark, about),
        remark("在改革之前的库上运行；只读。Run it on the store as it is before the reform; it only reads."),
        remark(
            "only_after 一列：改革后才有，图上没有。What exists only after the reform is no node yet: see only_after."
        ),
    ]
    if left_out:
        lines.append(remark(_cut_note(len(held), left_out, max_nodes)))
    blocks = list(_blocks(held))
    if left_out:
        blocks.append(_note("cut", _cut_note(len(held), left_out, max_nodes)))
    if not blocks:
        blocks.append(_note("none", "没有变化 nothing changes"))
    return Statement("\n".join([*lines, "\nUNION ALL\n".join(blocks)]) + "\n", len(held), left_out)


def _cut_note(shown: int, left_out: int, max_nodes: int) -> str:
    return (
        f"图上至多 {max_nodes} 个节点：列出 {shown} 项，另有 {left_out} 项未列出，见 --format json。"
        f"At most {max_nodes} nodes: {shown} rows are here, {left_out} are left out; --format json has them all."
    )


def _fitting(drawn: Iterable[_Drawn], max_nodes: int) -> list[_Drawn]:
    seen: set[NodeId] = set()
    held: list[_Drawn] = []
    for item in drawn:
        seen.update(item.nodes, item.path)
        if len(seen) > max_nodes:
            break
        held.append(item)
    return held


def _drawn(before: View, row: Row) -> _Drawn:
    """What of a row there is before the reform: its nodes, and its path as far as it exists."""
    here = tuple(node for node in row.nodes if before.node(node.kind, node.code) is not None)
    missing = [str(node) for node in row.nodes if node not in here]
    path: list[NodeId] = []
    hops: list[_Hop] = []
    for at, (rel, first, second) in enumerate(row.path):
        source, target = _node(first), _node(second)
        if not _is_there(before, rel, source, target):
            missing += [f"{first} -{name}→ {last}" for name, first, last in row.path[at:]]
            break
        if not path:
            path.append(_start(row, source, target))
        along = path[-1] == source
        path.append(target if along else source)
        hops.append(_Hop(Rel(rel), along))
    return _Drawn(row, here, tuple(path), tuple(hops), tuple(missing))


def _start(row: Row, source: NodeId, target: NodeId) -> NodeId:
    """Where a path begins: the end of its first relation that its second one does not touch."""
    if len(row.path) == 1:
        return source
    _, first, second = row.path[1]
    return source if target in (_node(first), _node(second)) else target


def _node(text: str) -> NodeId:
    kind, _, code = text.partition("/")
    return NodeId(Kind(kind), code)


def _is_there(before: View, rel: str, source: NodeId, target: NodeId) -> bool:
    link: Link | None = _LINK_OF.get((rel, source.kind.value, target.kind.value))
    return link is not None and bool(before.pair(link, source.code, target.code))


def _blocks(drawn: Iterable[_Drawn]) -> Iterator[str]:
    """One part of the statement for the rows of one shape, in the order in which shapes come up."""
    shapes: dict[_Shape, list[_Drawn]] = {}
    for item in drawn:
        shapes.setdefault(item.shape, []).append(item)
    for shape, items in shapes.items():
        yield _block(shape, items)


def _block(shape: _Shape, items: Sequence[_Drawn]) -> str:
    """Each column is one list of strings: that is one value for the server's planner, however many rows there are."""
    columns = {
        "kind": [item.row.kind for item in items],
        "code": [item.row.code for item in items],
        "change": [item.row.change.word for item in items],
        "label": [str(item.row.change.label) for item in items],
        **{f"n{at}_code": [item.nodes[at].code for item in items] for at in range(len(shape.nodes))},
        **{f"p{at}_code": [item.path[at].code for item in items] for at in range(len(shape.path))},
        "only_after": ["；".join(item.only_after) for item in items],
    }
    held = ",\n".join(f"  {literal(values)}[i] AS {name}" for name, values in columns.items())
    matches = [f"OPTIONAL MATCH (n{at}:{kind.value} {{code: n{at}_code}})" for at, kind in enumerate(shape.nodes)]
    nodes = ", ".join(f"n{at}" for at in range(len(shape.nodes)))
    path = f"COLLECT {{ MATCH p = {_pattern(shape)} RETURN p LIMIT 1 }}[0]" if shape.hops else "null"
    lines = [
        f"UNWIND range(0, {len(items) - 1}) AS i",
        f"WITH\n{held}",
        *matches,
        f"RETURN kind, code, change, label, [{nodes}] AS nodes,\n  {path} AS path, only_after",
    ]
    return "\n".join(lines)


def _pattern(shape: _Shape) -> str:
    """The pattern of a path; its relations may be parallel, so one of the ways is taken."""
    text = _end(0, shape.path[0])
    for at, (hop, kind) in enumerate(zip(shape.hops, shape.path[1:], strict=True), start=1):
        arrow = f"-[:{hop.rel.value}]->" if hop.along else f"<-[:{hop.rel.value}]-"
        text += arrow + _end(at, kind)
    return text


def _end(at: int, kind: Kind) -> str:
    return f"(:{kind.value} {{code: p{at}_code}})"


def _note(word: str, text: str) -> str:
    """A row that is about the statement itself."""
    return (
        f"RETURN 'Note' AS kind, '' AS code, {literal(word)} AS change, {literal(text)} AS label,\n"
        "  [] AS nodes, null AS path, '' AS only_after"
    )
