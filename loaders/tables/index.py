"""What is called how: the names of the tables over those of the store, looked up by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from graph.schema import Kind
from graph.view import View
from loaders.tables.names import SCOPES, normalised
from loaders.tables.rows import Row

__all__ = ["NameIndex"]

Names = dict[str, list[tuple[str, str]]]
"""Codes and exact names by normalised name."""

_NEAR = 5


@dataclass(slots=True)
class NameIndex:
    """The names of each kind; made when the first name of a kind is met."""

    rows: Sequence[Row]
    base: View | None
    _names: dict[Kind, Names] = field(default_factory=dict)

    def of(self, kind: Kind) -> Names:
        """Every name of a kind; what a table says of a thing stands for what the store has."""
        if kind in self._names:
            return self._names[kind]
        result = self._names[kind] = {}
        stated = set()
        for row in self.rows:
            code, name = row.values.get("code"), row.values.get("name")
            if row.heading.table.kind is kind and isinstance(code, str) and isinstance(name, str):
                stated.add(code)
                self.enter(kind, code, name)
        for code in self.base.codes(kind) if self.base is not None else ():
            if code not in stated and self.base is not None:
                self.enter(kind, code, str((self.base.node(kind, code) or {}).get("name", "")))
        return result

    def enter(self, kind: Kind, code: str, name: str) -> None:
        """One name more; of a kind that nobody asked for yet, it will be found in its row."""
        if kind in self._names:
            held = self._names[kind].setdefault(normalised(name), [])
            if (code, name) not in held:
                held.append((code, name))

    def matching(self, kind: Kind, name: str) -> list[tuple[str, str]]:
        """What has exactly this name, else this name but for punctuation and the like."""
        found = self.of(kind).get(normalised(name), [])
        return [item for item in found if item[1] == name] or found

    def near(self, kind: Kind, name: str, alike: float) -> list[str]:
        """The codes of what is called nearly so; ``alike``: how much of a name must be, 1 for all of it."""
        names = self.of(kind)
        found = get_close_matches(normalised(name), names, n=_NEAR, cutoff=alike)
        return sorted({code for text in found for code, _ in names[text]})

    def listed(self, kind: Kind, codes: Sequence[str], scope: Callable[[Kind, str], str]) -> str:
        """Codes with what they are called, as a question lists them; of one name, with where they are too."""
        names = self._by_code(kind)
        called = [names.get(code, "") for code in codes]
        shown = [f"{code} {name}".strip() for code, name in zip(codes, called, strict=True)]
        if kind in SCOPES and len(set(called)) < len(called):
            link, into = SCOPES[kind]
            above = self._by_code(link.from_kind if into else link.to_kind)
            places = [scope(kind, code) for code in codes]
            shown = [
                f"{text}（{above.get(place, place)}）" if place else text
                for text, place in zip(shown, places, strict=True)
            ]
        return "、".join(shown)

    def _by_code(self, kind: Kind) -> dict[str, str]:
        return {code: name for held in self.of(kind).values() for code, name in held}

    def has(self, kind: Kind, name: str) -> bool:
        """Whether something is called exactly so."""
        return any(held == name for _, held in self.of(kind).get(normalised(name), ()))
