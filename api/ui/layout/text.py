"""How wide a text is and how it breaks, without a font: a table of widths per class of character.

Widths are upper bounds of the fonts of `theme.FONTS`, in em, so that a label that fits here fits on the screen. A
character with its combining marks, a surrogate or a joined emoji is one cluster and is never cut.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, combining, east_asian_width

from api.render.wrap import CLOSING, OPENING

__all__ = ["ELLIPSIS", "clean", "clusters", "fold", "width"]

ELLIPSIS = "…"

_NARROW = frozenset("!'(),.:;I[]fijlrt|·` ")
_WIDE = frozenset("@MWmw%&—")
_JOINER, _SELECTORS = "\u200d", frozenset("\ufe0e\ufe0f")
_WORD = re.compile(r"[!-~×]+")


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    """Width of a character in em."""
    if combining(char) or category(char) in ("Mn", "Me", "Cf") or char in _SELECTORS:
        return 0.0
    if char in _WIDE or east_asian_width(char) in "WFA":
        return 1.3 if ord(char) >= 0x1F000 and category(char) == "So" else 1.0
    if char in _NARROW:
        return 0.38
    return 0.72 if char.isupper() else 0.6


@lru_cache(maxsize=65536)
def width(text: str, size: float = 12) -> float:
    """Width of a text in pixels at a font size."""
    return sum(map(_em, text)) * size


def clean(text: str) -> str:
    """The text in one line without control characters, which cannot be shown and which XML does not allow."""
    shown = (" " if category(char) in ("Cc", "Cs", "Zl", "Zp") or char in "\ufffe\uffff" else char for char in text)
    return " ".join("".join(shown).split())


def clusters(text: str) -> list[str]:
    """The characters as a reader counts them: each with its marks, joined ones together."""
    found: list[str] = []
    for char in text:
        glued = combining(char) or category(char) in ("Mn", "Me") or char in _SELECTORS or char == _JOINER
        if found and (glued or found[-1].endswith(_JOINER)):
            found[-1] += char
        else:
            found.append(char)
    return found


@lru_cache(maxsize=65536)
def fold(text: str, limit: float, lines: int = 2, size: float = 12, *, even: bool = True) -> tuple[str, ...]:
    """The text in at most so many lines of at most ``limit`` pixels; what does not fit is replaced by ``…``.

    Words of Latin letters stay whole where they fit a line; a line neither begins with closing punctuation nor ends
    with opening punctuation where that can be helped. Lines come out about equally long, or with ``even`` false as full
    as can be. What follows a line break in the text, such as the number of an article, has a line of its own where that
    is better, and is the last to be cut.
    """
    head, _, tail = (clean(part) for part in text.partition("\n"))
    whole = head + tail
    if width(whole, size) <= limit:
        return (whole,)
    if tail and lines > 1 and max(width(head, size), width(tail, size)) <= limit:
        return head, tail
    found = _filled(whole, limit, lines, size)
    if found[-1].endswith(ELLIPSIS):
        return _keeping(head, tail, limit, lines, size) or found
    return _level(whole, limit, found, size) if even else found


def _keeping(head: str, tail: str, limit: float, lines: int, size: float) -> tuple[str, ...]:
    """The head cut so that the tail stays whole; nothing where there is no tail or no room for it."""
    if not tail or width(tail, size) + 3 * size > limit:
        return ()
    if lines > 1:
        return *_filled(head, limit, lines - 1, size), tail
    return (_filled(head, limit - width(tail, size), 1, size)[0] + tail,)


def _level(text: str, limit: float, found: tuple[str, ...], size: float) -> tuple[str, ...]:
    """The same number of lines, about equally long."""
    for share in (1.0, 1.08, 1.16, 1.25, 1.4):
        level = _filled(text, min(limit, width(text, size) / len(found) * share), len(found), size)
        if not level[-1].endswith(ELLIPSIS):
            return level
    return found


def _filled(text: str, limit: float, lines: int, size: float) -> tuple[str, ...]:
    """The text in lines, at least one, each as full as can be."""
    pieces, found = _pieces(text, limit, size), list[str]()
    while pieces and len(found) < lines:
        line = ""
        while pieces and width((line + pieces[0]).rstrip(), size) <= limit:
            line += pieces.pop(0)
        if not line:  # a line takes one cluster at least, or nothing would ever be shown
            line = pieces.pop(0)
        found.append(line.strip())
        while pieces and pieces[0].isspace():
            pieces.pop(0)
    if pieces:
        found[-1] = _cut(found[-1] + pieces[0], limit, size)
    return tuple(found) or ("",)


def _pieces(text: str, limit: float, size: float) -> list[str]:
    """What a line may be broken between: words that fit, spaces, single clusters with the punctuation they keep."""
    found: list[str] = []
    word = ""
    for cluster in clusters(text):
        if _WORD.fullmatch(cluster):
            word += cluster
            continue
        _end_word(found, word, limit, size)
        word = ""
        sticks = found and (cluster in CLOSING or found[-1][-1] in OPENING)
        if sticks and width(found[-1] + cluster, size) <= limit:
            found[-1] += cluster
        else:
            found.append(cluster)
    _end_word(found, word, limit, size)
    return found


def _end_word(found: list[str], word: str, limit: float, size: float) -> None:
    if not word:
        return
    if found and found[-1][-1] in OPENING and width(found[-1] + word, size) <= limit:
        found[-1] += word
    elif width(word, size) <= limit:
        found.append(word)
    else:
        found.extend(word)


def _cut(line: str, limit: float, size: float) -> str:
    held = clusters(line)
    while held and width("".join(held).rstrip() + ELLIPSIS, size) > limit:
        held.pop()
    return "".join(held).rstrip() + ELLIPSIS
