"""What a browser sends of a form of the composer as it stands, without anybody touching it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.ui.pages.arguments.address import Texts
from api.ui.pages.arguments.fields import Field, Rows, inputs_of
from api.ui.pages.arguments.forms import Form

__all__ = ["sent"]


def sent(fields: Iterable[Field | Rows]) -> Texts:
    """The texts of a form, by name: of ticks those that are ticked, of a choice the one that is chosen."""
    found: dict[str, tuple[str, ...]] = {}
    held = tuple(fields)
    for name, text in (*_rows(held), *(pair for field in inputs_of(held) for pair in _texts(field))):
        found[name] = (*found.get(name, ()), text)
    return found


def _rows(fields: Iterable[Field | Rows]) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, Rows):
            yield from ((row.name, row.text) for row in field.rows if row.name)


def _texts(field: Field) -> Iterator[tuple[str, str]]:
    if field.form is Form.TICKS:
        yield from ((field.name, choice.value) for choice in field.choices if choice.chosen)
    elif field.form is Form.CHOICE:
        chosen = [choice.value for choice in field.choices if choice.chosen]
        yield field.name, (chosen or [choice.value for choice in field.choices[:1]] or [""])[0]
    elif field.form in (Form.LINES, Form.JSON):
        yield field.name, field.text.replace("\n", "\r\n")
    else:
        yield field.name, field.text.replace("\n", "")
    if field.cleared:
        yield field.clears, field.name.rpartition(".")[2]
