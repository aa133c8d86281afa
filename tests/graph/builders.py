"""The smallest graphs that show a rule, written inline."""

from __future__ import annotations

from graph.model import DEFAULT_MANIFEST, Manifest, Value, link_between
from graph.schema import Kind
from graph.snapshot import Snapshot

__all__ = ["graph_of"]


def graph_of(
    nodes: dict[str, dict[str, Value]], relations: list[str], manifest: Manifest = DEFAULT_MANIFEST
) -> Snapshot:
    """A snapshot from ``{"Power/E1": {"status": …}}`` and ``["Power/E1 HAS_STEP Step/s", …]``.

    A relation may carry a key and properties behind its ends: ``… Post/p key=k on_behalf_of=U``.
    """
    rows = []
    for text in relations:
        source, rel, target, *rest = text.split()
        (from_kind, _, first), (to_kind, _, second) = source.partition("/"), target.partition("/")
        link = link_between(rel, from_kind, to_kind)
        assert link is not None, text
        properties: dict[str, Value] = dict(item.split("=", 1) for item in rest)  # type: ignore[misc]  # two parts
        key = str(properties.pop("key", ""))
        rows.append((link, first, second, key, properties))
    named = ((Kind(name.partition("/")[0]), name.partition("/")[2], held) for name, held in nodes.items())
    return Snapshot.of(named, rows, manifest)
