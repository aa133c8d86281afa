"""法定依据 and 具体条款 in two columns, as lists of powers have them: together they are citations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.tables.cells import list_cell

__all__ = ["with_provisions"]

_LEADS = re.compile(r"第|§")
_CITES = re.compile(r"第.{1,12}条|§|@")


def with_provisions(laws: Sequence[str], provision: str) -> tuple[str, ...]:
    """Laws with the articles that the column beside them names: all of them for one law, else one for each.

    >>> with_provisions(["海关法"], "第六条；第十条")
    ('海关法第六条、第十条',)
    >>> with_provisions(["海关法", "海关稽查条例"], "第六条；第十条")
    ('海关法第六条', '海关稽查条例第十条')
    >>> with_provisions(["海关法第六条"], "第一款")
    ('海关法第六条',)
    """
    parts = list_cell(provision)
    if any(map(_CITES.search, laws)) or not all(_LEADS.match(part) and _CITES.search(part) for part in parts):
        return tuple(laws)
    if len(laws) == 1:
        return (laws[0] + "、".join(parts),)
    return tuple(map("".join, zip(laws, parts, strict=True))) if len(laws) == len(parts) else tuple(laws)
