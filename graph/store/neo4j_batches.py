"""What a revision or a new day changes in a Neo4j store, as batches: each is written whole in one transaction.

Between two batches the rows of the versions are all there, in the one place or the other; so a batch that was
written before a crash is passed over, and the rest goes on from there.
"""

from __future__ import annotations

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
from graph.store.neo4j_server import Row, Rows
from graph.store.records import properties_text
from graph.store.spans import contains

__all__ = ["Batch", "Moves", "Phase", "Placed", "Planned", "batches_of", "batches_of_moves"]

_T = TypeVar("_T")

_SIZE = 10_000
_SIZE_OF_RELATIONS = 20_000
"""Rows of a batch; a new relation is three numbers."""


class Phase(IntEnum):
    """What has to be done before what: a relation needs its ends."""

    RELATIONS_GO = 0
    NODES = 1
    RELATIONS_COME = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements with the rows that each must write, one result for each row.

    ``kinds`` are the kinds of node that it is about.
    ``link`` is that of new relations, whose first two columns are the codes of the ends; ``kind`` that of new nodes.
    """

    phase: Phase
    kinds: frozenset[Kind]
    statements: tuple[tuple[str, Sequence[Any]], ...]
    parameters: dict[str, Any]
    link: Link | None = None
    kind: Kind | None = None

    def write(self, run: Rows) -> list[Row]:
        """Write it inside a transaction; what each statement answers.

        Raises:
            StoreError: a row found nothing to write on: somebody changed the database from outside.
        """
        answers = []
        for statement, rows in self.statements:
            (answer,) = run(statement, rows=rows, **self.parameters)
            if answer[0] != len(rows):
                raise StoreError(
                    f"数据库与日志不符 the database is not as the log says: got {answer[0]} of {len(rows)} rows written"
                    f" ({', '.join(sorted(self.kinds)) or '版本 versions'}); 有人从外部改动 somebody changed it from"
                    " outside; 运行 run `quangang verify`, 再以 then rebuild it with `quangang copy`"
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
    moves = Moves(
        [version for version in outcome.closed if contains(version, day)],
        [Placed(version, revision) for version in outcome.opened if contains(version, day)],
        revision,
        kept=False,
    )
    beside = _beside(outcome, revision, day)
    return [*batches_of_moves(moves), *(Planned(batch.phase, batch.kinds, partial(_same, batch)) for batch in beside)]


def _same(batch: Batch) -> Batch:
    return batch


def batches_of_moves(moves: Moves) -> list[Planned]:
    """Leave and enter, phase by phase; what does both stays where it is and only says something else."""
    entering = {placed.version.identity: placed for placed in moves.entering}
    leaving = {version.identity: version for version in moves.leaving}
    sort = _Sorted(moves)
    for identity, old in leaving.items():
        if identity not in entering:
            sort.go(old)
    for identity, placed in entering.items():
        if identity in leaving:
            sort.change(leaving[identity], placed)
        else:
            sort.come(placed)
    return sorted(sort.batches(), key=lambda batch: batch.phase)


def _beside(outcome: Outcome, revision: int, day: date) -> Iterator[Batch]:
    """Versions that are not in force on the day: closed where they are, and added."""
    closed = [version for version in outcome.closed if not contains(version, day)]
    opened = [version for version in outcome.opened if not contains(version, day)]
    given = {"until": revision}
    for nodes in (True, False):
        for rows in _cut(_start_row(v) for v in closed if isinstance(v.identity, NodeId) is nodes):
            yield Batch(Phase.NODES, frozenset(), ((statements.close_version(nodes=nodes), rows),), given)
        for added in _cut(_version_row(v, revision) for v in opened if isinstance(v.identity, NodeId) is nodes):
            yield Batch(Phase.NODES, frozenset(), ((statements.add_version(nodes=nodes), added),), given)


class _Sorted:
    """Rows by what becomes of them and by kind or link."""

    def __init__(self, moves: Moves) -> None:
        self._moves = moves
        self._go: dict[Kind | Link, list[Version]] = {}
        self._change: dict[Kind | Link, list[tuple[Version, Placed]]] = {}
        self._come: dict[Kind | Link, list[Placed]] = {}

    def go(self, old: Version) -> None:
        self._go.setdefault(old.identity[0], []).append(old)

    def change(self, old: Version, placed: Placed) -> None:
        self._change.setdefault(old.identity[0], []).append((old, placed))

    def come(self, placed: Placed) -> None:
        self._come.setdefault(placed.version.identity[0], []).append(placed)

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
        return self._batch(phase, of, statements.retire(of), [_old_row(old) for old in part])

    def _changing(self, of: Kind | Link, pairs: Sequence[tuple[Version, Placed]]) -> Batch:
        rows = [[*_old_row(old), _row(placed)[-1]] for old, placed in pairs]
        return self._batch(_coming(of), of, statements.replace(of), rows, [placed for _, placed in pairs])

    def _new(self, of: Kind | Link, placed: Sequence[Placed]) -> Batch:
        rows, held = ([*map(_row, placed)], None) if isinstance(of, Kind) else _shared(placed)
        batch = self._batch(_coming(of), of, statements.create(of), rows, placed, new=True)
        return replace(batch, parameters={**batch.parameters, "held": held})

    def _batch(
        self,
        phase: Phase,
        of: Kind | Link,
        statement: str,
        rows: Sequence[Any],
        placed: Sequence[Placed] = (),
        *,
        new: bool = False,
    ) -> Batch:
        parts: list[tuple[str, Sequence[Any]]] = [(statement, rows)]
        if self._moves.kept and placed:
            drop = statements.drop_version(nodes=isinstance(of, Kind))
            parts.append((drop, [_start_row(item.version) for item in placed]))
        return Batch(
            phase,
            _locked(of),
            tuple(parts),
            {"until": self._moves.until},
            link=of if new and isinstance(of, Link) else None,
            kind=of if new and isinstance(of, Kind) else None,
        )


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


def _shared(placed: Iterable[Placed]) -> tuple[list[list[Any]], list[dict[str, Any]]]:
    """Rows of new relations, and the different things that they say."""
    rows: list[list[Any]] = []
    held: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    known: dict[tuple[object, ...], int] = {}
    for item in placed:
        identity, start, end, properties, revision = item.version
        _, source, target, key = cast(RelationId, identity)
        seen = (id(properties), key, start, end, revision, item.since)  # one object says one thing: not looked into
        place = known.get(seen, -1)
        if place < 0:
            said = _row(item)[-1]
            place = known[seen] = places.setdefault(repr(said), len(held))
            if place == len(held):
                held.append(said)
        rows.append([source, target, place])
    return rows, held


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
