"""One impact with both its sides at hand: the names, places, origins and paths that every chapter asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property

from graph.derived import Derived
from graph.model import EMPTY, NodeId, Properties
from graph.schema import (
    AUTHORIZED_BY,
    CONTROL_REGULATED_BY,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    LEVELS,
    MITIGATED_BY,
    PERFORMED_BY,
    SPECIFIED_BY,
    STEP_REGULATED_BY,
    Kind,
    Label,
    Link,
    property_of,
)
from graph.view import View
from queries.census import ORIGINS
from queries.findings.gravity import worst_first
from queries.findings.model import Finding
from queries.impact.evidence import row_key
from queries.impact.model import Impact, Path
from queries.report.altered import AlteredControl, AlteredRisk, altered_controls, altered_risks
from queries.report.document import Cell
from queries.report.gaps import told_again
from queries.report.later import LaterFact, later_facts

__all__ = ["Case", "Staffing", "level_label", "value_label"]


class Staffing(Enum):
    """Whose post performs a step for an office that got it without a counterpart; by NOBODY it is a PG003."""

    OWN = Label("已由后续补足", "staffed by the follow-up")
    ABOVE = Label("由上级机关办理，本机关无岗位", "done above: no post of its own")
    NOBODY = Label("仍无人办理，须设岗", "still nobody: a post is needed")


class Case:
    """An impact as the chapters read it. What is in both graphs is described as it is after the reform."""

    def __init__(self, impact: Impact) -> None:
        self.impact = impact
        self.before = Derived(impact.before)
        self.after = Derived(impact.after)

    # -- nodes -------------------------------------------------------------------------------------------------

    def side(self, kind: Kind, code: str) -> Derived:
        """The graph that a node is described from: the one after the reform, if it is there."""
        return self.after if self.after.view.node(kind, code) is not None else self.before

    def held(self, kind: Kind, code: str) -> Properties:
        """Properties of a node; empty where it is in neither graph."""
        return self.side(kind, code).view.node(kind, code) or EMPTY

    def name(self, kind: Kind, code: str) -> str:
        """Name of a node, or its code where it has none."""
        return str(self.held(kind, code).get("name", code))

    def staffing(self, step: str, unit: str) -> Staffing:
        """Who performs the step for the office once the reform is carried out."""
        posts = self.after.view.out(PERFORMED_BY, step)
        at = frozenset[str]().union(*(self.after.places(step, post) for post in posts))
        if unit in at:
            return Staffing.OWN
        return Staffing.NOBODY if at.isdisjoint(self.after.above(unit)) else Staffing.ABOVE

    def title(self, kind: Kind, code: str) -> str:
        """Code and name of a node."""
        name = self.held(kind, code).get("name")
        return code if name is None else f"{code} {name}"

    def titles(self, kind: Kind, codes: Iterable[str]) -> str | None:
        """Codes and names of several nodes; None where there is none."""
        return "、".join(self.title(kind, code) for code in codes) or None

    def origin(self, *nodes: tuple[Kind, str]) -> str:
        """The least documented origin among some nodes."""
        found = [str(self.held(*node).get("origin", "")) for node in nodes]
        return max(found, key=lambda origin: (ORIGINS.index(origin) if origin in ORIGINS else 1, origin), default="")

    def value(self, kind: Kind, code: str, name: str) -> Cell:
        """A property of a node as its label; None where it is absent."""
        return value_label(kind, name, self.held(kind, code).get(name))

    # -- posts -------------------------------------------------------------------------------------------------

    def role(self, post: str) -> str:
        """Standard post of a post; "" where it names none."""
        return str(self.held(Kind.POST, post).get("role", ""))

    def roles(self, posts: Iterable[str]) -> tuple[str, ...]:
        """The distinct standard posts of some posts."""
        return tuple(sorted({self.role(post) for post in posts} - {""}))

    def office(self, post: str) -> str:
        """Office of a post; "" where it has none."""
        return self.side(Kind.POST, post).office(post) or ""

    def region(self, unit: str) -> str:
        """The office of the second level above or at a unit, by which long lists are folded; else the unit."""
        if not unit:
            return ""
        side = self.side(Kind.UNIT, unit)
        second = side.view.manifest.levels[1:2]
        return next((office for office in side.above(unit) if side.level(office) in second), unit)

    def summary(self, posts: Iterable[str]) -> Cell:
        """Posts in few words: standard posts with their numbers, and in how many offices; None for nobody."""
        held = sorted(posts)
        if not held:
            return None
        if len(held) == 1:
            return self.title(Kind.POST, held[0])
        numbers: dict[str, int] = {}
        for post in held:
            role = self.role(post) or self.name(Kind.POST, post)
            numbers[role] = numbers.get(role, 0) + 1
        parts = [f"{role}×{number}" for role, number in sorted(numbers.items())]
        more = len(parts) - 3
        zh, en = (f" 等 {len(parts)} 类", f" and {more} more kinds") if more > 0 else ("", "")
        offices = len({self.office(post) for post in held})
        return Label(
            f"{'、'.join(parts[:3])}{zh}（{offices} 个机关）",
            f"{', '.join(parts[:3])}{en} ({offices} {'office' if offices == 1 else 'offices'})",
        )

    # -- findings ----------------------------------------------------------------------------------------------

    @cached_property
    def again(self) -> Mapping[Finding, tuple[Finding, ...]]:
        """The opened findings that tell a gap once more, by the one that tells it first (`queries.report.gaps`)."""
        return told_again(self.impact.opened)

    @cached_property
    def repeated(self) -> frozenset[Finding]:
        """Those that tell a gap once more: they are not counted."""
        return frozenset(finding for later in self.again.values() for finding in later)

    @cached_property
    def opened(self) -> tuple[Finding, ...]:
        """The opened findings, the gravest first (`queries.findings.gravity`), each gap once.

        Sentence, lists, chapters and task sheets take this one order.
        """
        every = worst_first(self.impact.after, self.impact.opened)
        return tuple(found for found in every if found not in self.repeated)

    # -- what the reform alters beside what moves ----------------------------------------------------------------

    @cached_property
    def controls(self) -> tuple[AlteredControl, ...]:
        """The controls that are not as they were."""
        return altered_controls(self.impact.before, self.impact.after)

    @cached_property
    def revalued(self) -> tuple[AlteredRisk, ...]:
        """The risk points that are graded or classed anew."""
        return altered_risks(self.impact.before, self.impact.after)

    @cached_property
    def later(self) -> tuple[LaterFact, ...]:
        """What the log holds for later days of the powers that the reform touches."""
        return later_facts(self.impact)

    # -- days --------------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> Mapping[str, tuple[int | None, int | None]]:
        """The working days that are told, before and after (None: unknown), by power.

        Beside those that differ, those of a power whose limits change while its days stay unknown: no difference
        to the calculus, but a reader who set a limit looks for it.
        """
        unknown = (power for power in self.impact.touched if self._is_limited_anew(power))
        return {**self.impact.days, **dict.fromkeys(unknown, (None, None))}

    def _is_limited_anew(self, power: str) -> bool:
        if not (self.before.active(power) and self.after.active(power)) or self.after.days(power) is not None:
            return False
        return power not in self.impact.days and _limits(self.before, power) != _limits(self.after, power)

    # -- paths -------------------------------------------------------------------------------------------------

    def evidence(self, *key: str) -> tuple[Path, ...]:
        """The paths that the impact gives for a row."""
        return self.impact.evidence.get(row_key(*key), ())

    def basis(self, power: str) -> Path:
        """The way from an article that a power rests on to the power; empty where it rests on none."""
        for view in (self.after.view, self.before.view):
            articles = view.out(AUTHORIZED_BY, power)
            if articles:
                return (_hop(AUTHORIZED_BY, power, articles[0]),)
        return ()

    def to_step(self, step: str) -> Path:
        """The way from an article over its power to a step."""
        power = self.side(Kind.STEP, step).power_of(step)
        return () if power is None else (*self.basis(power), _hop(HAS_STEP, power, step))

    @cached_property
    def hanging(self) -> dict[NodeId, Path]:
        """A way from a touched power to everything that hangs on it, before or after the reform."""
        found: dict[NodeId, Path] = {}
        for view in (self.after.view, self.before.view):
            for power in self.impact.touched:
                for node, path in _hanging(view, power, self.basis(power)):
                    found.setdefault(node, path)
        return found

    def behind(self, kind: Kind, code: str, *key: str) -> tuple[Path, ...]:
        """The evidence of a row, else a way from a touched power to its node, or to some kinds from any power.

        These are a risk, a control and an article: one that is repealed touches no power, and what used it is what a
        reader asks for. Empty where there is none.
        """
        found = self.evidence(*key) if key else ()
        path = self.hanging.get(NodeId(kind, code), ()) or self._anyhow(kind, code)
        return found or ((path,) if path else ())

    def _anyhow(self, kind: Kind, code: str) -> Path:
        """A way over a power and a step to a risk point, over a risk point to a control, over a user to an article."""
        for view in (self.before.view, self.after.view):
            if kind is Kind.RISK:
                for step in view.into(EXPOSES, code):
                    return (*self.to_step(step), _hop(EXPOSES, step, code))
            elif kind is Kind.CONTROL:
                for risk in view.into(MITIGATED_BY, code):
                    return (*self._anyhow(Kind.RISK, risk), _hop(MITIGATED_BY, risk, code))
            elif kind is Kind.ARTICLE:
                for power in view.into(AUTHORIZED_BY, code):
                    return (_hop(AUTHORIZED_BY, power, code),)
                for step in view.into(STEP_REGULATED_BY, code):
                    return (*self.to_step(step), _hop(STEP_REGULATED_BY, step, code))
                for control in view.into(CONTROL_REGULATED_BY, code):
                    return (*self._anyhow(Kind.CONTROL, control), _hop(CONTROL_REGULATED_BY, control, code))
        return ()


def _limits(side: Derived, power: str) -> dict[str, object]:
    """The limits that are set for steps of a power."""
    held = {step: side.view.node(Kind.STEP, step) or EMPTY for step in side.view.out(HAS_STEP, power)}
    return {step: found["limit_days"] for step, found in held.items() if "limit_days" in found}


def _hop(link: Link, source: str, target: str) -> tuple[str, str, str]:
    return link.rel.value, str(NodeId(link.from_kind, source)), str(NodeId(link.to_kind, target))


_FROM_STEP = (PERFORMED_BY, EXPOSES, GOVERNED_BY, STEP_REGULATED_BY)
_FROM_CONTROL = (SPECIFIED_BY, CONTROL_REGULATED_BY)


def _hanging(view: View, power: str, basis: Path) -> Iterator[tuple[NodeId, Path]]:
    for article in view.out(AUTHORIZED_BY, power):
        yield NodeId(Kind.ARTICLE, article), (_hop(AUTHORIZED_BY, power, article),)
    for step in view.out(HAS_STEP, power):
        to_step = (*basis, _hop(HAS_STEP, power, step))
        yield NodeId(Kind.STEP, step), to_step
        for link in _FROM_STEP:
            for code in view.out(link, step):
                yield NodeId(link.to_kind, code), (*to_step, _hop(link, step, code))
        for risk in view.out(EXPOSES, step):
            for control in view.out(MITIGATED_BY, risk):
                to_control = (*to_step, _hop(EXPOSES, step, risk), _hop(MITIGATED_BY, risk, control))
                yield NodeId(Kind.CONTROL, control), to_control
                for link in _FROM_CONTROL:
                    for code in view.out(link, control):
                        yield NodeId(link.to_kind, code), (*to_control, _hop(link, control, code))


def level_label(level: object) -> Cell:
    """An office level as its label; as it is where it is none of the default ones; None where it is absent."""
    return None if not level else LEVELS.get(str(level), str(level))


def value_label(kind: Kind, name: str, value: object) -> Cell:
    """A property value as its label from the schema; None where it is absent."""
    if value is None:
        return None
    declared = property_of(kind, name)
    called = None if declared is None else declared.called(value)
    if called is not None:
        return called
    if declared is not None and declared.level:
        return level_label(value)
    if isinstance(value, bool):
        return Label("是", "yes") if value else Label("否", "no")
    if isinstance(value, tuple):
        return "、".join(value)
    return value if isinstance(value, int) else str(value)
