"""Elements of SVG as text: names and numbers as they are, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["element", "escaped", "number", "text_element"]

_FORBIDDEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
"""Controls, halves of surrogate pairs and what is no character."""
_SPECIAL = re.compile(f"[&<>\"']|{_FORBIDDEN.pattern}")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;", ord("'"): "&#39;"}


def escaped(text: str) -> str:
    """Text for an element or an attribute; what XML does not allow becomes U+FFFD."""
    if _SPECIAL.search(text) is None:  # nearly every text: names and numbers
        return text
    return _FORBIDDEN.sub("\ufffd", text).translate(_ESCAPES)


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def element(name: str, attributes: dict[str, str | float | None], children: Iterable[str] = ()) -> str:
    """An element; attributes that are None are left out, and ``_`` in their names becomes ``-``."""
    held = "".join(
        f' {key.replace("_", "-")}="{number(value) if isinstance(value, int | float) else escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{name}{held}>{inside}</{name}>" if inside else f"<{name}{held}/>"


def text_element(css: str, x: float, y: float, text: str, *, anchor: str | None = None, lang: str | None = None) -> str:
    """One line of text; ``lang`` where it is in another language than the picture."""
    return element("text", {"class": css, "x": x, "y": y, "text-anchor": anchor, "lang": lang}, (escaped(text),))
