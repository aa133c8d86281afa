"""What every store does, and the records that it keeps (architecture decision 3)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from graph.edits import Edit, edit_texts
from graph.model import Manifest, NodeId, Properties, RelationId, canonical_json
from graph.schema import Kind
from graph.snapshot import Snapshot

__all__ = ["Commit", "Revision", "Store", "Version", "chain_hash"]


@dataclass(frozen=True, slots=True)
class Commit:
    """What somebody asks a store to make a revision of.

    ``effective`` is the date from which the edits hold; None means ever since, which only adds may.
    Each edit says truly what it undoes (``Edit.before``), and nodes come before their relations and go after
    them, as in the edits of a `graph.overlay.Overlay`.
    ``manifest`` replaces the graph's manifest where it is given. ``details`` is kept as it is: the reform's own
    text, the findings accepted by name with reason and expiry date, the files that were loaded.
    ``parent`` is the revision that the edits were made for; another head is a conflict. None: any head.
    """

    edits: tuple[Edit, ...]
    author: str
    reason: str
    number: str = ""
    effective: date | None = None
    manifest: Manifest | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One sealed entry of the log: revisions are numbered from 1, each carries the hash of the one before.

    To take a revision back, commit the inverses of its ``edits``, last first, with its ``effective`` date.
    ``manifest_before`` and ``manifest_after`` are None where the manifest stayed as it was.
    """

    revision: int
    time: datetime
    author: str
    reason: str
    number: str
    effective: date | None
    edits: tuple[Edit, ...]
    manifest_before: Manifest | None
    manifest_after: Manifest | None
    details: Mapping[str, Any]
    previous: str
    hash: str


class Version(NamedTuple):
    """One dated version of one identity: in force from ``valid_from`` until before ``valid_to``; None: unbounded.

    ``revision`` is the one that opened it, whichever closed it.
    """

    identity: NodeId | RelationId
    valid_from: date | None
    valid_to: date | None
    properties: Properties
    revision: int


class Store(Protocol):
    """A graph with its whole history. Reads never block a writer; there is one writer at a time.

    A commit is atomic and durable: when `commit` returns, the revision survives the death of the process; when
    it raises, nothing of it is there. ``on`` is a date (None: today by the store's clock), ``as_of`` a revision
    (None: the newest); together they say what was known then about that day.
    """

    def head(self) -> int:
        """Number of the newest revision, 0 for an empty store."""

    def commit(self, commit: Commit) -> Revision:
        """Append a revision and bring the versions up to date.

        The revision that is returned has the edits as they were carried out: a relation is kept to the time of
        its ends, and a retired version that had an end tells it, so that the inverses give back what was there.

        Raises:
            ConflictError: another head than ``parent``; or an edit to an identity that has a later version
                already (with that version's revision), or that was made for other properties than are there; or
                another writer does not let go.
            InputError: edits that do not fit what is there (a node added twice, an unknown end, a node retired
                under its relations), all of them.
        """

    def append(self, revision: Revision) -> None:
        """Append a revision as another store sealed it, with its time and hash: a copy has the same log.

        As atomic and durable as a commit.

        Raises:
            ConflictError: it does not follow on the newest revision.
            StoreError: it is not what its hash was taken over, or cannot be carried out here.
        """

    def snapshot(self, on: date | None = None, as_of: int | None = None) -> Snapshot:
        """The graph in force on a date as known at a revision; MissingError for an unknown revision.

        ``Snapshot.later`` names what has a version after that date, with the revision of the first such one.
        Revision 0 is what was known before the first: nothing.
        """

    def manifest(self, as_of: int | None = None) -> Manifest:
        """The manifest in force at a revision."""

    def versions(self, as_of: int | None = None) -> Iterator[Version]:
        """Every version of every identity, nodes first, by identity and then by date: what an export writes."""

    def node_versions(
        self, as_of: int | None = None, *, kinds: Collection[Kind] = tuple(Kind), code: str | None = None
    ) -> Iterator[Version]:
        """What `versions` gives of nodes alone: of these kinds, or of one code; no more than that is read."""

    def days(self, after: date) -> Sequence[date]:
        """The days after a date on which some version known now begins or ends, ascending, each once.

        One on which a version ended that is known no more may be among them.
        """

    def history(self, newest_first: bool = False) -> Iterator[Revision]:  # noqa: FBT001, FBT002 - reads well by name
        """The log, in order, with edits and inverses; read as it is walked through."""

    def verify(self) -> Sequence[str]:
        """Recompute the chain and the state from the log; each sentence names one thing that does not agree."""

    def close(self) -> None:
        """Let go of the store; every other method raises StoreError afterwards."""


def revision_body(  # noqa: PLR0913 - a revision says all of this
    *,
    revision: int,
    time: datetime,
    author: str,
    reason: str,
    number: str,
    effective: date | None,
    edits: Iterable[Edit],
    manifest_before: Manifest | None,
    manifest_after: Manifest | None,
    details: Mapping[str, Any],
    previous: str,
) -> str:
    """Everything that a revision says, as the canonical JSON (RFC 8785) that its hash is taken over."""
    before = canonical_json({"author": author, "details": details})
    after = canonical_json(
        {
            "revision": revision,
            "time": time.isoformat(),
            "reason": reason,
            "number": number,
            "effective": effective and effective.isoformat(),
            "manifest_before": manifest_before and manifest_before.to_json(),
            "manifest_after": manifest_after and manifest_after.to_json(),
            "previous": previous,
        }
    )
    # Names are sorted, so "edits" comes between the two; a million edits are no tree of maps on their way to a text.
    return f'{before[:-1]},"edits":[{",".join(edit_texts(edits))}],{after[1:]}'


def chain_hash(body: str) -> str:
    """SHA-256 of a revision's canonical body, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()
