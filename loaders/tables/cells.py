"""Cells: how values, codes and lists are written in tables."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from graph.model import Manifest, Value, code_problem, parse_date, value_problem
from graph.schema import SECTION, Property, ValueType
from loaders.elements import DATE_ADVICE
from loaders.tables.headers import fold
from loaders.tables.layouts import LEVEL_LABELS, SPELLINGS, UNITS_OF_MEASURE

__all__ = ["CellError", "code_cell", "codes_cell", "date_cell", "level_of", "list_cell", "value_cell"]

_CHOOSE = "请改为所列之一 use one of these"
_SEPARATORS = re.compile(r"[；;\r\n]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_FLAGS = {
    **dict.fromkeys(("是", "1", "true", "y", "yes", "√"), True),
    **dict.fromkeys(("否", "0", "false", "n", "no", "×"), False),
}


class CellError(ValueError):
    """A cell that cannot be read; the message says what was expected, ``advice`` what to do."""

    def __init__(self, expected: str, advice: str = "请更正此格 correct the cell") -> None:
        self.advice = advice
        super().__init__(expected)


def list_cell(text: str) -> tuple[str, ...]:
    """The items of a list, in order, each once; they are separated by ；, ; or a line break."""
    return tuple(dict.fromkeys(item for part in _SEPARATORS.split(text) if (item := part.strip())))


def code_cell(text: str) -> str:
    """A code, exactly as it stands."""
    problem = code_problem(text)
    if problem:
        raise CellError(problem)
    if _SEPARATORS.search(text):
        raise CellError("一个编码 one code")
    return text


def codes_cell(text: str) -> tuple[str, ...]:
    """A list of codes."""
    return tuple(code_cell(item) for item in list_cell(text))


def date_cell(text: str) -> date:
    """A date, written 2013-12-01, or as spreadsheets like to have it: 2013/12/1, 2013年12月1日."""
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return parse_date("{}-{:0>2}-{:0>2}".format(*found.groups()) if found else text)
    except ValueError as error:
        raise CellError("日期 a date YYYY-MM-DD", DATE_ADVICE) from error


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
    known: dict[str, str | int] = {}
    for value, label in declared.values.items():
        known.update({fold(str(value)): value, fold(label.zh): value, fold(label.en): value})
        if isinstance(value, str) and value.isdigit():
            known.setdefault(value.lstrip("0"), value)  # spreadsheets turn 01 into 1
    known.update({fold(spelling): value for spelling, value in SPELLINGS.get(declared.name, {}).items()})
    found = known.get(fold(text))
    if found is None:
        raise CellError(" / ".join(f"{label.zh} {value}" for value, label in declared.values.items()), _CHOOSE)
    return found


def _flag(text: str) -> bool:
    found = _FLAGS.get(fold(text))
    if found is None:
        raise CellError("是 / 否 yes or no")
    return found


def _whole(declared: Property, text: str) -> int:
    digits = fold(text)
    for unit in UNITS_OF_MEASURE.get(declared.name, ()):
        digits = digits.removesuffix(unit)
    if not _WHOLE.fullmatch(digits):
        units = UNITS_OF_MEASURE.get(declared.name, ())
        raise CellError(
            f"整数 a whole number{f'（可带 may have {units[0]}）' if units else ''}", "请只写数字 write digits only"
        )
    return int(digits)
