"""The report of an impact: what must be done first, the six chapters of a reform memo, and the annex.

权力重新配置 · 流程衔接 · 岗位变化 · 风险转移 · 制度立改废 · 防控措施 (calculus §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graph.schema import KINDS, Kind, Label
from graph.snapshot import Snapshot
from queries.impact.model import Impact
from queries.reach import reach_of
from queries.report.case import Case
from queries.report.controls import controls_chapter
from queries.report.document import Chapter, Column, Report, Row, Table, table_of
from queries.report.findings import closed_tables, first_chapter
from queries.report.flow import flow_chapter
from queries.report.headline import sentence_of, synthetic_remark
from queries.report.operations import title_of
from queries.report.posts import posts_chapter
from queries.report.powers import powers_chapter
from queries.report.risks import risks_chapter
from queries.report.rules import rules_chapter

__all__ = ["SIX", "report_of"]

SIX: Mapping[str, str] = MappingProxyType(
    {"powers": "一", "flow": "二", "posts": "三", "risks": "四", "rules": "五", "controls": "六"}
)
"""The six chapters by name, with their numbers."""

_GAP_COLUMNS = (
    Column("kind", Label("类别", "kind")),
    Column("code", Label("编码", "code")),
    Column("name", Label("名称", "name")),
    Column("reason", Label("缺口", "gap")),
)
_REASONS = {
    "step-without-post": Label("环节无办理岗位", "step without a post"),
    "power-without-steps": Label("职权无环节", "power without steps"),
    "post-without-role": Label("岗位未归入标准岗位", "post without a standard post"),
    "risk-without-grade": Label("风险未定级", "risk without a grade"),
    "control-without-line": Label("措施未注明防线", "control without a line of defence"),
}


def report_of(impact: Impact, case: Case | None = None) -> Report:
    """The whole report of an impact, ready to be printed or written; ``case`` is that of the impact, if it is made."""
    case = case or Case(impact)
    reform = impact.reform
    name = title_of(reform)
    title = Label(f"改革影响分析：{name.zh}", f"Reform impact: {name.en}")
    chapters = (
        first_chapter(case),
        powers_chapter(case),
        flow_chapter(case),
        posts_chapter(case),
        risks_chapter(case),
        rules_chapter(case),
        controls_chapter(case),
        _annex(case),
    )
    return Report(title, sentence_of(case), synthetic_remark(case), _meta(impact), chapters)


def _meta(impact: Impact) -> Mapping[str, str]:
    """What is told of the reform and of the graph; ``changed`` and ``texts`` where they end before its day."""
    reform = impact.reform
    held = {
        "reform": reform.name,
        "number": reform.number,
        "author": reform.author,
        "reason": reform.reason,
        "effective": "" if reform.effective is None else reform.effective.isoformat(),
    }
    if isinstance(impact.before, Snapshot):
        origin = impact.before.origin
        held["date"] = "" if origin.on is None else origin.on.isoformat()
        held["revision"] = "" if origin.revision is None else str(origin.revision)
        held["graph"] = origin.name
        reach = reach_of(impact.before)
        held["changed"] = "" if reach.changed is None else reach.changed.isoformat()
        held["texts"] = "" if reach.texts is None else reach.texts.isoformat()
    return MappingProxyType({key: text for key, text in held.items() if text})


def _annex(case: Case) -> Chapter:
    """What the reform closes, and what the answer does not know."""
    tables = (*closed_tables(case), *_gaps(case))
    paragraphs = [_completeness(case)]
    if case.impact.cut:
        paragraphs.append(Label("部分路径从略：路径过多，未全部列出。", "Some paths are left out: there are too many."))
    return Chapter("annex", Label("附录", "Annex"), tuple(paragraphs), tables)


def _completeness(case: Case) -> Label:
    if case.impact.complete:
        return Label("所涉职权的数据没有缺口。", "The data around the touched powers has no gap.")
    number = len(case.impact.gaps)
    zh = f"所涉职权的数据有 {number} 处缺口，结论不完整。"
    return Label(zh, f"Gaps in the data around the touched powers: {number}; the answer is incomplete.")


def _gaps(case: Case) -> tuple[Table, ...]:
    rows = []
    for kind_name, code, reason in case.impact.gaps:
        kind = Kind(kind_name)
        cells = (KINDS[kind].label, code, case.name(kind, code), _REASONS.get(reason, Label(reason, reason)))
        origin = case.origin((kind, code))
        rows.append(Row(cells, (f"{kind.value}/{code}",), origin, reason, case.behind(kind, code), {}, (reason,)))
    return table_of("gaps", Label("数据缺口", "Gaps in the data"), _GAP_COLUMNS, rows)
