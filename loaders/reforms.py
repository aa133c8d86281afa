"""Reform files in YAML and JSON (calculus §6).

Only the outer form is checked here; operations check their own arguments when the reform is applied.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from graph.errors import InputError, Problem
from graph.model import parse_date
from graph.reform import Reform
from graph.terms import Both, Lack
from loaders.elements import DATE_ADVICE, shown
from loaders.lines import text_of
from loaders.strictjson import NotJson, decode

__all__ = ["read_reform", "reform_from_dict", "reform_to_dict", "write_reform"]

_TEXTS = ("reform", "number", "author", "reason")
_KEYS = frozenset({*_TEXTS, "effective", "changes", "accept"})
_YAML_NAMES = frozenset({".yaml", ".yml"})


def read_reform(source: Path | str, name: str = "") -> Reform:
    """Read a reform file, or the text of one.

    A file named ``.json`` and a text that begins with ``{`` are JSON, everything else YAML.

    Raises:
        InputError: with every problem of the outer form.
    """
    if isinstance(source, Path):
        name = name or source.name
        text = text_of(source, name)
        as_json = source.suffix.lower() == ".json" or (
            source.suffix.lower() not in _YAML_NAMES and text.lstrip().startswith("{")
        )
    else:
        text, as_json = source.removeprefix("\ufeff"), source.lstrip("\ufeff \t\r\n").startswith("{")
    name = name or "reform"
    data = _json(text, name) if as_json else _yaml(text, name)
    return _reform(data, name, _row_of("effective", text))


def reform_from_dict(data: object, name: str = "") -> Reform:
    """A reform from what a JSON or YAML object holds.

    Raises:
        InputError: with every problem of the outer form.
    """
    return _reform(data, name or "reform", None)


def reform_to_dict(reform: Reform) -> dict[str, Any]:
    """The object that `reform_from_dict` reads the same reform from; what is empty is left out."""
    texts = {"reform": reform.name, "number": reform.number, "author": reform.author, "reason": reform.reason}
    held: dict[str, Any] = {key: text for key, text in texts.items() if text}
    if reform.effective is not None:
        held["effective"] = reform.effective.isoformat()
    held["changes"] = [dict(change) for change in reform.changes]
    if reform.accept:
        held["accept"] = [dict(item) for item in reform.accept]
    return held


def write_reform(reform: Reform) -> str:
    """A reform file in YAML, from which `read_reform` reads the same reform."""
    from loaders.yamltext import encode_yaml  # noqa: PLC0415 - who writes no reform does not pay for yaml

    held = reform_to_dict(reform)
    if reform.effective is not None:
        held["effective"] = reform.effective  # written without quotes, as people write a date
    return encode_yaml(held)


def _reform(data: object, name: str, row: int | None) -> Reform:
    """As `reform_from_dict`; ``row`` is that of the date where the text is known."""
    if not isinstance(data, Mapping):
        expected = Both("对象 {reform, effective, changes}", "an object {reform, effective, changes}")
        raise InputError([Problem(name, Both("空文件", "nothing") if data is None else shown(data), expected)])
    problems = [
        Problem(
            name,
            Both(f"键 {shown(key)}", f"key {shown(key)}"),
            " / ".join(sorted(_KEYS)),
            Both("请更正或删去", "correct or remove it"),
            column=str(key),
        )
        for key in data
        if key not in _KEYS
    ]
    texts = {key: _text(data, key, name, problems) for key in _TEXTS}
    effective = _effective(data.get("effective"), name, row, problems)
    changes = _mappings(data, "changes", name, problems)
    accept = _mappings(data, "accept", name, problems)
    if "changes" not in data:
        problems.append(
            Problem(name, Lack("没有", "no changes"), Both("变更列表", "a list of changes"), column="changes")
        )
    if problems:
        raise InputError(problems)
    return Reform(
        name=texts["reform"] or name,
        changes=changes,
        effective=effective,
        number=texts["number"],
        author=texts["author"],
        reason=texts["reason"],
        accept=accept,
    )


def _text(data: Mapping[Any, Any], key: str, name: str, problems: list[Problem]) -> str:
    value = data.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    problems.append(
        Problem(name, shown(value), Both("文字", "a text"), Both("请加引号", "put it in quotes"), column=key)
    )
    return ""


def _row_of(key: str, text: str) -> int | None:
    """The row of a key at the top, where it cannot be taken for another."""
    found = list(re.finditer(rf"(?<![\w\"'])[\"']?{key}[\"']?\s*:", text))
    return text.count("\n", 0, found[0].start()) + 1 if len(found) == 1 else None


def _effective(value: object, name: str, row: int | None, problems: list[Problem]) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return parse_date(value)
    except ValueError:
        problems.append(
            Problem(name, shown(value), Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD"), DATE_ADVICE, row, "effective")
        )
        return None


def _mappings(data: Mapping[Any, Any], key: str, name: str, problems: list[Problem]) -> tuple[Mapping[str, Any], ...]:
    value = data.get(key, [])
    if not isinstance(value, list | tuple):
        problems.append(Problem(name, shown(value), Both("列表", "a list"), column=key))
        return ()
    result = []
    for position, item in enumerate(value):
        column = f"{key}[{position}]"
        if isinstance(item, Mapping):
            result.append(_plain(item, name, column, problems))
        else:
            problems.append(Problem(name, shown(item), Both("对象", "an object"), column=column))
    return tuple(result)


def _plain(value: Any, name: str, column: str, problems: list[Problem]) -> Any:  # noqa: ANN401 - a tree of JSON
    """The same tree with text keys only, and dates that YAML made as the texts they were."""
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                advice = Both("请加引号", "put it in quotes")
                problems.append(
                    Problem(
                        name,
                        Both(f"键 {shown(key)}", f"key {shown(key)}"),
                        Both("文字", "a text"),
                        advice,
                        column=column,
                    )
                )
        return {str(key): _plain(item, name, f"{column}.{key}", problems) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, name, f"{column}[{at}]", problems) for at, item in enumerate(value)]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    problems.append(Problem(name, shown(value), Both("JSON 的值", "a value of JSON"), column=column))
    return None


def _json(text: str, name: str) -> object:
    try:
        return decode(text)
    except NotJson as error:
        row = None if error.position is None else text.count("\n", 0, error.position) + 1
        cut = Both("文件似乎在此中断，请重新取得", "the file seems to break off here: fetch it again")
        advice = cut if error.broke_off else error.advice or Both("请更正此处", "correct the text there")
        raise InputError([Problem(name, error.got, error.expected, advice, row)]) from error


def _yaml(text: str, name: str) -> object:
    from loaders.yamltext import NotYaml, decode_yaml  # noqa: PLC0415 - a JSON reform does not pay for yaml

    try:
        return decode_yaml(text)
    except NotYaml as error:
        raise InputError([Problem(name, error.got, error.expected, error.advice, error.row, error.column)]) from error
