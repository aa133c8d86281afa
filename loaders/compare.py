"""What a file states of one identity against the versions that the store holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.edits import ADDS, Action, Edit
from graph.errors import Problem
from graph.model import NodeId, Properties, RelationId, Value, called
from graph.store.base import Version
from graph.terms import Both
from loaders.elements import Element, in_force
from loaders.stretches import stretch

__all__ = ["Comparison", "adding", "after", "compare", "is_history", "retiring", "turning_day"]


@dataclass(slots=True)
class Comparison:
    """The edits that bring the store to what a file states; none where it holds that already."""

    edits: list[Edit] = field(default_factory=list)
    rows: list[Element] = field(default_factory=list)
    """The elements that the edits come from."""
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)


def is_history(found: Sequence[Element]) -> bool:
    """Whether a file states the history of an identity, and not only what holds now and from when on."""
    return len(found) > 1 or found[0].valid_to is not None


def compare(found: Sequence[Element], held: Sequence[Version], day: date | None) -> Comparison:
    """Compare one identity.

    Args:
        found: its elements in the file, by date.
        held: its versions in the store, by date.
        day: when the load takes effect; None for a first load, whose elements hold ever since.
    """
    if is_history(found) and day is not None:
        found, held = _row_alone(found, held, day)
    if is_history(found):
        return _compare_history(found, held, day)
    return _compare_statement(found[0], held, day)


def _row_alone(
    found: Sequence[Element], held: Sequence[Version], day: date
) -> tuple[Sequence[Element], Sequence[Version]]:
    """A row of a table with an end, and the store as such a row can speak of it: all the time around a day as one.

    A row is no history: it says what holds now, and since when and until when its thing is there, whatever changed of
    it in between. One that ends when the store does says no more than what holds now. A relation takes the dates of its
    row, and is there no longer than its other end.
    """
    row = found[0]
    now = next((version for version in held if in_force(version, day)), None)
    span = stretch(held, day)
    if len(found) > 1 or row.told is None or row.valid_to is None or now is None or span is None:
        return found, held
    end = span[1]
    if end == row.valid_to or (isinstance(row.identity, RelationId) and end is not None and end < row.valid_to):
        return [row._replace(valid_to=None)], held
    return found, [now._replace(valid_from=row.valid_from, valid_to=end)]


def turning_day(found: Sequence[Element], held: Sequence[Version]) -> date | None:
    """The day on which a file's history closes a version that the store holds open, if it does that."""
    if not is_history(found):
        return None
    if held:
        found, held = _row_alone(found, held, held[-1].valid_from or date.min)
    more, rest = _unlike(found, held)
    if len(rest) == 1 and rest[0].valid_to is None and more and _same_start(more[0], rest[0]):
        return more[0].valid_to
    return None


def adding(element: Element, *, dated: bool) -> Edit:
    """The edit that opens an element: from its own dates, or from when the load takes effect."""
    action = Action.ADD_NODE if isinstance(element.identity, NodeId) else Action.ADD_RELATION
    first, last = (element.valid_from, element.valid_to) if dated else (None, None)
    return Edit(action, element.identity, dict(element.properties), {}, first, last)


def retiring(identity: NodeId | RelationId, properties: Properties) -> Edit:
    """The edit that closes the version in force."""
    action = Action.RETIRE_NODE if isinstance(identity, NodeId) else Action.RETIRE_RELATION
    return Edit(action, identity, {}, dict(properties))


def after(held: Sequence[Version], edits: Sequence[Edit], day: date | None) -> list[Version]:
    """The versions of one identity once some edits took effect."""
    result = list(held)
    for edit in edits:
        if edit.action in ADDS:
            first = edit.valid_from or day
            result.append(Version(edit.identity, first, edit.valid_to, _values(edit.properties), 0))
            continue
        for at, version in enumerate(result):
            if day is not None and in_force(version, day):
                result[at] = version._replace(valid_to=day)
                if edit.action in {Action.SET_NODE, Action.SET_RELATION}:
                    merged = _values({**version.properties, **edit.properties})
                    result.append(version._replace(valid_from=day, properties=merged))
                break
    return result


def _compare_statement(element: Element, held: Sequence[Version], day: date | None) -> Comparison:
    """An element without an end: it holds now, or from its own first day if that is still to come."""
    result = Comparison()
    at = max(day or date.min, element.valid_from or date.min)
    now = next((version for version in held if in_force(version, at)), None)
    edits: list[Edit] = []
    if now is None:
        last = held[-1].valid_to if held else None
        fits = not held or (last is not None and element.valid_from is not None and last <= element.valid_from)
        edits = [adding(element, dated=fits)]
        if held and last is not None and last <= at:
            got = called(element.identity) + Both(f" 已于 {last} 终止", f" was retired on {last}")
            result.notices.append(
                element.place.problem(
                    got, Both("重新启用", "opened again"), Both("如非所愿请删去此行", "else remove the row")
                )
            )
    else:
        result.notices += _began_later(element, held, at)
        changed = _changed(element, now.properties)
        if not changed:
            return result
        if day is not None and at > day:
            result.problems.append(_wrong_day(element, at, day))
        edits = [_setting(element.identity, changed, now.properties)]
    later = next((version for version in held if version.valid_from is not None and version.valid_from > at), None)
    if later is not None:
        result.problems.append(_later(element, later))
    if not result.problems:
        result.edits, result.rows = edits, [element]
    return result


def _began_later(element: Element, held: Sequence[Version], day: date) -> list[Problem]:
    """Say so where a row states an earlier beginning than the store has: that is history, and left alone."""
    span = stretch(held, day)
    if element.told is None or element.valid_from is None or span is None or isinstance(element.identity, RelationId):
        return []
    if span[0] is None or element.valid_from >= span[0]:
        return []
    got = called(element.identity) + Both(f" 自 {element.valid_from}", f" since {element.valid_from}")
    advice = Both("未改动：历史不改写；要改，另建库重装", "left alone: to change it, load anew into another store")
    return [
        element.place.problem(got, Both(f"库中自 {span[0]}", f"in the store since {span[0]}"), advice, "valid_from")
    ]


def _compare_history(found: Sequence[Element], held: Sequence[Version], day: date | None) -> Comparison:
    """Dated versions: those that the store lacks are added behind the ones it has; its past is never rewritten."""
    result = Comparison()
    more, rest = _unlike(found, held)
    if not more:
        if rest:
            got = Both(f"库中另有 {len(rest)} 个版本", f"the store holds {len(rest)} more versions")
            result.notices.append(
                found[-1].place.problem(
                    called(found[-1].identity) + Both("：", ": ") + got, Both("未改动", "left as they are")
                )
            )
        return result
    first = more[0]
    if rest:
        turn = turning_day(found, held)
        if turn is None or _changed(first, rest[0].properties) or (len(more) > 1 and not _continues(more)):
            result.problems.append(_rewritten(first, rest[0]))
        elif turn != day:
            result.problems.append(_wrong_day(first, turn, day))
        elif len(more) > 1 and more[1].valid_from == turn:
            changed = _changed(more[1], rest[0].properties)
            result.edits = [_setting(first.identity, changed, rest[0].properties)] if changed else []
        else:
            result.edits = [retiring(first.identity, rest[0].properties), *(adding(x, dated=True) for x in more[1:])]
    elif held and (held[-1].valid_to is None or (first.valid_from or date.min) < held[-1].valid_to):
        result.problems.append(_rewritten(first, held[-1]))
    elif day is not None and first.valid_from is None:
        dates = called(first.identity) + Both("：", ": ") + f"… – {first.valid_to}"
        expected = Both("起始日期 valid_from：非首次载入须写明", "valid_from: a later load has to say when it began")
        result.problems.append(first.place.problem(dates, expected, column="valid_from"))
    else:
        result.edits = [adding(item, dated=True) for item in more]
    if result.edits:
        result.rows = list(more)
    return result


def _unlike(found: Sequence[Element], held: Sequence[Version]) -> tuple[Sequence[Element], Sequence[Version]]:
    """What is left of both once the versions that agree from the beginning are taken away."""
    alike = 0
    for element, version in zip(found, held, strict=False):
        if not _same_start(element, version) or element.valid_to != version.valid_to:
            break
        if _changed(element, version.properties):
            break
        alike += 1
    return found[alike:], held[alike:]


def _same_start(element: Element, version: Version) -> bool:
    return element.valid_from == version.valid_from


def _continues(more: Sequence[Element]) -> bool:
    """Whether one commit can turn an open version into these: one that follows and has no end, or ones after a gap."""
    if more[1].valid_from != more[0].valid_to:
        return True
    return len(more) == 2 and more[1].valid_to is None


def _changed(element: Element, held: Properties) -> dict[str, Value | None]:
    """The properties that a file states otherwise than the store holds them; None for one that it clears."""
    names = element.told if element.told is not None else held.keys() | element.properties.keys()
    result: dict[str, Value | None] = {}
    for name in sorted(names):
        stated, now = element.properties.get(name), held.get(name)
        if type(stated) is not type(now) or stated != now:
            result[name] = stated
    return result


def _setting(identity: NodeId | RelationId, changed: Mapping[str, Value | None], held: Properties) -> Edit:
    action = Action.SET_NODE if isinstance(identity, NodeId) else Action.SET_RELATION
    return Edit(action, identity, dict(changed), {name: held.get(name) for name in changed})


def _values(properties: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in properties.items() if value is not None}


def _later(element: Element, version: Version) -> Problem:
    return element.place.problem(
        called(element.identity)
        + Both(
            f" 自 {version.valid_from} 已有后续版本（第 {version.revision} 次修订）",
            f" has a later version from {version.valid_from} on (revision {version.revision})",
        ),
        Both("没有后续版本", "no later version"),
        Both(
            f"请以 {version.valid_from} 或以后为生效日期", f"let the load take effect on {version.valid_from} or after"
        ),
    )


def _wrong_day(element: Element, turn: date, day: date | None) -> Problem:
    return element.place.problem(
        called(element.identity) + Both(f" 于 {turn} 变更", f" changes on {turn}"),
        Both(f"于生效日期 {day}", f"on the day of the load, {day}"),
        Both(f"请分次载入：--effective {turn}", f"load it apart: --effective {turn}"),
    )


def _rewritten(element: Element, version: Version) -> Problem:
    return element.place.problem(
        called(element.identity) + Both("：", ": ") + f"{element.valid_from or '…'} – {element.valid_to or '…'}",
        Both(
            f"库中历史：{version.valid_from or '…'} – {version.valid_to or '…'}",
            f"what the store holds: {version.valid_from or '…'} – {version.valid_to or '…'}",
        ),
        Both("已载入的历史不改写；请以新的生效日期更正", "history is not rewritten: correct it from a new day on"),
    )
