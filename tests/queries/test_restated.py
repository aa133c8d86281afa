"""What elements stated anew do to the findings: near by and over the whole graph alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model import IncompatibleSet, NodeId, RelationId
from graph.schema import IN_UNIT, MITIGATED_BY, PERFORMED_BY, Kind
from queries.findings import findings_of
from queries.impact import restated
from queries.impact.restated import States, findings_restated
from tests.builders import graph

OFFICE = """
    Power/W AUTHORIZED_BY Article/A
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S act=审核
    Step/S EXPOSES RiskPoint/r
    RiskPoint/r grade=2
    RiskPoint/r MITIGATED_BY Control/K
    Control/K line=1
    Control/K OWNED_BY Post/Q
"""
BARE: States = {RelationId(MITIGATED_BY, "r", "K", ""): None}
NEW: States = {
    NodeId(Kind.POST, "N"): {"name": "新岗"},
    RelationId(IN_UNIT, "N", "U", ""): {},
    RelationId(PERFORMED_BY, "S", "N", ""): {},
    RelationId(PERFORMED_BY, "S", "nobody", ""): {},
}
GONE: States = {NodeId(Kind.CONTROL, "K"): None}


@pytest.mark.parametrize("few", [0, 100])
@pytest.mark.parametrize(
    ("states", "opened"),
    [
        (BARE, {"PG005/r/P", "PG007/K"}),
        (NEW, set()),
        (GONE, {"PG005/r/P", "PG012/Q"}),
        ({**BARE, NodeId(Kind.RISK, "r"): {"grade": 1}}, {"PG005/r/P", "PG007/K"}),
    ],
)
def test_what_opens_is_found_near_by_and_over_the_whole_graph(
    monkeypatch: pytest.MonkeyPatch, few: int, states: States, opened: set[str]
) -> None:
    monkeypatch.setattr(restated, "_FEW", few)
    found = findings_restated(graph(OFFICE), states)

    assert {"/".join(finding.to_json()) for finding in found.opened} == opened
    assert set(found.opened) == set(findings_of(found.after)) - set(findings_of(found.before))
    assert set(found.closed) == set(findings_of(found.before)) - set(findings_of(found.after))


def test_a_rule_of_incompatible_acts_is_looked_for_at_every_post() -> None:
    view = graph(f"{OFFICE}\nPower/W HAS_STEP Step/T\nStep/T PERFORMED_BY Post/P\nStep/T act=登记")
    rules = (*view.manifest.incompatible, IncompatibleSet("own", ("审核", "登记"), "any", "制度"))
    found = findings_restated(view, {}, replace(view.manifest, incompatible=rules))

    assert [finding.to_json() for finding in found.opened] == [["PG009", "own", "P", "审核", "登记", ""]]
