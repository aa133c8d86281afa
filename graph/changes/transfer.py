"""transfer 划转: one office takes over from another."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.moving import move_duties
from graph.model import EMPTY
from graph.schema import SECTION, Kind, Label

__all__ = ["TRANSFER", "two_offices"]


def two_offices(call: Call) -> tuple[str, str]:
    """The arguments ``from_unit`` and ``to_unit``: two different offices, neither a section."""
    first, second = (_office(call, field) for field in ("from_unit", "to_unit"))
    if first == second:
        call.refuse("to_unit", f"{second} 就是移出机关", f"{second} is the unit that gives")
    return first, second


def _office(call: Call, field: str) -> str:
    unit = call.code(field, Kind.UNIT)
    if (call.draft.node(Kind.UNIT, unit) or EMPTY).get("level") == SECTION:
        call.refuse(field, f"{unit} 是科室，应为机关", f"{unit} is a section, expected an office")
    return unit


def _transfer(call: Call) -> None:
    power = call.change["power"]
    giver, taker = two_offices(call)
    keep = call.own_steps("keep_steps", power)
    move_duties(call, power, lambda office: office == giver, lambda _: (taker,), keep_steps=keep)


TRANSFER = Operation(
    "transfer",
    Label("划转", "transfer"),
    (
        Argument("power", Label("职权", "power")),
        Argument("from_unit", Label("移出机关", "office that gives")),
        Argument("to_unit", Label("承接机关", "office that takes")),
        Argument("keep_steps", Label("保留环节", "steps that stay"), required=False),
    ),
    ("active",),
    _transfer,
)
