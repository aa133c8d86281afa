"""Impact (calculus §5): the difference that a reform makes to the derived relations, with the path behind each row."""

from __future__ import annotations

from graph.derived import Derived, derived_of
from graph.overlay import Overlay
from graph.reform import Applied, Reform, apply_reform
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.view import View
from queries.findings import findings_at
from queries.impact.differences import (
    article_statuses,
    duty_differences,
    office_differences,
    post_statuses,
    risk_statuses,
    valued_bearings,
)
from queries.impact.evidence import evidence_of
from queries.impact.hanging import day_differences, gaps_of, review_of
from queries.impact.ledger import ledger_of, totals_of
from queries.impact.model import Impact
from queries.impact.scope import Changes, Scope, changes_of, scope_everywhere, scope_of, shared_of, touched_powers

__all__ = ["impact_from_scratch", "impact_of", "impact_of_applied", "materialised"]


def impact_of(view: View, reform: Reform, *, all_paths: bool = False) -> Impact:
    """What moves if the reform is carried out; the view stays as it is.

    Args:
        view: the baseline on the reform's effective date.
        reform: its changes.
        all_paths: evidence with every shortest path of a row instead of one.

    Raises:
        ReformRefused: a change cannot be applied.
        ConflictError: a change to something that has a later version.
    """
    return impact_of_applied(reform, apply_reform(view, reform), all_paths=all_paths)


def impact_of_applied(reform: Reform, applied: Applied, *, all_paths: bool = False) -> Impact:
    """The impact of a reform that has been laid over its baseline already."""
    changes = changes_of(applied.overlay)
    before = derived_of(applied.overlay.base)
    after = Derived(applied.overlay, shared_of(changes, before))
    return _impact(reform, applied, changes, (before, after), scope_of(changes, before, after), all_paths=all_paths)


def impact_from_scratch(view: View, reform: Reform) -> Impact:
    """The same answer the long way: the changed graph built anew, every node of both compared.

    For tests and doubts; the answer must equal that of `impact_of`.
    """
    applied = apply_reform(view, reform)
    overlay = applied.overlay
    changes = changes_of(overlay)
    before, after = Derived(view), Derived(materialised(overlay))
    scope = scope_everywhere(view, after.view)
    return _impact(reform, applied, changes, (before, after), scope, all_paths=False)


def materialised(overlay: Overlay) -> Snapshot:
    """An overlay as a snapshot of its own: the changed graph, columns and all."""
    return Snapshot.of(
        ((kind, code, overlay.node(kind, code) or {}) for kind in Kind for code in overlay.codes(kind)),
        (
            (link, source, target, key, properties)
            for link in LINKS
            for source, target in overlay.pairs(link)
            for key, properties in overlay.pair(link, source, target).items()
        ),
        overlay.manifest,
    )


def _impact(
    reform: Reform,
    applied: Applied,
    changes: Changes,
    sides: tuple[Derived, Derived],
    scope: Scope,
    *,
    all_paths: bool,
) -> Impact:
    before, after = sides
    touched = touched_powers(changes)
    lost, gained, reassigned = duty_differences(before, after, scope.steps)
    offices_lost, offices_gained = office_differences(before, after, scope.powers)
    anchors = scope.anchors()
    found_before, found_after = findings_at(before, anchors), findings_at(after, anchors)
    opened, closed = tuple(sorted(found_after - found_before)), tuple(sorted(found_before - found_after))
    posts = post_statuses(before, lost, gained, opened)
    risks = risk_statuses(before, after, scope.risks, opened)
    articles = article_statuses(changes, scope, before, after)
    impact = Impact(
        reform=reform,
        before=before.view,
        after=after.view,
        touched=touched,
        duties_lost=tuple(sorted(lost)),
        duties_gained=tuple(sorted(gained)),
        duties_reassigned=tuple(sorted(reassigned)),
        offices_lost=tuple(sorted(offices_lost)),
        offices_gained=tuple(sorted(offices_gained)),
        posts=posts,
        risks=risks,
        articles=articles,
        review=review_of(after, touched, (posts, risks, articles)),
        days=day_differences(before, after, touched),
        ledger=ledger_of(totals_of(before), *valued_bearings(changes, scope, before, after)),
        opened=opened,
        closed=closed,
        no_receiver=tuple(sorted(applied.no_receiver)),
        no_counterpart=tuple(sorted(applied.no_counterpart)),
        gaps=tuple(sorted(gaps_of(sides, touched, applied.no_counterpart))),
    )
    return evidence_of(impact, changes, all_paths=all_paths)
