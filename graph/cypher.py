"""Values and remarks as Cypher text, for statements that people paste: nothing in a value can leave its quotes.

What the program itself runs carries its values as parameters; this is for text that is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["Literal", "literal", "remark"]

Literal = None | bool | int | float | str | Sequence["Literal"] | Mapping[str, "Literal"]
"""What has a literal: the values of calculus §1, and lists and maps of them (keys are names of ours)."""

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_BEFORE_A_U = re.compile(r"\\\\(?=[uU])")
_NO_REMARK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def literal(value: Literal) -> str:
    r"""A value as a Cypher literal on one line.

    Cypher reads ``\uXXXX`` everywhere before it looks at quotes, and not every reader counts the backslashes
    before it: so no backslash stands before a u, and the string is put together there.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        escaped = _ESCAPED.sub(lambda found: _ESCAPES[found.group()], value)
        return "'" + _BEFORE_A_U.sub(r"\g<0>' + '", escaped) + "'"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {literal(held)}" for name, held in value.items()) + "}"
    return f"[{', '.join(map(literal, value))}]"


def remark(text: str) -> str:
    """A text as one comment line: no line break, escaped or not, can end it early."""
    return f"// {_NO_REMARK.sub(' ', text).replace(chr(92), '＼')}"
