"""The log in Neo4j: one record for each revision, its body beside it in compressed parts where it is long."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator

from graph.model import DEFAULT_MANIFEST, Manifest, canonical_json
from graph.store.audit import LogEntry
from graph.store.base import Revision
from graph.store.neo4j_layout import CHUNK, REVISION
from graph.store.neo4j_rows import State
from graph.store.neo4j_server import Rows, Server
from graph.store.records import manifest_from_json

__all__ = [
    "drop_unsealed",
    "entry",
    "has_unsealed",
    "hash_of",
    "manifest_at",
    "manifests",
    "numbers",
    "seal",
    "write_long",
    "write_record",
]

INLINE = 64 * 1024
"""A body up to this many characters stands in the record itself, for whoever looks with Browser."""

_PART = 4 * 1024 * 1024
_TOGETHER = 4


def write_record(run: Rows, revision: Revision, body: str) -> None:
    """Write a whole revision down, sealed, inside the transaction of its commit."""
    inline = body if len(body) <= INLINE else None
    parts = [] if inline is not None else _parts(body)
    _record(run, revision, inline, len(parts), sealed=True)
    _write_parts(run, revision.revision, enumerate(parts))


def write_long(server: Server, revision: Revision, body: str) -> None:
    """Write a revision down part by part, not sealed yet: `graph.store.neo4j_writer` seals it, or drops it."""
    parts = list(enumerate(_parts(body)))
    server.write(lambda run: _record(run, revision, None, len(parts), sealed=False))
    for start in range(0, len(parts), _TOGETHER):
        some = parts[start : start + _TOGETHER]
        server.write(lambda run, some=some: _write_parts(run, revision.revision, some))  # type: ignore[misc]  # bound now


def drop_unsealed(run: Rows, number: int) -> bool:
    """Remove what was never sealed of a revision; whether there was anything."""
    run(f"MATCH (c:{CHUNK}) WHERE c.revision = $number AND c.part >= 0 DETACH DELETE c", number=number)
    query = f"MATCH (r:{REVISION} {{number: $number}}) WHERE NOT r.sealed DETACH DELETE r RETURN count(*)"
    return bool(run(query, number=number)[0][0])


def has_unsealed(run: Rows) -> bool:
    """Whether a writer left something behind that it never sealed, or is at it just now."""
    return bool(run(f"MATCH (r:{REVISION}) WHERE NOT r.sealed RETURN r.number LIMIT 1"))


def seal(run: Rows, number: int, found: str) -> int:
    """Seal a record that was written part by part; how many there were: 1, unless somebody dropped it."""
    query = (
        f"MATCH (r:{REVISION} {{number: $number, hash: $hash}}) WHERE NOT r.sealed"
        f" AND COUNT {{ MATCH (c:{CHUNK}) WHERE c.revision = r.number AND c.part >= 0 }} = r.parts"
        " SET r.sealed = true RETURN count(*)"
    )
    return int(run(query, number=number, hash=found)[0][0])


def entry(run: Rows, number: int) -> LogEntry | None:
    """A revision as it was written; a body that cannot be unpacked any more is empty."""
    found = run(f"MATCH (r:{REVISION} {{number: $number}}) RETURN r.hash, r.body, r.parts", number=number)
    if not found:
        return None
    hash_, body, parts = found[0]
    if body is None:
        query = f"MATCH (c:{CHUNK}) WHERE c.revision = $number AND c.part >= 0 RETURN c.data ORDER BY c.part"
        data = [row[0] for row in run(query, number=number)]
        body = _unpacked(data) if len(data) == parts else ""
    return number, str(hash_), str(body)


def numbers(run: Rows) -> list[int]:
    """The numbers of all records in the log, in order."""
    return sorted(row[0] for row in run(f"MATCH (r:{REVISION}) WHERE r.sealed RETURN r.number"))


def hash_of(run: Rows, number: int) -> str | None:
    """The hash of a sealed revision."""
    found = run(f"MATCH (r:{REVISION} {{number: $number}}) WHERE r.sealed RETURN r.hash", number=number)
    return found[0][0] if found else None


def manifests(run: Rows) -> Iterator[tuple[int, str]]:
    """Every manifest that was ever given, with its revision."""
    query = f"MATCH (r:{REVISION}) WHERE r.sealed AND r.manifest IS NOT NULL RETURN r.number, r.manifest"
    return iter(sorted((number, text) for number, text in run(query)))


def manifest_at(run: Rows, held: State, revision: int) -> Manifest:
    """The manifest in force at a revision; the default where none was given."""
    given = [number for number in held.manifests if number <= revision]
    if not given:
        return DEFAULT_MANIFEST
    found = run(f"MATCH (r:{REVISION} {{number: $number}}) RETURN r.manifest", number=given[-1])
    return manifest_from_json(json.loads(found[0][0]))


def _record(run: Rows, revision: Revision, body: str | None, parts: int, *, sealed: bool) -> None:
    after = revision.manifest_after
    run(
        f"CREATE (r:{REVISION}) SET r = $record",
        record={
            "number": revision.revision,
            "hash": revision.hash,
            "sealed": sealed,
            "parts": parts,
            "body": body,
            "manifest": after and canonical_json(after.to_json()),
            # For people in Browser; the body says it, and the hash is taken over that.
            "time": revision.time.isoformat(),
            "author": revision.author,
            "reason": revision.reason,
        },
    )


def _write_parts(run: Rows, number: int, parts: Iterable[tuple[int, bytes]]) -> None:
    for part, data in parts:
        run(f"CREATE (:{CHUNK} {{revision: $number, part: $part, data: $data}})", number=number, part=part, data=data)


def _parts(body: str) -> list[bytes]:
    packed = zlib.compress(body.encode(), 1)
    return [packed[start : start + _PART] for start in range(0, len(packed), _PART)]


def _unpacked(data: Iterable[bytes]) -> str:
    try:
        return zlib.decompress(b"".join(data)).decode()
    except (zlib.error, UnicodeDecodeError):
        return ""
