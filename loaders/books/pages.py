"""The graph as the instruments have it: tables of texts, which loading turns back into the same graph."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.model import DEFAULT_MANIFEST, NodeId, Properties, RelationId, Value
from graph.schema import (
    AUTHORIZED_BY,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    KINDS,
    LEVELS,
    PERFORMED_BY,
    SECTION,
    UNIT_PART_OF,
    Kind,
    Link,
    Property,
)
from graph.view import View
from loaders.elements import Progress, declared_for, no_progress
from loaders.stretches import ALWAYS, NO_SPANS, Span, Spans, narrowed, span_of
from loaders.tables.cells import CellError, codes_cell, plain, value_cell
from loaders.tables.layout import Column, Form, Table, kind_in
from loaders.tables.layouts import (
    DUTIES,
    FREE,
    INCOMPATIBLE,
    LEVELS_TABLE,
    NOTHING,
    OPTIONAL,
    POWER_TYPES,
    RELATIONS,
    RISKS,
    TABLES,
)

__all__ = ["Page", "named_in_cells", "pages_of"]

_SEPARATOR = "；"
_TICK = 1_000
"""Rows between two words about how far it is."""
_CARRIED = ("origin", "source")


@dataclass(slots=True)
class Page:
    """One table: its headers, and rows of as many texts."""

    table: Table
    headers: tuple[str, ...]
    rows: list[list[str]] = field(default_factory=list)


def pages_of(
    view: View, tables: Sequence[Table] = TABLES, progress: Progress = no_progress, spans: Spans = NO_SPANS
) -> tuple[Page, ...]:
    """Every instrument that has rows, in their official order; what no instrument can say stands in 关系表.

    Loaded into an empty store they make the same graph; into the store that they are from, they change nothing.

    Args:
        view: the graph on one day.
        tables: the instruments that are wanted.
        progress: told of rows.
        spans: since when and until when the things of that day are there; without it no page has dates.
    """
    kinds = [table.kind for table in tables if table.kind is not None]
    writer = _Writer(view, progress, sum(len(view.codes(kind)) for kind in kinds), spans)
    pages = [writer.page(table) for table in tables if table is not RELATIONS]
    if RELATIONS in tables:
        pages.append(writer.relations())
    return tuple(page for page in pages if page.rows)


def named_in_cells(view: View, table: Table) -> Iterator[tuple[str, Column, str]]:
    """What the cells that name other things say in the rows of a table of nodes: code of the row, column, text."""
    writer = _Writer(view)
    if table.kind is None:
        return
    for code in view.codes(table.kind):
        properties = view.node(table.kind, code) or {}
        for column, link in writer.of(table).ends:
            text = writer.ends(column, link, code, properties)
            if text:
                yield code, column, text


class _Writer:
    def __init__(self, view: View, progress: Progress = no_progress, total: int = 0, spans: Spans = NO_SPANS) -> None:
        self.view = view
        self.spans = spans
        self.progress = progress
        self.done, self.total = 0, total
        self._known: dict[str, _Known] = {}
        self._plainly: dict[tuple[Link, str], bool] = {}
        """Whether a code is read as itself in a cell (`_sayable`): most codes stand in many."""
        self._cell: dict[tuple[Property, type, Value], str | None] = {}
        """Of enumerations and the like, whose few values come again and again."""
        self.apart: list[RelationId] = []
        """Relations that the rows of their tables cannot say, or not with the properties that they have."""

    def page(self, table: Table) -> Page:
        if table is DUTIES:
            return self._duties()
        if table is LEVELS_TABLE:  # those of the shipped manifest need not be told
            levels = self.view.manifest.levels
            own = levels if levels != DEFAULT_MANIFEST.levels else ()
            return _page(table, ({"level": level, "ordinal": number} for number, level in enumerate(own, 1)))
        if table is INCOMPATIBLE:
            return _page(table, ({**x.to_json(), "scope": _SCOPES[x.scope]} for x in self.view.manifest.incompatible))
        if table is POWER_TYPES:
            return _page(table, self.view.manifest.extra.get("power_types", ()))
        return self._nodes(table, table.kind) if table.kind is not None else Page(table, ())

    def _nodes(self, table: Table, kind: Kind) -> Page:
        rows: list[dict[str, str]] = []
        for code in self.view.codes(kind):
            self._tick()
            properties = self.view.node(kind, code) or {}
            dates = _dates(span_of(NodeId(kind, code), self.spans)) if self.spans else {}
            row = {"code": code, **self._cells(table, kind, properties), **dates}
            for column, link in self.of(table).ends:
                row[column.name] = self.ends(column, link, code, properties)
            self._for_people(table, row)
            rows.append(row)
        return _arranged(table, rows)

    def _tick(self) -> None:
        self.done += 1
        if self.done % _TICK == 0 or self.done == self.total:
            self.progress("成表 tables", self.done, self.total)

    def _cells(self, table: Table, kind: Kind | Link, properties: Properties) -> dict[str, str]:
        """The properties of a row; what its column cannot say stands in a free column as JSON."""
        declared = declared_for(kind)
        shown = self.of(table).shown
        result = {}
        for name, value in properties.items():
            text = self._written(declared.get(name), value) if name in shown else None
            result[name if text is not None else FREE + name] = text if text is not None else _json(value)
        return result

    def of(self, table: Table) -> _Known:
        if table.title not in self._known:
            shown = frozenset(column.name for column in table.columns if column.property is not None)
            ends = ((column, column.link) for column in table.columns if not column.by_role)
            linked = tuple((column, link) for column, link in ends if link is not None)
            self._known[table.title] = _Known(shown, linked, tuple(_names_beside(table)))
        return self._known[table.title]

    def _written(self, declared: Property | None, value: Value) -> str | None:
        """A value as a cell has it, if loading reads the same value there."""
        if declared is None or not (declared.values or declared.level):
            return self._read_back(declared, value)
        key = (declared, type(value), value)  # True and 1 are equal
        if key not in self._cell:
            self._cell[key] = self._read_back(declared, value)
        return self._cell[key]

    def _read_back(self, declared: Property | None, value: Value) -> str | None:
        text = _text(declared, value)
        try:
            again = value_cell(declared, plain(text), self.view.manifest) if plain(text) == text else None
        except CellError:
            return None
        return text if text and type(again) is type(value) and again == value else None

    def ends(self, column: Column, link: Link, code: str, row: Properties) -> str:
        """The other ends of a row's relations; those whose properties are not the row's are told apart."""
        others = self.view.into(link, code) if column.into else self.view.out(link, code)
        if not others:
            return NOTHING if column.required else ""
        items: list[str] = []
        known = {name: row[name] for name in _CARRIED if name in row}
        for other in sorted(others):
            source, target = (other, code) if column.into else (code, other)
            for key, properties in _parallel(self.view, link, source, target):
                item, rest = self._item(link, other, properties) if not key else (None, properties)
                identity = RelationId(link, source, target, key)
                sayable = item is not None and rest == known and narrowed(identity, self.spans) == ALWAYS
                if not sayable:
                    self.apart.append(identity)
                if item is not None and item not in items and (sayable or _harmless(column, items)):
                    items.append(item)
        text = _SEPARATOR.join(items)
        if column.required and not text:
            return NOTHING
        if not items or (codes_cell(text) == tuple(items) and plain(text) == text):
            return text
        for item in items:
            other = item.partition("@")[0] if link is AUTHORIZED_BY else item
            source, target = (other, code) if column.into else (code, other)
            self.apart.append(RelationId(link, source, target))
        return ""

    def _item(self, link: Link, other: str, properties: Properties) -> tuple[str | None, Properties]:
        """What stands in the cell, and the properties that it does not say."""
        rest = dict(properties)
        if not self._is_sayable(link, other):
            return None, rest
        if link is AUTHORIZED_BY and "lowest_level" in rest:
            level = rest.pop("lowest_level")
            return f"{other}@{_level(level, self.view)}", rest
        return other, rest

    def _is_sayable(self, link: Link, code: str) -> bool:
        found = self._plainly.get((link, code))
        if found is None:
            found = self._plainly[link, code] = _sayable(link, code)
        return found

    def _for_people(self, table: Table, row: dict[str, str]) -> None:
        """Names beside the codes; they are read again only where there is no code."""
        if table is RISKS:
            steps = row.get(EXPOSES.rel.value, "").split(_SEPARATOR)
            powers = sorted({power for step in steps for power in self.view.into(HAS_STEP, step)})
            row["power"] = _SEPARATOR.join(powers)
        for name, target, kind in self.of(table).beside:
            if row.get(target):
                codes = row[target].split(_SEPARATOR)
                row[name] = _SEPARATOR.join(dict.fromkeys(self._name(kind, code) for code in codes))

    def _name(self, kind: Kind, code: str) -> str:
        return str((self.view.node(kind, code) or {}).get("name", ""))

    def _duties(self) -> Page:
        rows: list[dict[str, str]] = []
        for step in self.view.codes(Kind.STEP):
            for post in sorted(self.view.out(PERFORMED_BY, step)):
                found = _parallel(self.view, PERFORMED_BY, step, post)
                principals = [str(properties.get("on_behalf_of", "")) for _, properties in found]
                keys = dict(zip(sorted(principals), ["", *sorted(principals)[1:]], strict=True))
                for (key, properties), principal in zip(found, principals, strict=True):
                    if len(keys) != len(found) or keys[principal] != key or not self._is_sayable(PERFORMED_BY, post):
                        self.apart.append(RelationId(PERFORMED_BY, step, post, key))
                        continue
                    dates = _dates(narrowed(RelationId(PERFORMED_BY, step, post, key), self.spans))
                    rows.append({**self._duty(step, post, properties), **dates})
        return _arranged(DUTIES, rows)

    def _duty(self, step: str, post: str, properties: Properties) -> dict[str, str]:
        power = next(iter(sorted(self.view.into(HAS_STEP, step))), "")
        plainly = {name: value for name, value in properties.items() if name != "on_behalf_of"}
        row = {"power": power, "step": step, "post": post, **self._cells(DUTIES, PERFORMED_BY, plainly)}
        row["on_behalf_of"] = str(properties.get("on_behalf_of", ""))
        self._for_people(DUTIES, row)
        unit = next(iter(self.view.out(IN_UNIT, post)), "")
        row["section name"] = self._name(Kind.UNIT, unit) if self._is_section(unit) else ""
        while self._is_section(unit):
            unit = next(iter(self.view.out(UNIT_PART_OF, unit)), "")
        row["office name"] = self._name(Kind.UNIT, unit)
        return row

    def _is_section(self, unit: str) -> bool:
        return (self.view.node(Kind.UNIT, unit) or {}).get("level") == SECTION

    def relations(self) -> Page:
        """Relations one by one, each with all of its properties."""
        rows = []
        for identity in sorted(set(self.apart), key=str):
            found = dict(_parallel(self.view, identity.link, identity.source, identity.target))
            row = {
                "rel": identity.link.label.zh,
                "kind": KINDS[identity.link.from_kind].label.zh,
                "from": identity.source,
                "to": identity.target,
                "key": identity.key,
            }
            dates = _dates(narrowed(identity, self.spans))
            rows.append({**row, **self._cells(RELATIONS, identity.link, found[identity.key]), **dates})
        return _arranged(RELATIONS, rows)


class _Known(NamedTuple):
    """What is the same for all rows of a table: its columns of properties, of relations, and of names beside codes."""

    shown: frozenset[str]
    ends: tuple[tuple[Column, Link], ...]
    beside: tuple[tuple[str, str, Kind], ...]


def _names_beside(table: Table) -> list[tuple[str, str, Kind]]:
    """The columns of names, each with the column that has the codes, and their kind."""
    result = []
    for column in table.columns:
        target = next((item for item in table.columns if item.name == column.stands_for), None)
        kind = kind_in(target) if target is not None else None
        if target is not None and kind is not None and column.form is Form.NAME and target.link is not IN_UNIT:
            result.append((column.name, target.name, kind))
    return result


_SCOPES = {"any": "任何", "power": "同一职权"}


def _dates(span: Span) -> dict[str, str]:
    """The cells of a row that say when it begins and ends."""
    named = zip(("valid_from", "valid_to"), span, strict=True)
    return {name: day.isoformat() for name, day in named if day is not None}


def _harmless(column: Column, items: Sequence[str]) -> bool:
    """A relation that is told apart may stand in its cell too, if the cell has room for it."""
    return column.form is Form.CODES or not items


def _parallel(view: View, link: Link, source: str, target: str) -> list[tuple[str, Properties]]:
    return sorted(view.pair(link, source, target).items())


def _sayable(link: Link, code: str) -> bool:
    """Whether a code in a cell is read as itself."""
    if link is AUTHORIZED_BY and "@" in code:
        return False
    if link is EXERCISED_BY and (code.startswith("-") or code.casefold().startswith(("全部", "all"))):
        return False
    try:
        return codes_cell(code) == (code,) and plain(code) == code
    except CellError:
        return False


def _text(declared: Property | None, value: Value) -> str:
    if declared is not None and declared.level and isinstance(value, str):
        return LEVELS[value].zh if value in LEVELS else value
    if declared is not None and not isinstance(value, tuple) and value in declared.values:
        return declared.values[value].zh  # type: ignore[index]  # what is no str or int is in no such mapping
    if isinstance(value, bool):
        return "是" if value else "否"
    return _SEPARATOR.join(value) if isinstance(value, tuple) else str(value)


def _level(value: Value, view: View) -> str:
    text = str(value)
    return LEVELS[text].zh if text in LEVELS and text in view.manifest.levels else text


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def _page(table: Table, rows: Iterable[Mapping[str, object]]) -> Page:
    declared = {column.name: column.property for column in table.columns}
    return _arranged(
        table, [{name: _any_text(declared.get(name), value) for name, value in row.items()} for row in rows]
    )


def _any_text(declared: Property | None, value: object) -> str:
    if declared is not None and declared.values and isinstance(value, str):
        return _text(declared, value)
    return _SEPARATOR.join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _arranged(table: Table, rows: Sequence[Mapping[str, str]]) -> Page:
    """The columns that some row fills, and those that the instrument always has; free columns last."""
    filled = {name for row in rows for name, text in row.items() if text}
    shown = [column for column in table.columns if column.name in filled or _always(column)]
    free = sorted(name for name in filled if name.startswith(FREE))
    names = [*(column.name for column in shown), *free]
    headers = (*(column.header for column in shown), *free)
    return Page(table, headers, [[row.get(name, "") for name in names] for row in rows])


def _always(column: Column) -> bool:
    plainly = column.form is not Form.NAME and column.form is not Form.DATE and not column.by_role
    return plainly and column.name not in OPTIONAL
