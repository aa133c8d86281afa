"""Controls: a set for every line of business, shared by its risks, in three lines of defence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from loaders.samples.fill.organisation import Organisation
from loaders.samples.fill.powers import Step
from loaders.samples.fill.risks import Risk
from loaders.samples.fill.text import Row, joined, shares
from loaders.samples.fill.vocabulary import Line, Vocabulary

__all__ = ["Control", "assign", "compose"]

DEFENCE = {"chief": "基层自控", "step": "基层自控", "leader": "基层自控", "second": "职能监控", "third": "专门监督"}
THIRD = (("督察审计岗", "HQ-HDSS"), ("执法评估岗", "HQ-HDSP"), ("纪检监察岗", "HQ-HJA"))
LEADERS = {
    "local": ("隶属海关副关长岗", "隶属海关关长岗"),
    "regional": ("直属海关副关长岗", "直属海关关长岗"),
    "hq": ("署领导岗", "署务会议秘书岗"),
}
REVIEWS = ("复核", "稽查审核", "法审", "审核", "会签")
APPROVALS = ("审批", "决定")
MOST_GATES = 6
HEAD = "HQ-"


@dataclass(slots=True)
class Control:
    """A synthetic control of a line of business."""

    code: str
    line: str
    kind: str
    name: str
    measure: str
    owners: tuple[str, ...]
    steps: tuple[str, ...] = ()
    standards: list[str] = field(default_factory=list)

    def row(self) -> Row:
        """Its row in the table of controls."""
        return {
            "措施编码": self.code,
            "名称": self.name,
            "防线": DEFENCE[self.kind],
            "措施方式": "随环节" if self.steps else "常设",
            "措施类型": self.measure,
            "责任岗位": joined(x for x in self.owners if x.startswith(HEAD)),
            "责任标准岗位": joined(x for x in self.owners if not x.startswith(HEAD)),
            "实施环节": joined(self.steps),
            "制度依据": f"NZ-{self.line}-0{int(self.code[-2:]) % 4 + 1}-3",
            "内控标准": joined(self.standards),
        }


def _chiefs(steps: Iterable[Step], organisation: Organisation) -> tuple[str, ...]:
    """Chiefs of the sections in which the performers of steps sit, without those above them."""
    chief_of = {(x.level, x.section): x.name for x in organisation.types.values() if x.duty == "chief"}
    found: dict[str, None] = {}
    for step in steps:
        for post, office in step.performers:
            kind = organisation.type_of(post, office)
            if (kind.level, kind.section) in chief_of:
                found[chief_of[kind.level, kind.section]] = None
    return tuple(found)


def _leaders(steps: Iterable[Step], organisation: Organisation) -> tuple[str, ...]:
    levels = dict.fromkeys(organisation.levels[office] for step in steps for _, office in step.performers)
    return tuple(name for level in levels for name in LEADERS[level])


def _kinds(number: int, vocabulary: Vocabulary, *, gated: bool) -> list[str]:
    """How many controls of each kind a line gets."""
    limits = {kind: len(texts) for kind, texts in vocabulary.controls.items()}
    second = min(max(1, round(number * 0.27)), limits["second"])
    third = min(max(1, round(number * 0.18)), limits["third"])
    leader = min(max(1, round(number * 0.12)), limits["leader"])
    chief = min(number - second - third - leader - gated, limits["chief"])
    second += min(number - second - third - leader - gated - chief, limits["second"] - second)
    third += number - second - third - leader - gated - chief
    return ["chief"] * chief + ["step"] * gated + ["leader"] * leader + ["second"] * second + ["third"] * third


def _gates(steps: Sequence[Step]) -> tuple[str, ...]:
    """Steps in which a line reviews its work: reviews, and where it has none the approvals."""
    lasting = [step for step in steps if not step.power.endswith("A")]
    found = [x for x in lasting if x.act in REVIEWS] or [x for x in lasting if x.act in APPROVALS]
    return tuple(step.code for step in found[:MOST_GATES])


def _owners(kind: str, line: Line, nth: int, steps: Sequence[Step], organisation: Organisation) -> tuple[str, ...]:
    if kind in ("chief", "step"):
        return _chiefs(steps, organisation)
    if kind == "leader":
        return _leaders(steps, organisation)
    if kind == "second":
        return line.second
    return THIRD[2] if line.code == "SD" else THIRD[nth % 3]


def compose(
    vocabulary: Vocabulary, organisation: Organisation, steps: Sequence[Step], risks: Sequence[Risk], written: int
) -> list[Control]:
    """Compose controls until, with the ``written`` ones, the target is met."""
    steps_of = {code: [step for step in steps if step.line == code] for code in vocabulary.lines}
    weights = [sqrt(sum(risk.step.line == code for risk in risks)) for code in vocabulary.lines]
    numbers = shares(vocabulary.targets["controls"] - written, weights)
    out: list[Control] = []
    for (code, line), number in zip(vocabulary.lines.items(), numbers, strict=True):
        gates = _gates(steps_of[code])
        count = dict.fromkeys(DEFENCE, 0)
        for serial, kind in enumerate(_kinds(number, vocabulary, gated=bool(gates)), 1):
            texts = vocabulary.controls[kind]
            start = list(vocabulary.lines).index(code)
            name, measure = texts[(start + count[kind]) % len(texts)].split(" | ")
            out.append(
                Control(
                    code=f"K-{code}-{serial:02d}",
                    line=code,
                    kind=kind,
                    name=name.format(l=line.name),
                    measure=measure,
                    owners=_owners(kind, line, count[kind], steps_of[code], organisation),
                    steps=gates if kind == "step" else (),
                )
            )
            count[kind] += 1
    return out


class _Turns:
    """Controls of one line, handed out in turn by kind."""

    def __init__(self, controls: Iterable[Control]) -> None:
        self.by_kind: dict[str, list[str]] = {}
        for control in controls:
            kind = "chief" if control.kind == "step" else control.kind
            self.by_kind.setdefault(kind, []).append(control.code)
        self.turn: dict[str, int] = {}

    def next(self, kind: str) -> str:
        codes = self.by_kind[kind]
        self.turn[kind] = self.turn.get(kind, -1) + 1
        return codes[self.turn[kind] % len(codes)]

    def unused(self) -> list[str]:
        return [code for kind, codes in self.by_kind.items() for code in codes[self.turn.get(kind, -1) + 1 :]]


def _own_line(step: Step, organisation: Organisation) -> str:
    """The kind of first-line control that fits a step: nobody controls himself, so a chief's step needs a leader."""
    duties = {organisation.type_of(post, office).duty for post, office in step.performers}
    return "leader" if duties & {"chief", "leader"} or not step.performers else "chief"


def assign(risks: Sequence[Risk], controls: Sequence[Control], organisation: Organisation) -> Mapping[str, list[str]]:
    """Controls of every risk: grade 3 the first line, grade 2 two lines, grade 1 all three; none left unused."""
    turns = {code: _Turns(x for x in controls if x.line == code) for code in dict.fromkeys(x.line for x in controls)}
    out: dict[str, list[str]] = {}
    for risk in risks:
        turn = turns[risk.step.line]
        own = _own_line(risk.step, organisation)
        found = [turn.next(own)]
        if risk.pattern.grade in ("一级", "二级"):
            found.append(turn.next("second"))
        if risk.pattern.grade == "一级":
            found.append(turn.next("third"))
        out[risk.code] = found
    for code, turn in turns.items():
        of_line = [risk.code for risk in risks if risk.step.line == code]
        for nth, control in enumerate(turn.unused()):
            out[of_line[nth % len(of_line)]].append(control)
    return out
