"""Powers of which a graph says too little to be checked: a gap of the data, which is no finding.

A power without steps raises nothing that is said of steps, posts or risks; that it has none may be so, or not have
been written down. Impact tells the gap of the powers that it touches; here are all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.derived import derived_of
from graph.schema import EXERCISED_BY, HAS_STEP, PERFORMED_BY, Kind, Label
from graph.snapshot import once
from graph.terms import plural
from graph.view import View

__all__ = ["Blanks", "blanks_of"]

_MEMO = "queries.blanks"


@dataclass(frozen=True, slots=True)
class Blanks:
    """Active powers that have no step, that no office exercises, and no step of which any post performs.

    A power stands in each that fits: one without steps is without posts too. ``active`` is how many were looked at.
    """

    active: int
    steps: tuple[str, ...]
    offices: tuple[str, ...]
    posts: tuple[str, ...]

    @property
    def powers(self) -> frozenset[str]:
        """Every power that lacks any of them."""
        return frozenset((*self.steps, *self.offices, *self.posts))

    @property
    def said(self) -> Label:
        """How many lack what, in a sentence that says that nothing was found wrong with it."""
        if not self.powers:
            return Label(
                f"在用职权 {self.active:,} 项都登记了环节、行使机关和办理岗位。",
                f"Active powers: {self.active:,}; every one has a step, an office and a post.",
            )
        steps, offices, posts = map(len, (self.steps, self.offices, self.posts))
        return Label(
            f"数据缺口：在用职权 {self.active:,} 项中，没有登记环节的 {steps:,} 项、行使机关的 {offices:,} 项、"
            f"办理岗位的 {posts:,} 项；这些不算发现，缺的部分也检查不了。",
            f"Gaps in the data: of {plural(self.active, 'active power')}, {steps:,} without steps, {offices:,} without "
            f"offices, {posts:,} without posts; these are no findings, and what is missing cannot be checked.",
        )

    def to_json(self) -> dict[str, Any]:
        """How many there are; the query ``powers-with-gaps`` lists them."""
        return {
            "powers": len(self.powers),
            "without_steps": len(self.steps),
            "without_offices": len(self.offices),
            "without_posts": len(self.posts),
            "of": self.active,
        }


def blanks_of(view: View) -> Blanks:
    """The gaps of a graph's active powers, by code; a snapshot keeps them."""
    return once(view, _MEMO, lambda: _counted(view))


def _counted(view: View) -> Blanks:
    active = tuple(filter(derived_of(view).active, view.codes(Kind.POWER)))
    return Blanks(
        len(active),
        tuple(power for power in active if not view.out(HAS_STEP, power)),
        tuple(power for power in active if not view.out(EXERCISED_BY, power)),
        tuple(power for power in active if not any(view.out(PERFORMED_BY, step) for step in view.out(HAS_STEP, power))),
    )
