"""The findings PG001–PG020 (calculus §3): facts about one snapshot, like a linter's messages about one file.

Each rule is anchored at one kind of node and looks only at that node's neighbourhood. So the findings of a
whole graph are those at all of its nodes, and a reform can only open or close findings at the nodes that
`queries.impact.scope` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from graph.derived import Derived
from graph.schema import Kind
from graph.snapshot import once
from graph.view import View
from queries.findings.catalog import FINDINGS
from queries.findings.model import Finding, FindingType, Severity
from queries.findings.posts import ARTICLE_RULES, POST_RULES
from queries.findings.powers import POWER_RULES
from queries.findings.risks import CONTROL_RULES, RISK_RULES

__all__ = ["FINDINGS", "Finding", "FindingType", "Severity", "findings_at", "findings_of"]

_RULES: Mapping[Kind, tuple[Callable[[Derived, str], Iterator[Finding]], ...]] = MappingProxyType(
    {
        Kind.POWER: POWER_RULES,
        Kind.POST: POST_RULES,
        Kind.RISK: RISK_RULES,
        Kind.CONTROL: CONTROL_RULES,
        Kind.ARTICLE: ARTICLE_RULES,
    }
)


def findings_of(view: View) -> tuple[Finding, ...]:
    """Every finding of a graph, by code and identity; those of a snapshot are kept with it."""
    return once(view, "queries.findings", lambda: _all_of(view))


def _all_of(view: View) -> tuple[Finding, ...]:
    return tuple(sorted(findings_at(Derived(view), {kind: view.codes(kind) for kind in _RULES})))


def findings_at(derived: Derived, anchors: Mapping[Kind, Iterable[str]]) -> set[Finding]:
    """The findings anchored at some nodes; nodes that are not in the view have none.

    They are kept with the derivation: a baseline is asked about the same nodes again and again.
    """
    known = derived.memo
    result: set[Finding] = set()
    for kind, codes in anchors.items():
        rules = _RULES.get(kind, ())
        for code in codes:
            found = known.get((kind, code))
            if found is None:
                found = known[kind, code] = tuple(finding for rule in rules for finding in rule(derived, code))
            result.update(found)
    return result
