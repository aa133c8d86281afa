"""How many nodes of a kind there are and how many of them are in use, in the words that every page says it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from graph.derived import derived_of
from graph.model import EMPTY
from graph.schema import KINDS, Kind, Label
from graph.snapshot import once
from graph.view import View
from queries.census import live_risks

__all__ = ["Total", "total_of"]

_MEMO = "queries.totals"


@dataclass(frozen=True, slots=True)
class Total:
    """All nodes of a kind; ``current`` is how many are in use, None of a kind of which nothing goes out of use."""

    kind: Kind
    all: int
    current: int | None

    @property
    def said(self) -> Label:
        """全部职权 316，其中在用 312."""
        label = KINDS[self.kind].label
        zh, en = f"全部{label.zh} {self.all:,}", f"all {label.en}s: {self.all:,}"
        if self.current is None:
            return Label(zh, en)
        word = _IN_USE[self.kind]
        return Label(f"{zh}，其中{word.zh} {self.current:,}", f"{en}, {self.current:,} of them {word.en}")

    @property
    def in_use(self) -> Label:
        """其中在用 312; nothing where all are."""
        if self.current in (None, self.all):
            return Label("", "")
        word = _IN_USE[self.kind]
        return Label(f"其中{word.zh} {self.current:,}", f"{self.current:,} of them {word.en}")

    def whole(self, label: Label, number: int) -> Label:
        """A number of these nodes that is called ``label``: all of them, or a part that all stands beside."""
        if number == self.all:
            return self.said
        return Label(f"{label.zh} {number:,}（全部 {self.all:,}）", f"{label.en}: {number:,} (of {self.all:,} in all)")


_IN_USE: Mapping[Kind, Label] = MappingProxyType(
    {
        Kind.POWER: Label("在用", "active"),
        Kind.RISK: Label("有岗位承担", "borne by a post"),
        Kind.INSTRUMENT: Label("有效", "live"),
        Kind.ARTICLE: Label("有效", "live"),
    }
)


def total_of(view: View, kind: Kind) -> Total:
    """The total of a kind; a snapshot keeps it."""
    return once(view, f"{_MEMO}.{kind.value}", lambda: _counted(view, kind))


def _counted(view: View, kind: Kind) -> Total:
    count = _CURRENT.get(kind)
    return Total(kind, len(view.codes(kind)), None if count is None else count(view))


_CURRENT: Mapping[Kind, Callable[[View], int]] = MappingProxyType(
    {
        Kind.POWER: lambda view: sum(map(derived_of(view).active, view.codes(Kind.POWER))),
        Kind.RISK: lambda view: len(live_risks(view)),
        Kind.INSTRUMENT: lambda view: sum(map(partial(_stands, view), view.codes(Kind.INSTRUMENT))),
        Kind.ARTICLE: lambda view: sum(map(derived_of(view).live, view.codes(Kind.ARTICLE))),
    }
)


def _stands(view: View, instrument: str) -> bool:
    return (view.node(Kind.INSTRUMENT, instrument) or EMPTY).get("status", "live") == "live"
