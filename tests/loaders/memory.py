"""A store in memory that keeps the ledger's rules: enough to load into."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from graph.errors import ConflictError
from graph.model import DEFAULT_MANIFEST, Manifest, NodeId, RelationId
from graph.schema import Kind
from graph.snapshot import Origin, Snapshot
from graph.store.base import Commit, Revision, Version
from graph.store.ledger import carry_out


class MemoryStore:
    """Everything of `graph.store.base.Store` that loading needs, without history on request."""

    def __init__(self) -> None:
        self.log: list[Revision] = []
        self._held: dict[NodeId | RelationId, list[Version]] = {}
        self._manifest = DEFAULT_MANIFEST

    def head(self) -> int:
        return len(self.log)

    def commit(self, commit: Commit) -> Revision:
        if commit.parent is not None and commit.parent != self.head():
            raise ConflictError(f"head is {self.head()}, expected {commit.parent}")
        outcome = carry_out(commit.edits, commit.effective, self.head() + 1, self)
        for version in outcome.closed:
            self._held[version.identity].remove(version)
        for version in outcome.opened:
            self._held.setdefault(version.identity, []).append(version)
            self._held[version.identity].sort(key=lambda item: item.valid_from or date.min)
        self._manifest = commit.manifest or self._manifest
        revision = Revision(
            self.head() + 1,
            datetime(2024, 1, 1, tzinfo=UTC),
            commit.author,
            commit.reason,
            commit.number,
            commit.effective,
            outcome.edits,
            None,
            commit.manifest,
            commit.details,
            "",
            "",
        )
        self.log.append(revision)
        return revision

    def append(self, revision: Revision) -> None:
        raise NotImplementedError("no loader copies a store")

    def versions_of(self, identity: NodeId | RelationId) -> Sequence[Version]:
        return self._held.get(identity, ())

    def relations_of(self, node: NodeId) -> Iterable[Version]:
        return [
            version
            for identity, found in self._held.items()
            if isinstance(identity, RelationId) and node in identity.ends
            for version in found
        ]

    def snapshot(self, on: date | None = None, as_of: int | None = None) -> Snapshot:
        assert as_of is None
        day = on or date(2024, 1, 1)
        current = [
            version
            for version in self.versions()
            if (version.valid_from or date.min) <= day < (version.valid_to or date.max)
        ]
        return Snapshot.of(
            [(*x.identity, x.properties) for x in current if isinstance(x.identity, NodeId)],
            [(*x.identity, x.properties) for x in current if isinstance(x.identity, RelationId)],
            self._manifest,
            Origin(self.head(), day),
        )

    def manifest(self, as_of: int | None = None) -> Manifest:
        assert as_of is None
        return self._manifest

    def versions(self, as_of: int | None = None) -> Iterator[Version]:
        assert as_of is None
        return iter([version for found in self._held.values() for version in found])

    def node_versions(
        self, as_of: int | None = None, *, kinds: Collection[Kind] = tuple(Kind), code: str | None = None
    ) -> Iterator[Version]:
        raise NotImplementedError("no loader asks")

    def days(self, after: date) -> Sequence[date]:
        raise NotImplementedError("no loader asks")

    def history(self, newest_first: bool = False) -> Iterator[Revision]:
        return iter(self.log[::-1] if newest_first else self.log)

    def verify(self) -> Sequence[str]:
        return ()

    def close(self) -> None:
        pass
