"""The derived relations of §2, each as a plain set, computed once for a graph."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from tests.oracle.world import SECTION, Graph, Props

Duty = tuple[str, str, str]  # (power, step, post)
Bearing = tuple[str, str]  # (risk, post)


class Derived:
    """What follows from one graph. Names are those of the page: D, B, K, office, up, works, users, days."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.rank = {level: n for n, level in enumerate(graph.levels)}  # 0 is the highest
        self._pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._props: dict[str, list[tuple[str, str, Props]]] = defaultdict(list)
        for (rel, start, end, _), props in graph.links.items():
            name = f"{start[0]} {rel}" if rel in ("PART_OF", "REGULATED_BY") else rel
            self._pairs[name].add((start[1], end[1]))
            self._props[name].append((start[1], end[1], props))
        self.powers = graph.of_kind("Power")
        self.posts = graph.of_kind("Post")
        self.risks = graph.of_kind("RiskPoint")
        self.controls = graph.of_kind("Control")
        self.articles = graph.of_kind("Article")
        self.steps = graph.of_kind("Step")
        self.units = graph.of_kind("Unit")
        self.parent = dict(self._pairs["Unit PART_OF"])
        self.instrument = dict(self._pairs["Article PART_OF"])
        self.unit = dict(self._pairs["IN_UNIT"])
        self.owner = {s: w for w, s in self._pairs["HAS_STEP"]}

    def pairs(self, rel: str) -> set[tuple[str, str]]:
        """(from, to) codes; PART_OF and REGULATED_BY are asked for with the kind they start from."""
        return self._pairs[rel]

    def relations(self, rel: str) -> list[tuple[str, str, Props]]:
        """(from, to, properties) of every relation, parallels included."""
        return self._props[rel]

    # --- offices -------------------------------------------------------------------------------------------------

    def up(self, unit: str | None) -> set[str]:
        """The unit with all its ancestors; nothing for the post without an office."""
        found: set[str] = set()
        while unit is not None:
            found.add(unit)
            unit = self.parent.get(unit)
        return found

    def office(self, post: str) -> str | None:
        at: str | None = self.unit[post]
        while at is not None and self.units[at].get("level") == SECTION:
            at = self.parent.get(at)
        return at

    def level_of(self, unit: str | None) -> str | None:
        return None if unit is None else self.units[unit].get("level")

    def lower(self, level: str | None, than: str | None) -> bool:
        """Is the office level `level` lower than `than`? Unknown levels are neither."""
        if level is None or than is None or not {level, than} <= self.rank.keys():
            return False
        return bool(self.rank[level] > self.rank[than])

    # --- duties, bearings, cover -----------------------------------------------------------------------------------

    def is_active(self, power: str) -> bool:
        return bool(self.powers[power].get("status", "active") == "active")

    @cached_property
    def active(self) -> set[str]:
        return {w for w in self.powers if self.is_active(w)}

    def steps_of(self, power: str) -> set[str]:
        return {s for w, s in self.pairs("HAS_STEP") if w == power}

    @cached_property
    def D(self) -> set[Duty]:
        return {
            (w, s, p)
            for w, s in self.pairs("HAS_STEP")
            if w in self.active
            for t, p in self.pairs("PERFORMED_BY")
            if t == s
        }

    @cached_property
    def duty_pairs(self) -> set[tuple[str, str]]:
        return {(s, p) for _, s, p in self.D}

    @cached_property
    def B(self) -> set[Bearing]:
        by_step = {(r, p) for s, r in self.pairs("EXPOSES") for t, p in self.duty_pairs if t == s}
        return by_step | self.pairs("BORNE_BY")

    @cached_property
    def live_risks(self) -> set[str]:
        return {r for r, _ in self.B}

    def bearers(self, risk: str) -> set[str]:
        return {p for r, p in self.B if r == risk}

    def works(self, control: str) -> bool:
        if self.controls[control].get("mode", "standing") == "standing":
            return True
        busy = {s for s, _ in self.duty_pairs}
        return any(c == control and s in busy for c, s in self.pairs("CARRIED_OUT_IN"))

    def covering_owners(self, post: str, control: str) -> set[str]:
        """The owners through whom `control` covers `post`, if it works; never the post itself."""
        line = self.controls[control].get("line")
        home = self.office(post)
        found = set()
        for c, q in self.pairs("OWNED_BY"):
            if c != control or q == post or home is None:
                continue
            if (line == 1 and self.office(q) == home) or (line in (2, 3) and self.office(q) in self.up(home)):
                found.add(q)
            # A control without a line covers nobody (CHOICE 2): what it is, is a gap.
        return found

    @cached_property
    def K(self) -> dict[tuple[str, str, str], set[str]]:
        """(risk, post, control) of the cover, to the covering owners."""
        cover = {}
        for r, p in self.B:
            for t, c in self.pairs("MITIGATED_BY"):
                if t == r and self.works(c):
                    owners = self.covering_owners(p, c)
                    if owners:
                        cover[r, p, c] = owners
        return cover

    # --- law -------------------------------------------------------------------------------------------------------

    def is_live(self, article: str) -> bool:
        if article not in self.articles or self.articles[article].get("status", "live") == "repealed":
            return False
        instrument = self.instrument.get(article)
        if instrument is None:
            return True
        return bool(self.graph.nodes["Instrument", instrument].get("status", "live") != "repealed")

    def rank_of(self, article: str) -> str | None:
        own = self.articles[article].get("rank")
        if own is not None or article not in self.instrument:
            return own
        return self.graph.nodes["Instrument", self.instrument[article]].get("rank")

    def basis(self, power: str) -> set[str]:
        return {a for w, a in self.pairs("AUTHORIZED_BY") if w == power}

    def live_basis(self, power: str) -> set[str]:
        return {a for a in self.basis(power) if self.is_live(a)}

    def users(self, article: str) -> set[tuple[str, str]]:
        powers = {("Power", w) for w, a in self.pairs("AUTHORIZED_BY") if a == article and w in self.active}
        busy = {s for s, _ in self.duty_pairs}
        steps = {("Step", s) for s, a in self.pairs("Step REGULATED_BY") if a == article and s in busy}
        awake = {c for r, c in self.pairs("MITIGATED_BY") if r in self.live_risks}
        controls = {("Control", c) for c, a in self.pairs("Control REGULATED_BY") if a == article and c in awake}
        return powers | steps | controls

    # --- days ------------------------------------------------------------------------------------------------------

    def days(self, power: str) -> int | None:
        """The longest way through the power's steps in working days; None where it cannot be known."""
        if power not in self.powers or power not in self.active:
            return None
        steps = self.steps_of(power)
        limits: dict[str, int] = {s: v for s in steps if (v := self.steps[s].get("limit_days")) is not None}
        if not steps or len(limits) < len(steps):
            return None
        following = {s: {t for a, t in self.pairs("NEXT") if a == s and t in steps} for s in steps}

        def longest(step: str, on_path: tuple[str, ...]) -> int | None:
            if step in on_path:
                return None
            tails = [longest(t, (*on_path, step)) for t in following[step]]
            known = [t for t in tails if t is not None]
            if len(known) < len(tails):
                return None
            return limits[step] + max(known, default=0)

        totals = [longest(s, ()) for s in steps]
        sums = [t for t in totals if t is not None]
        return max(sums) if len(sums) == len(totals) else None
