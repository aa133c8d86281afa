"""Questions of when: what changed in a year or on a day, what one revision did, how things stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from api.render.names import title
from api.ui.pages.frame import Frame
from api.ui.pages.known import Answer, Reading
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from graph.store.base import Revision
from graph.view import View
from queries.find import folded
from queries.periods import Period, period_in
from queries.wording import head_of, kinds_in

__all__ = ["Log", "of_dates"]

Log = Callable[[], Iterable[Revision]]
"""The log of revisions, the newest first; it is read only where a question is about it."""

_SHOWN = 6
_NUMBER = re.compile(r"第 ?([0-9]{1,9}) ?次修订|\brevision (?:no\.? ?|#)?([0-9]{1,9})\b|修订 ?([0-9]{1,9})(?![0-9年])")
_LATEST = re.compile(
    r"(?:最近|最新|上)的?一?次?的?(?:修订|改革|变[化更动]|提交|改动|改了)|(?:改革|修订)(?:的?)前后"
    r"|\b(?:last|latest|newest|most recent) (?:revision|change|reform|commit)|\bbefore and after\b"
    r"|\bwhat(?:['’]s| is| has|) (?:new\b|changed (?:last|lately|recently))"
)
_CHANGE = re.compile(
    r"改|变|修订|调整|新增|增加|减少|取消|下放|废止|终止|历史|不同|区别|比较|对比"
    r"|\b(?:chang|reform|revis|amend|differ|compar|histor|happen|cancel|delegat|repeal|new\b|end|add)"
)
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")
_LEAST = 4
"""So many characters of the reason of a revision name it."""
_AROUND = re.compile(
    r"的?改革|的?修订|的?改了什么|的?有?(?:什么|哪些)变化|\b(?:what|did|does|changed?|reform|by|in)\b|[?？]"
)
"""What is asked about the revision whose reason stands beside it."""


def of_dates(view: View, text: str, frame: Frame, log: Log, powers: Sequence[str] = ()) -> Reading | None:
    """What changed in a time that is named, or by a revision that is; None where neither is.

    Args:
        view: the graph.
        text: the question.
        frame: makes the addresses; what 今年 is told from is its newest day.
        log: the revisions.
        powers: those that the question names: their own history comes first.
    """
    whole = folded(text)
    number = _NUMBER.search(whole)
    if number is not None:
        return _of_number(int(next(filter(None, number.groups()))), frame, log)
    period = period_in(text, frame.newest.today)
    named = None if powers else _called(text, period.word if period else "", log)
    if named is not None:
        return _of_revision(named, frame)
    if period is not None and (_CHANGE.search(whole) or not period.told):
        return _of_period(view, text, frame, period, log, powers)
    newest = next(iter(log()), None) if _LATEST.search(whole) and not powers else None
    return None if newest is None else _of_revision(newest, frame)


def _of_number(number: int, frame: Frame, log: Log) -> Reading:
    """What the revision of a number did, or that there is none."""
    every = tuple(log())
    found = next((item for item in every if item.revision == number), None)
    if found is not None:
        return _of_revision(found, frame)
    said = Label(f"没有第 {number} 次修订，共 {len(every)} 次", f"no revision {number}, {len(every)} in all")
    return Reading((said,), (_whole_log(frame),), 0, "", sure=False)


def _called(text: str, day: str, log: Log) -> Revision | None:
    """The revision whose document number stands in a text, or in whose reason all stands that it is asked about by.

    The name of a day or year alone names no revision. A text that asks for nothing names it by its whole reason only:
    取消E39 is a proposal, though it was done before.
    """
    whole, about = _bare(text), _bare(_AROUND.sub("", folded(text)))
    enough = len(about) - len(_bare(day)) >= _LEAST and not about.isascii()
    for item in log():
        number, reason = _bare(_ASIDE.sub("", item.number)), _bare(item.reason)
        told = about == reason or (enough and about in reason and about != whole)
        if told or (len(number) >= _LEAST and number in whole):
            return item
    return None


def _bare(text: str) -> str:
    """A text as it is compared here: letters and digits alone."""
    return re.sub(r"[\W_]", "", folded(text))


def _of_revision(item: Revision, frame: Frame) -> Reading:
    """What one revision did."""
    number = item.revision
    said = Label(f"第 {number} 次修订：{item.reason}", f"revision {number}: {item.reason}")
    both = Label(
        f"第 {number - 1} 次与第 {number} 次修订的逐项对比",
        f"revision {number - 1} compared with {number}, item by item",
    )
    later = item.effective if item.effective and item.effective > frame.newest.today else None
    address = frame.link("/diff", **{"from": number - 1, "to": number, "to_on": f"{later}" if later else None})
    compared = (Answer(both, address),) if number > 1 else ()
    return Reading((said,), (_told(item, frame), *compared), 0, "")


def _of_period(view: View, text: str, frame: Frame, period: Period, log: Log, powers: Sequence[str]) -> Reading:
    """What a time changed, or where nothing of a change is said, first how things stood at its end."""
    days = f"{period.first}" if period.first == period.last else f"{period.first} – {period.last}"
    said = [Label(f"“{period.word}”＝{days}", f"“{period.word}” = {days}")]
    found = [item for item in log() if period.has(item.effective) or period.has(item.time.date())]
    if not found:
        said.append(Label("没有在此期间生效或写入的修订", "no revision took effect or was written then"))
    changed = (_compared(text, frame, period), *(_told(item, frame) for item in islice(found, _SHOWN)))
    stood = _stood(text, frame, period)
    own = tuple(_own(view, power, frame) for power in powers[:_SHOWN])
    asks = bool(_CHANGE.search(folded(text)))
    answers = (*own, *changed, *stood) if asks or own else (*stood, *changed)
    return Reading(tuple(said), (*answers, _whole_log(frame)), 0, "", sure=asks and bool(found or own))


def _whole_log(frame: Frame) -> Answer:
    return Answer(Label("全部修订记录", "the whole log of revisions"), frame.link("/history"))


def _own(view: View, power: str, frame: Frame) -> Answer:
    name = title(view, Kind.POWER, power)
    address = frame.node(NodeId(Kind.POWER, power), tab="history")
    return Answer(Label(f"{name} 的历史", f"the history of {name}"), address)


def _compared(text: str, frame: Frame, period: Period) -> Answer:
    """The graph of the day before a time beside that of its end; of the kind that is asked for, if one is."""
    before, after = period.first - timedelta(days=1), min(period.last, max(frame.newest.today, period.first))
    kind = _kind_in(text)
    of = Label("", "") if kind is None else KINDS[kind].label
    label = Label(
        f"{before} 与 {after} 的{of.zh}逐项对比",
        f"{before} compared with {after}, {of.en or 'item'} by {of.en or 'item'}",
    )
    return Answer(label, frame.link("/diff", from_on=f"{before}", to_on=f"{after}", kind=kind and kind.value))


def _kind_in(text: str) -> Kind | None:
    head = head_of(text)
    return next(iter(kinds_in((head,))), None)


def _stood(text: str, frame: Frame, period: Period) -> Iterator[Answer]:
    """The graph as it stood at the end of a time, unless that is still to come."""
    day, kind = period.last, _kind_in(text)
    if day > frame.newest.today:
        return
    then = replace(frame, query=(*(pair for pair in frame.query if pair[0] != "on"), ("on", f"{day}")))
    if kind is not None:
        label = KINDS[kind].label
        yield Answer(
            Label(f"{day} 的全部{label.zh}", f"every {label.en} on {day}"), then.link("/search", type=kind.value)
        )
    yield Answer(Label(f"{day} 的图谱", f"the graph on {day}"), then.link("/"))


def _told(item: Revision, frame: Frame) -> Answer:
    """The edits of a revision, with its day, number and reason."""
    number = item.revision
    since: date | str = item.effective or ""
    label = Label(f"第 {number} 次修订的编辑：{item.reason}", f"the edits of revision {number}: {item.reason}")
    when = Label(
        f"{since or '历来'} 生效；{item.time.date()} 写入",
        f"in effect {f'from {since}' if since else 'ever since'}; written {item.time.date()}",
    )
    if item.number:
        when = Label(f"{item.number}；{when.zh}", f"{item.number}; {when.en}")
    return Answer(label, frame.link("/history", revision=number), when)
