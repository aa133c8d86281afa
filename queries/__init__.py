"""What one asks of a graph: findings, impact, census, paths. Pure functions on a `graph.view.View`.

The names listed here are for notebooks (docs/reference/python.md); the program itself imports from the modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.lazy import imported_when_asked

if TYPE_CHECKING:
    from queries.census import census_of
    from queries.findings import findings_of
    from queries.impact import impact_of
    from queries.parts import finding_rows, part_of_findings, part_of_impact, part_of_paths, part_of_rows
    from queries.paths import shortest_paths

__all__ = [
    "census_of",
    "finding_rows",
    "findings_of",
    "impact_of",
    "part_of_findings",
    "part_of_impact",
    "part_of_paths",
    "part_of_rows",
    "shortest_paths",
]

if not TYPE_CHECKING:
    __getattr__ = imported_when_asked(
        __name__,
        {
            "census_of": "queries.census",
            "finding_rows": "queries.parts",
            "findings_of": "queries.findings",
            "impact_of": "queries.impact",
            "part_of_findings": "queries.parts",
            "part_of_impact": "queries.parts",
            "part_of_paths": "queries.parts",
            "part_of_rows": "queries.parts",
            "shortest_paths": "queries.paths",
        },
    )
