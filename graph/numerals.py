"""Numbers as statutes write them: 第一百零二条, 第6条, 第６条, （四）, (4), ④."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["NUMERAL", "chinese", "number_of"]

NUMERAL = r"[〇零一二三四五六七八九十百千0-9０-９]+"
"""A number in Chinese or Arabic figures, for regular expressions."""

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FIGURES = "零一二三四五六七八九"
_POSITIONAL = re.compile("[〇零一二三四五六七八九]{2,}")


def number_of(text: str) -> int | None:
    """The number that a text writes; None where it writes none.

    >>> number_of("一百零二"), number_of("十"), number_of("６"), number_of("甲")
    (102, 10, 6, None)
    """
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return int(text) if text.isdigit() else None
    if _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[figure]) for figure in text))
    total = figure = 0
    for char in text:
        if char in _DIGITS:
            figure = _DIGITS[char]
        elif char in _UNITS:
            total += (figure or 1) * _UNITS[char]
            figure = 0
        else:
            return None
    return total + figure


def chinese(number: int) -> str:
    """A number below 10,000 as statutes write it.

    >>> chinese(102), chinese(10), chinese(24), chinese(111)
    ('一百零二', '十', '二十四', '一百一十一')
    """
    parts: list[str] = []
    gap = False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        figure = number // power % 10
        if figure:
            parts.append(f"{'零' if gap and parts else ''}{_FIGURES[figure]}{unit}")
        gap = not figure
    text = "".join(parts) or "零"
    return text[1:] if text.startswith("一十") else text
