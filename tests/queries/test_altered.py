"""What a reform alters though no post and no risk moves: nobody abolishes a control and reads that all is well."""

from __future__ import annotations

from typing import Any

import pytest

from api.paper.tasks import tasks_of
from api.ui.moves import lines_of
from graph.reform import Reform
from queries.impact import impact_of
from queries.report import report_of
from queries.report.case import Case
from queries.report.document import cell_text
from tests.builders import graph

VIEW = graph("""
    Power/W HAS_STEP Step/S
    Unit/U level=local
    Post/P IN_UNIT Unit/U
    Post/Q IN_UNIT Unit/U
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R grade=1
    RiskPoint/R class=integrity
    Step/S EXPOSES RiskPoint/V
    RiskPoint/R MITIGATED_BY Control/C
    RiskPoint/R MITIGATED_BY Control/D
    RiskPoint/V MITIGATED_BY Control/C
    Control/C OWNED_BY Post/P
    Control/C OWNED_BY Post/Q
    Control/D OWNED_BY Post/P
    Control/D SPECIFIED_BY Standard/N
""")
EDITED = "内容、环节、标准或依据变更"
NOTHING = "没有需要复核的内容"


def case_of(*edits: dict[str, Any]) -> Case:
    return Case(impact_of(VIEW, Reform("试", ({"op": "edit", "edits": list(edits)},))))


def relation(action: str, source: str, rel: str, target: str) -> dict[str, Any]:
    return {"edit": f"{action}_relation", "rel": rel, "from": source, "to": target}


@pytest.mark.parametrize(
    ("edit", "code", "change"),
    [
        ({"edit": "retire_node", "kind": "Control", "code": "C"}, "C", "撤销"),
        ({"edit": "add_node", "kind": "Control", "code": "E", "properties": {"name": "新"}}, "E", "新设"),
        (
            {"edit": "set_node", "kind": "Control", "code": "C", "properties": {"line": 1}},
            "C",
            "内容、环节、标准或依据变更",
        ),
        (relation("retire", "Control/D", "SPECIFIED_BY", "Standard/N"), "D", EDITED),
        (relation("retire", "Control/C", "OWNED_BY", "Post/Q"), "C", "责任岗位减少"),
        (relation("add", "Control/D", "OWNED_BY", "Post/Q"), "D", "责任岗位增加"),
        (relation("retire", "RiskPoint/R", "MITIGATED_BY", "Control/C"), "C", "防控的风险减少"),
        (relation("add", "RiskPoint/V", "MITIGATED_BY", "Control/D"), "D", "防控的风险增加"),
    ],
)
def test_a_control_that_is_altered_is_named_wherever_changes_are(edit: dict[str, Any], code: str, change: str) -> None:
    case = case_of(edit)
    report = report_of(case.impact, case)
    table = next(table for chapter in report.chapters for table in chapter.tables if table.name == "owners")
    lines = [(line.node, line.sign.label.zh) for line in lines_of(case.impact, case)]
    tasks = [row[0] for sections in tasks_of(case).values() for row in sections[0].rows]

    assert [(row.cells[0], cell_text(row.cells[3])) for row in table.rows] == [(code, change)]
    assert f"1 项防控措施变化（{change} 1）" in report.headline.zh
    assert NOTHING not in report.headline.zh
    assert (f"Control/{code}", change) in lines
    assert f"防控措施{change}" in tasks


def test_the_risks_that_a_control_leaves_are_named() -> None:
    report = report_of(case_of({"edit": "retire_node", "kind": "Control", "code": "C"}).impact)
    (row,) = next(table for chapter in report.chapters for table in chapter.tables if table.name == "owners").rows

    assert row.cells[6] == "R、V"
    assert ("EXPOSES", "Step/S", "RiskPoint/R") in row.evidence[0]


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"grade": 3}, "1 个风险点等级变化（一级→三级 1）"),
        ({"class": "enforcement"}, "1 个风险点类别变化（廉政风险→执法风险 1）"),
    ],
)
def test_a_risk_that_is_graded_or_classed_anew_is_told(properties: dict[str, Any], said: str) -> None:
    case = case_of({"edit": "set_node", "kind": "RiskPoint", "code": "R", "properties": properties})
    report = report_of(case.impact, case)
    chapter = next(chapter for chapter in report.chapters if chapter.name == "risks")

    assert said in report.headline.zh
    assert NOTHING not in report.headline.zh
    assert chapter.paragraphs[0].zh == f"{said}。"
    assert [row.nodes for table in chapter.tables if table.name == "revalued" for row in table.rows] == [
        ("RiskPoint/R",)
    ]
    assert "RiskPoint/R" in [line.node for line in lines_of(case.impact, case)]


def test_with_a_risk_that_goes_nothing_is_taken_from_its_controls() -> None:
    case = case_of({"edit": "retire_node", "kind": "RiskPoint", "code": "V"})

    assert (case.controls, case.revalued) == ((), ())


def test_where_nothing_is_altered_nothing_is_said() -> None:
    case = case_of({"edit": "set_node", "kind": "Post", "code": "P", "properties": {"name": "改名"}})

    assert NOTHING in report_of(case.impact, case).headline.zh
