"""Rows of a store, sorted already, as a snapshot: the short way to what `Snapshot.of` makes of any input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from graph.model import Properties
from graph.schema import Kind, Link
from graph.snapshot import Columns, Snapshot
from graph.store.records import read_properties

__all__ = ["NodeRow", "RelationRow", "snapshot_of"]

NodeRow = tuple[str, str]
"""Code and properties as text."""

RelationRow = tuple[str, str, str, str]
"""From, to, key and properties as text."""

_Ints = npt.NDArray[np.int32]


def snapshot_of(
    nodes: Iterable[tuple[Kind, list[NodeRow]]], relations: Iterable[tuple[Link, list[RelationRow]]], empty: Snapshot
) -> Snapshot:
    """Fill a snapshot that has its manifest and origin, but no elements yet.

    A command answers after this, so relations, most of any graph, go column by column.

    Args:
        relations: the rows of each link in code-point order of from, to and key; each link once.

    Raises:
        ValueError: properties that are not the text of a JSON object.
    """
    nodes, relations = tuple(nodes), tuple(relations)
    of = read_properties(row[-1] for table in (nodes, relations) for _, rows in table for row in rows)
    found = Snapshot.of(
        ((kind, code, of[text]) for kind, rows in nodes for code, text in rows),
        (),
        empty.manifest,
        empty.origin,
        empty.later,
    )
    place = {kind: found.kinds[kind].rows for kind in Kind}
    links = {link: _columns(rows, place[link.from_kind], place[link.to_kind], of) for link, rows in relations}
    return replace(found, links=MappingProxyType({**found.links, **links}))


def _columns(
    rows: list[RelationRow], froms: Mapping[str, int], tos: Mapping[str, int], of: Mapping[str, Properties]
) -> Columns:
    whole = [row for row in rows if row[0] in froms and row[1] in tos]  # in force only with both ends
    from_codes, to_codes, keys, texts = zip(*whole, strict=True) if whole else ((), (), (), ())
    sources = np.fromiter(map(froms.__getitem__, from_codes), np.int32, len(whole))
    targets = np.fromiter(map(tos.__getitem__, to_codes), np.int32, len(whole))
    back = np.argsort(targets, kind="stable")
    return Columns(
        indptr=_starts(sources, len(froms)),
        targets=targets,
        into_indptr=_starts(targets, len(tos)),
        sources=sources[back],
        keys=keys,
        properties=tuple(map(of.__getitem__, texts)),
    )


def _starts(rows: _Ints, count: int) -> _Ints:
    result = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=result[1:])
    return result
