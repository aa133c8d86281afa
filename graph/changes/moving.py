"""Moving duties from offices to others, with the controls and the offices that follow (calculus §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.changes.draft import Call
from graph.derived import Derived
from graph.model import EMPTY, Properties
from graph.schema import (
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    OWNED_BY,
    PERFORMED_BY,
    SECTION,
    UNIT_PART_OF,
    Kind,
)

__all__ = ["Receivers", "ancestor_of_level", "counterparts", "descendants_of_level", "move_duties"]

Receivers = Callable[[str], tuple[str, ...]]
"""T(v): the offices that take over from an office v, in code-point order."""


def descendants_of_level(call: Call, office: str, level: str) -> tuple[str, ...]:
    """``T(v, to)``: offices of a level below an office."""
    found, waiting = set(), list(call.draft.into(UNIT_PART_OF, office))
    while waiting:
        unit = waiting.pop()
        if (call.draft.node(Kind.UNIT, unit) or EMPTY).get("level") == level:
            found.add(unit)
        waiting.extend(call.draft.into(UNIT_PART_OF, unit))
    return tuple(sorted(found))


def ancestor_of_level(call: Call, office: str, level: str) -> tuple[str, ...]:
    """The nearest office of a level above an office; empty where there is none."""
    derived = call.derived()
    return tuple(unit for unit in derived.above(office)[1:] if derived.level(unit) == level)[:1]


class Counterparts:
    """``counterparts(p, u)``: the posts of an office that are instances of the same standard post."""

    def __init__(self, call: Call, derived: Derived) -> None:
        self._draft = call.draft
        self._derived = derived
        self._by_role: dict[str, dict[str, tuple[str, ...]]] = {}

    def of(self, post: str, office: str) -> tuple[str, ...]:
        """Counterparts of a post in an office; a post without a role has none."""
        role = (self._draft.node(Kind.POST, post) or EMPTY).get("role")
        if role is None:
            return ()
        if office not in self._by_role:
            self._by_role[office] = self._roles_in(office)
        return self._by_role[office].get(str(role), ())

    def _roles_in(self, office: str) -> dict[str, tuple[str, ...]]:
        """Posts of an office by role: those in its own unit and in the sections inside it."""
        found: dict[str, list[str]] = {}
        waiting = [office]
        while waiting:
            unit = waiting.pop()
            for post in self._draft.into(IN_UNIT, unit):
                role = (self._draft.node(Kind.POST, post) or EMPTY).get("role")
                if role is not None:
                    found.setdefault(str(role), []).append(post)
            below = self._draft.into(UNIT_PART_OF, unit)
            waiting.extend(u for u in below if self._derived.level(u) == SECTION)
        return {role: tuple(sorted(posts)) for role, posts in found.items()}


def counterparts(call: Call) -> Counterparts:
    """Counterparts as the draft stands now."""
    return Counterparts(call, call.derived())


def move_duties(  # noqa: PLR0913  each is one word of the rule
    call: Call,
    power: str,
    givers: Callable[[str], bool],
    receivers: Receivers,
    *,
    units: frozenset[str] | None = None,
    keep_steps: Iterable[str] = (),
    properties: Properties = EMPTY,
    keep_offices: bool = False,
) -> None:
    """Move the duties of a power out of the offices that ``givers`` accepts.

    Args:
        receivers: T(v), worked out once for each office that gives.
        units: only these of the receivers take part; None: all.
        keep_steps: steps whose duties stay where they are.
        properties: of the new PERFORMED_BY relations.
        keep_offices: EXERCISED_BY of the giving offices stays even where nothing is done there any more.
    """
    derived = call.derived()
    places: dict[str, tuple[str, ...]] = {}
    same_role = Counterparts(call, derived)
    losing: dict[str, None] = {}  # offices that lost a performer
    moved: dict[str, None] = {}  # steps that lost one
    kept = set(keep_steps)
    draft = call.draft
    for step in draft.out(HAS_STEP, power):
        for post in () if step in kept else draft.out(PERFORMED_BY, step):
            office = derived.office(post)
            if office is None or not givers(office):
                continue
            if office not in places:
                places[office] = receivers(office)
            taking = _taking(places[office], units)
            if not places[office]:
                call.reports.no_receiver.add((step, office))
            elif taking:
                _hand_over(call, same_role, (step, post), taking, properties)
                losing[office] = moved[step] = None
    receiving = {office: _taking(places[office], units) for office in losing}
    _controls_follow(call, same_role, moved, receiving)
    _offices_follow(call, power, receiving, keep_offices=keep_offices)


def _taking(offices: tuple[str, ...], units: frozenset[str] | None) -> tuple[str, ...]:
    return offices if units is None else tuple(office for office in offices if office in units)


def _hand_over(
    call: Call, same_role: Counterparts, duty: tuple[str, str], offices: tuple[str, ...], properties: Properties
) -> None:
    step, post = duty
    call.draft.retire_pair(PERFORMED_BY, step, post)
    for office in offices:
        found = same_role.of(post, office)
        for other in found:
            call.draft.add_relation(PERFORMED_BY, step, other, properties)
        if not found:
            call.reports.no_counterpart.add((step, post, office))


def _controls_follow(
    call: Call, same_role: Counterparts, steps: Iterable[str], receiving: dict[str, tuple[str, ...]]
) -> None:
    """Line-1 controls of the risks that moved get owners where the risks went."""
    draft, derived = call.draft, call.derived()
    risks = {risk for step in steps for risk in draft.out(EXPOSES, step)}
    controls = {control for risk in risks for control in draft.out(MITIGATED_BY, risk)}
    for control in sorted(controls):
        if (draft.node(Kind.CONTROL, control) or EMPTY).get("line") != 1:
            continue
        for owner in draft.out(OWNED_BY, control):
            office = derived.office(owner)
            if office is None or office not in receiving:
                continue
            found = [other for unit in receiving[office] for other in same_role.of(owner, unit)]
            for other in found:
                draft.add_relation(OWNED_BY, control, other)
            if found and not _borne_in(derived, control, office):
                draft.retire_pair(OWNED_BY, control, owner)


def _borne_in(derived: Derived, control: str, office: str) -> bool:
    """Some risk that the control mitigates is still borne in the office."""
    risks = derived.view.into(MITIGATED_BY, control)
    return any(derived.office(post) == office for risk in risks for post in derived.bearers(risk))


def _offices_follow(call: Call, power: str, receiving: dict[str, tuple[str, ...]], *, keep_offices: bool) -> None:
    draft, derived = call.draft, call.derived()
    for offices in receiving.values():
        for office in offices:
            draft.add_relation(EXERCISED_BY, power, office)
    if keep_offices:
        return
    steps = draft.out(HAS_STEP, power)
    working = {derived.office(post) for step in steps for post in draft.out(PERFORMED_BY, step)}
    for office in receiving:
        if office not in working:
            draft.retire_pair(EXERCISED_BY, power, office)
