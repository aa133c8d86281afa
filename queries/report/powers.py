"""Chapter 权力重新配置: what the reform does, which powers it touches and how, and which offices exercise them."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model import EMPTY, Properties, RelationId
from graph.schema import (
    AUTHORIZED_BY,
    DEPENDS_ON,
    DERIVED_FROM,
    EXERCISED_BY,
    SUPERVISED_BY,
    Kind,
    Label,
    Link,
    property_of,
)
from graph.view import View
from queries.report.case import Case, level_label, value_label
from queries.report.document import Cell, Chapter, Column, Row, Table, table_of
from queries.report.findings import finding_tables
from queries.report.operations import arguments_of, label_of, named_by, powers_of

__all__ = ["changed_properties", "differences", "powers_chapter"]

_RELATIONS = (AUTHORIZED_BY, DEPENDS_ON, SUPERVISED_BY, DERIVED_FROM)
_NEW, _THERE, _GONE = Label("新设", "new"), Label("在", "there"), Label("不再存在", "gone")
BEFORE, AFTER = Column("before", Label("改革前", "before")), Column("after", Label("改革后", "after"))


def powers_chapter(case: Case) -> Chapter:
    """The chapter on the powers themselves."""
    tables = (
        *_operations(case),
        *_powers(case),
        *_offices(case),
        *_later(case),
        *finding_tables(case, "powers"),
    )
    nothing = Label("没有职权变化。", "No power changes.")
    label = Label("权力重新配置", "How powers are redistributed")
    return Chapter("powers", label, () if case.impact.touched else (nothing,), tables)


def changed_properties(
    kind: Kind, before: Properties | None, after: Properties | None
) -> Iterator[tuple[Label, Cell, Cell]]:
    """The properties of a node that differ: label, value before, value after; one line for a new or gone node."""
    if before is None or after is None:
        node = Label("是否存在", "existence")
        yield (node, None, _NEW) if before is None else (node, _THERE, _GONE)
        return
    for name in sorted(before.keys() | after.keys()):
        first, last = before.get(name), after.get(name)
        if first != last:
            declared = property_of(kind, name)
            label = Label(name, name) if declared is None else declared.label
            yield label, value_label(kind, name, first), value_label(kind, name, last)


# -- what the reform says --------------------------------------------------------------------------------------

_OPERATION_COLUMNS = (
    Column("position", Label("序号", "no.")),
    Column("op", Label("操作", "operation")),
    Column("powers", Label("职权", "power")),
    Column("arguments", Label("参数", "arguments")),
)


def _operations(case: Case) -> tuple[Table, ...]:
    rows = []
    for position, change in enumerate(case.impact.reform.changes, start=1):
        op, powers = str(change.get("op", "")), powers_of(change)
        arguments = arguments_of(change)
        cells = (position, label_of(op), case.titles(Kind.POWER, powers), arguments if arguments.zh else None)
        named = named_by(change)
        nodes = tuple(f"{kind.value}/{code}" for kind, code in named if kind in (Kind.POWER, Kind.STEP))
        paths = tuple(path for power in powers[:1] for path in (case.basis(power),) if path)
        rows.append(Row(cells, nodes, case.origin(*named), op, paths))
    return table_of("operations", Label("变更", "Changes"), _OPERATION_COLUMNS, rows)


# -- the powers that are touched -------------------------------------------------------------------------------

_POWER_COLUMNS = (
    Column("power", Label("职权编码", "power")),
    Column("name", Label("职权", "name")),
    Column("what", Label("变动", "what changes")),
    BEFORE,
    AFTER,
)


def _powers(case: Case) -> tuple[Table, ...]:
    rows = []
    for power in case.impact.touched:
        for label, first, last in differences(case, power):
            cells = (power, case.name(Kind.POWER, power), label, first, last)
            basis = case.basis(power)
            node = (Kind.POWER, power)
            rows.append(
                Row(cells, (f"Power/{power}",), case.origin(node), "", (basis,) if basis else (), {}, (label.zh, power))
            )
    return table_of("powers", Label("职权变化", "Powers changed"), _POWER_COLUMNS, rows)


def differences(case: Case, power: str) -> Iterator[tuple[Label, Cell, Cell]]:
    """What of a power itself is not as it was: its properties and what it rests on, before and after."""
    before, after = case.impact.before, case.impact.after
    first, last = before.node(Kind.POWER, power), after.node(Kind.POWER, power)
    yield from changed_properties(Kind.POWER, first, last)
    for link in _RELATIONS:
        lost = set(before.out(link, power)) - set(after.out(link, power))
        gained = set(after.out(link, power)) - set(before.out(link, power))
        if lost or gained:
            kind = link.to_kind
            yield link.label, case.titles(kind, sorted(lost)), case.titles(kind, sorted(gained))
        for code in before.out(link, power):
            if code not in lost:
                yield from _relation(case, link, power, code)


def _relation(case: Case, link: Link, power: str, code: str) -> Iterator[tuple[Label, Cell, Cell]]:
    """What changes in the properties of a relation that stays, such as the lowest level that an article allows."""
    sides = [_merged(view, link, power, code) for view in (case.impact.before, case.impact.after)]
    for name in sorted(sides[0].keys() | sides[1].keys()):
        first, last = (side.get(name) for side in sides)
        if first != last:
            declared = link.properties.get(name)
            told = (declared.label if declared else Label(name, name)), case.title(link.to_kind, code)
            label = Label(f"{told[0].zh}：{told[1]}", f"{told[0].en}: {told[1]}")
            yield (
                label,
                level_label(first) if declared else _text(first),
                level_label(last) if declared else _text(last),
            )


def _merged(view: View, link: Link, power: str, code: str) -> Properties:
    held = view.pair(link, power, code)
    return held.get("", next(iter(held.values()), EMPTY))


def _text(value: object) -> Cell:
    return None if value is None else str(value)


# -- the offices that exercise them ----------------------------------------------------------------------------

_OFFICE_COLUMNS = (
    Column("power", Label("职权", "power")),
    Column("direction", Label("变动", "change")),
    Column("unit", Label("机关编码", "office")),
    Column("name", Label("机关", "name")),
    Column("level", Label("层级", "level")),
)
_DIRECTIONS = {"lost": Label("不再行使", "no longer exercises"), "gained": Label("新增行使", "begins to exercise")}
_WITH_POWER = Label("随职权不再行使", "no longer exercises, as the power itself is no longer in force")


def _offices(case: Case) -> tuple[Table, ...]:
    impact = case.impact
    rows = []
    for direction, pairs in (("gained", impact.offices_gained), ("lost", impact.offices_lost)):
        for power, unit in pairs:
            level = level_label(case.held(Kind.UNIT, unit).get("level"))
            ends = direction == "lost" and not case.after.active(power)
            told = _WITH_POWER if ends else _DIRECTIONS[direction]
            cells = (case.title(Kind.POWER, power), told, unit, case.name(Kind.UNIT, unit), level)
            path = (*case.basis(power), (EXERCISED_BY.rel.value, f"Power/{power}", f"Unit/{unit}"))
            origin = case.origin((Kind.POWER, power), (Kind.UNIT, unit))
            fold = (direction, power, case.region(unit))
            rows.append(Row(cells, (f"Power/{power}", f"Unit/{unit}"), origin, direction, (path,), {}, fold))
    return table_of("offices", Label("行使主体变化", "Offices that exercise them"), _OFFICE_COLUMNS, rows)


# -- what the log holds for later days -------------------------------------------------------------------------

_LATER_COLUMNS = (
    Column("power", Label("职权编码", "power")),
    Column("name", Label("职权", "name")),
    Column("at", Label("挂在", "hangs on")),
    Column("what", Label("记录", "record")),
    Column("other", Label("另一端", "other end")),
    Column("revision", Label("修订", "revision")),
)
_VERSION = Label("另有版本", "another version")


def _later(case: Case) -> tuple[Table, ...]:
    rows = []
    for fact in case.later:
        identity, at = fact.identity, case.title(*fact.at)
        what, other, path = _VERSION, None, case.to_step(fact.at.code) if fact.at.kind is Kind.STEP else ()
        if isinstance(identity, RelationId):
            end = next((end for end in identity.ends if end != fact.at), fact.at)
            what, other = identity.link.label, case.title(*end)
            source, target = map(str, identity.ends)
            path = (*(path or case.basis(fact.power)), (identity.link.rel.value, source, target))
        cells = (fact.power, case.name(Kind.POWER, fact.power), at, what, other, fact.revision)
        evidence = (path,) if path else ()
        rows.append(Row(cells, (str(fact.at),), case.origin(fact.at), "later", evidence, {}, (fact.power,)))
    label = Label("此后生效的记录（未计入影响）", "Recorded for later days (not counted in the impact)")
    return table_of("later", label, _LATER_COLUMNS, rows)
