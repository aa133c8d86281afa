"""Making the sheet of a node: walking its lanes, folding posts, telling cover and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from types import MappingProxyType

from graph import schema as s
from graph.derived import derived_of
from graph.errors import MissingError
from graph.model import EMPTY, NodeId, Value
from graph.schema import Kind, Label, Link
from graph.view import View
from queries.census import SYNTHETIC
from queries.findings import FINDINGS, Finding, findings_at
from queries.findings.bases import basis_of
from queries.show.lanes import FACTS, LANES, Way
from queries.show.model import Lane, Path, Row, Sheet

__all__ = ["show_node"]


def show_node(view: View, node: NodeId) -> Sheet:
    """What hangs on a node.

    Raises:
        MissingError: the node is not in the graph.
    """
    held = view.node(*node)
    if held is None:
        raise MissingError(
            Label(f"{node} 不在图中；请按名称查找", f"{node} is not in the graph; search by its name (find)")
        )
    return _Showing(view, node).sheet(str(held.get("name", "")), str(held.get("origin", "")), held)


class _Showing:
    """One sheet being made."""

    def __init__(self, view: View, node: NodeId) -> None:
        self.view = view
        self.node = node
        self.derived = derived_of(view)
        self.bearers: dict[str, list[str]] = {}
        for risk, post in self._bearings():
            self.bearers.setdefault(risk, []).append(post)

    def sheet(self, name: str, origin: str, held: Mapping[str, Value]) -> Sheet:
        lanes = tuple(self._lane(*each) for each in LANES[self.node.kind])
        return Sheet(self.node, name, origin, held, (*lanes, self._findings()))

    def _lane(self, lane_id: str, label: Label, ways: tuple[Way, ...]) -> Lane:
        reached: dict[NodeId, Path] = {}
        for way in ways:
            for node, path in self._walk(way):
                reached.setdefault(node, path)
        rows = self._rows(reached)
        return Lane(lane_id, label, rows, len(reached))

    def _walk(self, way: Way) -> Iterator[tuple[NodeId, Path]]:
        front: dict[NodeId, Path] = {self.node: ()}
        for step, (link, forward) in enumerate(way, 1):
            following: dict[NodeId, Path] = {}
            for node, path in front.items():
                for near, hop in self._hops(node, link, forward=forward):
                    # On the way down to posts a walk stays inside the office: it passes through sections only.
                    if link != s.UNIT_PART_OF or step == len(way) or self.derived.level(near.code) == s.SECTION:
                        following.setdefault(near, (*path, hop))
            front = following
        yield from front.items()

    def _hops(self, node: NodeId, link: Link, *, forward: bool) -> Iterator[tuple[NodeId, tuple[str, str, str]]]:
        codes = self.view.out(link, node.code) if forward else self.view.into(link, node.code)
        for code in codes:
            near = NodeId(link.to_kind if forward else link.from_kind, code)
            yield near, _hop(link, *((node, near) if forward else (near, node)))

    # -- rows --------------------------------------------------------------------------------------------------

    def _rows(self, reached: Mapping[NodeId, Path]) -> tuple[Row, ...]:
        kinds = {node.kind for node in reached}
        if kinds == {Kind.POST}:
            return self._posts([node.code for node in reached], lambda code: reached[NodeId(Kind.POST, code)])
        if kinds == {Kind.STEP}:
            ordered = _in_order(self.view, [node.code for node in reached])
            return tuple(self._row(NodeId(Kind.STEP, code), reached[NodeId(Kind.STEP, code)]) for code in ordered)
        return tuple(self._row(node, reached[node]) for node in sorted(reached, key=lambda node: node.code))

    def _row(self, node: NodeId, path: Path) -> Row:
        held = self.view.node(*node) or EMPTY
        origin = str(held.get("origin", ""))
        return Row(
            node.kind,
            node.code,
            str(held.get("name", "")),
            origin,
            MappingProxyType(self._facts(node, path)),
            path,
            synthetic=int(origin == SYNTHETIC),
            children=self._children(node),
        )

    def _children(self, node: NodeId) -> tuple[Row, ...]:
        """Performers of a step and owners of a control; none on the sheet of a post, which is about that post."""
        link = {Kind.STEP: s.PERFORMED_BY, Kind.CONTROL: s.OWNED_BY}.get(node.kind)
        if link is None or self.node.kind is Kind.POST:
            return ()
        posts = self.view.out(link, node.code)
        return self._posts(posts, lambda code: (_hop(link, node, NodeId(Kind.POST, code)),))

    def _posts(self, reached: Iterable[str], path_to: Callable[[str], Path]) -> tuple[Row, ...]:
        """Posts folded by standard post; a post alone in its standard post, or without one, is a row of its own.

        Of a fold only the first path is told, so that no other is made.
        """
        groups: dict[tuple[str, str], list[str]] = {}
        for code in sorted(reached):
            role = str((self.view.node(Kind.POST, code) or EMPTY).get("role", ""))
            groups.setdefault((role, "" if role else code), []).append(code)
        rows = []
        for (role, _), codes in sorted(groups.items()):
            first = path_to(codes[0])
            if len(codes) == 1:
                rows.append(self._row(NodeId(Kind.POST, codes[0]), first))
                continue
            origins = [str((self.view.node(Kind.POST, code) or EMPTY).get("origin", "")) for code in codes]
            offices = len({self.derived.office(code) for code in codes})
            same = origins[0] if len(set(origins)) == 1 else ""
            synthetic = origins.count(SYNTHETIC)
            rows.append(Row(Kind.POST, "", role, same, {"role": role}, first, tuple(codes), offices, synthetic))
        return tuple(rows)

    def _facts(self, node: NodeId, path: Path) -> dict[str, Value]:
        kind, code = node
        held = self.view.node(kind, code) or EMPTY
        facts: dict[str, Value] = {name: held[name] for name in FACTS.get(kind, ()) if name in held}
        if path:
            facts.update(self._relation(path[-1]))
        if kind is Kind.ARTICLE:
            facts.update(rank=self.derived.rank(code), live=self.derived.live(code))
        elif kind is Kind.POST:
            facts.update(office=self.derived.office(code) or "")
        elif kind is Kind.RISK:
            facts.update(live=bool(self.derived.bearers(code)))
            facts.update(self._share("covered", [(code, post) for post in self.bearers.get(code, ())], None))
        elif kind is Kind.CONTROL:
            risks = self.view.into(s.MITIGATED_BY, code)
            pairs = [(risk, post) for risk in risks for post in self.bearers.get(risk, ())]
            facts.update(works=self.derived.works(code))
            facts.update(self._share("covers", pairs, code))
        return facts

    def _relation(self, hop: tuple[str, str, str]) -> Iterable[tuple[str, Value]]:
        """Properties of the relation that leads to a row, such as the lowest level that an article allows."""
        rel, source, target = hop
        (source_kind, _, source_code), target_code = source.partition("/"), target.partition("/")[2]
        link = s.link(s.Rel(rel), Kind(source_kind))
        for held in self.view.pair(link, source_code, target_code).values():
            yield from ((name, held[name]) for name in link.properties if name in held)

    # -- cover -------------------------------------------------------------------------------------------------

    def _bearings(self) -> tuple[tuple[str, str], ...]:
        """The pairs of a risk and a post that bears it which hang on the node of the sheet."""
        kind, code = self.node
        view, derived = self.view, self.derived
        if kind is Kind.POST:
            return tuple((risk, code) for risk in sorted(derived.risks_of(code)))
        if kind is Kind.RISK:
            return tuple((code, post) for post in sorted(derived.bearers(code)))
        if kind is Kind.CONTROL:
            risks = view.into(s.MITIGATED_BY, code)
            return tuple((risk, post) for risk in risks for post in sorted(derived.bearers(risk)))
        steps = view.out(s.HAS_STEP, code) if kind is Kind.POWER else (code,) if kind is Kind.STEP else ()
        pairs = {(r, p) for step in steps for r in view.out(s.EXPOSES, step) for p in derived.performers(step)}
        return tuple(sorted(pairs))

    def _share(self, name: str, pairs: list[tuple[str, str]], control: str | None) -> Iterable[tuple[str, Value]]:
        """How many pairs are covered, by one control or by any; nothing where there is no pair."""
        if pairs:
            covered = sum(self._covered(risk, post, control) for risk, post in pairs)
            yield name, f"{covered}/{len(pairs)}"

    def _covered(self, risk: str, post: str, control: str | None) -> bool:
        controls = self.view.out(s.MITIGATED_BY, risk) if control is None else (control,)
        derived = self.derived
        return any(derived.works(each) and bool(derived.covering_owners(each, post)) for each in controls)

    # -- findings ----------------------------------------------------------------------------------------------

    def _findings(self) -> Lane:
        """Findings that name the node; of a power and a step also those about its risks and controls."""
        near = {self.node, *self._anchors()}
        anchors: dict[Kind, set[str]] = {}
        for node in near:
            anchors.setdefault(node.kind, set()).add(node.code)
        wanted = near if self.node.kind in (Kind.POWER, Kind.STEP) else {self.node}
        own = [found for found in sorted(findings_at(self.derived, anchors)) if self._about(found, wanted)]
        rows = tuple(self._finding(found) for found in own)
        return Lane("findings", Label("发现的问题", "findings"), rows, len(rows))

    def _anchors(self) -> Iterator[NodeId]:
        """Nodes whose findings may name the node of the sheet, or are about its risks and controls."""
        whole = self.node.kind in (Kind.POWER, Kind.STEP)
        kinds = (Kind.POWER, Kind.RISK, Kind.CONTROL) if whole else (Kind.POWER, Kind.RISK)
        ways = [way for _, _, lane_ways in LANES[self.node.kind] for way in lane_ways]
        if self.node.kind is Kind.POWER:
            ways.append(((s.HAS_STEP, True), (s.PERFORMED_BY, True)))
        for way in ways:
            end = way[-1][0].to_kind if way[-1][1] else way[-1][0].from_kind
            if end in kinds or (whole and end is Kind.POST):
                yield from (node for node, _ in self._walk(way))

    def _about(self, finding: Finding, wanted: set[NodeId]) -> bool:
        named = set(_named(finding))
        if self.node in named:
            return True
        # A risk or control may hang on many powers: only what it bears or covers here is about this one.
        if finding.code in ("PG005", "PG006", "PG010"):
            return finding.identity[1] in self.bearers.get(finding.identity[0], ()) and bool(named & wanted)
        return all(node.kind in (Kind.RISK, Kind.CONTROL) for node in named) and named <= wanted

    def _finding(self, finding: Finding) -> Row:
        declared = FINDINGS[finding.code]
        facts: dict[str, Value] = {
            "identity": finding.identity,
            "severity": declared.severity.name.lower(),
            "remedy": declared.remedy.zh,
            "basis": basis_of(self.view, finding).zh,
        }
        return Row(None, finding.code, declared.label.zh, "", MappingProxyType(facts))


def _named(finding: Finding) -> Iterator[NodeId]:
    for kind, code in zip(FINDINGS[finding.code].kinds, finding.identity, strict=True):
        if kind is not None and code:
            yield NodeId(kind, code)


def _hop(link: Link, source: NodeId, target: NodeId) -> tuple[str, str, str]:
    return link.rel.value, str(source), str(target)


def _in_order(view: View, steps: Iterable[str]) -> list[str]:
    """Steps in the order of NEXT, of ``seq`` where NEXT leaves it open, then of codes; circles come last."""
    held = {step: (_seq(view, step), step) for step in steps}
    waiting = {step: sum(previous in held for previous in view.into(s.NEXT, step)) for step in held}
    ready = [held[step] for step, number in waiting.items() if not number]
    heapify(ready)
    found: list[str] = []
    while ready:
        _, step = heappop(ready)
        found.append(step)
        for following in view.out(s.NEXT, step):
            if following in waiting:
                waiting[following] -= 1
                if not waiting[following]:
                    heappush(ready, held[following])
    rest = sorted(held[step] for step in held if step not in set(found))
    return [*found, *(step for _, step in rest)]


def _seq(view: View, step: str) -> int:
    seq = (view.node(Kind.STEP, step) or EMPTY).get("seq")
    return seq if isinstance(seq, int) else 0
