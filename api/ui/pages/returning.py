"""A search for something to put into another page: what is chosen leads back there, and nothing of it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from graph.errors import InputError
from graph.model import NodeId
from graph.terms import Label
from queries.catalog import CATALOG

__all__ = ["CODE", "NODE", "Return", "return_to"]

CODE, NODE = "__code__", "__node__"
"""Where in an address the choice goes: its code, or ``Kind/CODE``."""
_PAGES = ("/reform", "/path", *(f"/queries/{name}" for name in CATALOG))
_GROUPS = "/reform", "/path", "/queries/…"


@dataclass(frozen=True, slots=True)
class Return:
    """The page to go back to: its path, what its address says, and the parameter that takes the choice."""

    path: str
    fields: tuple[tuple[str, str], ...]
    name: str
    value: str

    def chosen(self, node: NodeId | str) -> str:
        """What the parameter says of a choice."""
        text = str(node)
        return self.value.replace(NODE, text).replace(CODE, text.partition("/")[2])

    def back(self, text: str) -> str:
        """The address of the page as it was, with what was typed there."""
        typed = self.value.replace(NODE, text).replace(CODE, text)
        return f"{self.path}?{urlencode([*self.fields, (self.name, typed)], safe='/:,*')}"


def return_to(address: str) -> Return | None:
    """The page that an address with a gap (`CODE` or `NODE`) is of; None where none is given.

    Raises:
        InputError: it is no page that a search leads back to, or has no gap.
    """
    if not address:
        return None
    path, _, query = address.partition("?")
    pairs = parse_qsl(query)
    gaps = [pair for pair in pairs if CODE in pair[1] or NODE in pair[1]]
    if path not in _PAGES or len(gaps) != 1:
        raise InputError(
            Label(
                f"back：收到 {address[:80]!r}；应为 {' / '.join(_GROUPS)} 的地址，含一处 {CODE}",
                f"back: got {address[:80]!r}; expected an address of {' / '.join(_GROUPS)} with one {CODE}",
            )
        )
    (name, value), rest = gaps[0], tuple(pair for pair in pairs if pair not in gaps)
    return Return(path, rest, name, value)
