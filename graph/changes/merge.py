"""merge 合并: several powers become one; nothing that hung on them is dropped."""

from __future__ import annotations

from collections.abc import Mapping

from graph.changes.draft import Argument, Basis, Call, Operation, status_label
from graph.model import EMPTY
from graph.schema import (
    AUTHORIZED_BY,
    DEPENDS_ON,
    DERIVED_FROM,
    EXERCISED_BY,
    HAS_STEP,
    SUPERVISED_BY,
    Kind,
    Label,
    Link,
)

__all__ = ["MERGE"]


def _merge(call: Call) -> None:
    powers = _powers(call)
    target = _target(call, powers)
    sources = tuple(power for power in powers if power != target)
    draft = call.draft
    _move_delegation(call, target, sources)
    for source in sources:
        for link in (HAS_STEP, EXERCISED_BY, SUPERVISED_BY):
            _move(call, link, source, target)
        for article in draft.out(AUTHORIZED_BY, source):
            call.authorize(target, Basis(article, None), call.inheritance(source, article))
    _repoint(call, target, sources)
    for source in sources:
        draft.set_node(Kind.POWER, source, {"status": "merged"})
        draft.add_relation(DERIVED_FROM, target, source)


def _powers(call: Call) -> tuple[str, ...]:
    powers = call.codes("powers", Kind.POWER)
    if len(powers) < 2:
        call.refuse("powers", "应有两项以上职权", "two or more powers")
    if len(set(powers)) != len(powers):
        call.refuse("powers", "职权重复", "a power is named twice")
    derived = call.derived()
    for power in powers:
        if not derived.active(power):
            now = status_label(derived.status(power))
            call.refuse("powers", f"{power} 的状态是“{now.zh}”，应为“在用”", f"{power} is {now.en}, must be active")
    return powers


def _target(call: Call, powers: tuple[str, ...]) -> str:
    into = call.change["into"]
    if isinstance(into, Mapping):
        return _new_target(call, into)
    if not isinstance(into, str) or into not in powers:
        call.refuse("into", f"{into!r} 不在被合并职权之列", f"{into!r} is not among the powers that are merged")
    return into


def _new_target(call: Call, into: Mapping[str, object]) -> str:
    properties = {name: value for name, value in into.items() if name != "code"}
    if "name" not in properties:
        call.refuse("into", "缺少 name", "name is missing")
    if properties.get("status", "active") != "active" or "delegated_from" in properties:
        call.refuse("into", "新职权的状态须为“在用”，且不带原行使层级", "must be active, without delegated_from")
    code = call.new_code("into", Kind.POWER, into.get("code"))
    held = call.properties("into", Kind.POWER, {**properties, "status": "active"}, clearing=True)
    call.draft.add_node(Kind.POWER, code, {name: value for name, value in held.items() if value is not None})
    return code


def _move_delegation(call: Call, target: str, sources: tuple[str, ...]) -> None:
    """The highest level that any of them was delegated from, the target's own included."""
    levels = [(call.draft.node(Kind.POWER, power) or EMPTY).get("delegated_from") for power in (target, *sources)]
    known = [str(level) for level in levels if level is not None]
    for source in sources:
        call.draft.set_node(Kind.POWER, source, {"delegated_from": None})
    if known:
        highest = min(known, key=call.draft.manifest.levels.index)
        call.draft.set_node(Kind.POWER, target, {"delegated_from": highest})


def _move(call: Call, link: Link, source: str, target: str) -> None:
    for end in call.draft.out(link, source):
        call.draft.copy_pair(link, (source, end), (target, end))
        call.draft.retire_pair(link, source, end)


def _repoint(call: Call, target: str, sources: tuple[str, ...]) -> None:
    """Dependencies of and on the sources become the target's; those among the merged are dropped."""
    draft, merged = call.draft, {target, *sources}
    for power in (target, *sources):
        for other in draft.out(DEPENDS_ON, power):
            if other not in merged:
                draft.copy_pair(DEPENDS_ON, (power, other), (target, other))
            if other in merged or power != target:
                draft.retire_pair(DEPENDS_ON, power, other)
    for source in sources:
        for other in draft.into(DEPENDS_ON, source):
            draft.copy_pair(DEPENDS_ON, (other, source), (other, target))
            draft.retire_pair(DEPENDS_ON, other, source)


MERGE = Operation(
    "merge",
    Label("合并", "merge"),
    (
        Argument("powers", Label("被合并职权", "powers")),
        Argument("into", Label("合并为", "into")),
    ),
    (),
    _merge,
)
