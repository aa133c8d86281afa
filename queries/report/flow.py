"""Chapter 流程衔接: steps that go, come or change, working days, and duties that could not be placed."""

from __future__ import annotations

from collections.abc import Iterator

from graph.schema import HAS_STEP, NEXT, Kind, Label
from queries.report.case import Case
from queries.report.days import Days, days_grouped, days_said
from queries.report.document import Cell, Chapter, Column, Row, Table, table_of
from queries.report.findings import finding_tables
from queries.report.powers import AFTER, BEFORE, changed_properties
from queries.report.words import joined

__all__ = ["flow_chapter"]

_STEP_COLUMNS = (
    Column("step", Label("环节编码", "step")),
    Column("name", Label("环节", "name")),
    Column("power", Label("职权", "power")),
    Column("what", Label("变动", "what changes")),
    BEFORE,
    AFTER,
)
_DAY_COLUMNS = (
    Column("power", Label("职权编码", "power")),
    Column("name", Label("职权", "name")),
    Column("before", Label("改革前（工作日）", "days before")),
    Column("after", Label("改革后（工作日）", "days after")),
    Column("saved", Label("缩短", "saved")),
)
_RECEIVER_COLUMNS = (
    Column("step", Label("环节", "step")),
    Column("unit", Label("机关编码", "office")),
    Column("name", Label("机关", "name")),
    Column("what", Label("情况", "what happens")),
)


def flow_chapter(case: Case) -> Chapter:
    """The chapter on the flow of work."""
    tables = (*_steps(case), *_days(case), *_unreceived(case), *finding_tables(case, "flow"))
    nothing = Label("流程没有变化。", "The flow of work does not change.")
    label = Label("流程衔接", "How the flow of work joins up")
    return Chapter("flow", label, _days_summed(case) if tables else (nothing,), tables)


def _steps(case: Case) -> tuple[Table, ...]:
    views = (case.impact.before, case.impact.after)
    steps = {step for power in case.impact.touched for view in views for step in view.out(HAS_STEP, power)}
    rows = []
    for step in sorted(steps):
        power = case.side(Kind.STEP, step).power_of(step) or ""
        for label, first, last in _differences(case, step):
            cells = (step, case.name(Kind.STEP, step), case.title(Kind.POWER, power), label, first, last)
            path = case.to_step(step)
            origin = case.origin((Kind.STEP, step))
            fold = (label.zh, power)
            rows.append(Row(cells, (f"Step/{step}", f"Power/{power}"), origin, "", (path,) if path else (), {}, fold))
    return table_of("steps", Label("环节变化", "Steps changed"), _STEP_COLUMNS, rows)


def _differences(case: Case, step: str) -> Iterator[tuple[Label, Cell, Cell]]:
    before, after = case.impact.before, case.impact.after
    first, last = before.node(Kind.STEP, step), after.node(Kind.STEP, step)
    yield from changed_properties(Kind.STEP, first, last)
    if first is None or last is None:
        return
    owners = case.before.power_of(step), case.after.power_of(step)
    if owners[0] != owners[1]:
        titles = [None if owner is None else case.title(Kind.POWER, owner) for owner in owners]
        yield Label("所属职权", "power"), titles[0], titles[1]
    following = set(before.out(NEXT, step)), set(after.out(NEXT, step))
    if following[0] != following[1]:
        titles = [case.titles(Kind.STEP, sorted(codes)) for codes in following]
        yield NEXT.label, titles[0], titles[1]


def _days_summed(case: Case) -> tuple[Label, ...]:
    """The groups of the table of working days, each with its own sum; they are not added to one another."""
    said = joined(days_said(case, tuple(Days)), "、", "; ")
    return (Label(f"办理时限：{said.zh}。", f"Working days: {said.en}."),) if said.zh else ()


def _days(case: Case) -> tuple[Table, ...]:
    rows = []
    for power in (power for powers in days_grouped(case).values() for power in powers):
        first, last = case.days[power]
        saved = first - last if first is not None and last is not None else None
        cells = (
            power,
            case.name(Kind.POWER, power),
            _day(case.before.active(power), first),
            _day(case.after.active(power), last),
            saved,
        )
        steps = {*case.impact.before.out(HAS_STEP, power), *case.impact.after.out(HAS_STEP, power)}
        origin = case.origin((Kind.POWER, power), *((Kind.STEP, step) for step in sorted(steps)))
        basis = case.basis(power)
        rows.append(Row(cells, (f"Power/{power}",), origin, "", (basis,) if basis else ()))
    return table_of("days", Label("办理时限变化", "Working days"), _DAY_COLUMNS, rows)


def _day(active: bool, days: int | None) -> Cell:  # noqa: FBT001 - whether the power is exercised on that side
    if not active:
        return Label("不行使", "not exercised")
    return Label("未知", "unknown") if days is None else days


def _unreceived(case: Case) -> tuple[Table, ...]:
    rows = []
    for step, unit in case.impact.no_receiver:
        stays = Label("无承接机关，仍由原机关办理", "no office to receive it: it stays")
        cells = (case.title(Kind.STEP, step), unit, case.name(Kind.UNIT, unit), stays)
        path = case.to_step(step)
        origin = case.origin((Kind.STEP, step), (Kind.UNIT, unit))
        nodes = (f"Step/{step}", f"Unit/{unit}")
        rows.append(Row(cells, nodes, origin, "no_receiver", (path,) if path else (), {}, (step,)))
    return table_of("no-receiver", Label("无机关承接", "Without a receiving office"), _RECEIVER_COLUMNS, rows)
