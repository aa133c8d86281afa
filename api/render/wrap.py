"""Breaking text for a fixed number of terminal cells, where a Chinese character takes two.

Chinese may be broken between any two characters, except that a line neither begins with closing punctuation nor
ends with opening punctuation (避头尾); words and codes in Latin letters stay whole where they fit.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

__all__ = ["CLOSING", "OPENING", "cell_len", "clip", "pad", "wrap"]

CLOSING = "，。、；：！？）》」』】〉”’…—%％·"
OPENING = "（《「『【〈“‘"
_TOKEN = re.compile(rf"\s+|[{OPENING}]*(?:[!-~]+|[^\s])[{CLOSING}]*")


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells; at least one line, and no spaces at the ends of lines."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_wrapped(paragraph, width))
    return lines


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up with spaces to a number of cells, behind it or before it."""
    space = " " * max(0, width - cell_len(text))
    return space + text if right else text + space


def clip(text: str, width: int) -> str:
    """The text cut to a number of cells, with … where something is cut away."""
    if cell_len(text) <= width:
        return text
    head, used = "", 1
    for char in text:
        used += cell_len(char)
        if used > width:
            break
        head += char
    return head + "…"


def _wrapped(text: str, width: int) -> list[str]:
    lines, line, used = [], "", 0
    for found in _TOKEN.findall(text):
        token, size = found, cell_len(found)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
            if token.isspace():
                continue
        while size > width:
            head = _head(token, width)
            lines.append(head)
            token = token[len(head) :]
            size = cell_len(token)
        line, used = line + token, used + size
    return [*lines, line.rstrip()] if line or not lines else lines


def _head(token: str, width: int) -> str:
    """As much of a word as fits a line, at least one character."""
    used = 0
    for at, char in enumerate(token):
        used += cell_len(char)
        if used > width and at:
            return token[:at]
    return token
