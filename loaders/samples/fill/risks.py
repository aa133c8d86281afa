"""Risk points: patterns of domain §5 on every step, as many as the census of the interview needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loaders.samples.fill.powers import Step
from loaders.samples.fill.text import Row, shares, stable
from loaders.samples.fill.vocabulary import Pattern, Vocabulary

__all__ = ["Risk", "compose"]

ENFORCEMENT_WEIGHT = 2.6
OTHER_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Risk:
    """A synthetic risk point of one step."""

    code: str
    step: Step
    name: str
    pattern: Pattern

    def row(self, controls: Sequence[str]) -> Row:
        """Its row in the risk table."""
        return {
            "风险编码": self.code,
            "权力编码": self.step.power,
            "环节编码": self.step.code,
            "名称": self.name,
            "风险类别": self.pattern.kind,
            "表现形式": self.pattern.manifestation,
            "禁止行为": self.pattern.act,
            "自评等级": self.pattern.grade,
            "审核等级": self.pattern.grade,
            "防控措施": "；".join(controls),
        }


def group_of(step: Step, vocabulary: Vocabulary) -> str:
    """The group of patterns that fits a step.

    Raises:
        KeyError: no group names the act; the vocabulary must be completed.
    """
    scope = "" if step.power.startswith("E") else "management"
    return vocabulary.group_of_act[scope, step.act]


def compose(
    vocabulary: Vocabulary, steps: Sequence[Step], written: Collection[str], settled: Collection[str]
) -> list[Risk]:
    """Compose risk points until, with those ``written`` by hand, the target is met.

    Args:
        vocabulary: the patterns and the target.
        steps: all steps.
        written: names of the risk points in the hand-written table.
        settled: powers whose risk points are all written by hand.
    """
    open_steps = [step for step in steps if step.power not in settled]
    weights = [ENFORCEMENT_WEIGHT if step.power.startswith("E") else OTHER_WEIGHT for step in open_steps]
    numbers = shares(vocabulary.targets["risks"] - len(written), weights)
    taken = set(written)
    out: list[Risk] = []
    for step, number in zip(open_steps, numbers, strict=True):
        group = group_of(step, vocabulary)
        patterns = vocabulary.patterns[group]
        start = stable(step.code + group) % len(patterns)
        turn = patterns[start:] + patterns[:start]
        subjects = (step.subject, f"{step.subject}（{step.name.replace(step.subject, '')}）")
        candidates = [(pattern, pattern.name.format(x=subject)) for subject in subjects for pattern in turn]
        fresh = [(pattern, name) for pattern, name in candidates if name not in taken][:number]
        for offset, (pattern, name) in enumerate(fresh, 11):
            out.append(Risk(f"R-{step.code}-{offset}", step, name, pattern))
            taken.add(name)
    return out
