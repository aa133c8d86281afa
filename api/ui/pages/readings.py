"""A question in the search box: what it was read as, and the pages that answer it, the impact of the reform first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.render.names import title as name_of
from api.ui.pages.arguments.address import PREFIX
from api.ui.pages.dated import Log, of_dates
from api.ui.pages.foreign import with_names
from api.ui.pages.frame import Frame
from api.ui.pages.known import SAME, Answer, Reading, of_alike, of_card, of_gaps, of_words
from api.ui.pages.listed import lists_of, powers_of_sort
from api.ui.pages.named import of_articles, of_coded, of_missing_article, of_offices, of_path, of_roles, pages_of
from api.ui.pages.reasons import ends_of, why_not
from api.web.packing import packed
from graph.changes import OPERATIONS
from graph.changes.draft import Operation, status_label
from graph.errors import ConflictError, ReformRefused
from graph.model import EMPTY, NodeId
from graph.reform import Reform, apply_reform
from graph.schema import LEVELS, Kind, Label
from graph.view import View
from queries.find import folded
from queries.legal import Refusal, try_change
from queries.question import Understood, understood
from queries.wording import is_label

__all__ = ["Answer", "Reading", "reading_of"]

Change = Mapping[str, Any]

_SHOWN = 8
_SHORT = frozenset({"cancel", "suspend"})
"""Operations whose reform needs no more than the code of the power in the address."""
_STEPS = {"delegate": 1, "recall": -1}
_WHY = re.compile(r"(?:为什么|为何|为啥|缘何|什么原因|\bwhy\b)(?!\s*(?:不|没|未|not\b|don['’]?t\b|isn['’]?t\b))")
"""Why something is so, or was done; 为什么不 and why not propose it."""
_WHEN = re.compile(r"(?:什么时候|何时|哪一?[年月天日]).*[的了过]|\bwhen (?:was|were|did|has|have)\b")
"""When it was done; 何时取消好 and when to cancel it ask for advice."""


def reading_of(view: View, text: str, frame: Frame, log: Log = tuple) -> Reading | None:
    """How a question is read; None where nothing in it is known. ``log`` is read where it asks what was changed."""
    told = of_card(view, text, frame) or of_missing_article(view, text, frame)
    if told is not None:
        return told
    found = understood(view, text)
    certain = found is not None and found.certain
    if found is None or not (found.asked and certain):
        powers = found.powers if found is not None and certain else ()
        told = of_path(view, text, frame) or of_dates(view, text, frame, log, powers)
        if told is not None:
            return told
    if found is None or not certain:
        plain = of_articles(view, text, frame) or of_roles(view, text, frame) or of_gaps(view, text, frame)
        if plain is None and (found is None or not found.asked):
            plain = of_offices(view, text, frame) or of_coded(view, text, frame)
        if plain is None and (found is None or (not found.asked and is_label(found.named[0]))):
            plain = _of_subject(view, text, frame)
        if plain is not None or found is None:
            return plain
    elif _WHY.search(folded(text)) or _WHEN.search(folded(text)):
        return _of_why(view, found.powers[:_SHOWN], frame)
    powers = found.powers[:_SHOWN]
    answers = [
        *_joint(view, found, frame),
        *(each for power in powers for each in _answers(view, found, power, text, frame)),
    ]
    last = bool(found.asked)  # who asks for no reform wants to know of the power itself
    first = sorted(answers, key=lambda answer: answer.power is last)
    more = len(found.powers) - len(powers)
    rest = frame.link("/search", q=found.named[0], type=Kind.POWER.value)
    clear = not (found.negated or found.in_part or found.unclear) and all(each.powers for each in found.asked)
    unclear = tuple(_look_for(part, frame) for part in found.unclear)
    return Reading(tuple(_said(view, found)), (*first, *unclear), more, rest, found.certain and clear)


def _look_for(part: str, frame: Frame) -> Answer:
    """The powers that a part of names may mean."""
    address = frame.link("/search", q=part, type=Kind.POWER.value)
    return Answer(Label(f"“{part}”指哪一项职权，请选", f"choose which power “{part}” means"), address)


def _of_subject(view: View, text: str, frame: Frame) -> Reading | None:
    """What a question that names nothing of the graph is about: questions, and lists of what it speaks of."""
    near = of_alike(text, frame, SAME) or of_words(text, frame) or of_alike(text, frame)
    sorts, lists = tuple(powers_of_sort(view, text, frame)), tuple(lists_of(view, text, frame))
    if sorts or lists:
        said = near.said if near is not None else (Label("一类的清单", "a list of one kind"),)
        answers = (*sorts, *(near.answers if near is not None else ()), *lists)
        near = Reading(said, answers, 0, "", sure=False)
    return with_names(view, text, frame, near)


def _of_why(view: View, powers: Sequence[str], frame: Frame) -> Reading:
    """Why or when something was done to powers: their history tells, and whether it was at all their status does."""
    said = [
        Label(
            "问的是缘由或时间，不当作要改什么；图谱记有谁在何时改了什么和事由",
            "asks why or when, for no change; the log has who changed what, when and why",
        )
    ]
    answers = []
    for power in powers:
        title, node = _title(view, power), NodeId(Kind.POWER, power)
        status = status_label(str((view.node(*node) or EMPTY).get("status", "active")))
        said.append(Label(f"职权 {title}，现为“{status.zh}”", f"power {title}, now “{status.en}”"))
        answers += [
            Answer(Label(f"{title} 的历史", f"the history of {title}"), frame.node(node, tab="history")),
            Answer(Label(title, title), frame.node(node), power=True),
        ]
    return Reading(tuple(said), tuple(answers), 0, "")


def _said(view: View, found: Understood) -> Iterator[Label]:
    for operation, word in found.operations:
        yield Label(f"“{word}”＝操作“{operation.label.zh}”", f"“{word}” = operation “{operation.label.en}”")
    for word in dict.fromkeys(each.word for each in found.asked if not each.powers):
        yield Label(
            f"“{word}”所指的职权没有认出，不套用到别的职权",
            f"of which power “{word}” is said is not clear: it is read of none",
        )
    for each in found.negated:
        op = each.operation.label
        yield Label(f"“{each.word}”前有否定，不当作操作“{op.zh}”", f"“{each.word}” is negated: not read as “{op.en}”")
    if not found.asked:
        yield Label("没有说要改什么：先看职权本身", "no change is asked for: the power itself comes first")
    if found.certain:
        for power in found.powers:
            title = _title(view, power)
            zh, en = ("，按名称的一部分认出", ", by a part of its name") if power in found.in_part else ("", "")
            yield Label(f"职权 {title}{zh}", f"power {title}{en}")
        for part in found.unclear:
            yield Label(f"“{part}”是几项职权名称的一部分", f"“{part}” is part of the names of several powers")
    else:
        part, number = found.named[0], len(found.powers)
        yield Label(
            f"“{part}”是 {number} 项职权名称的一部分，请选一项",
            f"“{part}” is part of the names of {number} powers: choose one",
        )


def _answers(view: View, found: Understood, power: str, text: str, frame: Frame) -> Iterator[Answer]:
    title, operations = _title(view, power), found.of(power)
    for operation in operations:
        if operation in _merging(found):
            continue
        yield _done(view, operation, power, frame, found.receiver(operation, power))
    if not found.asked:
        if not found.negated:
            label = Label(f"假如取消 {title}，会动到谁", f"who is affected if {title} were cancelled")
            yield Answer(label, frame.link("/impact", cancel=power))
        yield Answer(
            Label(f"{title} 还可做什么", f"what else may be done to {title}"), frame.link("/reform", power=power)
        )
    if operations:
        yield Answer(Label(title, title), frame.node(NodeId(Kind.POWER, power)), power=True)
    else:
        yield from pages_of(view, power, "" if found.negated else text, frame)


def _merging(found: Understood) -> tuple[Operation, ...]:
    """The merger that is asked for of several powers; it is one change of all of them."""
    merge = OPERATIONS["merge"]
    return (merge,) if found.certain and sum(merge in found.of(power) for power in found.powers) > 1 else ()


def _merged(view: View, found: Understood, frame: Frame) -> Iterator[Answer]:
    """The form of a merger with all its powers filled in; into which one is still to be said."""
    for merge in _merging(found):
        powers = [power for power in found.powers if merge in found.of(power)]
        given = {f"{PREFIX}powers": " ".join(powers)}
        names = [_title(view, power) for power in powers]
        label = Label(f"编写“{merge.label.zh}”：{'、'.join(names)}", f"compose: {merge.label.en} {', '.join(names)}")
        note = Label("还要说并入哪一项，才算得出影响", "into which one is to be said before its impact is known")
        yield Answer(label, frame.link("/reform", power=powers[0], op=merge.op, **given), note)


def _joint(view: View, found: Understood, frame: Frame) -> Iterator[Answer]:
    """One reform of all that is asked for, then each operation on several powers; none that is refused as a whole."""
    if not found.certain:
        return
    yield from _merged(view, found, frame)
    for parts in _reforms(found):
        changes = [
            (operation, change)
            for operation, powers in parts
            for power in powers
            if (change := _change(view, operation, power)) is not None
        ]
        whole = sum(len(powers) for _, powers in parts)
        if whole > 1 and len(changes) == whole and _possible(view, [change for _, change in changes]):
            zh = "，".join(
                f"{op.label.zh} {'、'.join(_title(view, power) for power in powers)}" for op, powers in parts
            )
            en = "; ".join(
                f"{op.label.en} {', '.join(_title(view, power) for power in powers)}" for op, powers in parts
            )
            yield Answer(Label(f"一并{zh} 的影响", f"the impact of all together: {en}"), _impact(frame, changes))


Part = tuple[Operation, tuple[str, ...]]
"""An operation, and the powers that it is done to."""


def _reforms(found: Understood) -> Iterator[Sequence[Part]]:
    """What may be meant as one reform: all of it, where each power has one operation, and each operation by itself."""
    if not found.asked and not found.negated:
        yield ((OPERATIONS["cancel"], found.powers),)
    parts = [
        (operation, tuple(power for power in found.powers if operation in found.of(power)))
        for operation, _ in found.operations
    ]
    once = all(len(found.of(power)) == 1 for power in found.powers)
    if len(parts) > 1 and once and found.together and all(each.powers for each in found.asked):
        yield parts
    yield from ((part,) for part in parts)


def _possible(view: View, changes: Sequence[Change]) -> bool:
    try:
        apply_reform(view, Reform("", tuple(changes)))
    except (ReformRefused, ConflictError):
        return False
    return True


def _impact(frame: Frame, changes: Sequence[tuple[Operation, Change]]) -> str:
    """The address of the impact of some changes, short where they are all of one operation that needs no more."""
    operations = dict.fromkeys(operation for operation, _ in changes)
    powers = {each: [str(change["power"]) for operation, change in changes if operation is each] for each in operations}
    first = changes[0][0]
    if len(powers) == 1 and first.op in _SHORT:
        return frame.link("/impact", **{first.op: powers[first]})
    name = "，".join(f"{operation.label.zh} {'、'.join(each)}" for operation, each in powers.items())
    return frame.link("/impact", r=packed(Reform(name, tuple(change for _, change in changes))))


def _done(view: View, operation: Operation, power: str, frame: Frame, office: str) -> Answer:
    """The impact of doing something to a power, or the form where it is filled in, with the reason; to which office."""
    title, op = _title(view, power), operation.label
    change = _change(view, operation, power)
    form = frame.link("/reform", power=power, op=operation.op, **({f"{PREFIX}to_unit": office} if office else {}))
    end = ends_of(view, power).get(operation.op)
    if end is not None:
        return _refused(operation, title, frame.link("/reform", power=power), end)
    if change is None:
        label = Label(f"编写“{op.zh}”：{title}", f"compose: {op.en} {title}")
        if office:
            unit = name_of(view, Kind.UNIT, office)
            label = Label(f"{label.zh} → {unit}", f"{label.en} → {unit}")
        return Answer(
            label, form, Label("还要填写，才算得出影响", "more is to be filled in before its impact is known")
        )
    tried = try_change(view, change)
    if isinstance(tried, Refusal):
        return _refused(operation, title, frame.link("/reform", power=power), why_not(tried))
    label = Label(f"{op.zh} {title} 的影响", f"the impact of: {op.en} {title}")
    return Answer(label, _impact(frame, [(operation, change)]), _between(change))


def _refused(operation: Operation, title: str, address: str, why: Label) -> Answer:
    op = operation.label
    return Answer(Label(f"不能{op.zh} {title}：看可做什么", f"cannot {op.en} {title}: what may be done"), address, why)


def _change(view: View, operation: Operation, power: str) -> Change | None:
    """The change, where the power alone says all of it: its level says from which level to the next it moves."""
    change: dict[str, Any] = {"op": operation.op, "power": power}
    if operation.op in _STEPS:
        levels, level = view.manifest.levels, (view.node(Kind.POWER, power) or EMPTY).get("level")
        at = levels.index(str(level)) + _STEPS[operation.op] if level in levels else -1
        return {**change, "from": str(level), "to": levels[at]} if 0 <= at < len(levels) else None
    required = {item.name for item in operation.arguments if item.required}
    return change if required == {"power"} and operation.op != "redefine" else None


def _between(change: Change) -> Label | None:
    if "from" not in change:
        return None
    ends = [LEVELS.get(change[name], Label(change[name], change[name])) for name in ("from", "to")]
    return Label(" → ".join(end.zh for end in ends), " → ".join(end.en for end in ends))


def _title(view: View, power: str) -> str:
    return name_of(view, Kind.POWER, power)
