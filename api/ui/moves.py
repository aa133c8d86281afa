"""What a reform changes as one list for a page: chips that count it, lines with origin, remedy and the path behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.ui.gravest import gravest_first
from api.ui.theme import ADRIFT, MARKS, Tone
from api.ui.words import agreeing
from graph.labels import GRADES
from graph.model import NodeId, hop_label
from graph.schema import HAS_STEP, KINDS, Kind, Label
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.impact.model import Impact, Path, RiskStatus
from queries.impact.rows import Change, Row
from queries.report.altered import CONTROL_CHANGES, RISK_CHANGES
from queries.report.case import Case
from queries.report.document import origin_label, walk_of
from queries.report.findings import comes_first, stops_said
from queries.report.gaps import same_gap

__all__ = [
    "FIRST",
    "OPENED",
    "Chip",
    "Hop",
    "Line",
    "Sign",
    "chips_of",
    "every_chip",
    "first_chip",
    "grade_label",
    "hops_of",
    "lines_of",
    "stops_of",
    "under",
    "walk_text",
]

FIRST = "first"
"""The chip of what must be done before the reform starts, whatever its status."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a change looks: never by colour alone. ``tone`` is "" where a change is neither good nor bad nor moved."""

    tone: str
    glyph: str
    label: Label


@dataclass(frozen=True, slots=True)
class Chip:
    """One status, what it is a status of, and how many have it; ``id`` names it in an address.

    ``grades`` split what is about risks by their grade; empty for all else. ``external`` are those among them that
    come from outside: the sentence above tells them apart from the others.
    """

    id: str
    sign: Sign
    subject: Label
    count: int
    synthetic: int
    grades: tuple[tuple[Label, int], ...] = ()
    external: int = 0

    @property
    def measure(self) -> str:
        """What follows its number in Chinese, before what it is about."""
        return "件 " if self.id == FIRST else "个" if self.subject in _COUNTED else "项"

    @property
    def label(self) -> Label:
        """What is said behind its number: of what it is, and then the status; in English as a sentence that agrees."""
        subject, status = self.subject, self.sign.label
        zh = status.zh if subject.zh in status.zh else f"{subject.zh} {status.zh}"
        one_many = _SENTENCES.get(self.id)
        if one_many is not None:
            return Label(zh, one_many[self.count != 1])
        return Label(zh, agreeing(self.count, status.en if subject.en in status.en else f"{subject.en} {status.en}"))

    @property
    def meaning(self) -> Label | None:
        """What its word means where that does not say itself."""
        return _TO_REVIEW if self.id.endswith("-review") else None


@dataclass(frozen=True, slots=True)
class Hop:
    """A node on a path, with the relation that leads to it; ``rel`` is None where the path begins."""

    rel: Label | None
    forward: bool
    node: str
    kind: Label
    kind_id: str
    code: str
    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes.

    ``chip`` is the id of its status, ``node`` what it is about in the first place and ``nodes`` all of it
    (``Kind/CODE``). ``finding``, ``remedy`` and ``basis`` are None for what is no finding. ``grade`` is that of
    a risk that it is about, and ``external`` whether that comes from outside. ``first`` is whether it must be dealt
    with before the reform starts, each gap once; ``again`` says which other findings tell the same gap.
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
_COUNTED = frozenset(KINDS[kind].label for kind in (Kind.POST, Kind.RISK, Kind.STEP, Kind.ARTICLE))
"""What is counted by 个 in Chinese; all else by 项."""
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "post-idle": ("new post has no duty yet", "new posts have no duty yet"),
    "post-vacated": ("post is left without a duty", "posts are left without a duty"),
    "post-shifted": ("post loses and gains duties", "posts lose and gain duties"),
    "post-relieved": ("post loses duties", "posts lose duties"),
    "post-burdened": ("post gains duties", "posts gain duties"),
    "risk-new": ("risk point is new", "risk points are new"),
    "risk-unattended": ("risk point waits for a successor", "risk points wait for a successor"),
    "risk-ended": ("risk point ends", "risk points end"),
    "risk-moved": ("risk point moves to other posts", "risk points move to other posts"),
    "risk-narrowed": ("risk point is borne by fewer posts", "risk points are borne by fewer posts"),
    "risk-spread": ("risk point is borne by more posts", "risk points are borne by more posts"),
    ADRIFT: ("risk point is borne by nobody", "risk points are borne by nobody"),
    "article-repealed": ("article is repealed", "articles are repealed"),
    "article-idle": ("article is used by nothing any more", "articles are used by nothing any more"),
    "article-taken-up": ("article is taken up", "articles are taken up"),
    "article-shifted": ("article loses and gains users", "articles lose and gain users"),
    "article-narrowed": ("article loses users", "articles lose users"),
    "article-widened": ("article gains users", "articles gain users"),
    "step-ended": ("step ends", "steps end"),
    "step-new": ("step is new", "steps are new"),
    "step-reassigned": ("step goes to another power", "steps go to another power"),
    "duty-lost": ("duty of a post is lost", "duties of posts are lost"),
    "duty-gained": ("duty of a post is gained", "duties of posts are gained"),
    "duty-no-receiver": ("duty has no office below to take it over", "duties have no office below to take them over"),
    "duty-no-counterpart": ("duty has no counterpart to take it over", "duties have no counterpart to take them over"),
    "office-lost": ("loss of a power by an office", "losses of a power by an office"),
    "office-gained": ("gain of a power by an office", "gains of a power by an office"),
    "control-retired": ("control is retired", "controls are retired"),
    "control-risks-fewer": ("control mitigates fewer risks", "controls mitigate fewer risks"),
    "control-risks-other": ("control mitigates other risks", "controls mitigate other risks"),
    "control-owners-fewer": ("control has fewer owners", "controls have fewer owners"),
    "control-owners-other": ("control has other owners", "controls have other owners"),
    "control-edited": ("control is edited", "controls are edited"),
    "control-owners-more": ("control has more owners", "controls have more owners"),
    "control-risks-more": ("control mitigates more risks", "controls mitigate more risks"),
    "control-added": ("control is new", "controls are new"),
    "riskpoint-graded": ("risk point is graded anew", "risk points are graded anew"),
    "riskpoint-classed": ("risk point is of another class", "risk points are of another class"),
    "power-days": ("power changes its working days", "powers change their working days"),
}
"""What English says of one thing and of several, by the chip: what is counted comes first."""
_SIGNS: Mapping[str, tuple[str, str]] = {
    "opened": (Tone.LOST.value, "▲!"),
    "closed": (Tone.GAINED.value, "✓"),
    "lost": (Tone.LOST.value, "－"),
    "gained": (Tone.GAINED.value, "＋"),
    "reassigned": (Tone.MOVED.value, "→"),
    "no-receiver": (Tone.LOST.value, "∅"),
    "no-counterpart": (Tone.LOST.value, "∅"),
    "days": (Tone.MOVED.value, "≈"),
    "review": ("", "?"),
    **dict.fromkeys(("risks-fewer", "risks-other", "owners-fewer", "owners-other"), (Tone.LOST.value, "－")),
    **dict.fromkeys(("risks-more", "owners-more", "added"), (Tone.GAINED.value, "＋")),
    **dict.fromkeys(("edited", "graded", "classed"), (Tone.MOVED.value, "≈")),
    "retired": (Tone.LOST.value, "×"),
}
_TO_REVIEW = Label(
    "待复核：与所改职权相连，本身没有变化，须再看是否仍然合适",
    "under review: hangs on a power that changes, does not change itself, and is to be looked at again",
)
_WORDS: Mapping[str, Label] = {
    f"risk-{RiskStatus.NARROWED.value}": Label("收窄（承担岗位减少）", "borne by fewer posts"),
    f"risk-{RiskStatus.SPREAD.value}": Label("扩散（承担岗位增加）", "borne by more posts"),
}
"""Statuses that the sentence above tells in other words than the picture: a list says both."""
_STATUS_KINDS = {Kind.POST.value: "post", Kind.RISK.value: "risk", Kind.ARTICLE.value: "article"}
_ENDED_RISK = f"risk-{RiskStatus.ENDED.value}"
OPENED = "finding-opened"
"""The chip of findings that open."""


def lines_of(impact: Impact, case: Case | None = None) -> tuple[Line, ...]:
    """Everything that a reform changes and all that is to be reviewed, the gravest first.

    Findings that open and risks stand in the order of `api.ui.gravest`; ``case`` is that of the impact, if it is made.
    """
    case, rows = case or Case(impact), gravest_first(impact)
    at = next((place for place, row in enumerate(rows) if row.kind in _SUBJECTS), len(rows))
    rows[at:at] = _steps(case)
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


def chips_of(lines: Iterable[Line]) -> tuple[Chip, ...]:
    """One chip for each status that occurs, in the order of the lines."""
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(line.chip, []).append(line)
    return tuple(_chip(chip, group[0].sign, group[0].subject, group) for chip, group in held.items())


def first_chip(lines: Iterable[Line]) -> Chip | None:
    """The chip of what must be done before the reform starts; its lines stand under their own statuses too."""
    group = [line for line in lines if line.first]
    sign = Sign(Tone.LOST.value, "▲!", Label("须先办", "to be done first"))
    return _chip(FIRST, sign, Label("生效前", "things"), group) if group else None


def every_chip(lines: Sequence[Line]) -> tuple[Chip, ...]:
    """The chips as a page shows them: what must be done first, then one for each status."""
    first = first_chip(lines)
    return (*(() if first is None else (first,)), *chips_of(lines))


def stops_of(lines: Iterable[Line]) -> Label | None:
    """How many of the things to be done first stop a commit, in the words of every page; None where all or none do."""
    return stops_said(line.code for line in lines if line.first)


def under(lines: Iterable[Line], chip: str) -> tuple[Line, ...]:
    """The lines of a chip; all of them for ""."""
    return tuple(line for line in lines if chip in ("", line.chip) or (chip == FIRST and line.first))


def _chip(chip: str, sign: Sign, subject: Label, group: Sequence[Line]) -> Chip:
    risks = all(line.node.startswith(f"{Kind.RISK.value}/") for line in group)
    graded = Counter(line.grade for line in group if risks)
    grades = tuple(
        (grade_label(grade), number) for grade, number in sorted(graded.items(), key=lambda item: item[0] or "~")
    )
    synthetic = sum(line.origin == "synthetic" for line in group)
    return Chip(chip, sign, subject, len(group), synthetic, grades, sum(line.external for line in group if risks))


def grade_label(grade: str) -> Label:
    """A grade as it is told, or that there is none."""
    return GRADES.get(int(grade), Label(grade, grade)) if grade.isdigit() else Label("未定级", "without a grade")


def hops_of(case: Case, path: Path) -> tuple[Hop, ...]:
    """A path as a page shows it: every node with its name and origin, every relation with its label and direction."""
    steps, found = walk_of(path), []
    for at, step in enumerate(steps):
        source = step.node if not step.forward else steps[at - 1].node
        found.append(_hop(case, step.node, hop_label(step.rel, source) if at else None, forward=step.forward))
    return tuple(found)


def walk_text(hops: Iterable[Hop]) -> str:
    """A path in one line, with the name of every node beside its code."""
    return "".join(map(_hop_text, hops))


def _hop_text(hop: Hop) -> str:
    named = hop.code if hop.name == hop.code else f"{hop.code} {hop.name}"
    return named if hop.rel is None else f" {'→' if hop.forward else '←'} {named}"


def _hop(case: Case, node: str, relation: Label | None, *, forward: bool) -> Hop:
    kind_id, _, code = node.partition("/")
    kind = Kind(kind_id)
    origin = case.origin((kind, code))
    return Hop(relation, forward, node, KINDS[kind].label, kind_id, code, case.name(kind, code), origin)


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
        first=finding is not None and chip == OPENED and comes_first(row.kind) and row.finding not in case.again,
        again=None if row.finding is None else same_gap(row.finding, case.again),
    )


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
