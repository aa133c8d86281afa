"""What a reform does to each thing that a picture of it shows: one mark for each, the gravest first.

Marks follow the statuses of the calculus. Two are kept apart wherever both could be meant: what ends itself (✕), and a
risk that remains while its control, or whoever bore it, is gone (▲!).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.ui.powers import becomes
from api.ui.theme import MARKS, POWER_MARKS, Mark, mark_of
from graph.model import NodeId
from graph.schema import EXERCISED_BY, EXPOSES, HAS_STEP, OWNED_BY, PERFORMED_BY, Kind, Link
from queries.impact.model import Impact, RiskStatus
from queries.report.case import Case, Staffing

__all__ = ["Changes"]

_OF_CONTROL = (("PG020", "stalled"), ("PG007", "orphaned"))
_OF_STAFFING = {
    Staffing.OWN: ("office-gained", "office-kept"),
    Staffing.ABOVE: ("office-above", "office-kept-above"),
    Staffing.NOBODY: ("office-unstaffed", "office-kept-unstaffed"),
}
"""Who does a step in an office that receives it without a counterpart: where the power is new there, and where not."""
_RELATIONS: dict[Kind, tuple[Link, ...]] = {
    Kind.STEP: (PERFORMED_BY, EXPOSES),
    Kind.CONTROL: (OWNED_BY,),
}


class Changes:
    """The marks of one impact."""

    def __init__(self, impact: Impact) -> None:
        self.impact = impact
        self.reassigned = {step for step, _, _ in impact.duties_reassigned}
        self.opened = {(finding.code, finding.identity[0]) for finding in impact.opened}

    def mark(self, node: NodeId) -> Mark | None:
        """What happens to a node; None where nothing does."""
        kind, code = node
        if kind is Kind.RISK:
            return self._of_risk(code)
        if kind is Kind.ARTICLE and code in self.impact.articles:
            return mark_of(self.impact.articles[code])
        if self.impact.after.node(kind, code) is None:
            return MARKS["ended"]
        if kind is Kind.POST:
            return mark_of(self.impact.posts[code]) if code in self.impact.posts else None
        return MARKS["new"] if self.impact.before.node(kind, code) is None else self._of_lasting(node)

    def offices(self) -> Mapping[str, Mark]:
        """Offices that keep, get or give up a power that changes hands, and where a step has nobody: one mark each."""
        impact, kept = self.impact, frozenset(self._keeping())
        found = dict.fromkeys(kept, "office-kept")
        found |= dict.fromkeys((unit for _, unit in impact.offices_lost), "office-lost")
        found |= dict.fromkeys((unit for _, unit in impact.offices_gained), "office-gained")
        found |= dict.fromkeys((unit for _, unit in impact.no_receiver), "office-unreceived")
        case = Case(impact)
        staffed = {(unit, case.staffing(step, unit)) for step, _, unit in impact.no_counterpart}
        for staffing in (Staffing.OWN, Staffing.ABOVE, Staffing.NOBODY):
            units = (unit for unit, held in staffed if held is staffing)
            found |= {unit: _OF_STAFFING[staffing][unit in kept] for unit in units}
        found |= dict.fromkeys((unit for unit in self._partly(case) if unit not in kept), "office-partly")
        return {unit: MARKS[mark] for unit, mark in sorted(found.items())}

    def _partly(self, case: Case) -> Iterator[str]:
        """The offices where a step of a power has nobody, and another step of it a post of their own."""
        after = self.impact.after
        for step, unit in dict.fromkeys((step, unit) for step, _, unit in self.impact.no_counterpart):
            if case.staffing(step, unit) is Staffing.NOBODY:
                steps = {other for power in after.into(HAS_STEP, step) for other in after.out(HAS_STEP, power)}
                if any(case.staffing(other, unit) is Staffing.OWN for other in steps):
                    yield unit

    def _keeping(self) -> Iterator[str]:
        """The offices that exercise a power before and after, where others begin or cease to."""
        impact = self.impact
        for power in dict.fromkeys(power for power, _ in (*impact.offices_lost, *impact.offices_gained)):
            yield from set(impact.before.out(EXERCISED_BY, power)) & set(impact.after.out(EXERCISED_BY, power))

    def _of_lasting(self, node: NodeId) -> Mark | None:
        """The mark of what is there before and after."""
        if node.kind is Kind.POWER:
            return self._of_power(node.code)
        if node.kind is Kind.STEP and node.code in self.reassigned:
            return MARKS["reassigned"]
        if node.kind is Kind.CONTROL:
            for finding, mark in _OF_CONTROL:
                if (finding, node.code) in self.opened:
                    return MARKS[mark]
        views = (self.impact.before, self.impact.after)
        before, after = (
            [view.node(*node), *(view.out(link, node.code) for link in _RELATIONS.get(node.kind, ()))] for view in views
        )
        return MARKS["changed"] if before != after else None

    def _of_risk(self, code: str) -> Mark | None:
        status = self.impact.risks.get(code)
        if ("PG005", code) in self.opened and status is not RiskStatus.ENDED:
            return MARKS["uncovered"]
        if status is not None:
            return mark_of(status, there=self.impact.after.node(Kind.RISK, code) is not None)
        if ("PG019", code) in self.opened:
            return MARKS["uncovered"]
        before, after = (view.node(Kind.RISK, code) for view in (self.impact.before, self.impact.after))
        return MARKS["changed"] if before and after and before != after else None

    def _of_power(self, code: str) -> Mark | None:
        """A power of the neighbourhood that was not touched has no mark."""
        return POWER_MARKS[becomes(self.impact, code)] if code in self.impact.touched else None

    def changed_steps(self) -> tuple[set[str], set[str]]:
        """Steps of touched powers, before and after together: those that change, and those that stay."""
        views = (self.impact.before, self.impact.after)
        steps = {step for view in views for power in self.impact.touched for step in view.out(HAS_STEP, power)}
        moved = {step for step, _ in (*self.impact.duties_lost, *self.impact.duties_gained)}
        changed = {step for step in steps if step in moved or self.mark(NodeId(Kind.STEP, step)) is not None}
        return changed, steps - changed
