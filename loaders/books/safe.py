"""Texts as cells may hold them: none is run as a formula, and none has what XML cannot say."""

from __future__ import annotations

import re

__all__ = ["CELL_LENGTH", "safe_text"]

CELL_LENGTH = 32_767
"""Characters that a cell of a workbook holds."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_text(text: str) -> str:
    """A text for a cell: what a spreadsheet would take for a formula has an apostrophe before it, as loading knows."""
    text = _UNSAYABLE.sub("", text)
    escaped = text.lstrip(" ").startswith(_FORMULA) or text.startswith("'")
    return f"'{text}" if escaped else text
