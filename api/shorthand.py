"""Reforms without a file: to cancel, suspend or delegate a power by its code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from api.spelling import level_named
from graph.errors import InputError, MissingError, ReformRefused
from graph.reform import Reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from graph.terms import Label
from queries.report.operations import title_of

__all__ = ["short_reform", "spelled"]

Delegated = tuple[str | None, str | None, str | None]
"""The power, the level it is delegated from, the level it goes to."""


def short_reform(cancel: Sequence[str], suspend: Sequence[str], delegate: Delegated, written: str) -> Reform:
    """The reform that a few codes describe, without a name yet (`spelled`); no change where none is given.

    Args:
        cancel: codes of powers to cancel.
        suspend: codes of powers to suspend.
        delegate: a delegation.
        written: how whoever asks writes a delegation, for the message.

    Raises:
        InputError: of a delegation only parts are given.
    """
    code, from_level, to_level = delegate
    changes: list[dict[str, Any]] = [{"op": "cancel", "power": power} for power in cancel]
    changes += [{"op": "suspend", "power": power} for power in suspend]
    if any(delegate):
        if not code or not from_level or not to_level:
            raise InputError(Label(f"{written}：三者须同时给出", f"{written}: all three are needed"))
        changes.append({"op": "delegate", "power": code, "from": from_level, "to": to_level})
    return Reform(name="", changes=tuple(changes))


def spelled(asked: Reform, snapshot: Snapshot) -> Reform:
    """The same reform with names and labels made codes, and called after these.

    Raises:
        ReformRefused: a power is unknown, or several are called so.
    """
    changes = []
    for position, change in enumerate(asked.changes):
        levels = {name: level_named(change[name], snapshot.manifest) for name in ("from", "to") if name in change}
        changes.append({**change, "power": _power_named(snapshot, change["power"], position), **levels})
    made = replace(asked, changes=tuple(changes))
    return replace(made, name=title_of(made).zh)


def _power_named(snapshot: Snapshot, text: str, position: int) -> str:
    """The code of the power that a code or a whole name names."""
    from queries.paths import resolve

    try:
        return resolve(snapshot, text, Kind.POWER).code
    except MissingError as error:
        raise ReformRefused(position, "power", error.message, unknown=f"{Kind.POWER.value}/{text}") from error
    except InputError as error:
        raise ReformRefused(position, "power", error.message) from error
