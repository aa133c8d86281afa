"""What may be done to a power now: each operation of the calculus is tried, and what refuses it is told.

There is no list of rules here beside `graph.changes`. An operation is applied to an overlay that is thrown away,
with the power and with stand-ins for the other arguments that it must have. A refusal that names the power says that
the operation is not legal on it; any other one only says that the stand-ins were no arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.derived import Derived
from graph.edits import Action, Edit
from graph.errors import ConflictError, MissingError, ReformRefused
from graph.model import NodeId, RelationId
from graph.reform import Reform, apply_reform
from graph.schema import HAS_STEP, KINDS, PERFORMED_BY, Kind, Label
from graph.view import View
from queries.floors import Floor, floors_of_change
from queries.room import Room, room_of

__all__ = ["Legality", "Refusal", "Trial", "legal_operations", "try_change"]

Change = Mapping[str, Any]

_POWER, _POWERS = "power", "powers"
_LEVELS = ("from", "to")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an operation cannot be applied: the argument, the reason, the article; or the revision in the way."""

    field: str
    said: Label
    article: str | None = None
    revision: int | None = None

    @property
    def reason(self) -> str:
        """The reason in both languages."""
        return str(self.said) if self.said.zh != self.said.en else self.said.zh

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "reason": self.reason, "article": self.article, "revision": self.revision}


@dataclass(frozen=True, slots=True)
class Trial:
    """One change that can be applied as it stands.

    ``edits`` counts what it would change, ``duties`` how many duties among that, and ``given_up`` how many of these
    somebody has no longer; ``no_receiver`` and ``no_counterpart`` count what moving duties could not place. ``below``
    are the bases in force that do not allow the level to which it lets offices act. ``by_status`` says that a power's
    status changes: its duties begin or end with that, though none of them is edited.
    """

    arguments: Mapping[str, Any]
    edits: int
    duties: int
    no_receiver: int
    no_counterpart: int
    below: tuple[Floor, ...] = ()
    given_up: int = 0
    by_status: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "arguments": dict(self.arguments),
            "edits": self.edits,
            "duties": self.duties,
            "no_receiver": self.no_receiver,
            "no_counterpart": self.no_counterpart,
            "below": [floor.to_json() for floor in self.below],
        }


@dataclass(frozen=True, slots=True)
class Legality:
    """Whether an operation may be applied to a power.

    Attributes:
        operation: the operation.
        refusal: why it may not; None where it may, given right arguments.
        choices: changes that can be applied at once; of arguments with few values (levels, types) each that can.
            Empty where the other arguments have too many values to try.
        room: of a legal operation what there is to choose those other arguments from; None where choices tell.
    """

    operation: Operation
    refusal: Refusal | None
    choices: tuple[Trial, ...]
    room: Room | None = None

    @property
    def legal(self) -> bool:
        return self.refusal is None

    def to_json(self) -> dict[str, Any]:
        operation = self.operation
        return {
            "op": operation.op,
            "label": {"zh": operation.label.zh, "en": operation.label.en},
            "arguments": [
                {"name": item.name, "label": {"zh": item.label.zh, "en": item.label.en}, "required": item.required}
                for item in operation.arguments
            ],
            "legal": self.legal,
            "refusal": None if self.refusal is None else self.refusal.to_json(),
            "choices": [trial.to_json() for trial in self.choices],
            "room": None if self.room is None else self.room.to_json(),
        }


def legal_operations(view: View, power: str, before: Reform | None = None) -> tuple[Legality, ...]:
    """Every operation that takes a power, in the order of the calculus, and whether it may be applied to this one.

    Args:
        view: the graph on the day of the change.
        power: code of a power.
        before: changes that are made first; their result is what is asked about.

    Raises:
        MissingError: there is no such power, before those changes or after them.
        ReformRefused: one of those changes cannot be applied.
    """
    first = before or Reform("", ())
    state = apply_reform(view, first).overlay
    if state.node(Kind.POWER, power) is None:
        raise MissingError(
            Label(f"没有编码为 {power!r} 的职权；请按名称查找", f"no power has the code {power!r}; search by its name")
        )
    attempt = _Attempt(view, first, len(state.edits))
    rooms = room_of(state, power)
    return tuple(
        _legality(attempt, operation, power, state, rooms.get(operation.op))
        for operation in OPERATIONS.values()
        if {_POWER, _POWERS} & {item.name for item in operation.arguments}
    )


def try_change(view: View, change: Change) -> Trial | Refusal:
    """What one change would do if it were made now, or why it cannot be made."""
    return _Attempt(view, Reform("", ()), 0).trial(change)


@dataclass(frozen=True, slots=True)
class _Attempt:
    view: View
    before: Reform
    own: int
    """Edits of the changes before."""

    def trial(self, change: Change) -> Trial | Refusal:
        """Apply a change behind the others, and forget it again."""
        reform = replace(self.before, changes=(*self.before.changes, change))
        try:
            applied = apply_reform(self.view, reform)
        except ReformRefused as error:
            return Refusal(error.field, error.said, error.article)
        except ConflictError as error:
            return Refusal(_POWER, error.message, revision=error.revision)
        edits = applied.overlay.edits[self.own :]
        duties = [
            edit for edit in edits if isinstance(edit.identity, RelationId) and edit.identity.link == PERFORMED_BY
        ]
        given_up = sum(edit.action is Action.RETIRE_RELATION for edit in duties)
        arguments = {name: value for name, value in change.items() if name != "op"}
        below = floors_of_change(Derived(applied.overlay), change)
        lacking = len(applied.no_receiver), len(applied.no_counterpart)
        by_status = any(map(_turns_status, edits))
        return Trial(arguments, len(edits), len(duties), *lacking, below, given_up, by_status)


def _turns_status(edit: Edit) -> bool:
    own = isinstance(edit.identity, NodeId) and edit.identity.kind is Kind.POWER
    return own and edit.action is Action.SET_NODE and "status" in edit.properties


def _legality(attempt: _Attempt, operation: Operation, power: str, state: View, room: Room | None) -> Legality:
    refusal: Refusal | None = None
    choices = []
    for arguments in _candidates(operation, power, state):
        tried = attempt.trial({"op": operation.op, **arguments})
        if isinstance(tried, Trial):
            choices += [] if _POWERS in arguments else [tried]  # with which other power is not ours to say
        elif tried.field in (_POWER, _POWERS):
            refusal = tried
            break
    return Legality(operation, refusal, () if refusal else tuple(choices), None if refusal else room)


def _candidates(operation: Operation, power: str, state: View) -> Iterator[dict[str, Any]]:
    """Arguments to try: every value of those that have few, nothing for the others that must be given."""
    names = {item.name for item in operation.arguments}
    given: dict[str, Any] = {item.name: None for item in operation.arguments if item.required}
    given |= _named(names, power, state)
    if "steps" in given:
        given["steps"] = list(state.out(HAS_STEP, power))
    if names.issuperset(_LEVELS):
        for ends in product(state.manifest.levels, repeat=2):
            yield {**given, **dict(zip(_LEVELS, ends, strict=True))}
    elif "to_type" in names:
        for kind in KINDS[Kind.POWER].properties["type"].values:
            yield {**given, "to_type": kind}
    else:
        yield given


def _named(names: set[str], power: str, state: View) -> dict[str, Any]:
    """The arguments that name the power; where several are asked for, with another that is active."""
    if _POWERS not in names:
        return {_POWER: power}
    derived = Derived(state)
    others: Sequence[str] = [code for code in state.codes(Kind.POWER) if code != power and derived.active(code)][:1]
    return {_POWERS: [power, *others], "into": power}
