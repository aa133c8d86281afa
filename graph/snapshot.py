"""The graph on one date as immutable columns: the fast way to read it (architecture decision 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from graph.arrays import Ints
from graph.model import DEFAULT_MANIFEST, EMPTY, Manifest, NodeId, Properties, RelationId
from graph.schema import LINKS, Kind, Link
from graph.view import View

if TYPE_CHECKING:
    import networkx

__all__ = ["Columns", "Origin", "Snapshot", "once"]

Made = TypeVar("Made")

_NO_CODES: tuple[str, ...] = ()
_NO_PAIR: Mapping[str, Properties] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a snapshot was taken: the store's revision (None: a file), the date, and a name for people.

    ``changed`` is the last day on which anything but an information system begins or ends, None where nobody looked.
    """

    revision: int | None = None
    on: date | None = None
    name: str = ""
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """All relations of one link, as compressed sparse rows both ways.

    Row numbers point into the sorted codes of the kinds. ``targets[indptr[i]:indptr[i+1]]`` are the rows that
    node i leads to, ascending, with a repeat for each parallel relation; ``sources`` and ``into_indptr`` are the
    same relations the other way round, without keys. ``keys`` and ``properties`` run beside ``targets``.
    """

    indptr: Ints
    targets: Ints
    into_indptr: Ints
    sources: Ints
    keys: tuple[str, ...]
    properties: tuple[Properties, ...]


@dataclass(frozen=True, slots=True)
class _Kind:
    codes: tuple[str, ...]
    rows: Mapping[str, int]
    properties: tuple[Properties, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A graph that never changes, read as a `graph.view.View`.

    Make one with `Snapshot.of`; the data is taken to obey the rules of calculus §1 (`graph.rules` checks them).
    ``later`` holds the identities that have a version after ``origin.on``, with its revision: a reform that
    edits one of them is a conflict.
    """

    kinds: Mapping[Kind, _Kind]
    links: Mapping[Link, Columns]
    manifest: Manifest
    origin: Origin = field(default_factory=Origin)
    later: Mapping[NodeId | RelationId, int | None] = field(default_factory=dict)
    _out: dict[tuple[Link, str], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _into: dict[tuple[Link, str], tuple[str, ...]] = field(default_factory=dict, repr=False)
    _pairs: dict[tuple[Link, str], dict[str, dict[str, Properties]]] = field(default_factory=dict, repr=False)
    memo: dict[str, Any] = field(default_factory=dict, repr=False)
    """What others computed once from this snapshot, by their own name for it: totals, closures (`once`)."""

    @classmethod
    def of(
        cls,
        nodes: Iterable[tuple[Kind, str, Properties]],
        relations: Iterable[tuple[Link, str, str, str, Properties]],
        manifest: Manifest = DEFAULT_MANIFEST,
        origin: Origin | None = None,
        later: Mapping[NodeId | RelationId, int | None] | None = None,
    ) -> Snapshot:
        """Columns from nodes ``(kind, code, properties)`` and relations ``(link, from, to, key, properties)``.

        A relation that lacks one of its ends is left out: it is not in force without both.
        """
        tables: dict[Kind, dict[str, Properties]] = {kind: {} for kind in Kind}
        for kind, code, properties in nodes:
            tables[kind][code] = properties
        kinds = {kind: _kind(table) for kind, table in tables.items()}
        sorted_in: dict[Link, list[tuple[int, int, str, Properties]]] = {item: [] for item in LINKS}
        rows = {kind: held.rows for kind, held in kinds.items()}
        for link, source, target, key, properties in relations:
            first, second = rows[link.from_kind].get(source), rows[link.to_kind].get(target)
            if first is not None and second is not None:
                sorted_in[link].append((first, second, key, properties))
        links = {
            link: _columns(found, len(kinds[link.from_kind].codes), len(kinds[link.to_kind].codes))
            for link, found in sorted_in.items()
        }
        return cls(MappingProxyType(kinds), MappingProxyType(links), manifest, origin or Origin(), later or {})

    def node(self, kind: Kind, code: str) -> Properties | None:
        held = self.kinds[kind]
        row = held.rows.get(code)
        return None if row is None else held.properties[row]

    def codes(self, kind: Kind) -> tuple[str, ...]:
        return self.kinds[kind].codes

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        found = self._out.get((link, code))
        if found is None:
            columns = self.links[link]
            found = self._codes(link.from_kind, link.to_kind, code, columns.indptr, columns.targets)
            self._out[link, code] = found
        return found

    def into(self, link: Link, code: str) -> tuple[str, ...]:
        found = self._into.get((link, code))
        if found is None:
            columns = self.links[link]
            found = self._codes(link.to_kind, link.from_kind, code, columns.into_indptr, columns.sources)
            self._into[link, code] = found
        return found

    def pair(self, link: Link, source: str, target: str) -> Mapping[str, Properties]:
        found = self._pairs.get((link, source))
        if found is None:
            found = self._pairs[link, source] = self._pairs_from(link, source)
        return found.get(target, _NO_PAIR)

    def pairs(self, link: Link) -> Iterator[tuple[str, str]]:
        columns = self.links[link]
        sources = np.repeat(np.arange(len(columns.indptr) - 1), np.diff(columns.indptr))
        from_codes, to_codes = self.kinds[link.from_kind].codes, self.kinds[link.to_kind].codes
        last = (-1, -1)
        for found in zip(sources.tolist(), columns.targets.tolist(), strict=True):
            if found != last:
                yield from_codes[found[0]], to_codes[found[1]]
            last = found

    def relations(self, link: Link) -> Iterator[tuple[str, str, str, Properties]]:
        """Every relation of a link as ``(from, to, key, properties)``, parallel ones apart."""
        columns = self.links[link]
        sources = np.repeat(np.arange(len(columns.indptr) - 1), np.diff(columns.indptr))
        from_codes, to_codes = self.kinds[link.from_kind].codes, self.kinds[link.to_kind].codes
        every = zip(sources.tolist(), columns.targets.tolist(), columns.keys, columns.properties, strict=True)
        for source, target, key, properties in every:
            yield from_codes[source], to_codes[target], key, properties

    def nodes(self, kind: Kind) -> Iterator[tuple[str, Properties]]:
        """Every node of a kind as ``(code, properties)``."""
        held = self.kinds[kind]
        return zip(held.codes, held.properties, strict=True)

    def column(self, kind: Kind, name: str) -> tuple[object, ...]:
        """One property of every node of a kind, in the order of `codes`; None where it is absent."""
        return tuple(properties.get(name) for properties in self.kinds[kind].properties)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The same graph as a networkx MultiDiGraph, nodes named ``Kind/CODE`` (`graph.interop`)."""
        from graph.interop import to_networkx  # noqa: PLC0415  a cold start does not pay for networkx

        return to_networkx(self)

    def _pairs_from(self, link: Link, source: str) -> dict[str, dict[str, Properties]]:
        """The relations from one node, by target and key."""
        row = self.kinds[link.from_kind].rows.get(source)
        if row is None:
            return {}
        columns, codes = self.links[link], self.kinds[link.to_kind].codes
        start, stop = int(columns.indptr[row]), int(columns.indptr[row + 1])
        result: dict[str, dict[str, Properties]] = {}
        for place, target in enumerate(columns.targets[start:stop].tolist(), start):
            result.setdefault(codes[target], {})[columns.keys[place]] = columns.properties[place]
        return result

    def _codes(self, here: Kind, there: Kind, code: str, indptr: Ints, ends: Ints) -> tuple[str, ...]:
        row = self.kinds[here].rows.get(code)
        if row is None:
            return _NO_CODES
        found = ends[indptr[row] : indptr[row + 1]].tolist()
        if not found:
            return _NO_CODES
        codes = self.kinds[there].codes
        return tuple(codes[end] for end in dict.fromkeys(found))


def once(view: View, name: str, make: Callable[[], Made]) -> Made:
    """What is worked out from a view: of a snapshot, which never changes, once, and kept with it by a name."""
    if not isinstance(view, Snapshot):
        return make()
    if name not in view.memo:
        view.memo[name] = make()
    return cast("Made", view.memo[name])


def _kind(table: Mapping[str, Properties]) -> _Kind:
    codes = tuple(sorted(table))
    rows = {code: row for row, code in enumerate(codes)}
    return _Kind(codes, MappingProxyType(rows), tuple(table[code] for code in codes))


def _columns(found: list[tuple[int, int, str, Properties]], froms: int, tos: int) -> Columns:
    found.sort(key=lambda item: item[:3])
    sources = np.fromiter((item[0] for item in found), np.int32, len(found))
    targets = np.fromiter((item[1] for item in found), np.int32, len(found))
    back = np.lexsort((sources, targets))
    return Columns(
        indptr=_indptr(sources, froms),
        targets=targets,
        into_indptr=_indptr(targets, tos),
        sources=sources[back],
        keys=tuple(item[2] for item in found),
        properties=tuple(item[3] or EMPTY for item in found),
    )


def _indptr(rows: Ints, count: int) -> Ints:
    result = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(rows, minlength=count), out=result[1:])
    return result
