"""Random graphs of the size of the examples, which obey §1 and lean on every rule of §2 and §3."""

from __future__ import annotations

import itertools
import random
from typing import Any

from tests.oracle.world import DEFAULT_LEVELS, ENDS, Graph, Props, Ref, check_rules

ACTS = ["受理", "审核", "复核", "审批", "查验", "放行", "审单", "稽查", "调查", "备案", "核销", "扣留", "处置"]
# Without a manifest only acts of the one set whose id the page gives, and acts of no set (CHOICE 1).
SAFE_ACTS = ["受理", "查验", "放行", "审单", "稽查", "调查", "征收"]
TYPES = ["01", "01", "02", "03", "03", "04", "05", "06", "07", "08", "09", "10", "20"]
RANKS = [
    "law", "admin_regulation", "council_decision", "local_regulation", "provincial_rule", "department_rule",
    "normative", "internal",
]  # fmt: skip
CLASSES = ["integrity", "enforcement", "external"]
INCOMPATIBLE = [
    {"id": "hgf79", "acts": ["审单", "查验", "放行", "稽查", "调查"], "scope": "any", "basis": "海关法 §79"},
    {"id": "review", "acts": ["审核", "复核"], "scope": "power", "basis": "test"},
    {"id": "approve", "acts": ["审批", "复核"], "scope": "power", "basis": "test"},
    {"id": "备案/核销", "acts": ["备案", "核销"], "scope": "power", "basis": "test"},
]
LEVELS = [["hq", "regional", "local"], ["总署", "直属", "隶属", "办事处"], ["z", "a"], ["国", "省", "市", "县", "乡"]]


class World:
    """A graph being drawn: the generator, what it has made so far, and how it spells codes."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.graph = Graph()
        self.style = rng.choices(["plain", "odd", "bare"], [75, 17, 8])[0]
        self.acts = ACTS
        self.manifest: Props | None = None
        self._numbers: dict[str, int] = {}

    def chance(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def some(self, items: list[Any], least: int, most: int) -> list[Any]:
        most = min(most, len(items))
        return self.rng.sample(items, self.rng.randint(min(least, most), most)) if most else []

    def code(self, kind: str, prefix: str) -> str:
        number = self._numbers.get(kind, 0)
        self._numbers[kind] = number + 1
        if self.style == "bare":  # the same code in every kind: a code means nothing without its kind
            return str(number)
        if self.style == "odd":
            forms = [
                "{p}/{n}",
                "{p}~{n}",
                "{p} {n}",
                "职权·{p}{n}",
                "~1{p}{n}",
                "𠮷{p}{n}",
                "！{p}{n}",
                "{P}{n}",
                '"{p}"{n}',
            ]
            return self.rng.choice(forms).format(p=prefix, P=prefix.upper(), n=number)
        return f"{prefix}{number}"

    def node(self, kind: str, prefix: str, **props: Any) -> Ref:
        """A new node; properties that are None are left out."""
        ref = (kind, self.code(kind, prefix))
        self.graph.nodes[ref] = {"name": f"{kind} {ref[1]}"} | {k: v for k, v in props.items() if v is not None}
        return ref

    def link(self, rel: str, start: Ref, end: Ref, key: str = "", **props: Any) -> None:
        self.graph.add_link(rel, start, end, {k: v for k, v in props.items() if v is not None}, key)

    def refs(self, kind: str) -> list[Ref]:
        return [ref for ref in self.graph.nodes if ref[0] == kind]


def draw_graph(rng: random.Random) -> tuple[Graph, list[Props]]:
    """A graph, and the objects of its JSON Lines in any order."""
    w = World(rng)
    draw_manifest(w)
    draw_units(w)
    draw_posts(w)
    draw_law(w)
    draw_controls(w)
    for _ in range(rng.randint(2, 6)):
        draw_power(w)
    draw_between_powers(w)
    draw_loose_ends(w)
    draw_parallels(w)
    check_rules(w.graph)
    objects = objects_of(w.graph)
    rng.shuffle(objects)
    if w.manifest is not None:
        objects.insert(rng.choice([0, 0, 0, rng.randint(0, len(objects))]), {"manifest": w.manifest})
    return w.graph, objects


def objects_of(graph: Graph) -> list[Props]:
    """The graph as the objects of §6, without a manifest."""
    objects: list[Props] = [{"kind": kind, "code": code, **props} for (kind, code), props in graph.nodes.items()]
    for (rel, start, end, key), props in graph.links.items():
        ends = {"rel": rel, "from": "/".join(start), "to": "/".join(end)}
        objects.append(ends | ({"key": key} if key else {}) | props)
    return objects


def draw_manifest(w: World) -> None:
    kind = w.rng.choices(["usual", "none", "other"], [75, 10, 15])[0]
    if kind == "none":
        w.acts = SAFE_ACTS
        w.graph.incompatible = INCOMPATIBLE[:1]
        return
    levels, sets = DEFAULT_LEVELS, INCOMPATIBLE[: w.rng.randint(3, 4)]
    if kind == "other":
        levels = w.rng.choice(LEVELS)
        sets = [
            {
                "id": f"set{n}",
                "acts": w.rng.sample(ACTS, w.rng.randint(2, 5)),
                "scope": w.rng.choice(["any", "power"]),
                "basis": "test",
            }
            for n in range(w.rng.randint(0, 3))
        ]
    w.graph.levels, w.graph.incompatible = list(levels), list(sets)
    w.manifest = {"levels": w.graph.levels, "incompatible": w.graph.incompatible}


def draw_units(w: World) -> None:
    levels = w.graph.levels
    offices = [w.node("Unit", "u", level=levels[0])]
    if w.chance(8):
        offices.append(w.node("Unit", "u", level=levels[0]))
    for depth in range(1, len(levels)):
        above = [u for u in offices if w.graph.nodes[u]["level"] in levels[:depth]]
        direct = [u for u in above if w.graph.nodes[u]["level"] == levels[depth - 1]] or above
        for _ in range(w.rng.randint(1, 4 if len(levels) < 5 else 3)):
            unit = w.node("Unit", "u", level=levels[depth])
            parent = w.rng.choice(above if w.chance(12) else direct)
            if not w.chance(3):  # now and then an office that hangs nowhere
                w.link("PART_OF", unit, parent)
            offices.append(unit)
            if w.chance(4):  # a level within the same level
                inner = w.node("Unit", "u", level=levels[depth])
                w.link("PART_OF", inner, unit)
                offices.append(inner)
    for office in offices:
        for _ in range(w.rng.choice([0, 0, 1, 1, 2])):
            section = w.node("Unit", "u", level="section")
            w.link("PART_OF", section, office)
            if w.chance(6):
                w.link("PART_OF", w.node("Unit", "u", level="section"), section)
    if w.chance(6):
        w.node("Unit", "u", level="section")  # its posts have no office


def draw_posts(w: World) -> None:
    roles = [f"role{n}" for n in range(w.rng.randint(2, 5))]
    units = w.refs("Unit")
    for unit in units:
        section = w.graph.nodes[unit]["level"] == "section"
        for _ in range(w.rng.choice([0, 0, 1, 1] if section else [0, 1, 1, 2, 2, 3])):
            if len(w.refs("Post")) >= 24:
                return
            role = None if w.chance(14) else w.rng.choice(roles)
            seats = w.rng.choice([1, 2, 2, 3]) if w.chance(30) else None
            w.link("IN_UNIT", w.node("Post", "p", role=role, seats=seats), unit)
    if not w.refs("Post"):
        w.link("IN_UNIT", w.node("Post", "p", role=roles[0]), units[0])


def draw_law(w: World) -> None:
    rng = w.rng
    for _ in range(rng.randint(1, 3)):
        status = rng.choices(["live", None, "repealed"], [60, 28, 12])[0]
        w.node("Instrument", "I", rank=None if w.chance(12) else rng.choice(RANKS), status=status)
    instruments = w.refs("Instrument")
    for _ in range(rng.randint(3, 7)):
        status = rng.choices(["live", None, "repealed"], [50, 35, 15])[0]
        article = w.node("Article", "a", rank=rng.choice(RANKS) if w.chance(45) else None, status=status)
        if w.chance(80):
            w.link("PART_OF", article, rng.choice(instruments))
    for _ in range(rng.randint(1, 3)):
        w.node("Standard", "d", in_system=w.chance(50), leaves_trace=True if w.chance(30) else None)
    if w.chance(50):
        system = w.node("System", "y")
        for standard in w.some(w.refs("Standard"), 0, 2):
            w.link("RUNS_IN", standard, system)


def draw_controls(w: World) -> None:
    rng = w.rng
    posts, articles, standards = w.refs("Post"), w.refs("Article"), w.refs("Standard")
    for _ in range(rng.randint(3, 8)):
        line = rng.choices([1, 2, 3, None], [50, 22, 18, 10])[0]
        mode = rng.choices([None, "standing", "step"], [55, 20, 25])[0]
        control = w.node("Control", "c", line=line, mode=mode)
        for post in w.some(posts, 0 if w.chance(15) else 1, 5):
            w.link("OWNED_BY", control, post)
        for article in w.some(articles, 0, 2) if w.chance(40) else []:
            w.link("REGULATED_BY", control, article)
        for standard in w.some(standards, 0, 2):
            w.link("SPECIFIED_BY", control, standard)


def draw_power(w: World) -> None:
    rng = w.rng
    levels = w.graph.levels
    kind = rng.choice(TYPES)
    delegated = rng.choice(levels[:-1]) if w.chance(14) else None
    power = w.node(
        "Power",
        "w",
        category=rng.choice(["enforcement", "management", "supervision"]),
        type=kind,
        status=rng.choices(["active", None, "suspended", "cancelled", "merged", "split"], [60, 12, 13, 6, 4, 5])[0],
        level=rng.choice(levels),
        public=rng.choice([None, True, True, False]),
        delegated_from=delegated,
        compulsion=rng.choice([None, "measure", "execution", "execution"]) if kind == "03" else None,
    )
    for article in w.some(w.refs("Article"), 0 if w.chance(20) else 1, 3):
        w.link("AUTHORIZED_BY", power, article, lowest_level=rng.choice(levels) if w.chance(40) else None)
    offices = [u for u in w.refs("Unit") if w.graph.nodes[u]["level"] != "section"]
    for unit in w.some(offices, 0 if w.chance(20) else 1, 4):
        w.link("EXERCISED_BY", power, unit)
    for post in w.some(w.refs("Post"), 0, 2) if w.chance(30) else []:
        w.link("SUPERVISED_BY", power, post)
    timed = rng.choice(["all", "all", "some", "none"])
    steps = [draw_step(w, power, n, timed) for n in range(rng.choice([0, 1, 2, 2, 3, 3, 4]))]
    flow = w.chance(75)
    for one, two in itertools.pairwise(steps):
        if flow and w.chance(80):
            w.link("NEXT", one, two)
    if len(steps) > 2 and w.chance(15):
        w.link("NEXT", steps[0], steps[-1])  # a shorter way
    if len(steps) > 1 and w.chance(5):
        w.link("NEXT", steps[-1], steps[0])  # a circle


def draw_step(w: World, power: Ref, number: int, timed: str) -> Ref:
    rng = w.rng
    limited = timed == "all" or (timed == "some" and w.chance(60))
    step = w.node(
        "Step",
        "s",
        seq=number + 1,
        act=None if w.chance(3) else rng.choice(w.acts),
        min_posts=rng.choice([1, 2, 2, 3]) if w.chance(35) else None,
        limit_days=rng.randint(0, 6) if limited else None,
    )
    w.link("HAS_STEP", power, step)
    offices = [u[1] for u in w.refs("Unit") if w.graph.nodes[u]["level"] != "section"]
    for post in w.some(w.refs("Post"), 0 if w.chance(12) else 1, 4):
        w.link("PERFORMED_BY", step, post, on_behalf_of=rng.choice(offices) if w.chance(12) else None)
    for article in w.some(w.refs("Article"), 0, 2) if w.chance(40) else []:
        w.link("REGULATED_BY", step, article)
    for standard in w.some(w.refs("Standard"), 0, 1):
        w.link("GOVERNED_BY", step, standard)
    for _ in range(rng.choice([0, 1, 1, 2])):
        risk = rng.choice(w.refs("RiskPoint")) if w.refs("RiskPoint") and w.chance(20) else draw_risk(w)
        w.link("EXPOSES", step, risk)
    for control in w.refs("Control"):
        by_step = w.graph.nodes[control].get("mode") == "step"
        if w.chance(18 if by_step else 2):
            w.link("CARRIED_OUT_IN", control, step)
    return step


def draw_risk(w: World) -> Ref:
    grade = w.rng.choices([1, 2, 3, None], [42, 25, 23, 10])[0]
    risk = w.node("RiskPoint", "r", grade=grade, **{"class": None if w.chance(5) else w.rng.choice(CLASSES)})
    for control in w.some(w.refs("Control"), 0, 4):
        w.link("MITIGATED_BY", risk, control)
    if w.chance(8):
        w.link("BORNE_BY", risk, w.rng.choice(w.refs("Post")))
    return risk


def draw_between_powers(w: World) -> None:
    powers, steps = w.refs("Power"), w.refs("Step")
    for rel, percent in (("DEPENDS_ON", 70), ("DERIVED_FROM", 15)):
        for _ in range(w.rng.randint(1, 4)):
            if w.chance(percent):
                one, two = w.rng.sample(powers, 2)
                w.link(rel, one, two)
    if len(steps) > 1 and w.chance(6):
        one, two = w.rng.sample(steps, 2)
        w.link("NEXT", one, two)  # mostly into another power: no path of either


def draw_loose_ends(w: World) -> None:
    for _ in range(w.rng.choice([0, 0, 1, 2])):
        risk = draw_risk(w)
        if w.chance(60):
            w.link("BORNE_BY", risk, w.rng.choice(w.refs("Post")))
    if w.chance(20):
        ref = w.rng.choice(list(w.graph.nodes))
        w.graph.nodes[ref]["weight" if w.chance(50) else "tags"] = w.rng.choice([0.5, 12.25])
        w.graph.nodes[ref]["notes"] = ["甲", "乙"]


def draw_parallels(w: World) -> None:
    """Second relations of one type between one pair, told apart by `key`."""
    offices = [u[1] for u in w.refs("Unit") if w.graph.nodes[u]["level"] != "section"]
    for link in list(w.graph.links):
        rel, start, end, _ = link
        if rel == "PERFORMED_BY" and w.chance(4):
            w.link(rel, start, end, w.rng.choice(["2", "乙", "a/b"]), on_behalf_of=w.rng.choice([None, *offices]))
        elif rel in ENDS and rel not in ("AUTHORIZED_BY", "IN_UNIT", "PART_OF", "HAS_STEP") and w.chance(0.5):
            w.link(rel, start, end, "2")
        elif rel == "AUTHORIZED_BY" and w.chance(1):
            w.link(rel, start, end, "2", lowest_level=w.rng.choice(w.graph.levels))
