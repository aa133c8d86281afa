"""The sheet of a node as a scene: the same lanes and rows that `quangang show` prints, with what joins them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from api.render.nodes import facts_of
from api.ui.scene.bundles import Bundler
from api.ui.scene.columns import PICTURES, ROOT, PictureSpec, Source
from api.ui.scene.items import caption_of, item_of
from api.ui.scene.model import Column, Group, Item, Scene, Tie
from api.ui.words import word
from graph.derived import derived_of
from graph.model import NodeId
from graph.schema import KINDS, OWNED_BY, PERFORMED_BY, Kind, Label, Link
from graph.view import View
from queries.show import Row, Sheet

__all__ = ["Outward", "lanes_scene", "ties_between"]

_COLUMN_MOST = 26


class Outward(Protocol):
    """Relations that can be walked in their own direction: a view, or a side of a reform."""

    def out(self, link: Link, code: str) -> tuple[str, ...]:
        """Codes that relations of this link lead to from a node."""


def lanes_scene(view: View, sheet: Sheet, unfolded: Iterable[str] = ()) -> Scene:
    """What hangs on a node, in lanes.

    Args:
        view: the graph that the sheet was made from.
        sheet: what `queries.show.show_node` found.
        unfolded: ids of bundles that are shown open.
    """
    drawing = _Drawing(view, sheet, frozenset(unfolded))
    spec = PICTURES[sheet.node.kind]
    columns = drawing.columns(spec)
    items = [item for column in columns for group in column.groups for item in group.items]
    kind = KINDS[sheet.node.kind].label
    title = Label(
        f"{kind.zh} {sheet.node.code} {sheet.name}".rstrip(), f"{kind.en} {sheet.node.code} {sheet.name}".rstrip()
    )
    return Scene(title, columns, drawing.ties(spec, columns), caption_of(view, items))


class _Drawing:
    """One scene being made from a sheet."""

    def __init__(self, view: View, sheet: Sheet, unfolded: frozenset[str]) -> None:
        self.view = view
        self.sheet = sheet
        self.bundler = Bundler(view, derived_of(view), unfolded)
        self.seen: set[str] = set()

    def columns(self, spec: PictureSpec) -> tuple[Column, ...]:
        """The columns that have anything to show, each lane folded so that a column stays as high as a screen."""
        found = (self._column(sources) for sources in spec.columns)
        return tuple(column for column in found if column.groups)

    def _column(self, sources: Sequence[Source]) -> Column:
        held = ((source, self._items(source)) for source in sources)
        lanes = [(source, items) for source, items in held if items or source.told]
        most = {source: self.bundler.least(items) for source, items in lanes}
        while sum(most.values()) > _COLUMN_MOST:  # the longest lane gives way
            longest = max(most, key=lambda source: (most[source], source.lane))
            most[longest] -= 1
        return Column(tuple(self._group(source, items, most[source]) for source, items in lanes))

    def _group(self, source: Source, items: list[Item], most: int) -> Group:
        if source == ROOT:
            return Group("root", KINDS[self.sheet.node.kind].label, tuple(items), 1)
        lane = self.sheet.lane(source.lane)
        group = f"{source.lane}-posts" if source.children else f"{source.lane}-steps" if source.through else lane.id
        folded = self.bundler.folded(group, items[0].kind, items, most) if items else ()
        unique = tuple(self._unique(item, group) for item in folded)
        return Group(group, source.label or lane.label, unique, len(items))

    def _unique(self, item: Item, group: str) -> Item:
        """A node that stands in two lanes is two items."""
        found = replace(item, id=f"{item.id}@{group}") if item.id in self.seen else item
        self.seen.add(found.id)
        return found

    def _items(self, source: Source) -> list[Item]:
        if source == ROOT:
            return [item_of(self.view, self.sheet.node, root=True)]
        rows = self.sheet.lane(source.lane).rows
        if source.through is not None:
            through, link = (row.code for row in rows), source.through
            codes = sorted({code for row in through for code in self.view.into(link, row)})
            return [item_of(self.view, NodeId(link.from_kind, code)) for code in codes]
        if source.children:
            codes = sorted({code for row in rows for child in row.children for code in _codes(child)})
            return [item_of(self.view, NodeId(Kind.POST, code)) for code in codes]
        ranked = rows and rows[0].kind is Kind.STEP and self.sheet.node.kind is Kind.POWER
        return [item for at, row in enumerate(rows, 1) for item in self._of_row(row, at if ranked else 0)]

    def _of_row(self, row: Row, rank: int) -> Iterator[Item]:
        facts = (
            *facts_of(row, self.view),
            *(f"{word(_SAID[row.kind])} {word(child.label)}" for child in row.children if row.kind in _SAID),
        )
        for code in _codes(row):
            if row.kind is not None:
                item = item_of(self.view, NodeId(row.kind, code), facts, rank=rank)
                yield replace(item, tags=(*item.tags, *_row_tags(row)))

    def ties(self, spec: PictureSpec, columns: Sequence[Column]) -> tuple[Tie, ...]:
        """The drawn relations; a spare one only to an item that would hang on nothing."""
        found = ties_between(self.view, columns, spec.links)
        tied = {end for tie in found for end in (tie.source, tie.target)}
        spare = ties_between(self.view, columns, spec.spare)
        return (*found, *(tie for tie in spare if tie.source not in tied or tie.target not in tied))


_SAID = {Kind.STEP: PERFORMED_BY.label, Kind.CONTROL: OWNED_BY.label}


def _codes(row: Row) -> tuple[str, ...]:
    return row.members or (row.code,)


def _row_tags(row: Row) -> tuple[str, ...]:
    covered = str(row.facts.get("covered", ""))
    part, _, whole = covered.partition("/")
    return ("gap",) if part != whole else ()


def ties_between(view: Outward, columns: Sequence[Column], links: Iterable[Link]) -> tuple[Tie, ...]:
    """The relations of some links among the items; where a node is in two lanes, the pair nearest to each other."""
    where: dict[NodeId, list[tuple[int, str]]] = {}
    for at, column in enumerate(columns):
        for item in (item for group in column.groups for item in group.items):
            for code in item.codes:
                where.setdefault(NodeId(item.kind, code), []).append((at, item.id))
    found: set[tuple[Link, str, str]] = set()
    for link in links:
        for node, places in where.items():
            if node.kind is link.from_kind:
                for code in view.out(link, node.code):
                    ends = where.get(NodeId(link.to_kind, code))
                    if ends:
                        found.add((link, *_nearest(places, ends)))
    order = sorted(found, key=lambda each: (each[0].rel.value, each[1], each[2]))
    return tuple(Tie(link.rel, source, target) for link, source, target in order if source != target)


def _nearest(sources: Sequence[tuple[int, str]], targets: Sequence[tuple[int, str]]) -> tuple[str, str]:
    pairs = ((abs(a - b) or 9, one, other) for a, one in sources for b, other in targets)
    return min(pairs)[1:]
