"""Cells: how values, codes and lists are written in tables."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from graph.model import DEFAULT_MANIFEST, Manifest, Value, code_problem, parse_date, value_problem
from graph.schema import SECTION, Property, ValueType
from graph.terms import Both
from loaders.elements import DATE_ADVICE
from loaders.tables.headers import fold
from loaders.tables.numbering import numbered_items
from loaders.tables.spellings import LEVEL_LABELS, SPELLINGS, UNITS_OF_MEASURE

__all__ = [
    "CellError",
    "code_cell",
    "codes_cell",
    "date_cell",
    "json_cell",
    "level_of",
    "list_cell",
    "plain",
    "value_cell",
]

_LISTED = 6
"""Further spellings that a message lists."""
_CHOOSE = Both("请改为所列之一", "use one of these")
_SEPARATORS = re.compile(r"[；;\r\n]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_SERIAL = re.compile(r"[2-7][0-9]{4}")
"""Days since 1900 as spreadsheets count them, from 1954 to 2119."""
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_ESCAPED = ("=", "+", "-", "@", "'", "＝", "＋", "－", "＠")
_FLAGS = {
    **dict.fromkeys(("是", "1", "true", "y", "yes", "√"), True),
    **dict.fromkeys(("否", "0", "false", "n", "no", "×"), False),
}


class CellError(ValueError):
    """A cell that cannot be read; the message says what was expected, ``advice`` what to do."""

    def __init__(self, expected: str, advice: str = Both("请更正此格", "correct the cell")) -> None:
        self.advice = advice
        super().__init__(expected)


def plain(cell: str) -> str:
    """The text of a cell without the apostrophe that keeps spreadsheets from running it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _ESCAPED and len(text) > 1 else text


def list_cell(text: str) -> tuple[str, ...]:
    """The items of a list, in order, each once: separated by ；, ; or a line break, or numbered (1. 2., ①②)."""
    numbered = numbered_items(text)
    if numbered:
        return tuple(dict.fromkeys(numbered))
    return tuple(dict.fromkeys(item for part in _SEPARATORS.split(text) if (item := part.strip())))


def code_cell(text: str) -> str:
    """A code, exactly as it stands."""
    problem = code_problem(text)
    if problem:
        raise CellError(problem)
    if _SEPARATORS.search(text):
        raise CellError(Both("一个编码", "one code"))
    return text


def codes_cell(text: str) -> tuple[str, ...]:
    """A list of codes."""
    return tuple(code_cell(item) for item in list_cell(text))


def date_cell(text: str) -> date:
    """A date, written 2013-12-01, or as spreadsheets like to have it: 2013/12/1, 2013年12月1日."""
    folded = unicodedata.normalize("NFKC", text).removesuffix(" 00:00:00")
    if _SERIAL.fullmatch(folded):
        return date(1899, 12, 30) + timedelta(days=int(folded))
    found = _DATE.fullmatch(folded) or _COMPACT.fullmatch(folded)
    try:
        return parse_date("{}-{:0>2}-{:0>2}".format(*found.groups()) if found else text)
    except ValueError as error:
        raise CellError(Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), DATE_ADVICE) from error


def json_cell(text: str) -> Value:
    """Any value that a property may have, as JSON."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise CellError("JSON") from error
    value = tuple(found) if isinstance(found, list) and all(isinstance(item, str) for item in found) else found
    problem = value_problem(None, value, DEFAULT_MANIFEST)
    if problem:
        raise CellError(problem)
    result: Value = value
    return result


def level_of(text: str, manifest: Manifest) -> str:
    """An office level or ``section``, by its name or its official term."""
    name = text.strip()
    known = (*manifest.levels, SECTION)
    if name in known:
        return name
    folded = LEVEL_LABELS.get(fold(name), "")
    if folded in known:
        return folded
    labels = [label for label, level in LEVEL_LABELS.items() if level in known]
    raise CellError(" / ".join(dict.fromkeys((*known, *labels))), _CHOOSE)


def value_cell(declared: Property | None, text: str, manifest: Manifest) -> Value:
    """The value of a property as a cell writes it; free text where nothing is declared."""
    if declared is None:
        return text
    if declared.level:
        value: Value = level_of(text, manifest)
    elif declared.values:
        value = _one_of(declared, text)
    elif declared.date:
        value = date_cell(text).isoformat()
    elif declared.type is ValueType.BOOLEAN:
        value = _flag(text)
    elif declared.type is ValueType.INTEGER:
        value = _whole(declared, text)
    elif declared.type is ValueType.TEXTS:
        value = list_cell(text)
    else:
        value = text
    problem = value_problem(declared, value, manifest)
    if problem:
        raise CellError(problem)
    return value


def _one_of(declared: Property, text: str) -> Value:
    """One of the values of an enumeration: the value itself, one of its labels, or a customary spelling."""
    found = _spelled(declared).get(fold(text))
    if found is None:
        known = " / ".join(f"{label.zh} {value}" for value, label in declared.values.items())
        others = list(SPELLINGS.get(declared.name, ()))
        more = "…" * (len(others) > _LISTED)
        raise CellError(
            known
            + (
                Both(f"；也认 {' '.join(others[:_LISTED])}{more}", f"; also {' '.join(others[:_LISTED])}{more}")
                if others
                else ""
            ),
            _CHOOSE,
        )
    return found


@cache
def _spelled(declared: Property) -> Mapping[str, str | int]:
    """The values of an enumeration by everything that may stand for them, folded."""
    known: dict[str, str | int] = {}
    for value, label in declared.values.items():
        known.update({fold(str(value)): value, fold(label.zh): value, fold(label.en): value})
        if isinstance(value, str) and value.isdigit():
            known.setdefault(value.lstrip("0"), value)  # spreadsheets turn 01 into 1
    known.update({fold(spelling): value for spelling, value in SPELLINGS.get(declared.name, {}).items()})
    return known


def _flag(text: str) -> bool:
    found = _FLAGS.get(fold(text))
    if found is None:
        raise CellError(Both("是 / 否", "yes or no"))
    return found


def _whole(declared: Property, text: str) -> int:
    digits = fold(text)
    for unit in UNITS_OF_MEASURE.get(declared.name, ()):
        digits = digits.removesuffix(unit)
    if not _WHOLE.fullmatch(digits):
        units = UNITS_OF_MEASURE.get(declared.name, ())
        raise CellError(
            Both(
                f"整数{f'（可带 {units[0]}）' if units else ''}",
                f"a whole number{f' (may have {units[0]})' if units else ''}",
            ),
            Both("请只写数字", "write digits only"),
        )
    return int(digits)
