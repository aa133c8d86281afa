"""Internal-control standards of steps and controls, with the four marks 进系统、留痕迹、可追溯、能监督."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loaders.samples.fill.controls import Control
from loaders.samples.fill.powers import Step
from loaders.samples.fill.risks import group_of
from loaders.samples.fill.text import Row, stable
from loaders.samples.fill.vocabulary import Vocabulary

__all__ = ["Standard", "compose", "extend", "rows"]

MARKS = ("进系统", "留痕迹", "可追溯", "能监督")
OTHER_FULL_PERCENT = 45
SECOND = "b"


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard, with the line of business whose systems it may run in."""

    code: str
    name: str
    line: str


def extend(vocabulary: Vocabulary, steps: int, written: int, controls: Sequence[Control]) -> None:
    """Give every control its standard, and so many a second one that the target is met."""
    for control in controls:
        control.standards.append(f"S-{control.code}")
    missing = vocabulary.targets["standards"] - steps - written - len(controls)
    for control in sorted(controls, key=lambda x: stable(x.code))[:missing]:
        control.standards.append(f"S-{control.code}{SECOND}")


def compose(
    vocabulary: Vocabulary, steps: Sequence[Step], written: Sequence[Row], controls: Sequence[Control]
) -> list[Standard]:
    """Standards of all steps, of the hand-written controls and of the synthetic ones."""
    points = vocabulary.standards
    out: list[Standard] = []
    for step in steps:
        choice = points.get(group_of(step, vocabulary), points["其他"])
        point = choice[stable(step.code) % len(choice)]
        out.append(Standard(f"S-{step.code}", f"《{step.subject}》作业规范：{step.name}，{point}", step.line))
    known = set(vocabulary.lines)
    for row in written:
        line = row["制度依据"].split("-")[1]
        code = f"S-{row['措施编码']}"
        point = points["措施"][stable(code) % len(points["措施"])]
        out.append(Standard(code, f"《风险防控要点》：{row['名称']}，{point}", line if line in known else "SD"))
    for control in controls:
        for nth, code in enumerate(control.standards):
            point = points["措施"][(stable(control.code) + nth) % len(points["措施"])]
            out.append(
                Standard(
                    code,
                    f"《{vocabulary.lines[control.line].name}风险防控要点》：{control.name}，{point}",
                    control.line,
                )
            )
    return out


def _marks(code: str, *, full: bool) -> dict[str, str]:
    """The four marks; where not all stand, which are missing follows from the code."""
    number = stable(code)
    missing = set() if full else {MARKS[number % 4], MARKS[number // 4 % 4], MARKS[number // 16 % 4]}
    return {mark: "否" if mark in missing else "是" for mark in MARKS}


def rows(vocabulary: Vocabulary, standards: Sequence[Standard], enforcement: Collection[str]) -> list[Row]:
    """Rows of the table; of the ``enforcement`` standards exactly so many bear all four marks as the target says."""
    ordered = sorted(enforcement, key=lambda code: (stable(code), code))
    full = set(ordered[: vocabulary.targets["four_marks"]])
    out: list[Row] = []
    for standard in standards:
        whole = standard.code in full or (
            standard.code not in enforcement and stable(standard.code) % 100 < OTHER_FULL_PERCENT
        )
        marks = _marks(standard.code, full=whole)
        systems = vocabulary.lines[standard.line].systems
        system = systems[stable(standard.name) % len(systems)] if marks["进系统"] == "是" else ""
        out.append({"标准编码": standard.code, "名称": standard.name, **marks, "所在系统": system})
    return out
