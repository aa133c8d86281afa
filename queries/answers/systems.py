"""Questions about standards and systems: what runs inside a system, and what does not; and the census by origin."""

from __future__ import annotations

from collections.abc import Iterator

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import GOVERNED_BY, KINDS, RUNS_IN, SPECIFIED_BY, Kind, Label
from queries.answers.model import Arguments, Denominator, Entry, Row, entry, node_column
from queries.answers.parts import (
    count_column,
    flag_column,
    of_all_nodes,
    of_kind,
    property_column,
    synthetic_column,
    text_column,
)
from queries.census import MARKS, census_of

__all__ = ["ENTRIES"]


def _systems(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for system in view.codes(Kind.SYSTEM):
        standards = view.into(RUNS_IN, system)
        steps = {step for standard in standards for step in view.into(GOVERNED_BY, standard)}
        controls = {control for standard in standards for control in view.into(SPECIFIED_BY, standard)}
        yield system, len(standards), len(steps), len(controls)


def _without_system(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for standard in view.codes(Kind.STANDARD):
        if not view.out(RUNS_IN, standard):
            yield standard, len(view.into(GOVERNED_BY, standard)), len(view.into(SPECIFIED_BY, standard))


def _outside(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for control in view.codes(Kind.CONTROL):
        standards = view.out(SPECIFIED_BY, control)
        if not any(view.out(RUNS_IN, standard) for standard in standards):
            yield control, derived.owners(control).line, len(standards), derived.protects(control)


def _marks(derived: Derived, _: Arguments) -> Iterator[Row]:
    marks = census_of(derived.view).marks
    for name, count in (*((mark, marks.each[mark]) for mark in MARKS), ("complete", marks.complete)):
        if marks.nodes.total:
            yield name, count.total, count.synthetic


def _nodes(derived: Derived, _: Arguments) -> int:
    return census_of(derived.view).marks.nodes.total


def _by_origin(derived: Derived, _: Arguments) -> Iterator[Row]:
    view = derived.view
    for kind in Kind:
        origins = [str((view.node(kind, code) or EMPTY).get("origin", "")) for code in view.codes(kind)]
        for origin in set(origins):
            yield kind.value, origin, origins.count(origin)


_D, _C = node_column(Kind.STANDARD), node_column(Kind.CONTROL)
_STEPS = count_column("steps", "环节数", "steps")
_CONTROLS = count_column("controls", "措施数", "controls")
_STANDARDS = count_column("standards", "标准数", "standards")

_ORIGINS = {str(value): label for value, label in KINDS[Kind.STANDARD].properties["origin"].values.items()}
_WORDS = {mark: KINDS[Kind.STANDARD].properties[mark].label for mark in MARKS} | {
    "complete": Label("四项齐备", "all four")
}

ENTRIES: tuple[Entry, ...] = (
    entry(
        "systems-by-use",
        ("每个信息系统里运行多少标准、环节、措施？", "How many standards, steps and controls run in each system?"),
        (node_column(Kind.SYSTEM), _STANDARDS, _STEPS, _CONTROLS),
        of_kind(Kind.SYSTEM, "system"),
        _systems,
        order=("-standards",),
        near=("standards-without-system", "controls-outside-systems"),
    ),
    entry(
        "standards-without-system",
        ("哪些内控标准没有进系统？", "Which internal-control standards run in no system?"),
        (_D, _STEPS, _CONTROLS),
        of_kind(Kind.STANDARD, "standard"),
        _without_system,
        near=("systems-by-use", "coverage-by-marks"),
    ),
    entry(
        "controls-outside-systems",
        ("哪些措施在系统外？", "Which controls are carried out outside any system?"),
        (
            _C,
            property_column(Kind.CONTROL, "line"),
            _STANDARDS,
            flag_column("protects", "在防风险", "mitigates a risk borne by a post"),
        ),
        of_kind(Kind.CONTROL, "control"),
        _outside,
        near=("systems-by-use", "standards-without-system"),
    ),
    entry(
        "coverage-by-marks",
        (
            "执法内控节点有多少进系统、留痕迹、可追溯、能监督，多少四者齐备（complete）？",
            "How many enforcement control nodes have each of the four marks, how many all of them?",
        ),
        (
            text_column("mark", "标志", "mark", _WORDS),
            count_column("nodes", "节点数", "nodes"),
            synthetic_column(),
        ),
        Denominator(Label("执法内控节点", "enforcement control nodes"), _nodes, (), "nodes"),
        _marks,
        identity=("mark",),
        near=("standards-without-system", "controls-outside-systems"),
    ),
    entry(
        "census-by-origin",
        ("每类节点各有多少来自法规、报道、合成？", "How many nodes of each kind come from which origin?"),
        (
            text_column("kind", "类别", "kind", {kind.value: KINDS[kind].label for kind in Kind}),
            text_column("origin", "来源性质", "origin", _ORIGINS),
            count_column("nodes", "数量", "nodes"),
        ),
        of_all_nodes(measure="nodes"),
        _by_origin,
        identity=("kind", "origin"),
        near=("powers-by-category", "risks-by-class"),
    ),
)
