"""How a graph lies in Neo4j: labels, property names, constraints and indexes (docs/decisions/0008).

What is in force on the day of the projection carries the labels and types of `graph.schema`; everything else lies
in nodes of labels of its own, so that a plain ``MATCH`` in Browser meets only what is in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.errors import MissingError, StoreError
from graph.model import DEFAULT_MANIFEST, Manifest, Properties
from graph.schema import KINDS, Kind, Link
from graph.store.neo4j_server import Rows, Server
from graph.store.records import properties_text
from graph.terms import Both, Label

__all__ = [
    "BATCH",
    "CHUNK",
    "HEAD",
    "INCOMPATIBLE",
    "LOCK",
    "MANIFEST",
    "NODE_VERSION",
    "OWN",
    "RELATION_VERSION",
    "REVISION",
    "check",
    "create",
    "exact_text",
    "manifest_rows",
    "native",
    "project_manifest",
    "schema_missing",
]

LAYOUT = 1

HEAD, LOCK, REVISION, CHUNK, BATCH = (
    "QuangangStore",
    "QuangangLock",
    "QuangangRevision",
    "QuangangChunk",
    "QuangangBatch",
)
NODE_VERSION, RELATION_VERSION = "QuangangNodeVersion", "QuangangRelationVersion"
MANIFEST, INCOMPATIBLE = "Manifest", "IncompatibleSet"

OWN = frozenset({HEAD, LOCK, REVISION, CHUNK, BATCH, NODE_VERSION, RELATION_VERSION, MANIFEST, INCOMPATIBLE})
"""Labels beside those of the kinds."""

_RESERVED = frozenset({"code", "key"})
_IMPLIED: Mapping[Kind, str] = {
    kind: str(next(iter(declared.values)))
    for kind, schema in KINDS.items()
    if (declared := schema.properties.get("status")) is not None and declared.values
}
"""The status that a node has where it says none: the first one that the schema names."""

_MOST_NAMED = 5
"""Labels that an error tells of."""

_UNIQUE = {
    **{kind.value: ("code",) for kind in Kind},
    HEAD: ("only",),
    LOCK: ("only",),
    REVISION: ("number",),
    CHUNK: ("revision", "part"),
    BATCH: ("revision", "number"),
}
_INDEXED = (
    (NODE_VERSION, ("kind", "code")),
    (NODE_VERSION, ("valid_from",)),
    (RELATION_VERSION, ("rel", "kind", "source")),
    (RELATION_VERSION, ("rel", "kind", "target")),
    (RELATION_VERSION, ("valid_from",)),
)


def native(of: Kind | Link, properties: Properties) -> dict[str, Any]:
    """Properties as they lie on an element, for whoever looks with Cypher.

    Where they do not say exactly what the version says, because a status is implied or a name is one that Neo4j
    cannot have or the store needs itself, ``_text`` beside them does (`exact_text`).
    """
    held = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if name not in _RESERVED and name[0] != "_" and "\x00" not in name
    }
    if len(held) != len(properties):
        held["_text"] = properties_text(properties)
    if isinstance(of, Kind) and of in _IMPLIED and "status" not in held:
        held["_text"] = properties_text(properties)
        held["status"] = _IMPLIED[of]
    return held


def exact_text(held: Mapping[str, Any]) -> str:
    """What the version of an element says, as text, from all that lies on it."""
    text = held.get("_text")
    if text is not None:
        return str(text)
    return properties_text({name: held[name] for name in held if name not in _RESERVED and name[0] != "_"})


def manifest_rows(manifest: Manifest) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The manifest in force, for whoever asks about levels and incompatible acts with Cypher."""
    sets = [
        {"set": item.id, "acts": list(item.acts), "scope": item.scope, "basis": item.basis, "position": position}
        for position, item in enumerate(manifest.incompatible)
    ]
    return {"levels": list(manifest.levels)}, sets


def schema_missing(run: Rows) -> Iterator[tuple[str, str]]:
    """Each constraint and index that a store needs and that is not there: its name, the statement that makes it.

    One that says the same under another name will do: `IF NOT EXISTS` would not make a second one beside it.
    """
    found = run("SHOW INDEXES YIELD labelsOrTypes, properties, owningConstraint")
    there = {((*(labels or ()), *(properties or ())), owner is not None) for labels, properties, owner in found}
    for label, properties in _UNIQUE.items():
        if ((label, *properties), True) not in there:
            name = f"quangang_{label.lower()}"
            needed = f"FOR (n:{label}) REQUIRE ({_listed(properties)}) IS UNIQUE"
            yield name, f"CREATE CONSTRAINT {name} IF NOT EXISTS {needed}"
    for label, properties in _INDEXED:
        if ((label, *properties), False) not in there:
            name = f"quangang_{label.lower()}_{properties[-1]}"
            yield name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({_listed(properties)})"


def create(server: Server, today: str) -> None:
    """Make an empty store in an empty database; nothing where there is one already.

    Raises:
        StoreError: the database holds something else.
    """
    if server.read(_layout) is None:
        _refuse_foreign(server)
        missing = [statement for _, statement in server.read(lambda run: tuple(schema_missing(run)))]
        for statement in missing:
            server.change_schema(statement)
        if missing:
            server.change_schema("CALL db.awaitIndexes(300)")
        server.write(lambda run: _found_store(run, today))


def check(server: Server) -> None:
    """Whether what is there is a store of ours that this program can work on.

    Raises:
        MissingError: the database is empty.
        StoreError: it holds something else, or a store of another layout.
    """
    layout = server.read(_layout)
    if layout is None:
        _refuse_foreign(server)
        raise MissingError(
            Label(
                f"没有图谱库 {server.address}：数据库是空的；新建用 `quangang init --store '{server.address}'`，"
                "或核对地址",
                f"no store at {server.address}: the database is empty; expected a store; make one with `quangang "
                f"init --store '{server.address}'`, or check the address",
            )
        )
    if layout != LAYOUT:
        raise StoreError(
            Label(
                f"{server.address}：库结构版本为 {layout}，应为 {LAYOUT}；请用写入它的版本，或以其 copy 命令迁出",
                f"{server.address}: layout {layout}, expected {LAYOUT}; use the quangang that "
                "wrote it, or move it out with its `copy`",
            )
        )


def _layout(run: Rows) -> int | None:
    found = run(f"MATCH (s:{HEAD}) RETURN s.layout")
    return None if not found else found[0][0]


def _refuse_foreign(server: Server) -> None:
    found = server.read(lambda run: run("MATCH (n) UNWIND labels(n) + [''] AS label RETURN DISTINCT label"))
    if found:
        labels = sorted(label for (label,) in found if label)
        named = "、".join([*labels[:_MOST_NAMED], *("…" for _ in labels[_MOST_NAMED:])])
        raise StoreError(
            Both(
                f"{server.address}：数据库不是图谱库：有{f' {named}' if named else '无标签的节点'}，没有 {HEAD}；"
                "应为图谱库或空库；",
                f"{server.address}: the database is not ours: got {named or 'nodes without labels'}, but no {HEAD}; "
                "expected a store or an empty database; ",
            )
            + _instead(labels)
            + Both("请以 ?database=NAME 换一个数据库", "choose another with ?database=NAME")
        )


def _instead(labels: Iterable[str]) -> str:
    """What to do with a graph like ours that has no log: the bulk importer leaves one, and it is for reading only."""
    if set(Kind).isdisjoint(labels):
        return ""
    return Both(
        "看似批量导入的图谱，没有修订记录，只供读取；要建库请对空库运行 `quangang load FILE` 或 "
        "`quangang copy --from STORE --to URL`；或",
        "it looks like a graph from the bulk importer: it has no log and is for reading only; to make a store, run "
        "`quangang load FILE` or `quangang copy --from STORE --to URL` on an empty database; or ",
    )


def _found_store(run: Rows, today: str) -> None:
    """The head record; MERGE waits for whoever makes the same one at the same time."""
    run(f"MERGE (l:{LOCK} {{only: true}}) SET l.taken = coalesce(l.taken, 0) + 1 RETURN l.taken")
    if run(f"MATCH (s:{HEAD}) RETURN s.layout"):
        return
    run(
        f"CREATE (:{HEAD} {{only: true, layout: $layout, number: 0, hash: '', epoch: 0, day: $today, days: [],"
        " manifests: []})",
        layout=LAYOUT,
        today=today,
    )
    project_manifest(run, DEFAULT_MANIFEST)


def project_manifest(run: Rows, manifest: Manifest) -> None:
    """Put the manifest in force in the place of the one before."""
    whole, sets = manifest_rows(manifest)
    run(f"MATCH (n:{MANIFEST}|{INCOMPATIBLE}) DETACH DELETE n")
    run(f"CREATE (n:{MANIFEST}) SET n = $whole", whole=whole)
    run(f"UNWIND $sets AS row CREATE (n:{INCOMPATIBLE}) SET n = row", sets=sets)


def _listed(properties: Iterable[str]) -> str:
    return ", ".join(f"n.{name}" for name in properties)
