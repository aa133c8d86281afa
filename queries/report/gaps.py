"""Findings that tell one gap: a step without any post leaves every office of its power without anyone for it.

As long as nobody performs the step that is one thing to do, so PG003 is not counted beside its PG002.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.schema import Label
from graph.terms import plural
from queries.findings.model import Finding

__all__ = ["COUNTED_THERE", "NOBODY_THERE", "NO_POST", "by_office", "told_again", "told_once"]

NO_POST, NOBODY_THERE = "PG002", "PG003"

COUNTED_THERE = Label(
    f"与该环节的 {NO_POST} 是同一缺口，不另计件", f"the same gap as {NO_POST} of this step: counted there"
)
"""What a line adds that tells a gap once more."""


def told_again(opened: Iterable[Finding]) -> Mapping[Finding, tuple[Finding, ...]]:
    """The findings that tell a gap once more, by the one that tells it first."""
    found = tuple(opened)
    offices: dict[tuple[str, ...], list[Finding]] = {}
    for finding in found:
        if finding.code == NOBODY_THERE:
            offices.setdefault(finding.identity[:2], []).append(finding)
    first = (finding for finding in found if finding.code == NO_POST and finding.identity in offices)
    return {finding: tuple(offices[finding.identity]) for finding in first}


def by_office(number: int) -> Label:
    """What the line adds that tells a gap first which so many others tell once more."""
    return Label(
        f"同一缺口按行使机关另记为 {NOBODY_THERE} {number} 项，不另计件",
        f"the same gap by office: {plural(number, 'finding')} {NOBODY_THERE}, not counted again",
    )


def told_once(number: int) -> Label:
    """What is said where so many findings tell a gap that another one tells already."""
    return Label(
        f"{NOBODY_THERE} 与同一环节的 {NO_POST} 是同一缺口，合为一件：{NOBODY_THERE} {number} 项随 {NO_POST} "
        "列出，不另计件；提交时仍逐项核对。",
        f"{NOBODY_THERE} and {NO_POST} about the same step are one gap, counted once: "
        f"{plural(number, 'finding')} {NOBODY_THERE} told with {NO_POST}; a commit still looks at each.",
    )
