"""Questions that start from one node: what hangs on a power, what its end would move, how two things meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.derived import Derived
from graph.model import NodeId
from graph.schema import LINKS, Kind, Label, Rel
from queries.answers.cancelling import moved_by_cancelling
from queries.answers.model import Arguments, Column, ColumnType, Entry, Parameter, Row, entry
from queries.answers.parts import flag_column, node_parameter, of_all_nodes, text_column
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus
from queries.kernel import reach_of
from queries.paths import path_rank, resolve, shortest_paths
from queries.show.lanes import LANES, Way

__all__ = ["ENTRIES"]

DEPTH, MOST_PATHS = 8, 1000


def _hanging(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    power = NodeId(Kind.POWER, str(arguments["power"]))
    for lane, _, ways in LANES[Kind.POWER]:
        for node in {found for way in ways for found in _walk(derived, power, way)}:
            yield lane, str(node)


def _walk(derived: Derived, start: NodeId, way: Way) -> set[NodeId]:
    front = {start}
    for link, forward in way:
        walk, kind = (derived.view.out, link.to_kind) if forward else (derived.view.into, link.from_kind)
        front = {NodeId(kind, code) for node in front for code in walk(link, node.code)}
    return front


def _reaching(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    reach = reach_of(derived.view, str(arguments["power"]))
    for kind, codes, only in (
        (Kind.POST, reach.posts, reach.only_posts),
        (Kind.RISK, reach.risks, reach.only_risks),
        (Kind.CONTROL, reach.controls, reach.only_controls),
    ):
        alone = set(only)
        yield from ((str(NodeId(kind, code)), code in alone) for code in codes)


def _cancelling(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    return moved_by_cancelling(derived, str(arguments["power"]))


def _paths(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    view = derived.view
    start, end = (resolve(view, str(arguments[name])) for name in ("from", "to"))
    for path in shortest_paths(view, start, end, limit=MOST_PATHS, depth=DEPTH).paths:
        nodes, relations = [str(start)], []
        for rel, source, target in path:
            forward = source == nodes[-1]
            nodes.append(target if forward else source)
            relations.append(f"{rel}→" if forward else f"←{rel}")
        yield tuple(nodes), tuple(relations)


def _path_rank(row: Row) -> tuple[object, ...]:
    nodes, relations = (cell if isinstance(cell, tuple) else () for cell in row)
    return path_rank(nodes, relations)


_MOVES: Mapping[str, Label] = {
    **{f"{Kind.POST}/{status}": status.label for status in PostStatus},
    **{f"{Kind.RISK}/{status}": status.label for status in RiskStatus},
    **{f"{Kind.ARTICLE}/{status}": status.label for status in ArticleStatus},
    "orphaned": Label("无险可控", "controls nothing any more"),
    "stalled": Label("停摆", "stalled"),
    "blocked": Label("前置职权已停", "its precondition ended"),
}
_NAMES: Mapping[Rel, Label] = {
    rel: Label(
        "、".join(dict.fromkeys(link.label.zh for link in LINKS if link.rel is rel)),
        " or ".join(dict.fromkeys(link.label.en for link in LINKS if link.rel is rel)),
    )
    for rel in Rel
}
"""A cell of a query names a relation type without its ends: it has every name that the type has."""
_HOPS: Mapping[str, Label] = {
    **{f"{rel}→": Label(f"{label.zh} →", f"{label.en} →") for rel, label in _NAMES.items()},
    **{f"←{rel}": Label(f"← {label.zh}", f"← {label.en}") for rel, label in _NAMES.items()},
}
_NODE = Column("node", Label("节点", "node"), ColumnType.NODE)
_ENDS = tuple(
    Parameter(name, Label(zh, en), ColumnType.NODE, example=example)
    for name, zh, en, example in (("from", "从", "from", "Power/E39"), ("to", "到", "to", "Post/HQ-HGSJ"))
)

ENTRIES: tuple[Entry, ...] = (
    entry(
        "hangs-on-power",
        ("这项职权上挂着什么？", "What hangs on this power?"),
        (text_column("lane", "方面", "lane", {lane: label for lane, label, _ in LANES[Kind.POWER]}), _NODE),
        of_all_nodes("node"),
        _hanging,
        identity=("lane", "node"),
        parameters=(node_parameter(Kind.POWER, "E39"),),
        near=("reach-of-power", "powers-by-reach"),
    ),
    entry(
        "reach-of-power",
        (
            "这项职权触及哪些岗位、风险和措施，哪些只有它触及？",
            "Which posts, risks and controls does this power reach, and which of them does no other power reach?",
        ),
        (_NODE, flag_column("only", "只有它触及", "by this power only")),
        of_all_nodes("node"),
        _reaching,
        identity=("node",),
        parameters=(node_parameter(Kind.POWER, "E39"),),
        near=("hangs-on-power", "powers-by-reach"),
    ),
    entry(
        "impact-of-cancelling",
        (
            "取消这项职权，哪些岗位、风险、条款、措施、职权随之变动？",
            "If this power is cancelled, which posts, risks, articles, controls and powers move?",
        ),
        (_NODE, text_column("status", "变动", "what happens", _MOVES)),
        of_all_nodes("node"),
        _cancelling,
        identity=("node", "status"),
        parameters=(node_parameter(Kind.POWER, "E39", states=("active", "suspended")),),
        near=("reach-of-power", "dependents-of-power"),
    ),
    entry(
        "paths-between",
        (
            f"两者之间怎样相连（最短路径，{DEPTH} 步以内，至多 {MOST_PATHS} 条）？",
            f"How do two nodes hang together (shortest paths, within {DEPTH} hops, at most {MOST_PATHS})?",
        ),
        (
            Column("nodes", Label("途经", "nodes"), ColumnType.NODES),
            Column("relations", Label("关系", "relations"), ColumnType.TEXTS, words=_HOPS),
        ),
        of_all_nodes(),
        _paths,
        identity=("nodes", "relations"),
        parameters=_ENDS,
        rank=_path_rank,
        near=("reach-of-power", "powers-of-post"),
    ),
)
