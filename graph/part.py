"""A piece of a graph that an answer speaks of: some nodes and relations, each with what the answer says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.model import EMPTY, Manifest, NodeId, Properties, RelationId
from graph.schema import LINKS_FROM
from graph.view import View

__all__ = ["Part", "part_among"]


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes and relations out of one graph or two (before and after a reform), in the order of their identities.

    ``answer`` names what it answers (``impact``, ``findings``, ``paths``, ``nodes``). ``marks`` are what the answer
    says of an element; their names begin with ``_``, so that they stand beside the element's own properties.
    """

    answer: str
    manifest: Manifest
    nodes: Mapping[NodeId, Properties]
    relations: Mapping[RelationId, Properties]
    marks: Mapping[NodeId | RelationId, Properties] = field(default_factory=dict)


def part_among(
    view: View,
    nodes: Iterable[NodeId],
    answer: str = "nodes",
    marks: Mapping[NodeId | RelationId, Properties] | None = None,
) -> Part:
    """Some nodes of a graph with every relation between two of them; nodes that are not in the graph are left out."""
    held = {node: found for node in sorted(set(nodes)) if (found := view.node(*node)) is not None}
    relations: dict[RelationId, Properties] = {}
    for node in held:
        for link in LINKS_FROM[node.kind]:
            for target in view.out(link, node.code):
                if NodeId(link.to_kind, target) in held:
                    for key, properties in sorted(view.pair(link, node.code, target).items()):
                        relations[RelationId(link, node.code, target, key)] = properties or EMPTY
    return Part(answer, view.manifest, held, relations, marks or {})
