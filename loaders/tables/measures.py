"""What a risk's row describes instead of naming the code of a control: one that is there, or a new one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.schema import MITIGATED_BY, OWNED_BY, Kind
from graph.terms import Both
from loaders.tables.headers import Heading
from loaders.tables.index import NameIndex
from loaders.tables.layout import Column
from loaders.tables.layouts import CONTROLS
from loaders.tables.made import Made
from loaders.tables.names import coded_parts, minted
from loaders.tables.rows import Row

__all__ = ["Measures"]

_TEXT_FROM = 4
"""Characters from which a measure that has no code is its own description."""

_ALIKE = 0.85
"""How much of two descriptions must agree for a doubt whether they mean one control."""

_SHORT = Both(f"不足 {_TEXT_FROM} 个字，不自动定码", f"fewer than {_TEXT_FROM} characters: no code is made of it")
_ALONE = Both("编码不单独成项；各项以；分隔", "codes stand alone, with ； between")


@dataclass(slots=True)
class Measures:
    """Finds the controls that are described, and makes those that nothing is called like.

    Args:
        index: what controls are called.
        codes: of all controls; what is made is added.
        made: told of every code that is made.
        ask: asks back what may be one of several, with the reason where it is known.
    """

    index: NameIndex
    codes: set[str]
    made: Made
    ask: Callable[[Row, str, Kind, str, Sequence[str], str], None]
    controls: dict[str, Row] = field(default_factory=dict)
    """Those that were made, as rows of their own, by code."""

    def code_of(self, row: Row, column: Column, text: str) -> str:
        """The code of the control that a text describes; the text itself where that had to be asked back."""
        matching = sorted({code for code, _ in self.index.matching(Kind.CONTROL, text)})
        if len(matching) == 1:
            return matching[0]
        coded = coded_parts(text)
        known = [part for part in coded if part in self.codes]
        if known or (coded and "".join(coded) == unicodedata.normalize("NFKC", text)):
            self.ask(row, column.name, Kind.CONTROL, text, known, _ALONE)
            return text
        doubtful = matching or self.index.near(Kind.CONTROL, text, _ALIKE)
        if doubtful or len(text) < _TEXT_FROM:
            self.ask(row, column.name, Kind.CONTROL, text, doubtful, "" if doubtful else _SHORT)
            return text
        code = minted(Kind.CONTROL, str(row.values.get("office name", "")), text)
        self.controls[code] = _control_of(row, column, code, text)
        self.codes.add(code)
        self.index.enter(Kind.CONTROL, code, text)
        self.made.add(Kind.CONTROL, row, column.name, text)
        return code

    def own(self, row: Row, posts: Sequence[str]) -> None:
        """Give the controls that were made for a risk's row the posts that own them."""
        for code in row.values.get(MITIGATED_BY.rel.value, ()) if posts else ():
            held = self.controls.get(code)
            if held is not None:
                before = held.values.get(OWNED_BY.rel.value, ())
                held.values[OWNED_BY.rel.value] = tuple(dict.fromkeys((*before, *posts)))


def _control_of(row: Row, column: Column, code: str, text: str) -> Row:
    """The control that a risk's row describes in a cell, as a row of its own."""
    header = row.heading.header_of(column.name)
    present = [item for item in CONTROLS.columns if item.name in {"code", "name", "measure", OWNED_BY.rel.value}]
    headers = tuple({"code": "", "name": header}.get(item.name, item.header) for item in present)
    values = {"code": code, "name": text}
    if "measure" in row.values:
        values["measure"] = row.values["measure"]
    return Row(Heading(CONTROLS, tuple(present), headers), row.place, values)
