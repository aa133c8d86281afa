"""Powers by type and by the office that exercises them, and the gravest risks that posts there bear uncovered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

from api.ui.pages.grouping import Group, group_of, in_order, value_label
from graph.derived import Derived, derived_of
from graph.model import EMPTY, NodeId
from graph.schema import EXERCISED_BY, Kind, Label
from graph.snapshot import once
from graph.view import View
from queries.findings import Finding, findings_of

__all__ = ["UNCOVERED", "Cell", "Gap", "Gaps", "Matrix", "MatrixRow", "Spot", "gaps_of", "matrix_of", "powers_in"]

Spot = tuple[Group, str]
"""Where a cell is: category and type of the powers, and the code of the office."""


UNCOVERED = "PG005"


@dataclass(frozen=True, slots=True)
class Gap:
    """A risk of grade 1, and the findings that say for which posts it is uncovered."""

    risk: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Risks of grade 1 that some post bears uncovered: how many there are, and which of them where.

    One risk can be in several cells. ``stepless`` are in none, as far as a post bears them by itself and through no
    step (BORNE_BY): no power leads there.
    """

    risks: int
    by_spot: Mapping[Spot, tuple[Gap, ...]]
    stepless: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Powers of one type that an office exercises, and risks of grade 1 that some post there bears uncovered.

    An office whose posts perform steps of powers that it does not exercise has risks without powers.
    """

    powers: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One type of power, under its category; powers outside enforcement have no type."""

    group: Group
    category: Label
    label: Label
    powers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Types of powers against the offices that exercise them or whose posts bear risks for them."""

    units: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]

    @property
    def most(self) -> int:
        """The largest number of powers in a cell."""
        return max((cell.powers for row in self.rows for cell in row.cells), default=0)

    def heat(self, cell: Cell) -> int:
        """How dark a cell is, 0 to 5: by the root, so that small numbers still differ."""
        return ceil(5 * sqrt(cell.powers / self.most)) if cell.powers else 0


def matrix_of(view: View) -> Matrix:
    """Active powers by type and by the office that exercises them; that of a snapshot is kept with it."""
    return once(view, "pages.matrix", lambda: _matrix(view))


def _matrix(view: View) -> Matrix:
    derived = derived_of(view)
    active = {code: _group(view, code) for code in view.codes(Kind.POWER) if derived.active(code)}
    powers = Counter((group, unit) for code, group in active.items() for unit in view.out(EXERCISED_BY, code))
    gaps = gaps_of(view).by_spot
    units = sorted({unit for _, unit in (*powers, *gaps)}, key=lambda unit: (_rank(view, unit), unit))
    whole = Counter(active.values())
    rows = tuple(
        MatrixRow(
            group,
            value_label("category", group[0]),
            value_label("type", group[1]) if group[1] else Label("", ""),
            whole[group],
            tuple(Cell(powers[group, unit], len(gaps.get((group, unit), ()))) for unit in units),
        )
        for group in in_order(whole)
    )
    return Matrix(tuple((unit, _name(view, unit)) for unit in units), rows)


def gaps_of(view: View) -> Gaps:
    """Where risks of grade 1 are borne uncovered; what is known of a snapshot is kept with it.

    A post bears a risk for the powers of its own duties only, whoever else's steps expose the same risk. It counts at
    the post's office, whether or not that exercises the power; where there is no office, at the post's own unit.
    """
    return once(view, "pages.gaps", lambda: _gaps(view, derived_of(view)))


def _gaps(view: View, derived: Derived) -> Gaps:
    found: dict[Spot, list[Finding]] = {}
    stepless = []
    for finding in _uncovered(view):
        risk, post = finding.identity
        place = derived.office(post) or derived.unit(post) or ""
        powers = filter(None, map(derived.power_of, derived.exposing_duties(risk, post)))
        groups = {_group(view, power) for power in powers}
        for group in groups:
            found.setdefault((group, place), []).append(finding)
        if not groups:
            stepless.append(finding)
    by_spot = {spot: _by_risk(findings) for spot, findings in found.items()}
    return Gaps(len(_by_risk(_uncovered(view))), by_spot, _by_risk(stepless))


def _uncovered(view: View) -> Iterator[Finding]:
    for finding in findings_of(view):
        if finding.code == UNCOVERED and (view.node(Kind.RISK, finding.identity[0]) or EMPTY).get("grade") == 1:
            yield finding


def _by_risk(findings: Iterable[Finding]) -> tuple[Gap, ...]:
    held: dict[str, list[Finding]] = {}
    for finding in findings:
        held.setdefault(finding.identity[0], []).append(finding)
    return tuple(Gap(risk, tuple(each)) for risk, each in held.items())


def powers_in(view: View, spot: Spot) -> tuple[tuple[NodeId, str, str], ...]:
    """The active powers of a cell, with name and origin."""
    group, unit = spot
    found = []
    for code in sorted(view.into(EXERCISED_BY, unit)):
        held = view.node(Kind.POWER, code) or EMPTY
        if derived_of(view).active(code) and group_of(held) == group:
            found.append((NodeId(Kind.POWER, code), str(held.get("name", "")), str(held.get("origin", ""))))
    return tuple(found)


def _group(view: View, power: str) -> Group:
    return group_of(view.node(Kind.POWER, power) or EMPTY)


def _rank(view: View, unit: str) -> int:
    rank = view.manifest.rank_of_level((view.node(Kind.UNIT, unit) or EMPTY).get("level"))
    return 99 if rank is None else rank


def _name(view: View, unit: str) -> str:
    return str((view.node(Kind.UNIT, unit) or EMPTY).get("name", unit))
