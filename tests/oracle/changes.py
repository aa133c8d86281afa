"""Random changes that are legal in a given graph, for every operation and every argument of §4."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.oracle.arguments import REQUIRED_STATUS
from tests.oracle.derived import Derived
from tests.oracle.edit_changes import draw_edits
from tests.oracle.moves import below, nearest_above
from tests.oracle.world import SECTION, Graph, Props
from tests.oracle.worlds import ACTS, SAFE_ACTS, TYPES


class Impossible(Exception):
    """The graph has nothing that this operation could be done to."""


class Drawing:
    """A random generator with a graph to draw from."""

    def __init__(self, rng: random.Random, graph: Graph, number: int) -> None:
        self.rng = rng
        self.graph = graph
        self.d = Derived(graph)
        self.number = number  # of the change: keeps new codes apart

    def chance(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def pick(self, items: Any) -> Any:
        items = sorted(items)
        if not items:
            raise Impossible
        return self.rng.choice(items)

    def some(self, items: Any, least: int, most: int) -> list[Any]:
        items = sorted(items)
        most = min(most, len(items))
        return self.rng.sample(items, self.rng.randint(min(least, most), most))

    def power(self, op: str) -> str:
        """A power of the status that the operation needs, rather one in which something happens."""
        fit = {w for w, p in self.d.powers.items() if p.get("status", "active") in REQUIRED_STATUS[op]}
        busy = {w for w in fit if any(s for s in self.d.steps_of(w))}
        return str(self.pick(busy if busy and self.chance(85) else fit))

    def offices(self) -> list[str]:
        return sorted(u for u in self.d.units if self.d.level_of(u) != SECTION)

    def performing_offices(self, power: str) -> set[str]:
        steps = self.d.steps_of(power)
        found = {self.d.office(p) for s, p in self.d.pairs("PERFORMED_BY") if s in steps}
        return {u for u in found if u is not None}

    def new_code(self, stem: str) -> str:
        return f"{stem}{self.number}{self.rng.choice(['', '', '', '/x', '~0', ' 新'])}"

    def acts(self) -> list[str]:
        return ACTS if len(self.graph.incompatible) != 1 else SAFE_ACTS

    def article(self, code: str) -> Any:
        """An article argument in one of its forms."""
        form = self.rng.choice(["code", "code", "object", "level", "level"])
        if form == "code":
            return code
        return {"article": code} | ({"lowest_level": self.pick(self.graph.levels)} if form == "level" else {})

    def articles(self, least: int, most: int) -> list[Any]:
        return [self.article(a) for a in self.some(self.d.articles, least, most)]


def legal(op: str, rng: random.Random, graph: Graph, number: int) -> Props:
    """A change of this operation; raises Impossible."""
    g = Drawing(rng, graph, number)
    change = {"op": op, **ROWS[op](g)}
    if rng.random() < 0.2:  # the order of the arguments means nothing
        names = list(change)
        rng.shuffle(names)
        change = {name: change[name] for name in names}
    return change


def supervision(g: Drawing) -> Props:
    return {"supervision_post": g.pick(g.d.posts)} if g.chance(40) else {}


def kept(g: Drawing, power: str) -> Props:
    return {"keep_steps": g.some(g.d.steps_of(power), 0, 2)} if g.chance(25) else {}


def cancel(g: Drawing) -> Props:
    return {"power": g.power("cancel"), **supervision(g)}


def suspend(g: Drawing) -> Props:
    return {"power": g.power("suspend")}


def resume(g: Drawing) -> Props:
    return {"power": g.power("resume")}


def downwards(g: Drawing, power: str) -> Props:
    """from, to and units for what goes to a lower level, rather from where somebody performs."""
    levels = g.graph.levels
    here = {lv for u in g.performing_offices(power) if (lv := g.d.level_of(u)) in levels[:-1]}
    start = g.pick(here if here and g.chance(90) else levels[:-1])
    end = g.rng.choice(levels[levels.index(start) + 1 :])
    args: Props = {"from": start, "to": end}
    if g.chance(30):
        there = {u for u in g.d.units if g.d.level_of(u) == end}
        reached = {u for v in g.performing_offices(power) for u in below(g.d, v, end)}
        args["units"] = g.some(reached if reached and g.chance(70) else there, 0 if g.chance(5) else 1, 3)
    return args


def delegate(g: Drawing) -> Props:
    power = g.power("delegate")
    return {"power": power, **downwards(g, power), **kept(g, power), **supervision(g)}


def recall(g: Drawing) -> Props:
    power = g.power("recall")
    levels = g.graph.levels
    here = {lv for u in g.performing_offices(power) if (lv := g.d.level_of(u)) in levels[1:]}
    start = g.pick(here if here and g.chance(90) else levels[1:])
    above = levels[: levels.index(start)]
    reached = {
        lv for u in g.performing_offices(power) if g.d.level_of(u) == start for lv in above if nearest_above(g.d, u, lv)
    }
    end = g.pick(reached if reached and g.chance(80) else above)
    return {"power": power, "from": start, "to": end, **kept(g, power), **supervision(g)}


def authorize(g: Drawing) -> Props:
    power = g.power("authorize")
    return {"power": power, "steps": g.some(g.d.steps_of(power), 0 if g.chance(5) else 1, 3), **downwards(g, power)}


def two_offices(g: Drawing, power: str) -> Props:
    here = g.performing_offices(power)
    start = g.pick(here if here and g.chance(90) else g.offices())
    return {"from_unit": start, "to_unit": g.pick(set(g.offices()) - {start})}


def transfer(g: Drawing) -> Props:
    power = g.power("transfer")
    return {"power": power, **two_offices(g, power), **kept(g, power)}


def entrust(g: Drawing) -> Props:
    free = {
        w for w in g.d.active if g.d.powers[w].get("type") != "03" or g.d.powers[w].get("compulsion") == "execution"
    }
    busy = {w for w in free if g.performing_offices(w)}
    power = g.pick(busy if busy and g.chance(90) else free)
    return {"power": power, **two_offices(g, power), **supervision(g)}


def merge(g: Drawing) -> Props:
    powers = g.some(g.d.active, 2, 3)
    if len(powers) < 2:
        raise Impossible
    if g.chance(50):
        return {"powers": powers, "into": g.rng.choice(powers)}
    into: Props = {"code": g.new_code("m"), "name": "合并后"}
    extras: Props = {
        "category": "enforcement",
        "type": g.rng.choice(TYPES),
        "status": "active",
        "level": g.pick(g.graph.levels),
        "public": g.chance(50),
        "compulsion": "execution",
    }
    into |= {k: v for k, v in extras.items() if g.chance(70)}
    return {"powers": powers, "into": into}


def split(g: Drawing) -> Props:
    power = g.power("split")
    count = g.rng.choice([2, 2, 3])
    parts: list[Props] = [{"code": g.new_code(f"x{n}-"), "name": f"部分{n}", "steps": []} for n in range(count)]
    for s in sorted(g.d.steps_of(power)):
        g.rng.choice(parts)["steps"].append(s)
    for part in parts:
        if g.chance(45):
            named = g.some(g.d.basis(power), 0, 2) if g.chance(60) else g.some(g.d.articles, 0, 2)
            part["articles"] = [g.article(a) for a in named]
    return {"power": power, "parts": parts}


def added_step(g: Drawing, power: str, number: int, retired: list[str]) -> Props:
    step: Props = {
        "code": g.new_code(f"n{number}-"),
        "name": "新环节",
        "seq": g.rng.randint(1, 9),
        "act": g.rng.choice(g.acts()),
    }
    doomed = {r for s, r in g.d.pairs("EXPOSES") if s in retired}
    members: dict[str, Callable[[], Any]] = {
        "limit_days": lambda: g.rng.randint(1, 5),
        "min_posts": lambda: g.rng.randint(1, 3),
        "posts": lambda: g.some(g.d.posts, 0, 3),
        "risks": lambda: g.some(g.d.risks.keys() - doomed, 0, 2),
        "after": lambda: g.pick(g.d.steps_of(power) - set(retired)),
    }
    if retired and g.chance(4):  # a code is new once the step that had it is retired (CHOICE 4)
        step["code"] = g.rng.choice(retired)
    for name, draw in members.items():
        if g.chance(60):
            try:
                step[name] = draw()
            except Impossible:
                continue
    return step


def steps_in_and_out(g: Drawing, power: str, percent: float) -> Props:
    args: Props = {}
    retired: list[str] = []
    if g.chance(percent):
        retired = args["retire_steps"] = g.some(g.d.steps_of(power), 0, 2)
    if g.chance(percent):
        args["add_steps"] = [added_step(g, power, n, retired) for n in range(g.rng.choice([1, 1, 2]))]
    return args


def convert(g: Drawing) -> Props:
    power = g.power("convert")
    to_type = g.pick(set(TYPES) - {g.d.powers[power].get("type")})
    return {"power": power, "to_type": to_type, **steps_in_and_out(g, power, 40)}


def redefine(g: Drawing) -> Props:
    power = g.power("redefine")
    args: Props = {"power": power, **steps_in_and_out(g, power, 35)}
    if g.chance(40):
        values = {
            "name": "改名",
            "limit": "五日",
            "public": g.rng.choice([True, False, None]),
            "compulsion": g.rng.choice(["measure", "execution", None]),
            "category": g.rng.choice(["management", None]),
            "weight": g.rng.choice([2.5, None]),
            "notes": ["甲"],
        }
        args["set"] = {k: v for k, v in values.items() if g.chance(30)}
    staying = g.d.steps_of(power) - set(args.get("retire_steps", []))
    new = [step["code"] for step in args.get("add_steps", [])]
    duties = [(s, p) for s, p in g.d.pairs("PERFORMED_BY") if s in staying]
    if g.chance(35) and staying:
        pairs = g.some(duties, 0, 2) if g.chance(85) else [(g.pick(staying), g.pick(g.d.posts))]
        args["unassign"] = [{"step": s, "post": p} for s, p in pairs]
    if g.chance(35) and (staying or new):
        # A step that this very change adds may be named (CHOICE 4), though rarely.
        steps = sorted(staying) + (new if g.chance(20) or not staying else [])
        count = g.rng.randint(0, 2)
        free = [pair["post"] for pair in args.get("unassign", [])] if g.chance(50) else []
        args["assign"] = [{"step": g.rng.choice(steps), "post": g.pick(free or g.d.posts)} for _ in range(count)]
    if g.chance(30):
        args["retire_articles"] = g.some(g.d.basis(power), 0, 2) if g.chance(80) else g.some(g.d.articles, 1, 2)
    if g.chance(35):
        args["add_articles"] = g.articles(0, 2)
    return args


def rebase(g: Drawing) -> Props:
    whole = g.chance(45)
    power = None if whole else g.power("rebase")
    named = {a for w in g.d.active for a in g.d.basis(w)} if power is None else g.d.basis(power)
    old = g.pick(named if named and g.chance(88) else g.d.articles)
    new = g.articles(0 if g.chance(8) else 1, 2)
    if g.chance(12):
        new.append(g.article(old))
    return ({} if power is None else {"power": power}) | {"from_article": old, "to_articles": new}


def repeal(g: Drawing) -> Props:
    if g.chance(60):
        used = {a for _, a in g.d.pairs("AUTHORIZED_BY")}
        return {"article": g.pick(used if used and g.chance(70) else g.d.articles)}
    return {"instrument": g.pick(g.graph.of_kind("Instrument"))}


def edit(g: Drawing) -> Props:
    return {"edits": draw_edits(g.rng, g.graph, g.number)}


ROWS: dict[str, Callable[[Drawing], Props]] = {
    "cancel": cancel,
    "suspend": suspend,
    "resume": resume,
    "delegate": delegate,
    "recall": recall,
    "authorize": authorize,
    "transfer": transfer,
    "entrust": entrust,
    "merge": merge,
    "split": split,
    "convert": convert,
    "redefine": redefine,
    "rebase": rebase,
    "repeal": repeal,
    "edit": edit,
}
