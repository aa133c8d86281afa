"""The flow of a power as a scene: its steps in order, by the standard posts that perform them.

The internal rendering shows the risks and controls of each step; the public one 权力运行流程图 (public) holds none of
them, so that nothing needs to be hidden in the drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.ui.scene.items import caption_of_nodes, item_of
from api.ui.scene.model import Caption, Item
from api.ui.words import phrase, word
from graph.derived import Derived, derived_of
from graph.errors import MissingError
from graph.labels import ACTS
from graph.model import EMPTY, NodeId
from graph.schema import CARRIED_OUT_IN, EXPOSES, HAS_STEP, KINDS, MITIGATED_BY, NEXT, PERFORMED_BY, Kind, Label
from graph.view import View

__all__ = ["NOBODY", "Flow", "FlowLane", "FlowStep", "RiskNote", "flow_of"]

NOBODY = ""
"""The lane of steps that nobody performs."""


@dataclass(frozen=True, slots=True)
class FlowLane:
    """A standard post (or a post that is an instance of none) with how many posts of it have steps here."""

    id: str
    label: str
    posts: int
    offices: int


@dataclass(frozen=True, slots=True)
class RiskNote:
    """A risk of a step: name, grade in words, and whether some post bears it uncovered."""

    code: str
    name: str
    grade: int | None
    open: bool

    @property
    def words(self) -> str:
        """Grade in brackets; "" where it has none."""
        grades = KINDS[Kind.RISK].properties["grade"].values
        if self.grade is None or self.grade not in grades:
            return ""
        return phrase(f"（{grades[self.grade].zh}）", f" ({grades[self.grade].en})")


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A step with its lanes; ``risks`` and ``controls`` are empty in the public rendering."""

    item: Item
    seq: int
    act: str
    days: int | None
    crew: int
    lanes: tuple[str, ...]
    risks: tuple[RiskNote, ...] = ()
    controls: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """Act, limit and crew in few words."""
        parts = [word(ACTS.get(self.act, Label(self.act, self.act)))] * bool(self.act)
        parts += [phrase(f"{self.days} 个工作日", f"{self.days} working days")] if self.days is not None else []
        parts += [phrase(f"{self.crew} 人", f"{self.crew} people")] if self.crew > 1 else []
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Flow:
    """The flow of one power.

    Attributes:
        title: what it shows.
        lanes: every lane once, in the order in which the steps come to them.
        steps: in order.
        forward: pairs of steps that follow each other.
        back: pairs by which the work returns to an earlier step.
        assumed: no order is recorded; ``forward`` is that of the sequence numbers.
        public: the rendering for everybody.
        caption: what it was made from.
    """

    title: Label
    lanes: tuple[FlowLane, ...]
    steps: tuple[FlowStep, ...]
    forward: tuple[tuple[str, str], ...]
    back: tuple[tuple[str, str], ...]
    assumed: bool
    public: bool
    caption: Caption


def flow_of(view: View, power: str, *, public: bool = False) -> Flow:
    """The flow of a power; in the public rendering without its risks and controls.

    Raises:
        MissingError: the power is not in the graph.
    """
    held = view.node(Kind.POWER, power)
    if held is None:
        raise MissingError(
            Label(
                f"Power/{power} 不在图中；请按名称查找（find）",
                f"Power/{power} is not in the graph; search by its name (find)",
            )
        )
    steps = sorted(view.out(HAS_STEP, power), key=lambda step: (_integer(view, step, "seq") or 0, step))
    ends = {step: [after for after in steps if after in view.out(NEXT, step)] for step in steps}
    assumed = len(steps) > 1 and not any(ends.values())
    if assumed:
        ends = {step: [after] for step, after in pairwise(steps)}
    forward, back = _directed(steps, ends)
    ordered = _ordered(steps, forward)
    derived = derived_of(view)
    found = tuple(_step(view, derived, step, at, public=public) for at, step in enumerate(ordered, 1))
    name = held.get("name", "")
    words = "权力运行流程图" if public else "权力运行流程图（内部）"
    return Flow(
        title=Label(f"{power} {name} {words}", f"Flow of {power} {name}{'' if public else ' (internal)'}"),
        lanes=tuple(_lanes(view, derived, found)),
        steps=found,
        forward=tuple(sorted(forward)),
        back=tuple(sorted(back)),
        assumed=assumed,
        public=public,
        caption=caption_of_nodes(view, frozenset(_shown(view, steps, public=public))),
    )


def _shown(view: View, steps: Iterable[str], *, public: bool) -> Iterator[NodeId]:
    """All that the picture shows of some steps: their posts as lanes; their risks and controls but to the public."""
    for step in steps:
        yield NodeId(Kind.STEP, step)
        yield from (NodeId(Kind.POST, post) for post in view.out(PERFORMED_BY, step))
        if not public:
            yield from (NodeId(Kind.RISK, risk) for risk in view.out(EXPOSES, step))
            yield from (NodeId(Kind.CONTROL, code) for code in _controls(view, step))


def _controls(view: View, step: str) -> set[str]:
    """Controls of the risks of a step, and those that are carried out in it."""
    found = {code for risk in view.out(EXPOSES, step) for code in view.out(MITIGATED_BY, risk)}
    return found.union(view.into(CARRIED_OUT_IN, step))


def _integer(view: View, step: str, name: str) -> int | None:
    value = (view.node(Kind.STEP, step) or EMPTY).get(name)
    return value if isinstance(value, int) else None


def _directed(
    steps: Sequence[str], ends: Mapping[str, Sequence[str]]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs that lead on, and pairs that lead back to a step on the way: a walk in depth in the order of the steps."""
    forward: set[tuple[str, str]] = set()
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    entered = {end for each in ends.values() for end in each}
    for first in (*(step for step in steps if step not in entered), *steps):
        if first in done:
            continue
        way: list[tuple[str, list[str]]] = [(first, list(ends.get(first, ())))]
        while way:
            step, left = way[-1]
            if not left:
                done.add(step)
                way.pop()
                continue
            end = left.pop(0)
            if any(end == each for each, _ in way):
                back.add((step, end))
                continue
            forward.add((step, end))
            if end not in done:
                way.append((end, list(ends.get(end, ()))))
    return forward, back


def _ordered(steps: Sequence[str], forward: Iterable[tuple[str, str]]) -> list[str]:
    """Steps so that each comes after those that lead to it, else in the order given."""
    waiting = {step: {a for a, b in forward if b == step} for step in steps}
    found: list[str] = []
    while waiting:
        step = next(step for step in steps if step in waiting and not waiting[step].intersection(waiting))
        del waiting[step]
        found.append(step)
    return found


def _step(view: View, derived: Derived, step: str, rank: int, *, public: bool) -> FlowStep:
    held = view.node(Kind.STEP, step) or EMPTY
    posts = view.out(PERFORMED_BY, step)
    lanes = sorted({_role(view, post) for post in posts}) or [NOBODY]
    risks = () if public else view.out(EXPOSES, step)
    controls = set[str]() if public else _controls(view, step)
    return FlowStep(
        item=item_of(view, NodeId(Kind.STEP, step), rank=rank),
        seq=rank,
        act=str(held.get("act", "")),
        days=_integer(view, step, "limit_days"),
        crew=_integer(view, step, "min_posts") or 1,
        lanes=tuple(lanes),
        risks=tuple(sorted((_note(view, derived, step, risk) for risk in risks), key=lambda x: (x.grade or 9, x.code))),
        controls=tuple(str((view.node(Kind.CONTROL, code) or EMPTY).get("name", code)) for code in sorted(controls)),
    )


def _note(view: View, derived: Derived, step: str, risk: str) -> RiskNote:
    held = view.node(Kind.RISK, risk) or EMPTY
    grade = held.get("grade")
    bearers = [post for post in derived.performers(step) if post in derived.bearers(risk)]
    controls = [code for code in view.out(MITIGATED_BY, risk) if derived.works(code)]
    bare = any(not any(derived.covering_owners(code, post) for code in controls) for post in bearers)
    return RiskNote(risk, str(held.get("name", risk)), grade if isinstance(grade, int) else None, bare)


def _role(view: View, post: str) -> str:
    held = view.node(Kind.POST, post) or EMPTY
    return str(held.get("role") or held.get("name") or post)


def _lanes(view: View, derived: Derived, steps: Iterable[FlowStep]) -> list[FlowLane]:
    posts: dict[str, set[str]] = {}
    for step in steps:
        for lane in step.lanes:
            posts.setdefault(lane, set())
        for post in view.out(PERFORMED_BY, step.item.code):
            posts[_role(view, post)].add(post)
    return [
        FlowLane(
            lane,
            lane or phrase("（未定岗位）", "(no post)"),
            len(held),
            len({derived.office(post) for post in held}),
        )
        for lane, held in posts.items()
    ]
