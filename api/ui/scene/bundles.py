"""Bundles: many nodes of one kind as one counted item, which unfolds step by step.

Posts are folded by standard post as in the printed sheet, and these by region. Other kinds are folded where a lane
would hold more than `FOLD_OVER` items: by a property that tells them apart (powers by type, risks by grade), or into
one bundle where that would give too many. A bundle of one is the node itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from api.ui.scene.model import Item
from api.ui.words import phrase, word
from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import ARTICLE_PART_OF, EXPOSES, HAS_STEP, KINDS, UNIT_PART_OF, Kind, Label, Link
from graph.view import View
from queries.report.case import value_label
from queries.report.document import cell_text

__all__ = ["FOLD_OVER", "Bundler"]

FOLD_OVER = 25
"""A lane of more items is folded."""
_MOST_GROUPS = 16
OTHERS = Label("其他", "other: ")

_PROPERTIES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.POWER: ("type", "category"),
        Kind.STEP: ("act",),
        Kind.RISK: ("grade", "class"),
        Kind.CONTROL: ("line", "measure"),
        Kind.INSTRUMENT: ("rank",),
    }
)
"""Properties that tell nodes of a kind apart; the one that leaves the smallest groups is taken."""

_Part = tuple[str, str]
_Key = Callable[[Item], _Part]
_Parts = Mapping[_Part, Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Bundler:
    """Folds the items of a lane; ``unfolded`` holds the ids of bundles that are shown open."""

    view: View
    derived: Derived
    unfolded: frozenset[str] = frozenset()

    def folded(self, lane: str, kind: Kind, items: Sequence[Item], most: int = FOLD_OVER) -> tuple[Item, ...]:
        """The items of a lane, bundled where there are more than ``most``."""
        if kind is Kind.POST:
            return self._posts(lane, items, most)
        if len(items) <= most:
            return tuple(items)
        every = [_grouped(items, key) for key in self._keys(kind)]
        fitting = [parts for parts in every if 1 < len(parts) <= min(_MOST_GROUPS, most)]
        if fitting:
            return self._parts(lane, kind, min(fitting, key=_largest))
        return self._whole(lane, kind, items, min(every, key=_largest))

    def by_region(self, bundle: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """The posts of a bundle by region; those of a single region one by one."""
        parts = self._regions(items)
        return self._parts(bundle, Kind.POST, parts) if len(parts) > 1 else tuple(items)

    def offices(self, lane: str, items: Sequence[Item]) -> tuple[Item, ...]:
        """Offices by level, and a level that is unfolded by region.

        One of them is named: offices of one level stand in several lanes of a picture, or twice in one.
        """
        found: list[Item] = []
        for (level, words), held in _grouped(items, partial(self._property, "level")).items():
            bundle = f"{lane}*{level}"
            if len(held) == 1:
                found.append(held[0])
            elif bundle in self.unfolded:
                found.extend(self._parts(bundle, Kind.UNIT, _grouped(held, partial(self._above, UNIT_PART_OF))))
            else:
                among = phrase(f"（{held[0].name}等）", f" ({held[0].name} …)")
                found.append(_bundle(bundle, f"{words or word(KINDS[Kind.UNIT].label)} ×{len(held)}\n{among}", held))
        return tuple(found)

    def least(self, items: Sequence[Item]) -> int:
        """How many items a lane would like to show: one each, standard posts folded, at most `FOLD_OVER`."""
        posts = bool(items) and items[0].kind is Kind.POST
        return min(FOLD_OVER, len(_grouped(items, self._role)) if posts else len(items))

    def _posts(self, lane: str, items: Sequence[Item], most: int) -> tuple[Item, ...]:
        roles = _grouped(items, self._role)
        if len(roles) > most:
            return self._whole(lane, Kind.POST, items, self._regions(items))
        found: list[Item] = []
        for (_, role), held in roles.items():
            bundle = f"{lane}*{role}"
            if len(held) == 1:
                found.append(held[0])
            elif bundle in self.unfolded:
                found.extend(self._parts(bundle, Kind.POST, self._regions(held)))
            else:
                offices = len({self.derived.office(item.code) for item in held})
                found.append(
                    _bundle(
                        bundle,
                        f"{role} ×{len(held)}\n{phrase(f'（{offices} 个机关）', f' ({offices} offices)')}",
                        held,
                    )
                )
        return tuple(found)

    def _whole(self, lane: str, kind: Kind, items: Sequence[Item], parts: _Parts) -> tuple[Item, ...]:
        bundle = f"{lane}*"
        if bundle not in self.unfolded:
            return (_bundle(bundle, f"{word(KINDS[kind].label)} ×{len(items)}", items),)
        return self._parts(bundle, kind, parts) if len(parts) > 1 else tuple(items)

    def _parts(self, above: str, kind: Kind, parts: _Parts) -> tuple[Item, ...]:
        found: list[Item] = []
        for (key, words), held in parts.items():
            bundle = f"{above}*{key}"
            if len(held) == 1 or bundle in self.unfolded:
                found.extend(held)
            else:
                found.append(_bundle(bundle, f"{words or word(OTHERS) + word(KINDS[kind].label)} ×{len(held)}", held))
        return tuple(found)

    # -- what things are bundled by: an id and the words for it ------------------------------------------------

    def _keys(self, kind: Kind) -> list[_Key]:
        link = {Kind.ARTICLE: ARTICLE_PART_OF, Kind.UNIT: UNIT_PART_OF}.get(kind)
        if link is not None:
            return [partial(self._above, link)]
        own: list[_Key] = [partial(self._property, name) for name in _PROPERTIES.get(kind, ())]
        by_power: list[_Key] = [self._power] if kind in (Kind.STEP, Kind.RISK) else []
        return [*own, *by_power] or [_all]

    def _property(self, name: str, item: Item) -> _Part:
        value = (self.view.node(item.kind, item.code) or EMPTY).get(name)
        told = None if value is None else value_label(item.kind, name, value)
        return ("", "") if value is None else (str(value), word(told) if isinstance(told, Label) else cell_text(told))

    def _above(self, link: Link, item: Item) -> _Part:
        found = self.view.out(link, item.code)
        if not found:
            return "", ""
        name = self._name(link.to_kind, found[0])
        return found[0], _under(name) if link == UNIT_PART_OF else name

    def _power(self, item: Item) -> _Part:
        steps = (item.code,) if item.kind is Kind.STEP else self.view.into(EXPOSES, item.code)
        powers = sorted({power for step in steps for power in self.view.into(HAS_STEP, step)})
        return (powers[0], f"{powers[0]} {word(KINDS[item.kind].label)}") if powers else ("", "")

    def _role(self, item: Item) -> _Part:
        role = str((self.view.node(Kind.POST, item.code) or EMPTY).get("role", ""))
        return (role, role) if role else (f"/{item.code}", "")

    def _regions(self, items: Sequence[Item]) -> _Parts:
        """Posts by region; the words tell posts in offices under it from posts of its own."""
        found: dict[_Part, Sequence[Item]] = {}
        for (region, name), held in _grouped(items, self._region).items():
            own = sum(self.derived.office(item.code) == region for item in held)
            words = name if own == len(held) else _under(name, itself=own > 0)
            found[region, words] = held
        return found

    def _region(self, item: Item) -> _Part:
        """The office of the second level at or above a post, by which its standard post unfolds."""
        office = self.derived.office(item.code)
        second = self.view.manifest.levels[1:2]
        found = (unit for unit in self.derived.above(office) if self.derived.level(unit) in second)
        region = next(found, office)
        return (region, self._name(Kind.UNIT, region)) if region else ("", "")

    def _name(self, kind: Kind, code: str) -> str:
        return str((self.view.node(kind, code) or EMPTY).get("name", code))


def _under(name: str, *, itself: bool = False) -> str:
    """What is said of things in the offices under one, and in itself too."""
    return phrase(f"{name}及所属", f"{name} and under it") if itself else phrase(f"{name}所属", f"under {name}")


def _all(_: Item) -> _Part:
    return "", ""


def _grouped(items: Iterable[Item], key: _Key) -> _Parts:
    found: dict[_Part, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return dict(sorted(found.items()))


def _largest(parts: _Parts) -> int:
    return max(map(len, parts.values()))


def _bundle(bundle: str, text: str, held: Sequence[Item]) -> Item:
    first = held[0]
    said = text.replace("\n", "")
    shown = "、".join(item.name for item in held[:12]) + ("……" if len(held) > 12 else "")
    shared: Collection[str] = set(first.tags).intersection(*(item.tags for item in held[1:]))
    return replace(
        first,
        id=bundle,
        code="",
        text=text,
        title=f"{said}{phrase('：', ': ')}{shown}",
        rank=min(item.rank for item in held),
        members=tuple(item.code for item in held),
        opens=True,
        synthetic=sum(item.synthetic for item in held),
        tags=tuple(tag for tag in first.tags if tag in shared),
        before=any(item.before for item in held),
        after=any(item.after for item in held),
    )
