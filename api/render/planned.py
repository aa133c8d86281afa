"""What a rehearsed load would write, edit by edit, with the row that each comes from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from api.render.history import edit_words
from graph.edits import Edit
from graph.model import called
from loaders.load import LoadPlan, places_of

__all__ = ["PLANNED_HEADER", "Planned", "planned_object", "planned_of", "planned_rows"]

_LISTED = 200
"""Edits that an answer lists; all of them are in the file."""

PLANNED_HEADER = ("编辑 edit", "对象 of", "内容 what", "文件 file", "表 sheet", "行 row")


class Planned(NamedTuple):
    """One edit, and where it comes from; ``row`` is None where no row says it, such as of what the files lack."""

    edit: Edit
    file: str
    sheet: str
    row: int | None

    @property
    def line(self) -> str:
        """The edit in one line, its place behind it."""
        done, _, what = edit_words(self.edit)
        of = called(self.edit.identity).zh
        place = " › ".join(filter(None, (self.file, self.sheet, "" if self.row is None else f"第 {self.row} 行")))
        return " ".join(filter(None, (done, of, what))) + (f"　{place}" if place else "")


def planned_of(plan: LoadPlan | None) -> Iterator[Planned]:
    """Every edit of a load, in the order in which it would be written; none of a load that was no rehearsal."""
    if plan is None:
        return
    places = places_of(plan)
    stands = {item.name: (item.book, item.sheet) for item in plan.report.files if item.book}
    for edit in plan.edits:
        place = places.get(edit.identity)
        file, sheet = ("", "") if place is None else stands.get(place.file, (place.file, ""))
        yield Planned(edit, file, sheet, None if place is None else place.row)


def planned_object(plan: LoadPlan | None) -> dict[str, Any]:
    """How many edits a rehearsal would write, and the first of them."""
    count = len(plan.edits) if plan is not None else 0
    return {"count": count, "first": [_told(item) for item in islice(planned_of(plan), _LISTED)]}


def planned_rows(plan: LoadPlan | None) -> Iterator[tuple[object, ...]]:
    """All of them as rows of a table."""
    for item in planned_of(plan):
        yield (*edit_words(item.edit), item.file, item.sheet, "" if item.row is None else item.row)


def _told(item: Planned) -> dict[str, Any]:
    _, of, what = edit_words(item.edit)
    place = {"file": item.file, "sheet": item.sheet, "row": item.row}
    return {"edit": item.edit.action.value, "of": of, "what": what, **place}
