"""Dated versions as spans of time, half-open, None unbounded: what meets what, and what follows on what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from graph.store.base import Version
from graph.store.fitting import same_properties

__all__ = ["at", "before", "contains", "insert", "meeting", "overlap", "span_of"]


def before(day: date, end: date | None) -> bool:
    """Whether a day is before an end."""
    return end is None or day < end


def contains(version: Version, on: date) -> bool:
    """Whether a version is in force on a day."""
    _, start, end, *_ = version
    return (start is None or start <= on) and (end is None or on < end)


def at(versions: Iterable[Version], on: date) -> Version | None:
    """The version in force on a day."""
    return next((version for version in versions if contains(version, on)), None)


def overlap(first: Version, second: Version) -> bool:
    """Whether two versions are ever in force together."""
    return (first.valid_from is None or before(first.valid_from, second.valid_to)) and (
        second.valid_from is None or before(second.valid_from, first.valid_to)
    )


def meeting(pieces: Iterable[Version], others: Sequence[Version]) -> Iterator[Version]:
    """What of some versions falls into the time of others, which come by date; those that touch count as one."""
    for piece in pieces:
        last: Version | None = None
        for other in others:
            if not overlap(piece, other):
                continue
            start, end = _latest(piece.valid_from, other.valid_from), _earliest(piece.valid_to, other.valid_to)
            if last is not None and last.valid_to == start:
                last = last._replace(valid_to=end)
                continue
            if last is not None:
                yield last
            last = piece._replace(valid_from=start, valid_to=end)
        if last is not None:
            yield last


def insert(versions: list[Version], new: Version, *, join: bool) -> None:
    """Put a version among the others by date; with ``join``, one that goes on like the one before becomes one with it.

    So a reform that is taken back leaves no later version in anybody's way.
    """
    for place, old in enumerate(versions):
        if join and old.valid_to == new.valid_from and same_properties(old.properties, new.properties):
            versions[place] = old._replace(valid_to=new.valid_to)
            return
    versions.append(new)
    versions.sort(key=lambda version: version.valid_from or date.min)


def span_of(version: Version) -> str:
    """From when to when, for a message."""
    return f"{version.valid_from or '…'} – {version.valid_to or '…'}"


def _latest(first: date | None, second: date | None) -> date | None:
    return second if first is None else first if second is None else max(first, second)


def _earliest(first: date | None, second: date | None) -> date | None:
    return second if first is None else first if second is None else min(first, second)
