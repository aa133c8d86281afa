"""What a question in plain words asks about: the power that it names, and what it would do to it.

"取消减免税审核确认会动到谁？" names a power by its whole name and an operation of the calculus by a verb. Nothing is
guessed in silence: the answer says which words were read as what, and part of a name only yields candidates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.model import EMPTY
from graph.schema import SECTION, Kind
from graph.view import View
from queries.clauses import Said, Word, alternatives, said_of
from queries.find import entries, folded
from queries.mentions import Mention, outermost, power_spans, role_spans

__all__ = ["Asked", "Understood", "understood"]

_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "cancel": r"取消|废除|撤销|砍掉|cancel\w*|abolish\w*|scrap\w*",
        "suspend": r"暂停|停办|停止|suspen\w*|paus\w*",
        "resume": r"恢复|resum\w*|restor\w*",
        "delegate": r"下放|delegat\w*|devolv\w*",
        "recall": r"收回|上收|recall\w*|tak\w* back|took back",
        "authorize": r"授权|authori[sz]\w*",
        "transfer": r"划转|划归|移交|转给|transfer\w*",
        "entrust": r"委托|entrust\w*",
        "merge": r"合并|并入|merg\w*",
        "split": r"拆分|分拆|拆开|split\w*",
        "convert": r"改类|改为备案|转为备案|convert\w*",
        "redefine": r"调整|修改|简化|redefin\w*|adjust\w*|simplif\w*",
        "rebase": r"依据更替|更换依据|rebas\w*",
    }
)
"""Words for the operations that take a power; English ones begin a word."""
_VERB = {op: re.compile(re.sub(r"(?<=\|)(?=[a-z])", r"\\b", words)) for op, words in _VERBS.items()}
_ENDS = {"cancel", "suspend"}
_TO = re.compile(r"[\s“”\"'《》、和与及]*(?:给|到|至|to\b|由)?[\s“\"']*")
_PART = 3
"""The least part of a name that counts as one."""
_TAKEN = "\0"
"""What stands in no name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation, the word that says so, and the powers of its clause; none where it is not clear of which.

    ``office`` is the code of the one that is to receive them, where it is named.
    """

    operation: Operation
    word: str
    powers: tuple[str, ...]
    office: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read in a question.

    Attributes:
        asked: what would be done, in the order of the question.
        powers: codes of the powers that are named.
        named: the words that name them.
        certain: they are named by their whole names or codes, but those ``in_part``; else only a part of their names
            occurs.
        negated: what is not to be done.
        together: all of it is asked for, not one thing or another.
        in_part: of the powers, those that a merger names by a part of the name that no other power has.
        unclear: what else of a merger is part of names, of several powers.
    """

    asked: tuple[Asked, ...]
    powers: tuple[str, ...]
    named: tuple[str, ...]
    certain: bool
    negated: tuple[Asked, ...] = ()
    together: bool = True
    in_part: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[tuple[Operation, str], ...]:
        """What would be done to anything, with the word that says so, each operation once."""
        said: dict[str, tuple[Operation, str]] = {}
        for each in self.asked:
            said.setdefault(each.operation.op, (each.operation, each.word))
        return tuple(said.values())

    def receiver(self, operation: Operation, power: str) -> str:
        """The code of the office that is to receive a power; "" where none is named."""
        named = (each.office for each in self.asked if each.operation is operation and power in each.powers)
        return next(filter(None, named), "")

    def of(self, power: str) -> tuple[Operation, ...]:
        """What would be done to a power."""
        return tuple(dict.fromkeys(each.operation for each in self.asked if power in each.powers))


def understood(view: View, text: str) -> Understood | None:
    """What a question asks about; None where it names no power, not even in part."""
    whole = folded(text)
    named = outermost([*role_spans(view, whole), *(each for each in power_spans(view, whole) if _whole(each, whole))])
    spans = sorted(named, key=lambda each: each.start)
    left = _blanked(whole, spans)
    powers = [each for each in spans if each.kind is Kind.POWER]
    named_in_part = len(powers) < 2 and _VERB["merge"].search(left)
    parts, unclear = _parts(view, left, powers) if named_in_part else ([], [])
    if not powers and len(parts) < 2:
        return _uncertain(view, left)
    found = _certain(view, whole, _blanked(left, parts), [*powers, *parts])
    return replace(found, in_part=tuple(each.code for each in parts), unclear=tuple(unclear))


def _whole(named: Mention, whole: str) -> bool:
    """Whether a name stands for itself: 放行 does not where 下放行政审批 is said."""
    verbs = [word for word in _verbs(whole) if word.start < named.start < word.end < named.end]
    return not any(named.end - named.start <= word.end - word.start for word in verbs)


def _parts(view: View, left: str, powers: Sequence[Mention]) -> tuple[list[Mention], list[str]]:
    """The other powers of a merger, by the longest pieces of the text that are part of one name alone; and the rest."""
    rest, codes = _without_verbs(left), {each.code for each in powers}
    found: list[Mention] = []
    unclear: list[str] = []
    while True:
        piece, held = _in_part(view, rest)
        if not piece:
            return found, unclear
        at = rest.index(piece)
        rest = rest.replace(piece, _TAKEN * len(piece), 1)
        if len(held) > 1:
            unclear.append(piece)
        elif held[0] not in codes:
            codes.add(held[0])
            found.append(Mention(at, at + len(piece), held[0], Kind.POWER))


def _without_verbs(left: str) -> str:
    return re.sub("|".join(_VERBS.values()), lambda verb: _TAKEN * len(verb[0]), left)


def _certain(view: View, whole: str, left: str, powers: Sequence[Mention]) -> Understood:
    """What is asked of powers that are named."""
    powers = sorted(powers, key=lambda each: each.start)
    words = _in_order(*_verbs(left), *(Word(each.start, each.end, each.code) for each in powers))
    asked, negated = _asked(view, left, said_of(left, words))
    named = tuple(dict.fromkeys(whole[each.start : each.end] for each in powers))
    codes = tuple(dict.fromkeys(each.code for each in powers))
    return Understood(asked, codes, named, certain=True, negated=negated, together=not alternatives(left, words))


def _uncertain(view: View, left: str) -> Understood | None:
    """What is asked of the powers in whose names the longest piece of the text occurs."""
    part, powers = _in_part(view, _without_verbs(left))
    if not powers:
        return None
    at = left.find(part)
    here = [Word(at, at + len(part), power=part)] if at >= 0 else []
    said = said_of(left.replace(part, " " * len(part)), _in_order(*_verbs(left), *here))
    asked, negated = _asked(view, left, [replace(each, powers=powers if each.powers else ()) for each in said])
    return Understood(asked, powers, (part,), certain=False, negated=negated)


def _in_order(*words: Word) -> list[Word]:
    return sorted(words, key=lambda word: word.start)


def _blanked(whole: str, found: Sequence[Mention]) -> str:
    """The text without the names of powers and standard posts, which may have words for operations in them."""
    rest = list(whole)
    for each in found:
        rest[each.start : each.end] = " " * (each.end - each.start)
    return "".join(rest)


def _verbs(left: str) -> list[Word]:
    """The operations, in the order of the question; "停止下放" ends one and is none itself."""
    found = _in_order(*(Word(*each.span(), op=op) for op, words in _VERB.items() for each in words.finditer(left)))
    begun = {word.start for word in found}
    return [word for word in found if not (word.op in _ENDS and word.end in begun)]


def _asked(view: View, left: str, said: Sequence[Said]) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """What is to be done, and what is not."""
    read = [(each, _read(view, left, each)) for each in said]
    return tuple(one for each, one in read if not each.negated), tuple(one for each, one in read if each.negated)


def _read(view: View, left: str, said: Said) -> Asked:
    word, operation = said.word, OPERATIONS[said.word.op]
    receives = any(item.name == "to_unit" for item in operation.arguments)
    office = _receiver(view, left[word.end :]) if receives else ""
    return Asked(operation, left[word.start : word.end], said.powers, office)


def _receiver(view: View, rest: str) -> str:
    """The one office whose whole name follows; what is longer, a section of it, is no office."""
    rest = _TO.sub("", rest, count=1)
    named = [
        (len(name), code)
        for code, hay in entries(view, Kind.UNIT)
        for name in hay.split("\n")[1:]
        if name and rest.startswith(name)
    ]
    longest = [code for length, code in named if length == max(named)[0]]
    if len(longest) != 1 or (view.node(Kind.UNIT, longest[0]) or EMPTY).get("level") == SECTION:
        return ""
    return longest[0]


def _in_part(view: View, text: str) -> tuple[str, tuple[str, ...]]:
    """The longest piece of the text that is part of names, the first of several, and the powers of these.

    English pieces do not count: a few letters are part of many words.
    """
    names = entries(view, Kind.POWER)
    joined = "\n".join(hay.partition("\n")[2] for _, hay in names)
    best = ""
    for start in range(len(text)):
        end = start + max(len(best), _PART - 1) + 1
        while end <= len(text) and text[start:end] in joined:
            end += 1
        piece = text[start : end - 1].strip()
        if len(piece) > max(len(best), _PART - 1) and not piece.isascii():
            best = piece
    return best, tuple(code for code, hay in names if best in hay.partition("\n")[2]) if best else ()
