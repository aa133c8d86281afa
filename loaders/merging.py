"""Three-way merging: a table that was exported, edited and comes back weeks later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from graph.errors import Problem
from graph.model import Manifest, NodeId, Properties, RelationId, called
from graph.schema import Kind, Link, property_of
from graph.store.base import Store
from graph.terms import Both
from graph.view import View
from loaders.books.pages import pages_of
from loaders.carried import not_the_rows, row_of
from loaders.elements import Element, Place, Source, shown, worded
from loaders.exported import Base, bases_of
from loaders.listed import Cell, Clash, Named, clash_in, header_of, named_in, stated_in
from loaders.lost import lost_columns
from loaders.moved import digest, identities_in, turned
from loaders.settling import settled
from loaders.tables.headers import fold
from loaders.tables.layout import dates
from loaders.tables.layouts import DUTIES, RELATIONS, TABLES, WHOLE

__all__ = ["merged"]

_AGREE = Both(
    "两边都改了：请商定一个，改好此格再装，或重新导出再改",
    "both sides changed it: agree on one and correct the cell, or export anew and edit that",
)


def merged(source: Source, store: Store, on: date, author: str) -> Source:
    """A source less what its workbooks only repeat from the revision that they were exported from.

    What only one side changed since then is taken; a cell that both changed to different values is refused with both
    of them, and the rest of its sheet is kept. A relation that was taken out of a cell is retired. Sheets that carry
    no revision, or that of another store, are left as they are. ``author`` is who loads them; "" where nobody said.
    """
    if not source.told:
        return source
    sheets, notices = bases_of(source, store, on, author)
    source = replace(
        source,
        told={name: source.told[name] for name in sheets},
        notices=(*source.notices, *notices, *lost_columns(source, sheets)),
    )
    return _Merge(source, store.snapshot(on=on), sheets).run() if sheets else source


@dataclass(slots=True)
class _Merge:
    source: Source
    now: View
    sheets: Mapping[str, Base]
    conflicts: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    removed: dict[RelationId, Place] = field(default_factory=dict)
    hinges: dict[RelationId, frozenset[tuple[str, int]]] = field(default_factory=dict)
    lacks: set[RelationId] = field(default_factory=set)
    dated: dict[str, frozenset[str]] = field(default_factory=dict)
    """Which dates the tables have columns for, as far as somebody asked."""

    def run(self) -> Source:
        source = self.source
        elements = [kept for element in source.elements if (kept := self._merged(element)) is not None]
        elements = self._echoed(elements)
        elements = self._merge_cells(elements)
        dropped = self._take_rows()
        whole = self._whole()
        return replace(
            source,
            manifest_before=whole,
            elements=tuple(x for x in elements if x.identity not in self.removed and x.identity not in dropped),
            stated=frozenset(element.identity for element in source.elements),
            conflicts=tuple(self.conflicts),
            removed=self.removed,
            hinges=self.hinges,
            lacks=frozenset(self.lacks),
            newer=frozenset(self._newer()),
            notices=(*source.notices, *self.notices),
        )

    def _newer(self) -> Iterator[NodeId | RelationId]:
        """What came into the store after the tables were exported that would state it: they cannot lack it."""
        scopes = self.source.scopes
        for owner in {owner for name in self.sheets for owner in scopes.get(name, ())}:
            files = [name for name, scope in scopes.items() if owner in scope]
            if not all(name in self.sheets for name in files):
                continue
            views = [self.sheets[name].view for name in files]
            yield from (item for item in _all_of(self.now, owner) if all(_held(view, item) is None for view in views))

    def _whole(self) -> Manifest | None:
        """The manifest that was exported, where sheets that state it were; what both sides changed of it is refused."""
        stated = self.source.manifest
        names = [name for name in sorted(self.sheets) if self.source.tables.get(name) in WHOLE]
        if stated is None or not names:
            return None
        before = self.sheets[names[0]].view.manifest
        advice = Both("两边都改了：请商定一个", "both sides changed it: agree on one")
        for got, held in settled(stated, self.now.manifest, before).conflicts:
            self.conflicts.append(Problem(names[0], got, Both(f"库中现为 {held}", f"the store now has {held}"), advice))
        return before

    def _merged(self, element: Element) -> Element | None:
        base = self.sheets.get(element.place.file)
        if base is None:
            return element
        kept = self._kept(element, base.view)
        return None if kept is None else self._as_of_now(kept, base)

    def _as_of_now(self, element: Element, base: Base) -> Element:
        """An element without the dates of its row where these are as they were exported: it speaks of what holds now.

        Its beginning is history and not to be rewritten; an end is taken as the row has it.
        """
        has, row = self._dates_in(element.place.file), self._of_row(element)
        if not has or _held(base.view, row) is None:
            return element
        was = base.span(row)
        stated = base.span(row, (element.valid_from, element.valid_to))
        if "valid_from" in has and stated[0] != was[0]:
            self._refuse_beginning(element, row, was[0])
        if "valid_to" in has and stated[1] != was[1]:
            return element._replace(valid_from=was[0])
        return element._replace(valid_from=None, valid_to=None)

    def _dates_in(self, file: str) -> frozenset[str]:
        """Which of the two dates a table has a column for."""
        if file not in self.dated:
            columns = {fold(header) for header in self.source.columns[file]}
            found = (item.name for item in dates() if columns & {fold(x) for x in (item.header, *item.others)})
            self.dated[file] = frozenset(found)
        return self.dated[file]

    def _refuse_beginning(self, element: Element, row: NodeId | RelationId, was: date | None) -> None:
        if element.identity != row:
            return  # said once, at what the row states itself
        got = Both(
            f"{shown(element.valid_from and element.valid_from.isoformat())}（导出时 {was or '—'}）",
            f"{shown(element.valid_from and element.valid_from.isoformat())} (when exported: {was or '—'})",
        )
        advice = Both(
            "已载入的历史不改写：请恢复此格；要改，另建库重装",
            "history is not rewritten: put the cell back, or load anew into another store",
        )
        column = self._header(element, "valid_from")
        self.conflicts.append(
            element.place.problem(
                got, Both(f"起始不变：{was or '—'}", f"the beginning as it was: {was or '—'}"), advice, column
            )
        )

    def _kept(self, element: Element, base: View) -> Element | None:
        """What the file changed of an element; None where that is nothing."""
        before, now = _held(base, element.identity), _held(self.now, element.identity)
        told = element.told if element.told is not None else frozenset({*element.properties, *(before or {})})
        told -= self._of_the_row(element, base, before)
        if now is None and before is not None:
            edited = [name for name in told if element.properties.get(name) != before.get(name)]
            if edited:
                got = called(element.identity) + Both(" 已改", " was edited here")
                advice = Both("库中已终止；要恢复请先说明", "it was retired in the store meanwhile")
                self.conflicts.append(element.place.problem(got, Both("在用的行", "a row in force"), advice))
            return None
        if now is None:
            return element
        taken = frozenset(name for name in told if self._takes(element, name, before or {}, now))
        return element._replace(told=taken)

    def _of_the_row(self, element: Element, base: View, before: Properties | None) -> frozenset[str]:
        """What a relation in a cell has otherwise than its row had it: a cell does not say that."""
        owner = self._of_row(element)
        if owner == element.identity or not isinstance(owner, NodeId) or before is None:
            return frozenset()
        return not_the_rows(before, base.node(*owner) or {})

    def _of_row(self, element: Element) -> NodeId | RelationId:
        return row_of(element, self.source.tables.get(element.place.file))

    def _takes(self, element: Element, name: str, before: Properties, now: Properties) -> bool:
        stated, was, held = element.properties.get(name), before.get(name), now.get(name)
        if stated in (was, held):
            return stated != was
        if held == was:
            return True
        expected = Both(f"库中现为 {_worded(element, name, held)}", f"the store now has {_worded(element, name, held)}")
        self._conflict(element, name, was, expected)
        return False

    def _conflict(self, element: Element, name: str, was: object, expected: str) -> None:
        stated = _worded(element, name, element.properties.get(name))
        got = Both(
            f"{stated}（导出时 {_worded(element, name, was)}）",
            f"{stated} (when exported: {_worded(element, name, was)})",
        )
        self.conflicts.append(element.place.problem(got, expected, _AGREE, self._header(element, name)))

    def _header(self, element: Element, name: str) -> str:
        table = self.source.tables.get(element.place.file)
        columns = self.source.columns[element.place.file]
        found = next((item for item in table.columns if item.name == name), None) if table is not None else None
        names = (found.header, *found.others) if found is not None else (name,)
        return next((header for header in names if header in columns), names[0])

    def _echoed(self, elements: list[Element]) -> list[Element]:
        """Relations that stand in a cell and in a row of their own: what either place changed."""
        told = {echo.identity: echo for echo in self.source.echoes if echo.place.file in self.sheets}
        result = []
        for element in elements:
            echo = told.get(element.identity) if isinstance(element.identity, RelationId) else None
            changed = None if echo is None else self._kept(echo, self.sheets[echo.place.file].view)
            if changed is not None and changed.told and element.told is not None:
                result.append(self._united(element, changed))
            else:
                result.append(element)
        return result

    def _united(self, row: Element, cell: Element) -> Element:
        """A relation's own row with what its cell changed; a property that both changed to two values is refused."""
        told = cell.told or frozenset()
        both = {
            name for name in told & (row.told or frozenset()) if row.properties.get(name) != cell.properties.get(name)
        }
        for name in sorted(both):
            where = Both(f"{row.place.file} 第 {row.place.row} 行", f"{row.place.file} row {row.place.row}")
            expected = (
                Both("与 ", "as in ") + where + Both("一致：", ": ") + _worded(row, name, row.properties.get(name))
            )
            self._conflict(cell, name, (_held(self.now, cell.identity) or {}).get(name), expected)
        if not row.told:
            row = row._replace(place=cell.place)
        properties = {
            **row.properties,
            **{name: cell.properties[name] for name in told - both if name in cell.properties},
        }
        for name in told - both - cell.properties.keys():
            properties.pop(name, None)
        return row._replace(properties=properties, told=((row.told or frozenset()) | told) - both)

    def _merge_cells(self, elements: list[Element]) -> list[Element]:
        """Retire what was taken out of cells; a cell that cannot be merged is refused, and its relations stay."""
        by_identity: dict[object, Element] = {element.identity: element for element in elements}
        refused: set[RelationId] = set()
        for cell, place, base, before, here in self._edited_cells():
            clash = clash_in(cell, before, here, base, self.now)
            if clash is not None:
                self._refuse_cell(cell, clash, place)
                refused |= here - before
                continue
            for identity in sorted((before - here) & cell.held(self.now), key=str):
                self._retire(identity, place, by_identity.get(identity))
                self.hinges[identity] = self.source.again.get(cell.node, frozenset())
        return [x for x in elements if x.identity not in refused or self._is_own(x)]

    def _edited_cells(self) -> Iterator[tuple[Cell, Place, View, Named, Named]]:
        """Cells that name other things than when they were exported, as what; with the graph of that time."""
        stated = stated_in(self.source)
        rows = {element.identity: element.place for element in self.source.elements}
        nothing: Named = frozenset()
        for name, base in self.sheets.items():
            table, columns = self.source.tables.get(name), self.source.columns[name]
            named = named_in(table, columns, base.view) if table is not None else {}
            for cell in {**named, **stated}:
                place, before, here = rows.get(cell.node), named.get(cell, nothing), stated.get(cell, nothing)
                header = header_of(cell, table, columns) if table is not None and before != here else None
                if place is not None and place.file == name and header is not None:
                    yield cell, place._replace(column=header), base.view, before, here

    def _is_own(self, element: Element) -> bool:
        """Whether an element stands in a row of its own, not in a cell."""
        table = self.source.tables.get(element.place.file)
        return isinstance(element.identity, NodeId) or table is None or table.kind is None

    def _refuse_cell(self, cell: Cell, clash: Clash, place: Place) -> None:
        before, here, store = clash.told(cell)
        got, expected = (
            Both(f"{here}（导出时 {before}）", f"{here} (when exported: {before})"),
            Both(f"库中现为 {store}", f"the store now has {store}"),
        )
        self.conflicts.append(place.problem(got, expected, _AGREE))

    def _retire(self, identity: RelationId, place: Place, own_row: Element | None) -> None:
        if own_row is None or (own_row.place.file in self.sheets and not own_row.told):
            self.removed[identity] = place
        elif own_row.place.file in self.sheets:
            got = Both(f"删去了 {called(identity).zh}", f"{called(identity).en} was taken out here")
            expected = Both(
                f"与 {own_row.place.file} 第 {own_row.place.row} 行一致",
                f"as in {own_row.place.file} row {own_row.place.row}, which was edited",
            )
            self.conflicts.append(place.problem(got, expected, Both("请改为一致", "let both say the same")))

    def _take_rows(self) -> set[RelationId]:
        """Relations that gave way to what their row was edited into; those that the edited rows may not state."""
        refused: set[RelationId] = set()
        stated = {element.identity for element in self.source.elements}
        for name, base in self.sheets.items():
            table = self.source.tables.get(name)
            if table is not DUTIES and table is not RELATIONS:
                continue
            among = (DUTIES,) if table is DUTIES else TABLES  # what stands apart shows only when all are written
            mine = sorted((x for x in self.source.elements if x.place.file == name), key=lambda x: x.place.row)
            places = {x.identity: x.place for x in mine if isinstance(x.identity, RelationId)}
            if not base.continued and self.source.told[name].get("rows") == digest(places):
                continue  # the very rows that were exported
            page = next((x for x in pages_of(base.view, among, spans=base.spans()) if x.table is table), None)
            before = identities_in(page, base.view) if page is not None else []
            became = turned(before, self._in_rows(name, places))
            for old, new in became.moved:
                self.hinges[old] = frozenset(places[item][:2] for item in became.hinges.get(old, ()))
                held, was = _pair(self.now, old), _pair(base.view, old)
                if held is None or old in stated:
                    continue
                if held == was:
                    self.removed[old] = places[new]
                    continue
                refused.add(new)
                got = Both(f"{old} 改为 {new}", f"{old} was turned into {new}")
                expected = Both(
                    f"导出后未改；现为 {shown(dict(held))}", f"not changed since the export; now {shown(dict(held))}"
                )
                self.conflicts.append(
                    places[new].problem(got, expected, Both("两边都改了：请商定", "both sides changed it"))
                )
            if table is RELATIONS:
                self.lacks.update(item for item in became.gone if item not in stated)
            self._tell_unclear(name, [item for item in became.unclear if item not in stated])
        return refused

    def _in_rows(self, name: str, places: Mapping[RelationId, Place]) -> list[RelationId | None]:
        """What the rows of a sheet state, in their order; None for one that cannot be read."""
        read = {place.row for place in places.values()}
        found: list[tuple[int, RelationId | None]] = [(place.row, identity) for identity, place in places.items()]
        found += [(row, None) for file, row in self.source.rows if file == name and row not in read]
        return [identity for _, identity in sorted(found, key=lambda item: item[0])]

    def _tell_unclear(self, name: str, unclear: list[RelationId]) -> None:
        if unclear:
            first = list(map(called, unclear[:3]))
            zh, en = "、".join(each.zh for each in first), ", ".join(each.en for each in first)
            got = Both(
                f"{len(unclear)} 行不见了，旁边又有新行：{zh}", f"{len(unclear)} rows are gone beside new ones: {en}"
            )
            advice = Both(
                "未终止；确已不再承担的，用 --complete 或改革终止",
                "left alone: end them with --complete or by a reform",
            )
            expected = Both("每行改为一行", "each row edited into one")
            self.notices.append(Problem(name, got, expected, advice))


def _worded(element: Element, name: str, value: object) -> str:
    """A value of an element in the words of the sheet."""
    identity = element.identity
    if isinstance(identity, NodeId):
        return worded(property_of(identity.kind, name), value)
    return worded(identity.link.properties.get(name), value)


def _all_of(view: View, owner: Kind | Link) -> Iterator[NodeId | RelationId]:
    if isinstance(owner, Kind):
        yield from (NodeId(owner, code) for code in view.codes(owner))
        return
    for pair in view.pairs(owner):
        yield from (RelationId(owner, *pair, key) for key in view.pair(owner, *pair))


def _pair(view: View, identity: RelationId) -> Properties | None:
    return view.pair(identity.link, identity.source, identity.target).get(identity.key)


def _held(view: View, identity: NodeId | RelationId) -> Properties | None:
    return view.node(*identity) if isinstance(identity, NodeId) else _pair(view, identity)
