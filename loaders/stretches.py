"""From when until when things are there without a break: what an instrument says in 生效日期 and 失效日期."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from graph.model import NodeId, RelationId
from graph.schema import IN_UNIT, PERFORMED_BY, Kind
from loaders.elements import Dated, in_force

__all__ = ["ALWAYS", "NO_SPANS", "LeftOut", "Span", "Spans", "meeting", "narrowed", "span_of", "spans_on", "stretch"]

Span = tuple[date | None, date | None]
"""First day, and the day after the last; None: unbounded."""

Spans = Mapping[NodeId | RelationId, Span]
"""What begins or ends on some day; everything else is there ever since, without an end."""

Read = TypeVar("Read", bound=Dated)

ALWAYS: Span = (None, None)
NO_SPANS: Spans = MappingProxyType({})


def spans_on(items: Iterable[Dated], on: date) -> dict[NodeId | RelationId, Span]:
    """Since when and until when the things of one day are there, for those that begin or end.

    Versions that follow on each other without a break count as one: a power that was renamed has not begun anew.
    A post begins when it came to its unit, and a duty on behalf of an office when that office did, since neither
    is anything without.

    >>> spans_on([], date(2024, 5, 1))
    {}
    """
    dated: dict[NodeId | RelationId, list[Dated]] = {}
    principals: list[tuple[RelationId, str]] = []
    for item in items:
        identity = item.identity
        if item.valid_from is not None or item.valid_to is not None:
            dated.setdefault(identity, []).append(item)
        if isinstance(identity, RelationId) and identity.link is PERFORMED_BY and in_force(item, on):
            principal = item.properties.get("on_behalf_of")
            principals += [(identity, str(principal))] if principal is not None else []
    found = ((identity, stretch(versions, on)) for identity, versions in dated.items())
    spans = {identity: span for identity, span in found if span is not None and span != ALWAYS}
    for identity in [item for item in spans if isinstance(item, RelationId) and item.link is IN_UNIT]:
        post = identity.ends[0]
        spans[post] = meeting(span_of(post, spans), spans[identity])
    for identity, unit in principals:
        office = span_of(NodeId(Kind.UNIT, unit), spans)
        if office != ALWAYS:
            spans[identity] = meeting(span_of(identity, spans), office)
    return spans


@dataclass(slots=True)
class LeftOut:
    """What tables of one day do not say, counted while the versions are read (`watching`)."""

    on: date
    _past: Counter[NodeId | RelationId] = field(default_factory=Counter)
    _now: set[NodeId | RelationId] = field(default_factory=set)
    _later: set[NodeId | RelationId] = field(default_factory=set)

    def watching(self, items: Iterable[Read]) -> Iterator[Read]:
        """The items as they come."""
        for item in items:
            if item.valid_to is not None and item.valid_to <= self.on:
                self._past[item.identity] += 1
            elif item.valid_from is not None and item.valid_from > self.on:
                self._later.add(item.identity)
            elif item.valid_from is not None:  # what has no beginning has nothing before it
                self._now.add(item.identity)
            yield item

    @property
    def ended(self) -> int:
        """Things and relations that are there no more."""
        return sum(identity not in self._now and identity not in self._later for identity in self._past)

    @property
    def earlier(self) -> int:
        """Earlier wordings of what is there."""
        return sum(count for identity, count in self._past.items() if identity in self._now)

    @property
    def later(self) -> int:
        """Things and relations that begin, change or come back later."""
        return len(self._later)


def stretch(versions: Sequence[Dated], on: date) -> Span | None:
    """The time without a break around a day in which versions of one identity hold; None where none does then."""
    ordered = sorted(versions, key=lambda item: item.valid_from or date.min)
    at = next((place for place, item in enumerate(ordered) if in_force(item, on)), None)
    if at is None:
        return None
    first = last = at
    while first > 0 and ordered[first - 1].valid_to == ordered[first].valid_from:
        first -= 1
    while last + 1 < len(ordered) and ordered[last].valid_to == ordered[last + 1].valid_from:
        last += 1
    return ordered[first].valid_from, ordered[last].valid_to


def span_of(identity: NodeId | RelationId, spans: Spans) -> Span:
    """The time of an identity; always, where nothing is said of it."""
    return spans.get(identity, ALWAYS)


def meeting(*spans: Span) -> Span:
    """The time that several spans have in common.

    >>> meeting((date(2013, 12, 1), None), (None, date(2018, 2, 1)))
    (datetime.date(2013, 12, 1), datetime.date(2018, 2, 1))
    """
    first = max((start for start, _ in spans if start is not None), default=None)
    last = min((end for _, end in spans if end is not None), default=None)
    return first, last


def narrowed(identity: RelationId, spans: Spans) -> Span:
    """What the dates of a relation say beyond those of its ends, without which it is not there."""
    if not spans:
        return ALWAYS
    ends = meeting(*(span_of(end, spans) for end in identity.ends))
    first, last = meeting(span_of(identity, spans), ends)
    return (first if first != ends[0] else None, last if last != ends[1] else None)
