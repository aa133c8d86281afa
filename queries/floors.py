"""How low the law lets a power be exercised: bases in force that name a lowest level above the one it is to go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.derived import Derived
from graph.schema import AUTHORIZED_BY, LEVELS, Label
from graph.view import View
from queries.citing import cited
from queries.findings.catalog import FINDINGS

__all__ = ["FINDING", "Floor", "floors_above", "floors_of_change"]

FINDING = "PG014"
"""What stands as soon as posts of offices below the lowest level have duties."""

_DOWNWARDS = frozenset({"delegate", "authorize"})
"""Operations that let offices of a lower level act in their own name."""


@dataclass(frozen=True, slots=True)
class Floor:
    """A basis in force that allows a power no office below ``level``, though it is to go to level ``to``."""

    power: str
    article: str
    level: str
    to: str

    def said(self, view: View) -> Label:
        """Which article allows what, what will stand, and that the basis has to change first."""
        lowest, to, name = _level(self.level), _level(self.to), cited(view, self.article)
        finding = FINDINGS[FINDING]
        return Label(
            f"{self.power} 的依据{name}（{self.article}）所定法定最低层级是{lowest.zh}，{to.zh}低于它："
            f"{to.zh}的岗位一有职责，即出现 {FINDING} {finding.label.zh}（{finding.severity.label.zh}）。须先修改依据",
            f"{self.article} {name}, a basis of {self.power}, allows no level below {lowest.en}, and {to.en} is below "
            f"it: as soon as a post there has a duty, {FINDING} {finding.label.en} ({finding.severity.label.en}) "
            "opens. The basis has to change first",
        )

    def to_json(self) -> dict[str, Any]:
        return {"article": self.article, "lowest_level": self.level, "finding": FINDING}


def floors_above(derived: Derived, power: str, to: str) -> tuple[Floor, ...]:
    """The bases in force of an active power whose lowest level is above a level, by article."""
    rank_of = derived.view.manifest.rank_of_level
    wanted = rank_of(to)
    if wanted is None or not derived.active(power):
        return ()
    found = []
    for article in derived.bases(power):
        held = (each.get("lowest_level") for each in derived.view.pair(AUTHORIZED_BY, power, article).values())
        ranks = [rank for level in held if (rank := rank_of(level)) is not None]
        if ranks and wanted > min(ranks):
            found.append(Floor(power, article, derived.view.manifest.levels[min(ranks)], to))
    return tuple(sorted(found, key=lambda floor: floor.article))


def floors_of_change(derived: Derived, change: Mapping[str, Any]) -> tuple[Floor, ...]:
    """Of a change that lets lower offices act; none of any other. ``derived`` is of the graph with the change made."""
    power, to = change.get("power"), change.get("to")
    if change.get("op") not in _DOWNWARDS or not isinstance(power, str) or not isinstance(to, str):
        return ()
    return floors_above(derived, power, to)


def _level(level: str) -> Label:
    return LEVELS.get(level, Label(level, level))
