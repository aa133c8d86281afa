"""The census of a graph: how many powers, risks, controls, standards and rules, and how much of it is synthetic.

It reproduces the figures that the clean-up of powers 清权 announces (事权清单 312 项 = 114 + 180 + 18, 岗位风险点
2309 个, 防控措施 580 项, 内控标准 1856 项, 废改立 139 个, 64 % 的内控节点) from whatever data a graph holds. Every
count carries its split by ``origin``, so that no figure made of synthetic data passes for a reported one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.derived import derived_of
from graph.model import EMPTY
from graph.schema import (
    BORNE_BY,
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    KINDS,
    MITIGATED_BY,
    PERFORMED_BY,
    RUNS_IN,
    SECTION,
    SPECIFIED_BY,
    Kind,
)
from graph.view import View

__all__ = [
    "MARKS",
    "ORIGINS",
    "SYNTHETIC",
    "Census",
    "Count",
    "Marks",
    "Split",
    "census_of",
    "count_origins",
    "live_risks",
]

SYNTHETIC = "synthetic"
UNKNOWN = ""
ORIGINS: tuple[str, ...] = ("statute", "report", UNKNOWN, SYNTHETIC)
"""Origins from the best to the least documented; what stands on several has the least of them."""

MARKS: tuple[str, ...] = ("in_system", "leaves_trace", "traceable", "supervisable")
"""The four marks of an internal-control node: 进系统、留痕迹、可追溯、能监督."""

ACTIVE, LIVE, REPEALED = "active", "live", "repealed"
INTERNAL, ENFORCEMENT, EXTERNAL = "internal", "enforcement", "external"


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things, and how many of them are of each origin ("" unknown); zero shares are left out."""

    total: int
    by_origin: Mapping[str, int]

    @property
    def synthetic(self) -> int:
        """How many of them are synthetic."""
        return self.by_origin.get(SYNTHETIC, 0)

    def to_json(self) -> dict[str, Any]:
        return {"total": self.total, "by_origin": dict(self.by_origin)}


@dataclass(frozen=True, slots=True)
class Split:
    """A count and its parts by some property's value ("" where the value is absent)."""

    count: Count
    parts: Mapping[str, Count]

    @property
    def total(self) -> int:
        return self.count.total

    def to_json(self) -> dict[str, Any]:
        return {**self.count.to_json(), "parts": {key: part.to_json() for key, part in self.parts.items()}}


@dataclass(frozen=True, slots=True)
class Marks:
    """The four marks over the control nodes 内控节点 of enforcement powers.

    ``nodes`` is the denominator, ``complete`` (all four marks true) the numerator; ``each`` counts every mark apart.
    ``documented`` counts those in the system whose system is named and not itself synthetic: how far the mark
    进系统 can be believed.
    """

    nodes: Count
    complete: Count
    each: Mapping[str, Count]
    documented: Count

    @property
    def share(self) -> float | None:
        """Share of nodes with all four marks; None where there is no node."""
        return self.complete.total / self.nodes.total if self.nodes.total else None

    def to_json(self) -> dict[str, Any]:
        return {
            "nodes": self.nodes.to_json(),
            "complete": self.complete.to_json(),
            "share": self.share,
            "each": {mark: count.to_json() for mark, count in self.each.items()},
            "documented": self.documented.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Census:
    """What a graph holds on its date.

    Attributes:
        powers: active powers 在用职权 by category.
        public: active powers that are published 亮权.
        approvals: active powers that are approval items 审批事项, by their nature.
        risks_by_class, risks_by_grade: live risk points, that is, those that some post bears.
        unattended: risk points of class external that no post watches; they are not among the live ones.
        controls_by_line, controls_by_mode: measures 防控措施 by line of defence and by mode (absent: standing).
        standards: internal-control standards 内控标准.
        posts, standard_posts: established posts, and the distinct standard posts that they are instances of; a
            standard post has the best documented origin among its posts.
        offices, sections: units that are offices, by level, and the sections inside them.
        instruments: by status (absent: live).
        articles: by status in effect: those of a repealed instrument are repealed.
        rules_changed: internal rules that the clean-up repealed 废, amended 改 or enacted 立.
        marks: the four marks of the enforcement control nodes.
        origins: the origins that were counted; None for all.
    """

    powers: Split
    public: Count
    approvals: Split
    risks_by_class: Split
    risks_by_grade: Split
    unattended: Count
    controls_by_line: Split
    controls_by_mode: Split
    standards: Count
    posts: Count
    standard_posts: Count
    offices: Split
    sections: Count
    instruments: Split
    articles: Split
    rules_changed: Split
    marks: Marks
    origins: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        names = [name for name in self.__slots__ if name != "origins"]
        held = {name: getattr(self, name).to_json() for name in names}
        return {"origins": None if self.origins is None else list(self.origins), **held}


def census_of(view: View, origins: frozenset[str] | None = None) -> Census:
    """Count a graph.

    Args:
        view: the graph on one date.
        origins: count only nodes of these origins ("" for nodes that name none); None counts all. What counts as
            live is decided on the whole graph either way.
    """
    return _Counting(view, origins).census()


def live_risks(view: View) -> frozenset[str]:
    """The live risk points: those that some post bears."""
    return frozenset(_Counting(view, None).borne())


def count_origins(origins: Iterable[str]) -> Count:
    """The count of things whose origins are given, one each."""
    found: dict[str, int] = {}
    for origin in origins:
        found[origin] = found.get(origin, 0) + 1
    ordered = (*ORIGINS, *sorted(found.keys() - set(ORIGINS)))
    return Count(sum(found.values()), MappingProxyType({key: found[key] for key in ordered if key in found}))


Node = tuple[str, Mapping[str, object]]


class _Counting:
    """One run over a view; every question below reads each node or relation once."""

    def __init__(self, view: View, origins: frozenset[str] | None) -> None:
        self.view = view
        self.origins = origins

    def census(self) -> Census:
        view = self.view
        powers = [(code, held) for code, held in self._nodes(Kind.POWER) if held.get("status", ACTIVE) == ACTIVE]
        controls = list(self._nodes(Kind.CONTROL))
        posts = list(self._nodes(Kind.POST))
        units = list(self._nodes(Kind.UNIT))
        borne = self.borne()
        risks = list(self._nodes(Kind.RISK))
        live = [item for item in risks if item[0] in borne]
        changed = [
            item
            for item in self._nodes(Kind.INSTRUMENT)
            if item[1].get("rank") == INTERNAL and item[1].get("change") in _values(Kind.INSTRUMENT, "change")
        ]
        external = [item for item in risks if item[0] not in borne and item[1].get("class") == EXTERNAL]
        offices = [item for item in units if item[1].get("level") != SECTION]
        return Census(
            powers=_split(powers, "category", _values(Kind.POWER, "category")),
            public=_count(item for item in powers if item[1].get("public") is True),
            approvals=_split(
                [item for item in powers if item[1].get("approval")], "approval", _values(Kind.POWER, "approval")
            ),
            risks_by_class=_split(live, "class", _values(Kind.RISK, "class")),
            risks_by_grade=_split(live, "grade", _values(Kind.RISK, "grade")),
            unattended=_count(external),
            controls_by_line=_split(controls, "line", _values(Kind.CONTROL, "line")),
            controls_by_mode=_split(controls, "mode", _values(Kind.CONTROL, "mode"), absent="standing"),
            standards=_count(self._nodes(Kind.STANDARD)),
            posts=_count(posts),
            standard_posts=_roles(posts),
            offices=_split(offices, "level", view.manifest.levels),
            sections=_count(item for item in units if item[1].get("level") == SECTION),
            instruments=_split(
                list(self._nodes(Kind.INSTRUMENT)), "status", _values(Kind.INSTRUMENT, "status"), absent=LIVE
            ),
            articles=_split(list(self._articles()), "status", _values(Kind.ARTICLE, "status"), absent=LIVE),
            rules_changed=_split(changed, "change", _values(Kind.INSTRUMENT, "change")),
            marks=self._marks(borne),
            origins=None if self.origins is None else tuple(sorted(self.origins)),
        )

    def _nodes(self, kind: Kind) -> Iterator[Node]:
        for code in self.view.codes(kind):
            held = self.view.node(kind, code) or EMPTY
            if self.origins is None or _origin(held) in self.origins:
                yield code, held

    def _articles(self) -> Iterator[Node]:
        """Articles with the status that they have in effect: none of a repealed instrument is live (calculus §2)."""
        live = derived_of(self.view).live
        for code, held in self._nodes(Kind.ARTICLE):
            yield code, held if live(code) else {**held, "status": REPEALED}

    def _steps(self, category: str | None = None) -> set[str]:
        """Steps of the active powers, of one category if it is given; whatever their origin."""
        view = self.view
        powers = set()
        for code in view.codes(Kind.POWER):
            held = view.node(Kind.POWER, code) or EMPTY
            if held.get("status", ACTIVE) == ACTIVE and category in (None, held.get("category")):
                powers.add(code)
        return {step for power, step in view.pairs(HAS_STEP) if power in powers}

    def borne(self) -> set[str]:
        """The live risks: exposed by a step with a duty, or borne by a post directly."""
        view = self.view
        performed = self._steps() & {step for step, _ in view.pairs(PERFORMED_BY)}
        exposed = {risk for step, risk in view.pairs(EXPOSES) if step in performed}
        return exposed | {risk for risk, _ in view.pairs(BORNE_BY)}

    def _marks(self, borne: set[str]) -> Marks:
        """The four marks over the enforcement control nodes.

        These are the standards of the steps of active enforcement powers and of the controls that mitigate a live
        risk exposed in such a step.
        """
        view = self.view
        steps = self._steps(ENFORCEMENT)
        risks = {risk for step, risk in view.pairs(EXPOSES) if step in steps and risk in borne}
        controls = {control for risk, control in view.pairs(MITIGATED_BY) if risk in risks}
        reached = {standard for control, standard in view.pairs(SPECIFIED_BY) if control in controls}
        reached |= {standard for step, standard in view.pairs(GOVERNED_BY) if step in steps}
        nodes = [item for item in self._nodes(Kind.STANDARD) if item[0] in reached]
        known = {
            code for code in view.codes(Kind.SYSTEM) if _origin(view.node(Kind.SYSTEM, code) or EMPTY) != SYNTHETIC
        }
        documented = {standard for standard, system in view.pairs(RUNS_IN) if system in known}
        return Marks(
            nodes=_count(nodes),
            complete=_count(item for item in nodes if all(item[1].get(mark) is True for mark in MARKS)),
            each=MappingProxyType(
                {mark: _count(item for item in nodes if item[1].get(mark) is True) for mark in MARKS}
            ),
            documented=_count(item for item in nodes if item[1].get(MARKS[0]) is True and item[0] in documented),
        )


def _origin(held: Mapping[str, object]) -> str:
    return str(held.get("origin", UNKNOWN))


def _values(kind: Kind, name: str) -> tuple[str, ...]:
    """The declared values of a property, as text, in the order of the schema."""
    return tuple(str(value) for value in KINDS[kind].properties[name].values)


def _count(nodes: Iterable[Node]) -> Count:
    return count_origins(_origin(held) for _, held in nodes)


def _split(nodes: list[Node], name: str, values: tuple[str, ...], absent: str = "") -> Split:
    """Nodes counted by a property; every declared value is named, zero or not, and others follow in order."""
    groups: dict[str, list[Node]] = {value: [] for value in values}
    others: dict[str, list[Node]] = {}
    for node in nodes:
        value = str(node[1].get(name, absent))
        (groups[value] if value in groups else others.setdefault(value, [])).append(node)
    parts = {value: _count(held) for value, held in (*groups.items(), *sorted(others.items()))}
    return Split(_count(nodes), MappingProxyType(parts))


def _roles(posts: list[Node]) -> Count:
    """Distinct standard posts; posts that name none are no standard post."""
    best: dict[str, str] = {}
    for _, held in posts:
        role = held.get("role")
        if role is not None:
            origin = _origin(held)
            best[str(role)] = min(best.get(str(role), origin), origin, key=_rank)
    return count_origins(best.values())


def _rank(origin: str) -> tuple[int, str]:
    return (ORIGINS.index(origin) if origin in ORIGINS else len(ORIGINS), origin)
