"""The findings that a load would open and close, as JSON and as blocks of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from api.checking import finding_object
from api.rehearsal import CodeChange, Effect
from api.render.findings import finding_blocks
from api.render.names import about, title
from api.render.page import Block, Heading, Paragraph
from graph.schema import KINDS, Kind, Label
from graph.terms import plural
from graph.view import View
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.findings.spoken import parts_of

__all__ = ["MOST", "effect_blocks", "effect_object"]

MOST = 200
"""Findings of each side that an answer lists, the gravest first; all of them are counted."""
_LISTED = 20
_NAMED = 5


def effect_object(effect: Effect | None) -> dict[str, Any] | None:
    """The counts by code, and the findings themselves as far as they are listed; None where nothing was compared."""
    if effect is None:
        return None
    found = effect.findings
    return {
        "on": effect.day.isoformat(),
        "looked_for": len(FINDINGS),
        "codes": [_code_object(item) for item in effect.codes],
        "opened": _listed(found.after, found.opened, found.before),
        "closed": _listed(found.before, found.closed, found.before),
        "worst": effect.worst and effect.worst.label.en,
        "later": [
            {"on": each.day.isoformat(), "opened": _listed(each.after, each.opened, each.before)}
            for each in effect.later
        ],
        "gaps": {
            "count": len(effect.blank),
            "first": [_part(found.after, Kind.POWER, power, None, found.before) for power in effect.blank[:MOST]],
            "said": _said(_blank(effect)) if effect.blank else None,
        },
        "later_days": {"looked": effect.looked, "unseen": effect.unseen},
    }


def effect_blocks(effect: Effect | None) -> Iterator[Block]:
    """What opens and what closes, each code with its denominator, each finding with remedy and article."""
    if effect is None:
        return
    yield from _first_day(effect)
    if effect.blank:
        yield Paragraph(str(_blank(effect)), "alarm")
    for each in effect.later:
        yield from _side(Label(f"自 {each.day} 起新出现的问题", f"From {each.day} on"), each.after, each.opened)
    if effect.unseen:
        yield Paragraph(
            f"此后有变动的日子只查了最近的 {effect.looked} 个，另有 {effect.unseen} 个没有查。"
            f"Of the later days on which something changes, {effect.looked} were looked at, {effect.unseen} were not.",
            "alarm",
        )


def _blank(effect: Effect) -> Label:
    """Powers that the load leaves without steps: named as far as one reads them."""
    codes, number = effect.blank[:_NAMED], len(effect.blank)
    few = number <= _NAMED
    zh, en = "、".join(codes), ", ".join(codes)
    zh, en = (zh, en) if few else (f"{zh} 等 {number} 项职权", f"{en} and {number - _NAMED} more powers")
    verb = "has" if number == 1 else "have"
    return Label(
        f"数据缺口：{zh} 没有环节，对其影响分析将不完整；有关环节、岗位、风险的检查也无从判断。",
        f"A gap in the data: {en} {verb} no step; impact on it will be incomplete, and steps, posts and risks cannot "
        "be checked.",
    )


def _first_day(effect: Effect) -> Iterator[Block]:
    found, day = effect.findings, effect.day
    if not (found.opened or found.closed):
        yield Paragraph(
            f"检查项没有变化（{len(FINDINGS)} 类，{day} 的图谱）。No finding opens or closes on the graph of {day}."
        )
        return
    zh = f"检查项的变化：新出现 {len(found.opened)}、消除 {len(found.closed)}（{len(FINDINGS)} 类，{day} 的图谱）"
    yield Heading(Label(zh, f"Findings that open and close, of {len(FINDINGS)} kinds, on the graph of {day}"), 2)
    for item in effect.codes:
        yield Paragraph(str(_told(item)), indent=2)
    yield from _side(Label("新出现的问题", "Findings that open"), found.after, found.opened)
    yield from _side(Label("消除的问题", "Findings that close"), found.before, found.closed)


def _told(item: CodeChange) -> Label:
    """What becomes of one code: its severity, what opens and what closes, at how many of the nodes that are there."""
    declared, kind = item.declared, KINDS[item.declared.anchor].label
    return Label(
        f"{declared.code} {declared.severity.label.zh}：{declared.label.zh}，新出现 {item.opened} 项"
        f"（{item.opened_at}/{item.of} 个{kind.zh}），消除 {item.closed} 项（{item.closed_at}/{item.of}）。",
        f"{declared.severity.label.en}: {declared.label.en}; {item.opened} would open (at {item.opened_at} of "
        f"{plural(item.of, kind.en)}), {item.closed} would close (at {item.closed_at}).",
    )


def _side(label: Label, view: View, findings: Sequence[Finding]) -> Iterator[Block]:
    if not findings:
        return
    yield Heading(Label(f"{label.zh} {len(findings)} 项", label.en), 2)
    yield from finding_blocks(view, findings[:_LISTED], _LISTED)
    if len(findings) > _LISTED:
        more = len(findings) - _LISTED
        yield Paragraph(f"另有 {more} 项 and {more} more: --format json（至多 at most {MOST}）", "faint", 2)


def _code_object(item: CodeChange) -> dict[str, Any]:
    declared = item.declared
    return {
        "code": declared.code,
        "name": declared.name,
        "label": _said(declared.label),
        "severity": declared.severity.label.en,
        "opened": item.opened,
        "opened_at": item.opened_at,
        "closed": item.closed,
        "closed_at": item.closed_at,
        "kind": declared.anchor.value,
        "of": item.of,
    }


def _listed(view: View, findings: Sequence[Finding], held: View) -> dict[str, Any]:
    rows = [
        {
            **finding_object(view, finding),
            "about": about(view, finding),
            "basis": _said(basis_of(view, finding)),
            "parts": [_part(view, *part, held) for part in parts_of(view, finding)],
        }
        for finding in findings[:MOST]
    ]
    return {"count": len(findings), "first": rows}


def _part(view: View, kind: Kind | None, text: str, said: Label | None, held: View) -> dict[str, Any]:
    """One part of what a finding is about; ``stored`` is whether the store has that node already."""
    name = said or Label(*[text if kind is None else title(view, kind, text)] * 2)
    node = None if kind is None else f"{kind.value}/{text}"
    return {"node": node, "name": _said(name), "stored": kind is not None and held.node(kind, text) is not None}


def _said(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
