"""The days that a text names."""

from __future__ import annotations

from datetime import date

import pytest

from queries.periods import period_in

TODAY = date(2014, 1, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013年改了什么", "2013-01-01", "2013-12-31"),
        ("二〇一三年的改革", "2013-01-01", "2013-12-31"),
        ("２０１３年度", "2013-01-01", "2013-12-31"),
        ("what changed in 2013?", "2013-01-01", "2013-12-31"),
        ("国发〔2013〕44号", "2013-01-01", "2013-12-31"),
        ("2012年2月", "2012-02-01", "2012-02-29"),
        ("2013年12月1日改了什么", "2013-12-01", "2013-12-01"),
        ("since 2013-12-01", "2013-12-01", "2013-12-01"),
        ("2013/12", "2013-12-01", "2013-12-31"),
        ("December 2013", "2013-12-01", "2013-12-31"),
        ("on 1 Dec 2013", "2013-12-01", "2013-12-01"),
        ("on December 1st, 2013", "2013-12-01", "2013-12-01"),
        ("2013-13", "2013-01-01", "2013-12-31"),
        ("今年改了什么", "2014-01-01", "2014-12-31"),
        ("what changed last year", "2013-01-01", "2013-12-31"),
        ("上个月", "2013-12-01", "2013-12-31"),
        ("this month", "2014-01-01", "2014-01-31"),
        ("昨天", "2014-01-04", "2014-01-04"),
    ],
)
def test_a_day_a_month_or_a_year_is_read(text: str, first: str, last: str) -> None:
    found = period_in(text, TODAY)

    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "E39", "R-2013-01", "12013", "20130", "三年", "1850"])
def test_what_names_no_time_has_none(text: str) -> None:
    assert period_in(text, TODAY) is None


def test_a_word_that_begins_as_a_month_does_is_none() -> None:
    found = period_in("market 2013", TODAY)

    assert found is not None
    assert found.word == "2013"
