"""Larger graphs of the same make: the reference data repeated, under one body of law."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import Properties
from graph.schema import LINKS, Kind, Link
from graph.snapshot import Snapshot

__all__ = ["repeated"]

_SHARED = (Kind.INSTRUMENT, Kind.ARTICLE, Kind.SYSTEM)
"""Kinds that every copy has in common: one body of law, one set of systems."""


def repeated(snapshot: Snapshot, times: int) -> Snapshot:
    """A graph about ``times`` as large: everything but law and systems stands in it so many times."""
    if times == 1:
        return snapshot
    return Snapshot.of(_nodes(snapshot, times), _relations(snapshot, times), snapshot.manifest, snapshot.origin)


def _name(kind: Kind, code: str, copy: int) -> str:
    return code if copy == 0 or kind in _SHARED else f"{code}~{copy}"


def _nodes(snapshot: Snapshot, times: int) -> Iterator[tuple[Kind, str, Properties]]:
    for kind in Kind:
        for copy in range(1 if kind in _SHARED else times):
            for code, properties in snapshot.nodes(kind):
                own = properties if copy == 0 else {**properties, "name": f"{properties.get('name', code)} {copy}"}
                yield kind, _name(kind, code, copy), own


def _relations(snapshot: Snapshot, times: int) -> Iterator[tuple[Link, str, str, str, Properties]]:
    for link in LINKS:
        alike = link.from_kind in _SHARED and link.to_kind in _SHARED
        for copy in range(1 if alike else times):
            for source, target, key, properties in snapshot.relations(link):
                first, second = _name(link.from_kind, source, copy), _name(link.to_kind, target, copy)
                yield link, first, second, key, properties
