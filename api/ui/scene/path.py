"""Paths between two nodes as a scene: one column per hop, every path from left to right."""

from __future__ import annotations

from api.ui.scene.items import caption_of, item_of, whole_name
from api.ui.scene.model import Column, Group, Scene, Tie
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label, Rel
from graph.view import View
from queries.paths import Paths

__all__ = ["nodes_on", "path_scene"]


def nodes_on(paths: Paths, at: int) -> tuple[NodeId, ...]:
    """The nodes of one path, from the start to the end."""
    found = [paths.firsts[at]]
    for _, source, target in paths.paths[at]:
        found.append(_node(target if source == str(found[-1]) else source))
    return tuple(found)


def path_scene(view: View, paths: Paths) -> Scene:
    """All paths laid over each other; a shortest path never comes to a node at two different hops."""
    columns: list[dict[NodeId, None]] = [{} for _ in range((paths.length or 0) + 1)]
    for at in range(len(paths.paths)):
        for hop, node in enumerate(nodes_on(paths, at)):
            columns[hop][node] = None
    ends = {*paths.start.nodes, *paths.end.nodes}
    groups = []
    for hop, nodes in enumerate(columns):
        items = tuple(item_of(view, node, root=node in ends) for node in sorted(nodes))
        groups.append(Group(f"hop-{hop}", _heading(hop, [item.kind for item in items]), items, len(items)))
    hops = sorted({hop for path in paths.paths for hop in path})
    ties = tuple(Tie(Rel(rel), source, target) for rel, source, target in hops)
    items_of_all = [item for group in groups for item in group.items]
    named = (paths.start, paths.end)
    start, end = (whole_name(view, each.nodes[0]) if len(each.nodes) == 1 else each.short for each in named)
    title = Label(f"{start} 与 {end} 之间", f"Between {start} and {end}")
    return Scene(title, tuple(Column((group,)) for group in groups), ties, caption_of(view, items_of_all), pointed=True)


def _heading(hop: int, kinds: list[Kind]) -> Label:
    named = dict.fromkeys(KINDS[kind].label for kind in kinds)
    zh, en = "、".join(label.zh for label in named), ", ".join(label.en for label in named)
    return Label(f"第 {hop} 步：{zh}" if hop else zh, f"hop {hop}: {en}" if hop else en)


def _node(text: str) -> NodeId:
    kind, _, code = text.partition("/")
    return NodeId(Kind(kind), code)
