"""cancel 取消: the power ceases; what only it did ends, what it guarded against outside remains."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.steps import retire_steps
from graph.schema import DEPENDS_ON, EXERCISED_BY, HAS_STEP, Kind, Label

__all__ = ["CANCEL"]


def _cancel(call: Call) -> None:
    """AUTHORIZED_BY stays: it shows which articles are now idle. Controls are never retired by it."""
    power = call.change["power"]
    supervisor = call.optional_code("supervision_post", Kind.POST)
    draft = call.draft
    draft.set_node(Kind.POWER, power, {"status": "cancelled"})
    retire_steps(call, draft.out(HAS_STEP, power))
    for link in (EXERCISED_BY, DEPENDS_ON):
        for target in draft.out(link, power):
            draft.retire_pair(link, power, target)
    call.supervise(power, supervisor)


CANCEL = Operation(
    "cancel",
    Label("取消", "cancel"),
    (
        Argument("power", Label("职权", "power")),
        Argument("supervision_post", Label("事中事后监管岗位", "supervising post"), required=False),
    ),
    ("active", "suspended"),
    _cancel,
)
