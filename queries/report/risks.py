"""Chapter 风险转移: internal risk points and external dangers apart, the ledger of bearings, what to grade again.

Internal risks 廉政、执法风险 come from the exercise of power and can end with it. External dangers 外部风险 do not:
when their last step ends they wait for a successor 待承接.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema import KINDS, Kind, Label
from queries.census import Count, count_origins
from queries.impact.model import Five, RiskStatus
from queries.report.altered import RISK_CHANGES, revalued_said
from queries.report.case import Case, level_label, value_label
from queries.report.document import Cell, Chapter, Column, Row, Table, table_of
from queries.report.findings import finding_tables
from queries.report.review import review_tables
from queries.report.words import counted

__all__ = ["REGRADE", "REGRADED", "risk_told", "risks_chapter"]

_RISK_COLUMNS = (
    Column("risk", Label("风险编码", "risk")),
    Column("name", Label("风险点", "name")),
    Column("class", Label("类别", "class")),
    Column("grade", Label("等级", "grade")),
    Column("status", Label("变动", "change")),
    Column("before", Label("原承担岗位", "borne before by")),
    Column("after", Label("现承担岗位", "borne now by")),
    Column("regrade", Label("定级", "grading")),
)
_REVALUED_COLUMNS = (
    Column("risk", Label("风险编码", "risk")),
    Column("name", Label("风险点", "name")),
    Column("change", Label("变动", "change")),
    Column("values", Label("原→现", "from → to")),
    Column("posts", Label("承担岗位", "borne by")),
    Column("regrade", Label("定级", "grading")),
)
_LEDGER_COLUMNS = (
    Column("group", Label("分组", "by")),
    Column("value", Label("项", "value")),
    Column("before", Label("改革前", "before")),
    Column("kept", Label("保持", "kept")),
    Column("out", Label("移出", "out")),
    Column("in", Label("移入", "in")),
    Column("after", Label("改革后", "after")),
)
REGRADED = frozenset({RiskStatus.MOVED, RiskStatus.SPREAD, RiskStatus.NEW})
REGRADE = Label("待重新定级备案", "to be graded and filed again")
_ADRIFT = Label("无岗位承担，未消除", "no post bears it, not removed")
_DELETED = Label("从图谱中删去", "deleted from the graph")


def risks_chapter(case: Case) -> Chapter:
    """The chapter on risks."""
    external = [risk for risk in case.impact.risks if _external(case, risk)]
    internal = [risk for risk in case.impact.risks if not _external(case, risk)]
    tables = (
        *_risks(case, "internal", Label("内部风险（廉政、执法）", "Internal risks: integrity, enforcement"), internal),
        *_risks(case, "external", Label("外部风险", "External dangers"), external),
        *_revalued(case),
        *finding_tables(case, "risks"),
        *review_tables(case, Kind.RISK, case.impact.review.risks),
        *_ledger(case),
    )
    return Chapter("risks", Label("风险转移", "How risks move"), _paragraphs(case, internal, external), tables)


def _external(case: Case, risk: str) -> bool:
    return case.held(Kind.RISK, risk).get("class") == "external"


def _paragraphs(case: Case, internal: list[str], external: list[str]) -> tuple[Label, ...]:
    anew = tuple(Label(f"{said.zh}。", f"{said.en}.") for said in revalued_said(case.revalued))
    if not case.impact.risks:
        still = Label("没有风险变动。", "No risk moves.")
        if anew:
            still = Label("没有风险点改由别的岗位承担。", "No risk moves to other posts.")
        return (*anew, still, *_regrading(case))
    inside = counted(_origins(case, internal), "个内部风险点", "internal risk point")
    outside = counted(_origins(case, external), "个外部风险", "external danger")
    told = Label(f"{inside.zh}、{outside.zh}有变动。", f"{inside.en} and {outside.en} change.")
    return (told, *anew, *_waiting(case, external), *_bearings(case), *_regrading(case))


def _origins(case: Case, risks: list[str]) -> Count:
    return count_origins(str(case.held(Kind.RISK, risk).get("origin", "")) for risk in risks)


def _revalued(case: Case) -> tuple[Table, ...]:
    rows = []
    for found in case.revalued:
        node = (Kind.RISK, found.code)
        bearers = case.after.bearers(found.code)
        cells = (found.code, case.name(*node), RISK_CHANGES[found.word], found.said, case.summary(bearers), REGRADE)
        codes = {"posts": tuple(sorted(bearers))}
        name = f"RiskPoint/{found.code}"
        rows.append(
            Row(cells, (name,), case.origin(node), found.word, case.behind(*node), codes, (found.word, found.said.en))
        )
    return table_of(
        "revalued", Label("改定等级或类别的风险点", "Risks graded or classed anew"), _REVALUED_COLUMNS, rows
    )


def _waiting(case: Case, external: list[str]) -> tuple[Label, ...]:
    waiting = [risk for risk in external if case.impact.risks[risk] is RiskStatus.UNATTENDED]
    if not waiting:
        return ()
    number = counted(_origins(case, waiting), "个外部风险", "external danger")
    zh = f"{number.zh}待承接：外部风险不因取消而消失，须指定承接的职权、环节和岗位。"
    return (Label(zh, f"{number.en} waiting for a successor: dangers outside do not end by decree."),)


def _bearings(case: Case) -> tuple[Label, ...]:
    """Bearings lost and gained by the risks that change, with the synthetic ones among them."""
    lost: list[str] = []
    gained: list[str] = []
    for risk in case.impact.risks:
        before, after = case.before.bearers(risk), case.after.bearers(risk)
        lost += (case.origin((Kind.RISK, risk), (Kind.POST, post)) for post in before - after)
        gained += (case.origin((Kind.RISK, risk), (Kind.POST, post)) for post in after - before)
    out = counted(count_origins(lost), "项", "bearing")
    into = counted(count_origins(gained), "项", "bearing")
    return (Label(f"风险承担关系减少 {out.zh}，增加 {into.zh}。", f"Lost: {out.en}; gained: {into.en}."),)


def _regrading(case: Case) -> tuple[Label, ...]:
    moved = [risk for risk, status in case.impact.risks.items() if status in REGRADED]
    risks = sorted({*moved, *case.impact.review.risks, *(each.code for each in case.revalued)})
    if not risks:
        return ()
    number = counted(_origins(case, risks), "个风险点", "risk point")
    return (Label(f"{number.zh}待重新定级备案。", f"{number.en} to be graded and filed again."),)


def _risks(case: Case, name: str, label: Label, risks: list[str]) -> tuple[Table, ...]:
    rows = []
    for risk in risks:
        status = case.impact.risks[risk]
        before, after = case.before.bearers(risk), case.after.bearers(risk)
        cells = (
            risk,
            case.name(Kind.RISK, risk),
            case.value(Kind.RISK, risk, "class"),
            case.value(Kind.RISK, risk, "grade"),
            risk_told(case, risk, status),
            case.summary(before),
            case.summary(after),
            REGRADE if status in REGRADED else None,
        )
        codes = {"before": tuple(sorted(before)), "after": tuple(sorted(after))}
        paths = case.behind(Kind.RISK, risk, "risks", risk)
        power = paths[0][0][1] if paths and paths[0] else ""
        grade = str(case.held(Kind.RISK, risk).get("grade", ""))
        fold = (status.value, power, grade)
        rows.append(
            Row(cells, (f"RiskPoint/{risk}",), case.origin((Kind.RISK, risk)), status.value, paths, codes, fold)
        )
    return table_of(name, label, _RISK_COLUMNS, rows)


def risk_told(case: Case, risk: str, status: RiskStatus) -> Label:
    """The status in words; a risk that is still there, or an external one, is not said to have ended."""
    if status is not RiskStatus.ENDED:
        return status.label
    if case.impact.after.node(Kind.RISK, risk) is not None:
        return _ADRIFT
    return _DELETED if _external(case, risk) else status.label


# -- the ledger ------------------------------------------------------------------------------------------------


def _ledger(case: Case) -> tuple[Table, ...]:
    ledger = case.impact.ledger
    if ledger.total.before == ledger.total.after == 0:
        return ()
    rows = [_line(Label("合计", "total"), Label("全图", "whole graph"), ledger.total)]
    rows += _lines(Label("等级", "grade"), "grade", ledger.by_grade, _declared("grade"))
    rows += _lines(Label("层级", "level"), "level", ledger.by_level, case.impact.after.manifest.levels)
    rows += _lines(Label("类别", "class"), "class", ledger.by_class, _declared("class"))
    label = Label("风险承担账目（岗位与风险的承担关系）", "Ledger of bearings (a post and a risk it bears)")
    return (Table("ledger", label, _LEDGER_COLUMNS, tuple(rows), tuple(rows), None),)


def _declared(name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in KINDS[Kind.RISK].properties[name].values)


def _lines(group: Label, name: str, part: Mapping[str, Five], order: tuple[str, ...]) -> list[Row]:
    keys = sorted(part, key=lambda key: (order.index(key) if key in order else len(order), key))
    return [_line(group, _value(name, key), part[key]) for key in keys if part[key].before or part[key].after]


def _value(name: str, key: str) -> Cell:
    if not key:
        return Label("未注明", "not stated")
    if name == "level":
        return level_label(key)
    return value_label(Kind.RISK, name, int(key) if name == "grade" and key.isdigit() else key)


def _line(group: Label, value: Cell, five: Five) -> Row:
    return Row((group, value, five.before, five.kept, five.out, five.in_, five.after), ())
