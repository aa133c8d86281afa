"""Choosing the power of a change: powers by type, by the office or section that is concerned, by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.ui.pages.grouping import Group, group_label, group_of, in_order
from api.ui.pages.reasons import Doubt, meant
from graph.model import EMPTY
from graph.schema import EXERCISED_BY, HAS_STEP, IN_UNIT, KINDS, LEVELS, PERFORMED_BY, Kind, Label
from graph.view import View

__all__ = ["Narrowing", "Pick", "Picker", "PowerGroup", "picker_of"]

_LISTED_AT_MOST = 1000
"""More powers are not listed at once: their types are, to choose one."""
_NEITHER = "none"
_OPEN_AT_MOST = 24
"""Groups stand folded where they hold more than this together."""
_OPEN = ("active", "suspended")
"""What some operation can still be done to."""
_STATUSES = KINDS[Kind.POWER].properties["status"].values


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Of which powers one is chosen: a type (or a category without types), a level, an office or section by name."""

    type: str = ""
    level: str = ""
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.type or self.level or self.unit)


@dataclass(frozen=True, slots=True)
class Pick:
    """One power to choose; ``status`` is told where it is not active."""

    code: str
    name: str
    level: Label
    status: Label | None


@dataclass(frozen=True, slots=True)
class PowerGroup:
    """The powers of one type; ``items`` are left out where there are too many in all."""

    key: str
    label: Label
    count: int
    items: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class Picker:
    """What there is to choose from: ``count`` powers of ``of``; all types, levels and offices, each with its number.

    ``unit`` is the code of the office or section that was asked for, ``unit_name`` what it is called.
    """

    narrowing: Narrowing
    groups: tuple[PowerGroup, ...]
    count: int
    of: int
    types: tuple[tuple[str, Label, int], ...]
    levels: tuple[tuple[str, Label, int], ...]
    offices: tuple[tuple[str, str], ...]
    unit: str
    unit_name: str
    unit_doubt: Doubt | None

    @property
    def open(self) -> bool:
        """Groups are unfolded from the start."""
        return self.count <= _OPEN_AT_MOST or len(self.groups) == 1


def picker_of(state: View, narrowing: Narrowing) -> Picker:
    """The powers that some operation can be done to, those that were asked for of them, by their types."""
    held = {code: state.node(Kind.POWER, code) or EMPTY for code in state.codes(Kind.POWER)}
    every = {code: power for code, power in held.items() if power.get("status", "active") in _OPEN}
    unit, name, unclear = meant(state, "unit", narrowing.unit, Kind.UNIT)
    there = _powers_at(state, unit) if unit else None
    wanted = [
        code
        for code, power in every.items()
        if narrowing.type in ("", _key(group_of(power)))
        and narrowing.level in ("", power.get("level"))
        and (there is None or code in there)
    ]
    types = Counter(group_of(power) for power in every.values())
    levels = Counter(str(power.get("level", "")) for power in every.values())
    return Picker(
        narrowing,
        _groups(every, wanted),
        len(wanted),
        len(every),
        tuple((_key(group), group_label(group), types[group]) for group in in_order(types)),
        tuple((level, _level(level), levels[level]) for level in state.manifest.levels if levels[level]),
        tuple(_offices(state)),
        unit,
        name,
        unclear,
    )


def _groups(every: Mapping[str, Mapping[str, object]], wanted: Sequence[str]) -> tuple[PowerGroup, ...]:
    by_group: dict[Group, list[str]] = {}
    for code in wanted:
        by_group.setdefault(group_of(every[code]), []).append(code)
    listed = len(wanted) <= _LISTED_AT_MOST or len(by_group) == 1
    return tuple(
        PowerGroup(
            _key(group),
            group_label(group),
            len(by_group[group]),
            tuple(_pick(code, every[code]) for code in by_group[group]) if listed else (),
        )
        for group in in_order(by_group)
    )


def _pick(code: str, held: Mapping[str, object]) -> Pick:
    status = str(held.get("status", "active"))
    told = None if status == "active" else _STATUSES[status]
    return Pick(code, str(held.get("name", code)), _level(str(held.get("level", ""))), told)


def _key(group: Group) -> str:
    """What names a group in an address: its type, its category where it has none, or that it has neither."""
    return group[1] or group[0] or _NEITHER


def _level(level: str) -> Label:
    return LEVELS.get(level, Label(level, level))


def _powers_at(state: View, unit: str) -> set[str]:
    """What an office exercises, and what posts of the unit itself have a part in."""
    steps = (step for post in state.into(IN_UNIT, unit) for step in state.into(PERFORMED_BY, post))
    return {*state.into(EXERCISED_BY, unit), *(power for step in steps for power in state.into(HAS_STEP, step))}


def _offices(state: View) -> list[tuple[str, str]]:
    """Those that exercise anything, the highest first; sections are found by typing."""
    held = ((unit, state.node(Kind.UNIT, unit) or EMPTY) for unit in state.codes(Kind.UNIT))
    found = [(unit, node) for unit, node in held if state.into(EXERCISED_BY, unit)]
    ranks = state.manifest.rank_of_level
    found.sort(key=lambda item: (99 if (rank := ranks(item[1].get("level"))) is None else rank, item[0]))
    return [(unit, str(node.get("name", unit))) for unit, node in found[:100]]
