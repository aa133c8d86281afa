"""What to ask where no name has the words of a search: commands, each with what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from api.render.names import title
from api.render.page import Block, Paragraph
from graph.model import NodeId
from graph.schema import Kind, Label
from graph.view import View
from queries.answers.model import Entry
from queries.foreign import foreign_in
from queries.mentions import is_written, mentions, unit_mentions
from queries.periods import period_in
from queries.question import understood
from queries.topics import entries_about

__all__ = ["hints_page"]

_FEW = 5
_SHORT = ("cancel", "suspend")
"""Operations that the command of impact takes with the code of the power alone."""
_ANY_DAY = date(2000, 1, 1)
"""Whether a text names a time does not depend on the day."""

Hint = tuple[str, Label]


def hints_page(view: View, text: str) -> Iterator[Block]:
    """The commands that answer a question, as far as it is understood."""
    foreign = foreign_in(view, text)
    if foreign is not None:
        yield Paragraph(str(foreign.said))
    offices = foreign.offices if foreign is not None else ()
    found = (_changes(view, text), _shows(view, text), _offices(view, offices), _history(text), _questions(view, text))
    if rows := dict(chain.from_iterable(found)):
        yield Paragraph("也可问 ask instead:")
    for command, label in rows.items():
        yield Paragraph(command, "strong", indent=2)
        yield Paragraph(str(label), indent=4)


def _changes(view: View, text: str) -> Iterator[Hint]:
    """The impact of what is asked to be done to powers that are named whole."""
    found = understood(view, text)
    if found is None or not found.certain:
        return
    for power in found.powers[:_FEW]:
        for operation in found.of(power):
            if operation.op in _SHORT:
                name, op = title(view, Kind.POWER, power), operation.label
                label = Label(f"{op.zh} {name} 的影响", f"the impact of: {op.en} {name}")
                yield f"quangang impact --{operation.op} {power}", label


def _shows(view: View, text: str) -> Iterator[Hint]:
    """What is named by its code, powers, offices and standard posts by their names too, and questions about it."""
    coded = (each for each in mentions(view, text) if is_written(each, text))
    for each in (*coded, *unit_mentions(view, text))[:_FEW]:
        if each.kind is None:
            yield f"quangang show {each.code}", _hanging(each.code)
            continue
        yield _show(view, NodeId(each.kind, each.code))
        for entry in entries_about(text, each.kind):
            yield f"quangang query {entry.id}{_arguments(entry, each.code)}", entry.question


def _show(view: View, node: NodeId) -> Hint:
    shown = node.code if node.kind is Kind.POWER else str(node)
    return f"quangang show {shown}", _hanging(title(view, *node))


def _hanging(name: str) -> Label:
    return Label(f"{name} 上挂着什么", f"what hangs on {name}")


def _offices(view: View, codes: Sequence[str]) -> Iterator[Hint]:
    """Those whose codes may be short for an English name."""
    for code in codes[:_FEW]:
        command, label = _show(view, NodeId(Kind.UNIT, code))
        yield command, Label(f"{label.zh}（编码或许是所问的缩写）", f"{label.en} (its code may be short for it)")


def _history(text: str) -> Iterator[Hint]:
    """The log, where a time is named."""
    if period_in(text, _ANY_DAY) is not None:
        yield "quangang history", Label("修订记录，每次何时生效", "the log of revisions and when each took effect")


def _questions(view: View, text: str) -> Iterator[Hint]:
    """Questions of the catalogue; not once more those about something that is named."""
    named = {each.kind for each in mentions(view, text)}
    for entry in entries_about(text)[:_FEW]:
        if not any(item.required and item.kind in named for item in entry.parameters):
            yield f"quangang query {entry.id}{_arguments(entry, '…')}", entry.question


def _arguments(entry: Entry, value: str) -> str:
    return "".join(f" -p {item.name}={value}" for item in entry.parameters if item.required)
