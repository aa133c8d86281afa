"""redefine 调整: the power stays, its conditions, steps, posts or bases change."""

from __future__ import annotations

from collections.abc import Iterable

from graph.changes.draft import Argument, Call, Operation
from graph.changes.steps import add_steps, check_added_steps, retire_steps
from graph.model import Value
from graph.schema import AUTHORIZED_BY, HAS_STEP, PERFORMED_BY, Kind, Label

__all__ = ["NOT_SET", "REDEFINE"]

NOT_SET = ("code", "status", "type", "level", "delegated_from")
"""What operations of their own change."""


def _redefine(call: Call) -> None:
    """In the order: set, retire_steps, add_steps, unassign, assign, retire_articles, add_articles."""
    power = call.change["power"]
    draft = call.draft
    changes = _settings(call)
    going = [item for item in call.change.get("retire_steps") or () if isinstance(item, str)]
    new = check_added_steps(call, power, "add_steps", going)
    going = list(call.own_steps("retire_steps", power))
    own = (set(draft.out(HAS_STEP, power)) - set(going)) | new
    unassigned = _duties(call, power, "unassign", own)
    assigned = _duties(call, power, "assign", own)
    retired = call.bases("retire_articles")
    added = call.bases("add_articles")

    draft.set_node(Kind.POWER, power, changes)
    retire_steps(call, going)
    add_steps(call, power, "add_steps")
    for step, post in unassigned:
        draft.retire_pair(PERFORMED_BY, step, post)
    for step, post in assigned:
        draft.add_relation(PERFORMED_BY, step, post)
    for basis in retired:
        draft.retire_pair(AUTHORIZED_BY, power, basis.article)
    for basis in added:
        call.authorize(power, basis)


def _settings(call: Call) -> dict[str, Value | None]:
    held = call.properties("set", Kind.POWER, call.change.get("set", {}), clearing=True)
    for name in NOT_SET:
        if name in held:
            call.refuse("set", f"{name} 不得由此设定", f"{name} may not be set here")
    return held


def _duties(call: Call, power: str, field: str, own: Iterable[str]) -> list[tuple[str, str]]:
    found = []
    for item in call.items(field):
        call.only_keys(field, item, ("step", "post"))
        if item["step"] not in own:
            call.refuse(field, f"{item['step']!r} 不是 {power} 的环节", f"{item['step']!r} is no step of {power}")
        found.append((item["step"], call.existing(field, Kind.POST, item["post"])))
    return found


REDEFINE = Operation(
    "redefine",
    Label("调整", "redefine"),
    (
        Argument("power", Label("职权", "power")),
        Argument("set", Label("设定属性", "properties to set"), required=False),
        Argument("add_steps", Label("新增环节", "steps to add"), required=False),
        Argument("retire_steps", Label("撤销环节", "steps to retire"), required=False),
        Argument("unassign", Label("撤销岗位分工", "duties to take away"), required=False),
        Argument("assign", Label("新增岗位分工", "duties to give"), required=False),
        Argument("retire_articles", Label("不再依据", "articles to drop"), required=False),
        Argument("add_articles", Label("新增依据", "articles to add"), required=False),
    ),
    ("active", "suspended"),
    _redefine,
)
