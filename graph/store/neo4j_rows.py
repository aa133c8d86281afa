"""What stands in a Neo4j store, read inside one transaction.

Every row of the versions is in one of two places: in force on the day of the projection, as an element that
carries its own dates and revisions; or in a node of `NODE_VERSION` or `RELATION_VERSION`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from graph.errors import MissingError, StoreError
from graph.model import NodeId, RelationId
from graph.schema import LINK_OF, LINKS, Kind, Link, Rel
from graph.store.audit import Entry
from graph.store.base import Version
from graph.store.columns import NodeRow, RelationRow
from graph.store.fitting import Identity
from graph.store.neo4j_layout import HEAD, NODE_VERSION, RELATION_VERSION, exact_text
from graph.store.neo4j_server import Row, Rows
from graph.store.records import properties_from_text
from graph.terms import Label

__all__ = [
    "KIND_OF",
    "LINK_OF_X",
    "NODES",
    "RELATIONS",
    "VERSION_DATED",
    "Known",
    "State",
    "element_dated",
    "entering",
    "entries",
    "identity_of",
    "later",
    "leaving",
    "node_versions",
    "nodes_in_force",
    "pattern",
    "projected",
    "relations_in_force",
    "revision_of",
    "state",
    "version_of",
    "versioned",
    "versions",
]


NODES = f"(x:{'|'.join(kind.value for kind in Kind)})"
RELATIONS = f"(a)-[x:{'|'.join(sorted({link.rel.value for link in LINKS}))}]->(b)"
"""All elements in force at once: the server plans one statement, not one for each kind and link."""

KIND_OF = "labels(x)[0]"
LINK_OF_X = "type(x), labels(a)[0]"
"""Which kind, and which link, that is of them."""


class State(NamedTuple):
    """The head record.

    ``epoch`` changes with every write. ``day`` is that of the projection, ``days`` are all on which some version
    ever began or ended. ``applying`` is a sealed revision that is still being written into the versions.
    ``manifests`` are the revisions that gave one.
    """

    number: int
    hash: str
    epoch: int
    day: str
    days: tuple[str, ...]
    applying: int | None
    manifests: tuple[int, ...]

    @property
    def begun(self) -> bool:
        """Whether what is being written is a first revision that is not sealed yet."""
        return self.applying is not None and self.applying > self.number

    def begins_after(self, day: str) -> bool:
        """Whether some version may begin after a day."""
        return any(day < other for other in self.days)

    def turns(self, first: str, second: str) -> bool:
        """Whether some version may begin or end between two days, the earlier left out."""
        low, high = sorted((first, second))
        return any(low < day <= high for day in self.days)


class Known(NamedTuple):
    """What is asked for: known at a revision, and in force on a day ("" : whenever)."""

    as_of: int
    on: str = ""


def state(run: Rows) -> State:
    """The head record as it is now; StoreError where somebody deleted it."""
    found = run(f"MATCH (s:{HEAD}) RETURN s.number, s.hash, s.epoch, s.day, s.days, s.applying, s.manifests")
    if len(found) != 1:
        raise StoreError(
            Label(
                f"图谱库的首记录 {HEAD} 有 {len(found)} 个，应为 1 个；数据库从外部被改动；请恢复备份",
                f"head record {HEAD}: got {len(found)}, expected 1; the database was changed "
                "from outside; restore a backup",
            )
        )
    number, hash_, epoch, day, days, applying, manifests = found[0]
    return State(number, hash_, epoch, day, tuple(days), applying, tuple(manifests))


def revision_of(held: State, as_of: int | None) -> int:
    """The revision asked for, the newest for None; MissingError where the log has no such one."""
    if as_of is None:
        return held.number
    if not 0 <= as_of <= held.number:
        raise MissingError(
            Label(
                f"没有修订 {as_of}；应为 0 – {held.number}；用 `quangang history` 查看",
                f"no revision {as_of}; expected 0 – {held.number}; `quangang history` lists the revisions",
            )
        )
    return as_of


def projected(name: str, known: str = "", on: str = "") -> str:
    """The condition on an element in force: known at ``$as_of``, and in force ``$on`` where these are asked for."""
    parts = [f"{name}._since IS NOT NULL"]
    if known:
        parts.append(f"{name}._since <= $as_of")
    if on:
        parts.append(f"coalesce({name}._from, '') <= $on AND ({name}._to IS NULL OR {name}._to > $on)")
    return " AND ".join(parts)


def versioned(on: str = "") -> str:
    """The condition on a version ``v`` that is not in force: known at ``$as_of``, and in force ``$on``."""
    known = "v.since <= $as_of AND (v.until IS NULL OR v.until > $as_of)"
    return f"{known} AND v.valid_from <= $on AND (v.valid_to IS NULL OR v.valid_to > $on)" if on else known


def element_dated(held: Mapping[str, Any]) -> list[Any]:
    """First day, end, properties and revision from all that lies on an element in force."""
    revision = held.get("_revision", held["_since"])
    return [held.get("_from", ""), held.get("_to"), exact_text(held), revision]


VERSION_DATED = "v.valid_from, v.valid_to, v.text, v.revision"
"""The same of a version ``v`` that is not in force."""
_TAIL = f"{VERSION_DATED}, v.since, v.until"


def version_of(identity: Identity, start: str, end: str | None, text: str, revision: int) -> Version:
    """A row as a version."""
    return Version(identity, _date(start), _date(end), properties_from_text(text), revision)


def nodes_in_force(run: Rows, known: Known, *, whole: bool) -> list[tuple[Kind, list[NodeRow]]]:
    """Nodes of each kind on a day, by code; ``whole``: the projection is just what is asked for."""
    held: dict[str, list[NodeRow]] = {kind.value: [] for kind in Kind}
    where = projected("x") if whole else projected("x", "known", "on")
    for kind, code, found in run(
        f"MATCH {NODES} WHERE {where} RETURN {KIND_OF}, x.code, properties(x)", **known._asdict()
    ):
        held[kind].append((code, exact_text(found)))
    if not whole:
        query = f"MATCH (v:{NODE_VERSION}) WHERE {versioned('on')} RETURN v.kind, v.code, v.text"
        for kind, code, text in run(query, **known._asdict()):
            held[kind].append((code, text))
    return [(kind, sorted(held[kind.value])) for kind in Kind]


def relations_in_force(run: Rows, known: Known, *, whole: bool) -> list[tuple[Link, list[RelationRow]]]:
    """Relations of each link on a day, by from, to and key in the order of code points, which is Python's."""
    held: dict[tuple[str, str], list[RelationRow]] = {(x.rel.value, x.from_kind.value): [] for x in LINKS}
    where = projected("x") if whole else projected("x", "known", "on")
    row = f"{LINK_OF_X}, a.code, b.code, properties(x)"
    texts: dict[str, str] = {}  # most relations say one of a few things
    for rel, kind, source, target, found in run(f"MATCH {RELATIONS} WHERE {where} RETURN {row}", **known._asdict()):
        said = repr(found)
        text = texts.get(said)
        if text is None:
            text = texts[said] = exact_text(found)
        held[rel, kind].append((source, target, found.get("key", ""), text))
    if not whole:
        row = "v.rel, v.kind, v.source, v.target, v.key, v.text"
        for rel, kind, *rest in run(
            f"MATCH (v:{RELATION_VERSION}) WHERE {versioned('on')} RETURN {row}", **known._asdict()
        ):
            source, target, key, text = rest
            held[rel, kind].append((source, target, key, text))
    return [(link, sorted(held[link.rel.value, link.from_kind.value])) for link in LINKS]


def later(run: Rows, known: Known, held: State) -> dict[Identity, int | None]:
    """Identities with a version that starts after a date, with the revision that opened the first such one.

    Only a projection of a later day holds such ones itself.
    """
    given = known._asdict()
    if not held.begins_after(known.on):
        return {}
    found: list[tuple[str, Identity, int]] = []
    of_nodes = (
        f"MATCH (v:{NODE_VERSION}) WHERE v.valid_from > $on AND {versioned()}"
        " RETURN v.kind, v.code, v.valid_from, v.revision"
    )
    found += [(start, NodeId(Kind(kind), code), number) for kind, code, start, number in run(of_nodes, **given)]
    of_relations = (
        f"MATCH (v:{RELATION_VERSION}) WHERE v.valid_from > $on AND {versioned()}"
        " RETURN v.rel, v.kind, v.source, v.target, v.key, v.valid_from, v.revision"
    )
    for rel, kind, source, target, key, start, number in run(of_relations, **given):
        found.append((start, RelationId(LINK_OF[Rel(rel), Kind(kind)], source, target, key), number))
    if held.day > known.on:
        for entry in _projected_entries(run, "x._since <= $as_of AND x._from > $on", given):
            found.append((entry.valid_from, identity_of(entry.key), entry.revision))
    result: dict[Identity, int | None] = {}
    for _, identity, number in sorted(found, key=lambda item: item[0]):
        result.setdefault(identity, number)
    return result


def versions(run: Rows, known: Known) -> Iterator[Version]:
    """Every version known at a revision, by identity (nodes first) and then by date."""
    return _known(entries(run), known)


def node_versions(run: Rows, known: Known, kinds: Collection[Kind], code: str | None) -> Iterator[Version]:
    """Every version known at a revision of the nodes of some kinds, or of those of one code among them."""
    if not kinds:
        return iter(())
    names = [kind.value for kind in kinds]
    given = {"kinds": names, "code": code}
    here, there = ("true", "true") if code is None else ("x.code = $code", "v.code = $code")
    elements = _node_elements(run, f"(x:{'|'.join(names)})", f"x._since IS NOT NULL AND {here}", given)
    return _known((*elements, *_node_versions(run, f"v.kind IN $kinds AND {there}", given)), known)


def _known(found: Iterable[Entry], known: Known) -> Iterator[Version]:
    """Rows as versions, those known at a revision, in order."""
    versions = [
        version_of(identity_of(entry.key), entry.valid_from, entry.valid_to, entry.properties, entry.revision)
        for entry in found
        if entry.since <= known.as_of and (entry.until is None or entry.until > known.as_of)
    ]
    return iter(sorted(versions, key=_in_order))


def entries(run: Rows) -> Iterator[Entry]:
    """Every row of the versions, wherever it is, as it stands."""
    yield from _projected_entries(run, "x._since IS NOT NULL", {})
    yield from _versioned_entries(run, "true", {})


def leaving(run: Rows, today: str) -> Iterator[Entry]:
    """Elements of the projection that are not in force on a day."""
    return _projected_entries(run, "x._since IS NOT NULL AND (x._to <= $on OR x._from > $on)", {"on": today})


def entering(run: Rows, today: str) -> Iterator[Entry]:
    """Versions beside the projection that are known now and in force on a day."""
    return _versioned_entries(
        run, "v.until IS NULL AND v.valid_from <= $on AND (v.valid_to IS NULL OR v.valid_to > $on)", {"on": today}
    )


def _projected_entries(run: Rows, where: str, given: Mapping[str, object]) -> Iterator[Entry]:
    """Elements ``x`` in force as rows."""
    yield from _node_elements(run, NODES, where, given)
    row = f"{LINK_OF_X}, a.code, b.code, properties(x)"
    for rel, kind, source, target, held in run(f"MATCH {RELATIONS} WHERE {where} RETURN {row}", **given):
        key = (rel, kind, source, target, held.get("key", ""))
        yield _entry(key, [*element_dated(held), held["_since"]], None)


def _versioned_entries(run: Rows, where: str, given: Mapping[str, object]) -> Iterator[Entry]:
    """Versions ``v`` that are not in force as rows."""
    yield from _node_versions(run, where, given)
    for rel, kind, source, target, key, *rest in run(
        f"MATCH (v:{RELATION_VERSION}) WHERE {where} RETURN v.rel, v.kind, v.source, v.target, v.key, {_TAIL}", **given
    ):
        yield _entry((rel, kind, source, target, key), rest[:-1], rest[-1])


def _node_elements(run: Rows, pattern: str, where: str, given: Mapping[str, object]) -> Iterator[Entry]:
    for kind, code, held in run(f"MATCH {pattern} WHERE {where} RETURN {KIND_OF}, x.code, properties(x)", **given):
        yield _entry((kind, code), [*element_dated(held), held["_since"]], None)


def _node_versions(run: Rows, where: str, given: Mapping[str, object]) -> Iterator[Entry]:
    for kind, code, *rest in run(f"MATCH (v:{NODE_VERSION}) WHERE {where} RETURN v.kind, v.code, {_TAIL}", **given):
        yield _entry((kind, code), rest[:-1], rest[-1])


def _entry(key: tuple[str, ...], held: Row, until: int | None) -> Entry:
    start, end, text, revision, since = held
    return Entry(key, start, end, text, revision, since, until)


def pattern(link: Link, name: str = "r") -> str:
    """A relation in force with its ends ``a`` and ``b``."""
    return f"(a:{link.from_kind.value})-[{name}:{link.rel.value}]->(b:{link.to_kind.value})"


def identity_of(key: tuple[str, ...]) -> Identity:
    """Back from the plain texts of `graph.store.audit.identity_key`."""
    if len(key) == 2:
        return NodeId(Kind(key[0]), key[1])
    rel, kind, source, target, of = key
    return RelationId(LINK_OF[Rel(rel), Kind(kind)], source, target, of)


def _in_order(version: Version) -> tuple[bool, tuple[str, ...], date]:
    identity, start = version.identity, version.valid_from or date.min
    if isinstance(identity, NodeId):
        return False, (identity.kind.value, identity.code), start
    link, source, target, key = identity
    return True, (link.rel.value, link.from_kind.value, source, target, key), start


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
