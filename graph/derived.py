"""The derived relations of a view (calculus §2): what duties, bearings, covers and users follow from the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.model import EMPTY
from graph.schema import (
    ARTICLE_PART_OF,
    AUTHORIZED_BY,
    BORNE_BY,
    CARRIED_OUT_IN,
    CONTROL_REGULATED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    NEXT,
    OWNED_BY,
    PERFORMED_BY,
    SECTION,
    STEP_REGULATED_BY,
    UNIT_PART_OF,
    Kind,
)
from graph.snapshot import once
from graph.view import View

__all__ = ["Derived", "Owners", "Shared", "derived_of"]


@dataclass(frozen=True, slots=True)
class Owners:
    """The posts that own a control, by their office (None: posts without one)."""

    line: int | None
    by_office: Mapping[str | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Shared:
    """What a derivation may take over from that of the baseline, because no edit touched it.

    ``places`` says that units and the units of posts are as they were; ``controls`` are those whose properties
    or owners differ.
    """

    base: Derived
    places: bool
    controls: frozenset[str] = field(default_factory=frozenset)


class Derived:
    """Derived relations of one view, each worked out when it is first asked for.

    Posts, powers, steps, risks, controls, articles and units are named by their codes. The view must not change
    any more. Each answer costs its own neighbourhood, and nothing the second time.
    """

    def __init__(self, view: View, shared: Shared | None = None) -> None:
        self.view = view
        self._shared = shared
        self._above: dict[str, tuple[str, ...]] = {}
        self._office: dict[str, str | None] = {}
        if shared is not None and shared.places:
            self._above, self._office = shared.base.place_memos()
        self._performers: dict[str, tuple[str, ...]] = {}
        self._bearers: dict[str, frozenset[str]] = {}
        self._works: dict[str, bool] = {}
        self._owners: dict[str, Owners] = {}
        self._live: dict[str, bool] = {}
        self.memo: dict[tuple[Kind, str], tuple[Any, ...]] = {}
        """What others worked out from this derivation, by node."""

    def place_memos(self) -> tuple[dict[str, tuple[str, ...]], dict[str, str | None]]:
        """What is known of units and offices so far; for another derivation with the same places to share."""
        return self._above, self._office

    # -- places ------------------------------------------------------------------------------------------------

    def unit(self, post: str) -> str | None:
        """The unit of a post."""
        found = self.view.out(IN_UNIT, post)
        return found[0] if found else None

    def above(self, unit: str | None) -> tuple[str, ...]:
        """``up(u)``: the unit with all its ancestors, nearest first; empty for None."""
        if unit is None:
            return ()
        found = self._above.get(unit)
        if found is None:
            way = [unit]
            parents = self.view.out(UNIT_PART_OF, unit)
            while parents and parents[0] not in way:
                way.append(parents[0])
                parents = self.view.out(UNIT_PART_OF, parents[0])
            found = self._above[unit] = tuple(way)
        return found

    def office(self, post: str) -> str | None:
        """The nearest unit from the post's own upwards that is no section; None where there is none."""
        try:
            return self._office[post]
        except KeyError:
            pass
        found = next((u for u in self.above(self.unit(post)) if self.level(u) != SECTION), None)
        self._office[post] = found
        return found

    def level(self, unit: str | None) -> str:
        """Level of a unit; "" where it has none or is None."""
        held = self.view.node(Kind.UNIT, unit) if unit is not None else None
        return str(held.get("level", "")) if held else ""

    # -- powers, steps, duties ---------------------------------------------------------------------------------

    def status(self, power: str) -> str:
        """Status of a power; absent reads as active; "" for a power that is not in the graph."""
        held = self.view.node(Kind.POWER, power)
        return "" if held is None else str(held.get("status", "active"))

    def active(self, power: str) -> bool:
        """The power is exercised now."""
        return self.status(power) == "active"

    def power_of(self, step: str) -> str | None:
        """The power that a step belongs to, whatever its status."""
        found = self.view.into(HAS_STEP, step)
        return found[0] if found else None

    def performers(self, step: str) -> tuple[str, ...]:
        """Posts with a duty in a step: its performers while its power is active, else nobody."""
        found = self._performers.get(step)
        if found is None:
            power = self.power_of(step)
            found = self.view.out(PERFORMED_BY, step) if power is not None and self.active(power) else ()
            self._performers[step] = found
        return found

    def duties(self, post: str) -> tuple[str, ...]:
        """Steps in which a post has a duty."""
        return tuple(step for step in self.view.into(PERFORMED_BY, post) if post in self.performers(step))

    def principals(self, step: str, post: str) -> tuple[str | None, ...]:
        """For whom a duty is done: the ``on_behalf_of`` of each parallel relation, None where it has none."""
        pair = self.view.pair(PERFORMED_BY, step, post)
        return tuple(None if unit is None else str(unit) for unit in (p.get("on_behalf_of") for p in pair.values()))

    def places(self, step: str, post: str) -> frozenset[str]:
        """Offices that a duty counts for: that of the post, and those that it is done on behalf of."""
        found = {self.office(post), *self.principals(step, post)}
        return frozenset(unit for unit in found if unit is not None)

    # -- risks and controls ------------------------------------------------------------------------------------

    def bearers(self, risk: str) -> frozenset[str]:
        """Posts that bear a risk."""
        found = self._bearers.get(risk)
        if found is None:
            exposed = (self.performers(step) for step in self.view.into(EXPOSES, risk))
            found = frozenset(self.view.out(BORNE_BY, risk)).union(*exposed)
            self._bearers[risk] = found
        return found

    def exposing_duties(self, risk: str, post: str) -> tuple[str, ...]:
        """Steps through whose duty a post bears a risk; none where it does so by BORNE_BY alone, or not at all."""
        return tuple(step for step in self.view.into(EXPOSES, risk) if post in self.performers(step))

    def risks_of(self, post: str) -> frozenset[str]:
        """Risks that a post bears."""
        exposed = (self.view.out(EXPOSES, step) for step in self.duties(post))
        return frozenset(self.view.into(BORNE_BY, post)).union(*exposed)

    def bears(self, post: str) -> bool:
        """The post bears some risk."""
        return bool(self.view.into(BORNE_BY, post)) or any(self.view.out(EXPOSES, step) for step in self.duties(post))

    def works(self, control: str) -> bool:
        """The control is standing, or some step in which it is carried out has a duty."""
        found = self._works.get(control)
        if found is None:
            mode = (self.view.node(Kind.CONTROL, control) or EMPTY).get("mode", "standing")
            found = mode == "standing" or any(self.performers(step) for step in self.view.out(CARRIED_OUT_IN, control))
            self._works[control] = found
        return found

    def protects(self, control: str) -> bool:
        """The control mitigates some live risk."""
        return any(self.bearers(risk) for risk in self.view.into(MITIGATED_BY, control))

    def owners(self, control: str) -> Owners:
        """Line of a control and its owners by office."""
        shared = self._shared
        if shared is not None and shared.places and control not in shared.controls:
            return shared.base.owners(control)
        found = self._owners.get(control)
        if found is None:
            by_office: dict[str | None, list[str]] = {}
            for post in self.view.out(OWNED_BY, control):
                by_office.setdefault(self.office(post), []).append(post)
            line = (self.view.node(Kind.CONTROL, control) or EMPTY).get("line")
            held = {office: tuple(posts) for office, posts in by_office.items()}
            found = self._owners[control] = Owners(line if isinstance(line, int) else None, held)
        return found

    def covering_owners(self, control: str, post: str) -> tuple[str, ...]:
        """Owners through whom a control covers what a post bears.

        They are other posts than that one; in line 1 of the same office, in lines 2 and 3 of that office or one
        above it. Whether the control works at all is `works`.
        """
        owners = self.owners(control)
        if owners.line == 1:
            offices: tuple[str, ...] = self.above(self.office(post))[:1]
        elif owners.line in (2, 3):
            offices = self.above(self.office(post))
        else:
            return ()
        by_office = owners.by_office
        return tuple(q for office in offices for q in by_office.get(office, ()) if q != post)

    # -- articles ----------------------------------------------------------------------------------------------

    def live(self, article: str) -> bool:
        """The article is in the graph and neither it nor its instrument is repealed."""
        found = self._live.get(article)
        if found is None:
            held = self.view.node(Kind.ARTICLE, article)
            above = (self.view.node(Kind.INSTRUMENT, code) for code in self.view.out(ARTICLE_PART_OF, article))
            found = held is not None and all(
                (each or EMPTY).get("status", "live") != "repealed" for each in (held, *above)
            )
            self._live[article] = found
        return found

    def rank(self, article: str) -> str:
        """Rank of an article: its own, else that of its instrument, else ""."""
        held = (self.view.node(Kind.ARTICLE, article) or EMPTY).get("rank")
        if held is None:
            above = self.view.out(ARTICLE_PART_OF, article)
            held = (self.view.node(Kind.INSTRUMENT, above[0]) or EMPTY).get("rank") if above else None
        return "" if held is None else str(held)

    def bases(self, power: str) -> tuple[str, ...]:
        """Live articles that a power rests on."""
        return tuple(article for article in self.view.out(AUTHORIZED_BY, power) if self.live(article))

    def users(self, article: str) -> frozenset[tuple[Kind, str]]:
        """Active powers that rest on an article, and steps with a duty and controls of live risks under it."""
        powers = ((Kind.POWER, w) for w in self.view.into(AUTHORIZED_BY, article) if self.active(w))
        steps = ((Kind.STEP, s) for s in self.view.into(STEP_REGULATED_BY, article) if self.performers(s))
        controls = ((Kind.CONTROL, c) for c in self.view.into(CONTROL_REGULATED_BY, article) if self.protects(c))
        return frozenset((*powers, *steps, *controls))

    def used(self, article: str) -> bool:
        """The article has some user."""
        view = self.view
        return (
            any(map(self.active, view.into(AUTHORIZED_BY, article)))
            or any(map(self.performers, view.into(STEP_REGULATED_BY, article)))
            or any(map(self.protects, view.into(CONTROL_REGULATED_BY, article)))
        )

    # -- time --------------------------------------------------------------------------------------------------

    def days(self, power: str) -> int | None:
        """Working days of the longest way through a power's steps; None where that is unknown."""
        steps = self.view.out(HAS_STEP, power)
        if not steps or not self.active(power):
            return None
        limits: dict[str, int] = {}
        for step in steps:
            limit = (self.view.node(Kind.STEP, step) or EMPTY).get("limit_days")
            if not isinstance(limit, int):
                return None
            limits[step] = limit
        return _longest(limits, {s: [n for n in self.view.out(NEXT, s) if n in limits] for s in steps})


def derived_of(view: View) -> Derived:
    """Derived relations of a view; those of a snapshot are kept with it."""
    return once(view, "derived", lambda: Derived(view))


def _longest(limits: Mapping[str, int], following: Mapping[str, list[str]]) -> int | None:
    """Largest sum of limits along a path; None where the steps run in a circle (Kahn's order)."""
    waiting = dict.fromkeys(limits, 0)
    for ends in following.values():
        for end in ends:
            waiting[end] += 1
    ready = [step for step, count in waiting.items() if not count]
    total = dict(limits)
    done = 0
    while ready:
        step = ready.pop()
        done += 1
        for end in following[step]:
            total[end] = max(total[end], total[step] + limits[end])
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    return max(total.values()) if done == len(limits) else None
