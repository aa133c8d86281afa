"""The findings of one graph, counted for each code against what could have had one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.acceptance import finding_key
from api.render.names import least_origin, nodes_of
from graph.errors import InputError
from graph.terms import Label
from graph.view import View
from queries.blanks import blanks_of
from queries.census import Count, count_origins
from queries.findings import findings_of
from queries.findings.bases import basis_of
from queries.findings.catalog import FINDINGS
from queries.findings.gravity import worst_first
from queries.findings.model import Finding, FindingType, Severity

__all__ = ["Check", "CodeCount", "check", "finding_object"]


@dataclass(frozen=True, slots=True)
class CodeCount:
    """The findings of one code.

    ``found`` counts findings, ``anchors`` the nodes that have one, ``of`` all nodes of that kind.
    """

    declared: FindingType
    found: Count
    anchors: int
    of: int


@dataclass(frozen=True, slots=True)
class Check:
    """Every finding asked for, gravest first, and the counts of every code asked for."""

    view: View
    findings: tuple[Finding, ...]
    counts: tuple[CodeCount, ...]

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a gravity or above."""
        return tuple(finding for finding in self.findings if FINDINGS[finding.code].severity >= severity)

    def worst_first(self) -> tuple[CodeCount, ...]:
        """The counts in the order of the findings, then those of what is found nowhere."""
        held = {code: at for at, code in enumerate(dict.fromkeys(finding.code for finding in self.findings))}
        return tuple(sorted(self.counts, key=lambda item: held.get(item.declared.code, len(held))))

    def to_json(self, rows: slice = slice(None)) -> dict[str, Any]:
        """All counts, the findings at some places (all where none are named), and how many powers have gaps."""
        return {
            "counts": [_count_object(item) for item in self.counts],
            "findings": [finding_object(self.view, finding) for finding in self.findings[rows]],
            "gaps": blanks_of(self.view).to_json(),
        }


def check(view: View, codes: Sequence[str] = ()) -> Check:
    """The findings of a graph, of some codes or of all, the gravest first (`queries.findings.gravity`).

    Raises:
        InputError: there is no such code.
    """
    for code in codes:
        if code not in FINDINGS:
            raise InputError(
                Label(
                    f"没有发现 {code!r}；可用：{', '.join(FINDINGS)}",
                    f"no finding {code!r}; known: {', '.join(FINDINGS)}",
                )
            )
    wanted = [FINDINGS[code] for code in sorted(set(codes) or FINDINGS)]
    held: dict[str, list[Finding]] = {declared.code: [] for declared in wanted}
    for finding in findings_of(view):
        if finding.code in held:
            held[finding.code].append(finding)
    ordered = sorted(wanted, key=lambda declared: (-declared.severity, declared.code))
    findings = worst_first(view, (finding for declared in ordered for finding in held[declared.code]))
    return Check(view, findings, tuple(_count(view, declared, held[declared.code]) for declared in ordered))


def finding_object(view: View, finding: Finding) -> dict[str, Any]:
    """A finding with all that its catalogue entry says."""
    declared = FINDINGS[finding.code]
    return {
        "finding": finding.to_json(),
        "key": finding_key(finding),
        "name": declared.name,
        "label": {"zh": declared.label.zh, "en": declared.label.en},
        "severity": declared.severity.label.en,
        "remedy": {"zh": declared.remedy.zh, "en": declared.remedy.en},
        "article": basis_of(view, finding).zh,
        "origin": least_origin(view, nodes_of(finding)),
    }


def _count(view: View, declared: FindingType, findings: list[Finding]) -> CodeCount:
    return CodeCount(
        declared,
        count_origins(least_origin(view, nodes_of(finding)) for finding in findings),
        len({finding.identity[declared.at] for finding in findings}),
        len(view.codes(declared.anchor)),
    )


def _count_object(item: CodeCount) -> dict[str, Any]:
    return {
        "code": item.declared.code,
        "name": item.declared.name,
        "severity": item.declared.severity.label.en,
        "findings": item.found.to_json(),
        "nodes": {"kind": item.declared.anchor.value, "found": item.anchors, "of": item.of},
    }
