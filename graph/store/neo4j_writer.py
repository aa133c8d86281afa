"""Writing to a Neo4j store: one writer at a time, and a revision that is there whole or not at all (decision 5).

A small revision is one transaction. A large one does not fit into the memory that a server gives to one, so:

1. its record and body are written, part by part, not sealed: nobody reads them;
2. sealing it is the commit: one transaction makes it the head, and says that it is still being applied;
3. its batches are written, each with a mark of its own, on two connections; readers wait;
4. the marks go, and readers go on.

Before the first revision there is nothing to keep, so it does not wait for its seal: its batches are written (3) while
the record is made and written (1), and sealing it (2) is the end.

Whoever opens the store or writes next drops what was not sealed and finishes what was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date

from neo4j.exceptions import IncompleteCommit, Neo4jError

from graph.edits import Edit
from graph.errors import ConflictError, InputError, StoreError
from graph.store import neo4j_log as log
from graph.store import neo4j_rows as rows
from graph.store import neo4j_statements as statements
from graph.store.appending import Appended, Head, Maker
from graph.store.audit import Entry
from graph.store.base import Revision, Version
from graph.store.ledger import Outcome, carry_out
from graph.store.neo4j_apply import Applying, write_batches
from graph.store.neo4j_batches import Moves, Placed, Planned, batches_of, batches_of_moves
from graph.store.neo4j_errors import is_stopped
from graph.store.neo4j_head import After, advance, finish, forget_marks, project, seal
from graph.store.neo4j_held import Held
from graph.store.neo4j_layout import LOCK
from graph.store.neo4j_rows import State
from graph.store.neo4j_server import Rows, Server
from graph.store.open import Clock
from graph.store.records import revision_from_body
from graph.terms import Label

__all__ = ["Limits", "Writer"]

_HOLDING = 24 * 3600.0
"""Seconds that a writer may hold the lock; when its process dies, the server lets go of it at once."""

_TURNING = 0
"""What `State.applying` says while the projection is brought to another day; revisions are numbered from 1."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for another writer, and how many edits may go into one transaction."""

    timeout: float = 10.0
    together: int = 5_000


class Writer:
    """The writing side of one store; one thread at a time."""

    def __init__(self, server: Server, clock: Clock, limits: Limits) -> None:
        self._server = server
        self._clock = clock
        self._limits = limits

    def append(self, make: Maker, edits: tuple[Edit, ...]) -> Revision:
        """Append a revision and bring versions and projection up to date."""
        with self.locked():
            if self.untidy():
                self.tidy()
            if len(edits) <= self._limits.together:
                return self._append_whole(make, edits)
            return self._append_long(make, edits)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer: a node is locked in a transaction that stays open, and writes nothing.

        Raises:
            ConflictError: another writer does not let go.
        """
        self._try_lock()
        with self._server.explained(), self._server.transaction(_HOLDING) as run:
            self._take(run)
            yield

    def _try_lock(self) -> None:
        """See whether the lock can be had: a transaction's time limit counts its waiting and its holding alike."""
        with self._server.explained():
            try:
                with self._server.transaction(self._limits.timeout) as run:
                    self._take(run)
            except Neo4jError as error:
                if not is_stopped(error):
                    raise
                raise ConflictError(
                    Label(
                        f"{self._server.address}：另有写入正在进行，已占用 {self._limits.timeout:g} 秒；"
                        "同时只能有一个；请稍后重试",
                        f"{self._server.address}: another writer has held the store for {self._limits.timeout:g} "
                        "s; expected one writer at a time; try again in a moment",
                    )
                ) from error

    def tidy(self) -> None:
        """Drop what was never sealed, finish what was, and bring the projection to today; under the lock."""
        held = self._server.read(rows.state)
        if held.begun:
            self._take_away(held)
            held = self._server.read(rows.state)
        self._server.write(lambda run: log.drop_unsealed(run, held.number + 1))
        if held.applying:
            self._finish(held)
        self.turn()

    def untidy(self) -> bool:
        """Whether an interrupted writer left something behind, or a day has come on which something begins or ends."""
        held, unsealed = self._server.read(lambda run: (rows.state(run), log.has_unsealed(run)))
        return unsealed or held.applying is not None or held.turns(held.day, self._today())

    def turn(self) -> None:
        """Bring the projection to today where something began or ended since; under the lock."""
        held, today = self._server.read(rows.state), self._today()
        if held.applying != _TURNING and not held.turns(held.day, today):
            return
        moves = self._server.read(lambda run: _moves(run, today))
        batches = batches_of_moves(moves)
        if len(moves.leaving) + len(moves.entering) <= self._limits.together:
            self._server.write(lambda run: self._turn_whole(run, batches, held, today))
            return
        self._server.write(lambda run: advance(run, held, applying=_TURNING))
        held = self._server.read(rows.state)
        write_batches(self._server, batches, Applying(_TURNING, held.epoch, marked=False))
        self._server.write(lambda run: advance(run, held, applying=None, day=today))

    def _append_whole(self, make: Maker, touched: tuple[Edit, ...]) -> Revision:
        tried: list[Revision] = []

        def work(run: Rows) -> Revision:
            held = rows.state(run)
            made = make(self._head(run, held, touched))
            sealed = made.seal()
            tried[:] = [sealed.revision]
            log.write_record(run, *sealed)
            for batch in batches_of(made.outcome, made.number, date.fromisoformat(held.day)):
                batch.make().write(run)
            advance(run, held, applying=None, after=After(sealed.revision, made.outcome))
            project(run, sealed.revision)
            return sealed.revision

        try:
            return self._server.write(work)
        except StoreError as error:
            if isinstance(error.__cause__, IncompleteCommit) and tried and self._is_there(tried[0]):
                return tried[0]
            raise

    def _append_long(self, make: Maker, touched: tuple[Edit, ...]) -> Revision:
        held, made = self._server.read(lambda run: self._made(run, make, touched))
        if held.number == 0:
            return self._append_first(held, made)
        sealed = made.seal()
        log.write_long(self._server, *sealed)
        self._commit(sealed.revision, lambda run: seal(run, held, made.number, After(sealed.revision, made.outcome)))
        try:
            self._apply(sealed.revision, made.outcome, date.fromisoformat(held.day))
        except (ConflictError, StoreError) as error:
            raise StoreError(
                Label(
                    f"{self._server.address}：修订 {made.number} 已封存，尚未写完：{error.message.zh}；"
                    "下次打开图谱库时自动完成",
                    f"{self._server.address}: revision {made.number} is sealed and in the log, but not carried "
                    f"out yet: {error.message.en}; opening the store finishes it",
                )
            ) from error
        return sealed.revision

    def _append_first(self, held: State, made: Appended) -> Revision:
        """Append to an empty store; what is there of it before it is sealed, `tidy` takes away again."""
        self._server.write(lambda run: advance(run, held, applying=made.number))
        begun = self._server.read(rows.state)
        batches = batches_of(made.outcome, made.number, date.fromisoformat(held.day))
        try:
            with ThreadPoolExecutor(1) as beside:
                applying = Applying(made.number, begun.epoch, marked=True)
                writing = beside.submit(write_batches, self._server, batches, applying)
                sealed = made.seal()
                log.write_long(self._server, *sealed)
                writing.result()
            after = After(sealed.revision, made.outcome)
            self._commit(sealed.revision, lambda run: seal(run, begun, None, after))
        except (ConflictError, InputError, StoreError):
            with suppress(ConflictError, StoreError):  # else whoever opens the store next does it
                self._take_away(begun)
            raise
        return sealed.revision

    def _commit(self, revision: Revision, work: Callable[[Rows], None]) -> None:
        """Run the transaction that makes a revision the head; one that was cut off may have got through after all."""
        try:
            self._server.write(work)
        except StoreError as error:
            if not (isinstance(error.__cause__, IncompleteCommit) and self._is_there(revision)):
                raise

    def _take_away(self, begun: State) -> None:
        """Empty the store of a first revision that was never sealed."""
        self._server.write(lambda run: advance(run, begun, applying=begun.applying))  # its writer is too late now
        for statement in statements.take_away():
            while self._server.write(lambda run: run(statement, since=begun.applying)) != [[0]]:  # noqa: B023 - run now
                pass
        held = self._server.read(rows.state)

        def empty(run: Rows) -> None:
            advance(run, held, applying=None)
            forget_marks(run)

        self._server.write(empty)

    def _made(self, run: Rows, make: Maker, touched: tuple[Edit, ...]) -> tuple[State, Appended]:
        held = rows.state(run)
        return held, make(self._head(run, held, touched))

    def _head(self, run: Rows, held: State, touched: tuple[Edit, ...]) -> Head:
        manifest = log.manifest_at(run, held, held.number)
        return Head(str(self._server.address), held.number, held.hash, manifest, Held(run, held.number, touched))

    def _finish(self, held: State) -> None:
        """Carry out a sealed revision once more; its batches are the same, and those that are there are passed over."""
        number = held.applying or 0
        entry = self._server.read(lambda run: log.entry(run, number))
        if entry is None:
            raise StoreError(
                Label(
                    f"{self._server.address}：修订 {number} 的记录不见了，未完的装载无从完成；请恢复备份",
                    f"{self._server.address}: the record of revision {number} is gone; expected "
                    "it, to finish an interrupted load; restore a backup",
                )
            )
        revision = revision_from_body(entry[2], entry[1])
        outcome = self._server.read(
            lambda run: carry_out(revision.edits, revision.effective, number, Held(run, number - 1, revision.edits))
        )
        self._apply(revision, outcome, date.fromisoformat(held.day))

    def _apply(self, revision: Revision, outcome: Outcome, day: date) -> None:
        number = revision.revision
        held = self._server.read(rows.state)
        batches = batches_of(outcome, number, day)
        write_batches(self._server, batches, Applying(number, held.epoch, marked=True))

        def done(run: Rows) -> None:
            advance(run, held, applying=None)
            finish(run, revision)

        self._server.write(done)

    def _turn_whole(self, run: Rows, batches: list[Planned], held: State, today: str) -> None:
        for batch in batches:
            batch.make().write(run)
        advance(run, held, applying=None, day=today)

    def _is_there(self, revision: Revision) -> bool:
        """Whether a commit that was cut off got through after all."""
        return self._server.read(lambda run: log.hash_of(run, revision.revision)) == revision.hash

    def _take(self, run: Rows) -> None:
        if run(f"MATCH (l:{LOCK}) SET l.taken = l.taken RETURN count(*)") != [[1]]:
            raise StoreError(
                Label(
                    f"{self._server.address}：缺少锁节点 {LOCK}，应有 1 个；数据库从外部被改动；请恢复备份",
                    f"{self._server.address}: the lock node {LOCK} is missing; expected 1; the database "
                    "was changed from outside; restore a backup",
                )
            )

    def _today(self) -> str:
        return self._clock().date().isoformat()


def _moves(run: Rows, today: str) -> Moves:
    leaving = [_version(entry) for entry in rows.leaving(run, today)]
    entering = [Placed(_version(entry), entry.since) for entry in rows.entering(run, today)]
    return Moves(leaving, entering, None, kept=True)


def _version(entry: Entry) -> Version:
    identity = rows.identity_of(entry.key)
    return rows.version_of(identity, entry.valid_from, entry.valid_to, entry.properties, entry.revision)
