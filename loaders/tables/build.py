"""Rows become elements: nodes with their properties, and the relations that their cells name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from graph.errors import Problem
from graph.model import Manifest, NodeId, RelationId, Value, called
from graph.schema import AUTHORIZED_BY, BORNE_BY, EXERCISED_BY, EXPOSES, Kind, Link, property_of
from graph.terms import Both, Lack
from loaders.elements import Element, in_force, worded
from loaders.tables.cells import CellError, level_of
from loaders.tables.headers import Heading, fold
from loaders.tables.layout import Column, Form
from loaders.tables.layouts import HANDLER
from loaders.tables.organisation import Organisation
from loaders.tables.rows import Row

__all__ = ["CARRIED", "Builder", "states_property"]

_EVERY = ("全部:", "all:")
CARRIED = ("origin", "source")
"""What relations take over from the row that names them."""

_IN_CELLS = frozenset({"lowest_level"})
"""Properties of relations that stand in the cell itself, behind an @, and have no column."""


def states_property(column: Column) -> bool:
    """Whether a column holds a property of what its rows state."""
    return column.property is not None or column.form is Form.JSON


_NO_DAYS: Mapping[str, date] = MappingProxyType({})

Key = tuple[NodeId | RelationId, date | None, date | None]


class _Shape(NamedTuple):
    """What the rows under one heading state of their nodes; ``noted``: with a note of the columns left over."""

    heading: Heading
    stated: tuple[str, ...]
    told: frozenset[str]
    noted: frozenset[str]
    columns: Mapping[str, str]


class Builder:
    """Elements from rows of tables of nodes, in any order; duties come after (`loaders.tables.duties`)."""

    def __init__(
        self,
        organisation: Organisation,
        manifest: Manifest,
        unread: frozenset[Kind] = frozenset(),
        days: Mapping[str, date] = _NO_DAYS,
    ) -> None:
        self.unread = unread
        self.days = days
        """The day that each file speaks of, where one is known."""
        self.organisation = organisation
        self.manifest = manifest
        self.nodes: list[Element] = []
        self.relations: dict[Key, Element] = {}
        self.echoes: list[Element] = []
        """What cells say of relations that 关系表 states in full."""
        self.apart: dict[RelationId, list[Element]] = {}
        """The relations that 关系表 states in full, each as often as it has dates of its own."""
        self.duties: list[Element] = []
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self._repeated: dict[Key, int] = {}
        self._shapes: dict[int, _Shape] = {}

    @property
    def elements(self) -> tuple[Element, ...]:
        return (*self.nodes, *self.relations.values(), *self.duties)

    def add(self, row: Row) -> None:
        """Take in one row of a table of nodes."""
        table, code = row.heading.table, row.values.get("code")
        if table.kind is None or not isinstance(code, str):
            return
        node = NodeId(table.kind, code)
        self._add_node(node, row)
        for column in table.columns:
            if column.link is not None and column.name in row.values:
                self._add_relations(node, row, column, column.link)
        if table.kind is Kind.RISK:
            self._check_risk(row)

    def relation(self, link: Link, source: str, target: str, row: Row, column: str, **extra: Value) -> Element:
        """A relation that a cell names, with what it takes over from its row."""
        carried = {name: row.values[name] for name in CARRIED if name in row.values}
        told = (row.heading.present & {*CARRIED, *link.properties}) | (link.properties.keys() & _IN_CELLS)
        return Element(
            RelationId(link, source, target),
            {**extra, **carried},
            row.at(column),
            row.valid_from,
            row.valid_to,
            told,
        )

    def check_power(self, row: Row, steps: Sequence[str]) -> None:
        """The power that a row names must be the one that its steps belong to."""
        named = row.values.get("power")
        if named is None or Kind.POWER in self.unread:
            return
        powers = {named} if isinstance(named, str) else set(named)
        for power in sorted(powers - self.organisation.offices.keys()):
            self.problems.append(
                row.at("power").problem(
                    Lack(f"职权 {power} 不存在", f"power {power} unknown"), Both("已有的权力编码", "code of a power")
                )
            )
        for step in steps:
            owners = self.organisation.owners.get(step)
            if owners and not owners & powers and powers <= self.organisation.offices.keys():
                got = Both(
                    f"环节 {step} 属于 {'、'.join(sorted(owners))}",
                    f"step {step} belongs to {'、'.join(sorted(owners))}",
                )
                self.problems.append(
                    row.at("power").problem(got, "、".join(sorted(powers)), Both("两格须一致", "the cells must agree"))
                )

    def _add_node(self, node: NodeId, row: Row) -> None:
        shape = self._shape(row.heading)
        properties = {name: row.values[name] for name in shape.stated if name in row.values}
        told = shape.told
        if "note" in row.values:
            properties["note"] = row.values["note"]  # of columns that the table does not know
            told = shape.noted
        if HANDLER in row.values and HANDLER not in told:
            properties[HANDLER] = row.values[HANDLER]  # as 责任单位 names it
            told |= {HANDLER}
        element = Element(node, properties, row.place, row.valid_from, row.valid_to, told, shape.columns)
        key: Key = (node, row.valid_from, row.valid_to)
        if not row.heading.table.repeats or key not in self._repeated:
            self._repeated[key] = len(self.nodes)
            self.nodes.append(element)
            return
        at = self._repeated[key]
        self.nodes[at] = self._united(self.nodes[at], element, row)

    def _shape(self, heading: Heading) -> _Shape:
        """Of a file: the same for all of its rows."""
        found = self._shapes.get(id(heading))
        if found is None or found.heading is not heading:
            stated = tuple(column.name for column in heading.columns if column is not None and states_property(column))
            told, columns = frozenset(stated), {"code": heading.header_of("code")}
            found = self._shapes[id(heading)] = _Shape(heading, stated, told, told | {"note"}, columns)
        return found

    def _united(self, before: Element, again: Element, row: Row) -> Element:
        """One node from two rows, whose cells must be equal where both are filled."""
        for name, value in again.properties.items():
            held = before.properties.get(name, value)
            if held != value:
                declared = property_of(row.heading.table.kind, name) if row.heading.table.kind is not None else None
                this, other = worded(declared, value), worded(declared, held)
                got = Both(
                    f"{this}，而第 {before.place.row} 行为 {other}", f"{this}, but in row {before.place.row} {other}"
                )
                advice = Both(
                    f"{called(again.identity).zh} 的各行须一致", f"the rows of {called(again.identity).en} must agree"
                )
                self.problems.append(row.at(name).problem(got, other, advice))
        properties = {**again.properties, **before.properties}
        told = (before.told or frozenset()) | (again.told or frozenset())
        return before._replace(properties=properties, told=told)

    def _add_relations(self, node: NodeId, row: Row, column: Column, link: Link) -> None:
        for code, extra in self._others(node, row, column, link):
            source, target = (code, node.code) if column.into else (node.code, code)
            element = self.relation(link, source, target, row, column.name, **extra)
            if self._is_echo(element):
                self.echoes.append(element)
            else:
                self.relations.setdefault((element.identity, element.valid_from, element.valid_to), element)

    def _is_echo(self, cell: Element) -> bool:
        """Whether 关系表 states in full what a cell names: on the day of the table, since a cell says no dates."""
        found = self.apart.get(cell.identity, ()) if isinstance(cell.identity, RelationId) else ()
        day = self.days.get(cell.place.file)
        dates = cell.valid_from, cell.valid_to
        return any((x.valid_from, x.valid_to) == dates or day is None or in_force(x, day) for x in found)

    def _others(self, node: NodeId, row: Row, column: Column, link: Link) -> Iterator[tuple[str, dict[str, Value]]]:
        """The codes that a cell stands for, each with properties that the relation carries."""
        cell = row.values[column.name]
        items: tuple[str, ...] = (cell,) if isinstance(cell, str) else cell
        if column.by_role:
            for role in items:
                posts = self.organisation.posts_of(role)
                if not posts and Kind.POST not in self.unread:
                    got = Lack(f"标准岗位 {role!r} 无岗位", f"standard post {role!r} has no post")
                    self.problems.append(
                        row.at(column.name).problem(got, Both("岗位设置表中的标准岗位", "a role of some post"))
                    )
                yield from ((post, {}) for post in posts)
        elif link is EXERCISED_BY:
            units = self._units(row, column, items)
            self.organisation.offices.setdefault(node.code, set()).update(units)
            yield from ((unit, {}) for unit in units)
        elif link is AUTHORIZED_BY:
            for item in items:
                yield self._basis(row, column, item)
        else:
            yield from ((item, {}) for item in items)

    def _basis(self, row: Row, column: Column, item: str) -> tuple[str, dict[str, Value]]:
        """An article, with the lowest level that it allows behind an @."""
        code, at, level = item.rpartition("@")
        if not at:
            return item, {}
        try:
            return code, {"lowest_level": level_of(level, self.manifest)}
        except CellError as error:
            self.problems.append(
                row.at(column.name).problem(
                    repr(item), Both(f"{code}@层级：", f"{code}@level: ") + str(error), error.advice
                )
            )
            return code, {}

    def _units(self, row: Row, column: Column, items: tuple[str, ...]) -> list[str]:
        """Units as they are listed; 全部:LEVEL is every unit of a level, less those with a minus before them."""
        every = [item for item in items if fold(item).startswith(_EVERY)]
        if not every:
            return list(items)
        place = row.at(column.name)
        found: dict[str, None] = {}
        for item in every:
            try:
                level = level_of(item.replace("：", ":").partition(":")[2], self.manifest)
            except CellError as error:
                self.problems.append(
                    place.problem(repr(item), Both("全部:层级：", "全部:level: ") + str(error), error.advice)
                )
                continue
            units = self.organisation.units_at(level)
            if not units and Kind.UNIT not in self.unread:
                self.problems.append(
                    place.problem(repr(item), Both(f"有层级 {level} 的机构", f"some unit of level {level}"))
                )
            found.update(dict.fromkeys(units))
        for item in items:
            if item.startswith("-"):
                if item[1:] not in found:
                    expected = Both("“全部”之中的机构", "a unit among those meant by 全部")
                    self.problems.append(place.problem(Both(f"除外 {item[1:]!r}", f"except {item[1:]!r}"), expected))
                found.pop(item[1:], None)
            elif item not in every:
                found[item] = None
        return list(found)

    def _check_risk(self, row: Row) -> None:
        steps = row.values.get(EXPOSES.rel.value, ())
        self.check_power(row, steps)
        if steps and BORNE_BY.rel.value in row.values:
            place = row.at(BORNE_BY.rel.value)
            got = Both("环节与承担岗位并存", "both steps and posts")
            self.notices.append(
                place.problem(
                    got, Both("风险挂在环节上时由办理岗位承担", "a risk of a step is borne by its performers")
                )
            )
