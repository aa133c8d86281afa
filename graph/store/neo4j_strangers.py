"""What lies in the database of a store that did not come through its log: somebody wrote in Browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from graph.model import Manifest, NodeId, RelationId
from graph.schema import LINK_OF, LINKS, Kind, Link, Rel
from graph.store import neo4j_rows as rows
from graph.store.audit import Entry
from graph.store.neo4j_layout import (
    INCOMPATIBLE,
    MANIFEST,
    OWN,
    REVISION,
    exact_text,
    manifest_rows,
    native,
    schema_missing,
)
from graph.store.neo4j_rows import KIND_OF, LINK_OF_X, NODES, RELATIONS, State
from graph.store.neo4j_server import Rows
from graph.store.records import properties_from_text
from graph.store.spans import contains
from graph.terms import Both, plural

__all__ = ["strangers"]

_META = frozenset({"_since", "_revision", "_from", "_to", "_text"})
_WRITTEN = Both("有人从外部写入", "somebody wrote it from outside")


def strangers(run: Rows, held: State, manifest: Manifest) -> Iterator[str]:
    """Each sentence names one thing that is not as the store wrote it; none where all is well.

    Whether the rows of the versions are those of the log is asked by `graph.store.audit`; this asks for the rest:
    properties that people read, elements that are no rows, the manifest, the log's other nodes, indexes.
    """
    yield from _foreign_nodes(run)
    yield from _foreign_relations(run)
    yield from _elements(run, held)
    yield from _misplaced(run, held)
    yield from _manifest(run, manifest)
    yield from _log(run, held)
    yield from _schema(run)


def _foreign_nodes(run: Rows) -> Iterator[str]:
    known = sorted(OWN | {kind.value for kind in Kind})
    query = (
        "MATCH (n) WITH n, labels(n) AS found WHERE size(found) <> 1 OR NOT found[0] IN $known"
        " RETURN found, n.code, count(*) ORDER BY found, n.code"
    )
    for labels, code, number in run(query, known=known):
        what = ":".join(sorted(labels)) or "(无标签 no label)"
        yield (
            f"{what} {code or ''}: "
            + Both(f"不是图谱库的节点，{number} 个；", f"{plural(number, 'node')} of no label that the store writes; ")
            + _WRITTEN
        )
    for kind, code, number in run(f"MATCH {NODES} WHERE x._since IS NULL RETURN {KIND_OF}, x.code, count(*)"):
        yield (
            f"{kind}/{code}: "
            + Both(f"日志中没有的节点 {number} 个；", f"{plural(number, 'node')} not in the log; ")
            + _WRITTEN
        )


def _foreign_relations(run: Rows) -> Iterator[str]:
    known = [[link.from_kind.value, link.rel.value, link.to_kind.value] for link in LINKS]
    query = (
        "MATCH (a)-[r]->(b) WHERE r._since IS NULL OR NOT [labels(a)[0], type(r), labels(b)[0]] IN $known"
        " RETURN labels(a)[0], a.code, type(r), labels(b)[0], b.code ORDER BY labels(a)[0], a.code, type(r), b.code"
    )
    for from_kind, source, rel, to_kind, target in run(query, known=known):
        yield (
            f"{from_kind}/{source} {rel} {to_kind}/{target}: "
            + Both("日志中没有的关系；", "a relation not in the log; ")
            + _WRITTEN
        )


def _elements(run: Rows, held: State) -> Iterator[str]:
    """Elements in force: that each says to Cypher what its version says, is there once, and belongs there today."""
    day = date.fromisoformat(held.day)
    given = "WHERE x._since IS NOT NULL RETURN"
    for kind, code, properties in run(f"MATCH {NODES} {given} {KIND_OF}, x.code, properties(x)"):
        yield from _element(Kind(kind), f"{kind}/{code}", properties, day)
    found: Counter[str] = Counter()
    for rel, kind, source, target, properties in run(
        f"MATCH {RELATIONS} {given} {LINK_OF_X}, a.code, b.code, properties(x)"
    ):
        link = LINK_OF.get((Rel(rel), Kind(kind)))
        if link is None:
            continue  # a foreign relation: named already
        name = str(RelationId(link, source, target, properties.get("key", "")))
        found[name] += 1
        if len(properties) > 1:
            yield from _element(link, name, properties, day)
    for name, number in sorted(found.items()):
        if number > 1:
            yield (
                f"{name}: " + Both(f"有 {number} 个，应为 1 个；", f"there {number} times, expected once; ") + _WRITTEN
            )


def _element(of: Kind | Link, name: str, properties: dict[str, Any], day: date) -> Iterator[str]:
    try:
        exact = properties_from_text(exact_text(properties))
        version = rows.version_of(NodeId(Kind.UNIT, ""), properties.get("_from", ""), properties.get("_to"), "{}", 0)
    except (AttributeError, TypeError, ValueError) as error:
        yield f"{name}: " + Both(f"无法读取：{error}；", f"cannot be read: {error}; ") + _WRITTEN
        return
    own = {"code"} if isinstance(of, Kind) else {"key"}
    right = {name: value for name, value in native(of, exact).items() if name not in _META}
    for item in sorted({*right, *properties} - _META - own):
        if repr(properties.get(item)) != repr(right.get(item)):
            got, expected = properties.get(item), right.get(item)
            yield f"{name}: {item}: got {got!r}, expected {expected!r}; {_WRITTEN}"
    if not contains(version, day):
        yield (
            f"{name}: "
            + Both(f"{day} 不在用，却在在用者之中；", f"is not in force on {day}, yet lies among what is; ")
            + _WRITTEN
        )


def _misplaced(run: Rows, held: State) -> Iterator[str]:
    for entry in rows.entering(run, held.day):
        yield (
            f"{_name(entry)}: "
            + Both(
                f"{held.day} 在用，却不在在用者之中；", f"is in force on {held.day}, but does not lie among what is; "
            )
            + _WRITTEN
        )


def _name(entry: Entry) -> str:
    return f"{' '.join(entry.key)} ({entry.valid_from or '…'})"


def _manifest(run: Rows, manifest: Manifest) -> Iterator[str]:
    whole, sets = manifest_rows(manifest)
    for label, right in ((MANIFEST, [whole]), (INCOMPATIBLE, sets)):
        found = sorted((row[0] for row in run(f"MATCH (n:{label}) RETURN properties(n)")), key=repr)
        if found != sorted(right, key=repr) and sorted(map(_plain, found)) != sorted(map(_plain, right)):
            yield f"{label}: got {found}, expected {right}; {_WRITTEN}"


def _plain(properties: dict[str, Any]) -> str:
    return repr(sorted(properties.items()))


def _log(run: Rows, held: State) -> Iterator[str]:
    found = run(f"MATCH (r:{REVISION}) WHERE r.sealed RETURN max(r.number), count(*)")
    if (newest := found[0][0] or 0) != held.number:
        yield (
            Both(
                f"首记录：修订 {held.number}；日志最新为 {newest}；",
                f"head record: revision {held.number}; the log's newest is {newest}; ",
            )
            + _WRITTEN
        )
    if held.number:
        hashes = run(f"MATCH (r:{REVISION} {{number: $number}}) RETURN r.hash", number=held.number)
        if hashes != [[held.hash]]:
            yield (
                Both(
                    f"首记录：哈希 {held.hash}；日志为 {hashes}；",
                    f"head record: hash {held.hash}; the log has {hashes}; ",
                )
                + _WRITTEN
            )


def _schema(run: Rows) -> Iterator[str]:
    for name, statement in schema_missing(run):
        yield Both(
            f"{name}：约束或索引不见了；请重建：{statement}",
            f"{name}: a constraint or index is gone; make it again: {statement}",
        )
