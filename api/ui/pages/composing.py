"""Editing a reform step by step: each step makes another reform, and so another address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.errors import InputError, Problem
from graph.model import parse_date
from graph.reform import Reform
from graph.terms import Both

__all__ = ["TEXTS", "edited", "mark_after", "position_after", "with_change", "with_texts"]

TEXTS = ("name", "number", "author", "reason")
_STEP = re.compile(r"(up|down|drop):([0-9]{1,4})|(move):([0-9]{1,4}):([0-9]{1,4})|(clear)")
_STEPS = "up:N / down:N / drop:N / move:N:M / clear"


def edited(reform: Reform, step: str) -> Reform:
    """The reform after one step: a change goes up, down, elsewhere or away. Positions count from 0.

    A step that leads out of the list leaves the reform as it is.

    Raises:
        InputError: it is no step, or names no change of the reform.
    """
    found = _STEP.fullmatch(step)
    if found is None:
        raise InputError([Problem("reform", repr(step[:50]), _STEPS, column="do")])
    if found[6]:
        return replace(reform, changes=())
    word = found[1] or found[3]
    start = int(found[2] or found[4])
    if start >= len(reform.changes):
        got = Both(f"第 {start} 项变更", f"change {start}")
        expected = f"0–{len(reform.changes) - 1}" if reform.changes else Both("先加一项变更", "a change first")
        raise InputError([Problem("reform", got, expected, column="do")])
    changes = list(reform.changes)
    change = changes.pop(start)
    if word != "drop":
        end = {"up": start - 1, "down": start + 1}.get(word, int(found[5] or 0))
        changes.insert(min(max(end, 0), len(changes)), change)
    return replace(reform, changes=tuple(changes))


def position_after(reform: Reform, step: str, at: int | None) -> int | None:
    """Where the change at a position is after a step; None where it is gone, or none was meant.

    Raises:
        InputError: as `edited`.
    """
    marked = replace(reform, changes=tuple({"at": number} for number in range(len(reform.changes))))
    left = [change["at"] for change in edited(marked, step).changes]
    return left.index(at) if at in left else None


def mark_after(step: str, count: int) -> str:
    """What to come to after a step that left so many changes, by its id on the page; "" where nothing is left.

    It is the button that moved a change, to press again, and the change where it cannot go further. After a change
    that goes, it is the one in its place.
    """
    found = _STEP.fullmatch(step)
    if found is None or not count or found[6]:
        return ""
    start, last = int(found[2] or found[4]), count - 1
    end = {"up": start - 1, "down": start + 1, "drop": start}.get(found[1] or "", int(found[5] or 0))
    at = min(max(end, 0), last)
    again = {"up": at > 0, "down": at < last}.get(found[1] or "", False)
    return f"{found[1]}-{at}" if again else f"change-{at}"


def with_change(reform: Reform, change: Mapping[str, Any], at: int | None = None) -> Reform:
    """The reform with a change at its end, or in the place of another."""
    changes: Sequence[Mapping[str, Any]] = reform.changes
    if at is not None and at < len(changes):
        return replace(reform, changes=(*changes[:at], change, *changes[at + 1 :]))
    return replace(reform, changes=(*changes, change))


def with_texts(reform: Reform, texts: Mapping[str, str]) -> Reform:
    """The reform with its name, number, author, reason and effective date as they were filled in; what is not is empty.

    Raises:
        InputError: the date is none.
    """
    text = texts.get("effective", "").strip()
    try:
        effective = parse_date(text) if text else None
    except ValueError as error:
        raise InputError(
            [Problem("reform", repr(text[:50]), Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), column="effective")]
        ) from error
    held = {name: texts.get(name, "").strip() for name in TEXTS}
    return Reform(changes=reform.changes, effective=effective, accept=reform.accept, **held)
