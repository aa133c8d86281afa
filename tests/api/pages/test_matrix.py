"""The matrix of the first page: which powers and which uncovered risks a cell counts."""

from __future__ import annotations

from api.checking import check
from api.ui.pages.findings import PER_PAGE, starts_of
from api.ui.pages.home import HomeAsk, home_page
from api.ui.pages.matrix import Cell, Spot, matrix_of
from graph.view import View
from tests.builders import graph

PUNISH, LICENSE = ("enforcement", "02"), ("enforcement", "01")
TWO_POWERS = """
    Unit/HQ level=hq
    Unit/X level=regional
    Power/A category=enforcement type=02
    Power/B category=enforcement type=01
    Power/A EXERCISED_BY Unit/X
    Power/B EXERCISED_BY Unit/HQ
    Power/B EXERCISED_BY Unit/X
    Power/A HAS_STEP Step/S1
    Power/B HAS_STEP Step/S2
    Step/S1 PERFORMED_BY Post/P
    Step/S2 PERFORMED_BY Post/Q
    Post/P IN_UNIT Unit/X
    Post/Q IN_UNIT Unit/HQ
    RiskPoint/R grade=1
    Step/S1 EXPOSES RiskPoint/R
    Step/S2 EXPOSES RiskPoint/R
"""


def cells(view: View) -> dict[Spot, Cell]:
    """Every cell of the matrix that holds something."""
    matrix = matrix_of(view)
    return {
        (row.group, unit): cell
        for row in matrix.rows
        for (unit, _), cell in zip(matrix.units, row.cells, strict=True)
        if cell != Cell()
    }


def test_an_uncovered_risk_counts_for_the_powers_of_the_posts_own_duties() -> None:
    assert cells(graph(TWO_POWERS)) == {
        (PUNISH, "X"): Cell(1, 1),
        (LICENSE, "X"): Cell(1, 0),
        (LICENSE, "HQ"): Cell(1, 1),
    }


def test_a_power_out_of_use_brings_no_uncovered_risk_into_the_matrix() -> None:
    suspended = "Power/C category=enforcement type=02 status=suspended\nPower/C HAS_STEP Step/S3\n"
    performed = "Step/S3 PERFORMED_BY Post/Q\nStep/S3 EXPOSES RiskPoint/R"

    assert cells(graph(TWO_POWERS, suspended + performed)) == cells(graph(TWO_POWERS))


def test_a_gap_shows_at_an_office_that_does_not_exercise_the_power() -> None:
    helper = "Unit/Y level=local\nPost/H IN_UNIT Unit/Y\nStep/S1 PERFORMED_BY Post/H"

    assert cells(graph(TWO_POWERS, helper)) == {**cells(graph(TWO_POWERS)), (PUNISH, "Y"): Cell(0, 1)}


def test_a_gap_without_an_office_shows_at_the_posts_own_unit() -> None:
    loose = "Unit/Z level=section\nPost/H IN_UNIT Unit/Z\nStep/S1 PERFORMED_BY Post/H"

    assert cells(graph(TWO_POWERS, loose))[PUNISH, "Z"] == Cell(0, 1)


def test_a_risk_that_hangs_on_a_post_alone_is_told_beside_the_cells() -> None:
    alone = "RiskPoint/T grade=1\nRiskPoint/T BORNE_BY Post/P\nRiskPoint/R BORNE_BY Post/P"
    view = graph(TWO_POWERS, alone)

    assert cells(view) == cells(graph(TWO_POWERS))
    page = home_page(view, HomeAsk(stepless=True))
    assert (page.gaps.risks, [(row.node.code, [post.key for post in row.posts]) for row in page.missing]) == (
        2,
        [("T", ["PG005/T/P"])],
    )


def test_a_cell_lists_as_many_uncovered_risks_as_it_says() -> None:
    view = graph(TWO_POWERS)
    ask = HomeAsk(category=PUNISH[0], type=PUNISH[1], unit="X")

    assert [(row.node.code, [post.key for post in row.posts]) for row in home_page(view, ask).missing] == [
        ("R", ["PG005/R/P"])
    ]


def test_a_gap_leads_to_the_page_of_findings_on_which_it_stands() -> None:
    many = "\n".join(f"RiskPoint/T{at:03} grade=1\nRiskPoint/T{at:03} BORNE_BY Post/P" for at in range(PER_PAGE + 1))
    found = check(graph(many))
    starts = starts_of(found, "PG005")

    assert [starts[finding] for finding in found.findings if finding.code == "PG005"] == [0] * PER_PAGE + [PER_PAGE]
