"""delegate 下放: lower offices exercise the power in their own name."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.moving import descendants_of_level, move_duties
from graph.schema import Kind, Label

__all__ = ["DELEGATE"]


def _delegate(call: Call) -> None:
    """Level and delegated_from are set whether or not a duty moved."""
    power = call.change["power"]
    level, to = call.levels(downwards=True)
    units = call.units_of_level(to)
    keep = call.own_steps("keep_steps", power)
    supervisor = call.optional_code("supervision_post", Kind.POST)
    at_level = call.derived().level
    move_duties(
        call,
        power,
        lambda office: at_level(office) == level,
        lambda office: descendants_of_level(call, office, to),
        units=units,
        keep_steps=keep,
    )
    call.draft.set_node(Kind.POWER, power, {"level": to, "delegated_from": level})
    call.supervise(power, supervisor)


DELEGATE = Operation(
    "delegate",
    Label("下放", "delegate"),
    (
        Argument("power", Label("职权", "power")),
        Argument("from", Label("从层级", "from level")),
        Argument("to", Label("到层级", "to level")),
        Argument("units", Label("承接机关", "receiving offices"), required=False),
        Argument("keep_steps", Label("保留环节", "steps that stay"), required=False),
        Argument("supervision_post", Label("事中事后监管岗位", "supervising post"), required=False),
    ),
    ("active",),
    _delegate,
)
