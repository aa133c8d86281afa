"""The processes of one BPMN file become elements: tasks are steps, lanes are posts, marks are what hangs on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.derived import Derived
from graph.errors import Problem
from graph.model import EMPTY, NodeId, RelationId, Value, called, code_problem
from graph.near import alike
from graph.schema import (
    CARRIED_OUT_IN,
    EXERCISED_BY,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    KINDS,
    MITIGATED_BY,
    NEXT,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    Kind,
    Link,
    ValueType,
)
from graph.terms import Both, Lack
from graph.view import View
from loaders.bpmn.names import BPMN, NODES, OURS, RENDERINGS, STEP_PROPERTIES, TASKS, TOLD
from loaders.bpmn.tree import Node
from loaders.elements import Element, Place

__all__ = ["Desk"]

_UNFOLD = Both(
    "请在建模软件里展开：把其中的任务和连线移到上一层，删去子流程；另是一项职权的，单独画一个流程",
    "move its tasks and flows up into the process and delete it; what is another power gets a process of its own",
)


def _extensions(node: Node, name: str) -> Iterator[Node]:
    """Our extension elements of one name."""
    return (each for held in node.of(BPMN, "extensionElements") for each in held.of(OURS, name))


@dataclass(slots=True)
class Desk:
    """The processes of a file become elements, one after the other."""

    file: str
    view: View
    titles: Mapping[str, str]
    elements: dict[NodeId | RelationId, Element] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    within: set[NodeId] = field(default_factory=set)
    internal: bool = True

    def problem(self, node: Node, got: str, expected: str, advice: str = "") -> None:
        """Something wrong with an element, told with its id and line."""
        self.problems.append(Problem(self.file, got, expected, advice, node.line, node.get("id") or node.name))

    def notice(self, node: Node, got: str, expected: str, advice: str = "") -> None:
        """Something to look at, told the same way."""
        self.notices.append(Problem(self.file, got, expected, advice, node.line, node.get("id") or node.name))

    def state(self, identity: NodeId | RelationId, held: Mapping[str, Value], told: Iterable[str], node: Node) -> None:
        """State an element; said twice, both must agree."""
        new = Element(identity, held, Place(self.file, node.line, node.get("id") or None), told=frozenset(told))
        before = self.elements.get(identity)
        if before is None:
            self.elements[identity] = new
            return
        for name in (before.told or frozenset()) & (new.told or frozenset()):
            if before.properties.get(name) != held.get(name):
                got = called(identity) + f" {name} = {held.get(name)!r}"
                self.problem(
                    node, got, repr(before.properties.get(name)), Both("同一编码须一致", "one code, one value")
                )
        united = {**held, **before.properties}
        self.elements[identity] = before._replace(
            properties=united, told=(before.told or frozenset()) | (new.told or frozenset())
        )

    def take(self, process: Node) -> None:
        """Take in one process."""
        marks = list(_extensions(process, "power"))
        rendering = marks[0].get("rendering") if marks else ""
        if rendering and rendering not in RENDERINGS:
            self.problem(process, f"rendering={rendering!r}", " / ".join(RENDERINGS))
        self.internal = self.internal and rendering == "internal"
        power = self._power(process, marks)
        if power is None:
            return
        tasks = [node for node in process.children if node.space == BPMN and node.name in TASKS]
        for node in process.of(BPMN, "subProcess", "transaction", "adHocSubProcess"):
            got = Both(
                f"子流程：{node.get('name') or node.get('id')}", f"a sub-process: {node.get('name') or node.get('id')}"
            )
            self.problem(node, got, Both("流程里的任务", "tasks of the process itself"), _UNFOLD)
        if not tasks:
            self.problem(process, Lack("没有任务", "no task"), "task / userTask / …")
        codes = self._codes(power, tasks)
        held = set(self.view.out(HAS_STEP, power))
        self.within |= {NodeId(Kind.POWER, power), *(NodeId(Kind.STEP, code) for code in held | set(codes.values()))}
        lanes = _Lanes.of(process, self, power)
        for task in tasks:
            code = codes.get(task.get("id"))
            if code is not None:
                _Task(self, task, code).take(power, lanes, new=code not in held)
        self._flow(process, codes)

    def _power(self, process: Node, marks: Sequence[Node]) -> str | None:
        """The power whose flow a process is; a problem where that cannot be told."""
        if marks and marks[0].get("code"):
            return marks[0].get("code")
        names = [process.get("id"), process.get("name"), self.titles.get(process.get("id"), "")]
        for name in filter(None, names):
            if self.view.node(Kind.POWER, name) is not None:
                return name
        powers = [
            code
            for code in self.view.codes(Kind.POWER)
            if (self.view.node(Kind.POWER, code) or EMPTY).get("name") in set(names[1:]) - {""}
        ]
        if len(powers) == 1:
            return powers[0]
        near = powers or [code for name in filter(None, names) for code in alike(self.view, name, Kind.POWER)]
        got = " / ".join(filter(None, names)) or Lack("没有名称", "no name")
        advice = (
            Both(f"候选：{'、'.join(near[:5])}", f"candidates: {'、'.join(near[:5])}")
            if near
            else Both("请以职权编码或名称命名", "name it by code or name")
        )
        self.problem(process, got, Both("一项职权的编码或名称", "code or name of a power"), advice)
        return None

    def _codes(self, power: str, tasks: Sequence[Node]) -> dict[str, str]:
        """The step of each task by its id: by its code, its id, its name within the power, else a new code."""
        held = self.view.out(HAS_STEP, power)
        names: dict[object, list[str]] = {}
        for code in held:
            names.setdefault((self.view.node(Kind.STEP, code) or EMPTY).get("name"), []).append(code)
        found: dict[str, str] = {}
        rest = []
        for task in tasks:
            stated = next((mark.get("code") for mark in _extensions(task, "step")), "")
            same = names.get(task.get("name"), [])
            code = stated or (task.get("id") if task.get("id") in held else "") or (same[0] if len(same) == 1 else "")
            if not task.get("id") or task.get("id") in found:
                self.problem(task, f"id={task.get('id')!r}", Both("唯一的 id", "a unique id"))
            elif code_problem(code) and stated:
                self.problem(task, repr(code), code_problem(code) or "")
            elif len(same) > 1 and not code:
                self.problem(
                    task,
                    f"{task.get('name')!r}",
                    Both(f"一个环节：{'、'.join(same)}", f"one step: {'、'.join(same)}"),
                    Both("请注明编码", "give the code"),
                )
            elif code in found.values():
                self.problem(
                    task, Both(f"环节 {code} 两次", f"step {code} twice"), Both("每个环节一次", "every step once")
                )
            elif code:
                found[task.get("id")] = code
            else:
                rest.append(task)
        for task in rest:
            found[task.get("id")] = code = _next_code(power, {*held, *found.values()})
            self.notice(
                task,
                Both(f"新环节 {task.get('name')!r}", f"new step {task.get('name')!r}"),
                Both(f"编码 {code}", f"code {code}"),
            )
        return found

    def _flow(self, process: Node, codes: Mapping[str, str]) -> None:
        """What follows what: from task to task, through gateways and events."""
        nodes = {node.get("id"): node for node in process.children if node.space == BPMN and node.name in TASKS | NODES}
        onwards: dict[str, list[tuple[str, Node]]] = {}
        for flow in process.of(BPMN, "sequenceFlow"):
            ends = flow.get("sourceRef"), flow.get("targetRef")
            absent = [end for end in ends if end not in nodes]
            if absent:
                self.problem(
                    flow,
                    Lack(f"{'、'.join(map(repr, absent))} 不存在", f"{'、'.join(map(repr, absent))} unknown"),
                    Both("流程内节点的 id", "id of a node of the process"),
                )
            elif not any(_extensions(flow, "assumed")):
                onwards.setdefault(ends[0], []).append((ends[1], flow))
        for node in process.of(BPMN, "boundaryEvent"):
            onwards.setdefault(node.get("attachedToRef"), []).append((node.get("id"), node))
        for task, code in codes.items():
            for after, flow in _reached(task, onwards, codes):
                keys = [mark.get("key") for mark in _extensions(flow, "next")] or [""]
                for key in keys:
                    self.state(RelationId(NEXT, code, codes[after], key), {}, (), flow)


def _reached(
    task: str, onwards: Mapping[str, Sequence[tuple[str, Node]]], codes: Mapping[str, str]
) -> Iterator[tuple[str, Node]]:
    """The tasks that follow one, each with the last arrow that leads there."""
    seen, waiting = {task}, list(onwards.get(task, ()))
    while waiting:
        node, flow = waiting.pop(0)
        if node in codes:
            yield node, flow
        elif node not in seen:
            seen.add(node)
            waiting.extend(onwards.get(node, ()))


def _next_code(power: str, taken: Iterable[str]) -> str:
    numbers = [int(found[1]) for code in taken if (found := re.fullmatch(rf"{re.escape(power)}-(\d{{1,9}})", code))]
    return f"{power}-{max(numbers, default=0) + 1}"


@dataclass(frozen=True, slots=True)
class _Lane:
    """A lane: its posts, and whether they are known."""

    name: str
    posts: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class _Lanes:
    """The lane of each node; none where the process has no lanes."""

    of_node: Mapping[str, _Lane]

    @classmethod
    def of(cls, process: Node, desk: Desk, power: str) -> _Lanes:
        """Read the lanes of a process; of lanes inside each other the innermost counts."""
        found: dict[str, _Lane] = {}
        for node in (each for held in process.of(BPMN, "laneSet") for each in held.all()):
            if node.space == BPMN and node.name == "lane":
                inside = [ref.text.strip() for ref in node.of(BPMN, "flowNodeRef")]
                lane = _lane(node, desk, power) if inside else None
                found.update({ref: lane for ref in inside if lane is not None})
        return cls(found)


def _lane(node: Node, desk: Desk, power: str) -> _Lane:
    """The posts of a lane: as it lists them, else the post of its name, else those of the standard post of its name."""
    name = node.get("name")
    marks = list(_extensions(node, "lane"))
    if marks:
        return _Lane(name, tuple(post.get("code") for post in marks[0].of(OURS, "post")), known=True)
    view = desk.view
    if view.node(Kind.POST, name) is not None:
        return _Lane(name, (name,), known=True)
    held = {code: view.node(Kind.POST, code) or EMPTY for code in view.codes(Kind.POST)}
    named = [code for code, properties in held.items() if properties.get("name") == name]
    if len(named) == 1:
        return _Lane(name, tuple(named), known=True)
    posts = [code for code, properties in held.items() if properties.get("role") == name]
    offices, derived = set(view.out(EXERCISED_BY, power)), Derived(view)
    if offices:
        posts = [code for code in posts if derived.office(code) in offices]
    if not posts:
        near = "、".join(named[:3] or alike(view, name, Kind.POST))
        expected = Both(
            "岗位编码、名称，或行使机关里有的标准岗位",
            "a post, or a standard post of the offices that exercise the power",
        )
        desk.problem(
            node,
            Both(f"泳道 {name!r}", f"lane {name!r}"),
            expected,
            Both(f"候选：{near}", f"candidates: {near}") if near else "",
        )
    return _Lane(name, tuple(posts), known=bool(posts))


@dataclass(frozen=True, slots=True)
class _Task:
    """One task with its step."""

    desk: Desk
    node: Node
    code: str

    def take(self, power: str, lanes: _Lanes, *, new: bool) -> None:
        """State the step and everything at it."""
        marks = list(_extensions(self.node, "step"))
        held, told = self._properties(marks[0] if marks else None, Kind.STEP, STEP_PROPERTIES)
        if "name" in self.node.attributes:
            told.add("name")
            held |= {"name": self.node.get("name")} if self.node.get("name") else {}
        if new and "seq" not in told:
            number = re.search(r"(\d{1,9})$", self.code)
            held |= {"seq": int(number[1])} if number else {}
            told.add("seq")
        self.desk.state(NodeId(Kind.STEP, self.code), held, told, self.node)
        self._tie(HAS_STEP, power, self.code, marks[0] if marks else self.node)
        self._performers(lanes)
        for link, name, kind in (
            (EXPOSES, "risk", Kind.RISK),
            (GOVERNED_BY, "standard", Kind.STANDARD),
            (STEP_REGULATED_BY, "article", Kind.ARTICLE),
        ):
            for mark in _extensions(self.node, name):
                self._node(mark, kind)
                self._tie(link, self.code, mark.get("code"), mark)
                for control in mark.of(OURS, "control"):
                    self._node(control, Kind.CONTROL)
                    self._tie(MITIGATED_BY, mark.get("code"), control.get("code"), control)
        for mark in _extensions(self.node, "control"):
            self._node(mark, Kind.CONTROL)
            self._tie(CARRIED_OUT_IN, mark.get("code"), self.code, mark)

    def _node(self, mark: Node, kind: Kind) -> None:
        held, told = self._properties(mark, kind, TOLD[kind])
        if told:
            self.desk.state(NodeId(kind, mark.get("code")), held, told, replace(mark, attributes=self._placed(mark)))

    def _tie(self, link: Link, source: str, target: str, mark: Node, **held: Value) -> None:
        expected = code_problem(source) or code_problem(target)
        if expected:
            self.desk.problem(self.node, f"{link.rel.value} {source!r} → {target!r}", expected)
            return
        told = {name for name in link.properties if name in mark.attributes}
        relation = RelationId(link, source, target, mark.get("key"))
        self.desk.state(relation, held, told, replace(mark, attributes=self._placed(mark)))

    def _placed(self, mark: Node) -> Mapping[str, str]:
        """What is inside a task is told by the id of the task."""
        return {**mark.attributes, "id": self.node.get("id")}

    def _properties(self, mark: Node | None, kind: Kind, names: Sequence[str]) -> tuple[dict[str, Value], set[str]]:
        """The properties that an element states, and their names; an empty attribute states that there is none."""
        held: dict[str, Value] = {}
        told: set[str] = set()
        for name in names:
            if mark is None or name not in mark.attributes:
                continue
            text = mark.get(name)
            whole = KINDS[kind].properties[name].type is ValueType.INTEGER
            if text and whole and not re.fullmatch(r"-?\d{1,19}", text):
                self.desk.problem(self.node, f"{name}={text!r}", Both("整数", "an integer"))
                continue
            told.add(name)
            held |= {name: int(text) if whole else text} if text else {}
        return held, told

    def _performers(self, lanes: _Lanes) -> None:
        """Who performs the step: the posts that it names, unless it was drawn into the lane of others."""
        marks = list(_extensions(self.node, "performer"))
        lane = lanes.of_node.get(self.node.get("id"))
        named = [mark.get("post") for mark in marks]
        if lane is None or not lane.known or (named and set(named) & set(lane.posts)):
            for mark in marks:
                extra = {"on_behalf_of": mark.get("on_behalf_of")} if mark.get("on_behalf_of") else {}
                self._tie(PERFORMED_BY, self.code, mark.get("post"), mark, **extra)
            return
        for post in lane.posts:
            self._tie(PERFORMED_BY, self.code, post, self.node)
        if named:
            got = Both(f"{self.code} 画在泳道 {lane.name!r}", f"{self.code} is drawn into lane {lane.name!r}")
            listed = "、".join(lane.posts[:3]) + ("…" if len(lane.posts) > 3 else "")
            self.desk.notice(
                self.node,
                got,
                Both(f"办理岗位：{listed or '无'}", f"performed by: {listed or 'nobody'}"),
                Both("不是原岗位", "not as before"),
            )
