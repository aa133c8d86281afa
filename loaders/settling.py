"""What tables say of the graph as a whole (levels, incompatible acts, types of power) against what the store holds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.model import Manifest
from loaders.elements import shown

__all__ = ["Settled", "settled"]

Name = TypeVar("Name", bound=Hashable)
Item = TypeVar("Item")

_TYPES = "power_types"


@dataclass(frozen=True, slots=True)
class Settled:
    """The manifest that a load would make.

    ``gone`` names what the store holds and the tables lack: it stays, unless they are said to be complete.
    ``conflicts`` are what both sides changed, with both values; the store's stays.
    """

    manifest: Manifest
    gone: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Sides:
    complete: bool
    gone: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)

    def merge(
        self, label: str, stated: Mapping[str, Item], now: Mapping[str, Item], before: Mapping[str, Item]
    ) -> dict[str, Item]:
        """By name: what only the tables changed since ``before``, over what the store holds now, in its order."""
        result: dict[str, Item] = {}
        for name, held in now.items():
            if name not in stated:
                if name in before:
                    self.gone.append(f"{label}/{name}")
                if name not in before or not self.complete:
                    result[name] = held
            elif stated[name] in (held, before.get(name)):
                result[name] = held
            elif held == before.get(name):
                result[name] = stated[name]
            else:
                result[name] = held
                self.conflicts.append((f"{label}/{name} {shown(stated[name])}", shown(held)))
        return result | {name: item for name, item in stated.items() if name not in now and item != before.get(name)}

    def levels(self, stated: Sequence[str], now: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
        """The order of levels is one thing: taken from one side, and only with all that the store has."""
        lacking = [level for level in now if level not in stated]
        self.gone += [f"levels/{level}" for level in lacking if level in before]
        if lacking and self.complete:
            return tuple(stated)
        if lacking or stated in (before, now):
            return tuple(now)
        if now != before:
            self.conflicts.append((f"levels {shown(list(stated))}", shown(list(now))))
            return tuple(now)
        return tuple(stated)


def settled(stated: Manifest, now: Manifest, before: Manifest | None = None, *, complete: bool = False) -> Settled:
    """What tables state, over what the store holds.

    Args:
        stated: by the tables; where they say nothing, as the store has it.
        now: what the store holds.
        before: what it held when the tables were exported; None for tables that say nothing of that.
        complete: what the tables lack is to end.
    """
    sides, known = _Sides(complete), before or now
    levels = sides.levels(stated.levels, now.levels, known.levels)
    named = [{item.id: item for item in each.incompatible} for each in (stated, now, known)]
    incompatible = sides.merge("incompatible", *named) if stated.incompatible != now.incompatible else named[1]
    extra = dict(now.extra)
    types = [_types(each) for each in (stated, now, known)]
    if types[0] != types[1]:
        extra[_TYPES] = list(sides.merge(_TYPES, *types).values())
    manifest = Manifest(levels, tuple(incompatible.values()), extra)
    return Settled(manifest, tuple(sides.gone), tuple(sides.conflicts))


def _types(manifest: Manifest) -> dict[str, Any]:
    return {str(item.get("code")): item for item in manifest.extra.get(_TYPES, ())}
