"""The texts of a form as an address holds them, and their rows, which come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["PREFIX", "ROW", "Change", "Texts", "parameters_of", "rows_of", "stepped", "texts_in"]

Change = Mapping[str, Any]
Texts = Mapping[str, tuple[str, ...]]
"""What a form holds, by name. A row has a name of its own, with `ROW` in it or with what its edit is done to."""

ROW = "row"
"""What an address holds for a row in which nothing is filled in yet."""


PREFIX = "a."
"""Before the name of a text in an address."""
_ROW = re.compile(r"\.([0-9]{1,6})(?:\.|$)")
_STEP = re.compile(r"more:([a-z_]+)|less:([a-z_]+):([0-9]{1,6})|show:([a-z_]+\.[0-9]{1,6})")


def texts_in(parameters: Iterable[tuple[str, str]]) -> Texts:
    """The texts among the parameters of an address."""
    found: dict[str, tuple[str, ...]] = {}
    for name, text in parameters:
        if name.startswith(PREFIX):
            own = name.removeprefix(PREFIX)
            found[own] = (*found.get(own, ()), text)
    return found


def parameters_of(texts: Texts) -> dict[str, tuple[str, ...]]:
    """The parameters of an address that holds texts; empty ones are left out."""
    return {PREFIX + name: held for name, held in texts.items() if any(held)}


def rows_of(name: str, texts: Iterable[str]) -> list[int]:
    """The numbers of the rows that an argument has."""
    tails = (text.removeprefix(name) for text in texts if text.startswith(f"{name}."))
    return sorted({int(found[1]) for tail in tails if (found := _ROW.match(tail)) is not None})


def stepped(step: str, subject: str, texts: Texts) -> tuple[Texts, str] | None:
    """What a form holds after a step that adds a row or takes one away, and the id of what to come to on the page.

    Args:
        step: ``more:NAME``, ``less:NAME:NUMBER``, or ``show:ROW``, which leaves them; None is answered to any other.
        subject: what the edit of a new row is done to; "" for other rows.
        texts: what the form holds.
    """
    found = _STEP.fullmatch(step)
    if found is None:
        return None
    if found[1]:
        row = f"{found[1]}.{max(rows_of(found[1], texts), default=-1) + 1}"
        return {**texts, row: (subject or ROW,)}, f"row-{row}"
    if found[4]:
        return texts, f"row-{found[4]}"
    row = f"{found[2]}.{found[3]}"
    rest = {name: held for name, held in texts.items() if name != row and not name.startswith(f"{row}.")}
    return rest, f"rows-{found[2]}"
