"""What the log holds for later days about the powers that a reform touches.

Impact is the difference of two graphs on one day (calculus §5), so what begins afterwards is in neither of them. A step
or a post that another revision gives a power from the next day on then hangs on a power that is cancelled or suspended,
and no finding says so: whoever reads the report is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.model import NodeId, RelationId
from graph.schema import HAS_STEP, Kind, Label
from graph.snapshot import Snapshot
from graph.terms import plural
from queries.impact.model import Impact
from queries.report.words import joined

__all__ = ["LaterFact", "later_facts", "later_said"]


@dataclass(frozen=True, slots=True)
class LaterFact:
    """Something with a version after the day of the reform, the touched power that it hangs on, and whose it is.

    ``at`` is that power or a step of it; ``revision`` the one that recorded it, None where the graph does not say.
    """

    identity: NodeId | RelationId
    power: str
    at: NodeId
    revision: int | None


def later_facts(impact: Impact) -> tuple[LaterFact, ...]:
    """What is recorded for later days of touched powers and their steps, by power; the reform edits none of it."""
    view = impact.before
    if not isinstance(view, Snapshot) or not view.later:
        return ()
    powers = _powers(impact)
    found = (_fact(identity, revision, powers) for identity, revision in view.later.items())
    return tuple(sorted(filter(None, found), key=lambda fact: (fact.power, str(fact.identity))))


def _fact(identity: NodeId | RelationId, revision: int | None, powers: Mapping[NodeId, str]) -> LaterFact | None:
    ends = identity.ends if isinstance(identity, RelationId) else (identity,)
    at = next((node for node in ends if node in powers), None)
    return None if at is None else LaterFact(identity, powers[at], at, revision)


def _powers(impact: Impact) -> Mapping[NodeId, str]:
    """The touched powers and their steps, before or after, each with its power."""
    found: dict[NodeId, str] = {}
    for view in (impact.after, impact.before):
        for power in impact.touched:
            found.setdefault(NodeId(Kind.POWER, power), power)
            for step in view.out(HAS_STEP, power):
                found.setdefault(NodeId(Kind.STEP, step), power)
    return found


def later_said(facts: Sequence[LaterFact], ended: frozenset[str]) -> Iterator[Label]:
    """How many there are, on powers that are not exercised any more (``ended``) and on others; nothing for none."""
    for over in (True, False):
        held = [fact for fact in facts if (fact.power in ended) is over]
        if not held:
            continue
        number, by = len(held), _revisions(held)
        zh, en = ("不再行使", "no longer exercised") if over else ("所改", "changed")
        yield Label(
            f"{number} 处此后生效的记录{by.zh}挂在{zh}的职权上，未计入",
            f"{plural(number, 'record')} of later days{by.en} hanging on powers {en}, not counted here",
        )


def _revisions(facts: Sequence[LaterFact]) -> Label:
    numbers = sorted(Counter(fact.revision for fact in facts if fact.revision is not None))
    if not numbers:
        return Label("", "")
    named = joined([Label(str(number), str(number)) for number in numbers], "、", ", ")
    return Label(f"（第 {named.zh} 次修订）", f" (revision{'' if len(numbers) == 1 else 's'} {named.en})")
