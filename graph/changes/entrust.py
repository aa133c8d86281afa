"""entrust 委托: another office does the work in the name of the first, which answers for it."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.moving import move_duties
from graph.changes.transfer import two_offices
from graph.model import EMPTY
from graph.schema import Kind, Label

__all__ = ["ENTRUST"]

_NO_ENTRUSTMENT = "行政强制法 §17"


def _entrust(call: Call) -> None:
    """The entrusting office still exercises the power: its EXERCISED_BY stays."""
    power = call.change["power"]
    held = call.draft.node(Kind.POWER, power) or EMPTY
    if held.get("type") == "03" and held.get("compulsion") != "execution":
        call.refuse(
            "power", f"{power} 是行政强制措施，不得委托", "a compulsory measure may not be entrusted", _NO_ENTRUSTMENT
        )
    giver, taker = two_offices(call)
    supervisor = call.optional_code("supervision_post", Kind.POST)
    move_duties(
        call,
        power,
        lambda office: office == giver,
        lambda _: (taker,),
        properties={"on_behalf_of": giver},
        keep_offices=True,
    )
    call.supervise(power, supervisor)


ENTRUST = Operation(
    "entrust",
    Label("委托", "entrust"),
    (
        Argument("power", Label("职权", "power")),
        Argument("from_unit", Label("委托机关", "office that entrusts")),
        Argument("to_unit", Label("受托机关", "office entrusted")),
        Argument("supervision_post", Label("事中事后监管岗位", "supervising post"), required=False),
    ),
    ("active",),
    _entrust,
)
