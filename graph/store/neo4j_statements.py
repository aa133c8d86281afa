"""The statements that write elements and versions: identifiers from the schema and the layout, values as parameters.

Each takes ``$rows`` and returns how many of them it has written; ``$until`` is null where what leaves is still known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.schema import LINKS, Kind, Link
from graph.store.neo4j_layout import NODE_VERSION, RELATION_VERSION
from graph.store.neo4j_lines import LINES

__all__ = [
    "add_version",
    "by_place",
    "close_version",
    "create",
    "create_from_lines",
    "drop_version",
    "places",
    "replace",
    "retire",
    "take_away",
]

_KEPT = (
    "valid_from: coalesce({0}._from, ''), valid_to: {0}._to, text: row[{1}],"
    " revision: coalesce({0}._revision, {0}._since), since: {0}._since, until: $until"
)
_DONE = "RETURN count(*)"
_PLACES = "RETURN count(*), collect(x.code), collect(id(x))"
_ROWS = "UNWIND $rows AS row"
_AT_ONCE = 20_000


def retire(of: Kind | Link) -> str:
    """Rows of code, or from, to and key, and the properties as text: the element becomes a version and is gone."""
    return f"{_ROWS} {_found(of)} {_archive(of)} {'DETACH DELETE x' if isinstance(of, Kind) else 'DELETE x'} {_DONE}"


def replace(of: Kind | Link) -> str:
    """The same, and all that the element says from now on as the last column."""
    return f"{_ROWS} {_found(of)} {_archive(of)} SET x = row[{_text_at(of) + 1}] {_DONE}"


def create(of: Kind | Link) -> str:
    """New nodes, from rows of code and all that they say, and where the server put each.

    New relations, from rows of from, to and which of the few things in ``$held`` they say: most say the same.
    ``+=`` because ``=`` first looks for what it should remove.
    """
    if isinstance(of, Kind):
        return f"{_ROWS} CREATE (x:{of.value}) SET x += row[1] {_PLACES}"
    return f"{_ROWS} {_ends(of)} CREATE (a)-[x:{of.rel.value}]->(b) SET x += $held[row[2]] {_DONE}"


def create_from_lines(kind: Kind, columns: Sequence[str], held: Sequence[Mapping[str, object]]) -> str:
    """The same of many nodes, from lines of so many properties and the number of the rest in ``$held``."""
    given = [f"{_quoted(name)}: row[{place}]" for place, name in enumerate(columns)]
    return f"{LINES} {_rest(len(columns))} CREATE (x:{kind.value} {{{_listed(given, held)}}}) {_PLACES}"


def by_place(link: Link, held: Sequence[Mapping[str, object]]) -> str:
    """`create` of a link, from lines with the places of the ends.

    The labels are asked for too: a place is a number that the server gives to another node one day.
    """
    first, second = (f"id({x}) = toInteger(row[{place}]) AND {x}:" for place, x in enumerate("ab"))
    return (
        f"{LINES} {_rest(2)} MATCH (a) WHERE {first}{link.from_kind.value} MATCH (b) WHERE {second}{link.to_kind.value}"
        f" CREATE (a)-[x:{link.rel.value} {{{_listed((), held)}}}]->(b) {_DONE}"
    )


def _rest(column: int) -> str:
    return f"WITH row, $held[toInteger(row[{column}])] AS rest"


def _listed(given: Iterable[str], held: Iterable[Mapping[str, object]]) -> str:
    """Properties to create with, one by one: a map that is set on what was created costs the server a second visit.

    What one of the things does not say is null, which creates nothing.
    """
    names = sorted({name for each in held for name in each})
    return ", ".join([*given, *(f"{name}: rest.{name}" for name in map(_quoted, names))])


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def places(kind: Kind) -> str:
    """Where the server put each node of a kind."""
    return f"MATCH (x:{kind.value}) RETURN x.code, id(x)"


def add_version(*, nodes: bool) -> str:
    """Versions that are not in force, from maps."""
    return f"{_ROWS} CREATE (v:{NODE_VERSION if nodes else RELATION_VERSION}) SET v = row {_DONE}"


def close_version(*, nodes: bool) -> str:
    """Versions not in force that are known no more, from rows of identity and first day."""
    return f"{_ROWS} {_version(nodes=nodes)} AND v.since < $until SET v.until = $until {_DONE}"


def drop_version(*, nodes: bool) -> str:
    """Versions that came into force: an element carries them now."""
    return f"{_ROWS} {_version(nodes=nodes)} DELETE v {_DONE}"


def take_away() -> Iterator[str]:
    """Statements that delete, a part at a time, what is known since revision ``$since``; each returns how many."""
    for link in LINKS:
        ends = f"(:{link.from_kind.value})-[x:{link.rel.value}]->(:{link.to_kind.value})"
        yield f"MATCH {ends} WHERE x._since = $since WITH x LIMIT {_AT_ONCE} DELETE x {_DONE}"
    for kind in Kind:
        yield f"MATCH (x:{kind.value}) WHERE x._since = $since WITH x LIMIT {_AT_ONCE} DETACH DELETE x {_DONE}"
    for label in (NODE_VERSION, RELATION_VERSION):
        yield f"MATCH (x:{label}) WHERE x.since = $since WITH x LIMIT {_AT_ONCE} DELETE x {_DONE}"


def _text_at(of: Kind | Link) -> int:
    return 1 if isinstance(of, Kind) else 3


def _version(*, nodes: bool) -> str:
    if nodes:
        return (
            f"MATCH (v:{NODE_VERSION} {{kind: row[0], code: row[1]}}) WHERE v.valid_from = row[2] AND v.until IS NULL"
        )
    return (
        f"MATCH (v:{RELATION_VERSION} {{rel: row[0], kind: row[1], source: row[2]}})"
        " WHERE v.target = row[3] AND v.key = row[4] AND v.valid_from = row[5] AND v.until IS NULL"
    )


def _found(of: Kind | Link) -> str:
    if isinstance(of, Kind):
        return f"MATCH (x:{of.value} {{code: row[0]}}) WHERE x._since IS NOT NULL"
    return f"{_ends(of)} MATCH {_bound(of)} WHERE coalesce(x.key, '') = row[2] AND x._since IS NOT NULL"


def _archive(of: Kind | Link) -> str:
    kept = _KEPT.format("x", _text_at(of))
    if isinstance(of, Kind):
        return f"CREATE (:{NODE_VERSION} {{kind: '{of.value}', code: x.code, {kept}}})"
    identity = f"rel: '{of.rel.value}', kind: '{of.from_kind.value}', source: row[0], target: row[1], key: row[2]"
    return f"CREATE (:{RELATION_VERSION} {{{identity}, {kept}}})"


def _ends(link: Link) -> str:
    return f"MATCH (a:{link.from_kind.value} {{code: row[0]}}) MATCH (b:{link.to_kind.value} {{code: row[1]}})"


def _bound(link: Link) -> str:
    return f"(a)-[x:{link.rel.value}]->(b)"
