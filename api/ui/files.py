"""The file twins of a picture: SVG, PNG, and what it shows as a graph."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from api.ui.pictures import DrawnFlow, DrawnLanes, Side
from api.ui.png import png_of
from graph.interop import GraphForm, graph_text
from graph.model import NodeId
from graph.part import Part, part_among
from graph.schema import MITIGATED_BY, PERFORMED_BY, Kind
from graph.view import View

__all__ = [
    "FLOW_TYPES",
    "PICTURE_TYPES",
    "FlowForm",
    "PictureForm",
    "flow_file",
    "graph_file",
    "part_of_flow",
    "part_of_lanes",
    "picture_file",
]


class PictureForm(StrEnum):
    """Files that hold a picture."""

    SVG = "svg"
    PNG = "png"
    GRAPHML = "graphml"


PICTURE_TYPES = {
    PictureForm.SVG: "image/svg+xml",
    PictureForm.PNG: "image/png",
    PictureForm.GRAPHML: "application/graphml+xml",
}


class FlowForm(StrEnum):
    """Files that hold a flowchart: those of every picture, and those that other programs draw and change."""

    SVG = "svg"
    PNG = "png"
    GRAPHML = "graphml"
    BPMN = "bpmn"
    MMD = "mmd"


FLOW_TYPES = {
    **{FlowForm(form.value): media for form, media in PICTURE_TYPES.items()},
    FlowForm.BPMN: "application/bpmn+xml",
    FlowForm.MMD: "text/vnd.mermaid",
}


def flow_file(form: FlowForm, drawn: DrawnFlow, part: Part) -> bytes:
    """A flowchart in one of its forms."""
    if form is FlowForm.BPMN:
        return drawn.bpmn().encode()
    return drawn.mermaid().encode() if form is FlowForm.MMD else picture_file(PictureForm(form.value), drawn, part)


def picture_file(form: PictureForm, drawn: DrawnLanes | DrawnFlow, part: Part, side: Side = Side.BOTH) -> bytes:
    """A picture in one of its forms; ``part`` is the graph that it shows, for GraphML."""
    if form is PictureForm.GRAPHML:
        return graph_file(part)
    svg = drawn.svg(standalone=True, side=side) if isinstance(drawn, DrawnLanes) else drawn.svg(standalone=True)
    return png_of(svg) if form is PictureForm.PNG else svg.encode()


def graph_file(part: Part) -> bytes:
    """A piece of a graph as GraphML, for Gephi, yEd and others."""
    return graph_text(part, GraphForm.GRAPHML).encode()


def part_of_lanes(view: View, drawn: DrawnLanes) -> Part:
    """Everything that stands in a picture in lanes, bundled or not, with all relations among it."""
    return part_among(view, (NodeId(item.kind, code) for item in drawn.scene.items for code in item.codes))


def part_of_flow(view: View, power: str, drawn: DrawnFlow) -> Part:
    """A power with its steps and who performs them; the rendering for the public names no risk and no control."""
    return part_among(view, (NodeId(Kind.POWER, power), *_of_steps(view, drawn)))


def _of_steps(view: View, drawn: DrawnFlow) -> Iterable[NodeId]:
    for step in drawn.flow.steps:
        yield NodeId(Kind.STEP, step.item.code)
        yield from (NodeId(Kind.POST, post) for post in view.out(PERFORMED_BY, step.item.code))
        for risk in step.risks:
            yield NodeId(Kind.RISK, risk.code)
            yield from (NodeId(Kind.CONTROL, control) for control in view.out(MITIGATED_BY, risk.code))
