"""What every source comes down to: dated elements, each with its place in the file, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph.errors import Problem
from graph.model import Manifest, NodeId, Properties, RelationId, called, code_problem, value_problem
from graph.schema import KINDS, LEVELS, LINKS, Kind, Link, Property, ValueType
from graph.snapshot import Origin, Snapshot
from graph.terms import Both

if TYPE_CHECKING:
    from loaders.tables.layout import Table

__all__ = [
    "DATE_ADVICE",
    "RESERVED",
    "Dated",
    "Element",
    "Place",
    "Progress",
    "Rows",
    "Sheet",
    "Source",
    "declared_for",
    "ends_early",
    "in_force",
    "no_progress",
    "shown",
    "snapshot_on",
    "value_problems",
    "worded",
]

RESERVED = frozenset({"kind", "code", "rel", "from", "to", "key", "valid_from", "valid_to"})
"""Names that say what an element is and when it holds: no property may be called so."""

DATE_ADVICE = Both("请写成日历上有的日期，如 2013-12-01", "write a day of the calendar, like 2013-12-01")

_LONGEST_SHOWN = 60
_JSON_NAMES = {None: "null", True: "true", False: "false"}
_TYPE_NAMES = {
    ValueType.TEXT: Both("文本", "text"),
    ValueType.INTEGER: Both("整数", "integer"),
    ValueType.NUMBER: Both("数", "number"),
    ValueType.BOOLEAN: Both("是或否", "true or false"),
    ValueType.TEXTS: Both("文本列表", "list of texts"),
}


Progress = Callable[[str, int, int], None]
"""Who wants to know how far a long load is: the stage, how much is done, of how much (0: unknown)."""


def no_progress(_stage: str, _done: int, _total: int, /) -> None:
    """Tell nobody."""


class Place(NamedTuple):
    """Where an element stands: file and row (from 1, the header counted), and the column where there is one."""

    file: str
    row: int
    column: str | None = None

    def problem(self, got: str, expected: str, advice: str = "", column: str | None = None) -> Problem:
        """A problem at this place."""
        return Problem(self.file, got, expected, advice, self.row, self.column if column is None else column)


_NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


class Element(NamedTuple):
    """One dated version of a node or a relation as a file states it.

    ``told`` names the properties that the file speaks of, set or empty: the ones that a re-load compares.
    None: the element is complete, and a property that is not there is absent. ``columns`` names the columns of
    what does not stand in that of its place.
    """

    identity: NodeId | RelationId
    properties: Properties
    place: Place
    valid_from: date | None = None
    valid_to: date | None = None
    told: frozenset[str] | None = None
    columns: Mapping[str, str] = _NO_COLUMNS

    def column_of(self, name: str) -> str:
        """The column in which one end (``from``, ``to``) or property of a relation stands."""
        return self.columns.get(name) or self.place.column or name


class Dated(Protocol):
    """What elements of files and versions of stores have in common."""

    @property
    def identity(self) -> NodeId | RelationId: ...
    @property
    def properties(self) -> Properties: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


class Sheet(NamedTuple):
    """A table inside a workbook or a document: file, title, and the letters of its columns by their headers."""

    file: str
    title: str
    columns: Mapping[str, str]


Rows = Collection[tuple[str, int | None]]
"""File and row of some rows."""


def _none(_rows: Rows, /) -> Iterator[Problem]:
    """No notice."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Source:
    """All that one load reads: a JSON Lines file, or any number of tables together.

    Args:
        name: of the file or directory, for people.
        elements: in the order of the rows.
        manifest: what the source says of the graph as a whole; None where it says nothing.
        problems: what stops the load; notices do not.
        coded: the notices of codes that rows were given, but for rows that are refused: which, is known at the end.
        scope: the kinds and links that the source states completely, so that what it lacks is missing.
        scopes: the same by sheet or file, where tables state it.
        rows: the text of each row by file and row, for the report of rejected rows.
        headers: the first row of each file that has a header.
        manifest_rows: file and row of what the manifest was read from.
        by_item: the manifest is stated item by item, in tables: what it lacks is missing, and not gone.
        manifest_before: the manifest when those tables were exported, where they say so.
        within: the nodes that the source speaks of, where it is not the whole graph: of these only, and of relations
            between them, something can be missing.
        sheets: where rows stand that are of a workbook or a document, by the name that places call file.
        paths: of the files that the sheets are in.
        tables: which instrument each sheet or file is.
        columns: the letters of the columns of each by their headers.
        told: what they carry from when they were exported.
        conflicts: cells that were changed here and, otherwise, in the store; the rest of their rows is taken.
        removed: relations that were taken out of cells, or gave way to what their row was edited into, and where.
        hinges: the other rows that say what became of such relations: nothing is removed where one of them is wrong.
        again: file and row of all rows about a node, where it has several, in tables that were exported.
        echoes: what cells say of relations that a row of their own states in full; only merging reads it.
        lacks: relations whose own rows were taken out: missing, although no table states all of their kind.
        newer: what came into the store after its tables were exported: it is not missing from them.
        stated: what the files state, merged or not.
        unread: the kinds that a file of the source should have stated and could not be read: what refers to them
            is not wrong for that.
    """

    name: str
    elements: tuple[Element, ...]
    manifest: Manifest | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    coded: Callable[[Rows], Iterator[Problem]] = _none
    scope: frozenset[Kind | Link] = frozenset()
    scopes: Mapping[str, frozenset[Kind | Link]] = field(default_factory=dict)
    within: frozenset[NodeId] | None = None
    rows: Mapping[tuple[str, int], str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    conflicts: tuple[Problem, ...] = ()
    removed: Mapping[RelationId, Place] = field(default_factory=dict)
    hinges: Mapping[RelationId, frozenset[tuple[str, int]]] = field(default_factory=dict)
    again: Mapping[NodeId, frozenset[tuple[str, int]]] = field(default_factory=dict)
    echoes: tuple[Element, ...] = ()
    lacks: frozenset[RelationId] = frozenset()
    newer: frozenset[NodeId | RelationId] = frozenset()
    stated: frozenset[NodeId | RelationId] = frozenset()
    manifest_rows: frozenset[tuple[str, int]] = frozenset()
    by_item: bool = False
    manifest_before: Manifest | None = None
    unread: frozenset[Kind] = frozenset()

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that rows were read from, sorted."""
        return tuple(sorted({file for file, _ in self.rows}))

    def without(self, rows: Collection[tuple[str, int]]) -> Source:
        """What the other rows state; their own problems are done with. What hinges on a row left out is not removed."""
        kept = tuple(element for element in self.elements if element.place[:2] not in rows)
        removed = {identity: place for identity, place in self.removed.items() if place[:2] not in rows}
        left = [identity for identity in removed if not self.hinges.get(identity, frozenset()).isdisjoint(rows)]
        notices = tuple(_left_alone(identity, removed.pop(identity)) for identity in left)
        notices = (*self.notices, *notices)
        return replace(
            self,
            elements=kept,
            removed=removed,
            notices=notices,
            problems=(),
            coded=lambda more: self.coded({*rows, *more}),
            unread=frozenset(),
        )

    def located(self, problem: Problem) -> Problem:
        """A problem with the cell that it is in, as a spreadsheet names it."""
        sheet = self.sheets.get(problem.file)
        if sheet is None or problem.row is None or problem.cell is not None:
            return problem
        letter = sheet.columns.get(problem.column or "")
        return replace(problem, cell=f"{letter}{problem.row}") if letter else problem


def _left_alone(identity: RelationId, place: Place) -> Problem:
    got = called(identity) + Both(" 不在了，而旁边有行退回", " is gone, and a row beside it is rejected")
    advice = Both("未终止；更正退回的行后再装", "left alone: correct the rejected row and load again")
    return place.problem(got, Both("说清去向的各行都对", "every row that says what became of it"), advice)


def ends_early(place: Place, first: date | None, last: date | None, column: str = "valid_to") -> Problem | None:
    """The problem of a version that ends before it begins."""
    if first is None or last is None or first < last:
        return None
    return place.problem(
        Both(f"{first} 至 {last}", f"{first} to {last}"),
        Both("终止晚于起始", "an end after the beginning"),
        Both("请更正其一", "correct one of them"),
        column,
    )


def shown(value: object) -> str:
    """A value as a message shows it: JSON-like, cut to what fits."""
    text = _JSON_NAMES[value] if value is None or isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def worded(declared: Property | None, value: object) -> str:
    """A value as a message shows it, in the words of a sheet with the value itself behind them: 三级 3.

    Args:
        declared: the property that has the value, as `graph.schema.property_of` tells it; None where none is known.
        value: as the graph holds it.
    """
    label = declared.values.get(value) if declared is not None and isinstance(value, str | int) else None
    if declared is not None and declared.level and isinstance(value, str):
        label = LEVELS.get(value)
    return shown(value) if label is None else f"{label.zh} {value}"


def in_force(item: Dated, on: date) -> bool:
    """Whether a version holds on a date: from its first day until before its last."""
    first, last = item.valid_from, item.valid_to
    return (first is None or first <= on) and (last is None or on < last)


def snapshot_on(items: Iterable[Dated], manifest: Manifest, on: date, name: str = "") -> Snapshot:
    """The graph that dated elements make on one day."""
    nodes: list[tuple[Kind, str, Properties]] = []
    relations: list[tuple[Link, str, str, str, Properties]] = []
    later: dict[NodeId | RelationId, int | None] = {}
    changed: date | None = None
    for item in items:
        identity, first = item.identity, item.valid_from
        if not (isinstance(identity, NodeId) and identity.kind is Kind.SYSTEM):
            changed = max((day for day in (changed, first, item.valid_to) if day), default=None)
        if first is not None and first > on:
            later[identity] = None
        elif item.valid_to is not None and item.valid_to <= on:
            continue
        elif isinstance(identity, NodeId):
            nodes.append((*identity, item.properties))
        else:
            relations.append((*identity, item.properties))
    return Snapshot.of(nodes, relations, manifest, Origin(None, on, name, changed), later)


def declared_for(owner: Kind | Link) -> Mapping[str, Property]:
    """The properties that the schema declares for a kind or a link, provenance included."""
    return _DECLARED[owner]


_COMMON = {name: KINDS[Kind.UNIT].properties[name] for name in ("origin", "source", "note")}
_DECLARED: Mapping[Kind | Link, Mapping[str, Property]] = {
    **{kind: KINDS[kind].properties for kind in Kind},
    **{link: {**link.properties, **_COMMON} for link in LINKS},
}


def value_problems(elements: Iterable[Element], manifest: Manifest) -> Iterator[Problem]:
    """Every property whose name or value is not what the schema and the stores take."""
    for element in elements:
        if not element.properties:
            continue
        known = _DECLARED[element.identity[0]]
        for name, value in element.properties.items():
            declared = known.get(name)
            expected = value_problem(declared, value, manifest)
            named = None if declared is not None else _name_problem(name)
            if named:
                yield element.place.problem(shown(value), named, Both("请改属性名", "rename the property"), name)
            elif expected:
                yield element.place.problem(shown(value), _expected(declared, expected), _advice(value), name)


def _expected(declared: Property | None, expected: str) -> str:
    """What a value should be, for people; a type by its name, with an example where its values are known."""
    if declared is None or expected != declared.type.value:
        return expected
    named = _TYPE_NAMES[declared.type]
    example = json.dumps(next(iter(declared.values), None), ensure_ascii=False)
    if not declared.values:
        return named
    return Both(f"{named.zh}，如 {example}", f"{named.en}, such as {example}")


def _advice(value: object) -> str:
    if value is None:
        return Both("没有值就删去该键", "leave the key out where there is no value")
    return Both("请更正该值", "correct the value")


def _name_problem(name: str) -> str | None:
    if name in RESERVED:
        return Both(f"没有叫 {name} 的属性：保留名", f"no property called {name}: reserved")
    problem = code_problem(name)
    return problem and Both("属性名：", "a property name: ") + problem
