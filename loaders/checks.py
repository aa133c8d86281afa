"""What the elements of a source must be together: no duplicates, known ends, and the rules of calculus §1."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST, Manifest, NodeId, RelationId, called
from graph.rules import Violation, violations_at
from graph.schema import ARTICLE_PART_OF, HAS_STEP, IN_UNIT, KINDS, PERFORMED_BY, UNIT_PART_OF, Kind
from graph.snapshot import Snapshot
from graph.terms import Both, Lack
from loaders.elements import Dated, Element, Source, in_force, snapshot_on

__all__ = [
    "by_identity",
    "duplicate_problems",
    "end_problems",
    "graph_of",
    "in_order",
    "overlapping",
    "source_problems",
    "structure_problems",
    "unless_known",
]

_CHECKED_KINDS = (Kind.UNIT, Kind.POST, Kind.STEP, Kind.ARTICLE)
_RULED_KINDS = frozenset({*_CHECKED_KINDS, Kind.INSTRUMENT, Kind.POWER})
_RULED_LINKS = frozenset({UNIT_PART_OF, ARTICLE_PART_OF, IN_UNIT, HAS_STEP})
_SINGLE = frozenset({UNIT_PART_OF, ARTICLE_PART_OF, IN_UNIT})
_NO_CIRCLE = Both("无环", "no circle")
"""What `graph.rules` expects where a circle is."""
_ONE_PARENT = Both("只留一个上级，或给不相交的日期", "keep one parent, or give dates that do not overlap")
_ADVICE = {
    Kind.UNIT: _ONE_PARENT,
    Kind.ARTICLE: _ONE_PARENT,
    Kind.POST: Both(
        "写明一个机构，多余的删去或给不相交的日期", "name one unit; give more of them dates that do not overlap"
    ),
    Kind.STEP: Both("只留一项职权，或给不相交的日期", "keep one power, or give dates that do not overlap"),
}
Placed = Callable[[NodeId | RelationId, date], Element | None]


def graph_of(source: Source, on: date) -> Snapshot:
    """The graph that a source makes by itself on a day, without any store.

    Raises:
        InputError: with every problem of the source, in the order of its rows.
    """
    manifest = source.manifest or DEFAULT_MANIFEST
    snapshot = snapshot_on(source.elements, manifest, on, source.name)
    problems = source_problems(source, manifest, snapshot)
    if problems:
        raise InputError(problems)
    return snapshot


def source_problems(source: Source, manifest: Manifest, whole: Snapshot) -> tuple[Problem, ...]:
    """All that is wrong with a source that stands for itself, in the order of its rows.

    ``whole`` is the snapshot that the source makes; where nothing is dated, its rules are checked on it.
    """
    versions = by_identity(source.elements)

    def element_at(identity: NodeId | RelationId, day: date) -> Element | None:
        return next((item for item in versions.get(identity, ()) if in_force(item, day)), None)

    codes = codes_by_kind(element.identity for element in source.elements)
    found = [*source.problems, *end_problems(source.elements, codes, source.unread), *duplicate_problems(versions)]
    if source.unread:
        return in_order(found)
    broken = structure_problems(source.elements, manifest, element_at, source.name, whole)
    return in_order([*found, *unless_known(broken, found)])


def unless_known(problems: Iterable[Problem], known: Iterable[Problem]) -> Iterator[Problem]:
    """Leave out what follows from a problem of the same row: a post whose unit is unknown has no unit."""
    rows = {(problem.file, problem.row) for problem in known}
    return (problem for problem in problems if (problem.file, problem.row) not in rows)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of files and rows."""
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.row or 0)))


def by_identity(elements: Iterable[Element]) -> dict[NodeId | RelationId, list[Element]]:
    """The versions of each identity, by date."""
    result: dict[NodeId | RelationId, list[Element]] = {}
    for element in elements:
        identity = element.identity
        if identity in result:
            result[identity].append(element)
            result[identity].sort(key=_start)
        else:
            result[identity] = [element]
    return result


def codes_by_kind(identities: Iterable[NodeId | RelationId]) -> dict[Kind, set[str]]:
    """The codes of all nodes among identities."""
    result: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for identity in identities:
        if isinstance(identity, NodeId):
            result[identity.kind].add(identity.code)
    return result


def duplicate_problems(versions: Mapping[NodeId | RelationId, Sequence[Element]]) -> Iterator[Problem]:
    """Identities that are stated twice for one day; a row again with another parent has two parents."""
    pairs = [
        sorted(pair, key=lambda item: item.place[:2]) for found in versions.values() for pair in overlapping(found)
    ]
    above = _above(versions) if pairs else {}
    for earlier, later in pairs:
        ends = [above.get((item.identity, item.place[:2])) for item in (earlier, later)]
        first, second = ends
        if first is not None and second is not None and first.identity != second.identity:
            yield _two_above(first, second)
            continue
        yield later.place.problem(
            called(later.identity) + Both(" 再次出现，先见于 ", " again, first at ") + _row_of(earlier),
            Both("同一时期每个标识一次", "each identity once at a time"),
            Both("删去一行，或给两行不相交的日期", "remove one, or give the two dates that do not overlap"),
            later.column_of("code") if isinstance(later.identity, NodeId) else None,
        )


def _above(versions: Mapping[NodeId | RelationId, Sequence[Element]]) -> dict[tuple[object, object], Element]:
    """What a row says a node belongs to, where it may belong to one thing only, by node and row."""
    return {
        (identity.ends[0], element.place[:2]): element
        for identity, found in versions.items()
        if isinstance(identity, RelationId) and identity.link in _SINGLE
        for element in found
    }


def _two_above(first: Element, second: Element) -> Problem:
    (node, parent), (_, other) = (cast(RelationId, item.identity).ends for item in (second, first))
    return second.place.problem(
        called(node)
        + (
            Both(" 有两个机构：", " is in two units: ")
            if node.kind is Kind.POST
            else Both(" 有两个上级：", " has two parents: ")
        )
        + f"{other.code} ("
        + _row_of(first)
        + f"), {parent.code}",
        Both("同一时期至多一个", "at most one at a time"),
        _ADVICE[node.kind],
        second.column_of("to"),
    )


def _row_of(element: Element) -> str:
    return Both(f"{element.place.file} 第 {element.place.row} 行", f"{element.place.file} row {element.place.row}")


def overlapping(found: Sequence[Element]) -> list[tuple[Element, Element]]:
    """Neighbours among the versions of one identity that hold on one day."""
    return [
        (before, after)
        for before, after in pairwise(found)
        if before.valid_to is None or (after.valid_from or date.min) < before.valid_to
    ]


def end_problems(
    elements: Iterable[Element], codes: Mapping[Kind, Container[str]], unread: Container[Kind] = ()
) -> Iterator[Problem]:
    """Relations that lead from or to a node that nobody has stated; kinds that could not be read are left out."""
    for element in elements:
        identity = element.identity
        if isinstance(identity, NodeId):
            continue
        link, source, target, _ = identity
        if source not in codes[link.from_kind] and link.from_kind not in unread:
            yield _unknown_end(element, identity.ends[0], "from")
        if target not in codes[link.to_kind] and link.to_kind not in unread:
            yield _unknown_end(element, identity.ends[1], "to")


def _unknown_end(element: Element, end: NodeId, name: str) -> Problem:
    return element.place.problem(
        Lack(f"{called(end).zh} 不存在", f"{called(end).en} unknown"),
        Both(
            f"文件或库中已有的{KINDS[end.kind].label.zh}编码",
            f"a code of kind {end.kind.value} in the file or the store",
        ),
        Both("补上该行或更正编码", "add its row or correct the code"),
        column=element.column_of(name),
    )


def structure_problems(
    items: Sequence[Dated],
    manifest: Manifest,
    element_at: Placed,
    name: str,
    whole: Snapshot | None = None,
    since: date = date.min,
) -> Iterator[Problem]:
    """The rules that the graph breaks on any day, at the rows that break them.

    ``element_at`` finds the row that states an identity on a day; where none does, the problem is that of
    the source as a whole, by its ``name``. ``whole`` is the graph of every day where nothing is dated; ``since``
    leaves out the days before.
    """
    ruled = [item for item in items if _is_ruled(item)]
    entrusted = sorted({x.identity[1:3] for x in ruled if x.identity[0] is PERFORMED_BY})
    days = [since, *(day for day in _turns(ruled) if day > since)]
    seen: set[object] = set()
    for day in days:
        view = whole if whole is not None and len(days) == 1 else snapshot_on(ruled, manifest, day)
        nodes = (NodeId(kind, code) for kind in _CHECKED_KINDS for code in view.codes(kind))
        broken = violations_at(view, nodes, entrusted)
        blame = _blame(ruled, day, element_at) if broken else {}
        for found in broken:
            once = _once(found)
            if once not in seen:
                seen.add(once)
                at = blame.get(found.identity) or element_at(found.identity, day)
                advice = _advice(found) if day == date.min else Both(f"自 {day}；", f"since {day}; ") + _advice(found)
                got = called(found.identity) + Both("：", ": ") + found.got
                yield (
                    at.place.problem(got, found.expected, advice, _column(at, found))
                    if at is not None
                    else Problem(name, got, found.expected, advice)
                )


def _once(found: Violation) -> object:
    """What is reported once: a circle is broken at each unit of it, but it is one circle."""
    if found.expected != _NO_CIRCLE:
        return found.identity, found.got
    return frozenset(found.got.partition(": ")[2].split(" → "))


def _advice(found: Violation) -> str:
    if found.expected == _NO_CIRCLE:
        return Both("请更正环中一行的上级", "correct one of these parents")
    if isinstance(found.identity, RelationId):
        return Both("请改为机关的编码", "name an office")
    return _ADVICE[found.identity.kind]


def _column(at: Element, found: Violation) -> str | None:
    """A relation by itself breaks a rule only where it is done on behalf of what is no office."""
    return at.column_of("on_behalf_of") if isinstance(found.identity, RelationId) else None


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


def _blame(items: Iterable[Dated], day: date, element_at: Placed) -> dict[NodeId | RelationId, Element]:
    """The row to point at for each identity: the last relation of those that are too many or wrong."""
    result: dict[NodeId | RelationId, Element] = {}
    for item in items:
        if not isinstance(item.identity, RelationId) or not in_force(item, day):
            continue
        element = element_at(item.identity, day)
        if element is None:
            continue
        broken = _breaks(item.identity)
        if broken not in result or element.place[:2] > result[broken].place[:2]:
            result[broken] = element
    return result


def _breaks(relation: RelationId) -> NodeId | RelationId:
    """What a violation names when this relation is the wrong one."""
    if relation.link is PERFORMED_BY:
        return relation
    source, target = relation.ends
    return target if relation.link is HAS_STEP else source


def _start(element: Element) -> date:
    return element.valid_from or date.min
