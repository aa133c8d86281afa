"""Findings as pages: what was found in a graph, and what stands in the way of a commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.acceptance import finding_key
from api.checking import Check
from api.render.names import about, least_origin, nodes_of
from api.render.page import Block, Column, Grid, Heading, Paragraph
from graph.schema import KINDS, Label
from graph.view import View
from queries.blanks import blanks_of
from queries.census import count_origins
from queries.findings.bases import shared_basis
from queries.findings.catalog import FINDINGS
from queries.findings.holds import HOLDS
from queries.findings.model import Finding, Severity

__all__ = ["check_page", "finding_blocks"]

_COUNTS = (
    Column("编号"),
    Column("等级"),
    Column("发现"),
    Column("件数", right=True),
    Column("合成", right=True),
    Column("涉及"),
)


def check_page(found: Check, limit: int) -> Iterator[Block]:
    """Counts of each code, then the findings with remedy and article."""
    yield Heading(Label("图谱检查", "Findings in the graph"), 1)
    total = count_origins(least_origin(found.view, nodes_of(finding)) for finding in found.findings)
    parts = "、".join(f"{severity.label.zh} {_number(found, severity)}" for severity in reversed(Severity))
    share = f"（其中合成 {total.synthetic}）" if total.synthetic else ""
    yield Paragraph(f"共 {total.total} 项发现{share}：{parts}。", "strong")
    yield Paragraph(f"{total.total} findings, {total.synthetic} of them about synthetic data.")
    rows = [
        (
            item.declared.code,
            item.declared.severity.label.zh,
            item.declared.label.zh,
            str(item.found.total),
            str(item.found.synthetic),
            f"{item.anchors}/{item.of} {KINDS[item.declared.anchor].label.zh}",
        )
        for item in found.counts
    ]
    yield Grid(_COUNTS, tuple(rows))
    blanks = blanks_of(found.view)
    yield Paragraph(str(blanks.said), "alarm" if blanks.powers else "faint")
    if blanks.powers:
        yield Paragraph("逐项列出 listed one by one: quangang query powers-with-gaps", "faint")
    if len(found.counts) < len(FINDINGS):  # who asks for one that is found nowhere wants to know what was looked for
        for item in found.counts:
            if not item.found.total:
                yield Heading(Label(f"{item.declared.code} {item.declared.label.zh} 0 项", item.declared.label.en), 3)
                yield _holds(item.declared.code)
    yield from finding_blocks(found.view, found.findings, limit, told=True)


def _holds(code: str) -> Paragraph:
    return Paragraph(f"成立条件 holds when: {HOLDS[code]}", "faint")


def finding_blocks(view: View, findings: Sequence[Finding], limit: int, *, told: bool = False) -> Iterator[Block]:
    """Findings under their codes, each code with its severity, remedy and article, at most ``limit`` in all.

    ``told`` says of each code when it holds too.
    """
    left = limit
    for code in dict.fromkeys(finding.code for finding in findings):
        if left <= 0:
            break
        declared = FINDINGS[code]
        held = [finding for finding in findings if finding.code == code][:left]
        left -= len(held)
        grade = declared.severity.label
        yield Heading(Label(f"{code} {grade.zh}：{declared.label.zh}", f"{grade.en}: {declared.label.en}"), 3)
        if told:
            yield _holds(code)
        yield Paragraph(f"处置 remedy: {declared.remedy} · 依据 article: {shared_basis(view, held).zh}", "faint")
        for finding in held:
            yield Paragraph(f"{finding_key(finding)}　{about(view, finding)}", indent=2)
    rest = len(findings) - limit
    if rest > 0:
        yield Paragraph(f"另有 {rest} 项 and {rest} more: --format json 可见全部 shows all; --limit N", "faint")


def _number(found: Check, severity: Severity) -> int:
    return sum(FINDINGS[finding.code].severity is severity for finding in found.findings)
