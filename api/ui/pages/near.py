"""What is worth asking where a question has no rows: its neighbours in the catalogue, findings with their number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from api.ui.pages.frame import Frame
from graph.schema import Label
from graph.view import View
from queries.answers.model import Entry
from queries.catalog import neighbouring
from queries.findings import FINDINGS, findings_of

__all__ = ["Near", "near_to"]


@dataclass(frozen=True, slots=True)
class Near:
    """A question that looks at the same from another side; ``found`` is told of findings only, which are all known."""

    label: Label
    address: str
    found: int | None = None

    @property
    def told(self) -> Label:
        """How many there are, as a note; nothing where it is not known."""
        return Label("", "") if self.found is None else Label(f"{self.found:,} 处", f"{self.found:,} found")


def near_to(view: View, entry: Entry, frame: Frame) -> tuple[Near, ...]:
    """The neighbours that an entry declares, each with its page."""
    found = Counter(finding.code for finding in findings_of(view))
    return tuple(_near(item, found, frame) for item in neighbouring(entry))


def _near(entry: Entry, found: Counter[str], frame: Frame) -> Near:
    if not entry.finding:
        return Near(entry.question, frame.link(f"/queries/{entry.id}"))
    label = FINDINGS[entry.finding].label
    named = Label(f"{entry.finding} {label.zh}", f"{entry.finding} {label.en}")
    return Near(named, frame.findings(entry.finding), found[entry.finding])
