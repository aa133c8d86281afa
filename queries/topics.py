"""Which questions that have an answer are about the same as one in free words, the nearest first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import log

from graph.schema import Kind, Label
from queries.answers import ENTRIES
from queries.answers.model import Column, Entry
from queries.wording import LABELLED, WITHOUT, head_of, words_of

__all__ = ["Topic", "entries_about", "is_known", "nearest", "topic_of", "topic_of_entry"]

_FEWEST = 2
"""So many words must be shared; a word alone says enough only where at most `_RARE` questions have it."""
_RARE = 3
_LEAST = 0.34
"""How near a question must be, of 1, for it to be offered."""
_ASIDE, _PLAIN = 0.6, 0.3
"""What a word counts that only the columns of an answer have, and one that no label has and nobody asked for."""
_OTHER, _BESIDE, _OPEN, _TURNED = 0.6, 0.75, 0.7, 0.6
"""What is left of an answer whose rows are of a kind that nobody named, or that is named beside the one asked for; of
one that has to be told more; and of one that says "without" where the question does not, or the other way."""
_DENIED = re.compile(r"\bnot \w+")
"""What a question says that its answer is not."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question with an answer is about.

    Attributes:
        words: of the question itself.
        aside: of the columns of its answer, and of the values that stand in them.
        rows: the word for the kind of node that each row is about; "" where it is none.
        open: something must be filled in before it is answered.
    """

    words: frozenset[str]
    aside: frozenset[str] = frozenset()
    rows: str = ""
    open: bool = False


def topic_of(label: Label) -> Topic:
    """What a question is about, in both languages, where no more is known of it."""
    return Topic(_words(label))


@cache
def topic_of_entry(entry_id: str) -> Topic:
    """What an entry of the catalogue is about."""
    entry = next(each for each in ENTRIES if each.id == entry_id)
    words = _words(entry.question) | frozenset(words_of(entry.id.replace("-", " ")))
    aside = frozenset(word for column in entry.columns for word in _of_column(column))
    first = entry.columns[0].kind
    needs = any(item.required for item in entry.parameters)
    return Topic(words, aside - words, "" if first is None else first.name.lower(), needs)


def _words(label: Label) -> frozenset[str]:
    zh, en = frozenset(words_of(label.zh)), frozenset(words_of(_DENIED.sub("not", label.en)))
    return (zh | en) - ((zh ^ en) & {WITHOUT})  # "not active" is 不在用, and no lack of anything


def _of_column(column: Column) -> Iterator[str]:
    """The words of its label, and those that tell its values apart."""
    yield from _words(column.label)
    values = Counter(word for label in column.words.values() for word in _words(label))
    yield from (word for word, number in values.items() if number == 1)


def nearest(text: str, topics: Sequence[Topic]) -> tuple[int, ...]:
    """Which of some topics a text is about, by their place, the nearest first.

    A rare word weighs more than one that most topics have. What a topic says beyond the text counts against it.
    """
    asked, head, scale = frozenset(words_of(text)), head_of(text), _Scale.of(topics)
    near = ((scale.nearness(asked, topic) * _fitness(asked, head, topic), at) for at, topic in enumerate(topics))
    return tuple(at for found, at in sorted(near, key=lambda each: (-each[0], each[1])) if found >= _LEAST)


def _fitness(asked: frozenset[str], head: str, topic: Topic) -> float:
    """What is left of a topic that answers about something else, or only when it is told more."""
    rows = 1.0 if topic.rows == head or not head else _BESIDE if topic.rows in asked else _OTHER
    turned = _TURNED if (WITHOUT in asked) is not (WITHOUT in topic.words) else 1.0
    return rows * turned * (_OPEN if topic.open else 1.0)


@dataclass(frozen=True, slots=True)
class _Scale:
    """How much each word weighs among some topics, and in how many of their questions it stands."""

    weight: Mapping[str, float]
    spread: Mapping[str, int]

    @classmethod
    def of(cls, topics: Sequence[Topic]) -> _Scale:
        every = Counter(word for topic in topics for word in topic.words | topic.aside)
        weight = {word: log(1 + len(topics) / number) for word, number in every.items()}
        return cls(weight, Counter(word for topic in topics for word in topic.words))

    def nearness(self, asked: frozenset[str], topic: Topic) -> float:
        shared, aside = asked & topic.words, asked & topic.aside
        rare = any(self.spread[word] <= _RARE for word in shared)
        value = bool(aside) and aside == asked & self.weight.keys() and not aside & LABELLED
        if not value and (not shared or (len(shared | aside) < _FEWEST and not rare)):
            return 0.0
        both = self._sum(shared) + _ASIDE * self._sum(aside)
        whole = self._sum(asked) + self._sum(shared) + self._unasked(topic.words - asked)
        alone = rare and shared == asked & self.weight.keys()
        return max(2 * both / whole, _LEAST if alone else 0.0)

    def _sum(self, words: Iterable[str]) -> float:
        return sum(self.weight.get(word, 0.0) for word in words)

    def _unasked(self, words: frozenset[str]) -> float:
        known = words & LABELLED
        return self._sum(known) + _PLAIN * self._sum(words - known)


@cache
def _known() -> frozenset[str]:
    topics = (topic_of_entry(each.id) for each in ENTRIES)
    return frozenset(word for topic in topics for word in topic.words | topic.aside)


def is_known(word: str) -> bool:
    """Whether a word is one that labels, or questions of the catalogue and their answers, have."""
    return word in LABELLED or word in _known()


def entries_about(text: str, kind: Kind | None = None) -> tuple[Entry, ...]:
    """The questions of the catalogue that a text is about, the nearest first; of one node of a ``kind`` those of it."""
    topics = [topic_of_entry(each.id) for each in ENTRIES]
    own = [kind is not None and _required(each) == [kind] for each in ENTRIES]
    near = nearest(text, [replace(topic, open=topic.open and not it) for topic, it in zip(topics, own, strict=True)])
    return tuple(ENTRIES[at] for at in near if kind is None or own[at])


def _required(entry: Entry) -> list[Kind | None]:
    return [item.kind for item in entry.parameters if item.required]
