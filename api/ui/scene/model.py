"""A scene: columns of lanes of items, and the ties between items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.ui.words import counted
from graph.schema import Kind, Label, Rel

__all__ = ["Caption", "Column", "Group", "Item", "Scene", "Stay", "Tie"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a picture: a node, or a bundle of several.

    Attributes:
        id: ``Kind/CODE`` of a node; a bundle's own id otherwise, which names it among the unfolded ones.
        kind: its kind.
        code: code of the node; "" of a bundle.
        text: what stands beside the shape; a line break says where it is best broken.
        title: all that is known of it in one text, shown on pointing.
        rank: place among the items of its lane where the domain gives one (steps); equal ranks go by id.
        members: codes of the nodes in a bundle.
        opens: the bundle can be unfolded.
        synthetic: how many of its nodes are synthetic.
        root: the picture is about this one.
        tags: words for the drawing: ``high``, ``inactive``; of a reform as it is before
            it, for the picture without marks.
        mark: id of the mark of what a reform does to it; "" for nothing.
        lead: glyph and word of that mark, a line before the text.
        before, after: it is there before and after the reform.
    """

    id: str
    kind: Kind
    code: str
    text: str
    title: str
    rank: int = 0
    members: tuple[str, ...] = ()
    opens: bool = False
    synthetic: int = 0
    root: bool = False
    tags: tuple[str, ...] = ()
    mark: str = ""
    lead: str = ""
    before: bool = True
    after: bool = True

    @property
    def name(self) -> str:
        """The text in one line."""
        return self.text.replace("\n", "")

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the nodes that it stands for."""
        return self.members or (self.code,)


@dataclass(frozen=True, slots=True)
class Stay:
    """What of a lane is there after a reform but not in the picture: how many, and parts of them by what they have."""

    head: Label
    parts: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One lane: its heading and its items; ``total`` counts nodes, however they are bundled.

    ``stay`` is said where the lane is drawn as it is after a reform; ``was`` is its heading before the reform, where
    ``label`` says what has not happened then.
    """

    id: str
    label: Label
    items: tuple[Item, ...]
    total: int
    stay: Stay | None = None
    was: Label | None = None

    @property
    def noted(self) -> bool:
        """It needs room for what stays; where the whole lane leaves, that is said in its place."""
        return self.stay is not None and (self.was is None or any(item.after for item in self.items))


@dataclass(frozen=True, slots=True)
class Column:
    """Lanes one above the other."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two items, named by their ids in its own direction."""

    rel: Rel
    source: str
    target: str
    before: bool = True
    after: bool = True


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture was made from; ``ended`` are drawn too, but no longer among the ``total``."""

    revision: int | None = None
    on: str = ""
    total: int = 0
    synthetic: int = 0
    ended: int = 0

    @property
    def label(self) -> Label:
        zh = [f"第 {self.revision} 次修订"] if self.revision is not None else []
        en = [f"revision {self.revision}"] if self.revision is not None else []
        zh += [self.on] * bool(self.on) + [
            f"图中 {self.total} 项，其中合成 {self.synthetic} 项"
            + f"；另画出已终止的 {self.ended} 项" * bool(self.ended)
        ]
        en += [self.on] * bool(self.on) + [
            f"{counted(self.total, 'thing')} shown, {self.synthetic:,} of them synthetic"
            + f"; {self.ended:,} more drawn as ended" * bool(self.ended)
        ]
        return Label(" · ".join(zh), " · ".join(en))


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one picture shows.

    ``changing`` says that its colours mean change; ``pointed`` that every line has a head, since lines from left to
    right lead either way; ``headline`` is the sentence that answers the question.
    """

    title: Label
    columns: tuple[Column, ...]
    ties: tuple[Tie, ...]
    caption: Caption
    changing: bool = False
    pointed: bool = False
    headline: Label | None = None

    @property
    def items(self) -> Iterator[Item]:
        for column in self.columns:
            for group in column.groups:
                yield from group.items
