"""authorize 授权: lower offices may do some steps as well; the higher ones keep them."""

from __future__ import annotations

from graph.changes.draft import Argument, Call, Operation
from graph.changes.moving import counterparts, descendants_of_level
from graph.schema import EXERCISED_BY, PERFORMED_BY, Label

__all__ = ["AUTHORIZE"]


def _authorize(call: Call) -> None:
    power = call.change["power"]
    steps = call.own_steps("steps", power)
    level, to = call.levels(downwards=True)
    units = call.units_of_level(to)
    draft, derived = call.draft, call.derived()
    same_role = counterparts(call)
    for step in dict.fromkeys(steps):
        for post in draft.out(PERFORMED_BY, step):
            office = derived.office(post)
            if office is None or derived.level(office) != level:
                continue
            for unit in descendants_of_level(call, office, to):
                if units is not None and unit not in units:
                    continue
                draft.add_relation(EXERCISED_BY, power, unit)
                found = same_role.of(post, unit)
                for other in found:
                    draft.add_relation(PERFORMED_BY, step, other)
                if not found:
                    call.reports.no_counterpart.add((step, post, unit))


AUTHORIZE = Operation(
    "authorize",
    Label("授权", "authorize"),
    (
        Argument("power", Label("职权", "power")),
        Argument("steps", Label("授权环节", "steps")),
        Argument("from", Label("从层级", "from level")),
        Argument("to", Label("到层级", "to level")),
        Argument("units", Label("被授权机关", "authorised offices"), required=False),
    ),
    ("active",),
    _authorize,
)
