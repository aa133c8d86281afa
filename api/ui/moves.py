"""What a reform changes as one list for a page: chips that count it, lines with origin, remedy and the path behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.ui.theme import ADRIFT, MARKS, Tone
from graph.model import NodeId
from graph.schema import KINDS, LINKS, Kind, Label
from queries.findings.catalog import FINDINGS
from queries.impact.model import Impact, Path, RiskStatus
from queries.impact.rows import Row, rows_of
from queries.report.case import Case
from queries.report.document import origin_label, walk_of

__all__ = ["Chip", "Hop", "Line", "Sign", "chips_of", "hops_of", "lines_of"]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a change looks: never by colour alone. ``tone`` is "" where a change is neither good nor bad nor moved."""

    tone: str
    glyph: str
    label: Label


@dataclass(frozen=True, slots=True)
class Chip:
    """One status, what it is a status of, and how many have it; ``id`` names it in an address."""

    id: str
    sign: Sign
    subject: Label
    count: int
    synthetic: int


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
    (``Kind/CODE``). ``finding``, ``remedy`` and ``basis`` are None and "" for what is no finding.
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
    basis: str = ""

    @property
    def source(self) -> Label:
        """The origin as it is printed."""
        return origin_label(self.origin)


_SUBJECTS: Mapping[str, Label] = {
    "Duty": Label("职责", "duty"),
    "Office": Label("行使主体", "office"),
    "Finding": Label("发现", "finding"),
    "Gap": Label("数据缺口", "gap"),
}
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
}
_STATUS_KINDS = {Kind.POST.value: "post", Kind.RISK.value: "risk", Kind.ARTICLE.value: "article"}
_ENDED_RISK = f"risk-{RiskStatus.ENDED.value}"
_RELATIONS = {link.rel.value: link.label for link in reversed(LINKS)}


def lines_of(impact: Impact) -> tuple[Line, ...]:
    """Everything that a reform changes and all that is to be reviewed, the gravest first."""
    case = Case(impact)
    return tuple(_line(case, row, f"n{number}") for number, row in enumerate(rows_of(impact), start=1))


def chips_of(lines: Iterable[Line]) -> tuple[Chip, ...]:
    """One chip for each status that occurs, in the order of the lines."""
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(line.chip, []).append(line)
    return tuple(
        Chip(chip, group[0].sign, group[0].subject, len(group), sum(line.origin == "synthetic" for line in group))
        for chip, group in held.items()
    )


def hops_of(case: Case, path: Path) -> tuple[Hop, ...]:
    """A path as a page shows it: every node with its name and origin, every relation with its label and direction."""
    return tuple(_hop(case, step.node, step.rel, forward=step.forward) for step in walk_of(path))


def _hop(case: Case, node: str, rel: str, *, forward: bool) -> Hop:
    kind_id, _, code = node.partition("/")
    kind = Kind(kind_id)
    relation = _RELATIONS.get(rel) if rel else None
    origin = case.origin((kind, code))
    return Hop(relation, forward, node, KINDS[kind].label, kind_id, code, case.name(kind, code), origin)


def _line(case: Case, row: Row, line_id: str) -> Line:
    chip, sign = _sign(case, row)
    finding = FINDINGS.get(row.kind)
    nodes = tuple(dict.fromkeys(row.nodes))
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
        path=hops_of(case, row.path),
        finding=finding.label if finding else None,
        remedy=finding.remedy if finding else None,
        basis=finding.basis if finding else "",
    )


def _name(case: Case, nodes: tuple[NodeId, ...], *, whole: bool) -> str:
    """Names of what a line is about; the code of the first stands in a column of its own, unless a finding's does."""
    first = case.title(*nodes[0]) if whole else case.name(*nodes[0])
    return " · ".join([first, *(case.title(*node) for node in nodes[1:])])


def _sign(case: Case, row: Row) -> tuple[str, Sign]:
    """The chip of a row and its sign: that of a status of the calculus, or of what else happens to it."""
    word, label = row.change
    status = f"{_STATUS_KINDS.get(row.kind, '')}-{word}"
    if status == _ENDED_RISK and case.impact.after.node(*row.nodes[0]) is not None:
        status = ADRIFT
    if status in MARKS:
        mark = MARKS[status]
        return status, Sign(mark.tone.value, mark.glyph, mark.label)
    tone, glyph = _SIGNS.get(word, ("", "?"))
    return f"{_family(row).lower()}-{word}", Sign(tone, glyph, label)


def _family(row: Row) -> str:
    if row.kind in FINDINGS:
        return "Finding"
    return row.kind if row.change.word in _SIGNS else "Gap"


def _subject(row: Row) -> Label:
    family = _family(row)
    status = f"{_STATUS_KINDS.get(row.kind, '')}-{row.change.word}" in MARKS
    if not status and family in _SUBJECTS:
        return _SUBJECTS[family]
    return KINDS[Kind(row.kind)].label
