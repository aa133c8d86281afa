"""In which language a page, a picture or a table speaks; names of nodes are data and stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from graph.schema import Label

__all__ = ["Lang", "drawn_in", "phrase", "said", "word"]


class Lang(StrEnum):
    """Which language stands in front."""

    ZH = "zh"
    EN = "en"


def said(lang: Lang, label: Label) -> str:
    """A label in one language."""
    return label.en if lang is Lang.EN else label.zh


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
