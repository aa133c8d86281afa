"""Find nodes by what is written in their names and codes.

Text is folded (NFKC, casefold), so full-width and half-width, upper and lower case are one. Any substring counts:
two-character Chinese words and single characters too. Several words must all occur. A few characters may be left out
of a name, as 和 and the comma are in 报关单修改撤销; what is found so comes last.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from graph.model import EMPTY, NodeId
from graph.schema import SECTION, Kind
from graph.snapshot import once
from graph.view import View
from queries.citing import cited
from queries.roles import roles_of

__all__ = ["Found", "Hit", "Match", "entries", "find_nodes", "folded", "nodes_named", "nodes_of", "role_named"]

_MEMO = "queries.find"
_TERSE, _LEFT_OUT = 4, 3
"""A word of so many characters may lack up to so many of a name between any two of its own."""
_NUMBERED = re.compile("第.+条")
_OF_ROLES = ("role/", "标准岗位/")
_KIND_ORDER = {kind: place for place, kind in enumerate(sorted(Kind, key=lambda kind: kind is not Kind.POWER))}


class Match(IntEnum):
    """How well a node answers, best first."""

    CODE = 0
    NAME = 1
    PREFIX = 2
    PART = 3
    GAPS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One node that was found; ``name`` is "" where it has none, and that of an article says of what."""

    kind: Kind
    code: str
    name: str
    origin: str
    match: Match

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "code": self.code,
            "name": self.name,
            "origin": self.origin,
            "match": self.match.name.lower(),
        }


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, at most as many as were asked for; ``total`` and ``by_kind`` count all of them.

    ``roles`` are the standard posts in whose name every word occurs, each with the number of its posts: they are
    no nodes and count in nothing else.
    """

    text: str
    hits: tuple[Hit, ...]
    total: int
    by_kind: Mapping[Kind, int]
    roles: tuple[tuple[str, int], ...] = ()

    @property
    def complete(self) -> bool:
        """No hit was left out."""
        return len(self.hits) == self.total

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "total": self.total,
            "complete": self.complete,
            "by_kind": {kind.value: number for kind, number in self.by_kind.items()},
            "hits": [hit.to_json() for hit in self.hits],
            "roles": [{"role": role, "posts": posts} for role, posts in self.roles],
        }


def find_nodes(view: View, text: str, kinds: Collection[Kind] | None = None, limit: int = 50, start: int = 0) -> Found:
    """The nodes in whose code or name every word of a text occurs.

    They are ranked: code equal to the text, then name equal; then powers, and the other kinds in the order of the
    schema, within a kind those whose name begins with the text first, and by code. A text without words finds nothing.
    Last come those whose names have the characters of the words in order with small gaps.

    Args:
        view: where to look; a snapshot keeps its folded index, so that only the first question pays for it.
        text: one or more words.
        kinds: look among these only; None for all.
        limit: how many hits to return.
        start: how many of the best to leave out before them.
    """
    words = folded(text).split()
    if not words:
        return Found(text, (), 0, MappingProxyType({}))
    found = _ranked(view, words, kinds)
    hits = tuple(
        _hit(view, Kind(kind), code, match) for _, _, match, code, kind in found[start : start + max(limit, 0)]
    )
    numbers = Counter(Kind(kind) for *_, kind in found)
    by_kind = MappingProxyType({kind: numbers[kind] for kind in Kind if kind in numbers})
    roles = _roles(view, words) if kinds is None or Kind.POST in kinds else ()
    return Found(text, hits, len(found), by_kind, roles)


def _ranked(
    view: View, words: Sequence[str], kinds: Collection[Kind] | None
) -> Sequence[tuple[Match, int, Match, str, Kind]]:
    """The codes that are found, best first, behind what orders them: how well they answer, a prefix aside; the kind."""
    whole = " ".join(words)
    terse = any(map(_is_terse, words))
    ranked: list[tuple[Match, int, Match, str, Kind]] = []
    for kind in Kind:
        if kinds is not None and kind not in kinds:
            continue
        every = found = entries(view, kind)
        for word in words:
            found = tuple(entry for entry in found if word in entry[1])
        matches = [(_match(whole, hay), code) for code, hay in found]
        if terse:
            known = {code for _, code in matches}
            matches += [(Match.GAPS, code) for code, hay in every if code not in known and _has_all(words, hay)]
        for match, code in matches:
            ranked.append(
                (match if match is Match.GAPS else min(match, Match.PREFIX), _KIND_ORDER[kind], match, code, kind)
            )
    return sorted(ranked)


def _is_terse(word: str) -> bool:
    """A name that may lack characters; the number of an article that lacks some is another number."""
    return len(word) >= _TERSE and not word.isascii() and not _NUMBERED.search(word)


def _has_all(words: Sequence[str], hay: str) -> bool:
    """Whether the characters of every word occur in order, with few others between; a short word must stand whole."""
    return all(word in hay or (_is_terse(word) and _has_left_out(word, hay)) for word in words)


def _has_left_out(word: str, hay: str) -> bool:
    return all(map(hay.__contains__, word)) and any(_in_order(word, name) for name in hay.split("\n"))


def _in_order(word: str, name: str) -> bool:
    ends = {at for at, char in enumerate(name) if char == word[0]}
    for wanted in word[1:]:
        ends = {at for end in ends for at in range(end + 1, end + 2 + _LEFT_OUT) if name[at : at + 1] == wanted}
    return bool(ends)


def nodes_of(view: View, kind: Kind, limit: int, start: int = 0) -> tuple[Hit, ...]:
    """Nodes of a kind as hits, by code; units by level, so that offices stand before their sections."""
    codes: Sequence[str] = view.codes(kind)
    if kind is Kind.UNIT:
        codes = sorted(codes, key=lambda code: (_level(view, code), code))
    return tuple(_hit(view, kind, code, Match.PART) for code in codes[start : start + max(limit, 0)])


def _level(view: View, unit: str) -> int:
    level = (view.node(Kind.UNIT, unit) or EMPTY).get("level")
    rank = view.manifest.rank_of_level(level)
    return len(view.manifest.levels) + (level == SECTION) if rank is None else rank


def _roles(view: View, words: Sequence[str]) -> tuple[tuple[str, int], ...]:
    held = roles_of(view)
    return tuple((role, len(posts)) for role, posts in held.items() if all(word in folded(role) for word in words))


def nodes_named(view: View, name: str, kind: Kind | None = None) -> tuple[NodeId, ...]:
    """The nodes whose whole name this is, width and case aside, by kind and code; none for an empty name."""
    whole = folded(name)
    return tuple(
        NodeId(each, code)
        for each in Kind
        if whole and kind in (None, each)
        for code, hay in entries(view, each)
        if whole in hay.split("\n")[1:]
    )


def role_named(view: View, text: str) -> str | None:
    """The standard post that a text names, by itself or as ``Role/NAME``; a code that is equal goes before it."""
    wanted = folded(text)
    prefix = next((each for each in _OF_ROLES if wanted.startswith(each)), "")
    if not prefix and any(view.node(kind, text) is not None for kind in Kind):
        return None
    name = wanted.removeprefix(prefix)
    return next((role for role in roles_of(view) if folded(role) == name), None)


def folded(text: str) -> str:
    """Text as it is compared: NFKC and casefold, spaces as single spaces."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


Entry = tuple[str, str]
"""A code, and its folded code and names with a line break between them, which no word contains."""


def entries(view: View, kind: Kind) -> tuple[Entry, ...]:
    """Every node of a kind as it is looked through; a snapshot keeps them."""
    return once(view, f"{_MEMO}.{kind.value}", lambda: _entries(view, kind))


def _entries(view: View, kind: Kind) -> tuple[Entry, ...]:
    return tuple((code, "\n".join(map(folded, (code, *_names(view, kind, code))))) for code in view.codes(kind))


def _names(view: View, kind: Kind, code: str) -> Iterator[str]:
    """What a node may be called: an article also as it is cited, with or without the brackets."""
    yield str((view.node(kind, code) or EMPTY).get("name", ""))
    if kind is Kind.ARTICLE:
        whole = cited(view, code)
        yield whole
        yield whole.replace("《", "").replace("》", "")


def _match(whole: str, hay: str) -> Match:
    code, *names = hay.split("\n")
    if code == whole:
        return Match.CODE
    if whole in names:
        return Match.NAME
    return Match.PREFIX if any(name.startswith(whole) for name in names) else Match.PART


def _hit(view: View, kind: Kind, code: str, match: Match) -> Hit:
    held = view.node(kind, code) or EMPTY
    name = cited(view, code) if kind is Kind.ARTICLE else str(held.get("name", ""))
    return Hit(kind, code, name, str(held.get("origin", "")), match)
