"""Numbered lists inside one cell: 1. 2., 1、2、, (1)(2), （一）（二）, 一、二、, ①②."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["listed_items", "numbered_items"]

_CHINESE = (*"一二三四五六七八九十", *(f"十{numeral}" for numeral in "一二三四五六七八九"), "二十")
_CIRCLED = tuple("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_DIGITS = tuple(str(number) for number in range(1, 21))
_BREAKS = " \t\r\n；;。，,"


def numbered_items(text: str) -> tuple[str, ...]:
    """The items of a text that is a numbered list from 1 on; none where it is no such list.

    >>> numbered_items("1.核对单证；2.登记台账。")
    ('核对单证', '登记台账')
    >>> numbered_items("1.5 倍")
    ()
    """
    text = text.strip()
    if not _FIRST.match(text):
        return ()
    for numerals, pattern in _STYLES:
        if re.match(pattern.format(numerals[0]), text):
            found = _split(text, [pattern.format(numeral) for numeral in numerals])
            if len(found) > 1:
                return found
    return ()


_STYLES = (
    (_DIGITS, r"{}\s*[.．、](?!\d)"),
    (_DIGITS, r"[(（]\s*{}\s*[)）]"),
    (_DIGITS, r"{}[)）]"),
    (_CHINESE, r"[(（]\s*{}\s*[)）]"),
    (_CHINESE, r"{}、"),
    (_CIRCLED, r"{}"),
)
_FIRST = re.compile("|".join(pattern.format(numerals[0]) for numerals, pattern in _STYLES))
"""How a numbered list begins; most texts are none."""


def _split(text: str, marks: list[str]) -> tuple[str, ...]:
    """Cut before each mark, in the order of the numbers; a mark stands at a beginning or behind a break."""
    items: list[str] = []
    rest = re.sub(f"^{marks[0]}", "", text)
    for mark in marks[1:]:
        found = re.search(rf"(?:(?<=[{_BREAKS}])|^){mark}" if mark not in _CIRCLED else mark, rest)
        if found is None:
            break
        items.append(rest[: found.start()])
        rest = rest[found.end() :]
    items.append(rest)
    return tuple(item for raw in items if (item := raw.strip(_BREAKS)))


def listed_items(text: str, known: Callable[[str], bool] = lambda _name: False) -> tuple[str, ...]:
    """The items of a list of names: numbered, or between ； 、 and line breaks.

    A name that is ``known`` with such a mark inside is one item, the longest first.

    >>> listed_items("受理、登记岗；复核岗", {"受理、登记岗"}.__contains__)
    ('受理、登记岗', '复核岗')
    """
    numbered = numbered_items(text)
    if numbered:
        return numbered
    pieces = re.split(r"([；;、\n])", text)  # names and marks in turn
    items: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(len(pieces), at + 1, -2)
        end = next((end for end in ends if known("".join(pieces[at:end]).strip())), at + 1)
        items.append("".join(pieces[at:end]).strip())
        at = end + 1
    return tuple(item for item in items if item)
