"""A graph as CSV for ``neo4j-admin database import full``: how an empty database is filled fastest.

What arrives is what is in force, as a person sees it in Neo4j: labels, relation types, ``code``, native properties,
``status`` written out, the manifest as nodes. It is a plain graph to read, no store of ours: it has no history.

A column of the importer has one type. So the nodes of a kind are divided among as many pairs of header and data as
there are sets of types; nearly always that is one. Texts stand in quotes, an absent value does not, which is how the
importer tells an empty text from none. A list is joined by a character that no text has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.errors import InputError, Problem
from graph.model import Manifest, NodeId, Properties, RelationId, Value
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.terms import Both

__all__ = ["ARGUMENTS", "csv_files"]

ARGUMENTS = "import.args"
"""The file of arguments that neo4j-admin reads as ``@import.args``."""

_STATUS = {Kind.POWER: "active", Kind.ARTICLE: "live", Kind.INSTRUMENT: "live"}
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string", tuple: "string[]"}
_DELIMITERS = ("\x1f", "\x1e", "\x1d", "\x1c", *map(chr, range(0xE000, 0xE400)))
_NAMES_REFUSED = frozenset(":{}()")

Cells = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the cells of the ends by their column, then the properties; ``place`` names the element."""

    place: str
    ends: Mapping[str, str]
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one label or type; ``option`` is that of neo4j-admin, ``name`` that of its files."""

    option: str
    name: str
    rows: tuple[_Row, ...]


def csv_files(snapshot: Snapshot) -> dict[str, str]:
    """The files of the folder, by name: headers, data, the arguments for neo4j-admin and how to use them.

    Raises:
        InputError: something that the importer cannot take in; every such element is named.
    """
    tables = tuple(table for table in _tables(snapshot) if table.rows)
    _refuse(tables)
    delimiter = _delimiter(tables)
    files: dict[str, str] = {}
    arguments = []
    for table in tables:
        for number, rows in enumerate(_by_types(table.rows)):
            name = f"{table.name}-{number + 1}" if number else table.name
            files[f"{name}-header.csv"], files[f"{name}.csv"] = _csv(rows, delimiter)
            arguments.append(f"--{table.option}={name}-header.csv,{name}.csv")
    arguments += ["--id-type=string", "--multiline-fields=true", f"--array-delimiter=U+{ord(delimiter):04X}"]
    files[ARGUMENTS] = "\n".join(arguments) + "\n"
    files["after-import.cypher"] = _after()
    files["README.md"] = _README
    return files


def _tables(snapshot: Snapshot) -> Iterator[_Table]:
    for kind in Kind:
        rows = tuple(
            _Row(f"{NodeId(kind, code)}", {f"code:ID({kind.value})": code}, _in_force(kind, held))
            for code, held in snapshot.nodes(kind)
        )
        yield _Table(f"nodes={kind.value}", f"nodes-{kind.value}", rows)
    yield from _manifest(snapshot.manifest)
    for link in LINKS:
        first, second = link.from_kind.value, link.to_kind.value
        relations = tuple(
            _Row(
                f"{RelationId(link, source, target, key)}",
                {f":START_ID({first})": source, f":END_ID({second})": target},
                {**held, "key": key} if key else held,
            )
            for source, target, key, held in snapshot.relations(link)
        )
        rel = link.rel.value
        yield _Table(f"relationships={rel}", f"relations-{rel}-{first}-{second}", relations)


def _manifest(manifest: Manifest) -> Iterator[_Table]:
    """The manifest in force, as catalogue queries read it."""
    yield _Table("nodes=Manifest", "nodes-Manifest", (_Row("Manifest", {}, {"levels": manifest.levels}),))
    sets = tuple(
        _Row(
            f"IncompatibleSet/{item.id}",
            {},
            {"set": item.id, "acts": item.acts, "scope": item.scope, "basis": item.basis, "position": position},
        )
        for position, item in enumerate(manifest.incompatible)
    )
    yield _Table("nodes=IncompatibleSet", "nodes-IncompatibleSet", sets)


def _in_force(kind: Kind, held: Properties) -> Properties:
    """Properties with the status written out, so that a query may ask for it."""
    return {"status": _STATUS[kind], **held} if kind in _STATUS else held


def _by_types(rows: Iterable[_Row]) -> list[list[_Row]]:
    """Rows divided so that each name has one type in each part."""
    parts: list[tuple[dict[str, str], list[_Row]]] = []
    for row in rows:
        types = {name: _TYPES[type(value)] for name, value in row.cells.items()}
        for known, held in parts:
            if all(known.get(name, found) == found for name, found in types.items()):
                known.update(types)
                held.append(row)
                break
        else:
            parts.append((types, [row]))
    return [held for _, held in parts]


def _csv(rows: list[_Row], delimiter: str) -> tuple[str, str]:
    """Header and data of rows that have one type for each name."""
    types = {name: _TYPES[type(value)] for row in rows for name, value in row.cells.items()}
    names = sorted(types)
    header = [*rows[0].ends, *(f"{name}:{types[name]}" for name in names)]
    lines = (
        [*map(_quoted, row.ends.values()), *(_cell(row.cells.get(name), delimiter) for name in names)] for row in rows
    )
    return ",".join(map(_quoted, header)) + "\n", "".join(",".join(line) + "\n" for line in lines)


def _cell(value: Value | None, delimiter: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _quoted(delimiter.join(value))
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _delimiter(tables: Iterable[_Table]) -> str:
    """A character that joins the texts of lists and is in none of them."""
    used = {
        char
        for table in tables
        for row in table.rows
        for value in row.cells.values()
        if isinstance(value, tuple)
        for text in value
        for char in text
    }
    return next(char for char in _DELIMITERS if char not in used)


def _refuse(tables: Iterable[_Table]) -> None:
    problems = [
        problem
        for table in tables
        for row in table.rows
        for name, value in row.cells.items()
        if (problem := _problem(row.place, name, value)) is not None
    ]
    if problems:
        raise InputError(problems)


def _problem(place: str, name: str, value: Value) -> Problem | None:
    if _NAMES_REFUSED & set(name):
        expected = Both("导入器能写在表头的名字，不含 : { } ( )", "a name for a header, without : { } ( )")
        advice = Both("改名，或导出为 jsonl", "rename it, or export as jsonl")
        return Problem(place, f"{name!r}", expected, advice, column=name)
    if isinstance(value, tuple) and value in ((), ("",)):
        expected = Both("导入器分得清的列表", "a list that the importer can tell from none")
        advice = Both("删去该属性，或导出为 jsonl", "remove the property, or export as jsonl")
        return Problem(place, f"{list(value)}", expected, advice, column=name)
    return None


def _after() -> str:
    """Codes are unique within a kind; the same constraint makes look-ups by code fast."""
    return "".join(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{kind.value}) REQUIRE n.code IS UNIQUE;\n" for kind in Kind)


_README = f"""\
# 用批量导入器填充空的 Neo4j 数据库 Fill an empty Neo4j database with the bulk importer

在本文件夹里，服务器停止时 in this folder, with the server stopped:

    neo4j-admin database import full neo4j @{ARGUMENTS}

数据库 `neo4j` 须为空；要覆盖已有的数据，加 `--overwrite-destination`（原有数据全部丢失）。
启动服务器后 then start the server, and:

    cypher-shell -d neo4j -f after-import.cypher

The database `neo4j` must be empty; `--overwrite-destination` destroys what is there.

导入的是某一天在用的图谱，只供读取：没有修订记录，不是图谱库，`quangang --store` 打不开它。
要在 Neo4j 上保存历史，用 `quangang load`。
What arrives is a plain graph of one day, to be read: it has no history and is no store.
"""
