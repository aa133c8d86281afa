"""Questions about risk points and the controls over them: what covers what, what rests on one control."""

from __future__ import annotations

from collections.abc import Iterator

from graph.derived import Derived
from graph.schema import KINDS, MITIGATED_BY, OWNED_BY, Kind, Label
from queries.answers.model import Arguments, ColumnType, Denominator, Entry, Parameter, Row, entry, node_column
from queries.answers.parts import (
    bearings,
    count_column,
    covering,
    flag_column,
    held,
    held_number,
    held_text,
    is_synthetic,
    node_parameter,
    of_bearings,
    of_kind,
    property_column,
    synthetic_column,
)

__all__ = ["ENTRIES"]


def _graded(derived: Derived, arguments: Arguments) -> Iterator[tuple[str, str]]:
    """Bearings of the grade that is asked for; all of them without one."""
    for risk, post in bearings(derived):
        if arguments.get("grade") in (None, held(derived, Kind.RISK, risk, "grade")):
            yield risk, post


def _synthetic(derived: Derived, risk: str, post: str) -> bool:
    return is_synthetic(derived, Kind.RISK, risk) or is_synthetic(derived, Kind.POST, post)


def _choke_points(derived: Derived, _: Arguments) -> Iterator[Row]:
    held_by: dict[str, list[tuple[str, bool]]] = {}
    for risk, post in bearings(derived):
        found = covering(derived, risk, post)
        for control in found:
            held_by.setdefault(control, []).append((risk, len(found) == 1))
    for control, covered in held_by.items():
        risks = {risk for risk, _ in covered}
        yield control, derived.owners(control).line, len(risks), len(covered), sum(alone for _, alone in covered)


def _lines(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    found: dict[int, list[tuple[str, str]]] = {}
    for risk, post in _graded(derived, arguments):
        lines = {derived.owners(control).line for control in covering(derived, risk, post)}
        for line in lines or {0}:
            found.setdefault(line or 0, []).append((risk, post))
    for line, covered in found.items():
        synthetic = sum(_synthetic(derived, risk, post) for risk, post in covered)
        yield line, len(covered), len({risk for risk, _ in covered}), synthetic


def _no_second_line(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    for risk, post in _graded(derived, arguments):
        lines = {derived.owners(control).line for control in covering(derived, risk, post)}
        if not lines & {2, 3}:
            yield risk, post, held_number(derived, Kind.RISK, risk, "grade"), 1 in lines


def _worst_by_unit(derived: Derived, _: Arguments) -> Iterator[Row]:
    at: dict[str, list[tuple[str, bool]]] = {}
    for risk, post in _graded(derived, {"grade": 1}):
        office = derived.office(post)
        if office is not None:
            at.setdefault(office, []).append((risk, bool(covering(derived, risk, post))))
    for unit, borne in at.items():
        yield unit, len({risk for risk, _ in borne}), len(borne), sum(not covered for _, covered in borne)


def _cover(derived: Derived, arguments: Arguments) -> Iterator[Row]:
    risk = str(arguments["risk"])
    for post in derived.bearers(risk):
        found = covering(derived, risk, post)
        if not found:
            yield post, "", None, ""
        for control in found:
            for owner in derived.covering_owners(control, post):
                yield post, control, derived.owners(control).line, owner


def _external(derived: Derived, _: Arguments) -> Iterator[Row]:
    for risk in derived.view.codes(Kind.RISK):
        if held(derived, Kind.RISK, risk, "class") == "external":
            grade, controls = held_number(derived, Kind.RISK, risk, "grade"), derived.view.out(MITIGATED_BY, risk)
            yield risk, grade, len(derived.bearers(risk)), len(controls)


def _by_class(derived: Derived, _: Arguments) -> Iterator[Row]:
    groups: dict[tuple[str, int | None], list[str]] = {}
    for risk in derived.view.codes(Kind.RISK):
        if derived.bearers(risk):
            key = held_text(derived, Kind.RISK, risk, "class") or "", held_number(derived, Kind.RISK, risk, "grade")
            groups.setdefault(key, []).append(risk)
    for (name, grade), risks in groups.items():
        borne = sum(len(derived.bearers(risk)) for risk in risks)
        yield name, grade, len(risks), borne, sum(is_synthetic(derived, Kind.RISK, risk) for risk in risks)


def _of_graded(*over: str, measure: str = "") -> Denominator:
    return Denominator(
        of_bearings().label, lambda derived, arguments: sum(1 for _ in _graded(derived, arguments)), over, measure
    )


def _count_live(derived: Derived, _: Arguments) -> int:
    return sum(bool(derived.bearers(risk)) for risk in derived.view.codes(Kind.RISK))


_R, _P, _C = node_column(Kind.RISK), node_column(Kind.POST), node_column(Kind.CONTROL)
_GRADE, _LINE = property_column(Kind.RISK, "grade"), property_column(Kind.CONTROL, "line")
_RISKS = count_column("risks", "风险数", "risks")
_BEARINGS = count_column("bearings", "承担数", "bearings")
_BY_GRADE = Parameter(
    "grade", KINDS[Kind.RISK].properties["grade"].label, ColumnType.INTEGER, values=(1, 2, 3), required=False, example=1
)

ENTRIES: tuple[Entry, ...] = (
    entry(
        "choke-points",
        (
            "哪些措施护住的风险最多，多少风险只靠它一项？",
            "Which controls protect the most risk, and how much rests on one alone?",
        ),
        (_C, _LINE, _RISKS, _BEARINGS, count_column("sole", "仅此一项", "covered by it alone")),
        of_kind(Kind.CONTROL, "control"),
        _choke_points,
        order=("-bearings", "-sole"),
        near=("PG006", "PG010"),
    ),
    entry(
        "coverage-by-line",
        (
            "每道防线护住多少风险承担（0：没有一道）？",
            "How many bearings does each line of defence cover (0: none of them)?",
        ),
        (_LINE, _BEARINGS, _RISKS, synthetic_column()),
        _of_graded(measure="bearings"),
        _lines,
        identity=("line",),
        parameters=(_BY_GRADE,),
        near=("PG005", "PG006"),
    ),
    entry(
        "risks-without-second-line",
        ("哪些风险没有第二、第三道防线？", "Which risks have no second and no third line of defence?"),
        (_R, _P, _GRADE, flag_column("own_line", "有基层自控", "has a first line")),
        _of_graded("risk", "post"),
        _no_second_line,
        parameters=(_BY_GRADE,),
        near=("PG006", "PG010"),
    ),
    entry(
        "grade1-risks-by-unit",
        ("每个机关有多少一级风险，多少无有效防控？", "How many grade-1 risks has each office, how many uncovered?"),
        (
            node_column(Kind.UNIT),
            _RISKS,
            _BEARINGS,
            count_column("uncovered", "无有效防控", "without a working control"),
        ),
        of_kind(Kind.UNIT, "unit"),
        _worst_by_unit,
        order=("-risks",),
        near=("PG005", "PG006"),
    ),
    entry(
        "cover-of-risk",
        ("谁用哪项措施护住这个风险的每个承担岗位？", "Which control and whose covers each post that bears this risk?"),
        (_P, _C, _LINE, node_column(Kind.POST, "owner", OWNED_BY.label)),
        of_kind(Kind.POST, "post"),
        _cover,
        parameters=(node_parameter(Kind.RISK, "R-E39-1-11", "risk"),),
        near=("PG005", "PG006"),
    ),
    entry(
        "external-risks",
        ("有哪些外部风险，多少岗位在管？", "Which dangers from outside are there, and how many posts watch each?"),
        (
            _R,
            _GRADE,
            count_column("posts", "岗位数", "posts"),
            count_column("controls", "措施数", "controls"),
        ),
        of_kind(Kind.RISK, "risk"),
        _external,
        order=("posts",),
        near=("PG019", "risks-by-class"),
    ),
    entry(
        "risks-by-class",
        ("有岗位承担的风险按类别和等级各有多少？", "How many risks borne by a post are there of each class and grade?"),
        (property_column(Kind.RISK, "class"), _GRADE, _RISKS, _BEARINGS, synthetic_column()),
        Denominator(Label("有岗位承担的风险点", "risk points borne by a post"), _count_live, (), "risks"),
        _by_class,
        identity=("class", "grade"),
        near=("external-risks", "PG005"),
    ),
)
