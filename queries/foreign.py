"""English names of what has only a Chinese one: words that no name has, and the offices that they may stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model import EMPTY
from graph.schema import LEVELS, SECTION, Kind, Label
from graph.snapshot import once
from graph.view import View
from queries.find import entries, folded
from queries.topics import is_known
from queries.wording import is_little, words_of

__all__ = ["Foreign", "foreign_in"]

_WORD = re.compile(r"(?P<word>[A-Za-z]{3,})(?= *(?P<after>[A-Za-z]*))")
_OFFICE = frozenset(word for label in LEVELS.values() for word in label.en.split())
"""What stands behind the name of an office: customs."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LETTERS = re.compile(r"[a-z]{2,4}$")
_SYLLABLE = "[a-z]*?[aeiou](?:n|ng|r)?"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words that may be English names, and the offices whose codes may be short for them.

    ``chinese``: every name of the graph is Chinese.
    """

    names: tuple[str, ...]
    offices: tuple[str, ...]
    chinese: bool

    @property
    def said(self) -> Label:
        """That no name or code has these words, and what to ask by."""
        zh, en = "、".join(f"“{name}”" for name in self.names), ", ".join(f"“{name}”" for name in self.names)
        why = (
            "：图谱里的名称都是中文，请用中文名称或编码",
            "; all names in this graph are Chinese: use them, or codes",
        )
        rest = why if self.chinese else ("", "")
        return Label(f"没有名称或编码含有 {zh}{rest[0]}", f"no name or code has {en}{rest[1]}")


def foreign_in(view: View, text: str) -> Foreign | None:
    """What a text may name in English; None where it names nothing so.

    A word is taken for a name where no question, label, name or code has it, and it is written as one or stands before
    what offices are called. Offices are offered whose codes may be short for it, as SZ is for Shenzhen; nothing of
    this is sure.
    """
    names = tuple(dict.fromkeys(each["word"] for each in _WORD.finditer(text) if _may_name(view, each)))
    if not names:
        return None
    found = dict.fromkeys(code for word in names for code in _short_for(view, word))
    return Foreign(names, tuple(found), once(view, "queries.foreign", lambda: _is_chinese(view)))


def _may_name(view: View, found: re.Match[str]) -> bool:
    written = found["word"][0].isupper() or found["after"].casefold() in _OFFICE
    return written and _is_strange(view, found["word"])


def _is_strange(view: View, word: str) -> bool:
    said = word.casefold()
    if is_little(said) or any(map(is_known, words_of(said))):
        return False
    return not any(said in hay for kind in Kind for _, hay in entries(view, kind))


def _short_for(view: View, word: str) -> Iterator[str]:
    """The offices whose code, or the last part of it, has the first letters of the syllables of a word."""
    for code in view.codes(Kind.UNIT):
        letters = _LETTERS.search(folded(code))
        if letters is None or (view.node(Kind.UNIT, code) or EMPTY).get("level") == SECTION:
            continue
        if re.match(f"{_SYLLABLE.join(letters[0])}[a-z]*?[aeiou]", word.casefold()):
            yield code


def _is_chinese(view: View) -> bool:
    """Whether every node that has a name has a Chinese one."""
    held = (str((view.node(kind, code) or EMPTY).get("name", "")) for kind in Kind for code in view.codes(kind))
    return all(_HAN.search(name) for name in held if name)
