"""The flow of a power as a page and as JSON: the same steps as in the flowchart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.ui.scene.flow import Flow, FlowStep

__all__ = ["flow_object", "flow_page"]

_OPEN = (Column("序", right=True), Column("环节"), Column("权限与时限"), Column("岗位"), Column("流向"))
_INNER = (*_OPEN, Column("风险", right=True), Column("措施", right=True))


def flow_page(flow: Flow) -> Iterator[Block]:
    """The steps as a table: performers by standard post, and where the work goes next."""
    yield Heading(flow.title, 1)
    yield Paragraph(flow.caption.label.zh, "faint")
    if not flow.steps:
        yield Paragraph("没有环节 no steps")
        return
    seq = {step.item.code: step.seq for step in flow.steps}
    rows = []
    for step in flow.steps:
        cells = (str(step.seq), step.item.name, step.tag or "—", "、".join(step.lanes) or "—", _goes(flow, step, seq))
        inner = () if flow.public else (str(len(step.risks)), str(len(step.controls)))
        rows.append((*cells, *inner))
    yield Grid(_OPEN if flow.public else _INNER, tuple(rows))
    if flow.assumed:
        yield Paragraph("未登记流向，按序号排列 no NEXT is recorded: in the order of sequence numbers", "faint")


def _goes(flow: Flow, step: FlowStep, seq: Mapping[str, int]) -> str:
    onwards = [f"→ {seq[b]}" for a, b in flow.forward if a == step.item.code]
    returns = [f"退回 {seq[b]}" for a, b in flow.back if a == step.item.code]
    return "、".join((*onwards, *returns)) or "结束"


def flow_object(flow: Flow) -> dict[str, Any]:
    """The flow as JSON; a public one has neither the key ``risks`` nor ``controls``."""
    return {
        "title": {"zh": flow.title.zh, "en": flow.title.en},
        "public": flow.public,
        "assumed": flow.assumed,
        "lanes": [{"name": lane.id, "posts": lane.posts, "offices": lane.offices} for lane in flow.lanes],
        "steps": [_step_object(step, public=flow.public) for step in flow.steps],
        "next": [list(pair) for pair in flow.forward],
        "returns": [list(pair) for pair in flow.back],
        "meta": {
            "revision": flow.caption.revision,
            "date": flow.caption.on or None,
            "total": flow.caption.total,
            "synthetic": flow.caption.synthetic,
        },
    }


def _step_object(step: FlowStep, *, public: bool) -> dict[str, Any]:
    held: dict[str, Any] = {
        "code": step.item.code,
        "name": step.item.name,
        "act": step.act,
        "limit_days": step.days,
        "min_posts": step.crew,
        "lanes": list(step.lanes),
    }
    if not public:
        held["risks"] = [{"code": x.code, "name": x.name, "grade": x.grade, "uncovered": x.open} for x in step.risks]
        held["controls"] = list(step.controls)
    return held
