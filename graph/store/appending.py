"""What every store does to append a revision: work out what it changes, and seal it or check its seal."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from graph.edits import Edit
from graph.errors import ConflictError, InputError, StoreError
from graph.model import Manifest
from graph.store.base import Commit, Revision, chain_hash
from graph.store.ledger import Held, Outcome, carry_out
from graph.store.open import Clock
from graph.store.records import body_of, seal
from graph.terms import Both, Label

__all__ = ["Appended", "Head", "Maker", "Sealed", "making", "taking", "without_collecting"]

_MANY = 50_000
"""Edits from which on they are appended without looking for garbage."""


class Head(NamedTuple):
    """What a revision is appended to: the store, its newest revision and what holds there."""

    store: str
    number: int
    hash: str
    manifest: Manifest
    held: Held


class Sealed(NamedTuple):
    """A sealed revision, and the body that its hash is taken over."""

    revision: Revision
    body: str


class Appended(NamedTuple):
    """A revision to be: its number, what it changes, and how to seal it; a large one takes its time."""

    number: int
    outcome: Outcome
    seal: Callable[[], Sealed]


Maker = Callable[[Head], Appended]
"""Works out the next revision; a store calls it inside its transaction, again where that is tried again."""


def making(commit: Commit, clock: Clock) -> Maker:
    """The revision that a commit asks for (`graph.store.base.Store.commit`)."""

    def make(head: Head) -> Appended:
        if commit.parent is not None and commit.parent != head.number:
            raise _other_head(head, commit.parent)
        number, outcome = head.number + 1, carry_out(commit.edits, commit.effective, head.number + 1, head.held)

        def sealed() -> Sealed:
            edits, manifest = outcome.edits, head.manifest
            return Sealed(
                *seal(commit, revision=number, time=clock(), edits=edits, manifest=manifest, previous=head.hash)
            )

        return Appended(number, outcome, sealed)

    return make


def taking(revision: Revision) -> Maker:
    """A revision as another store sealed it (`graph.store.base.Store.append`)."""

    def take(head: Head) -> Appended:
        where = Both(f"{head.store}: 修订 {revision.revision}", f"{head.store}: revision {revision.revision}")
        if (revision.revision, revision.previous) != (head.number + 1, head.hash):
            raise ConflictError(
                where
                + Both(
                    f" 接不上：前一修订为 {revision.previous or '–'}；应为修订 {head.number + 1}，接 "
                    f"{head.hash or '–'}；目标库须为空或同链之前段",
                    f" does not follow: got previous {revision.previous or '–'}; expected revision "
                    f"{head.number + 1} after {head.hash or '–'}; the store must be empty or hold the beginning "
                    "of the same log",
                ),
                head.number,
            )
        body = body_of(revision)
        if chain_hash(body) != revision.hash:
            raise StoreError(
                where
                + Both(
                    f"：内容与哈希 {revision.hash} 不符；请在来源库运行 `quangang verify`",
                    f": the text does not have its hash {revision.hash}; run `quangang verify` on the store that "
                    "it comes from",
                )
            )
        try:
            outcome = carry_out(revision.edits, revision.effective, revision.revision, head.held)
        except InputError as error:
            raise StoreError(
                where
                + Both("：无法重演：", ": cannot be carried out again: ")
                + error.message
                + Both("；请在来源库运行 `quangang verify`", "; run `quangang verify` on the store that it comes from")
            ) from error
        return Appended(revision.revision, outcome, lambda: Sealed(revision, body))

    return take


@contextmanager
def without_collecting(edits: Sequence[Edit]) -> Iterator[None]:
    """Append so many edits without a look for garbage: it would go through all versions of a load again and again."""
    if len(edits) < _MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _other_head(head: Head, parent: int) -> ConflictError:
    return ConflictError(
        Label(
            f"{head.store}：编辑依据第 {parent} 次修订；现为第 {head.number} 次；重新读取图谱并重做改革",
            f"{head.store}: the edits were made for revision {parent}; the newest is now {head.number}; read the "
            "graph again and run the reform anew",
        ),
        head.number,
    )
