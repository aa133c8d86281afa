"""suspend 暂停 and resume 恢复: the status alone; duties sleep and wake with it."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.schema import Kind, Label

__all__ = ["RESUME", "SUSPEND"]


def _suspend(call: Call) -> None:
    call.draft.set_node(Kind.POWER, call.change["power"], {"status": "suspended"})


def _resume(call: Call) -> None:
    call.draft.set_node(Kind.POWER, call.change["power"], {"status": "active"})


_POWER = (Argument("power", Label("职权", "power")),)

SUSPEND = Operation("suspend", Label("暂停", "suspend"), _POWER, ("active",), _suspend)
RESUME = Operation("resume", Label("恢复", "resume"), _POWER, ("suspended",), _resume)
