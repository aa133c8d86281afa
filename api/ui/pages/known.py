"""Questions that have an answer: those of the first page and of the catalogue, in their own words or in others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from api.ui.pages.frame import Frame
from api.ui.pages.home import CARDS, Card
from api.ui.pages.matrix import UNCOVERED, gaps_of
from api.ui.pages.near import near_to
from graph.model import EMPTY
from graph.schema import Kind, Label
from graph.snapshot import once
from graph.view import View
from queries.catalog import CATALOG, entry_named
from queries.find import folded
from queries.findings import FINDINGS, findings_of
from queries.topics import Topic, nearest, topic_of, topic_of_entry
from queries.totals import total_of
from queries.wording import words_of

__all__ = ["SAME", "Answer", "Reading", "of_alike", "of_card", "of_gaps", "of_words"]

_HIGH = re.compile(r"高风险|重大风险|一级|\bhigh\b|\bgrave\b|grade 1")
SAME, _ALIKE = 0.9, 0.7
"""How alike a question must be to one that has an answer, of 1, to be taken for it: for the same, misspelt at most; and
for it in other words."""
_GAP = re.compile(
    r"(没有|没|未|无|缺少|缺)(任何|有效|得到|被|设)*(防控|控制)|(no|without) (working |any )*controls?|uncovered"
)

_NEAREST = 6
"""So many of the questions that are about the same are offered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that answers, or where it is worked out; ``power`` of the page of a power itself."""

    label: Label
    address: str
    note: Label | None = None
    power: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood, word by word, and where the answers are; ``more`` powers may be meant: see ``rest``.

    ``sure``: nothing of it is in doubt, so that the first answer is what was asked for.
    """

    said: tuple[Label, ...]
    answers: tuple[Answer, ...]
    more: int
    rest: str
    sure: bool = True


def of_card(view: View, text: str, frame: Frame) -> Reading | None:
    """A question of the first page, whatever its language and with or without its mark."""
    asked = folded(text).rstrip("?")
    for card in CARDS:
        if asked in {folded(card.label.zh).rstrip("?"), folded(card.label.en).rstrip("?")}:
            return _on_card(view, card, (Label("首页的一个问题", "a question of the first page"),), frame)
    return None


def of_gaps(view: View, text: str, frame: Frame) -> Reading | None:
    """Which risks have no control, in whatever words."""
    word = _GAP.search(folded(text))
    if word is None:
        return None
    card = next(card for card in CARDS if card.code == UNCOVERED)
    said = [Label(f"“{word[0]}”＝首页的一个问题", f"“{word[0]}” = a question of the first page")]
    high = _HIGH.search(folded(text))
    if high is not None:
        number, gaps = once(view, "pages.gravest_risks", lambda: _gravest_risks(view)), gaps_of(view).risks
        zh, en = (
            f"“{high[0]}”＝一级风险点，{number:,} 个中 {gaps:,} 个没有防控",
            f"“{high[0]}” = grade 1, {gaps:,} of {number:,} without control",
        )
        said.append(Label(zh, en))
    return _on_card(view, card, tuple(said), frame)


def _gravest_risks(view: View) -> int:
    """How many risks of grade 1 there are."""
    return sum((view.node(Kind.RISK, code) or EMPTY).get("grade") == 1 for code in view.codes(Kind.RISK))


def of_alike(text: str, frame: Frame, least: float = _ALIKE) -> Reading | None:
    """The questions of the first page and of the catalogue that are worded nearly so, letter by letter."""
    answers = _answered(frame)
    worded = {folded(said).rstrip("?"): label for label in answers for said in (label.zh, label.en)}
    near = dict.fromkeys(worded[each] for each in get_close_matches(folded(text).rstrip("?"), worded, cutoff=least))
    said = Label("问法相近的问题", "questions that are worded alike")
    found = _each_page_once(Answer(label, answers[label]) for label in near)
    return Reading((said,), found, 0, "", sure=False) if found else None


def _on_card(view: View, card: Card, said: tuple[Label, ...], frame: Frame) -> Reading:
    """The page that a question of the first page leads to; where that finds nothing, its neighbours too."""
    address, code = card.to(frame), card.code
    found = sum(finding.code == code for finding in findings_of(view)) if code else None
    if found is None:
        return Reading(said, (Answer(card.label, address),), 0, "")
    whole = total_of(view, FINDINGS[code].anchor).said
    note = Label(f"{found:,} 处；查过{whole.zh}", f"{found:,} found; checked: {whole.en}")
    also = () if found else near_to(view, entry_named(code), frame)
    near = (Answer(each.label, each.address, each.told) for each in also)
    return Reading(said, (Answer(card.label, address, note), *near), 0, "")


def of_words(text: str, frame: Frame) -> Reading | None:
    """The questions that are about the same as one that is worded otherwise, the nearest first."""
    asked = _topics(frame)
    topics = [topic for _, _, topic in asked]
    near = nearest(text, topics)
    if not near:
        return None
    shared = {word for at in near for word in topics[at].words | topics[at].aside}
    about = list({label.zh: label for word, label in words_of(text).items() if word in shared}.values())
    about = [label for label in about if not any(label.zh != each.zh and label.zh in each.zh for each in about)]
    zh, en = "、".join(label.zh for label in about), ", ".join(label.en for label in about)
    said = Label(
        f"没有名称含有这些字；以下的问题说的也是：{zh}",
        f"no name has these words; these questions are about the same: {en}",
    )
    answers = tuple(Answer(*asked[at][:2]) for at in near[:_NEAREST])
    return Reading((said,), answers, 0, "", sure=False)


def _each_page_once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The first page has some questions of the catalogue in fewer words."""
    first: dict[str, Answer] = {}
    for answer in answers:
        first.setdefault(answer.address, answer)
    return tuple(first.values())


def _answered(frame: Frame) -> Mapping[Label, str]:
    """Every question that has an answer, those of the first page first, with its address."""
    answers = {card.label: card.to(frame) for card in CARDS}
    return answers | {entry.question: frame.link(f"/queries/{entry.id}") for entry in CATALOG.values()}


def _topics(frame: Frame) -> Sequence[tuple[Label, str, Topic]]:
    """The same with what each is about; what the first page asks of the catalogue in its own words, and once."""
    topics = {entry.id: topic_of_entry(entry.id) for entry in CATALOG.values()}
    found = []
    for card in CARDS:
        held = entry_named(card.code).id if card.code else card.path.removeprefix("/queries/")
        found.append((card.label, card.to(frame), topics.pop(held, topic_of(card.label))))
    rest = (CATALOG[entry_id] for entry_id in topics)
    return (*found, *((entry.question, frame.link(f"/queries/{entry.id}"), topics[entry.id]) for entry in rest))
