"""The current versions of what a commit touches, fetched together: a question for each would be a journey each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from graph.edits import Action, Edit
from graph.model import NodeId, RelationId
from graph.schema import LINKS_FROM, LINKS_INTO, Kind, Link
from graph.store.base import Version
from graph.store.fitting import Identity
from graph.store.neo4j_layout import NODE_VERSION, RELATION_VERSION
from graph.store.neo4j_rows import VERSION_DATED, element_dated, pattern, projected, version_of, versioned
from graph.store.neo4j_server import Row, Rows

__all__ = ["Held"]

_AT_ONCE = 10_000


class _Question(NamedTuple):
    """A statement about ``$wanted`` with its other parameters."""

    statement: str
    given: dict[str, object]


class Held:
    """What `graph.store.ledger` asks for, as known at a revision: so that one half carried out is worked out again.

    Args:
        run: inside the transaction of the commit, or one beside it that nobody else writes in.
        as_of: the revision before the commit; 0 holds nothing, and nothing is asked.
        edits: of the commit; what they touch is fetched now.
    """

    def __init__(self, run: Rows, as_of: int, edits: Iterable[Edit]) -> None:
        self._run = run
        self._as_of = as_of
        self._versions: dict[Identity, list[Version]] = {}
        self._hanging: dict[NodeId, list[Version]] = {}
        if as_of:
            edits = tuple(edits)
            self._fetch(_touched(edits))
            self._fetch_hanging(_retired(edits))

    def versions_of(self, identity: Identity) -> Sequence[Version]:
        if self._as_of and identity not in self._versions:
            self._fetch([identity])
        return self._versions.get(identity, ())

    def relations_of(self, node: NodeId) -> Iterable[Version]:
        if self._as_of and node not in self._hanging:
            self._fetch_hanging([node])
        return self._hanging.get(node, ())

    def _fetch(self, identities: Iterable[Identity]) -> None:
        nodes: dict[Kind, list[str]] = {}
        relations: dict[Link, list[list[str]]] = {}
        for identity in identities:
            self._versions[identity] = []
            if isinstance(identity, NodeId):
                nodes.setdefault(identity.kind, []).append(identity.code)
            else:
                relations.setdefault(identity.link, []).append([identity.source, identity.target, identity.key])
        for kind, codes in nodes.items():
            for code, *rest in self._asked(_nodes(kind), codes):
                self._keep(version_of(NodeId(kind, code), *rest))
        for link, ends in relations.items():
            for source, target, key, *rest in self._asked(_relations(link), ends):
                self._keep(version_of(RelationId(link, source, target, key), *rest))

    def _fetch_hanging(self, nodes: Iterable[NodeId]) -> None:
        codes: dict[Kind, list[str]] = {}
        for node in nodes:
            self._hanging[node] = []
            codes.setdefault(node.kind, []).append(node.code)
        for kind, wanted in codes.items():
            for links, here in ((LINKS_FROM, "a"), (LINKS_INTO, "b")):
                for link in links[kind]:
                    for source, target, key, *rest in self._asked(_hanging(link, here), wanted):
                        version = version_of(RelationId(link, source, target, key), *rest)
                        self._hanging[NodeId(kind, source if here == "a" else target)].append(version)
        self._keep_whole(version for node in nodes for version in self._hanging[node])

    def _keep(self, version: Version) -> None:
        held = self._versions[version.identity]
        held.append(version)
        held.sort(key=lambda item: item.valid_from or date.min)

    def _keep_whole(self, versions: Iterable[Version]) -> None:
        """All current versions of some relations: those that were not known yet need no question of their own."""
        known = frozenset(self._versions)
        seen: set[tuple[Identity, date | None]] = set()
        for version in versions:
            place = (version.identity, version.valid_from)
            if version.identity not in known and place not in seen:
                seen.add(place)
                self._versions.setdefault(version.identity, [])
                self._keep(version)

    def _asked(self, questions: Iterable[_Question], wanted: Sequence[object]) -> Iterator[Row]:
        for start in range(0, len(wanted), _AT_ONCE):
            for statement, given in questions:
                part = wanted[start : start + _AT_ONCE]
                for row in self._run(statement, wanted=part, as_of=self._as_of, **given):
                    held = row[-1]
                    yield [*row[:-1], *element_dated(held)] if isinstance(held, dict) else row


def _touched(edits: Iterable[Edit]) -> Iterable[Identity]:
    """What the edits are about, and the ends of every relation: sorted out once each."""
    found: dict[Identity, None] = {}
    for edit in edits:
        found[edit.identity] = None
        if isinstance(edit.identity, RelationId):
            found.update(dict.fromkeys(edit.identity.ends))
    return found


def _retired(edits: Iterable[Edit]) -> list[NodeId]:
    found = (edit.identity for edit in edits if edit.action is Action.RETIRE_NODE)
    return list(dict.fromkeys(identity for identity in found if isinstance(identity, NodeId)))


def _nodes(kind: Kind) -> tuple[_Question, ...]:
    return (
        _Question(
            f"UNWIND $wanted AS code MATCH (n:{kind.value} {{code: code}}) WHERE {projected('n', 'known')}"
            f" RETURN code, properties(n)",
            {},
        ),
        _Question(
            f"UNWIND $wanted AS code MATCH (v:{NODE_VERSION} {{kind: $kind, code: code}})"
            f" WHERE {versioned()} RETURN code, {VERSION_DATED}",
            {"kind": kind.value},
        ),
    )


def _relations(link: Link) -> tuple[_Question, ...]:
    return (
        _Question(
            f"UNWIND $wanted AS row MATCH (a:{link.from_kind.value} {{code: row[0]}})"
            f" MATCH (b:{link.to_kind.value} {{code: row[1]}}) MATCH (a)-[r:{link.rel.value}]->(b)"
            f" WHERE coalesce(r.key, '') = row[2] AND {projected('r', 'known')}"
            f" RETURN row[0], row[1], row[2], properties(r)",
            {},
        ),
        _Question(
            f"UNWIND $wanted AS row MATCH (v:{RELATION_VERSION} {{rel: $rel, kind: $kind, source: row[0]}})"
            f" WHERE v.target = row[1] AND v.key = row[2] AND {versioned()}"
            f" RETURN row[0], row[1], row[2], {VERSION_DATED}",
            _of(link),
        ),
    )


def _hanging(link: Link, here: str) -> tuple[_Question, ...]:
    end = "source" if here == "a" else "target"
    return (
        _Question(
            f"UNWIND $wanted AS code MATCH {pattern(link)} WHERE {here}.code = code AND {projected('r', 'known')}"
            f" RETURN a.code, b.code, coalesce(r.key, ''), properties(r)",
            {},
        ),
        _Question(
            f"UNWIND $wanted AS code MATCH (v:{RELATION_VERSION} {{rel: $rel, kind: $kind, {end}: code}})"
            f" WHERE {versioned()} RETURN v.source, v.target, v.key, {VERSION_DATED}",
            _of(link),
        ),
    )


def _of(link: Link) -> dict[str, object]:
    return {"rel": link.rel.value, "kind": link.from_kind.value}
