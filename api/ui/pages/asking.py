"""The reform that the address of a page asks about, and its impact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field

from api.schemas.common import Text
from api.shorthand import short_reform, spelled
from api.ui.pages.frame import PageAsk, blank
from api.web.door import Door
from api.web.packing import packed, unpacked
from graph.errors import InputError
from graph.reform import Reform
from graph.snapshot import Snapshot
from queries.impact import impact_of
from queries.impact.model import Impact

__all__ = ["Optional", "ReformAsk", "impact_found", "kept", "reform_asked"]

Optional = Annotated[Text | None, BeforeValidator(blank)]

Made = TypeVar("Made")

_IMPACTS = "page impacts"
_KEPT = 8
"""Impacts kept with a snapshot, and what else is on such a shelf: a click on a page asks for the same one again."""


class ReformAsk(PageAsk):
    """A reform in an address: whole in ``r``, or a short one by its codes."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    r: Annotated[Annotated[str, Field(max_length=20_000)] | None, BeforeValidator(blank)] = None
    cancel: list[Text] = Field([], max_length=100)
    suspend: list[Text] = Field([], max_length=100)
    delegate: Optional = None
    from_level: Annotated[Optional, Field(alias="from")] = None
    to_level: Annotated[Optional, Field(alias="to")] = None


def reform_asked(ask: ReformAsk, entrance: Door, *, as_typed: bool = False) -> tuple[Reform, Snapshot]:
    """The reform, and the graph on its day; a reform without changes where the address names none.

    Args:
        ask: what the address says.
        entrance: the door to the graph.
        as_typed: a short reform whose names mean nothing is handed out as it was typed, for a page that shows it.

    Raises:
        InputError, BadRequestError, TooLargeError: the address holds no reform that can be read.
    """
    if ask.r:
        reform = unpacked(ask.r, entrance.house.serving.depth)
        return reform, _baseline(ask, entrance, reform)
    short = short_reform(
        ask.cancel, ask.suspend, (ask.delegate, ask.from_level, ask.to_level), "delegate=CODE&from=LEVEL&to=LEVEL"
    )
    view = _baseline(ask, entrance, short)
    try:
        return (spelled(short, view) if short.changes else short), view
    except InputError:
        if not as_typed:
            raise
        return short, view


def _baseline(ask: ReformAsk, entrance: Door, reform: Reform) -> Snapshot:
    """The graph that a reform is tried on: that of its own day, where it has one."""
    return entrance.dated_view(entrance.at(ask.as_of, reform.effective or ask.on))


def impact_found(reform: Reform, view: Snapshot) -> Impact:
    """The impact of a reform; one that was asked for lately is still there.

    Raises:
        ReformRefused: a change that cannot be applied.
    """
    return kept(view, _IMPACTS, packed(reform), Impact, lambda: impact_of(view, reform))


def kept(view: Snapshot, shelf: str, key: str, kind: type[Made], make: Callable[[], Made]) -> Made:
    """What was worked out from a snapshot, or is worked out now; each shelf holds the last few."""
    held = view.memo.setdefault(shelf, {})
    if not isinstance(held, dict):
        raise TypeError(f"the snapshot holds no {shelf} but {held!r}")
    found = held.get(key)
    if isinstance(found, kind):
        return found
    made = make()
    while len(held) >= _KEPT:
        held.pop(next(iter(held), None), None)
    held[key] = made
    return made
