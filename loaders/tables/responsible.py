"""责任单位 of a list of powers: the offices that exercise them, who handles them, or only a note.

Lists write either under it (domain: 责任主体 is 行使主体, 责任科室 is 承办部门). An office is taken for who exercises
the power where no column of the list says that; a section, and whatever stands beside 行使主体, is who handles it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from graph.errors import Problem
from graph.schema import EXERCISED_BY, SECTION, Kind
from graph.terms import Both
from loaders.elements import shown
from loaders.tables.index import NameIndex
from loaders.tables.layouts import HANDLER, RESPONSIBLE
from loaders.tables.numbering import listed_items
from loaders.tables.rows import Row

__all__ = ["Responsible"]

_SUBJECT = EXERCISED_BY.rel.value
_NAMED = 3


class _Taken(Enum):
    """What became of such a cell: what was expected, and what was done."""

    SUBJECT = (
        Both("行使主体", "who exercises the power"),
        Both("没有行使主体一列，以此为行使主体", "taken as 行使主体: no column says it"),
    )
    BESIDE = (
        Both("承办部门", "who handles the power"),
        Both("行使主体另有一列，记为承办部门", "kept as 承办部门, beside 行使主体"),
    )
    SECTION = (
        Both("行使主体是机关", "an office exercises a power"),
        Both("科室记为承办部门；请另写行使主体", "sections are kept as 承办部门: write 行使主体 beside"),
    )
    UNKNOWN = (
        Both("机构的名称或编码", "the name or code of a unit"),
        Both(
            "没有叫这个名称的机构，记入备注；请先载入机构表再装",
            "no unit is called so, kept as a note: load the units first",
        ),
    )
    NO_ROOM = (
        Both("行使主体、承办部门", "who exercises and who handles it"),
        Both("两列都另有，记入备注", "kept as a note: both have columns of their own"),
    )


@dataclass(slots=True)
class Responsible:
    """Takes the cells of 责任单位 apart; what it made of them is told once for each file.

    Args:
        index: what units are called.
        units: the codes of all units.
        level_of: the level of a unit.
        ask: asks back what is ambiguous.
    """

    index: NameIndex
    units: Collection[str]
    level_of: Callable[[str], str]
    ask: Callable[[Row, str, Kind, str, Sequence[str]], None]
    _told: dict[tuple[str, _Taken], list[tuple[Row, str]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, row: Row) -> None:
        """Put what such a cell says where it belongs; a row whose names are ambiguous is asked back."""
        text = row.values.pop(RESPONSIBLE, None)
        if text is None:
            return
        if _SUBJECT in row.heading.present:
            self._handled(row, _Taken.BESIDE, text)
            return
        offices: list[str] = []
        sections: list[str] = []
        for name in listed_items(text, lambda name: self.index.has(Kind.UNIT, name)):
            found = sorted({code for code, _ in self.index.matching(Kind.UNIT, name)} | ({name} & set(self.units)))
            if len(found) > 1:
                self.ask(row, RESPONSIBLE, Kind.UNIT, name, found)
            elif not found:
                self._noted(row, _Taken.UNKNOWN, name)
            elif self.level_of(found[0]) == SECTION:
                sections.append(name)
            else:
                offices.append(found[0])
        if offices:
            row.values[_SUBJECT] = tuple(dict.fromkeys(offices))
            self._told[row.place.file, _Taken.SUBJECT].append((row, text))
        if sections:
            self._handled(row, _Taken.SECTION, "；".join(sections))

    def notices(self) -> Iterator[Problem]:
        """What was made of the cells: one of each sort for each file, at the first of them."""
        for (_, taken), found in self._told.items():
            row, _ = found[0]
            listed = "、".join(shown(text) for text in list(dict.fromkeys(text for _, text in found))[:_NAMED])
            got = Both(f"{len(found)} 处：{listed}", f"{len(found)} cells: {listed}")
            yield row.at(RESPONSIBLE).problem(got, *taken.value)

    def _handled(self, row: Row, taken: _Taken, text: str) -> None:
        if HANDLER in row.heading.present:
            self._noted(row, _Taken.NO_ROOM, text)
            return
        row.values[HANDLER] = text
        self._told[row.place.file, taken].append((row, text))

    def _noted(self, row: Row, taken: _Taken, text: str) -> None:
        before = row.values.get("note")
        note = f"{row.heading.header_of(RESPONSIBLE)}：{text}"
        row.values["note"] = f"{before}；{note}" if before else note
        self._told[row.place.file, taken].append((row, text))
