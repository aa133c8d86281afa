"""convert 改类: the power becomes one of another type, such as a licence that becomes record-filing."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.steps import add_steps, check_added_steps, retire_steps
from graph.model import EMPTY, value_problem
from graph.schema import Kind, Label, property_of

__all__ = ["CONVERT"]


def _convert(call: Call) -> None:
    power, to_type = call.change["power"], call.change["to_type"]
    problem = value_problem(property_of(Kind.POWER, "type"), to_type, call.draft.manifest)
    if problem:
        call.refuse(
            "to_type", f"收到 {to_type!r}，应为权力类型编码", f"got {to_type!r}, expected a type code: {problem}"
        )
    if (call.draft.node(Kind.POWER, power) or EMPTY).get("type") == to_type:
        call.refuse("to_type", f"{power} 已是类型 {to_type}", f"{power} is of type {to_type} already")
    steps = call.own_steps("retire_steps", power)
    check_added_steps(call, power, "add_steps", steps)
    call.draft.set_node(Kind.POWER, power, {"type": to_type})
    retire_steps(call, steps)
    add_steps(call, power, "add_steps")


CONVERT = Operation(
    "convert",
    Label("改类", "convert"),
    (
        Argument("power", Label("职权", "power")),
        Argument("to_type", Label("改为类型", "to type")),
        Argument("retire_steps", Label("撤销环节", "steps to retire"), required=False),
        Argument("add_steps", Label("新增环节", "steps to add"), required=False),
    ),
    ("active",),
    _convert,
)
