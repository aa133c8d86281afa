"""The flow of a power in BPMN 2.0, in the places of our own layout, so that a modeller opens it as it is.

A lane is a standard post, a task a step; a gateway stands behind a step from which the work can go several ways. What
`loaders.bpmn` reads back is in extension elements: codes, performers and, in the internal rendering, risks, controls
and standards. What XML cannot hold is left out, and what is left out is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from unicodedata import category

from api.ui.layout.flow import FlowPicture
from api.ui.layout.gutters import END, START, Arrow
from api.ui.layout.model import Box
from api.ui.scene.flow import Flow, FlowStep
from graph.errors import InputError
from graph.model import EMPTY, Properties
from graph.schema import (
    CARRIED_OUT_IN,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    MITIGATED_BY,
    NEXT,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    Kind,
    Link,
)
from graph.terms import Label
from graph.view import View
from loaders.bpmn.names import BPMN, BPMNDI, DC, DI, OURS, STEP_PROPERTIES, TOLD

__all__ = ["flow_bpmn"]

_SCALE = 1.6  # a gateway must fit between two rows
_HEAD = 30.0
_EVENT, _GATEWAY = 18.0, 12.0
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_ESCAPES |= {ord(char): f"&#{ord(char)};" for char in "\t\n\r"}  # a reader would make spaces of them

Points = list[tuple[float, float]]


def flow_bpmn(view: View, power: str, flow: Flow, picture: FlowPicture) -> str:
    """A flow as a BPMN document.

    Raises:
        InputError: a code has characters that XML cannot hold.
    """
    writer = _Writer(view, power, flow, picture)
    shapes, edges = list(writer.shapes()), list(writer.edges())  # the drawing settles where gateways are
    name = _attribute((view.node(Kind.POWER, power) or EMPTY).get("name"))
    names = {"xmlns": BPMN, "xmlns:bpmndi": BPMNDI, "xmlns:dc": DC, "xmlns:di": DI, "xmlns:qg": OURS}
    collaboration = _element(
        "collaboration",
        {"id": "Collaboration_1"},
        [_element("participant", {"id": "Participant_1", "name": name, "processRef": "Process_1"})],
    )
    process = _element("process", {"id": "Process_1", "name": name, "isExecutable": "false"}, writer.process())
    plane = _element("bpmndi:BPMNPlane", {"id": "Plane_1", "bpmnElement": "Collaboration_1"}, [*shapes, *edges])
    diagram = _element("bpmndi:BPMNDiagram", {"id": "Diagram_1"}, [plane])
    root = {"id": "Definitions_1", "targetNamespace": OURS, "exporter": "quangang"}
    document = _element("definitions", {**names, **root}, [collaboration, process, diagram])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'


def _attribute(value: object) -> str | None:
    """The text of an attribute; None where there is none, it is empty or XML cannot hold it."""
    if value in (None, ""):
        return None
    text = "true" if value is True else "false" if value is False else str(value)
    held = all(char in "\t\n\r" or (category(char) not in ("Cc", "Cs") and char not in "\ufffe\uffff") for char in text)
    return text if held else None


def _code(code: str) -> str:
    text = _attribute(code) if code else ""
    if text is None:
        raise InputError(
            Label(f"编码 {code!r}: XML 不容其中的字符", f"code {code!r}: has characters that XML cannot hold")
        )
    return text


def _element(name: str, attributes: Mapping[str, str | None], children: Iterable[str] = ()) -> str:
    held = "".join(f' {key}="{value.translate(_ESCAPES)}"' for key, value in attributes.items() if value is not None)
    inside = "".join(f"\n{child}" for child in children)
    return f"<{name}{held}>{inside}\n</{name}>" if inside else f"<{name}{held}/>"


@dataclass(slots=True)
class _Writer:
    """One flow: its elements by the ids that they have in the file."""

    view: View
    power: str
    flow: Flow
    picture: FlowPicture
    ids: dict[str, str] = field(default_factory=dict)
    """Of steps and both ends, by their ids in the picture."""
    gateways: dict[str, tuple[str, float, float]] = field(default_factory=dict)
    """Of steps and the start that lead several ways: id and centre."""
    steps: dict[str, FlowStep] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.steps = {step.item.id: step for step in self.flow.steps}
        self.ids = {key: f"Step_{at}" for at, key in enumerate(self.steps, 1)}
        self.ids |= {terminal.id: f"Event_{terminal.id}" for terminal in self.picture.terminals}
        out: dict[str, list[Arrow]] = {}
        for arrow in self.picture.arrows:
            out.setdefault(arrow.source, []).append(arrow)
        for key, arrows in out.items():
            if len(arrows) > 1:
                box = self._box(key)
                first = [_points(arrow)[1][1] for arrow in arrows if not arrow.back and len(arrow.stroke) > 2]
                y = min(first, default=box.bottom + 10 * _SCALE)
                self.gateways[key] = f"Gateway_{self.ids[key]}", box.x + box.width / 2, y

    # -- the process -------------------------------------------------------------------------------------------

    def process(self) -> Iterator[str]:
        """Power, lanes, nodes and arrows."""
        rendering = "public" if self.flow.public else "internal"
        mark = _element("qg:power", {"code": _code(self.power), "rendering": rendering})
        yield _element("extensionElements", {}, [mark])
        if self.flow.lanes:
            yield _element("laneSet", {"id": "LaneSet_1"}, self._lanes())
        for terminal in self.picture.terminals:
            name, words = ("startEvent", "开始") if terminal.id == START else ("endEvent", "结束")
            yield _element(name, {"id": self.ids[terminal.id], "name": words}, self._ends(self.ids[terminal.id]))
        for key, step in self.steps.items():
            yield self._task(self.ids[key], step)
        for gateway, _, _ in self.gateways.values():
            yield _element("exclusiveGateway", {"id": gateway}, self._ends(gateway))
        for id_, source, target, arrow in self._arrows():
            label = "退回" if arrow is not None and arrow.back else None
            extensions = [_element("extensionElements", {}, marks)] if (marks := list(self._order(arrow))) else []
            yield _element(
                "sequenceFlow", {"id": id_, "name": label, "sourceRef": source, "targetRef": target}, extensions
            )

    def _arrows(self) -> Iterator[tuple[str, str, str, Arrow | None]]:
        """Id, both ends and the arrow of the picture; none for the short one from a step to its gateway."""
        for key, (gateway, _, _) in self.gateways.items():
            yield f"Flow_{gateway}", self.ids[key], gateway, None
        for at, arrow in enumerate(self.picture.arrows, 1):
            source = self.gateways[arrow.source][0] if arrow.source in self.gateways else self.ids[arrow.source]
            yield f"Flow_{at}", source, self.ids[arrow.target], arrow

    def _ends(self, node: str) -> Iterator[str]:
        """Which arrows come to a node and leave it."""
        arrows = list(self._arrows())
        yield from (f"<incoming>{id_}</incoming>" for id_, _, target, _ in arrows if target == node)
        yield from (f"<outgoing>{id_}</outgoing>" for id_, source, _, _ in arrows if source == node)

    def _order(self, arrow: Arrow | None) -> Iterator[str]:
        """What an arrow between steps says of NEXT beyond that it is there."""
        if arrow is None or arrow.source not in self.steps or arrow.target not in self.steps:
            return
        if self.flow.assumed:
            yield "<qg:assumed/>"
            return
        keys = self.view.pair(NEXT, self.steps[arrow.source].item.code, self.steps[arrow.target].item.code)
        if set(keys) - {""}:
            yield from (_element("qg:next", {"key": _code(key)}) for key in sorted(keys))

    def _lanes(self) -> Iterator[str]:
        home = {key: step.lanes[0] for key, step in self.steps.items()}
        placed = {tile.step.item.id: self._lane_at(tile.box) for tile in self.picture.tiles}
        home |= {key: lane for key, lane in placed.items() if lane in self.steps[key].lanes}
        for end in self.picture.terminals:
            home[end.id] = self._lane_at(end.box) or self.flow.lanes[0].id
        for at, lane in enumerate(self.flow.lanes, 1):
            inside = [key for key, name in home.items() if name == lane.id]
            nodes = [self.ids[key] for key in inside]
            nodes += [self.gateways[key][0] for key in inside if key in self.gateways]
            posts = sorted(
                {post for step in self.flow.steps for post in self._posts(step) if self._role(post) == lane.id}
            )
            listed = (_element("qg:post", {"code": _code(post), "name": self._name(Kind.POST, post)}) for post in posts)
            mark = _element("qg:lane", {"role": _attribute(lane.id)}, listed)
            refs = (f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
            attributes = {"id": f"Lane_{at}", "name": _attribute(lane.label)}
            yield _element("lane", attributes, [_element("extensionElements", {}, [mark]), *refs])

    def _lane_at(self, box: Box) -> str:
        """The lane in which a box begins."""
        x = box.x + 1
        return next((band.lane.id for band in self.picture.bands if band.box.x <= x < band.box.right), "")

    def _role(self, post: str) -> str:
        held = self.view.node(Kind.POST, post) or EMPTY
        return str(held.get("role") or held.get("name") or post)

    def _posts(self, step: FlowStep) -> tuple[str, ...]:
        return self.view.out(PERFORMED_BY, step.item.code)

    def _name(self, kind: Kind, code: str) -> str | None:
        return _attribute((self.view.node(kind, code) or EMPTY).get("name"))

    # -- a step ------------------------------------------------------------------------------------------------

    def _task(self, node: str, step: FlowStep) -> str:
        code = step.item.code
        held = self.view.node(Kind.STEP, code) or EMPTY
        own = {name: _attribute(held.get(name)) for name in STEP_PROPERTIES}
        marks = [
            _element("qg:step", {"code": _code(code), **own, "key": key})
            for _, key, _ in self._ties(HAS_STEP, self.power, code)
        ]
        marks += [
            _element("qg:performer", {"post": _code(post), "name": self._name(Kind.POST, post), **extra, "key": key})
            for post in self._posts(step)
            for extra, key, _ in self._ties(PERFORMED_BY, code, post)
        ]
        if not self.flow.public:
            marks += self._inside(code)
        extensions = _element("extensionElements", {}, marks)
        return _element("task", {"id": node, "name": self._name(Kind.STEP, code)}, [extensions, *self._ends(node)])

    def _inside(self, step: str) -> Iterator[str]:
        """Risks with their controls, controls that are done in the step, standards and rules."""
        for risk in self.view.out(EXPOSES, step):
            controls = [
                mark
                for control in self.view.out(MITIGATED_BY, risk)
                for mark in self._marks("qg:control", Kind.CONTROL, control, MITIGATED_BY, risk, control)
            ]
            yield from self._marks("qg:risk", Kind.RISK, risk, EXPOSES, step, risk, inside=controls)
        for control in self.view.into(CARRIED_OUT_IN, step):
            yield from self._marks("qg:control", Kind.CONTROL, control, CARRIED_OUT_IN, control, step)
        for standard in self.view.out(GOVERNED_BY, step):
            yield from self._marks("qg:standard", Kind.STANDARD, standard, GOVERNED_BY, step, standard)
        for article in self.view.out(STEP_REGULATED_BY, step):
            yield from self._marks("qg:article", Kind.ARTICLE, article, STEP_REGULATED_BY, step, article)

    def _marks(
        self, name: str, kind: Kind, code: str, link: Link, source: str, target: str, *, inside: Iterable[str] = ()
    ) -> Iterator[str]:
        """A node at the step: an element for each relation that ties it."""
        held = self.view.node(kind, code) or EMPTY
        told = {each: _attribute(held.get(each)) for each in TOLD[kind]}
        inner = list(inside)
        for at, (_, key, _) in enumerate(self._ties(link, source, target)):
            yield _element(name, {"code": _code(code), **told, "key": key}, () if at else inner)

    def _ties(
        self, link: Link, source: str, target: str
    ) -> Iterator[tuple[dict[str, str | None], str | None, Properties]]:
        """The relations of one pair: what the schema declares of each, and its key where it has one."""
        for key, held in sorted(self.view.pair(link, source, target).items()):
            yield {name: _attribute(held.get(name)) for name in link.properties}, _code(key) or None, held

    # -- the diagram -------------------------------------------------------------------------------------------

    def shapes(self) -> Iterator[str]:
        """Pool, lanes and nodes."""
        bands = [_scaled(band.box) for band in self.picture.bands]
        if bands:
            pool = Box(bands[0].x, bands[0].y - _HEAD, sum(band.width for band in bands), bands[0].height + _HEAD)
        else:
            pool = Box(160, 80, 600, 250)
        yield _shape("Participant_1", pool, isHorizontal="false")
        lanes = {lane.id: f"Lane_{at}" for at, lane in enumerate(self.flow.lanes, 1)}
        for band, box in zip(self.picture.bands, bands, strict=True):
            yield _shape(lanes[band.lane.id], box, isHorizontal="false")
        for key, node in self.ids.items():
            box = self._box(key)
            label = None if key in self.steps else Box(box.right + 4, box.y + _EVENT - 7, 28, 14)  # beside the arrow
            yield _shape(node, box, label)
        for gateway, x, y in self.gateways.values():
            box = Box(x - _GATEWAY, y - _GATEWAY, 2 * _GATEWAY, 2 * _GATEWAY)
            yield _shape(gateway, box, isMarkerVisible="true")

    def _box(self, key: str) -> Box:
        """Where a step or an end is drawn; events are circles in the middle of our pills."""
        for tile in self.picture.tiles:
            if tile.step.item.id == key:
                return _scaled(tile.box)
        box = next(_scaled(terminal.box) for terminal in self.picture.terminals if terminal.id == key)
        x, y = box.x + box.width / 2, box.y + box.height / 2
        return Box(x - _EVENT, y - _EVENT, 2 * _EVENT, 2 * _EVENT)

    def edges(self) -> Iterator[str]:
        """Every arrow with its corners."""
        for id_, _, _, arrow in self._arrows():
            points = self._short(id_) if arrow is None else self._way(arrow)
            yield _element(
                "bpmndi:BPMNEdge",
                {"id": f"{id_}_di", "bpmnElement": id_},
                [_element("di:waypoint", {"x": f"{x:.1f}", "y": f"{y:.1f}"}) for x, y in points],
            )

    def _short(self, id_: str) -> Points:
        """From a step down to its gateway."""
        key = next(key for key, (gateway, _, _) in self.gateways.items() if id_ == f"Flow_{gateway}")
        _, x, y = self.gateways[key]
        return [(x, self._box(key).bottom), (x, y - _GATEWAY)]

    def _way(self, arrow: Arrow) -> Points:
        """The corners of an arrow; from a gateway they begin at the corner that looks their way."""
        points = _points(arrow)
        if arrow.source in self.gateways:
            points = self._from_gateway(arrow, points)
        elif arrow.source == START:
            points[0] = points[0][0], self._box(START).bottom
        if arrow.target == END:
            points[-1] = points[-1][0], self._box(END).y
        return points

    def _from_gateway(self, arrow: Arrow, points: Points) -> Points:
        _, x, y = self.gateways[arrow.source]
        if arrow.back:
            return [(x + _GATEWAY, y), (points[1][0], y), *points[2:]]
        ahead = points[2] if len(points) > 2 else points[1]
        if ahead[0] == x:
            return [(x, y + _GATEWAY), *points[1:]]
        return [(x + (_GATEWAY if ahead[0] > x else -_GATEWAY), y), *points[2:]]


def _scaled(box: Box) -> Box:
    return Box(box.x * _SCALE, box.y * _SCALE, box.width * _SCALE, box.height * _SCALE)


def _points(arrow: Arrow) -> Points:
    return [(float(x) * _SCALE, float(y) * _SCALE) for _, x, y in arrow.stroke]


def _shape(element: str, box: Box, label: Box | None = None, **attributes: str) -> str:
    inside = [_bounds(box)]
    if label is not None:
        inside.append(_element("bpmndi:BPMNLabel", {}, [_bounds(label)]))
    return _element("bpmndi:BPMNShape", {"id": f"{element}_di", "bpmnElement": element, **attributes}, inside)


def _bounds(box: Box) -> str:
    held = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return _element("dc:Bounds", {name: f"{value:.1f}" for name, value in held.items()})
