"""What a question in plain words asks about: the power that it names, and what it would do to it.

"取消减免税审核确认会动到谁？" names a power by its whole name and an operation of the calculus by a verb. Nothing is
guessed in silence: the answer says which words were read as what, and part of a name only yields candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.changes import OPERATIONS
from graph.changes.draft import Operation
from graph.schema import Kind
from graph.view import View
from queries.find import entries, folded

__all__ = ["Understood", "understood"]

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
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PART, _LONGEST = 3, 60
"""The least part of a name that counts as one, and how much of a text is looked through for it."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read in a question.

    Attributes:
        operations: what would be done, with the word that says so, in the order of the question.
        powers: codes of the powers that are named.
        named: the words that name them.
        certain: they are named by their whole names or codes; else only a part of their names occurs.
    """

    operations: tuple[tuple[Operation, str], ...]
    powers: tuple[str, ...]
    named: tuple[str, ...]
    certain: bool


def understood(view: View, text: str) -> Understood | None:
    """What a question asks about; None where it names no power, not even in part."""
    whole = folded(text)
    spans = sorted(_outermost(list(_named(view, whole))))
    rest = list(whole)
    for start, end, _ in spans:
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    verbs = sorted((found.start(), op, found[0]) for op, words in _VERB.items() for found in words.finditer(left))
    said: dict[str, tuple[Operation, str]] = {}
    for _, op, word in verbs:
        said.setdefault(op, (OPERATIONS[op], word))
    operations = tuple(said.values())
    if spans:
        powers = tuple(dict.fromkeys(code for _, _, code in spans))
        named = tuple(dict.fromkeys(whole[start:end] for start, end, _ in spans))
        return Understood(operations, powers, named, certain=True)
    part, powers = _in_part(view, re.sub("|".join(_VERBS.values()), " ", left)[:_LONGEST])
    return Understood(operations, powers, (part,), certain=False) if powers else None


Span = tuple[int, int, str]
"""Where a power is named: from, to, its code."""


def _named(view: View, whole: str) -> Iterator[Span]:
    """Every place where the whole name or the code of a power stands; a code stands alone among its like."""
    codes = {match[0]: match.span() for match in _CODE.finditer(whole)}
    for code, hay in entries(view, Kind.POWER):
        known, _, name = hay.partition("\n")
        if known in codes:
            yield *codes[known], code
        at = whole.find(name) if len(name) > 1 else -1
        while at >= 0:
            yield at, at + len(name), code
            at = whole.find(name, at + 1)


def _outermost(spans: list[Span]) -> Iterator[Span]:
    """Those that lie in no longer one: a name may be part of another name."""
    for start, end, code in spans:
        if not any(one <= start and end <= two and two - one > end - start for one, two, _ in spans):
            yield start, end, code


def _in_part(view: View, text: str) -> tuple[str, tuple[str, ...]]:
    """The longest piece of the text that is part of names, the first of several, and the powers of these.

    English pieces do not count: a few letters are part of many words.
    """
    names = entries(view, Kind.POWER)
    joined = "\n".join(hay.partition("\n")[2] for _, hay in names)
    for length in range(len(text), _PART - 1, -1):
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            if piece == piece.strip() and not piece.isascii() and piece in joined:
                return piece, tuple(code for code, hay in names if piece in hay.partition("\n")[2])
    return "", ()
