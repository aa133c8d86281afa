"""Two texts of one law, article by article: what stayed, what was renumbered, changed, added, repealed.

Articles are matched by how alike their words are, never by their numbers alone: where one was put in, all that follow
have other numbers and the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from graph.schema import Label
from loaders.statutes.text import Article, Statute

__all__ = ["Fate", "Segment", "Turn", "Versions", "compare_versions"]

_ALIKE = 0.4
"""Least share of common pairs of characters for which an article counts as the successor of another."""
_RUN = 2
"""Unchanged characters between two changes that are too few to be read as unchanged."""
_SPACE = re.compile(r"[\s\u3000]+")


class Fate(StrEnum):
    """What became of an article."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    NEW = "new"
    REPEALED = "repealed"

    @property
    def label(self) -> Label:
        return _LABELS[self]


_LABELS = {
    Fate.SAME: Label("未变", "same"),
    Fate.MOVED: Label("移条", "renumbered"),
    Fate.CHANGED: Label("修改", "changed"),
    Fate.NEW: Label("新增", "new"),
    Fate.REPEALED: Label("删去", "repealed"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a changed article: ``old`` gave way to ``new``; they are equal where nothing changed."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Turn:
    """One article in both texts, or in the one that has it."""

    fate: Fate
    old: Article | None
    new: Article | None
    alike: float = 1.0
    segments: tuple[Segment, ...] = ()

    @property
    def renumbered(self) -> bool:
        return self.old is not None and self.new is not None and self.old.number != self.new.number

    @property
    def label(self) -> str:
        """第十条 → 第十二条."""
        ends = [str(article.number) for article in (self.old, self.new) if article is not None]
        return " → ".join(dict.fromkeys(ends))

    def to_json(self) -> dict[str, Any]:
        return {
            "fate": self.fate.value,
            "old": None if self.old is None else str(self.old.number),
            "new": None if self.new is None else str(self.new.number),
            "renumbered": self.renumbered,
            "alike": round(self.alike, 3),
            "old_text": None if self.old is None else self.old.text,
            "new_text": None if self.new is None else self.new.text,
            "segments": [{"old": part.old, "new": part.new} for part in self.segments],
        }


@dataclass(frozen=True, slots=True)
class Versions:
    """Two texts compared; ``turns`` in the order of the new text, each repealed article where it stood."""

    old: Statute
    new: Statute
    turns: tuple[Turn, ...]

    @property
    def counts(self) -> dict[Fate, int]:
        """How many articles had each fate."""
        found = Counter(turn.fate for turn in self.turns)
        return {fate: found[fate] for fate in Fate}

    def to_json(self) -> dict[str, Any]:
        return {
            "old": _told(self.old),
            "new": _told(self.new),
            "counts": {fate.value: number for fate, number in self.counts.items()},
            "articles": [turn.to_json() for turn in self.turns],
        }


def _told(text: Statute) -> dict[str, Any]:
    day = text.text_date
    return {"title": text.title, "text_date": day and day.isoformat(), "articles": len(text.articles)}


def compare_versions(old: Statute, new: Statute) -> Versions:
    """Compare two texts of one law."""
    pairs = dict(_pairs(old.articles, new.articles))
    taken = {at: before for before, at in pairs.items()}
    turns: list[Turn] = []
    gone = iter([at for at in range(len(old.articles)) if at not in pairs])
    waiting = next(gone, None)
    for at, article in enumerate(new.articles):
        before = taken.get(at)
        while waiting is not None and before is not None and waiting < before:
            turns.append(Turn(Fate.REPEALED, old.articles[waiting], None, 0.0))
            waiting = next(gone, None)
        turns.append(Turn(Fate.NEW, None, article, 0.0) if before is None else _turn(old.articles[before], article))
    while waiting is not None:
        turns.append(Turn(Fate.REPEALED, old.articles[waiting], None, 0.0))
        waiting = next(gone, None)
    return Versions(old, new, tuple(turns))


def _turn(old: Article, new: Article) -> Turn:
    if _plain(old.text) == _plain(new.text):
        return Turn(Fate.SAME if old.number == new.number else Fate.MOVED, old, new)
    alike = _likeness(_grams(old.text), _grams(new.text))
    return Turn(Fate.CHANGED, old, new, alike, tuple(_segments(old.text, new.text)))


def _pairs(old: Sequence[Article], new: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Places of the same article in the old text and in the new: the most alike first, near ones before far ones."""
    grams = [_grams(article.text) for article in old], [_grams(article.text) for article in new]
    found = []
    for a, left in enumerate(grams[0]):
        for b, right in enumerate(grams[1]):
            score = _likeness(left, right)
            if score >= _ALIKE:
                distance = abs(a / max(1, len(old)) - b / max(1, len(new)))
                other = old[a].number != new[b].number
                found.append((-round(score, 6), other, round(distance, 6), a, b))
    used: tuple[set[int], set[int]] = set(), set()
    for *_, a, b in sorted(found):
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            yield a, b


def _plain(text: str) -> str:
    """The words without spaces, in half width: two prints of one text differ in these."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def _grams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters, counted."""
    words = f"^{_plain(text)}$"
    return Counter(words[at : at + 2] for at in range(len(words) - 1))


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """Share of common pairs: 1 for equal words, 0 where nothing is common."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def _segments(old: str, new: str) -> Iterator[Segment]:
    """The words of both texts in order; what changed, and single characters between changes, as one piece."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    held: list[str] = ["", ""]
    for at, (step, a, b, c, d) in enumerate(steps):
        inside = 0 < at < len(steps) - 1 and b - a <= _RUN
        if step != "equal" or inside:
            held = [held[0] + old[a:b], held[1] + new[c:d]]
            continue
        if any(held):
            yield Segment(*held)
            held = ["", ""]
        yield Segment(old[a:b], new[c:d])
    if any(held):
        yield Segment(*held)
