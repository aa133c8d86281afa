"""Up to which day a graph knows what it tells: its last dated change, and the newest of its texts of law.

Who asks about a later day is told so. What has neither begun nor ended since is taken to stand still; whether the world
did, the graph does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.schema import Kind
from graph.snapshot import Snapshot, once
from graph.view import View

__all__ = ["Reach", "reach_of"]

_MEMO = "queries.reach"


@dataclass(frozen=True, slots=True)
class Reach:
    """What ends before the day that is asked about; None of what is not dated, or reaches that day.

    Attributes:
        changed: the last day on which anything but an information system begins or ends.
        texts: the day of the newest text of an instrument or article.
    """

    changed: date | None = None
    texts: date | None = None


def reach_of(view: View) -> Reach:
    """How far a graph reaches, where that is not as far as the day on which it was taken."""
    if not isinstance(view, Snapshot) or view.origin.on is None:
        return Reach()
    on, changed = view.origin.on, view.origin.changed
    texts = once(view, _MEMO, lambda: max(_texts(view), default=None))
    return Reach(
        changed if changed is not None and changed < on else None, texts if texts is not None and texts < on else None
    )


def _texts(view: Snapshot) -> Iterator[date]:
    for kind in (Kind.INSTRUMENT, Kind.ARTICLE):
        for _, held in view.nodes(kind):
            day = held.get("text_date")
            if day:
                yield date.fromisoformat(str(day))
