"""A change as the texts of a form."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from api.ui.pages.arguments.address import ROW, Change, Texts
from api.ui.pages.arguments.forms import ARTICLES, CLEARED, PAIR, PLACED, VERBS, Form, form_of, subject_of
from api.ui.pages.arguments.reading import Reading
from graph.model import Manifest

__all__ = ["plain", "texts_of"]

Written = Iterator[tuple[str, tuple[str, ...]]]


class _UnfitError(Exception):
    """No parts of a form hold this value."""


def texts_of(change: Change, manifest: Manifest) -> Texts:
    """The texts that stand for a change; an argument that its parts cannot hold is JSON.

    Args:
        change: one of a reform, right or wrong.
        manifest: the levels that a text may name.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, value in change.items():
        if name != "op":
            found |= _argument(name, value, manifest)
    return found


def _argument(name: str, value: object, manifest: Manifest) -> Texts:
    """The texts of an argument, where what is read from them is what was written."""
    try:
        made = {key: held for key, held in _written(name, value) if held}
        reading = Reading(made, manifest)
        read = reading.argument(name)
        if not reading.problems and _canonical(read) == _canonical(plain(name, value)):
            return made
    except (_UnfitError, KeyError):
        pass
    return {name: (json.dumps(value, ensure_ascii=False, indent=1),)}


def plain(name: str, value: object) -> object:
    """The value of an argument as a form writes it: without what says no more than its absence, None where all does.

    No units are not any units (calculus §4), and an article is not no article: those empty lists stay.
    """
    if name == "into" and isinstance(value, Mapping):
        return {part: held for part, held in value.items() if held is not None and (part, held) != ("status", "active")}
    if isinstance(value, list | tuple) and name not in _LISTS:
        value = [_plain_item(item) for item in value]
    return None if name in _VOID and value in ([], {}, ()) else value


_LISTS = frozenset({"powers", "units"})
_VOID = frozenset(
    {
        *("set", "steps", "edits", "keep_steps", "add_steps", "retire_steps"),
        *("unassign", "assign", "retire_articles", "add_articles"),
    }
)
"""Arguments whose emptiness is their absence."""


def _plain_item(item: object) -> object:
    if not isinstance(item, Mapping):
        return item
    if [*item] == ["article"]:
        return item["article"]
    made = {part: plain(part, held) if part == "articles" else held for part, held in item.items()}
    if str(item.get("edit")).startswith("add_") and isinstance(item.get("properties"), Mapping):
        made["properties"] = {name: held for name, held in item["properties"].items() if held is not None}
    return {part: held for part, held in made.items() if part not in _EMPTY or held not in ([], (), {}, "")}


_EMPTY = frozenset({"posts", "risks", "articles", "properties", "key"})
"""Parts of an object that may be left out."""


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _written(name: str, value: object) -> Written:
    if name in _ROWS:
        yield from _ROWS[name](name, value)
    elif name == "into" and isinstance(value, Mapping):
        yield from _properties(name, value)
    elif form_of(name) is Form.ROWS:
        yield from _rows(name, value)
    elif form_of(name) is Form.TICKS:
        yield name, tuple(_code(item) for item in _list(value))
    else:
        yield name, (_codes(value) if form_of(name) is Form.CODES else _text(value),)


def _rows(name: str, value: object) -> Written:
    for number, item in enumerate(_list(value)):
        row = f"{name}.{number}"
        held = {"article": item} if name in ARTICLES and isinstance(item, str) else _object(item)
        yield row, (ROW,)
        for part, each in held.items():
            if part == PLACED:
                yield from ((f"{name}.{PLACED}.{_text(step)}", (str(number),)) for step in _list(each))
            else:
                yield f"{row}.{part}", (_codes(each) if isinstance(each, list | tuple) else _text(each),)


def _duties(name: str, value: object) -> Written:
    pairs = ([_text(item.get("step")), _text(item.get("post"))] for item in _objects(value))
    yield f"{name}.{PAIR}", tuple(json.dumps(pair, ensure_ascii=False) for pair in pairs)


def _edits(name: str, value: object) -> Written:
    for number, item in enumerate(_objects(value)):
        row = f"{name}.{number}"
        verb, _, sort = _text(item.get("edit")).partition("_")
        ends = {end: _text(item.get(end)).partition("/") for end in ("from", "to") if sort == "relation"}
        subject = subject_of(f"{item.get('rel')}.{ends['from'][0]}" if ends else _text(item.get("kind")))
        if verb not in VERBS or subject is None:
            raise _UnfitError
        yield row, (f"{verb} {subject.name}",)
        yield from ((f"{row}.{name}", (code,)) for name, (_, _, code) in ends.items())
        yield from ((f"{row}.{part}", (_text(item[part]),)) for part in ("code", "key") if part in item)
        yield from _properties(f"{row}.properties", item.get("properties", {}))


def _properties(column: str, value: object) -> Written:
    held = _object(value)
    yield from ((f"{column}.{name}", (_value(each),)) for name, each in held.items() if each is not None)
    yield f"{column}.{CLEARED}", tuple(name for name, each in held.items() if each is None)


_ROWS: Mapping[str, Callable[[str, object], Written]] = {"set": _properties, "unassign": _duties, "edits": _edits}


def _value(value: object) -> str:
    """What is typed for the value of a property."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "；".join(_text(item) for item in value) if isinstance(value, list | tuple) else _text(value)


def _text(value: object) -> str:
    text = str(value)
    if not isinstance(value, str | int) or "\r" in text:  # a browser makes line ends of its own
        raise _UnfitError
    return text


def _codes(value: object) -> str:
    return " ".join(_code(item) for item in _list(value))


def _code(item: object) -> str:
    """A code, or an article with its lowest level as lists write it: ``HGF-56@local``."""
    if isinstance(item, Mapping) and {*item} == {"article", "lowest_level"}:
        return f"{_text(item['article'])}@{_text(item['lowest_level'])}"
    return _text(item["article"] if isinstance(item, Mapping) and [*item] == ["article"] else item)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise _UnfitError
    return value


def _object(value: object) -> Change:
    if not isinstance(value, Mapping):
        raise _UnfitError
    return value


def _objects(value: object) -> list[Change]:
    return [_object(item) for item in _list(value)]
