"""Which operation of a question is said of which power, clause by clause.

"收回E39，取消E40" does one thing to each. A power takes the operation of its own clause and of no other; where the
words leave open to which of two clauses it belongs, it takes none. What is negated is no operation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Said", "Word", "alternatives", "said_of"]

_BORDER = re.compile(
    r"(?P<strong>[,;。.?!]|\bthen\b|\bbut\b)|[、:]|和|与|及|并|连同|还有|加上|同时|或者?|还是|要么|跟|\band\b|\bor\b|&|/"
)
"""Between clauses; a strong border parts them more than one that also stands in a list."""
_EITHER = re.compile(r"还是|或|要么|\bor\b|\?")
_GOES_ON = re.compile(
    r"[\s“”\"'《》()]*(?:$|[后了是将谁怎呢吗的它之掉就哪也]|还(?!原)|会(?![计员议展])|对(?!外)|有(?![毒机害关偿限])|要(?!素)"
    r"|如[何果]|什么|好(?:$|[吗不还呢些点了])|更(?![改正换新])|时(?![间效])|其(?![他它余])|能(?![源耗力效])|可[以能行不]"
    r"|影响|动[到不谁]|行[不吗]|以[后致]|而[不是]|涉及"
    r"|(?:who|what|will|would|is|are|it|them|that|better|happen\w*|affect\w*|have|has|had)\b)"
)
"""What may follow an operation that names no power of its own; anything else is what it is done to."""
_LEADS_IN = re.compile(r"[\s“”\"'如果若假使把将是不否再又要么只仅而先后来便就应该可以能的话它其我们想比会]*|[a-z\s]*")
"""What may stand before an operation that names no power of its own."""
_TIGHT = re.compile(r"[\s“”\"'《》]*")
_LISTED = re.compile(
    r"[\s“”\"'《》如果若假使把将对关于请问想要也]*"
    r"|(?:\s|\b(?:if|what|who|when|is|are|we|the|powers?|both|also|to|should|would|will|be|affected|happens)\b)*"
)
"""What may stand before a power that shares the operation of its neighbour: 不动E40 and 保留E40 do not."""
_WITH = re.compile(r"[\s“”\"'《》]*(?:[等两三四几这一都职事]|(?:at|in|on|by|from|together|both|all|who|what)\b)")
_BUT_FOR = re.compile(r"(?:除了?|不含|不包括|\bexcept(?: for)?|\bother than|\bexcluding)[\s“”\"'《》]*$")
_APART = re.compile(r"[\s“”\"'《》]*[以之]?外")
_TAKING = r"(?:(?:把|将|对)[\s“”\"'《》、和与及]*)?(?:进行|予以?)?"
_HOW = r"(?:[再去被都全]|同时|一起|一并|全部|直接|马上|立即)*"
_NOT = re.compile(
    r"(?:(?:(?<!不[可能得会])(?<!什么|怎么|为啥|干嘛)(?<!何)"
    r"不(?:要|会|能|该|应该?|必|用|需要?|得|可以?|想|打算|准备|许|准|宜|是)?|(?<![分特类级])别|勿|莫"
    rf"|无需|无须|无法|未|没有?|而非|反对|拒绝|禁止){_HOW}{_TAKING}"
    r"|(?:n['’]t|(?<!why )\bnot|\bcannot|\bnever|\bwithout|\bno need to|\bstop|\binstead of|\brather than)"
    r"(?: (?:be|to|being|have|been))*)\s*$|(?:停止|停办|暂停|取消)$"
)
_WHETHER = re.compile(rf"(?:([要能会该用是想])不\1|应不应该?|可不可以?|需不需要?){_HOW}{_TAKING}\s*$")
_ALSO = re.compile(r"\s*(?:[、和与及]|或者?|and|or)?\s*")


@dataclass(frozen=True, slots=True)
class Word:
    """A power, or else an operation, that stands somewhere in a question."""

    start: int
    end: int
    power: str = ""
    op: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The powers that an operation is said of, or where it is ``negated`` is denied of."""

    word: Word
    powers: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words that belong together; ``strong`` is the border before them.

    An operation that is ``led`` and ``bare`` has nothing before and behind it that it may be done to; of a power
    nothing is said there. Behind what is ``tight`` there are no words at all.
    """

    words: tuple[Word, ...]
    strong: bool
    led: bool
    bare: bool
    tight: bool

    @property
    def shape(self) -> str:
        """P only powers, V only operations, PV and VP both, by what comes first."""
        first, other = ("P", "V") if self.words[0].power else ("V", "P")
        return first + other if any(bool(word.power) is (first == "V") for word in self.words) else first


def said_of(left: str, words: Sequence[Word]) -> tuple[Said, ...]:
    """What every operation of a question is said of, in the order of the question.

    Args:
        left: the question, its powers blanked out.
        words: its powers and operations, in their order.
    """
    words = [word for word in words if not (word.power and _excepted(left, word))]
    units = _joined(_joined(list(_units(left, words)), strong=False), strong=True)
    denied = _negated(left, words)
    return tuple(
        Said(word, tuple(dict.fromkeys(each.power for each in unit.words if each.power)), word in denied)
        for unit in units
        for word in unit.words
        if word.op
    )


def alternatives(left: str, words: Sequence[Word]) -> bool:
    """Whether a question weighs one thing against another: 取消E39还是下放E40."""
    return any(_EITHER.search(left[one.end : two.start]) for one, two in pairwise(words))


def _excepted(left: str, word: Word) -> bool:
    """Whether a power is the one that is left out: 除E39外."""
    return bool(_BUT_FOR.search(left[: word.start]) or _APART.match(left[word.end :]))


def _negated(left: str, words: Sequence[Word]) -> set[Word]:
    """The operations that are negated, alone or in a list: 不要取消和下放; "要不要取消", "取消不取消" ask whether."""
    found: set[Word] = set()
    for number, word in enumerate(words):
        before = words[number - 1] if number else None
        front = left[: word.start]
        no = None if _WHETHER.search(front) else _NOT.search(front)
        twice = no is not None and before is not None and before.op == word.op and before.end == no.start()
        listed = before is not None and before in found and _ALSO.fullmatch(left[before.end : word.start])
        if word.op and ((no and not twice) or listed):
            found.add(word)
    return found


def _units(left: str, words: Sequence[Word]) -> Iterator[_Unit]:
    """The least parts: between two borders, each with a run of operations or of powers or one of both."""
    rest, start, strong = list(words), 0, True
    for begin, end, hard in (*_borders(left, words), (len(left), len(left), True)):
        piece = [word for word in rest if word.start < begin]
        rest = rest[len(piece) :]
        for part in _parts(left, piece):
            follows = next((word.start for word in piece if word.start > part[-1].start), begin)
            front, behind = left[start : part[0].start], left[part[-1].end : follows]
            led = (_LISTED if part[0].power else _LEADS_IN).fullmatch(front) is not None
            bare = bool(_GOES_ON.match(behind) or (part[-1].power and _WITH.match(behind)))
            yield _Unit(part, strong, led, bare, _TIGHT.fullmatch(behind) is not None)
            start, strong = part[-1].end, False
        start, strong = end, hard or (strong and not piece)


def _borders(left: str, words: Sequence[Word]) -> Iterator[tuple[int, int, bool]]:
    for found in _BORDER.finditer(left):
        if not any(word.start < found.end() and found.start() < word.end for word in words):
            yield found.start(), found.end(), found["strong"] is not None


def _parts(left: str, piece: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """What no border parts but the order of its words: 取消E39下放E40, E39取消E40下放."""
    runs: list[list[Word]] = []
    for word in piece:
        if runs and _runs_on(left, runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    while runs:
        take = _taken(left, runs)
        yield tuple(word for run in runs[:take] for word in run)
        runs = runs[take:]


def _runs_on(left: str, one: Word, two: Word) -> bool:
    """Two powers side by side, or an operation that is said twice: 取消不取消."""
    if one.power and two.power:
        return _TIGHT.fullmatch(left[one.end : two.start]) is not None
    return bool(one.op) and one.op == two.op


def _taken(left: str, runs: Sequence[Sequence[Word]]) -> int:
    """How many runs of powers and operations belong to the first one."""
    if len(runs) == 1 or bool(runs[0][0].op) is bool(runs[1][0].op):
        return 1
    if runs[0][0].power and len(runs) == 3 and runs[2][0].power:
        if any(word.op == "merge" for word in runs[1]):
            return 3  # 把E39并入E40
        if not left[runs[1][-1].end : runs[2][0].start].strip("“”\"'《》 "):
            return 1  # E39不变取消E40
    return 2


_JOINS = (
    *(("P", "P"), ("V", "V"), ("V", "P"), ("P", "V"), ("VP", "P"), ("P", "PV")),
    *(("V", "VP"), ("VP", "V"), ("PV", "V")),
)
"""Neighbours that may be one clause, those first that lack each other the most."""


def _joined(units: list[_Unit], *, strong: bool) -> list[_Unit]:
    """Parts that lack an operation or a power joined to the neighbour that has it, over ``strong`` borders or not."""
    for shapes in _JOINS:
        at = 0
        while at + 1 < len(units):
            one, two = units[at : at + 2]
            if (one.shape, two.shape) == shapes and (strong or not two.strong) and _may(units, at, strong=strong):
                units[at : at + 2] = [_Unit((*one.words, *two.words), one.strong, one.led, two.bare, two.tight)]
            else:
                at += 1
    return units


def _may(units: Sequence[_Unit], at: int, *, strong: bool) -> bool:
    """Whether two neighbours are one clause: not where the operation has something else that it is done to."""
    one, two = units[at : at + 2]
    match one.shape, two.shape:
        case "P", "P":
            return one.tight and two.led and not strong
        case "V", "P" if at and units[at - 1].shape == "P" and (strong or not one.strong):
            return False  # E40，取消；E39，下放
        case "VP", "P":  # 取消E39，E40，E41下放: E40 may belong to either
            after = units[at + 2] if at + 2 < len(units) else None
            if not (one.tight and two.led and (two.tight or (two.bare and not strong))):
                return False
            return after is None or after.shape != "PV" or (after.strong and not strong)
        case "P", "PV":
            before = units[at - 1] if at else None
            other = before is not None and before.shape == "VP" and (strong or not one.strong)
            return one.led and one.tight and not other
    return _free(one, two, strong=strong)


def _free(one: _Unit, two: _Unit, *, strong: bool) -> bool:
    """Whether the one of two that is an operation alone has nothing of its own that it is done to."""
    if one.shape == "V":
        return one.bare and (one.led or two.shape == "V") and not (two.shape == "VP" and strong)
    return two.bare and (two.led or one.shape == "P")
