"""Chapter 防控措施: what is uncovered and must be set up, which controls change hands, what to look at again."""

from __future__ import annotations

from graph.schema import EXPOSES, HAS_STEP, MITIGATED_BY, OWNED_BY, Kind, Label
from queries.census import count_origins
from queries.report.case import Case, value_label
from queries.report.document import Chapter, Column, Row, Table, table_of
from queries.report.findings import SET_UP, TOPICS, finding_origin, finding_tables
from queries.report.review import review_tables
from queries.report.words import counted

__all__ = ["controls_chapter"]

_COLUMNS = (
    Column("control", Label("措施编码", "control")),
    Column("name", Label("防控措施", "name")),
    Column("line", Label("防线", "line")),
    Column("change", Label("变动", "change")),
    Column("before", Label("原责任岗位", "owners before")),
    Column("after", Label("现责任岗位", "owners after")),
)
_NEW, _GONE = Label("新设", "new"), Label("撤销", "retired")
_TAKEN, _LEFT = Label("责任岗位增加", "more owners"), Label("责任岗位减少", "fewer owners")
_SHIFTED = Label("责任岗位变更", "other owners")


def controls_chapter(case: Case) -> Chapter:
    """The chapter on controls."""
    tables = (
        *finding_tables(case, "controls"),
        *_owners(case),
        *review_tables(case, Kind.CONTROL, case.impact.review.controls),
        *review_tables(case, Kind.STANDARD, case.impact.review.standards),
    )
    return Chapter("controls", Label("防控措施", "Controls"), (_summary(case),), tables)


def _summary(case: Case) -> Label:
    found = [item for item in case.impact.opened if item.code in SET_UP and item.code in TOPICS["controls"]]
    if not found:
        return Label("没有须先设立的防控措施或监管。", "No control or supervision has to be set up first.")
    number = counted(count_origins(finding_origin(case, item) for item in found), "项", "item")
    return Label(f"须在改革生效前设立或调整 {number.zh}。", f"To be set up before the reform starts: {number.en}.")


def _controls(case: Case) -> set[str]:
    """Controls whose owners the reform may have changed: those of the risks that moved or hang on touched powers."""
    found: set[str] = set()
    for view in (case.impact.before, case.impact.after):
        steps = {step for power in case.impact.touched for step in view.out(HAS_STEP, power)}
        risks = {risk for step in steps for risk in view.out(EXPOSES, step)} | set(case.impact.risks)
        found.update(control for risk in risks for control in view.out(MITIGATED_BY, risk))
    named = {code for finding in (*case.impact.opened, *case.impact.closed) for code in finding.identity[:1]}
    return found | {code for code in named if case.held(Kind.CONTROL, code)}


def _owners(case: Case) -> tuple[Table, ...]:
    rows = []
    for control in sorted(_controls(case)):
        owners = [frozenset(view.out(OWNED_BY, control)) for view in (case.impact.before, case.impact.after)]
        change = _change(case, control, owners[0], owners[1])
        if change is None:
            continue
        line = value_label(Kind.CONTROL, "line", case.held(Kind.CONTROL, control).get("line"))
        name = case.name(Kind.CONTROL, control)
        cells = (control, name, line, change, case.summary(owners[0]), case.summary(owners[1]))
        codes = {"before": tuple(sorted(owners[0])), "after": tuple(sorted(owners[1]))}
        origin = case.origin((Kind.CONTROL, control))
        paths = case.behind(Kind.CONTROL, control)
        rows.append(Row(cells, (f"Control/{control}",), origin, change.en, paths, codes, (change.en, str(line))))
    return table_of("owners", Label("措施责任岗位变化", "Controls that change hands"), _COLUMNS, rows)


def _change(case: Case, control: str, before: frozenset[str], after: frozenset[str]) -> Label | None:
    if case.impact.before.node(Kind.CONTROL, control) is None:
        return _NEW
    if case.impact.after.node(Kind.CONTROL, control) is None:
        return _GONE
    if before == after:
        return None
    if before < after:
        return _TAKEN
    return _LEFT if after < before else _SHIFTED
