"""What the elements of a source must be together: no duplicates, known ends, and the rules of calculus §1."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from graph.errors import Problem
from graph.model import Manifest, NodeId, RelationId
from graph.rules import Violation, violations
from graph.schema import ARTICLE_PART_OF, HAS_STEP, IN_UNIT, PERFORMED_BY, UNIT_PART_OF, Kind, Link
from loaders.elements import Dated, Element, in_force, snapshot_on

__all__ = ["by_identity", "duplicate_problems", "end_problems", "structure_problems"]

_RULED_KINDS = frozenset({Kind.UNIT, Kind.POST, Kind.STEP, Kind.ARTICLE, Kind.INSTRUMENT, Kind.POWER})
_RULED_LINKS = frozenset({UNIT_PART_OF, ARTICLE_PART_OF, IN_UNIT, HAS_STEP})
_FROM_NODE: Mapping[Kind, Link] = {
    Kind.POST: IN_UNIT,
    Kind.UNIT: UNIT_PART_OF,
    Kind.ARTICLE: ARTICLE_PART_OF,
}

Placed = Callable[[NodeId | RelationId, date], Element | None]


def by_identity(elements: Iterable[Element]) -> dict[NodeId | RelationId, list[Element]]:
    """The versions of each identity, by date."""
    result: dict[NodeId | RelationId, list[Element]] = {}
    for element in elements:
        versions = result.setdefault(element.identity, [])
        versions.append(element)
        if len(versions) > 1:
            versions.sort(key=_start)
    return result


def duplicate_problems(versions: Mapping[NodeId | RelationId, Sequence[Element]]) -> Iterator[Problem]:
    """Identities that are stated twice for one day, and versions that end before they begin."""
    for identity, found in versions.items():
        for element in found:
            first, last = element.valid_from, element.valid_to
            if first is not None and last is not None and last <= first:
                yield element.place.problem(
                    f"{first} 至 to {last}", "终止晚于起始 an end after the beginning", column="valid_to"
                )
        for before, after in zip(found, found[1:], strict=False):
            if before.valid_to is None or (after.valid_from or date.min) < before.valid_to:
                earlier, later = sorted((before, after), key=lambda item: item.place[:2])
                yield later.place.problem(
                    f"{identity} 再次出现 again（先见于 first at {earlier.place.file} 第 {earlier.place.row} 行 "
                    f"row {earlier.place.row}）",
                    "同一时期每个标识一次 each identity once at a time",
                    "删去一行，或给两行不相交的日期 remove one, or give the two dates that do not overlap",
                )


def end_problems(elements: Iterable[Element], known: Container[NodeId]) -> Iterator[Problem]:
    """Relations that lead from or to a node that nobody has stated."""
    for element in elements:
        identity = element.identity
        if isinstance(identity, RelationId):
            for name, end in zip(("from", "to"), identity.ends, strict=True):
                if end not in known:
                    yield element.place.problem(
                        f"{end} 不存在 unknown",
                        f"已有的 {end.kind.value} 编码 code of a {end.kind.value} in the file or the store",
                        "补上该行或更正编码 add its row or correct the code",
                        column=element.place.column or name,
                    )


def structure_problems(
    items: Sequence[Dated], manifest: Manifest, element_at: Placed, fallback: Callable[[Violation], Problem]
) -> Iterator[Problem]:
    """The rules that the graph breaks on any day, at the rows that break them.

    ``element_at`` finds the row that states an identity on a day; ``fallback`` speaks where no row of the source
    is to blame.
    """
    ruled = [item for item in items if _is_ruled(item)]
    seen: set[tuple[NodeId | RelationId, str]] = set()
    for day in _turns(ruled):
        view = snapshot_on(ruled, manifest, day)
        for found in violations(view):
            if (found.identity, found.got) not in seen:
                seen.add((found.identity, found.got))
                at = _culprit(found.identity, ruled, day, element_at)
                advice = "" if day == date.min else f"自 since {day}"
                yield (
                    at.place.problem(f"{found.identity}: {found.got}", found.expected, advice)
                    if at is not None
                    else fallback(found)
                )


def _is_ruled(item: Dated) -> bool:
    identity = item.identity
    if isinstance(identity, NodeId):
        return identity.kind in _RULED_KINDS
    if identity.link is PERFORMED_BY:
        return "on_behalf_of" in item.properties
    return identity.link in _RULED_LINKS


def _turns(items: Iterable[Dated]) -> list[date]:
    """The days on which something changes, the beginning of time first."""
    days = {date.min}
    for item in items:
        if item.valid_from is not None:
            days.add(item.valid_from)
        if item.valid_to is not None:
            days.add(item.valid_to)
    return sorted(days)


def _culprit(
    identity: NodeId | RelationId, items: Iterable[Dated], day: date, element_at: Placed
) -> Element | None:
    """The row to point at: the last relation of those that are too many or wrong, else the element itself."""
    found = [
        element
        for item in items
        if isinstance(item.identity, RelationId)
        and _concerns(item.identity, identity)
        and in_force(item, day)
        and (element := element_at(item.identity, day)) is not None
    ]
    if found:
        return max(found, key=lambda element: element.place[:2])
    return element_at(identity, day)


def _concerns(relation: RelationId, broken: NodeId | RelationId) -> bool:
    if isinstance(broken, RelationId):
        return relation == broken
    if broken.kind is Kind.STEP:
        return relation.link is HAS_STEP and relation.target == broken.code
    return relation.link is _FROM_NODE.get(broken.kind) and relation.source == broken.code


def _start(element: Element) -> date:
    return element.valid_from or date.min
