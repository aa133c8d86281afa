"""What a revision or a new day changes in a Neo4j store, as batches: each is written whole in one transaction.

Between two batches the rows of the versions are all there, in the one place or the other; so a batch that was
written before a crash is passed over, and the rest goes on from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

from graph.errors import StoreError
from graph.model import NodeId, RelationId
from graph.schema import Kind, Link
from graph.store import neo4j_statements as statements
from graph.store.audit import identity_key
from graph.store.base import Version
from graph.store.ledger import Outcome
from graph.store.neo4j_layout import native
from graph.store.neo4j_lines import Said, lines_of_nodes
from graph.store.neo4j_server import Row, Rows
from graph.store.records import properties_text
from graph.store.spans import contains
from graph.terms import Label

__all__ = ["Batch", "Moves", "Part", "Phase", "Placed", "Planned", "batches_of", "batches_of_moves"]

_T = TypeVar("_T")

_SIZE = 10_000
_SIZE_OF_RELATIONS = 20_000
"""Rows of a batch; a new relation is three numbers."""

_FEW = 1_000
"""New nodes that go as rows: for so few, a statement of their own costs the server more than it saves."""


class Phase(IntEnum):
    """What has to be done before what: a relation needs its ends."""

    RELATIONS_GO = 0
    NODES = 1
    RELATIONS_COME = 2


class Part(NamedTuple):
    """A statement with its rows, a list or the lines of some texts, and how many they are."""

    statement: str
    rows: Sequence[Any]
    size: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements with the rows that each must write, one result for each row.

    ``kinds`` are the kinds of node that it is about.
    ``link`` is that of new relations, whose first two columns are the codes of the ends; ``kind`` that of new nodes.
    """

    phase: Phase
    kinds: frozenset[Kind]
    parts: tuple[Part, ...]
    parameters: dict[str, Any]
    link: Link | None = None
    kind: Kind | None = None

    def write(self, run: Rows) -> list[Row]:
        """Write it inside a transaction; what each statement answers.

        Raises:
            StoreError: a row found nothing to write on: somebody changed the database from outside.
        """
        answers = []
        for statement, rows, size in self.parts:
            (answer,) = run(statement, rows=rows, **self.parameters)
            if answer[0] != size:
                raise StoreError(
                    Label(
                        f"数据库与日志不符：{size} 行中写入 {answer[0]} 行（{', '.join(sorted(self.kinds)) or '版本'}）"
                        "；有人从外部改动；运行 `quangang verify`，再以 `quangang copy` 重建",
                        f"the database is not as the log says: got {answer[0]} of {size} rows written "
                        f"({', '.join(sorted(self.kinds)) or 'versions'}); somebody changed it from "
                        "outside; run `quangang verify`, then rebuild it with `quangang copy`",
                    )
                )
            answers.append(answer)
        return answers


class Planned(NamedTuple):
    """A batch to come: its rows are made when its turn comes, while the server is at work on another.

    ``kinds`` are the kinds of node that it locks: two batches without a common one never wait for each other.
    """

    phase: Phase
    kinds: frozenset[Kind]
    make: Callable[[], Batch]


class Placed(NamedTuple):
    """A version that comes into force in the projection, with the revision that it is known since."""

    version: Version
    since: int


class Moves(NamedTuple):
    """What leaves the projection and what enters it.

    ``until`` is the revision from which on what leaves is known no more; None: it is still known, only its days
    are over or not there yet. ``kept``: what enters lies among the versions now, and goes from there.
    """

    leaving: Sequence[Version]
    entering: Sequence[Placed]
    until: int | None
    kept: bool


def batches_of(outcome: Outcome, revision: int, day: date) -> list[Planned]:
    """How a revision is written down, where the projection is that of a day; the same for the same outcome."""
    leaving, closed = _parted(outcome.closed, day)
    entering, opened = _parted(outcome.opened, day)
    moves = Moves(leaving, [Placed(version, revision) for version in entering], revision, kept=False)
    beside = _beside(closed, opened, revision)
    return [*batches_of_moves(moves), *(Planned(batch.phase, batch.kinds, partial(_same, batch)) for batch in beside)]


def _parted(versions: Iterable[Version], day: date) -> tuple[list[Version], list[Version]]:
    """Those in force on a day, and those that are not."""
    parted: tuple[list[Version], list[Version]] = ([], [])
    for version in versions:
        parted[not contains(version, day)].append(version)
    return parted


def _same(batch: Batch) -> Batch:
    return batch


def batches_of_moves(moves: Moves) -> list[Planned]:
    """Leave and enter, phase by phase; what does both stays where it is and only says something else."""
    sort = _Sorted(moves)
    leaving = {version.identity: version for version in moves.leaving}
    for placed in moves.entering:
        old = leaving.pop(placed.version.identity, None) if leaving else None  # a first load looks nothing up
        if old is None:
            sort.come(placed)
        else:
            sort.change(old, placed)
    for old in leaving.values():
        sort.go(old)
    return sorted(sort.batches(), key=lambda batch: batch.phase)


def _beside(closed: Sequence[Version], opened: Sequence[Version], revision: int) -> Iterator[Batch]:
    """Versions that are not in force on the day: closed where they are, and added."""
    given = {"until": revision}
    for nodes in (True, False):
        for rows in _cut(_start_row(v) for v in closed if isinstance(v.identity, NodeId) is nodes):
            yield Batch(Phase.NODES, frozenset(), (_part(statements.close_version(nodes=nodes), rows),), given)
        for added in _cut(_version_row(v, revision) for v in opened if isinstance(v.identity, NodeId) is nodes):
            yield Batch(Phase.NODES, frozenset(), (_part(statements.add_version(nodes=nodes), added),), given)


class _Sorted:
    """Rows by what becomes of them and by kind or link."""

    def __init__(self, moves: Moves) -> None:
        self._moves = moves
        self._go: dict[Kind | Link, list[Version]] = {}
        self._change: dict[Kind | Link, list[tuple[Version, Placed]]] = {}
        self._come: defaultdict[Kind | Link, list[Placed]] = defaultdict(list)

    def go(self, old: Version) -> None:
        self._go.setdefault(old.identity[0], []).append(old)

    def change(self, old: Version, placed: Placed) -> None:
        self._change.setdefault(old.identity[0], []).append((old, placed))

    def come(self, placed: Placed) -> None:
        self._come[placed.version.identity[0]].append(placed)

    def batches(self) -> Iterator[Planned]:
        for of, gone in self._go.items():
            for part in _cut(gone):
                phase = Phase.NODES if isinstance(of, Kind) else Phase.RELATIONS_GO
                yield Planned(phase, _locked(of), partial(self._going, phase, of, part))
        for of, changed in self._change.items():
            for pairs in _cut(changed):
                yield Planned(_coming(of), _locked(of), partial(self._changing, of, pairs))
        for of, come in self._come.items():
            for placed in _cut(come, _SIZE if isinstance(of, Kind) else _SIZE_OF_RELATIONS):
                # New nodes of one kind lock nothing in common: each locks its own code.
                locked = frozenset[Kind]() if isinstance(of, Kind) else _locked(of)
                yield Planned(_coming(of), locked, partial(self._new, of, placed))

    def _going(self, phase: Phase, of: Kind | Link, part: Sequence[Version]) -> Batch:
        return self._batch(phase, of, _part(statements.retire(of), [_old_row(old) for old in part]))

    def _changing(self, of: Kind | Link, pairs: Sequence[tuple[Version, Placed]]) -> Batch:
        rows = [[*_old_row(old), _row(placed)[-1]] for old, placed in pairs]
        part = _part(statements.replace(of), rows)
        return self._batch(_coming(of), of, part, [placed for _, placed in pairs])

    def _new(self, of: Kind | Link, placed: Sequence[Placed]) -> Batch:
        part, held = _new_nodes(of, placed) if isinstance(of, Kind) else _new_relations(of, placed)
        batch = self._batch(_coming(of), of, part, placed)
        return replace(
            batch,
            parameters={**batch.parameters, "held": held},
            link=of if isinstance(of, Link) else None,
            kind=of if isinstance(of, Kind) else None,
        )

    def _batch(self, phase: Phase, of: Kind | Link, part: Part, placed: Sequence[Placed] = ()) -> Batch:
        parts = [part]
        if self._moves.kept and placed:
            drop = statements.drop_version(nodes=isinstance(of, Kind))
            parts.append(_part(drop, [_start_row(item.version) for item in placed]))
        return Batch(phase, _locked(of), tuple(parts), {"until": self._moves.until})


def _locked(of: Kind | Link) -> frozenset[Kind]:
    return frozenset({of}) if isinstance(of, Kind) else frozenset({of.from_kind, of.to_kind})


def _coming(of: Kind | Link) -> Phase:
    return Phase.NODES if isinstance(of, Kind) else Phase.RELATIONS_COME


def _old_row(version: Version) -> list[str]:
    """Code or ends of an element that leaves, and what it said."""
    identity = version.identity
    ends = [identity.code] if isinstance(identity, NodeId) else [identity.source, identity.target, identity.key]
    return [*ends, properties_text(version.properties)]


def _row(placed: Placed) -> list[Any]:
    """Code or ends of an element, and all that it says of itself."""
    version, since = placed
    identity = version.identity
    held = native(identity[0], version.properties)
    held["_since"] = since
    if version.revision != since:
        held["_revision"] = version.revision
    if version.valid_from is not None:
        held["_from"] = version.valid_from.isoformat()
    if version.valid_to is not None:
        held["_to"] = version.valid_to.isoformat()
    if isinstance(identity, NodeId):
        held["code"] = identity.code
        return [identity.code, held]
    if identity.key:
        held["key"] = identity.key
    return [identity.source, identity.target, identity.key, held]


def _new_nodes(kind: Kind, placed: Sequence[Placed]) -> tuple[Part, list[dict[str, Any]] | None]:
    rows = [*map(_row, placed)]
    if len(rows) < _FEW:
        return _part(statements.create(kind), rows), None
    lines = lines_of_nodes(kind, [row[-1] for row in rows])
    statement = statements.create_from_lines(kind, lines.columns, lines.said)
    return Part(statement, lines.texts, len(rows)), lines.said


def _new_relations(link: Link, placed: Iterable[Placed]) -> tuple[Part, list[dict[str, Any]]]:
    """Rows of the codes of the ends and the number of what the relation says; these things, by their number."""
    rows: list[list[Any]] = []
    said = Said()
    known: dict[tuple[object, ...], int] = {}
    for item in placed:
        identity, start, end, properties, revision = item.version
        _, source, target, key = cast(RelationId, identity)
        seen = (id(properties), key, start, end, revision, item.since)  # one object says one thing: not looked into
        place = known.get(seen, -1)
        if place < 0:
            place = known[seen] = said.place(_row(item)[-1])
        rows.append([source, target, place])
    return _part(statements.create(link), rows), said.all


def _part(statement: str, rows: Sequence[Any]) -> Part:
    return Part(statement, rows, len(rows))


def _start_row(version: Version) -> list[str]:
    """An identity and the first day of its version."""
    return [*identity_key(version.identity), _text(version.valid_from)]


def _version_row(version: Version, since: int) -> dict[str, Any]:
    names = ("kind", "code") if isinstance(version.identity, NodeId) else ("rel", "kind", "source", "target", "key")
    row: dict[str, Any] = dict(zip(names, identity_key(version.identity), strict=True))
    row |= {"valid_from": _text(version.valid_from), "text": properties_text(version.properties)}
    row |= {"revision": version.revision, "since": since}
    return row if version.valid_to is None else {**row, "valid_to": version.valid_to.isoformat()}


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _cut(rows: Iterable[_T], size: int = _SIZE) -> Iterator[list[_T]]:
    held: list[_T] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
