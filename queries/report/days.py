"""Working days before and after, in the groups that the headline and the table tell apart, each with its own sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from graph.schema import Label
from graph.terms import plural
from queries.report.case import Case

__all__ = ["Days", "days_grouped", "days_of", "days_said"]


class Days(IntEnum):
    """How the working days of a power compare, in the order in which they are listed."""

    SHORTER = 0
    LONGER = 1
    UNKNOWN_BEFORE = 2
    UNKNOWN_AFTER = 3
    UNKNOWN = 4
    BEGUN = 5
    ENDED = 6


_COMPARED = (Days.SHORTER, Days.LONGER, Days.UNKNOWN_BEFORE, Days.UNKNOWN_AFTER, Days.UNKNOWN)


def days_of(case: Case, power: str) -> Days:
    """The group of a power whose working days are told."""
    first, last = case.days[power]
    if not case.after.active(power):
        return Days.ENDED
    if not case.before.active(power):
        return Days.BEGUN
    if first is None:
        return Days.UNKNOWN if last is None else Days.UNKNOWN_BEFORE
    if last is None:
        return Days.UNKNOWN_AFTER
    return Days.SHORTER if last < first else Days.LONGER


def days_grouped(case: Case) -> dict[Days, tuple[str, ...]]:
    """The powers of each group that has any, groups and powers in order."""
    found: dict[Days, list[str]] = {}
    for group, power in sorted((days_of(case, power), power) for power in case.days):
        found.setdefault(group, []).append(power)
    return {group: tuple(powers) for group, powers in found.items()}


def days_said(case: Case, groups: Sequence[Days] = _COMPARED) -> Iterator[Label]:
    """One phrase for each of some groups, with the sum of its days where all are known."""
    for group, powers in days_grouped(case).items():
        if group in groups:
            yield _said(group, len(powers), *(_sum(case, powers, side) for side in (0, 1)))


def _sum(case: Case, powers: Sequence[str], side: int) -> int | None:
    """The days of some powers together; None where those of any are unknown, as a part is no sum."""
    held = [case.days[power][side] for power in powers]
    known = [days for days in held if days is not None]
    return sum(known) if len(known) == len(held) else None


def _said(group: Days, number: int, first: int | None, last: int | None) -> Label:
    powers = plural(number, "power")
    both = f"（合计 {first}→{last} 个工作日）", f"({first}→{last} together)"
    was = ("", "") if first is None else (f"（原合计 {first} 个工作日）", f" ({first} together before)")
    now = ("", "") if last is None else (f"（现合计 {last} 个工作日）", f" ({last} together now)")
    return {
        Days.SHORTER: Label(f"{number} 项职权办理时限缩短{both[0]}", f"the working days of {powers} cut {both[1]}"),
        Days.LONGER: Label(f"{number} 项职权办理时限延长{both[0]}", f"the working days of {powers} raised {both[1]}"),
        Days.UNKNOWN_BEFORE: Label(
            f"{number} 项此前未定时限{now[0]}", f"the working days of {powers} not set before{now[1]}"
        ),
        Days.UNKNOWN_AFTER: Label(
            f"{number} 项改革后未定时限{was[0]}", f"the working days of {powers} not set after{was[1]}"
        ),
        Days.UNKNOWN: Label(
            f"{number} 项办理时限改革前后均未知（有环节未定时限）",
            f"the working days of {powers} unknown before and after (some step has no limit)",
        ),
        Days.BEGUN: Label(f"{number} 项开始行使{now[0]}", f"{powers} exercised from now on{now[1]}"),
        Days.ENDED: Label(f"{number} 项不再行使{was[0]}", f"{powers} no longer exercised{was[1]}"),
    }[group]
