"""Templates: texts with values in braces, ``{office}-{number}``; one that is nothing but a value keeps its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Bound", "bound", "filled", "names_in"]

Bound = str | int | float | bool | tuple[str, ...] | None
"""What a name stands for in one row; None where it is empty."""

_NAME = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def names_in(tree: Any) -> Iterator[str]:  # noqa: ANN401 - a tree of JSON
    """The names that the texts of a tree ask for."""
    if isinstance(tree, str):
        yield from _NAME.findall(tree)
    elif isinstance(tree, Mapping):
        for item in tree.values():
            yield from names_in(item)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from names_in(item)


def bound(template: str, values: Mapping[str, Bound]) -> Bound:
    """The value of a template; None where one of its values is empty."""
    whole = _NAME.fullmatch(template)
    if whole:
        return values.get(whole[1])
    parts = {name: values.get(name) for name in _NAME.findall(template)}
    if any(part is None for part in parts.values()):
        return None
    return _NAME.sub(lambda found: _text(parts[found[1]]), template)


def filled(tree: Any, values: Mapping[str, Bound]) -> Any:  # noqa: ANN401 - a tree of JSON
    """A tree with every text of it filled in; members of objects that come out empty are left out."""
    if isinstance(tree, str):
        found = bound(tree, values)
        return list(found) if isinstance(found, tuple) else found
    if isinstance(tree, Mapping):
        held = {key: filled(item, values) for key, item in tree.items()}
        return {key: item for key, item in held.items() if item is not None}
    if isinstance(tree, list | tuple):
        return [filled(item, values) for item in tree]
    return tree


def _text(value: Bound) -> str:
    return "、".join(value) if isinstance(value, tuple) else str(value)
