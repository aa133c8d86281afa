"""The flow of a power as a Mermaid flowchart: a subgraph per standard post, returns dashed."""

from __future__ import annotations

from collections.abc import Iterator

from api.ui.scene.flow import Flow, FlowStep
from graph.schema import KINDS, Kind

__all__ = ["flow_mermaid"]

_SPECIAL = frozenset("#\"'`<>&;[](){}|\\_*~%@$")


def flow_mermaid(flow: Flow) -> str:
    """A flow as Mermaid text; the public rendering names no risk and no control."""
    return "".join(f"{line}\n" for line in _lines(flow))


def _lines(flow: Flow) -> Iterator[str]:
    ids = {step.item.code: f"s{at}" for at, step in enumerate(flow.steps, 1)}
    yield "---"
    yield f"title: {_quoted(flow.title.zh)}"
    yield "---"
    yield "flowchart TD"
    ends = list(_ends(flow, ids))
    if ends:
        yield '  start(["开始"])'
    for at, lane in enumerate(flow.lanes, 1):
        yield f'  subgraph lane{at}["{_escaped(lane.label)}"]'
        for step in flow.steps:
            if step.lanes[0] == lane.id:
                yield f'    {ids[step.item.code]}["{_label(flow, step)}"]'
        yield "  end"
    if ends:
        yield '  finish(["结束"])'
    yield from (f"  {line}" for line in ends)
    for source, target in flow.forward:
        yield f"  {ids[source]} {'-.->' if flow.assumed else '-->'} {ids[target]}"
    for source, target in flow.back:
        yield f'  {ids[source]} -. "退回" .-> {ids[target]}'


def _ends(flow: Flow, ids: dict[str, str]) -> Iterator[str]:
    """From the start to what nothing leads to, and from what leads on to nothing to the end."""
    led, leading = {b for _, b in flow.forward}, {a for a, _ in flow.forward}
    yield from (f"start --> {name}" for code, name in ids.items() if code not in led)
    yield from (f"{name} --> finish" for code, name in ids.items() if code not in leading)


def _label(flow: Flow, step: FlowStep) -> str:
    lines = [f"{step.seq}. {step.item.name}", step.tag]
    if len(step.lanes) > 1:
        lines.append(f"共同办理：{'、'.join(step.lanes[1:])}")
    if not flow.public:
        counts = ((Kind.RISK, len(step.risks)), (Kind.CONTROL, len(step.controls)))
        lines.append(" · ".join(f"{KINDS[kind].label.zh} {number}" for kind, number in counts if number))
    return "<br/>".join(_escaped(line) for line in lines if line)


def _escaped(text: str) -> str:
    """Text inside quotation marks: what Mermaid reads as its own is written as a number."""
    words = " ".join(text.split())
    return "".join(f"#{ord(char)};" if char in _SPECIAL else char for char in words if char.isprintable())


def _quoted(text: str) -> str:
    """A title in the front matter, which is YAML."""
    words = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(char for char in words if char.isprintable())}"'
