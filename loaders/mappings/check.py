"""A value against a JSON Schema, with the place of everything that does not fit.

As many keywords as `loaders.mappings.schema` uses; what another program reads in the published schema and what is
checked here are one declaration.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from graph.terms import Both, Lack
from loaders.elements import shown

__all__ = ["Misfit", "misfits"]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "number": (int, float),
    "integer": (int,),
}
_TYPE_NAMES = {
    "object": Both("对象", "an object"),
    "array": Both("列表", "a list"),
    "string": Both("文字", "a text"),
    "boolean": Both("是或否", "true or false"),
    "number": Both("数", "a number"),
    "integer": Both("整数", "an integer"),
}


class Misfit(NamedTuple):
    """One thing that does not fit: where (``values.code.then[0]``), what came, what was expected."""

    where: str
    got: str
    expected: str


def misfits(schema: Mapping[str, Any], value: object) -> Iterator[Misfit]:
    """Everything in a value that its schema does not allow, from the outside in."""
    return _misfits(schema, value, "", schema.get("$defs", {}))


def _misfits(schema: Mapping[str, Any], value: Any, where: str, known: Mapping[str, Any]) -> Iterator[Misfit]:  # noqa: ANN401 - a tree of JSON
    if "$ref" in schema:
        schema = known[schema["$ref"].removeprefix("#/$defs/")]
    names = schema.get("type", ())
    names = [names] if isinstance(names, str) else names
    if names and not any(_is(value, name) for name in names):
        yield Misfit(where, shown(value), " / ".join(_TYPE_NAMES[name] for name in names))
        return
    for keyword, look in _KEYWORDS.items():
        if keyword in schema:
            expected = look(schema[keyword], value)
            if expected:
                yield Misfit(where, shown(value), expected)
    if isinstance(value, dict):
        yield from _members(schema, value, where, known)
    elif isinstance(value, list) and "items" in schema:
        for at, item in enumerate(value):
            yield from _misfits(schema["items"], item, f"{where}[{at}]", known)


def _members(
    schema: Mapping[str, Any], value: dict[str, Any], where: str, known: Mapping[str, Any]
) -> Iterator[Misfit]:
    declared, others = schema.get("properties", {}), schema.get("additionalProperties")
    for name in schema.get("required", ()):
        if name not in value:
            yield Misfit(
                _inside(where, name), Lack("没有此键", "no such key"), Both("此键（必填）", "the key (required)")
            )
    pattern = schema.get("propertyNames", {}).get("pattern")
    for name, item in value.items():
        if pattern and not re.search(pattern, name):
            yield Misfit(_inside(where, name), shown(name), Both(f"形如 {pattern} 的名称", f"a name like {pattern}"))
        if name in declared:
            yield from _misfits(declared[name], item, _inside(where, name), known)
        elif others is False:
            near = get_close_matches(name, declared, n=1)
            yield Misfit(
                _inside(where, name), Both(f"键 {shown(name)}", f"key {shown(name)}"), " / ".join(near or declared)
            )
        elif isinstance(others, dict):
            yield from _misfits(others, item, _inside(where, name), known)


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])


def _enum(values: list[Any], value: object) -> str:
    return "" if value in values else " / ".join(map(str, values))


def _fewest(least: int, value: object) -> str:
    return (
        Both(f"至少 {least} 项", f"at least {least}") if isinstance(value, dict | list) and len(value) < least else ""
    )


def _most(most: int, value: object) -> str:
    return Both(f"至多 {most} 项", f"at most {most}") if isinstance(value, dict) and len(value) > most else ""


def _not_empty(least: int, value: object) -> str:
    return Both("非空的文字", "a text that is not empty") if isinstance(value, str) and len(value) < least else ""


def _at_least(least: int, value: object) -> str:
    return Both(f"至少 {least}", f"at least {least}") if isinstance(value, int) and value < least else ""


_KEYWORDS: Mapping[str, Callable[[Any, object], str]] = {
    "enum": _enum,
    "minItems": _fewest,
    "minProperties": _fewest,
    "maxProperties": _most,
    "minLength": _not_empty,
    "minimum": _at_least,
}
