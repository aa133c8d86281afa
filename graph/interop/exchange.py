"""The graph as a networkx MultiDiGraph: networkx is the exchange type, not the engine (architecture decision 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx

from graph.edits import identity_to_json
from graph.model import NodeId, Properties, RelationId
from graph.part import Part
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.view import View

__all__ = ["nodes_of", "relations_of", "to_networkx"]


def to_networkx(graph: View | Part) -> networkx.MultiDiGraph[str]:
    """A graph, or the part of one that an answer speaks of, as a MultiDiGraph.

    Nodes are named ``Kind/CODE`` and carry ``kind``, ``code`` and their properties; an edge goes the way of its
    relation, its networkx key is ``(type, key)``, and it carries ``rel``, ``key`` and its properties. The marks of
    an answer stand beside them under names that begin with ``_``. The graph's own attributes are the manifest and,
    of a snapshot, where it was taken; `from_networkx` makes the same snapshot of it again.
    """
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**_about(graph))
    marks = graph.marks if isinstance(graph, Part) else {}
    for node, properties in nodes_of(graph):
        own = {"kind": node.kind.value, "code": node.code}
        result.add_node(str(node), **{**properties, **marks.get(node, {}), **own})
    for relation, properties in relations_of(graph):
        source, target = map(str, relation.ends)
        key = relation.link.rel.value, relation.key
        result.add_edge(source, target, key=key)
        own = {"rel": key[0], "key": key[1]}
        result.edges[source, target, key].update({**properties, **marks.get(relation, {}), **own})
    return result


def _about(graph: View | Part) -> dict[str, Any]:
    """What the MultiDiGraph says of itself."""
    about: dict[str, Any] = {"manifest": graph.manifest.to_json()}
    if isinstance(graph, Part):
        return {**about, "answer": graph.answer}
    if isinstance(graph, Snapshot):
        origin = graph.origin
        later = [{**identity_to_json(identity), "revision": found} for identity, found in graph.later.items()]
        return {**about, "name": origin.name, "revision": origin.revision, "on": origin.on, "later": later}
    return about


def nodes_of(graph: View | Part) -> Iterator[tuple[NodeId, Properties]]:
    """Every node with its properties, by kind and code."""
    if isinstance(graph, Part):
        yield from graph.nodes.items()
        return
    for kind in Kind:
        for code in graph.codes(kind):
            yield NodeId(kind, code), graph.node(kind, code) or {}


def relations_of(graph: View | Part) -> Iterator[tuple[RelationId, Properties]]:
    """Every relation with its properties, by type, ends and key; parallel ones apart."""
    if isinstance(graph, Part):
        yield from graph.relations.items()
        return
    for link in LINKS:
        if isinstance(graph, Snapshot):
            for source, target, key, properties in graph.relations(link):
                yield RelationId(link, source, target, key), properties
            continue
        for source, target in graph.pairs(link):
            for key, properties in sorted(graph.pair(link, source, target).items()):
                yield RelationId(link, source, target, key), properties
