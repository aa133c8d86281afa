"""The words that matter in a text, the same whether it is Chinese or English.

A word is a label of the schema in either language (廉政风险 integrity), or what people say for one (`_KEYS`), or an
English word without its ending: cancelled, cancels and 取消 are one. So a question and the one of the catalogue that
answers it have words in common, though they are worded otherwise and in another language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from types import MappingProxyType

from graph.changes import OPERATIONS
from graph.schema import COMMON_PROPERTIES, KINDS, LEVELS, LINKS, Kind, Label
from queries.find import folded

__all__ = ["LABELLED", "WITHOUT", "head_of", "is_label", "is_little", "kinds_in", "words_of"]

_KEYS: Mapping[str, tuple[Label, re.Pattern[str]]] = MappingProxyType(
    {
        name: (Label(zh, en), re.compile(words))
        for name, zh, en, words in (
            ("power", "职权", "powers", r"职权|权力|事项|\bpowers?\b"),
            ("post", "岗位", "posts", r"岗|\bposts?\b|\bwho\b"),
            ("risk", "风险", "risks", r"风险|\brisks?\b|\bdangers?\b"),
            ("control", "防控措施", "controls", r"措施|防控|\bcontrols?\b|\bcover\w*"),
            ("cover", "护住", "cover", r"护住|覆盖|\bcover\w*"),
            ("article", "条款", "articles", r"条款|依据|法规|法条|\barticles?\b|\bbas[ei]s\b|\blaws?\b"),
            ("step", "环节", "steps", r"环节|步骤|流程|\bsteps?\b|\bflow\w*"),
            ("unit", "机构", "offices", r"机构|机关|单位|部门|科室|\bunits?\b|\boffices?\b"),
            ("standard", "内控标准", "standards", r"标准|\bstandards\b"),
            ("system", "信息系统", "systems", r"系统|\bsystems?\b"),
            ("rule", "制度", "rules", r"制度|\brules?\b"),
            ("most", "最多、最重", "most", r"最|前几|排名|\bmost\b|\btop\b|\bworst\b"),
            (
                "days",
                "时限",
                "time limits",
                r"时限|工作日|多久|多长|多少天|几天|慢|\bdays?\b|\btime limits?\b|\blong\b|\bslow\b",
            ),
            ("each", "各", "each", r"各|每|\beach\b|\bevery\b"),
            ("without", "没有", "without", r"没有|没|无|未|缺|\bno\b|\bnot\b|\bwithout\b|\bnobody\b"),
            ("supervise", "监管", "supervision", r"监管|监督|\bsupervis\w*"),
            ("delegate", "下放", "delegation", r"下放|授权|\bdelegat\w*"),
            ("entrust", "委托", "entrusting", r"委托|受托|代.{0,6}办|\bentrust\w*|\bbehalf\b"),
            ("single", "单独", "single", r"单独|只有一|唯一|一个人|\bsole\b|\bsingle|\bonly one\b"),
            ("clash", "不相容", "incompatible", r"不相容|冲突|\bincompatible\b|\bconflict\w*"),
            ("synthetic", "来源", "origin", r"来源|合成|\borigins?\b|\bsynthetic\b"),
        )
    }
)
"""What questions are about, in the words that people use for it beside its label."""

LABELLED = frozenset(_KEYS)
"""Words that have a label in both languages."""
WITHOUT = "without"
"""The word that turns a question into its opposite."""
_OF_KINDS = frozenset(kind.name.lower() for kind in Kind) & LABELLED
_FORMS = (
    (re.compile(r"\bun(?!it|der|til|less|ion|i[qv])(\w{3,})"), r"without \1"),
    (re.compile(r"\b(\w{3,})less\b"), r"without \1"),
    (re.compile(r"\b(?!inter|requ|lat)(\w{3,}?)i?est\b"), r"most \1"),
)
"""Forms of English words that say two things: unused, ownerless, riskiest."""
_ENGLISH = re.compile(r"[a-z]+|(?:(?<=[a-z]{3})|(?<=[a-z]{3}[- ]))[0-9]\b")
"""Words, and a digit behind a word: grade-1, grade1. The digits of codes are none."""
_ASKED = re.compile(r"(?:哪些|哪[一几]?[个项类种]|什么|多少[个项类种]?|几[个项类种])(?:的|在用|现行)?")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENDING = re.compile(r"(?<=\w{2})(?:ations?|ings?|ied|ies|ed|es|als?|s|ly|e|y)+$")
_TWICE = re.compile(r"([b-df-hj-np-rt-z])\1$")
_ASIDE = re.compile(r"\(.*?\)")
"""What a label says in brackets: grade 1 (highest)."""
_LITTLE = re.compile(
    r"a|about|actual|all|also|am|an|and|any|are|as|ask|at|be|been|by|can|could|data|did|do|does|find|for"
    r"|found|from|get|give|had|has|have|how|i|if|in|into|is|it|its|just|list|look|many|me|more|much|my|of"
    r"|on|one|or|other|our|out|over|please|see|shall|she|should|show|so|some|still|tell|than|that|the|their|them"
    r"|then|there|these|they|this|those|to|up|us|want|was|we|were|what|when|where|which|whom|whose|why"
    r"|will|with|would|yet|you|your"
)
"""Words that English sentences are made of and that say nothing of what they are about."""


def words_of(text: str) -> dict[str, Label]:
    """The words that matter in a text, each with what it is called; those of a label are its English ones."""
    whole = folded(text)
    found: dict[str, Label] = {}
    for label in _terms_in(whole):
        found.update((word, label) for word in _english(label.en))
    for form, apart in _FORMS:
        whole = form.sub(apart, whole)
    found |= {name: label for name, (label, words) in _KEYS.items() if words.search(whole)}
    return found | {word: Label(f"“{said}”", f"“{said}”") for word, said in _stems(whole) if word not in found}


def kinds_in(words: Collection[str]) -> tuple[Kind, ...]:
    """The kinds that some words name."""
    return tuple(kind for kind in Kind if kind.name.lower() in words)


def is_label(piece: str) -> bool:
    """Whether a piece of Chinese text is a label of the schema or lies in one: 行政处罚, 属海关."""
    return any(piece in zh for zh in _terms()[0])


def is_little(word: str) -> bool:
    """Whether an English word says nothing of what a text is about."""
    return _LITTLE.fullmatch(word) is not None


def head_of(text: str) -> str:
    """The word for the kind of node that is asked for; "" where none is.

    In English it stands before what is said of it, in Chinese behind that or behind the question word: 没有环节的职权,
    哪些职权没有环节.
    """
    whole = folded(text)
    found = sorted((at.start(), name) for name in _OF_KINDS for at in _KEYS[name][1].finditer(whole))
    if not found or not _CHINESE.search(whole):
        return found[0][1] if found else ""
    behind = {each.end() for each in _ASKED.finditer(whole)}
    return next((name for at, name in found if at in behind), found[-1][1])


def _english(text: str) -> Iterator[str]:
    """The words of an English label."""
    whole = _ASIDE.sub("", folded(text))
    yield from (name for name, (_, words) in _KEYS.items() if words.search(whole))
    yield from (word for word, _ in _stems(whole))


def _stems(whole: str) -> Iterator[tuple[str, str]]:
    """English words without their endings, and as they stand; those that people use for a label are left out."""
    for _, words in _KEYS.values():
        whole = words.sub(" ", whole)
    for said in _ENGLISH.findall(whole):
        if not _LITTLE.fullmatch(said) and (len(said) > 1 or said.isdigit()):
            yield _TWICE.sub(r"\1", _ENDING.sub("", said)), said


def _terms_in(whole: str) -> Iterator[Label]:
    """The labels of the schema whose Chinese stands in a text, the longest of each place."""
    known, pattern = _terms()
    yield from (known[found] for found in pattern.findall(whole))


@cache
def _terms() -> tuple[Mapping[str, Label], re.Pattern[str]]:
    """Every Chinese label of the schema of two characters or more, and what finds the longest of them.

    One that is a word of `_KEYS` is said by that, whatever the act of a step of the same name is in English.
    """
    every = {folded(label.zh.removeprefix("是否")): label for label in _labels() if len(label.zh) > 1}
    known = {zh: label for zh, label in every.items() if not any(words.fullmatch(zh) for _, words in _KEYS.values())}
    return known, re.compile("|".join(map(re.escape, sorted(known, key=lambda zh: (-len(zh), zh)))))


def _labels() -> Iterator[Label]:
    """Relations, properties and their values, operations, levels and kinds; of two with one name the last is taken."""
    yield from (link.label for link in LINKS)
    for schema in KINDS.values():
        for name, declared in schema.properties.items():
            yield from declared.known.values()
            yield from declared.values.values()
            if name not in COMMON_PROPERTIES and name != "name":
                yield declared.label
    yield from (operation.label for operation in OPERATIONS.values())
    yield from LEVELS.values()
    yield from (schema.label for schema in KINDS.values())
