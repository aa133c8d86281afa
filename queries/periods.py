"""The days that a text names: 2013年, 2013年12月, 2013-12-01, December 2013, 今年, last month."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from queries.find import folded

__all__ = ["Period", "period_in"]

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SPELT = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?<![0-9a-z-])(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
_WRITTEN = (
    re.compile(rf"{_YEAR}年(?:度)?(?:(?P<month>[0-9]{{1,2}})月(?:份)?(?:(?P<day>[0-9]{{1,2}})[日号])?)?"),
    re.compile(rf"{_YEAR}(?P<sign>[-/.])(?P<month>[0-9]{{1,2}})(?:(?P=sign)(?P<day>[0-9]{{1,2}}))?(?![0-9])"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? (?:of )?{_YEAR}"),
    re.compile(rf"\b{_MONTH} (?:{_DAY},? )?(?:of )?{_YEAR}"),
    re.compile(_YEAR),
)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, and the words that name them; ``told``: from today, as 今年 is."""

    first: date
    last: date
    word: str
    told: bool = False

    def has(self, day: date | None) -> bool:
        """Whether a day is one of them."""
        return day is not None and self.first <= day <= self.last


def period_in(text: str, today: date) -> Period | None:
    """The first day, month or year that a text names; None where it names none that there is.

    Args:
        text: in any words.
        today: what 今年 and last month are told from.
    """
    whole = _SPELT.sub(lambda found: found[0].translate(_DIGITS), folded(text))
    for form in _WRITTEN:
        for found in form.finditer(whole):
            period = _written(found)
            if period is not None:
                return period
    for words, days in _TOLD.items():
        said = re.search(words, whole)
        if said is not None:
            return Period(*days(today), said[0], told=True)
    return None


def _written(found: re.Match[str]) -> Period | None:
    """A day, month or year; None where there is no such month or day."""
    held = {"month": None, "day": None, **found.groupdict()}
    year, month, day = int(str(held["year"])), _number(held["month"]), _number(held["day"])
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first if day else _month(first)[1] if month else date(year, 12, 31)
    return Period(first, last, found[0].strip())


def _number(text: str | None) -> int | None:
    """A number, or that of a month by its first three letters."""
    if text is None:
        return None
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3]) + 1


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(day: date) -> tuple[date, date]:
    """The month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


_TOLD: Mapping[str, Callable[[date], tuple[date, date]]] = MappingProxyType(
    {
        r"今年|本年|\bthis year\b": lambda today: _year(today.year),
        r"去年|上一?年|\blast year\b": lambda today: _year(today.year - 1),
        r"前年|\btwo years ago\b": lambda today: _year(today.year - 2),
        r"本月|这个?月|\bthis month\b": _month,
        r"上个?月|\blast month\b": lambda today: _month(today.replace(day=1) - timedelta(days=1)),
        r"今天|今日|\btoday\b": lambda today: (today, today),
        r"昨[天日]|\byesterday\b": lambda today: (today - timedelta(days=1),) * 2,
    }
)
"""Periods that are told from today."""
