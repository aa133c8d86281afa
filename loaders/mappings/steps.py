"""The steps of a mapping: what is done to the text of a column, one after the other."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from graph.model import EMPTY
from graph.schema import KINDS, Kind
from graph.terms import Both
from graph.view import View
from loaders.mappings.templates import Bound
from loaders.tables.headers import fold

__all__ = ["NotTaken", "Steps"]

_CORRECT = Both("请更正该值", "correct the value")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class NotTaken(ValueError):
    """A value that a step does not take: what was expected, and what to do."""

    def __init__(self, expected: str, advice: str = _CORRECT) -> None:
        self.advice = advice
        super().__init__(expected)


class Steps:
    """The steps with what they look things up in; `first_of` remembers what it saw, so one is made for each load."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], view: View | None) -> None:
        self._tables = tables
        self._view = view
        self._first: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[Kind, str], dict[str, list[str]]] = {}
        self._one: Mapping[str, Callable[[str, Any], Bound]] = {
            "match": self._match,
            "replace": self._replace,
            "split": self._split,
            "lookup": self._lookup,
            "pad": self._pad,
            "mint": self._mint,
            "number": self._number,
            "find": self._find,
        }

    def apply(self, name: str, value: Bound, step: Mapping[str, Any], values: Mapping[str, Bound]) -> Bound:
        """The value after one step; an empty one stays empty, a list is gone through item by item.

        Raises:
            NotTaken: the step cannot take the value.
        """
        ((kind, argument),) = step.items()
        if value is None:
            return None
        if kind == "first_of":
            return self._first.setdefault((name, str(values.get(argument))), str(value))
        if kind == "join":
            return argument.join(value) if isinstance(value, tuple) else value
        one = self._one[kind]
        if isinstance(value, tuple):
            items = (one(item, argument) for item in value)
            return tuple(str(item) for item in items if item is not None) or None
        return _kept(one(str(value), argument))

    def _match(self, text: str, pattern: str) -> Bound:
        found = re.search(pattern, text)
        return None if found is None else found[1 if found.re.groups else 0]

    def _replace(self, text: str, argument: Mapping[str, str]) -> Bound:
        return re.sub(argument["pattern"], argument["by"], text)

    def _split(self, text: str, separator: str) -> Bound:
        return tuple(dict.fromkeys(item for part in re.split(separator, text) if part and (item := part.strip())))

    def _lookup(self, text: str, argument: Mapping[str, str]) -> Bound:
        table = self._tables[argument["table"]]
        if text in table:
            found: Bound = table[text]
            return found
        otherwise = argument.get("otherwise", "reject")
        if otherwise == "reject":
            advice = Both(
                f"补进 tables.{argument['table']}，或更正该值",
                f"add it to tables.{argument['table']}, or correct the value",
            )
            raise NotTaken(" / ".join(table), advice)
        return text if otherwise == "keep" else None

    def _pad(self, text: str, length: int) -> Bound:
        return text.zfill(length)

    def _mint(self, text: str, length: int) -> Bound:
        return sha256(fold(text).encode()).hexdigest()[:length].upper()

    def _number(self, text: str, argument: str) -> Bound:
        plain = text.replace(",", "").strip()
        if not _NUMBER.fullmatch(plain):
            raise NotTaken(Both("数", "a number"), Both("请只写数字", "write digits only"))
        if argument == "exact":
            return float(plain)
        if argument == "ceiling":
            return math.ceil(float(plain))
        if "." in plain:
            raise NotTaken(Both("整数", "a whole number"))
        return int(plain)

    def _find(self, text: str, argument: Mapping[str, str]) -> Bound:
        """The one node that is so called: exactly, else by folded names; two are asked back, never guessed."""
        kind, prop = Kind(argument["kind"]), argument["property"]
        index = self._index(kind, prop)
        found = index.get(text) or index.get(f" {fold(text)}", [])
        if len(found) == 1:
            return found[0]
        if not found and argument.get("otherwise", "reject") == "empty":
            return None
        label = Both(
            f"图谱中 {prop} 为此名的{KINDS[kind].label.zh}", f"a {kind.value} of the graph whose {prop} is this"
        )
        if found:
            raise NotTaken(
                label
                + Both(f"；有 {len(found)} 个：{'、'.join(found)}", f"; there are {len(found)}: {'、'.join(found)}"),
                Both("请指明", "say which"),
            )
        raise NotTaken(label, Both("先载入该节点或更正名称", "load it first, or correct the name"))

    def _index(self, kind: Kind, prop: str) -> Mapping[str, list[str]]:
        """Codes by name, and by folded name behind a space, which no folded name has."""
        if (kind, prop) not in self._names:
            index: dict[str, list[str]] = {}
            for code, name in self._named(kind, prop):
                if isinstance(name, str):
                    index.setdefault(name, []).append(code)
                    index.setdefault(f" {fold(name)}", []).append(code)
            self._names[kind, prop] = index
        return self._names[kind, prop]

    def _named(self, kind: Kind, prop: str) -> Iterator[tuple[str, object]]:
        if self._view is not None:
            for code in self._view.codes(kind):
                yield code, (self._view.node(kind, code) or EMPTY).get(prop)


def _kept(value: Bound) -> Bound:
    return None if value in ("", ()) else value
