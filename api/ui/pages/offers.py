"""What may be done to a power where a change is to stand: how much each operation moves, and why not the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.ui.pages.reasons import Doubt, ends_of, meant, why_not
from api.ui.words import counted
from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.model import EMPTY
from graph.reform import Reform, apply_reform
from graph.schema import LEVELS, Kind, Label
from graph.snapshot import Snapshot
from graph.view import View
from queries.legal import Legality, Refusal, Trial, legal_operations
from queries.room import Room, room_at_large

__all__ = ["Offers", "by_reach", "offers_of", "takes_power"]

_POWERS = {"power", "powers"}


@dataclass(frozen=True, slots=True)
class Offers:
    """The operations that take a power, and ``others`` that take none; ``doubt`` is what else its ``name`` may mean.

    ``levels`` count the active powers by level, ``ends`` say of operations that they lead no further, since the power
    is at the end of the levels already. ``below`` says of operations to which levels a basis in force does not let the
    power go.
    """

    power: str
    name: str
    doubt: Doubt | None
    to_power: tuple[Legality, ...]
    others: tuple[tuple[Operation, Room], ...]
    levels: tuple[tuple[str, Label, int], ...]
    ends: Mapping[str, Label]
    below: Mapping[str, tuple[tuple[str, Label], ...]]

    def named(self, op: str) -> Legality | None:
        """What is offered of an operation on the power; None where it takes none."""
        return next((offer for offer in self.to_power if offer.operation.op == op), None)

    def why_not(self, refusal: Refusal) -> Label:
        """Why an operation is refused."""
        return why_not(refusal)

    def refused(self, offer: Legality) -> Label | None:
        """Why an operation is not for this power: it is refused, or leads no further and has no duty to move."""
        if offer.refusal is not None:
            return why_not(offer.refusal)
        ended, trial = self.ends.get(offer.operation.op), self.reach(offer)
        return None if trial is not None and trial.given_up else ended

    def reach(self, offer: Legality) -> Trial | None:
        """The change of an operation that moves most duties; None where arguments must be given first."""
        return next(iter(by_reach(offer)), None)

    def extent(self, trial: Trial) -> Label:
        """How much a change edits; where it edits no duty but a status, that duties change with it."""
        if not trial.edits:  # the one that does most
            return Label("现有的选法都不改动什么", "edits nothing as it is offered")
        zh, en = f"{trial.edits} 处编辑", counted(trial.edits, "edit")
        if trial.duties:
            return Label(f"{zh}，其中职责 {trial.duties}", f"{en}, {trial.duties} of them duties")
        if trial.by_status:
            return Label(f"{zh}；职责随状态变动，见影响", f"{en}; duties change with the status, see the impact")
        return Label(zh, en)


def offers_of(text: str, view: Snapshot, before: Reform) -> Offers:
    """What may be done, after the changes of ``before``, to the power that a code or name names."""
    state = apply_reform(view, before).overlay if before.changes else view
    power, name, unclear = meant(state, "power", text, Kind.POWER)
    offered = legal_operations(view, power, before) if power else ()
    return Offers(
        power,
        name,
        unclear,
        offered,
        _at_large(state),
        tuple(_levels(view)),
        ends_of(state, power),
        {offer.operation.op: tuple(_below(state, offer)) for offer in offered},
    )


def by_reach(offer: Legality) -> list[Trial]:
    """What can be applied as it stands, with what moves most duties first."""
    return sorted(offer.choices, key=lambda trial: (-trial.duties, -trial.edits))


def takes_power(operation: Operation) -> bool:
    """It is done to one power or several."""
    required = {item.name for item in operation.arguments if item.required}
    return bool(_POWERS & required)


def _at_large(state: View) -> tuple[tuple[Operation, Room], ...]:
    rooms = room_at_large(state)
    return tuple((item, rooms[item.op]) for item in OPERATIONS.values() if not takes_power(item))


def _below(state: View, offer: Legality) -> Iterator[tuple[str, Label]]:
    floors = dict.fromkeys(floor for trial in offer.choices for floor in trial.below)
    return ((floor.to, floor.said(state)) for floor in floors)


def _levels(view: View) -> Iterator[tuple[str, Label, int]]:
    held = (view.node(Kind.POWER, code) or EMPTY for code in view.codes(Kind.POWER))
    active = Counter(power.get("level") for power in held if power.get("status", "active") == "active")
    return ((level, LEVELS.get(level, Label(level, level)), active[level]) for level in view.manifest.levels)
