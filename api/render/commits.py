"""The outcome of a commit as a page and as JSON."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from api.acceptance import finding_key
from api.checking import finding_object
from api.commits import Plan
from api.gate import Gate
from api.render.findings import finding_blocks
from api.render.names import about
from api.render.page import Block, Heading, Paragraph
from graph.schema import Label
from graph.store.base import Revision
from queries.findings.model import Severity
from queries.report import report_of
from queries.report.case import Case
from queries.report.findings import first_findings, stops_said

__all__ = ["blocking_blocks", "commit_object", "commit_outcome", "commit_page"]

_LISTED = 30


def commit_page(plan: Plan, revision: Revision | None, *, dry_run: bool) -> Iterator[Block]:
    """What was written, or why nothing was; then the findings that were accepted, and how to accept."""
    intent = plan.intent
    yield Heading(Label(f"提交改革：{intent.reform.name}", "Commit of a reform"), 1)
    yield Paragraph(report_of(plan.impact).headline.zh, "strong")
    yield Paragraph(commit_outcome(plan, revision, dry_run=dry_run), "alarm" if plan.refused else "")
    yield from blocking_blocks(plan)
    yield from _recorded_blocks(plan)
    if plan.accepted:
        yield Heading(Label(f"已接受的发现 {len(plan.accepted)} 项", "Findings accepted"), 2)
        for gate, finding, item in plan.accepted[:_LISTED]:
            opens = "" if gate.day == intent.effective else f"{gate.day} 起 from {gate.day}　"
            yield Paragraph(f"{finding_key(finding)}　{opens}{item.reason}（至 until {item.until}）", indent=2)
        yield from _rest(len(plan.accepted))
    for unused in plan.unused:
        yield Paragraph(f"没有用到的接受 accepted, but nothing opens within its time: {unused.name}", "faint")


def commit_object(plan: Plan, revision: Revision | None, *, dry_run: bool) -> dict[str, Any]:
    """The outcome as JSON; ``revision`` is null where nothing was written."""
    return {
        "reform": plan.intent.reform.name,
        "effective": plan.intent.effective.isoformat(),
        "dry_run": dry_run,
        "committed": revision is not None,
        "revision": revision and revision.revision,
        "hash": revision and revision.hash,
        "edits": len(plan.edits),
        "blocking": [
            {**finding_object(gate.view, finding), "about": about(gate.view, finding), "on": _day(gate)}
            for gate, finding in plan.blocking
        ],
        "accepted": [
            {**item.to_json(), "identity": finding.to_json(), "on": _day(gate)} for gate, finding, item in plan.accepted
        ],
        "unused": [item.to_json() for item in plan.unused],
        "opened": [finding.to_json() for finding in plan.impact.opened],
        "closed": [finding.to_json() for finding in plan.impact.closed],
        "later": [
            {"on": _day(gate), "opened": [finding.to_json() for finding in gate.opened]} for gate in plan.gates[1:]
        ],
        "recorded": [
            {
                "on": item.day.isoformat(),
                "power": item.fact.power,
                "element": str(item.fact.identity),
                "revision": item.fact.revision,
            }
            for item in plan.recorded
        ],
    }


def _recorded_blocks(plan: Plan) -> Iterator[Block]:
    """What the log holds already for later days of the powers touched: no finding stops on it."""
    if not plan.recorded:
        return
    yield Heading(
        Label(
            f"此后生效的记录 {len(plan.recorded)} 处，挂在所改的职权上",
            "Recorded for later days on the powers that change",
        ),
        2,
    )
    for item in plan.recorded[:_LISTED]:
        yield Paragraph(f"{item.day} 起 from {item.day}　{item.fact.power}：{item.fact.identity}", indent=2)
    yield from _rest(len(plan.recorded))
    yield Paragraph(
        "不拦下提交；请看是否仍应生效。They do not stop the commit: see whether they should still take effect.", "faint"
    )


def _day(gate: Gate) -> str:
    return gate.day.isoformat()


def commit_outcome(plan: Plan, revision: Revision | None, *, dry_run: bool) -> str:
    """In one sentence: written, refused, or nothing to do."""
    intent = plan.intent
    if plan.refused:
        number = len(plan.blocking)
        later = [gate.day.isoformat() for gate in plan.gates[1:] if gate.findings.blocking]
        zh, en = (f"，其中有的自 {'、'.join(later)} 起", f", some from {', '.join(later)} on") if later else ("", "")
        worst = intent.fail_on is Severity.ERROR
        grade = (
            Label("错误", "errors")
            if worst
            else Label(f"{intent.fail_on.label.zh}及以上", f"{intent.fail_on.label.en} and above")
        )
        return (
            f"未提交：将新出现 {number} 项拦下提交的发现（{grade.zh}）{zh}。"
            f"Not committed: findings that stop a commit ({grade.en}) would open: {number}{en}."
        )
    if plan.is_empty:
        return "没有变化，未写入 nothing changes: nothing was written."
    if revision is None or dry_run:
        return f"试运行：可以提交，{len(plan.edits)} 处编辑，未写入。Dry run: nothing was written."
    return (
        f"已提交第 {revision.revision} 次修订，自 {intent.effective} 起生效，{len(plan.edits)} 处编辑，"
        f"经办 {revision.author}。Revision {revision.revision}, in force from {intent.effective}."
    )


def blocking_blocks(plan: Plan) -> Iterator[Block]:
    """The findings in the way, each with its remedy, and how to accept one; nothing where there are none."""
    if not plan.blocking:
        return
    yield Heading(Label(f"拦下提交的发现 {len(plan.blocking)} 项", "Findings that stop the commit"), 2)
    case = Case(plan.impact)
    stops = stops_said((finding.code for finding in first_findings(case)), (finding.code for finding in case.repeated))
    if stops is not None:
        yield Paragraph(f"{stops.zh}{stops.en}")
    for gate in plan.gates:
        if gate.findings.blocking and gate.day != plan.intent.effective:
            yield Paragraph(
                f"自 {gate.day} 起，因该日生效的修订 from {gate.day} on, with a revision that takes effect then:"
            )
        yield from finding_blocks(gate.view, gate.findings.blocking, _LISTED)
    gate, first = plan.blocking[0]
    example = shlex.quote(f"{finding_key(first)}=理由 reason;until={gate.day.year + 1}-12-31")
    yield Paragraph(
        f"处置后再提交；或逐项说明理由并定期限予以接受 or accept each by name: --accept {example}；"
        "也可写入改革文件 or in the reform file: accept: [{finding, reason, until}]"
    )


def _rest(number: int) -> Iterator[Block]:
    if number > _LISTED:
        yield Paragraph(f"另有 {number - _LISTED} 项 and {number - _LISTED} more: --format json", "faint")
