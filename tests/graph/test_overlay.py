"""Laws of the overlay: it never touches its base, and its edits can be replayed and taken back."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings

from graph.errors import ReformRefused
from graph.overlay import Overlay
from graph.reform import Reform, apply_reform
from graph.schema import LINKS, Kind
from graph.snapshot import Snapshot
from graph.view import View
from queries.impact import materialised
from tests.graph.drawn import cases

LAW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def content(view: View) -> tuple[object, ...]:
    """Everything that a view says."""
    nodes = [(kind, code, dict(view.node(kind, code) or {})) for kind in Kind for code in view.codes(kind)]
    pairs = [
        (link.rel, link.from_kind, ends, {k: dict(p) for k, p in view.pair(link, *ends).items()})
        for link in LINKS
        for ends in view.pairs(link)
    ]
    return nodes, pairs


def overlay_of(snapshot: Snapshot, reform: Reform) -> Overlay:
    try:
        return apply_reform(snapshot, reform).overlay
    except ReformRefused:
        assume(False)
        raise


@LAW
@given(case=cases())
def test_the_baseline_is_never_changed(case: tuple[Snapshot, Reform]) -> None:
    snapshot, reform = case
    before = content(snapshot)

    overlay_of(snapshot, reform)

    assert content(snapshot) == before


@LAW
@given(case=cases())
def test_an_overlay_reads_like_the_snapshot_that_it_describes(case: tuple[Snapshot, Reform]) -> None:
    overlay = overlay_of(*case)
    built = materialised(overlay)

    assert content(overlay) == content(built)
    for link in LINKS:
        for code in overlay.codes(link.from_kind):
            assert overlay.out(link, code) == built.out(link, code)
        for code in overlay.codes(link.to_kind):
            assert overlay.into(link, code) == built.into(link, code)


@LAW
@given(case=cases())
def test_recorded_edits_replayed_give_the_same_graph(case: tuple[Snapshot, Reform]) -> None:
    overlay = overlay_of(*case)

    assert content(Overlay(case[0], overlay.edits)) == content(overlay)


@LAW
@given(case=cases())
def test_inverses_in_reverse_order_give_back_the_baseline(case: tuple[Snapshot, Reform]) -> None:
    overlay = overlay_of(*case)
    undone = Overlay(case[0], [*overlay.edits, *(edit.inverse() for edit in reversed(overlay.edits))])

    assert content(undone) == content(case[0])
    assert not undone.changed_nodes()
    assert not undone.changed_pairs()
