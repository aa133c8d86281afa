"""Laws of the impact that hold for every graph and every reform."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings

from graph.derived import Derived
from graph.errors import ReformRefused
from graph.overlay import Overlay
from graph.reform import Reform, apply_reform
from graph.schema import Kind
from graph.snapshot import Snapshot
from graph.undeclared import undeclared_properties
from queries.findings import findings_of
from queries.impact import impact_from_scratch, impact_of, materialised
from queries.impact.ledger import count_bearings, totals_of
from queries.impact.model import Five, Impact
from tests.builders import graph
from tests.graph.drawn import cases

LAW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def impact(case: tuple[Snapshot, Reform]) -> Impact:
    try:
        return impact_of(*case)
    except ReformRefused:
        assume(False)
        raise


@LAW
@given(case=cases())
def test_no_change_has_no_impact(case: tuple[Snapshot, Reform]) -> None:
    answer = impact((case[0], Reform("nothing", ())))

    rows = [answer.touched, answer.duties_lost, answer.duties_gained, answer.posts, answer.risks, answer.articles]
    assert not any([*rows, answer.opened, answer.closed, answer.evidence, answer.days])
    assert answer.ledger.total.before == answer.ledger.total.kept == answer.ledger.total.after


@LAW
@given(case=cases())
def test_overlay_equals_recomputation(case: tuple[Snapshot, Reform]) -> None:
    quick, slow = impact(case), impact_from_scratch(*case)

    assert quick.to_json() == slow.to_json()


@LAW
@given(case=cases())
def test_findings_opened_and_closed_are_the_difference_of_whole_graphs(case: tuple[Snapshot, Reform]) -> None:
    answer = impact(case)
    before, after = set(findings_of(answer.before)), set(findings_of(answer.after))

    assert (set(answer.opened), set(answer.closed)) == (after - before, before - after)


@LAW
@given(case=cases())
def test_the_ledger_balances(case: tuple[Snapshot, Reform]) -> None:
    ledger = impact(case).ledger
    parts = [ledger.by_grade, ledger.by_level, ledger.by_class]

    for five in (ledger.total, *(five for part in parts for five in part.values())):
        assert five.before - five.out + five.in_ == five.after
        assert five.kept + five.out == five.before
    for part in parts:
        assert sum(five.before for five in part.values()) == ledger.total.before
        assert sum(five.after for five in part.values()) == ledger.total.after


@LAW
@given(case=cases())
def test_totals_from_columns_are_those_counted_one_by_one(case: tuple[Snapshot, Reform]) -> None:
    derived = Derived(case[0])
    every = ((risk, post) for risk in case[0].codes(Kind.RISK) for post in derived.bearers(risk))
    counted, fast = count_bearings(derived, every), totals_of(derived)

    assert (fast.count, fast.parts) == (counted.count, {name: dict(part) for name, part in counted.parts.items()})


@LAW
@given(case=cases())
def test_same_input_same_bytes(case: tuple[Snapshot, Reform]) -> None:
    first = json.dumps(impact(case).to_json(), ensure_ascii=False)
    again = materialised(Overlay(case[0]))

    assert json.dumps(impact((again, case[1])).to_json(), ensure_ascii=False) == first


def test_a_new_time_limit_moves_nothing_and_puts_everything_under_review() -> None:
    before = graph("""
        Post/p role=审批岗
        Post/q role=复核岗
        Step/s limit_days=7
        RiskPoint/r grade=1 class=integrity
        Control/c line=1
        Power/w HAS_STEP Step/s
        Power/w AUTHORIZED_BY Article/a
        Article/a PART_OF Instrument/I
        Step/s PERFORMED_BY Post/p
        Step/s EXPOSES RiskPoint/r
        Step/s REGULATED_BY Article/rule
        RiskPoint/r MITIGATED_BY Control/c
        Control/c OWNED_BY Post/q
        Control/c SPECIFIED_BY Standard/d
    """)
    edits = [{"edit": "set_node", "kind": "Step", "code": "s", "properties": {"limit_days": 2}}]

    answer = impact_of(before, Reform("七日改二日", ({"op": "edit", "edits": edits},)))

    assert not any([answer.posts, answer.risks, answer.duties_lost, answer.duties_gained])
    assert answer.days == {"w": (7, 2)}
    assert answer.review.to_json() == {
        "posts": ["p"],
        "risks": ["r"],
        "controls": ["c"],
        "standards": ["d"],
        "articles": ["a", "rule"],
    }


@pytest.mark.parametrize("kind", ["external", "integrity"])
def test_an_external_risk_waits_for_a_successor_and_is_never_called_ended(kind: str) -> None:
    before = graph(f"""
        RiskPoint/r class={kind}
        Power/w HAS_STEP Step/s
        Step/s PERFORMED_BY Post/p
        Step/s EXPOSES RiskPoint/r
    """)

    answer = impact_of(before, Reform("取消", ({"op": "cancel", "power": "w"},)))

    assert answer.risks == {"r": "unattended" if kind == "external" else "ended"}
    assert (("PG019", ("r",)) in answer.opened) is (kind == "external")
    assert answer.ledger.total == Five(1, 0, 1, 0, 0)


def test_a_property_that_the_schema_does_not_know_is_named() -> None:
    change = {"op": "redefine", "power": "w", "set": {"nmae": "x", "name": "y"}}

    overlay = apply_reform(graph("Power/w HAS_STEP Step/s"), Reform("笔误", (change,))).overlay

    assert undeclared_properties(overlay) == ("Power/w nmae",)


def test_an_unknown_code_is_refused_with_those_that_look_like_it() -> None:
    before = graph("Power/E39A name=减免税审批")

    with pytest.raises(ReformRefused, match="E39A"):
        impact_of(before, Reform("笔误", ({"op": "cancel", "power": "E39B"},)))
