"""Three-way merging: a workbook that was exported, edited and comes back weeks later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.errors import Problem
from graph.model import NodeId, Properties, RelationId, parse_date
from graph.schema import AUTHORIZED_BY
from graph.store.base import Revision, Store
from graph.view import View
from loaders.books.pages import named_in_cells
from loaders.elements import Element, Place, Sheet, Source, shown
from loaders.tables.cells import CellError, codes_cell
from loaders.tables.layout import Column, Table

__all__ = ["merged"]


@dataclass(frozen=True, slots=True)
class _Base:
    """What a workbook said when it was exported, or last loaded whole."""

    revision: int
    view: View


def merged(source: Source, store: Store, on: date) -> Source:
    """A source less what its workbooks only repeat from the revision that they were exported from.

    What only one side changed since then is taken; a cell that both changed to different values is refused with both
    of them, and the rest of its sheet is kept. A relation that was taken out of a cell is retired. Sheets that carry
    no revision, or that of another store, are left as they are.
    """
    told = {name: carried for name, carried in source.told.items() if carried.get("revision")}
    if not told:
        return source
    log = list(store.history())
    notices = [_stranger(name) for name, carried in told.items() if not _ours(carried, log)]
    bases: dict[tuple[int, date], _Base] = {}
    sheets: dict[str, _Base] = {}
    for name, carried in told.items():
        if _ours(carried, log):
            key = _latest(name, carried, log, on)
            if key not in bases:
                bases[key] = _Base(key[0], store.snapshot(on=key[1], as_of=key[0]))
            sheets[name] = bases[key]
    return _Merge(source, store.snapshot(on=on), sheets).run(notices)


def _ours(carried: Mapping[str, str], log: list[Revision]) -> bool:
    number = carried.get("revision", "")
    found = log[int(number) - 1 : int(number)] if number.isdecimal() and 0 < int(number) <= len(log) else []
    return bool(found) and found[0].hash == carried.get("hash")


def _latest(name: str, carried: Mapping[str, str], log: list[Revision], on: date) -> tuple[int, date]:
    """The revision and day that a sheet is to be compared with: that of its export, or of its last whole load."""
    revision, day = int(carried["revision"]), carried.get("on", "")
    at = parse_date(day) if day else on
    for item in log[revision:]:
        if item.details.get("load", {}).get("from", {}).get(name) == revision:
            return item.revision, max(item.effective or at, at)
    return revision, at


def _stranger(name: str) -> Problem:
    got = "由另一个库导出 exported from another store"
    return Problem(name, got, "本库的修订 a revision of this store", "按普通的表载入 loaded as any table is")


@dataclass(slots=True)
class _Merge:
    source: Source
    now: View
    sheets: Mapping[str, _Base]
    conflicts: list[Problem] = field(default_factory=list)

    def run(self, notices: list[Problem]) -> Source:
        elements = []
        for element in self.source.elements:
            base = self.sheets.get(element.place.file)
            kept = element if base is None or element.valid_from or element.valid_to else self._kept(element, base.view)
            if kept is not None:
                elements.append(kept)
        return replace(
            self.source,
            elements=tuple(elements),
            stated=frozenset(element.identity for element in self.source.elements),
            conflicts=tuple(self.conflicts),
            removed=self._removed(),
            notices=(*self.source.notices, *notices),
        )

    def _kept(self, element: Element, base: View) -> Element | None:
        """What the file changed of an element; None where that is nothing."""
        before, now = _held(base, element), _held(self.now, element)
        told = element.told if element.told is not None else frozenset({*element.properties, *(before or {})})
        if now is None and before is not None:
            edited = [name for name in told if element.properties.get(name) != before.get(name)]
            if edited:
                got = f"{element.identity} 已改 was edited here"
                advice = "库中已终止；要恢复请先说明 it was retired in the store meanwhile"
                self.conflicts.append(element.place.problem(got, "在用的行 a row in force", advice))
            return None
        if now is None:
            return element
        taken = frozenset(name for name in told if self._takes(element, name, before or {}, now))
        return element._replace(told=taken)

    def _takes(self, element: Element, name: str, before: Properties, now: Properties) -> bool:
        stated, was, held = element.properties.get(name), before.get(name), now.get(name)
        if stated in (was, held):
            return stated != was
        if held == was:
            return True
        got = f"{shown(stated)}（导出时 when exported: {shown(was)}）"
        expected = f"库中现为 the store now has {shown(held)}"
        advice = "两边都改了：请商定一个，改好此格再装 both sides changed it: agree on one and correct the cell"
        self.conflicts.append(element.place.problem(got, expected, advice, self._header(element, name)))
        return False

    def _header(self, element: Element, name: str) -> str:
        table = self.source.tables.get(element.place.file)
        columns = self.source.sheets[element.place.file].columns
        found = next((item for item in table.columns if item.name == name), None) if table is not None else None
        names = (found.header, *found.others) if found is not None else (name,)
        return next((header for header in names if header in columns), names[0])

    def _removed(self) -> dict[RelationId, Place]:
        """Relations that stood in a cell when it was exported, are still held, and do not stand there any more."""
        stated = {element.identity for element in self.source.elements}
        rows = {element.identity: element.place for element in self.source.elements}
        result: dict[RelationId, Place] = {}
        for name, base in self.sheets.items():
            table, sheet = self.source.tables.get(name), self.source.sheets[name]
            if table is None or table.kind is None:
                continue
            for identity, column in _in_cells(table, sheet, base.view):
                own = NodeId(table.kind, identity.target if column.into else identity.source)
                place = rows.get(own)
                held = self.now.pair(identity.link, identity.source, identity.target).get("")
                if place is not None and place.file == name and identity not in stated and held is not None:
                    result[identity] = place._replace(column=column.header)
        return result


def _held(view: View, element: Element) -> Properties | None:
    identity = element.identity
    if isinstance(identity, NodeId):
        return view.node(*identity)
    return view.pair(identity.link, identity.source, identity.target).get(identity.key)


def _in_cells(table: Table, sheet: Sheet, base: View) -> list[tuple[RelationId, Column]]:
    """The relations that the cells of a sheet named when it was exported."""
    result = []
    for code, column, text in named_in_cells(base, table):
        if column.link is None or not {column.header, *column.others} & sheet.columns.keys():
            continue
        try:
            others = codes_cell(text)
        except CellError:
            continue
        for item in others:
            other = item.partition("@")[0] if column.link is AUTHORIZED_BY else item
            ends = (other, code) if column.into else (code, other)
            if "" in base.pair(column.link, *ends):
                result.append((RelationId(column.link, *ends), column))
    return result
