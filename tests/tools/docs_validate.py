"""As much of JSON Schema 2020-12 as the schemas of `graph.jsonschema` use; an unknown keyword is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["valid"]

_IGNORED = frozenset({"$schema", "$defs", "title", "description", "default", "examples", "format", "then"})
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}


def valid(schema: Mapping[str, Any], value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a value is what a schema describes."""
    return _holds(schema, value, schema["$defs"])


def _holds(schema: Mapping[str, Any], value: Any, definitions: Mapping[str, Any]) -> bool:  # noqa: ANN401
    def holds(part: Mapping[str, Any], inner: Any) -> bool:  # noqa: ANN401
        return _holds(part, inner, definitions)

    return all(
        _KEYWORDS[keyword](argument, value, holds, schema)
        for keyword, argument in schema.items()
        if keyword not in _IGNORED
    ) and ("$ref" not in schema or holds(definitions[schema["$ref"].removeprefix("#/$defs/")], value))


def _same(first: Any, second: Any) -> bool:  # noqa: ANN401 - True is not 1 in JSON
    return type(first) is type(second) and bool(first == second)


def _typed(names: Any, value: Any, *_: Any) -> bool:  # noqa: ANN401
    return any(_TYPES[name](value) for name in ([names] if isinstance(names, str) else names))


def _properties(parts: Any, value: Any, holds: Any, _: Any) -> bool:  # noqa: ANN401
    return not isinstance(value, dict) or all(holds(part, value[key]) for key, part in parts.items() if key in value)


def _additional(part: Any, value: Any, holds: Any, schema: Any) -> bool:  # noqa: ANN401
    if not isinstance(value, dict):
        return True
    others = [value[key] for key in value if key not in schema.get("properties", {})]
    return not others if part is False else all(holds(part, other) for other in others)


def _conditional(condition: Any, value: Any, holds: Any, schema: Any) -> bool:  # noqa: ANN401
    return not holds(condition, value) or holds(schema["then"], value)


_KEYWORDS: Mapping[str, Callable[[Any, Any, Any, Any], bool]] = {
    "$ref": lambda *_: True,
    "type": _typed,
    "const": lambda wanted, value, *_: _same(wanted, value),
    "enum": lambda wanted, value, *_: any(_same(item, value) for item in wanted),
    "pattern": lambda text, value, *_: not isinstance(value, str) or re.search(text, value) is not None,
    "minLength": lambda least, value, *_: not isinstance(value, str) or len(value) >= least,
    "minimum": lambda least, value, *_: not _typed("number", value) or value >= least,
    "maximum": lambda most, value, *_: not _typed("number", value) or value <= most,
    "minItems": lambda least, value, *_: not isinstance(value, list) or len(value) >= least,
    "uniqueItems": lambda _, value, *__: not isinstance(value, list) or len(set(value)) == len(value),
    "items": lambda part, value, holds, _: not isinstance(value, list) or all(holds(part, x) for x in value),
    "required": lambda keys, value, *_: not isinstance(value, dict) or all(key in value for key in keys),
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": lambda part, value, holds, _: not isinstance(value, dict) or all(holds(part, x) for x in value),
    "oneOf": lambda parts, value, holds, _: sum(holds(part, value) for part in parts) == 1,
    "anyOf": lambda parts, value, holds, _: any(holds(part, value) for part in parts),
    "allOf": lambda parts, value, holds, _: all(holds(part, value) for part in parts),
    "not": lambda part, value, holds, _: not holds(part, value),
    "if": _conditional,
}
