"""Which nodes and standard posts a question names, in plain words: 减免税复核岗和R-E39-3-12怎样相连."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.schema import Kind
from graph.view import View
from queries.find import entries, folded
from queries.roles import roles_of

__all__ = ["Mention", "is_written", "mentions", "outermost", "power_spans", "role_spans", "unit_mentions"]

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""A code in a folded text; it stands alone among its like."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A node, or a standard post where ``kind`` is None, and where it is named; ``code`` is the name of the latter."""

    start: int
    end: int
    code: str
    kind: Kind | None = None


def mentions(view: View, text: str) -> tuple[Mention, ...]:
    """Standard posts by their names, powers by names and codes, other nodes by their codes, in the order of the text.

    The longest name wins; of several nodes of one code the first kind.
    """
    whole = folded(text)
    found = [*role_spans(view, whole), *power_spans(view, whole), *_coded(view, whole)]
    first = {(each.start, each.end): each for each in reversed(list(outermost(found)))}
    return tuple(sorted(first.values(), key=lambda each: each.start))


def is_written(named: Mention, text: str) -> bool:
    """Whether a code is meant: a short one may be a word of English, but where it stands as it is written."""
    if named.kind in (None, Kind.POWER):
        return True
    return named.code in text or any(char.isdigit() for char in named.code)


def unit_mentions(view: View, text: str) -> tuple[Mention, ...]:
    """Offices and sections by their names, the longest of each place, in the order of the text."""
    whole = folded(text)
    found = [
        Mention(start, end, code, Kind.UNIT)
        for code, hay in entries(view, Kind.UNIT)
        for start, end in _places(hay.partition("\n")[2], whole)
    ]
    return tuple(sorted(outermost(found), key=lambda each: (each.start, each.code)))


def role_spans(view: View, whole: str) -> Iterator[Mention]:
    """Every place where the name of a standard post stands."""
    for role in roles_of(view):
        yield from (Mention(start, end, role) for start, end in _places(folded(role), whole))


def power_spans(view: View, whole: str) -> Iterator[Mention]:
    """Every place where the whole name or the code of a power stands."""
    codes = _codes_in(whole)
    for code, hay in entries(view, Kind.POWER):
        known, _, name = hay.partition("\n")
        for start, end in (*codes.get(known, ()), *_places(name, whole)):
            yield Mention(start, end, code, Kind.POWER)


def _coded(view: View, whole: str) -> Iterator[Mention]:
    """Every place where the code of another node stands."""
    codes = _codes_in(whole)
    for kind in Kind:
        for code, hay in entries(view, kind) if kind is not Kind.POWER else ():
            at = codes.get(hay.partition("\n")[0], ())
            yield from (Mention(start, end, code, kind) for start, end in at)


def _codes_in(whole: str) -> dict[str, list[tuple[int, int]]]:
    """What may be codes, and where each stands."""
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _CODE.finditer(whole):
        found.setdefault(match[0], []).append(match.span())
    return found


def _places(name: str, whole: str) -> Iterator[tuple[int, int]]:
    """Where a name of more than one character stands."""
    at = whole.find(name) if len(name) > 1 else -1
    while at >= 0:
        yield at, at + len(name)
        at = whole.find(name, at + 1)


def outermost(found: list[Mention]) -> Iterator[Mention]:
    """Those that lie in no longer one: a name may be part of another name."""
    for each in found:
        inside = (one for one in found if one.start <= each.start and each.end <= one.end)
        if not any(one.end - one.start > each.end - each.start for one in inside):
            yield each
