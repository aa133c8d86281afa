"""Whether a store says what its log says: the chain of hashes, and the versions carried out once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from graph.errors import ConflictError, InputError, StoreError
from graph.model import NodeId, canonical_json
from graph.store.base import Revision, Version, chain_hash
from graph.store.fitting import Identity
from graph.store.ledger import Outcome, carry_out
from graph.store.records import properties_text, revision_from_body
from graph.terms import Both

__all__ = ["Entry", "Key", "LogEntry", "audit", "identity_key"]

LogEntry = tuple[int, str, str]
"""Number, hash and body of one revision as they stand in the store."""

Key = tuple[str, ...]
"""An identity as plain texts: (kind, code) or (type, kind it starts from, from, to, key)."""


class Entry(NamedTuple):
    """One row of a store's versions: the version, and the revisions that it was known from and until."""

    key: Key
    valid_from: str
    valid_to: str | None
    properties: str
    revision: int
    since: int
    until: int | None


def identity_key(identity: Identity) -> Key:
    """The plain texts that an identity is stored under."""
    if isinstance(identity, NodeId):
        return identity.kind.value, identity.code
    link, source, target, key = identity
    return link.rel.value, link.from_kind.value, source, target, key


def audit(log: Iterable[LogEntry], entries: Iterable[Entry], manifests: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Each sentence names one thing in which a store disagrees with its log; none where all is well.

    The chain shows tampering only to who knows the newest hash from elsewhere: a log that was written anew
    from some revision on agrees with itself.
    """
    replay = _Replay()
    found = list(_follow(log, replay))
    found.extend(_differences(replay.entries, {_place(entry): entry for entry in entries}))
    given = dict(manifests)
    found.extend(
        Both(
            f"修订 {revision}：图谱说明与日志不符",
            f"revision {revision}: the manifest is not the one that the log gives",
        )
        for revision in sorted(given.keys() | replay.manifests.keys())
        if given.get(revision) != replay.manifests.get(revision)
    )
    return tuple(found)


def _follow(log: Iterable[LogEntry], replay: _Replay) -> Iterator[str]:
    """Walk along the chain and carry out each revision."""
    expected, previous = 1, ""
    for number, found, body in log:
        where = Both(f"修订 {number}", f"revision {number}")
        if number != expected:
            yield where + Both(f"：编号不连续，应为 {expected}", f": out of order, expected {expected}")
        if chain_hash(body) != found:
            yield where + Both(f"：内容与哈希 {found} 不符", f": the text does not have its hash {found}")
        try:
            revision = revision_from_body(body, found)
        except StoreError as error:
            yield where + Both("：", ": ") + error.message
        else:
            if revision.revision != number:
                yield where + Both(
                    f"：内容自称修订 {revision.revision}", f": the text calls itself revision {revision.revision}"
                )
            if revision.previous != previous:
                yield where + Both(
                    f"：与前一修订不相接，为 {revision.previous!r}，应为 {previous!r}",
                    f": follows {revision.previous!r}, expected {previous!r}",
                )
            yield from replay.carry_out(revision)
        expected, previous = number + 1, found


def _differences(expected: dict[Key, Entry], held: dict[Key, Entry]) -> Iterator[str]:
    for place in sorted(expected.keys() | held.keys()):
        right, found = expected.get(place), held.get(place)
        if right == found:
            continue
        entry = right or found
        assert entry is not None  # noqa: S101 - one of the two has this place
        where = f"{' '.join(entry.key)} ({entry.valid_from or '…'})"
        if found is None:
            yield f"{where}: " + Both(
                f"缺少版本；按日志应为 {_words(right)}", f"missing; the log gives {_words(right)}"
            )
        elif right is None:
            yield f"{where}: " + Both(f"日志中没有；库中为 {_words(found)}", f"not in the log; held {_words(found)}")
        else:
            yield f"{where}: " + Both(
                f"与日志不符：库中为 {_words(found)}；按日志应为 {_words(right)}",
                f"held {_words(found)}; the log gives {_words(right)}",
            )


def _place(entry: Entry) -> Key:
    return (*entry.key, f"{entry.since:020}", entry.valid_from)


def _words(entry: Entry | None) -> str:
    return (
        "" if entry is None else " ".join(f"{name}={value}" for name, value in entry._asdict().items() if name != "key")
    )


class _Replay:
    """The versions as they follow from the log alone, in memory."""

    def __init__(self) -> None:
        self.entries: dict[Key, Entry] = {}
        self.manifests: dict[int, str] = {}
        self._current: dict[Identity, dict[date | None, tuple[Version, Key]]] = {}
        self._hanging: dict[NodeId, set[Identity]] = {}

    def carry_out(self, revision: Revision) -> Iterator[str]:
        """Bring the versions up to a revision; a sentence where its edits cannot be carried out."""
        number = revision.revision
        if revision.manifest_after is not None:
            self.manifests[number] = canonical_json(revision.manifest_after.to_json())
        try:
            outcome = carry_out(revision.edits, revision.effective, number, self)
        except (ConflictError, InputError) as error:
            yield (
                Both(f"修订 {number}：无法重演：", f"revision {number}: cannot be carried out again: ") + error.message
            )
        else:
            self._keep(outcome, number)

    def versions_of(self, identity: Identity) -> Sequence[Version]:
        held = self._current.get(identity, {})
        return sorted((version for version, _ in held.values()), key=lambda version: version.valid_from or date.min)

    def relations_of(self, node: NodeId) -> Iterable[Version]:
        return [version for identity in self._hanging.get(node, ()) for version in self.versions_of(identity)]

    def _keep(self, outcome: Outcome, number: int) -> None:
        for version in outcome.closed:
            _, place = self._current[version.identity].pop(version.valid_from)
            self.entries[place] = self.entries[place]._replace(until=number)
        for version in outcome.opened:
            entry = _entry(version, number)
            place = _place(entry)
            self.entries[place] = entry
            self._current.setdefault(version.identity, {})[version.valid_from] = (version, place)
            if not isinstance(version.identity, NodeId):
                for end in version.identity.ends:
                    self._hanging.setdefault(end, set()).add(version.identity)


def _entry(version: Version, since: int) -> Entry:
    start, end = version.valid_from, version.valid_to
    return Entry(
        identity_key(version.identity),
        "" if start is None else start.isoformat(),
        None if end is None else end.isoformat(),
        properties_text(version.properties),
        version.revision,
        since,
        None,
    )
