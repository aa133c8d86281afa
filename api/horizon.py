"""Until when a graph knows the law: what was amended or repealed later is not in it, and still reads as live."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph.model import NodeId
from graph.schema import Kind, Label
from graph.store.base import Version

__all__ = ["known_until", "stale_laws", "unknown_later"]

_LAWS = frozenset({Kind.ARTICLE, Kind.INSTRUMENT})
_LAST = max(_LAWS)


def known_until(versions: Iterable[Version]) -> date | None:
    """The last day on which an instrument or article begins, changes or ends; None where none has a date.

    Args:
        versions: of a store, nodes first and by identity: it is read no further than the last of these kinds.
    """
    found: date | None = None
    for version in versions:
        if not isinstance(version.identity, NodeId) or version.identity.kind > _LAST:
            break
        if version.identity.kind in _LAWS:
            found = max((day for day in (found, version.valid_from, version.valid_to) if day), default=None)
    return found


def stale_laws(known: date | None, on: date) -> Label | None:
    """What to say of a day after the last that the graph knows the law of; None of an earlier one."""
    if known is None or on <= known:
        return None
    return Label(f"法规数据截至 {known}", f"laws as of {known}")


def unknown_later(known: date | None, on: date) -> Label | None:
    """The same in a sentence, for where an instrument or article is said to be live; also where no day is known."""
    if known is None:
        return Label(
            "法规的变动都没有日期：“有效”是资料所说，今天是否仍有效不在图谱中。",
            "No change of law has a date: “live” is what the source says, not that it is so today.",
        )
    said = stale_laws(known, on)
    if said is None:
        return None
    return Label(
        f"{said.zh}（图谱中最后一次有日期的法规变动）；其后的修订和废止不在图谱中，“有效”只说到这一天。",
        f"The graph knows the {said.en}, the last dated change of law in it; "
        "what was amended or repealed later is not in it, and “live” is said of that day.",
    )
