"""What the graph does not know of other days: the text of a law later or earlier, and all before its first date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.model import EMPTY, NodeId
from graph.schema import ARTICLE_PART_OF, Kind, Label
from graph.snapshot import Snapshot
from graph.store.base import Store, Version
from graph.view import View

__all__ = ["LAWS", "Said", "Text", "dated", "day_said", "law_changes", "text_of", "text_said", "texts_said"]

LAWS = frozenset({Kind.ARTICLE, Kind.INSTRUMENT})


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an article or instrument: of which day it is, and its last dated change; None where no date is."""

    day: date | None
    changed: date | None

    @property
    def known(self) -> date | None:
        """Until when the graph knows it."""
        return max((day for day in (self.day, self.changed) if day), default=None)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about texts; ``other`` where they are not the texts of the day that is asked about."""

    label: Label
    other: bool = False


def day_said(on: date, first: date | None) -> Label | None:
    """What to say of a day before every date in the graph; None of a later one.

    Args:
        on: the day.
        first: the earliest date on which anything in the graph begins or ends; None where nothing is dated.
    """
    if first is not None and on >= first:
        return None
    zh, en = "图谱中没有起止日期", "Nothing in the graph has a date of beginning or end"
    if first is not None:
        zh, en = f"图谱中最早的起止日期是 {first}", f"The earliest date of beginning or end in the graph is {first}"
    return Label(
        f"{zh}：没有起始日期的要素一律按历来在用列出，不表示 {on} 当日确是如此。",
        f"{en}: what has no date of beginning is shown as always in force, which does not say that it was so on {on}.",
    )


def dated(snapshot: Snapshot, store: Store) -> Snapshot:
    """A snapshot that knows the last dated change of its store; one of an earlier revision is left as it is.

    A day on which of all nodes only information systems begin or end does not count: no reform moves one, and when a
    system was built says nothing of how far powers and posts are known.
    """
    if snapshot.origin.revision != store.head():
        return snapshot
    days, systems = store.days(date.min), _days_of(store, {Kind.SYSTEM})
    others = _days_of(store, set(Kind) - {Kind.SYSTEM}) if systems.intersection(days) else frozenset()
    changed = next((day for day in reversed(days) if day not in systems or day in others), None)
    return replace(snapshot, origin=replace(snapshot.origin, changed=changed))


def _days_of(store: Store, kinds: Collection[Kind]) -> frozenset[date]:
    versions = store.node_versions(kinds=kinds)
    return frozenset(day for version in versions for day in (version.valid_from, version.valid_to) if day)


def law_changes(versions: Iterable[Version]) -> Mapping[NodeId, date]:
    """The last day on which each instrument or article begins, changes or ends; those without a date are left out.

    Args:
        versions: of a store, those of the kinds of `LAWS` at least.
    """
    found: dict[NodeId, date] = {}
    for version in versions:
        node = version.identity
        if isinstance(node, NodeId) and node.kind in LAWS:
            days = [day for day in (found.get(node), version.valid_from, version.valid_to) if day]
            if days:
                found[node] = max(days)
    return found


def text_of(view: View, changes: Mapping[NodeId, date], node: NodeId) -> Text:
    """The text of an article, or of an instrument with its articles; an article without a date has its instrument's.

    Args:
        view: the graph on the day.
        changes: what `law_changes` found.
        node: an article or instrument.
    """
    if node.kind is Kind.ARTICLE:
        near = [NodeId(Kind.INSTRUMENT, code) for code in view.out(ARTICLE_PART_OF, node.code)]
        told = [(view.node(*each) or EMPTY).get("text_date") for each in (node, *near)]
    else:
        near = [NodeId(Kind.ARTICLE, code) for code in view.into(ARTICLE_PART_OF, node.code)]
        told = [(view.node(*node) or EMPTY).get("text_date")]
    day = next((date.fromisoformat(str(each)) for each in told if each), None)
    return Text(day, max((changes[each] for each in (node, *near) if each in changes), default=None))


def text_said(text: Text, on: date) -> Said | None:
    """What to say of one text on a day; None of one without a date on a day up to its last dated change."""
    day, changed, known = text.day, text.changed, text.known
    if known is None:
        return Said(
            Label(
                "这份文件的文本和变动都没有日期：“有效”是资料所说，今天是否仍有效不在图谱中。",
                "Neither its text nor a change of it has a date: “live” is what the source says, not of today.",
            )
        )
    if day is not None and on < day:
        return Said(
            Label(f"所列是 {day} 的文本，不是 {on} 当日的文本。", f"This is the text of {day}, not that of {on}."), True
        )
    if day is None and on <= known:
        return None
    zh, en = f"条文是 {day} 的文本", f"The text is that of {day}"
    if day is None:
        zh, en = "没有写明文本日期", "No date of the text is stated"
    if on <= known:
        return Said(Label(f"{zh}。", f"{en}."))
    if known != day:
        zh, en = (
            f"{zh}；图谱中最后一次有日期的变动是 {changed}",
            f"{en}; the last dated change in the graph is of {changed}",
        )
    mark = "；" if known == day else "，"
    since = Label("其后是否修订、废止不在图谱中。", "; whether it was amended or repealed since is not in the graph.")
    return Said(Label(f"{zh}{mark}{since.zh}", f"{en}{since.en}"))


def texts_said(texts: Iterable[Text], on: date) -> Said | None:
    """What to say of several texts listed together, in one sentence; None where there is none."""
    every = tuple(texts)
    days = sorted(text.day for text in every if text.day)
    if not every:
        return None
    if not days:
        return Said(
            Label(
                "所列法规的文本都没有日期：“有效”是资料所说，今天是否仍有效不在图谱中。",
                "None of these texts has a date: “live” is what the source says, not that it is so today.",
            )
        )
    first, last, bare = days[0], days[-1], len(every) - len(days)
    zh, en = (f"{first} 至 {last} ", f"{first} to {last}") if first != last else (f"{first} ", f"{first}")
    zh, en = f"所列条文是 {zh}的文本", f"The texts listed are of {en}"
    if bare:
        zh, en = f"{zh}（另 {bare} 项没有文本日期）", f"{en} ({bare} more without a date)"
    if on < first:
        zh, en = f"{zh}，不是 {on} 当日的文本", f"{en}, not those of {on}"
    elif on < last:
        zh, en = f"{zh}，其中晚于 {on} 的不是当日的文本", f"{en}; those later than {on} are not the texts of that day"
    if any(text.day and text.known and on > text.known for text in every):
        zh, en = f"{zh}；其后是否修订、废止不在图谱中", f"{en}; what was amended or repealed since is not in the graph"
    return Said(Label(f"{zh}。", f"{en}."), on < last)
