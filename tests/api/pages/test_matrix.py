"""The matrix of the first page: which powers and which uncovered risks a cell counts."""

from __future__ import annotations

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
