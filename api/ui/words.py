"""In which language a page, a picture or a table speaks; names of nodes are data and stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from graph.schema import Label

__all__ = ["Lang", "agreeing", "counted", "drawn_in", "phrase", "said", "word"]


class Lang(StrEnum):
    """Which language stands in front."""

    ZH = "zh"
    EN = "en"


def said(lang: Lang, label: Label) -> str:
    """A label in one language."""
    return label.en if lang is Lang.EN else label.zh


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in English: ``1 post``, ``2,309 posts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_NOUNS = {
    "internal-control standard": "internal-control standards",
    "information system": "information systems",
    "risk point": "risk points",
    "standard post": "standard posts",
    "post duty": "post duties",
    "article user": "article users",
    "legal basis": "legal bases",
    "next step": "next steps",
    "previous step": "previous steps",
    "parent unit": "parent units",
    "duty": "duties",
    **{
        one: f"{one}s"
        for one in (
            *("power", "post", "step", "risk", "control", "standard", "system", "instrument", "article", "unit"),
            *("office", "finding", "gap", "thing", "performer", "owner", "rule"),
        )
    },
}
_VERBS = {" ends": " end"}
"""What is said of one thing, as it is said of several."""
_ONE = {form: one for one, many in _NOUNS.items() for form in (one, many)}
_HEAD = re.compile(rf"({'|'.join(sorted(_ONE, key=len, reverse=True))})\b")


def agreeing(number: int, english: str) -> str:
    """An English phrase that begins with one of our nouns, in the number that stands before it: ``8 findings``."""
    found = _HEAD.match(english)
    if found is None:
        return english
    one, rest = _ONE[found.group()], english[found.end() :]
    return f"{one}{rest}" if number == 1 else f"{_NOUNS[one]}{_VERBS.get(rest, rest)}"


_DRAWN: ContextVar[Lang] = ContextVar("drawn", default=Lang.ZH)


@contextmanager
def drawn_in(lang: Lang) -> Iterator[None]:
    """Pictures that are made inside speak a language: words are measured where they are laid out, deep inside."""
    token = _DRAWN.set(lang)
    try:
        yield
    finally:
        _DRAWN.reset(token)


def word(label: Label) -> str:
    """A label as it stands in a picture; see `drawn_in`."""
    return said(_DRAWN.get(), label)


def phrase(zh: str, en: str) -> str:
    """The same of two texts that have no label."""
    return en if _DRAWN.get() is Lang.EN else zh
