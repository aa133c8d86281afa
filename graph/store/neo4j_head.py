"""The head record of a Neo4j store moves on: from the state that was read, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graph.errors import ConflictError
from graph.store import neo4j_log as log
from graph.store.base import Revision
from graph.store.ledger import Outcome
from graph.store.neo4j_layout import BATCH, HEAD, project_manifest
from graph.store.neo4j_rows import State
from graph.store.neo4j_server import Rows
from graph.terms import Label

__all__ = ["After", "advance", "finish", "forget_marks", "project", "seal"]


class After(NamedTuple):
    """The revision that is the head from now on, and what it changed."""

    revision: Revision
    outcome: Outcome


def seal(run: Rows, held: State, applying: int | None, after: After) -> None:
    """The commit of a long revision; ``applying``: its number where its batches are yet to come."""
    number = after.revision.revision
    if log.seal(run, number, after.revision.hash) != 1:
        raise ConflictError(
            Label(f"修订 {number}：同时有人写入", f"revision {number}: somebody wrote at the same time"), held.number
        )
    advance(run, held, applying=applying, after=after)
    if applying is None:
        finish(run, after.revision)


def finish(run: Rows, revision: Revision) -> None:
    """The end of a long revision: its manifest, if it gave one, and no marks any more."""
    project(run, revision)
    forget_marks(run)


def forget_marks(run: Rows) -> None:
    """No batch counts as written any more."""
    run(f"MATCH (b:{BATCH}) DELETE b")


def project(run: Rows, revision: Revision) -> None:
    """The manifest in force from a revision on, if it gave one."""
    if revision.manifest_after is not None:
        project_manifest(run, revision.manifest_after)


def advance(run: Rows, held: State, *, applying: int | None, after: After | None = None, day: str = "") -> None:
    """Write the head record anew, where it is still the one that was read: else somebody else wrote meanwhile."""
    number, hash_, days, manifests = held.number, held.hash, held.days, held.manifests
    if after is not None:
        number, hash_ = after.revision.revision, after.revision.hash
        days = tuple(sorted({*days, *_days(after.outcome)}))
        manifests += (number,) if after.revision.manifest_after is not None else ()
    found = run(
        f"MATCH (s:{HEAD}) SET s.epoch = s.epoch + 1 WITH s WHERE s.epoch = $epoch + 1"
        " SET s.number = $number, s.hash = $hash, s.days = $days, s.applying = $applying, s.day = $day,"
        " s.manifests = $manifests"
        " RETURN count(*)",
        epoch=held.epoch,
        number=number,
        hash=hash_,
        days=list(days),
        applying=applying,
        manifests=list(manifests),
        day=day or held.day,
    )
    if found != [[1]]:
        raise ConflictError(Label("同时有人写入；请重试", "somebody wrote at the same time; try again"), held.number)


def _days(outcome: Outcome) -> Iterator[str]:
    for version in outcome.opened:
        for day in (version.valid_from, version.valid_to):
            if day is not None:
                yield day.isoformat()
