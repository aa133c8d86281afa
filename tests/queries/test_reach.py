"""A report of a later day says up to which day the graph knows what it tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.reform import Reform
from graph.snapshot import Origin, Snapshot
from queries.impact import impact_of
from queries.reach import Reach, reach_of
from queries.report import markdown_of, report_of
from tests.builders import graph

CHANGED, TEXT = date(2013, 12, 1), date(2021, 4, 29)
LAW = """
    Power/W
    Instrument/H text_date=2021-04-29
    Article/H1 text_date=2017-03-01
    Article/H1 PART_OF Instrument/H
    Power/W AUTHORIZED_BY Article/H1
"""


def on(day: date | None, changed: date | None = CHANGED) -> Snapshot:
    return replace(graph(LAW), origin=Origin(1, day, changed=changed))


@pytest.mark.parametrize(
    ("day", "reach"),
    [
        (date(2026, 11, 26), Reach(CHANGED, TEXT)),
        (date(2015, 1, 1), Reach(CHANGED, None)),
        (CHANGED, Reach()),
        (date(1800, 1, 1), Reach()),
        (None, Reach()),
    ],
)
def test_only_what_ends_before_the_day_is_told(day: date | None, reach: Reach) -> None:
    assert reach_of(on(day)) == reach


def test_what_nobody_dated_is_not_told() -> None:
    assert reach_of(replace(graph("Power/W"), origin=Origin(1, date(2026, 11, 26)))) == Reach()


def test_the_report_tells_it_with_the_date_of_the_data() -> None:
    report = report_of(impact_of(on(date(2026, 11, 26)), Reform("试点", ({"op": "cancel", "power": "W"},))))

    assert (report.meta["changed"], report.meta["texts"]) == ("2013-12-01", "2021-04-29")
    assert "- 最近的变动（信息系统不计） last change (systems aside): 2013-12-01" in markdown_of(report)
