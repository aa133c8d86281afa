"""Cells of workbooks as the texts that people see in them: codes keep their zeros, dates are dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

__all__ = ["EXACT_LIMIT", "text_of"]

EXACT_LIMIT = 10**15
"""From here on a spreadsheet has lost digits: it holds numbers with fifteen."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_ZEROS = re.compile(r"0+")
_COLOURS = re.compile(r"\[[^\]]*\]")


def text_of(value: object, number_format: str = "General") -> str:
    """The text of a cell.

    >>> text_of(12, "00000"), text_of(5.0), text_of(7, '"E"00')
    ('00012', '5', 'E07')
    """
    if value is None or isinstance(value, str):
        return (value or "").replace("\r\n", "\n")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value).replace("\r\n", "\n")


def _number(value: float, number_format: str) -> str:
    whole = int(value)
    if whole != value:
        return f"{value:.15g}"
    pattern = _COLOURS.sub("", number_format.split(";", maxsplit=1)[0])
    literals = [(found.start(), found.group(1) or found.group(2) or "") for found in _LITERAL.finditer(pattern)]
    bare = _LITERAL.sub("", pattern)
    zeros = _ZEROS.fullmatch(bare.strip().replace("#,##", "").replace("#", ""))
    if zeros is None:
        return str(whole)
    first = _LITERAL.sub(lambda found: " " * len(found.group()), pattern).find("0")
    before = "".join(text for at, text in literals if at < first)
    behind = "".join(text for at, text in literals if at > first)
    sign = "-" if whole < 0 else ""
    return f"{before}{sign}{abs(whole):0{len(zeros.group())}d}{behind}"
