"""Which articles say at what level a measure must be approved, and whether the powers resting on them say the same.

The phrase 经直属海关关长或者其授权的隶属海关关长批准 lets the approval go down to a local office and no further;
without the authorisation it stays at the regional one. The article says nothing of single powers: of several that rest
on one article only some may need the approval (海关法 §6), so that the level is shown here, and set only for those that
a person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.derived import Derived
from graph.model import EMPTY
from graph.schema import ARTICLE_PART_OF, AUTHORIZED_BY, Kind
from graph.view import View

__all__ = ["Approval", "Approvals", "Rest", "approvals_of", "approver_phrases"]

_PHRASE = re.compile(
    r"经[\s\u3000]*直属海关关长(?P<authorised>[\s\u3000]*(?:或者|或)[\s\u3000]*(?:其|由其)授权的[\s\u3000]*隶属海关关长)?"
    r"[\s\u3000]*(?:批准|决定|同意)"
)
_REGIONAL, _LOCAL = "regional", "local"


@dataclass(frozen=True, slots=True)
class Rest:
    """A power that rests on an article, with the lowest level that the graph has for it."""

    power: str
    name: str
    lowest_level: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class Approval:
    """An article that names who approves.

    Attributes:
        article: its code.
        name: its name, such as 第六条.
        instrument: the code of its instrument.
        law: the name of its instrument.
        phrases: the words, once for each time that they stand there.
        level: the lowest level that they allow; None where they differ, or the graph has no such level.
        powers: what rests on the article.
        live: the article is in force.
    """

    article: str
    name: str
    instrument: str
    law: str
    phrases: tuple[str, ...]
    level: str | None
    powers: tuple[Rest, ...]
    live: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "article": self.article,
            "name": self.name,
            "instrument": self.instrument,
            "law": self.law,
            "occurrences": len(self.phrases),
            "phrases": list(self.phrases),
            "lowest_level": self.level,
            "live": self.live,
            "powers": [
                {"power": rest.power, "name": rest.name, "lowest_level": rest.lowest_level, "active": rest.active}
                for rest in self.powers
            ],
        }


@dataclass(frozen=True, slots=True)
class Approvals:
    """Every such article, in the order of codes; ``texts`` counts the articles whose words the graph has."""

    articles: tuple[Approval, ...]
    texts: int
    total: int

    @property
    def occurrences(self) -> int:
        return sum(len(article.phrases) for article in self.articles)

    def to_json(self) -> dict[str, Any]:
        return {
            "articles": [article.to_json() for article in self.articles],
            "occurrences": self.occurrences,
            "denominator": {"articles": self.total, "with_text": self.texts},
        }


def approver_phrases(text: str) -> Iterator[tuple[str, str]]:
    """The phrases in the words of an article, each with the lowest level that it allows."""
    for found in _PHRASE.finditer(text):
        yield found[0], _LOCAL if found["authorised"] else _REGIONAL


def approvals_of(view: View) -> Approvals:
    """The articles of a graph that name who approves."""
    derived = Derived(view)
    codes = view.codes(Kind.ARTICLE)
    found, texts = [], 0
    for code in codes:
        text = (view.node(Kind.ARTICLE, code) or EMPTY).get("text")
        if isinstance(text, str):
            texts += 1
            phrases = list(approver_phrases(text))
            if phrases:
                found.append(_approval(view, derived, code, phrases))
    return Approvals(tuple(found), texts, len(codes))


def _approval(view: View, derived: Derived, code: str, phrases: list[tuple[str, str]]) -> Approval:
    held = view.node(Kind.ARTICLE, code) or EMPTY
    instrument = next(iter(view.out(ARTICLE_PART_OF, code)), "")
    levels = {level for _, level in phrases}
    level = levels.pop() if len(levels) == 1 else None
    return Approval(
        article=code,
        name=str(held.get("name", code)),
        instrument=instrument,
        law=str((view.node(Kind.INSTRUMENT, instrument) or EMPTY).get("name", instrument)),
        phrases=tuple(words for words, _ in phrases),
        level=level if level in view.manifest.levels else None,
        powers=tuple(_rests(view, derived, code)),
        live=derived.live(code),
    )


def _rests(view: View, derived: Derived, article: str) -> Iterator[Rest]:
    for power in view.into(AUTHORIZED_BY, article):
        ties = view.pair(AUTHORIZED_BY, power, article).values()
        lowest = next((tie["lowest_level"] for tie in ties if "lowest_level" in tie), None)
        name = (view.node(Kind.POWER, power) or EMPTY).get("name", power)
        yield Rest(power, str(name), lowest if isinstance(lowest, str) else None, derived.active(power))
