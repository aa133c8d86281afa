"""Questions that have an answer: those of the first page and of the catalogue, in their own words or in others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

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
from queries.totals import total_of

__all__ = ["Answer", "Reading", "of_alike", "of_card", "of_gaps", "of_words"]

_HIGH = re.compile(r"高风险|重大风险|一级|\bhigh\b|\bgrave\b|grade 1")
_ALIKE = 0.7
"""How alike a question must be to one that has an answer, of 1, to be taken for it in other words."""
_GAP = re.compile(
    r"(没有|没|未|无|缺少|缺)(任何|有效|得到|被|设)*(防控|控制)|(no|without) (working |any )*controls?|uncovered"
)

_FEWEST, _NEAREST = 2, 6
"""So many key words a question must share with one that has an answer, and so many of those are offered."""
_KEYS: Mapping[str, tuple[Label, re.Pattern[str]]] = MappingProxyType(
    {
        name: (Label(zh, en), re.compile(words))
        for name, zh, en, words in (
            ("power", "职权", "powers", r"职权|权力|事项|\bpowers?\b"),
            ("post", "岗位", "posts", r"岗|\bposts?\b|\bwho\b"),
            ("risk", "风险", "risks", r"风险|\brisks?\b|\bdangers?\b"),
            ("control", "防控措施", "controls", r"措施|防控|\bcontrols?\b|\bcover"),
            ("article", "条款", "articles", r"条款|依据|法规|法条|\barticles?\b|\bbas[ei]s\b|\blaws?\b"),
            ("step", "环节", "steps", r"环节|步骤|流程|\bsteps?\b|\bflow"),
            ("unit", "机构", "offices", r"机构|机关|单位|部门|科室|\bunits?\b|\boffices?\b"),
            ("standard", "内控标准", "standards", r"标准|\bstandards\b"),
            ("system", "信息系统", "systems", r"系统|\bsystems?\b"),
            ("rule", "制度", "rules", r"制度|\brules?\b"),
            ("most", "最多、最重", "most", r"最|前几|排名|\bmost\b|\bhighest\b|\bgravest\b|\btop\b|\bworst\b"),
            ("days", "时限", "time limits", r"时限|工作日|多久|多少天|几天|\bdays?\b|\btime limits?\b|\bhow long\b"),
            ("each", "各", "each", r"各|每|\beach\b|\bevery\b"),
            ("without", "没有", "without", r"没有|没|无|未|缺|\bno\b|\bnot\b|\bwithout\b"),
            ("supervise", "监管", "supervision", r"监管|监督|\bsupervis"),
            ("delegate", "下放", "delegation", r"下放|授权|\bdelegat"),
            ("entrust", "委托", "entrusting", r"委托|代.{0,6}办|\bentrust|\bbehalf\b"),
            ("single", "单独", "single", r"单独|只有一|唯一|一个人|\bsole\b|\bsingle|\bonly one\b"),
            ("clash", "不相容", "incompatible", r"不相容|冲突|\bincompatible\b|\bconflict"),
            ("synthetic", "来源", "origin", r"来源|合成|\borigins?\b|\bsynthetic\b"),
        )
    }
)
"""What questions are about, in the words that people use; "最" and the like say nothing alone."""


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


def of_alike(text: str, frame: Frame) -> Reading | None:
    """The questions of the first page and of the catalogue that are worded nearly so."""
    answers = _answered(frame)
    worded = {folded(said).rstrip("?"): label for label in answers for said in (label.zh, label.en)}
    near = dict.fromkeys(worded[each] for each in get_close_matches(folded(text).rstrip("?"), worded, cutoff=_ALIKE))
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
    """The questions that share most of their key words with one that is worded otherwise, the nearest first."""
    asked = _keys(text)
    if len(asked) < _FEWEST:
        return None
    found: list[tuple[int, int, Label, str]] = []
    for label, address in _answered(frame).items():
        held = _keys(label.zh) | _keys(label.en)
        shared = len(asked & held)
        if shared >= _FEWEST:
            found.append((-shared, len(held), label, address))
    found.sort(key=lambda each: each[:2])
    if not found:
        return None
    labels = [label for name, (label, _) in _KEYS.items() if name in asked]
    zh, en = "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
    said = Label(
        f"没有名称含有这些字；以下的问题说的也是：{zh}",
        f"no name has these words; these questions are about the same: {en}",
    )
    answers = _each_page_once(Answer(label, address) for *_, label, address in found)
    return Reading((said,), answers[:_NEAREST], 0, "", sure=False)


def _each_page_once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The first page has some questions of the catalogue in fewer words."""
    first: dict[str, Answer] = {}
    for answer in answers:
        first.setdefault(answer.address, answer)
    return tuple(first.values())


def _keys(text: str) -> frozenset[str]:
    said = folded(text)
    return frozenset(name for name, (_, words) in _KEYS.items() if words.search(said))


def _answered(frame: Frame) -> Mapping[Label, str]:
    """Every question that has an answer, those of the first page first, with its address."""
    answers = {card.label: card.to(frame) for card in CARDS}
    return answers | {entry.question: frame.link(f"/queries/{entry.id}") for entry in CATALOG.values()}
