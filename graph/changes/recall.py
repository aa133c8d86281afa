"""recall 收回: a higher office exercises the power again."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.moving import ancestor_of_level, move_duties
from graph.schema import Kind, Label

__all__ = ["RECALL"]


def _recall(call: Call) -> None:
    """It is no error that the power was never delegated."""
    power = call.change["power"]
    level, to = call.levels(downwards=False)
    keep = call.own_steps("keep_steps", power)
    supervisor = call.optional_code("supervision_post", Kind.POST)
    at_level = call.derived().level
    move_duties(
        call,
        power,
        lambda office: at_level(office) == level,
        lambda office: ancestor_of_level(call, office, to),
        keep_steps=keep,
    )
    call.draft.set_node(Kind.POWER, power, {"level": to, "delegated_from": None})
    call.supervise(power, supervisor)


RECALL = Operation(
    "recall",
    Label("收回", "recall"),
    (
        Argument("power", Label("职权", "power")),
        Argument("from", Label("从层级", "from level")),
        Argument("to", Label("到层级", "to level")),
        Argument("keep_steps", Label("保留环节", "steps that stay"), required=False),
        Argument("supervision_post", Label("事中事后监管岗位", "supervising post"), required=False),
    ),
    ("active",),
    _recall,
)
