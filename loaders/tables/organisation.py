"""Who is where: what shorthand in tables (every unit of a level, every post of a role) stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model import NodeId
from graph.schema import EXERCISED_BY, HAS_STEP, IN_UNIT, SECTION, UNIT_PART_OF, Kind, Rel
from graph.view import View
from loaders.tables.rows import Row

__all__ = ["Organisation"]


@dataclass(slots=True)
class Organisation:
    """Units, posts, powers and steps of the tables over those that the store holds."""

    level: dict[str, str] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    unit_of: dict[str, str] = field(default_factory=dict)
    role_of: dict[str, str] = field(default_factory=dict)
    owners: dict[str, set[str]] = field(default_factory=dict)
    """The powers of each step."""
    offices: dict[str, set[str]] = field(default_factory=dict)
    """The units that exercise each power."""
    _posts: dict[str, list[str]] | None = None

    @classmethod
    def of(cls, rows: Iterable[Row], base: View | None) -> Organisation:
        """What the store holds, and over it what the rows say."""
        result = cls()
        if base is not None:
            result._take_view(base)
        stated: set[NodeId] = set()
        for row in rows:
            result._take_row(row, stated)
        return result

    def units_at(self, level: str) -> list[str]:
        """Every unit of a level, sorted."""
        return sorted(unit for unit, found in self.level.items() if found == level)

    def posts_of(self, role: str) -> list[str]:
        """Every post that is an instance of a standard post, sorted."""
        if self._posts is None:
            self._posts = {}
            for post, found in sorted(self.role_of.items()):
                self._posts.setdefault(found, []).append(post)
        return self._posts.get(role, [])

    def office_of(self, post: str) -> str | None:
        """The nearest unit above a post that is no section."""
        unit, seen = self.unit_of.get(post), set[str]()
        while unit is not None and self.level.get(unit) == SECTION and unit not in seen:
            seen.add(unit)
            unit = self.parent.get(unit)
        return None if unit is None or unit in seen else unit

    def _take_view(self, base: View) -> None:
        for unit in base.codes(Kind.UNIT):
            self.level[unit] = str((base.node(Kind.UNIT, unit) or {}).get("level", ""))
            self.parent.update((unit, parent) for parent in base.out(UNIT_PART_OF, unit))
        for post in base.codes(Kind.POST):
            self.role_of[post] = str((base.node(Kind.POST, post) or {}).get("role", ""))
            self.unit_of.update((post, unit) for unit in base.out(IN_UNIT, post))
        for step in base.codes(Kind.STEP):
            self.owners[step] = set(base.into(HAS_STEP, step))
        for power in base.codes(Kind.POWER):
            self.offices[power] = set(base.out(EXERCISED_BY, power))

    def _take_row(self, row: Row, stated: set[NodeId]) -> None:
        code, values = row.values.get("code"), row.values
        kind = row.heading.table.kind
        if not isinstance(code, str) or kind is None:
            return
        if kind in (Kind.UNIT, Kind.POST):
            if NodeId(kind, code) not in stated or row.valid_from is not None:
                self._place(kind, code, values)  # a row that repeats another is reported by itself: the first counts
            stated.add(NodeId(kind, code))
        elif kind is Kind.STEP and Rel.HAS_STEP in values:
            if NodeId(kind, code) not in stated:
                self.owners[code] = set()
            self.owners[code].add(values[Rel.HAS_STEP])
            stated.add(NodeId(kind, code))
        elif kind is Kind.POWER:
            if Rel.EXERCISED_BY in row.heading.present and NodeId(kind, code) not in stated:
                self.offices[code] = set()
            self.offices.setdefault(code, set())
            stated.add(NodeId(kind, code))

    def _place(self, kind: Kind, code: str, values: Mapping[str, Any]) -> None:
        if kind is Kind.UNIT:
            self.level[code] = values.get("level", "")
            if Rel.PART_OF in values:
                self.parent[code] = values[Rel.PART_OF]
        else:
            self.role_of[code] = values.get("role", "")
            if Rel.IN_UNIT in values:
                self.unit_of[code] = values[Rel.IN_UNIT]
