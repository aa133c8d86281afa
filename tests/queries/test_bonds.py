"""Whether two ends are bound by the relation that is named for their kinds."""

from __future__ import annotations

import pytest

from graph.schema import Label
from graph.snapshot import Snapshot
from queries.paths import end_named, shortest_paths
from tests.builders import graph

OFFICE = """
    Unit/U level=regional
    Post/P role=审核岗
    Post/Q role=审核岗
    Post/N role=监控岗
    Post/P IN_UNIT Unit/U
    Post/Q IN_UNIT Unit/U
    Post/N IN_UNIT Unit/U
    Article/A PART_OF Instrument/L
    Article/B PART_OF Instrument/L
    Power/W AUTHORIZED_BY Article/A
    Power/W EXERCISED_BY Unit/U
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/r
    RiskPoint/r MITIGATED_BY Control/K
    RiskPoint/x MITIGATED_BY Control/K
    Control/K OWNED_BY Post/N
    Control/J OWNED_BY Post/N
    Power/V status=suspended
    Power/V HAS_STEP Step/T
    Step/T PERFORMED_BY Post/P
    Step/T EXPOSES RiskPoint/y
"""


@pytest.fixture(scope="module")
def office() -> Snapshot:
    return graph(OFFICE)


def said(view: Snapshot, start: str, end: str) -> Label | None:
    return shortest_paths(view, end_named(view, start), end_named(view, end)).said


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("Post/P", "RiskPoint/r", "此岗承担此风险。"),
        ("RiskPoint/r", "Post/P", "此岗承担此风险。"),
        ("Post/P", "RiskPoint/y", "此岗不承担此风险；以下是经由环节的间接联系。"),
        ("Post/N", "RiskPoint/r", "此岗不承担此风险，但负责防控它的措施：K；以下是经由防控措施的间接联系。"),
        ("Post/P", "Power/W", "此岗行使此职权。"),
        ("Post/N", "Power/W", "此岗不行使此职权；以下是经由防控措施、风险点、环节的间接联系。"),
        ("Post/P", "Power/V", "此岗不行使此职权；以下是经由环节的间接联系。"),
        ("Power/W", "Article/A", "此职权依据此条款。"),
        ("Power/W", "Article/B", "此职权不依据此条款；以下是经由条款、法规文件的间接联系。"),
        ("Power/W", "Instrument/L", "此职权依据此文件的条款。"),
        ("RiskPoint/r", "Control/K", "此措施防控此风险。"),
        ("RiskPoint/r", "Control/J", "此措施不防控此风险；以下是经由防控措施、岗位的间接联系。"),
        ("Post/N", "Control/J", "此岗负责此措施。"),
        ("Post/Q", "Step/S", "此岗不办理此环节。"),
        ("Unit/U", "Power/W", "此机关行使此职权。"),
    ],
)
def test_a_path_says_first_whether_its_ends_are_bound(office: Snapshot, start: str, end: str, holds: str) -> None:
    found = said(office, start, end)

    assert found is not None
    assert found.zh == holds


def test_of_a_standard_post_it_says_how_many(office: Snapshot) -> None:
    some, none = said(office, "审核岗", "RiskPoint/r"), said(office, "审核岗", "RiskPoint/x")

    assert some == Label("这 2 个岗位中，1 个承担此风险。", "1 of the 2 posts bears this risk.")
    assert none is not None
    assert none.zh.startswith("这 2 个岗位都不承担此风险；")


def test_of_a_standard_post_it_says_how_many_guard_against_a_risk_that_they_do_not_bear() -> None:
    owners = "\n".join(f"Control/C{at} OWNED_BY Post/Q\nRiskPoint/r MITIGATED_BY Control/C{at}" for at in range(4))
    some = said(graph(OFFICE, owners), "审核岗", "RiskPoint/r")

    assert some == Label(
        "这 2 个岗位中，1 个承担此风险，另有 1 个不承担而负责防控它的措施：C0、C1、C2 等 4 项。",
        "1 of the 2 posts bears this risk; 1 without bearing it owns controls against it: C0, C1, C2 and 1 more.",
    )


def test_kinds_without_a_named_relation_are_left_alone(office: Snapshot) -> None:
    assert said(office, "Post/P", "Post/N") is None


def test_the_answer_carries_the_sentence(office: Snapshot) -> None:
    ends = end_named(office, "Post/N"), end_named(office, "RiskPoint/r")

    assert shortest_paths(office, *ends).to_json()["direct"] == {
        "relation": "bears",
        "holds": 0,
        "of": 1,
        "said": {
            "zh": "此岗不承担此风险，但负责防控它的措施：K；以下是经由防控措施的间接联系。",
            "en": "This post does not bear this risk, but owns a control against it: K; "
            "what follows are indirect links, by way of control.",
        },
    }
