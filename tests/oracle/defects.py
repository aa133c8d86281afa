"""What makes a legal change illegal: every kind of refusal in §4, one defect at a time (rarely two)."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.oracle.arguments import ROWS
from tests.oracle.derived import Derived
from tests.oracle.edit_defects import EDIT_DEFECTS
from tests.oracle.world import SECTION, Graph, Props


class Spoiler:
    """A change to be spoilt, with the graph that it would have been applied to."""

    def __init__(self, rng: random.Random, graph: Graph, change: Props) -> None:
        self.rng = rng
        self.graph = graph
        self.d = Derived(graph)
        self.change = change
        self.op = change.get("op")

    def pick(self, items: Any) -> Any:
        """One of the items; without any, a code that exists nowhere."""
        items = sorted(items)
        return self.rng.choice(items) if items else "nowhere"

    def strange_step(self) -> str:
        """A step of another power, or one that exists nowhere."""
        own = self.d.steps_of(str(self.change.get("power")))
        return str(self.pick(self.d.steps.keys() - own)) if self.rng.random() < 0.6 else "no-step"

    def sections(self) -> list[str]:
        return sorted(u for u in self.d.units if self.d.level_of(u) == SECTION)


def spoil(rng: random.Random, graph: Graph, change: Props) -> Props:
    """The change with a defect (a few times in a hundred two, to see which is named)."""
    spoilt = dict(change)
    for _ in range(2 if rng.random() < 0.15 else 1):
        s = Spoiler(rng, graph, spoilt)
        fitting = [defect for defect, fits in DEFECTS if fits(s)]
        rng.choice(fitting)(s)
    return spoilt


Defect = Callable[[Spoiler], None]
Fits = Callable[[Spoiler], bool]
DEFECTS: list[tuple[Defect, Fits]] = []


def defect(fits: Fits) -> Callable[[Defect], Defect]:
    def register(function: Defect) -> Defect:
        DEFECTS.append((function, fits))
        return function

    return register


def takes(*names: str) -> Fits:
    """The operation has such an argument, given or not."""
    return lambda s: s.op in ROWS and any(n in names for n in (a.rstrip("?") for a in ROWS[s.op]))


def gives(*names: str) -> Fits:
    return lambda s: any(n in s.change for n in names)


def is_op(*ops: str) -> Fits:
    return lambda s: s.op in ops


# --- names -------------------------------------------------------------------------------------------------------


@defect(lambda s: s.rng.random() < 0.15)
def unknown_operation(s: Spoiler) -> None:
    s.change["op"] = s.rng.choice(["abolish", "Cancel", "", "merge ", 7])


@defect(lambda s: s.rng.random() < 0.08)
def no_operation(s: Spoiler) -> None:
    s.change.pop("op", None)


@defect(lambda s: s.rng.random() < 0.4 or s.op in ("suspend", "resume") or s.op not in ROWS)
def unknown_argument(s: Spoiler) -> None:
    strange = ["supervison_post", "note", "units", "keep_steps", "into", "Power", "supervision_post", "edits", "key"]
    known = [a.rstrip("?") for a in ROWS.get(str(s.op), [])]
    s.change[s.rng.choice([name for name in strange if name not in known])] = s.rng.choice([[], "x", {}])


@defect(lambda s: any(not a.endswith("?") and a in s.change for a in ROWS.get(str(s.op), [])))
def missing_argument(s: Spoiler) -> None:
    del s.change[s.pick(a for a in ROWS[str(s.op)] if a in s.change)]


# --- powers ------------------------------------------------------------------------------------------------------


@defect(takes("power"))
def unknown_power(s: Spoiler) -> None:
    s.change["power"] = s.rng.choice(
        ["no-power", "", 5, [s.change.get("power")], "Power/" + str(s.change.get("power"))]
    )


@defect(takes("power"))
def power_of_another_status(s: Spoiler) -> None:
    s.change["power"] = s.pick(w for w in s.d.powers if s.d.powers[w].get("status") not in (None, "active"))


@defect(is_op("entrust"))
def measure_entrusted(s: Spoiler) -> None:
    found = [w for w in s.d.active if s.d.powers[w].get("type") == "03"]
    s.change["power"] = s.pick(w for w in found if s.d.powers[w].get("compulsion") != "execution")


@defect(is_op("merge"))
def wrong_powers(s: Spoiler) -> None:
    powers = list(s.change.get("powers", []))
    strange = s.pick(w for w in s.d.powers if w not in s.d.active)
    into = s.change.get("into")
    kept = [w for w in powers if w == into] or powers[:1]
    s.change["powers"] = s.rng.choice([kept, [], powers + powers[:1], [*powers, "no-power"], [*powers, strange], "w"])


@defect(is_op("merge"))
def wrong_into(s: Spoiler) -> None:
    new = {"code": "fresh", "name": "新"}
    wrong = [
        s.pick(s.d.powers.keys() - set(s.change.get("powers", []))), "no-power",
        new | {"code": s.pick(s.d.powers)}, new | {"status": "suspended"}, new | {"delegated_from": s.graph.levels[0]},
        {"name": "新"}, new | {"type": 6}, new | {"code": ""}, 3,
    ]  # fmt: skip
    s.change["into"] = s.rng.choice(wrong)


@defect(is_op("split"))
def wrong_parts(s: Spoiler) -> None:
    parts = [dict(part) for part in s.change.get("parts", [])]
    if not parts:
        return
    own = sorted(s.d.steps_of(str(s.change.get("power"))))
    part = s.rng.choice(parts)
    kind = s.rng.choice(["one", "twice", "none", "taken", "same", "article", "foreign", "member", "level", "bare"])
    if kind == "one":
        parts = [{**parts[0], "steps": own}]
    elif kind == "twice" and own:
        parts[0]["steps"], parts[1]["steps"] = [*parts[0]["steps"], own[0]], [*parts[1]["steps"], own[0]]
    elif kind == "none" and any(p["steps"] for p in parts):
        full = next(p for p in parts if p["steps"])
        full["steps"] = full["steps"][1:]
    elif kind == "same":
        parts[1]["code"] = parts[0]["code"]
    elif kind == "article":
        part["articles"] = ["no-article"]
    elif kind == "level":
        part["articles"] = [{"article": s.pick(s.d.articles), "lowest_level": "section"}]
    elif kind == "foreign":
        part["steps"] = [*part["steps"], s.strange_step()]
    elif kind == "member":
        part["status"] = "active"
    elif kind == "bare":
        part.pop("name", None)
    else:
        part["code"] = s.pick(s.d.powers)
    s.change["parts"] = parts


# --- posts, levels, offices ----------------------------------------------------------------------------------------


@defect(takes("supervision_post"))
def unknown_supervisor(s: Spoiler) -> None:
    s.change["supervision_post"] = s.rng.choice(["no-post", "", ["x"]])


@defect(takes("from"))
def wrong_from(s: Spoiler) -> None:
    s.change["from"] = s.rng.choice(["section", "nowhere", ""])


@defect(takes("to"))
def wrong_to(s: Spoiler) -> None:
    levels = s.graph.levels
    wrong = ["section", "nowhere", s.change.get("from"), levels[0] if s.op != "recall" else levels[-1]]
    s.change["to"] = s.rng.choice(wrong)


@defect(takes("units"))
def wrong_units(s: Spoiler) -> None:
    others = [u for u in s.d.units if s.d.level_of(u) != s.change.get("to")]
    s.change["units"] = s.rng.choice([[s.pick(others)], ["no-unit"], [*s.change.get("units", []), s.pick(others)], "x"])


@defect(takes("keep_steps"))
def wrong_keep_steps(s: Spoiler) -> None:
    s.change["keep_steps"] = s.rng.choice(
        [[s.strange_step()], s.pick(s.d.steps), [*s.change.get("keep_steps", []), "x"]]
    )


@defect(takes("steps"))
def wrong_steps(s: Spoiler) -> None:
    s.change["steps"] = [*s.change.get("steps", []), s.strange_step()]


@defect(takes("from_unit"))
def wrong_from_unit(s: Spoiler) -> None:
    s.change["from_unit"] = s.rng.choice([s.pick(s.sections()), "no-unit"])


@defect(takes("to_unit"))
def wrong_to_unit(s: Spoiler) -> None:
    s.change["to_unit"] = s.rng.choice(
        [s.pick(s.sections()), "no-unit", s.change.get("from_unit"), s.change.get("from_unit")]
    )


# --- inside a power --------------------------------------------------------------------------------------------------


@defect(is_op("convert"))
def wrong_type(s: Spoiler) -> None:
    power = s.d.powers.get(str(s.change.get("power")), {})
    s.change["to_type"] = s.rng.choice([power.get("type", "01"), 6, None])


@defect(takes("set"))
def wrong_set(s: Spoiler) -> None:
    name = s.rng.choice(["code", "status", "type", "level", "delegated_from"])
    wrong = [
        {name: s.rng.choice(["x", None])},
        {"name": "x", name: "y"},
        {"limit": {"days": 5}},
        {"min_posts": "2"},
        [],
    ]
    s.change["set"] = s.rng.choice(wrong)


@defect(takes("add_steps"))
def wrong_add_steps(s: Spoiler) -> None:
    step = {"code": "fresh-step", "name": "x", "seq": 1, "act": "复核"}
    wrong: list[Any] = [
        step | {"code": s.pick(s.d.steps)}, step | {"posts": ["no-post"]}, step | {"risks": ["no-risk"]},
        step | {"after": s.strange_step()}, step | {"seq": "1"}, step | {"status": "x"}, "fresh-step",
        {k: v for k, v in step.items() if k != s.rng.choice(list(step))}, step | {"limit_days": 1.5},
    ]  # fmt: skip
    items = [*s.change.get("add_steps", []), s.rng.choice(wrong)]
    if s.rng.random() < 0.1:
        items = [step, step]
    s.change["add_steps"] = items


@defect(takes("retire_steps"))
def wrong_retire_steps(s: Spoiler) -> None:
    s.change["retire_steps"] = [*s.change.get("retire_steps", []), s.strange_step()]


@defect(takes("assign"))
def wrong_pairs(s: Spoiler) -> None:
    own = s.d.steps_of(str(s.change.get("power")))
    step, post = s.pick(own), s.pick(s.d.posts)
    wrong: list[Any] = [{"step": s.strange_step(), "post": post}, {"step": step, "post": "no-post"}, {"step": step}]
    field = s.rng.choice(["assign", "unassign"])
    s.change[field] = [
        *s.change.get(field, []),
        s.rng.choice([*wrong, [step, post], {"step": step, "post": post, "x": 1}]),
    ]


@defect(takes("add_articles", "to_articles", "from_article"))
def wrong_articles(s: Spoiler) -> None:
    known = s.pick(s.d.articles)
    wrong = [
        "no-article",
        {"article": "no-article"},
        {"article": known, "lowest_level": "nowhere"},
        {"lowest_level": "hq"},
    ]
    bad = s.rng.choice(
        [*wrong, {"article": known, "level": s.graph.levels[0]}, {"article": known, "lowest_level": "section"}]
    )
    if s.op == "rebase":
        field = s.rng.choice(["to_articles", "from_article"])
        s.change[field] = "no-article" if field == "from_article" else [*s.change.get(field, []), bad]
    else:
        field = s.rng.choice(["retire_articles", "add_articles"])
        s.change[field] = [*s.change.get(field, []), "no-article" if field == "retire_articles" else bad]


@defect(is_op("repeal"))
def wrong_repeal(s: Spoiler) -> None:
    article, instrument = s.pick(s.d.articles), s.pick(s.graph.of_kind("Instrument"))
    for name in ("article", "instrument"):
        s.change.pop(name, None)
    wrong: list[Props] = [
        {}, {"article": article, "instrument": instrument}, {"article": "no-article"}, {"instrument": "no-instrument"},
        {"article": "no-article", "instrument": instrument},
    ]  # fmt: skip
    s.change |= s.rng.choice(wrong)


@defect(is_op("edit"))
def edit_without_list(s: Spoiler) -> None:
    s.change["edits"] = s.rng.choice([{}, "x", ["x"]])


@defect(is_op("edit"))
@defect(is_op("edit"))
@defect(is_op("edit"))
def wrong_edit(s: Spoiler) -> None:
    edits = list(s.change.get("edits", []))  # an earlier defect may have left no list
    edits.insert(s.rng.randint(0, len(edits)), s.rng.choice(EDIT_DEFECTS)(s.rng, s.graph))
    s.change["edits"] = edits
