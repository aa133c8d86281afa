"""Powers, steps and duties: those of the hand-written tables, and the synthetic ones composed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from loaders.samples.fill.organisation import Organisation
from loaders.samples.fill.text import Row, items
from loaders.samples.fill.vocabulary import Flow, Vocabulary

__all__ = ["Powers", "Step", "compose", "offices_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step with everything that risks, controls and standards need to know of it."""

    code: str
    power: str
    line: str
    subject: str
    name: str
    act: str
    performers: tuple[tuple[str, str], ...]
    """Pairs of standard post and office."""


@dataclass(slots=True)
class Powers:
    """All steps, and the rows of the synthetic tables."""

    steps: list[Step] = field(default_factory=list)
    power_rows: list[Row] = field(default_factory=list)
    step_rows: list[Row] = field(default_factory=list)
    duty_rows: list[Row] = field(default_factory=list)


def offices_of(cell: str, organisation: Organisation) -> tuple[str, ...]:
    """Offices that a cell 行使主体 names: a list of codes, or all of a level less exceptions."""
    out: list[str] = []
    for part in items(cell):
        if part.startswith("全部:"):
            out.extend(organisation.offices(part.removeprefix("全部:")))
        elif part.startswith("-"):
            out.remove(part.removeprefix("-"))
        else:
            out.append(part)
    return tuple(out)


class _Composer:
    def __init__(self, vocabulary: Vocabulary, organisation: Organisation) -> None:
        self.vocabulary = vocabulary
        self.organisation = organisation
        self.out = Powers()
        self.role_of = {
            code: (name, office) for office, posts in organisation.posts.items() for name, code in posts.items()
        }
        self.turn: dict[tuple[str, str], int] = {}
        self.rule_turn = 0

    def step(self, power: Row, line: str, subject: str, step: Row, duties: Sequence[Row]) -> None:
        """Note one step with the posts that its duty rows mean."""
        offices = offices_of(power["行使主体"], self.organisation)
        performers: list[tuple[str, str]] = []
        for duty in duties:
            if duty["岗位编码"]:
                performers.append(self.role_of[duty["岗位编码"]])
            else:
                performers += [(duty["标准岗位"], x) for x in offices if duty["标准岗位"] in self.organisation.posts[x]]
        self.out.steps.append(
            Step(step["环节编码"], power["权力编码"], line, subject, step["名称"], step["动作"], tuple(performers))
        )

    def rule(self, line: str) -> str:
        """The next internal rule of a line, in turn."""
        self.rule_turn += 1
        return f"NZ-{line}-0{self.rule_turn % 4 + 1}-2"

    def add_step(self, power: Row, line: str, subject: str, number: int, last: bool, spec: Row) -> None:  # noqa: FBT001
        """Compose one synthetic step with its duty row."""
        code = f"{power['权力编码']}-{number}"
        step = {
            "权力编码": power["权力编码"],
            "环节编码": code,
            "序号": str(number),
            "名称": spec["名称"],
            "动作": spec["动作"],
            "下一环节": "" if last else f"{power['权力编码']}-{number + 1}",
            "最少人数": spec["最少人数"],
            "制度依据": self.rule(line),
            "内控标准": f"S-{code}",
        }
        duty = {
            "权力编码": power["权力编码"],
            "环节编码": code,
            "岗位编码": "",
            "标准岗位": spec["标准岗位"],
        }
        self.out.step_rows.append(step)
        self.out.duty_rows.append(duty)
        self.step(power, line, subject, step, [duty])

    def flow(self, power: str, line: str, level: str) -> Flow:
        """The pattern that names a power; else the next of its line's own, or of those for any line, in turn."""
        fit = [x for x in self.vocabulary.flows if not x.levels or level in x.levels]
        for flow in fit:
            if power in flow.powers:
                return flow
        free = [x for x in fit if not x.powers]
        usable = [x for x in free if line in x.lines] or [x for x in free if not x.lines]
        turn = self.turn.get((line, level), 0)
        self.turn[line, level] = turn + 1
        return usable[turn % len(usable)]

    def add_flow(self, power: Row, line: str, subject: str) -> None:
        """Compose the steps of a management or supervision item."""
        level = {"总署": "hq", "直属海关": "regional"}[power["行使层级"]]
        staff = self.vocabulary.lines[line].staff[level]
        flow = self.flow(power["权力编码"], line, level)
        for number, step in enumerate(flow.steps, 1):
            spec = {
                "名称": step.text.format(x=subject),
                "动作": step.act,
                "最少人数": str(step.least) if step.least > 1 else "",
                "标准岗位": staff[int(step.who)] if step.who.isdigit() else step.who,
            }
            self.add_step(power, line, subject, number, number == len(flow.steps), spec)

    def add_item(self, item: Row) -> None:
        """Compose a management or supervision item."""
        line = item["条线"]
        self.rule_turn += 1
        power = {
            "权力编码": item["权力编码"],
            "权力类别": item["权力类别"],
            "名称": item["名称"],
            "行使依据": item["行使依据"] or f"NZ-{line}-0{self.rule_turn % 4 + 1}-1",
            "行使主体": "HQ" if item["行使层级"] == "总署" else "全部:regional",
            "行使层级": item["行使层级"],
            "是否公开": "否",
            "状态": "在用",
            "备注": "重构，非官方清单",
        }
        self.out.power_rows.append(power)
        self.add_flow(power, line, item["名称"])

    def add_subitem(self, item: Row, parents: Mapping[str, Row]) -> None:
        """Compose a sub-item 子项 of an enforcement power: exercised where its parent is."""
        parent = parents[item["行使主体"].removeprefix("=")]
        power = {key: item[key] for key in ("权力编码", "权力类别", "权力类型", "名称", "行使依据", "行使层级")}
        power |= {"行使主体": parent["行使主体"], "相对人": parent["相对人"], "是否公开": "否", "状态": "在用"}
        power["备注"] = f"{parent['权力编码']}之子项；重构，非官方清单"
        steps = [part.split(">") for part in items(item["流程"])]
        self.out.power_rows.append(power)
        level = "regional" if item["行使层级"] == "直属海关" else "local"
        names = {(kind.level, kind.code): kind.name for kind in self.vocabulary.posts}
        for number, (act, post) in enumerate(steps, 1):
            spec = {"名称": f"{item['对象']}{act}", "动作": act, "最少人数": "", "标准岗位": names[level, post]}
            self.add_step(power, item["条线"], item["对象"], number, number == len(steps), spec)


def compose(
    vocabulary: Vocabulary,
    organisation: Organisation,
    powers: Iterable[Row],
    steps: Iterable[Row],
    duties: Iterable[Row],
) -> Powers:
    """All steps of the sample: the hand-written ones first, then the synthetic ones."""
    composer = _Composer(vocabulary, organisation)
    by_code = {row["权力编码"]: row for row in powers}
    duties_of: dict[str, list[Row]] = {}
    for duty in duties:
        duties_of.setdefault(duty["环节编码"], []).append(duty)
    with_flow: set[str] = set()
    for step in steps:
        power = by_code[step["权力编码"]]
        line, subject = vocabulary.subjects[power["权力编码"]]
        composer.step(power, line, subject, step, duties_of[step["环节编码"]])
        with_flow.add(power["权力编码"])
    for item in vocabulary.subitems:
        composer.add_subitem(item, by_code)
    for code, power in by_code.items():
        if code not in with_flow:
            composer.add_flow(power, *vocabulary.subjects[code])
    for item in vocabulary.items:
        composer.add_item(item)
    return composer.out
