"""What there is to choose from where an operation needs more than the power: offices, other powers, steps, articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import AUTHORIZED_BY, HAS_STEP, KINDS, PERFORMED_BY, SECTION, Kind, Label
from graph.view import View
from queries.totals import total_of

__all__ = ["Room", "room_at_large", "room_of"]


@dataclass(frozen=True, slots=True)
class Room:
    """How much there is to choose from; where there is nothing the operation would change nothing, and ``said`` why."""

    possible: bool
    said: Label

    def to_json(self) -> dict[str, Any]:
        return {"possible": self.possible, "said": {"zh": self.said.zh, "en": self.said.en}}


def room_of(state: View, power: str) -> Mapping[str, Room]:
    """Of one power, by operation: those whose further arguments have too many values to try each.

    Args:
        state: the graph that the change is made to.
        power: code of a power that it has.
    """
    found = _Found(state, power)
    return MappingProxyType({op: told(found) for op, told in _TOLD.items()})


def room_at_large(state: View) -> Mapping[str, Room]:
    """By operation, of those that need no power."""
    derived = Derived(state)
    live, instruments = (total_of(state, kind).current or 0 for kind in (Kind.ARTICLE, Kind.INSTRUMENT))
    used = sum(any(map(derived.active, state.into(AUTHORIZED_BY, code))) for code in state.codes(Kind.ARTICLE))
    nodes = sum(len(state.codes(kind)) for kind in Kind)
    return MappingProxyType(
        {
            "rebase": _room(
                used,
                Label(
                    f"{used:,} 条是在用职权的依据，逐条更替到引用它的每项职权",
                    f"{used:,} articles are a basis of active powers; one is replaced in every power that rests on it",
                ),
                Label("没有条款是在用职权的依据", "no article is a basis of an active power"),
            ),
            "repeal": _room(
                live + instruments,
                Label(
                    f"有效条款 {live:,} 条、有效文件 {instruments:,} 件可废止",
                    f"{live:,} live articles and {instruments:,} live instruments can be repealed",
                ),
                Label("没有有效的条款或文件", "there is no live article or instrument"),
            ),
            "edit": Room(
                possible=True,
                said=Label(
                    f"任何要素（现有 {nodes:,} 个）及其关系，逐处写明",
                    f"any node (there are {nodes:,}) and its relations, edit by edit",
                ),
            ),
        }
    )


class _Found:
    """What hangs on one power, each worked out when it is first asked for."""

    def __init__(self, state: View, power: str) -> None:
        self.state = state
        self.power = power
        self.derived = Derived(state)
        self.steps = state.out(HAS_STEP, power)
        self.articles = state.out(AUTHORIZED_BY, power)
        self.duties = [(step, post) for step in self.steps for post in state.out(PERFORMED_BY, step)]

    @cached_property
    def givers(self) -> frozenset[str]:
        """Offices that hold duties of the power."""
        held = (self.derived.office(post) for _, post in self.duties)
        return frozenset(office for office in held if office is not None)

    @cached_property
    def offices(self) -> tuple[str, ...]:
        return tuple(unit for unit in self.state.codes(Kind.UNIT) if self.derived.level(unit) not in ("", SECTION))

    @cached_property
    def manned(self) -> int:
        """Offices that have a post for each standard post of another office's duties; without one none has."""
        asked: dict[str | None, set[str]] = {}
        for _, post in self.duties:
            asked.setdefault(self.derived.office(post), set()).add(self._role(post))
        at: dict[str, set[str | None]] = {role: set() for role in set().union(*asked.values())}
        for post in self.state.codes(Kind.POST):
            if (role := self._role(post)) in at:
                at[role].add(self.derived.office(post))
        takers = (
            set.intersection(*(at[role] for role in roles)) - {giver}
            for giver, roles in asked.items()
            if giver is not None and "" not in roles
        )
        return len(set().union(*takers) - {None})

    @cached_property
    def others(self) -> tuple[int, int]:
        """Other active powers, and how many of them are of the same type."""
        own = self._type(self.power)
        codes = self.state.codes(Kind.POWER)
        active = [code for code in codes if code != self.power and self.derived.active(code)]
        return len(active), sum(self._type(code) == own for code in active)

    @property
    def type_label(self) -> Label:
        category, kind = self._type(self.power)
        held = KINDS[Kind.POWER].properties
        unknown = Label("未注明类型", "type not stated")
        return held["type"].values.get(kind) or held["category"].values.get(category, unknown)

    def _type(self, code: str) -> tuple[str, str]:
        held = self.state.node(Kind.POWER, code) or EMPTY
        return str(held.get("category", "")), str(held.get("type", ""))

    def _role(self, post: str) -> str:
        return str((self.state.node(Kind.POST, post) or EMPTY).get("role", ""))


def _moving(found: _Found) -> Room:
    givers, others, manned = len(found.givers), max(len(found.offices) - 1, 0), found.manned
    nobody = Label(
        f"{found.power} 没有岗位承担的职责，没有什么可以移交",
        f"no post has a duty in {found.power}: nothing would move",
    )
    alone = Label("没有别的机关可以承接", "there is no other office to take it")
    return _room(
        givers and others,
        Label(
            f"移出：{givers} 个机关之一（共 {len(found.duties)} 项职责）；承接：其余 {others} 个机关之一；"
            f"有对应岗位可承接的机关 {manned} 个",
            f"from one of {givers} offices ({len(found.duties)} duties in all) to one of the {others} others; "
            f"{manned} offices have the posts to take them",
        ),
        alone if givers else nobody,
    )


def _merging(found: _Found) -> Room:
    others, same = found.others
    return _room(
        others,
        Label(
            f"另有 {others} 项在用职权可一同合并，其中同属{found.type_label.zh}的 {same} 项",
            f"{others} other active powers can be merged with it, {same} of them of the same type "
            f"({found.type_label.en})",
        ),
        Label("没有另一项在用职权可以合并", "there is no other active power to merge it with"),
    )


def _splitting(found: _Found) -> Room:
    steps = len(found.steps)
    return Room(
        possible=True,
        said=Label(
            f"{steps} 个环节，分到两项或更多新职权中" if steps else "没有环节可分，只分出两项或更多新职权",
            f"{steps} steps, to be shared out among two new powers or more"
            if steps
            else "no steps to share out: only two new powers or more",
        ),
    )


def _rebasing(found: _Found) -> Room:
    own, live = len(found.articles), total_of(found.state, Kind.ARTICLE).current or 0
    return _room(
        own,
        Label(
            f"现有 {own} 条依据可更替，有效条款 {live:,} 条可选",
            f"{own} articles to replace, {live:,} live ones to choose from",
        ),
        Label(
            f"{found.power} 没有法律依据可更替；新增依据用“调整”",
            f"{found.power} rests on no article that could be replaced; redefine adds one",
        ),
    )


def _redefining(found: _Found) -> Room:
    return Room(
        possible=True,
        said=Label(
            f"可改属性、{len(found.steps)} 个环节、{len(found.duties)} 项职责、{len(found.articles)} 条依据",
            f"its properties, {len(found.steps)} steps, {len(found.duties)} duties and {len(found.articles)} articles",
        ),
    )


_TOLD: Mapping[str, Callable[[_Found], Room]] = MappingProxyType(
    {
        "transfer": _moving,
        "entrust": _moving,
        "merge": _merging,
        "split": _splitting,
        "rebase": _rebasing,
        "redefine": _redefining,
    }
)


def _room(number: int, much: Label, nothing: Label) -> Room:
    return Room(possible=bool(number), said=much if number else nothing)
