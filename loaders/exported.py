"""What tables said when they were exported: the base against which their edits show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from graph.edits import ADDS, Action, Edit
from graph.errors import Problem
from graph.model import NodeId, RelationId
from graph.overlay import Overlay
from graph.store.base import Revision, Store
from graph.terms import Both, plural
from graph.view import View
from loaders.books.stamp import exported_on
from loaders.elements import Element, Source
from loaders.stretches import Span, Spans, meeting, span_of, spans_on

__all__ = ["Base", "bases_of", "place_of"]


_NAMED = 3
"""Tables that a notice names."""


@dataclass(slots=True)
class _Dates:
    """Since when and until when things were there at an export; worked out when the first table with dates asks."""

    store: Store
    revision: int
    day: date
    _spans: Spans | None = None

    def spans(self) -> Spans:
        if self._spans is None:
            self._spans = spans_on(self.store.versions(self.revision), self.day)
        return self._spans


@dataclass(frozen=True, slots=True)
class Base:
    """What a table said when it was exported, with what was loaded from it since.

    ``added`` are the dates of what those loads added; ``continued``: there were such loads.
    """

    revision: int
    view: View
    dates: _Dates
    added: Spans = field(default_factory=dict)
    continued: bool = False

    def spans(self) -> Spans:
        """The dates that the export wrote, as `loaders.books.pages.pages_of` takes them."""
        return self.dates.spans()

    def span(self, identity: NodeId | RelationId, stated: Span | None = None) -> Span:
        """The dates of an identity, or those that a table states instead, as far as it is there: with both ends."""
        ends = (self._own(end) for end in identity.ends) if isinstance(identity, RelationId) else ()
        return meeting(self._own(identity) if stated is None else stated, *ends)

    def _own(self, identity: NodeId | RelationId) -> Span:
        added = self.added.get(identity)
        return span_of(identity, self.spans()) if added is None else added


def bases_of(source: Source, store: Store, on: date, author: str) -> tuple[dict[str, Base], list[Problem]]:
    """The bases of the tables that were exported from this store, by name; and what to say of others' exports."""
    told = {name: carried for name, carried in source.told.items() if carried.get("revision")}
    log = list(store.history()) if told else []
    ours = {name: carried for name, carried in told.items() if _is_ours(carried, log)}
    bases: dict[tuple[int, date], Base] = {}
    result: dict[str, Base] = {}
    for name, carried in ours.items():
        revision, day = int(carried["revision"]), exported_on(carried) or on
        if (revision, day) not in bases:
            view = store.snapshot(on=day, as_of=revision)
            bases[revision, day] = Base(revision, view, _Dates(store, revision, day))
        result[name] = _continued(bases[revision, day], name, source, author, log)
    strangers = [name for name in told if name not in ours]
    return result, [_of_strangers(strangers)] if strangers else []


def place_of(source: Source, name: str) -> str:
    """Where the file of a table lies, as a digest: a log says no paths. "" where it came without one."""
    path = source.paths.get(source.sheets[name].file if name in source.sheets else name)
    return sha256(str(path.resolve()).encode()).hexdigest()[:16] if path is not None else ""


def _is_ours(carried: Mapping[str, str], log: list[Revision]) -> bool:
    number = carried.get("revision", "")
    found = log[int(number) - 1 : int(number)] if number.isdecimal() and 0 < int(number) <= len(log) else []
    return bool(found) and found[0].hash == carried.get("hash")


def _of_strangers(names: list[str]) -> Problem:
    """Said once for all the tables that another store exported."""
    got = Both(f"{len(names)} 张表由另一个库导出", f"{plural(len(names), 'table')} exported from another store")
    named = "、".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return Problem(
        named, got, Both("本库的修订", "a revision of this store"), Both("按普通的表载入", "loaded as any table is")
    )


def _continued(base: Base, name: str, source: Source, author: str, log: list[Revision]) -> Base:
    """The export with what was loaded from the same workbook since, where this one is that workbook.

    Names do not tell: everybody's export is called the same. It is of the same export, lies where it lay, is loaded by
    the same person (a rehearsal may not know by whom), still says something that such a load took from it, and nowhere
    what stood there before; else it is a colleague's, or a copy, and what the load changed is left alone.
    """
    export, place = source.told[name].get("export", ""), place_of(source, name)
    loads = [
        item
        for item in log[base.revision :]
        if (load := item.details.get("load", {})).get("from", {}).get(name) == base.revision
        and load.get("exports", {}).get(name, "") == export
        and load.get("places", {}).get(name, "") == place
        and author in ("", item.author)
    ]
    if not loads:
        return base
    said = {item.identity: item for item in (*source.elements, *source.echoes) if item.place.file == name}
    known: list[Edit] = []
    for item in loads:
        edits = _edits_of(name, item)
        answers = {answer for edit in edits for answer in _repeats(edit, said.get(edit.identity))}
        if answers == {True}:
            known += edits
    if not known:
        return base
    added = {edit.identity: (edit.valid_from, edit.valid_to) for edit in known if edit.action in ADDS}
    return replace(base, view=Overlay(base.view, known), added=added, continued=True)


def _edits_of(name: str, revision: Revision) -> list[Edit]:
    """The edits of a load from one of its files; none where its rows do not tell: the store cut an edit in two."""
    load = revision.details["load"]
    if name not in load["files"] or len(load["rows"]) != len(revision.edits):
        return []
    place = sorted(load["files"]).index(name)
    return [edit for edit, row in zip(revision.edits, load["rows"], strict=True) if row and row[0] == place]


def _repeats(edit: Edit, said: Element | None) -> Iterator[bool]:
    """Whether a file says what an edit made of each thing (True) or what was before it (False); nothing for a third."""
    if edit.action not in {Action.SET_NODE, Action.SET_RELATION}:
        yield (said is not None) is (edit.action in ADDS)
        return
    if said is None:
        yield False
        return
    for name, value in edit.properties.items():
        if said.told is None or name in said.told:
            found = said.properties.get(name)
            if found in (value, edit.before.get(name)):
                yield found == value
