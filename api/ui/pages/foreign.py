"""English names of what has only a Chinese one: said aloud before the reading of the rest."""

from __future__ import annotations

from api.render.names import title
from api.ui.pages.frame import Frame
from api.ui.pages.known import Answer, Reading
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.foreign import foreign_in

__all__ = ["with_names"]

_FEW = 5


def with_names(view: View, text: str, frame: Frame, read: Reading | None) -> Reading | None:
    """A reading, and before it what a text may name in English; None where it names nothing and was not read."""
    foreign = foreign_in(view, text)
    if foreign is None or (read is None and not foreign.offices):
        return read
    found = tuple(_office(view, code, frame) for code in foreign.offices[:_FEW])
    said, answers = ((), ()) if read is None else (read.said, read.answers)
    return Reading((foreign.said, *said), (*found, *answers), 0, "", sure=False)


def _office(view: View, code: str, frame: Frame) -> Answer:
    name = title(view, Kind.UNIT, code)
    label = Label(f"{name}：编码或许是它的缩写", f"{name}: its code may be short for it")
    return Answer(label, frame.node(NodeId(Kind.UNIT, code)))
