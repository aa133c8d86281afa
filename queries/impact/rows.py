"""An impact as one list of rows: which element, what happens to it, which elements tell it, along which path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from graph.model import NodeId
from graph.schema import Kind, Label
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding
from queries.impact.evidence import row_key
from queries.impact.model import Impact, Path

__all__ = ["CHANGES", "Change", "Row", "rows_of"]


class Change(NamedTuple):
    """What happens to an element: the word of the calculus, and what people read."""

    word: str
    label: Label


CHANGES = {
    "opened": Label("新出现的问题", "finding opened"),
    "closed": Label("消除的问题", "finding closed"),
    "lost": Label("失去", "lost"),
    "gained": Label("新增", "gained"),
    "reassigned": Label("改属他项职权", "to another power"),
    "no-receiver": Label("无机关可承接", "no office below to take it over"),
    "no-counterpart": Label("无对应岗位承接", "no counterpart to take it over"),
    "review": Label("待复核", "under review"),
    "days": Label("时限变动", "working days changed"),
}
"""Labels of the changes that are no status of a post, a risk or an article; a gap is its own word."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an impact.

    ``kind`` is a kind of node, ``Duty`` (a step and a post), ``Office`` (a power and a unit) or a finding's code;
    ``code`` its code; several codes are escaped and joined as in the keys of the evidence. ``nodes`` are the
    elements that it is about, ``path`` the relations in walking order that lead to it, ``finding`` what it is a row of.
    """

    kind: str
    code: str
    change: Change
    nodes: tuple[NodeId, ...]
    path: Path = ()
    finding: Finding | None = None


def rows_of(impact: Impact) -> Iterator[Row]:
    """Every row, the gravest first: findings that open, risks, posts, articles, then duties, then what is to review."""
    yield from _findings(impact, impact.opened, "opened")
    for name, kind, statuses in (
        ("risks", Kind.RISK, impact.risks),
        ("posts", Kind.POST, impact.posts),
        ("articles", Kind.ARTICLE, impact.articles),
    ):
        for code, status in statuses.items():
            change = Change(status.value, status.label)
            yield _row(impact, row_key(name, code), kind.value, (code,), change, (NodeId(kind, code),))
    for word, duties in (("lost", impact.duties_lost), ("gained", impact.duties_gained)):
        for step, post in duties:
            yield _row(impact, row_key(word, step, post), "Duty", (step, post), _change(word), _duty(step, post))
    for word, offices in (("lost", impact.offices_lost), ("gained", impact.offices_gained)):
        for power, unit in offices:
            nodes = NodeId(Kind.POWER, power), NodeId(Kind.UNIT, unit)
            yield _row(impact, "", "Office", (power, unit), _change(word), nodes)
    yield from _loose_ends(impact)
    yield from _findings(impact, impact.closed, "closed")
    yield from _under_review(impact)


def _loose_ends(impact: Impact) -> Iterator[Row]:
    for step, before, after in impact.duties_reassigned:
        moved = NodeId(Kind.STEP, step), NodeId(Kind.POWER, before), NodeId(Kind.POWER, after)
        yield _row(impact, "", Kind.STEP.value, (step, before, after), _change("reassigned"), moved)
    for step, unit in impact.no_receiver:
        ends = NodeId(Kind.STEP, step), NodeId(Kind.UNIT, unit)
        yield _row(impact, "", "Duty", (step, unit), _change("no-receiver"), ends)
    for step, post, unit in impact.no_counterpart:
        nodes = (*_duty(step, post), NodeId(Kind.UNIT, unit))
        yield _row(impact, "", "Duty", (step, post, unit), _change("no-counterpart"), nodes)
    for kind, code, reason in impact.gaps:
        change = Change(reason, Label("数据不全", "gap in the data"))
        yield _row(impact, "", kind, (code,), change, (NodeId(Kind(kind), code),))
    for power in impact.days:
        yield _row(impact, "", Kind.POWER.value, (power,), _change("days"), (NodeId(Kind.POWER, power),))


def _under_review(impact: Impact) -> Iterator[Row]:
    review = impact.review
    for kind, codes in (
        (Kind.POST, review.posts),
        (Kind.RISK, review.risks),
        (Kind.CONTROL, review.controls),
        (Kind.STANDARD, review.standards),
        (Kind.ARTICLE, review.articles),
    ):
        for code in codes:
            yield _row(impact, "", kind.value, (code,), _change("review"), (NodeId(kind, code),))


def _findings(impact: Impact, findings: tuple[Finding, ...], word: str) -> Iterator[Row]:
    for finding in findings:
        kinds = zip(FINDINGS[finding.code].kinds, finding.identity, strict=True)
        nodes = tuple(NodeId(kind, code) for kind, code in kinds if kind is not None and code)
        key = row_key(finding.code, *finding.identity)
        yield replace(_row(impact, key, finding.code, finding.identity, _change(word), nodes), finding=finding)


def _row(impact: Impact, key: str, kind: str, codes: tuple[str, ...], change: Change, nodes: tuple[NodeId, ...]) -> Row:
    paths = impact.evidence.get(key, ())
    code = codes[0] if len(codes) == 1 else row_key(*codes)
    return Row(kind, code, change, nodes, paths[0] if paths else ())


def _change(word: str) -> Change:
    return Change(word, CHANGES[word])


def _duty(step: str, post: str) -> tuple[NodeId, ...]:
    return NodeId(Kind.STEP, step), NodeId(Kind.POST, post)
