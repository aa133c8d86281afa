"""What a reform changes as one list for a page: lines with origin, remedy and the path behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.ui.gravest import gravest_first
from api.ui.hops import Hop, hops_of
from api.ui.powers import power_rows, told_apart, what_changes
from api.ui.theme import ADRIFT, MARKS, POWER_MARKS, Tone
from graph.labels import GRADES
from graph.model import NodeId
from graph.schema import HAS_STEP, KINDS, Kind, Label
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.impact.model import Impact, RiskStatus
from queries.impact.rows import Change, Row
from queries.report.altered import CONTROL_CHANGES, RISK_CHANGES
from queries.report.case import Case
from queries.report.document import origin_label
from queries.report.findings import comes_first
from queries.report.gaps import COUNTED_THERE, by_office

__all__ = ["OPENED", "Line", "Sign", "grade_label", "lines_of"]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a change looks: never by colour alone. ``tone`` is "" where a change is neither good nor bad nor moved."""

    tone: str
    glyph: str
    label: Label


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes.

    ``chip`` is the id of its status, ``node`` what it is about in the first place and ``nodes`` all of it
    (``Kind/CODE``). ``finding``, ``remedy`` and ``basis`` are None for what is no finding. ``grade`` is that of
    a risk that it is about, and ``external`` whether that comes from outside. ``first`` is whether it must be dealt
    with before the reform starts, each gap once; ``again`` says which other findings tell the same gap, and
    ``repeated`` whether it is counted there. ``what`` says what of a power is not as it was.
    """

    id: str
    chip: str
    sign: Sign
    subject: Label
    node: str
    nodes: tuple[str, ...]
    code: str
    name: str
    origin: str
    path: tuple[Hop, ...]
    finding: Label | None = None
    remedy: Label | None = None
    basis: Label | None = None
    grade: str = ""
    external: bool = False
    first: bool = False
    again: Label | None = None
    repeated: bool = False
    what: Label | None = None

    @property
    def source(self) -> Label:
        """The origin as it is printed."""
        return origin_label(self.origin)


_SUBJECTS: Mapping[str, Label] = {
    "Duty": Label("职责", "duty"),
    "Office": Label("行使关系", "office"),
    "Finding": Label("发现", "finding"),
    "Gap": Label("数据缺口", "gap"),
}
_SIGNS: Mapping[str, tuple[str, str]] = {
    "opened": (Tone.LOST.value, "▲!"),
    "closed": (Tone.GAINED.value, "✓"),
    **dict.fromkeys(("lost", "lost-with"), (Tone.LOST.value, "－")),
    "gained": (Tone.GAINED.value, "＋"),
    "reassigned": (Tone.MOVED.value, "→"),
    "no-receiver": (Tone.LOST.value, "∅"),
    "no-counterpart": (Tone.LOST.value, "∅"),
    **dict.fromkeys(("days", "days-ended", "days-begun"), (Tone.MOVED.value, "≈")),
    "review": ("", "?"),
    **dict.fromkeys(("risks-fewer", "risks-other", "owners-fewer", "owners-other"), (Tone.LOST.value, "－")),
    **dict.fromkeys(("risks-more", "owners-more", "added"), (Tone.GAINED.value, "＋")),
    **dict.fromkeys(("edited", "graded", "classed"), (Tone.MOVED.value, "≈")),
    "retired": (Tone.LOST.value, "×"),
    **{word: (mark.tone.value, mark.glyph) for word, mark in POWER_MARKS.items()},
}
_WORDS: Mapping[str, Label] = {
    f"risk-{RiskStatus.NARROWED.value}": Label("收窄（承担岗位减少）", "borne by fewer posts"),
    f"risk-{RiskStatus.SPREAD.value}": Label("扩散（承担岗位增加）", "borne by more posts"),
}
"""Statuses that the sentence above tells in other words than the picture: a list says both."""
_STATUS_KINDS = {Kind.POST.value: "post", Kind.RISK.value: "risk", Kind.ARTICLE.value: "article"}
_ENDED_RISK = f"risk-{RiskStatus.ENDED.value}"
_OF_POWERS = frozenset(f"power-{word}" for word in POWER_MARKS)
OPENED = "finding-opened"
"""The chip of findings that open."""


def lines_of(impact: Impact, case: Case | None = None) -> tuple[Line, ...]:
    """Everything that a reform changes and all that is to be reviewed, the gravest first.

    Findings that open and risks stand in the order of `api.ui.gravest`; ``case`` is that of the impact, if it is made.
    """
    case = case or Case(impact)
    rows = [told_apart(case, row) for row in gravest_first(impact)]
    at = next((place for place, row in enumerate(rows) if row.kind in _SUBJECTS), len(rows))
    rows[at:at] = (*power_rows(case), *_steps(case))
    after = next((place for place, row in enumerate(rows) if row.kind not in FINDINGS), len(rows))
    rows[after:after] = _altered(case)
    return tuple(_line(case, row, f"n{number}") for number, row in enumerate(rows, start=1))


def _steps(case: Case) -> Iterator[Row]:
    """The steps of touched powers that end or are new: what the picture marks, of which the calculus has no row."""
    before, after = case.impact.before, case.impact.after
    steps = {step for view in (before, after) for power in case.impact.touched for step in view.out(HAS_STEP, power)}
    for word, there, then in (("ended", before, after), ("new", after, before)):
        for step in sorted(steps):
            node = NodeId(Kind.STEP, step)
            if there.node(*node) is not None and then.node(*node) is None:
                yield Row(Kind.STEP.value, step, Change(word, MARKS[word].label), (node,), case.to_step(step))


def _altered(case: Case) -> Iterator[Row]:
    """Controls and grades that the reform itself changes, of which the calculus has no row either."""
    for found in case.controls:
        word = found.changes[0]
        node = NodeId(Kind.CONTROL, found.code)
        path = next(iter(case.behind(*node)), ())
        yield Row(Kind.CONTROL.value, found.code, Change(word, CONTROL_CHANGES[word]), (node,), path)
    for risk in case.revalued:
        node = NodeId(Kind.RISK, risk.code)
        path = next(iter(case.behind(*node)), ())
        yield Row(Kind.RISK.value, risk.code, Change(risk.word, RISK_CHANGES[risk.word]), (node,), path)


def grade_label(grade: str) -> Label:
    """A grade as it is told, or that there is none."""
    return GRADES.get(int(grade), Label(grade, grade)) if grade.isdigit() else Label("未定级", "without a grade")


def _line(case: Case, row: Row, line_id: str) -> Line:
    chip, sign = _sign(case, row)
    finding = FINDINGS.get(row.kind)
    nodes = tuple(dict.fromkeys(row.nodes))
    path = row.path or (next(iter(case.behind(*nodes[0])), ()) if row.kind == Kind.ARTICLE.value else ())
    return Line(
        id=line_id,
        chip=chip,
        sign=sign,
        subject=_subject(row),
        node=str(nodes[0]) if nodes else "",
        nodes=tuple(map(str, nodes)),
        code=row.kind if finding else nodes[0].code,
        name=_name(case, nodes, whole=finding is not None),
        origin=case.origin(*nodes),
        path=hops_of(case, path),
        finding=finding.label if finding else None,
        remedy=finding.remedy if finding else None,
        basis=_basis(case, row),
        grade=_grade_of(case, nodes),
        external=nodes[0].kind is Kind.RISK and case.held(*nodes[0]).get("class") == "external" if nodes else False,
        first=finding is not None and chip == OPENED and comes_first(row.kind) and row.finding not in case.repeated,
        again=_again(case, row),
        repeated=row.finding in case.repeated,
        what=what_changes(case, row.code) if chip in _OF_POWERS else None,
    )


def _again(case: Case, row: Row) -> Label | None:
    """What is said of a finding that tells a gap as another one does."""
    if row.finding in case.repeated:
        return COUNTED_THERE
    later = case.again.get(row.finding) if row.finding is not None else None
    return by_office(len(later)) if later else None


def _basis(case: Case, row: Row) -> Label | None:
    """The article or rule behind a finding: after the reform, or before it of one that closes."""
    side = case.before if row.change.word == "closed" else case.after
    return None if row.finding is None else basis_of(side.view, row.finding)


def _grade_of(case: Case, nodes: tuple[NodeId, ...]) -> str:
    return str(case.held(*nodes[0]).get("grade", "")) if nodes and nodes[0].kind is Kind.RISK else ""


def _name(case: Case, nodes: tuple[NodeId, ...], *, whole: bool) -> str:
    """Names of what a line is about; the code of the first stands in a column of its own, unless a finding's does."""
    first = case.title(*nodes[0]) if whole else case.name(*nodes[0])
    return " · ".join([first, *(case.title(*node) for node in nodes[1:])])


def _sign(case: Case, row: Row) -> tuple[str, Sign]:
    """The chip of a row and its sign: that of a status of the calculus, or of what else happens to it."""
    word, label = row.change
    if row.kind == Kind.STEP.value and word in MARKS:
        return f"step-{word}", Sign(MARKS[word].tone.value, MARKS[word].glyph, label)
    status = f"{_STATUS_KINDS.get(row.kind, '')}-{word}"
    if status == _ENDED_RISK and case.impact.after.node(*row.nodes[0]) is not None:
        status = ADRIFT
    if status in MARKS:
        mark = MARKS[status]
        return status, Sign(mark.tone.value, mark.glyph, _WORDS.get(status, mark.label))
    tone, glyph = _SIGNS.get(word, ("", "?"))
    return f"{_family(row).lower()}-{word}", Sign(tone, glyph, label)


def _family(row: Row) -> str:
    if row.kind in FINDINGS:
        return "Finding"
    return row.kind if row.change.word in _SIGNS else "Gap"


def _subject(row: Row) -> Label:
    family = Kind.STEP.value if row.kind == Kind.STEP.value and row.change.word in MARKS else _family(row)
    status = f"{_STATUS_KINDS.get(row.kind, '')}-{row.change.word}" in MARKS
    if not status and family in _SUBJECTS:
        return _SUBJECTS[family]
    return KINDS[Kind(row.kind)].label
