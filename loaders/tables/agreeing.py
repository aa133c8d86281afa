"""Names beside codes: a code and a name that mean two different things are asked back, and never taken silently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph.errors import Problem
from graph.schema import IN_UNIT, KINDS, Kind
from graph.terms import Both
from graph.view import View
from loaders.elements import shown
from loaders.tables.layout import Column, Form, kind_in
from loaders.tables.layouts import DUTIES
from loaders.tables.names import normalised
from loaders.tables.numbering import listed_items
from loaders.tables.rows import Row

__all__ = ["Agreement", "Places"]

_CANDIDATES = 5
_UNITS = ("office name", "section name")


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are, as the tables say it over the store.

    Args:
        matching: the codes and names of a kind that a name means.
        scope: what a thing belongs to: the unit of a post, the power of a step.
        above: a unit with all its ancestors.
        known: whether a thing of a kind has this code.
    """

    matching: Callable[[Kind, str], Sequence[tuple[str, str]]]
    scope: Callable[[Kind, str], str]
    above: Callable[[str], Iterable[str]]
    known: Callable[[Kind, str], bool]


@dataclass(slots=True)
class Agreement:
    """Compares the names of rows with their codes; what only differs from the name that is held is told, once each."""

    rows: Sequence[Row]
    base: View | None
    places: Places
    told: dict[tuple[str, str, str, str], tuple[Row, Column, int]] = field(default_factory=dict)
    _stated: dict[tuple[Kind, str], set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in self.rows:
            kind, code, name = row.heading.table.kind, row.values.get("code"), row.values.get("name")
            if kind is not None and isinstance(code, str) and isinstance(name, str):
                self._stated.setdefault((kind, code), set()).add(name)

    def problems(self, row: Row) -> Iterator[Problem]:
        """What a row calls by a code and by the name of something else."""
        found = [*self._renamed(row), *self._beside(row)]
        if found:
            return iter(found)
        return islice(self._units(row), 1)  # an office and a section that differ say one thing

    def _beside(self, row: Row) -> Iterator[Problem]:
        values = row.values
        for column in row.heading.table.columns:
            target = next((item for item in row.heading.table.columns if item.name == column.stands_for), None)
            if column.form is not Form.NAME or column.name not in values or target is None:
                continue
            kind = kind_in(target)
            if target.link is not IN_UNIT and target.name in values and kind is not None:
                cell = values[target.name]
                codes = (cell,) if isinstance(cell, str) else cell
                yield from self._named(row, column, kind, codes, str(values[column.name]))

    def _units(self, row: Row) -> Iterator[Problem]:
        for column in row.heading.table.columns:
            if column.name in _UNITS and column.name in row.values:
                yield from self._unit(row, column)

    def notices(self) -> Iterator[Problem]:
        """Names that are not those of their codes, and of nothing else either."""
        for (_, _, codes, name), (row, column, count) in self.told.items():
            more = Both(f"（共 {count} 行）", f" ({count} rows)") if count > 1 else ""
            got = Both(f"名称 {shown(name)}", f"name {shown(name)}") + more
            advice = Both("按编码载入；如编码有误请更正", "the code was taken: correct it if it is wrong")
            yield row.at(column.name).problem(got, Both(f"编码 {codes} 的名称", f"the name of {codes}"), advice)

    def _names(self, kind: Kind, code: str) -> set[str]:
        """What a thing is called: in the tables, and in the store, where it may just be about to be renamed."""
        held = (self.base.node(kind, code) or {}).get("name") if self.base is not None else None
        return self._stated.get((kind, code), set()) | ({held} if isinstance(held, str) else set())

    def _named(self, row: Row, column: Column, kind: Kind, codes: Sequence[str], text: str) -> Iterator[Problem]:
        known = {code: self._names(kind, code) for code in codes}
        names = set().union(*known.values())
        if text in names or not all(known.values()):
            return  # a code without a name is unknown, or says nothing to compare
        folded = {normalised(name) for name in names}
        for item in listed_items(text, lambda name: normalised(name) in folded):
            if normalised(item) in folded:
                continue
            others = sorted({code for code, _ in self.places.matching(kind, item)} - set(codes))
            place = {self.places.scope(kind, code) for code in codes} if others else set()
            others = [code for code in others if self.places.scope(kind, code) in place] or others
            if others:
                yield self._asked(row, column.name, kind, codes, item, others)
            else:
                self._tell(row, column, "、".join(codes), item)

    def _renamed(self, row: Row) -> Iterator[Problem]:
        """A row that would give its thing the name of another one in the same place."""
        kind, code, name = row.heading.table.kind, row.values.get("code"), row.values.get("name")
        if kind is None or self.base is None or not isinstance(code, str) or not isinstance(name, str):
            return
        held = (self.base.node(kind, code) or {}).get("name")
        if held is None or normalised(str(held)) == normalised(name):
            return
        place = self.places.scope(kind, code)
        others = {other for other, _ in self.places.matching(kind, name)} - {code}
        same = sorted(other for other in others if self.places.scope(kind, other) == place)
        if same:
            yield self._asked(row, "name", kind, (code,), name, same)

    def _unit(self, row: Row, column: Column) -> Iterator[Problem]:
        """The office or section beside the code of a post must be one that the post is in."""
        post = row.values.get("post") if row.heading.table is DUTIES else row.values.get("code")
        stated = row.values.get(IN_UNIT.rel.value)
        if not isinstance(post, str) or (row.heading.table is not DUTIES and not stated):
            return
        units = {str(stated)} if stated else {self.places.scope(Kind.POST, post), *self._held_units(post)}
        units = {unit for unit in units if self.places.known(Kind.UNIT, unit)}  # others are names, still to be found
        inside = {unit for each in units for unit in self.places.above(each)}
        name = str(row.values[column.name])
        matching = {code for code, _ in self.places.matching(Kind.UNIT, name)}
        if inside and name not in inside and matching and not matching & inside:
            yield self._asked(row, column.name, Kind.UNIT, sorted(units), name, sorted(matching))

    def _held_units(self, post: str) -> Iterable[str]:
        return self.base.out(IN_UNIT, post) if self.base is not None else ()

    def _asked(
        self, row: Row, column: str, kind: Kind, codes: Sequence[str], name: str, others: Sequence[str]
    ) -> Problem:
        label = KINDS[kind].label
        listed = "、".join(self._shown(kind, code) for code in (*codes, *others)[:_CANDIDATES])
        got = Both(
            f"编码 {'、'.join(codes)} 与名称 {shown(name)} 各指一个",
            f"code {'、'.join(codes)} and name {shown(name)} mean two things",
        )
        expected = Both(f"同一个{label.zh}：{listed}？", f"one {label.en}: {listed}?")
        advice = Both("请改编码或名称，使两格一致", "correct either, so that both mean one")
        if column == "name":
            advice += Both("；改名请用没有用过的名称", "; a new name must be one that is not used")
        found = row.at(column).problem(got, expected, advice)
        return Problem(found.file, got, expected, advice, found.row, found.column, unmatched=True)

    def _shown(self, kind: Kind, code: str) -> str:
        held = (self.base.node(kind, code) or {}).get("name") if self.base is not None else None
        name = held if isinstance(held, str) else min(self._stated.get((kind, code), {""}))
        return f"{code} {name}".strip()

    def _tell(self, row: Row, column: Column, codes: str, name: str) -> None:
        key = (row.place.file, column.name, codes, name)
        first, _, count = self.told.get(key, (row, column, 0))
        self.told[key] = (first, column, count + 1)
