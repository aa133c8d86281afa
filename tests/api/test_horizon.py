"""Until when a graph knows the law, and what is said of a day after that."""

from __future__ import annotations

from datetime import date

import pytest

from api.horizon import known_until, stale_laws, unknown_later
from graph.model import NodeId
from graph.schema import Kind
from graph.store.base import Version

DAY, LATER = date(2013, 12, 1), date(2026, 11, 26)


def version(kind: Kind, since: date | None = None, until: date | None = None) -> Version:
    return Version(NodeId(kind, "X"), since, until, {}, 1)


@pytest.mark.parametrize(
    ("versions", "known"),
    [
        ([version(Kind.ARTICLE, date(2001, 1, 1)), version(Kind.INSTRUMENT, until=DAY)], DAY),
        ([version(Kind.ARTICLE, DAY), version(Kind.INSTRUMENT, date(2001, 1, 1))], DAY),
        ([version(Kind.ARTICLE), version(Kind.CONTROL, LATER), version(Kind.SYSTEM, LATER)], None),
        ([], None),
    ],
)
def test_the_law_is_known_until_its_last_change(versions: list[Version], known: date | None) -> None:
    assert known_until(versions) == known


def test_a_day_after_the_last_change_of_law_says_so() -> None:
    said = unknown_later(DAY, LATER)

    assert str(stale_laws(DAY, LATER)).startswith("法规数据截至 2013-12-01")
    assert said is not None
    assert (
        said.zh
        == "法规数据截至 2013-12-01（图谱中最后一次有日期的法规变动）；其后的修订和废止不在图谱中，“有效”只说到这一天。"
    )


def test_a_day_that_the_law_is_known_on_says_nothing() -> None:
    assert (stale_laws(DAY, DAY), unknown_later(DAY, DAY)) == (None, None)


def test_where_no_change_of_law_has_a_date_live_is_not_said_of_today() -> None:
    said = unknown_later(None, LATER)

    assert said is not None
    assert "没有日期" in said.zh
    assert stale_laws(None, LATER) is None
