"""The graph for other tools: networkx is the exchange type, not the engine (architecture decision 4)."""

from __future__ import annotations

import networkx

from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot

__all__ = ["to_networkx"]


def to_networkx(snapshot: Snapshot) -> networkx.MultiDiGraph[str]:
    """A snapshot as a MultiDiGraph.

    Nodes are named ``Kind/CODE`` and carry ``kind``, ``code`` and their properties; an edge goes the way of its
    relation, its networkx key is ``(type, key)``, and it carries ``rel``, ``key`` and its properties. The graph's
    own attributes are the manifest and where the snapshot was taken.
    """
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        manifest=snapshot.manifest.to_json(), revision=snapshot.origin.revision, on=snapshot.origin.on
    )
    for kind in Kind:
        for code, properties in snapshot.nodes(kind):
            result.add_node(f"{kind.value}/{code}", **{**properties, "kind": kind.value, "code": code})
    for link in LINKS:
        rel, first, second = link.rel.value, link.from_kind.value, link.to_kind.value
        for source, target, key, properties in snapshot.relations(link):
            ends = f"{first}/{source}", f"{second}/{target}"
            result.add_edge(*ends, key=(rel, key))
            result.edges[(*ends, (rel, key))].update({**properties, "rel": rel, "key": key})
    return result
