"""The arguments of a change: their names, their order, and what must be true of each before anything is edited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.oracle.derived import Derived
from tests.oracle.world import SECTION, Graph, Props, is_code

# Arguments of each operation in the order of its row in §4; "?" marks the optional ones.
ROWS: dict[str, list[str]] = {
    "cancel": ["power", "supervision_post?"],
    "suspend": ["power"],
    "resume": ["power"],
    "delegate": ["power", "from", "to", "units?", "keep_steps?", "supervision_post?"],
    "recall": ["power", "from", "to", "keep_steps?", "supervision_post?"],
    "authorize": ["power", "steps", "from", "to", "units?"],
    "transfer": ["power", "from_unit", "to_unit", "keep_steps?"],
    "entrust": ["power", "from_unit", "to_unit", "supervision_post?"],
    "merge": ["powers", "into"],
    "split": ["power", "parts"],
    "convert": ["power", "to_type", "retire_steps?", "add_steps?"],
    "redefine": [
        "power", "set?", "add_steps?", "retire_steps?", "unassign?", "assign?", "retire_articles?", "add_articles?",
    ],
    "rebase": ["power?", "from_article", "to_articles"],
    "repeal": ["article?", "instrument?"],
    "edit": ["edits"],
}  # fmt: skip

REQUIRED_STATUS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("suspend", "delegate", "recall", "authorize", "transfer", "entrust"), ("active",)),
    **dict.fromkeys(("split", "convert", "rebase"), ("active",)),
    "resume": ("suspended",),
    **dict.fromkeys(("cancel", "redefine"), ("active", "suspended")),
}


class Bad(Exception):
    """An argument that is wrong; the position is added by whoever walks through the changes."""

    def __init__(self, field: str, because: str) -> None:
        super().__init__(f"{field}: {because}")
        self.field = field
        self.because = because


def check_names(change: Props) -> None:
    """The operation, unknown arguments, missing arguments: in this order."""
    op = change.get("op")
    if not isinstance(op, str) or op not in ROWS:
        raise Bad("op", f"no operation {op!r}")
    row = [name.rstrip("?") for name in ROWS[op]]
    for name in change:
        if name != "op" and name not in row:
            raise Bad(name, "unknown argument")
    for name in ROWS[op]:
        if not name.endswith("?") and name not in change:
            raise Bad(name, "missing argument")
    if op == "repeal" and ("article" in change) == ("instrument" in change):
        raise Bad("article", "one of article and instrument")


def check_power(graph: Graph, change: Props) -> None:
    """The named power (or the powers of a merge) exist and have the status that the operation needs."""
    op = change["op"]
    if op == "merge":
        powers = change["powers"]
        if not isinstance(powers, list) or len(powers) < 2:
            raise Bad("powers", "two or more")
        for w in powers:
            need_power(graph, w, ("active",), "powers")
        if len(set(powers)) < len(powers):
            raise Bad("powers", "not distinct")
    elif "power" in change:
        need_power(graph, change["power"], REQUIRED_STATUS[op], "power")
    if op == "entrust":
        props = graph.nodes["Power", change["power"]]
        if props.get("type") == "03" and props.get("compulsion") != "execution":
            raise Bad("power", "行政强制法 §17: a compulsory measure may not be entrusted")


def need_power(graph: Graph, code: object, statuses: tuple[str, ...], field: str) -> None:
    need(graph, "Power", code, field)
    status = graph.nodes["Power", str(code)].get("status", "active")
    if status not in statuses:
        raise Bad(field, f"{code} is {status}")


def need(graph: Graph, kind: str, code: object, field: str) -> None:
    if not graph.has(kind, code):
        raise Bad(field, f"no {kind} {code!r}")


def need_new(graph: Graph, kind: str, code: object, field: str) -> None:
    if not is_code(code):
        raise Bad(field, f"{code!r} is no code")
    if graph.has(kind, code):
        raise Bad(field, f"{kind} {code} is taken")


def need_list(value: object, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise Bad(field, "not a list")
    return value


def need_object(value: object, field: str, required: Iterable[str], optional: Iterable[str] = ()) -> Props:
    """An object with these members, and no others unless `optional` holds "*"."""
    if not isinstance(value, dict):
        raise Bad(field, "not an object")
    required, optional = list(required), list(optional)
    for name in required:
        if name not in value:
            raise Bad(field, f"{name} is missing")
    if "*" not in optional and set(value) - set(required) - set(optional):
        raise Bad(field, f"unknown members {set(value) - set(required) - set(optional)}")
    return value


def need_level(graph: Graph, level: object, field: str) -> None:
    if level not in graph.levels:
        raise Bad(field, f"{level!r} is no office level")


def need_levels(graph: Graph, change: Props, to_lower: bool) -> None:
    """`from` and `to` are office levels, and `to` lies on the right side."""
    need_level(graph, change["from"], "from")
    need_level(graph, change["to"], "to")
    start, end = graph.levels.index(change["from"]), graph.levels.index(change["to"])
    if (to_lower and end <= start) or (not to_lower and end >= start):
        raise Bad("to", "not lower than from" if to_lower else "not higher than from")


def need_units(graph: Graph, change: Props) -> set[str] | None:
    """`units` as a set, all of level `to`; None when not given, which means every office."""
    if "units" not in change:
        return None
    for u in need_list(change["units"], "units"):
        need(graph, "Unit", u, "units")
        if graph.nodes["Unit", u].get("level") != change["to"]:
            raise Bad("units", f"{u} is not of level {change['to']}")
    return set(change["units"])


def need_offices(graph: Graph, change: Props) -> None:
    """from_unit and to_unit: units, no sections, not the same."""
    for field in ("from_unit", "to_unit"):
        need(graph, "Unit", change[field], field)
        if graph.nodes["Unit", change[field]].get("level") == SECTION:
            raise Bad(field, "a section")
    if change["from_unit"] == change["to_unit"]:
        raise Bad("to_unit", "the same unit")


def need_steps(graph: Graph, change: Props, field: str) -> set[str]:
    """A list of the power's own steps; nothing when not given."""
    own = Derived(graph).steps_of(change["power"])
    steps = need_list(change.get(field, []), field)
    for s in steps:
        if not isinstance(s, str) or s not in own:
            raise Bad(field, f"{s!r} is not a step of {change['power']}")
    return set(steps)


def need_post(graph: Graph, change: Props, field: str = "supervision_post") -> None:
    if field in change:
        need(graph, "Post", change[field], field)


def article_of(graph: Graph, value: object, field: str) -> tuple[str, str | None]:
    """An article argument: a code or {article, lowest_level?}; (code, level or None)."""
    level = None
    if isinstance(value, dict):
        need_object(value, field, ["article"], ["lowest_level"])
        level = value.get("lowest_level")
        if "lowest_level" in value:
            need_level(graph, level, field)
        value = value["article"]
    need(graph, "Article", value, field)
    return str(value), level


def articles_of(graph: Graph, values: object, field: str) -> list[tuple[str, str | None]]:
    return [article_of(graph, v, field) for v in need_list(values, field)]
