"""Where a reform can make a difference: the nodes whose derived relations or findings its edits may change.

The scope may name too much, never too little; what really differs comes out of comparing before and after there.
That is what makes the cost of an impact follow the change and not the graph (architecture decision 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph.derived import Derived, Shared
from graph.model import NodeId, Properties
from graph.overlay import Overlay
from graph.schema import (
    ARTICLE_PART_OF,
    AUTHORIZED_BY,
    BORNE_BY,
    CARRIED_OUT_IN,
    CONTROL_REGULATED_BY,
    DEPENDS_ON,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    OWNED_BY,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    SUPERVISED_BY,
    UNIT_PART_OF,
    Kind,
    Link,
)
from graph.view import View

__all__ = ["Changes", "Scope", "changes_of", "scope_everywhere", "scope_of", "shared_of", "touched_powers"]

Pair = tuple[Link, str, str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The net difference of two views: nodes and pairs that are not the same, and the units that moved."""

    before: View
    after: View
    nodes: Mapping[NodeId, tuple[Properties | None, Properties | None]]
    pairs: Iterable[Pair]
    units: frozenset[str]

    def both(self, link: Link, code: str, *, into: bool = False) -> set[str]:
        """Neighbours before or after."""
        if into:
            return {*self.before.into(link, code), *self.after.into(link, code)}
        return {*self.before.out(link, code), *self.after.out(link, code)}

    def edited_nodes(self) -> tuple[NodeId, ...]:
        """The nodes that differ and those at the ends of pairs that differ."""
        found = dict.fromkeys(self.nodes)
        for link, source, target in self.pairs:
            found[NodeId(link.from_kind, source)] = found[NodeId(link.to_kind, target)] = None
        return tuple(sorted(found))

    def of_kind(self, kind: Kind) -> tuple[str, ...]:
        """Codes of the nodes of a kind that differ."""
        return tuple(node.code for node in self.nodes if node.kind is kind)

    def of_link(self, *links: Link) -> tuple[Pair, ...]:
        """Pairs of some links that differ."""
        return tuple(pair for pair in self.pairs if pair[0] in links)


def changes_of(overlay: Overlay) -> Changes:
    """The net difference that an overlay makes to its base."""
    nodes, pairs = overlay.changed_nodes(), tuple(overlay.changed_pairs())
    units = {code for kind, code in nodes if kind is Kind.UNIT}
    units.update(source for link, source, _ in pairs if link == UNIT_PART_OF)
    return Changes(overlay.base, overlay, nodes, pairs, frozenset(units))


def shared_of(changes: Changes, before: Derived) -> Shared:
    """What the derivation after some changes may take over from the one before."""
    controls = {control for _, control, _ in changes.of_link(OWNED_BY)}
    return Shared(
        before,
        places=not changes.units and not changes.of_link(IN_UNIT),
        controls=frozenset(controls.union(changes.of_kind(Kind.CONTROL))),
    )


@dataclass(slots=True)
class Scope:
    """Nodes at which to look, by kind; ``placed`` are the posts whose office or unit may be another one."""

    powers: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    risks: set[str] = field(default_factory=set)
    controls: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)

    def anchors(self) -> dict[Kind, set[str]]:
        """The nodes at which findings may open or close."""
        return {
            Kind.POWER: self.powers,
            Kind.POST: self.posts,
            Kind.RISK: self.risks,
            Kind.CONTROL: self.controls,
            Kind.ARTICLE: self.articles,
        }


def scope_everywhere(before: View, after: View) -> Scope:
    """Every node of both views: for recomputing an impact from scratch."""

    def codes(kind: Kind) -> set[str]:
        return {*before.codes(kind), *after.codes(kind)}

    return Scope(
        powers=codes(Kind.POWER),
        steps=codes(Kind.STEP),
        posts=codes(Kind.POST),
        risks=codes(Kind.RISK),
        controls=codes(Kind.CONTROL),
        articles=codes(Kind.ARTICLE),
        placed=codes(Kind.POST),
    )


def scope_of(changes: Changes, before: Derived, after: Derived) -> Scope:
    """The scope of a net difference. The order matters: each stage looks at what the ones before it named."""
    scope = Scope()
    switched = _switched_powers(changes, scope, before, after)
    _places(changes, scope)
    _steps(changes, scope, switched)
    _risks(changes, scope)
    _controls(changes, scope, before, after)
    _defended(changes, scope)
    _posts(changes, scope)
    _articles(changes, scope, switched, before, after)
    _powers(changes, scope, switched, before, after)
    return scope


def touched_powers(changes: Changes) -> tuple[str, ...]:
    """Powers that came or went, or whose node, relations, steps or steps' relations differ (calculus §5)."""
    found = set(changes.of_kind(Kind.POWER))
    steps = set(changes.of_kind(Kind.STEP))
    for link, source, _ in changes.pairs:
        if link.from_kind is Kind.POWER:
            found.add(source)
        elif link.from_kind is Kind.STEP:
            steps.add(source)
    for step in steps:
        found |= changes.both(HAS_STEP, step, into=True)
    return tuple(sorted(found))


def _switched_powers(changes: Changes, scope: Scope, before: Derived, after: Derived) -> set[str]:
    """Powers that began or ceased to be active."""
    scope.powers.update(touched_powers(changes))
    return {w for w in changes.of_kind(Kind.POWER) if before.active(w) != after.active(w)}


def _places(changes: Changes, scope: Scope) -> None:
    """Posts that moved to another unit, or sit below a unit that changed."""
    scope.placed.update(post for _, post, _ in changes.of_link(IN_UNIT))
    for unit in _below(changes, changes.units):
        scope.placed |= changes.both(IN_UNIT, unit, into=True)


def _below(changes: Changes, units: Iterable[str]) -> set[str]:
    found, waiting = set(units), list(units)
    while waiting:
        for unit in changes.both(UNIT_PART_OF, waiting.pop(), into=True):
            if unit not in found:
                found.add(unit)
                waiting.append(unit)
    return found


def _steps(changes: Changes, scope: Scope, switched: Iterable[str]) -> None:
    """Steps whose duties may differ."""
    scope.steps.update(changes.of_kind(Kind.STEP))
    scope.steps.update(step for _, step, _ in changes.of_link(PERFORMED_BY))
    scope.steps.update(step for _, _, step in changes.of_link(HAS_STEP))
    for power in switched:
        scope.steps |= changes.both(HAS_STEP, power)


def _risks(changes: Changes, scope: Scope) -> None:
    """Risks whose bearers may differ, and those whose own properties do."""
    scope.risks.update(changes.of_kind(Kind.RISK))
    scope.risks.update(risk for _, _, risk in changes.of_link(EXPOSES))
    scope.risks.update(risk for _, risk, _ in changes.of_link(BORNE_BY))
    for step in scope.steps:
        scope.risks |= changes.both(EXPOSES, step)


def _controls(changes: Changes, scope: Scope, before: Derived, after: Derived) -> None:
    """Controls whose risks may live or die, those that may work or stall, and the risks that these ones cover."""
    scope.controls.update(changes.of_kind(Kind.CONTROL))
    scope.controls.update(control for _, control, _ in changes.of_link(OWNED_BY, CARRIED_OUT_IN))
    scope.controls.update(control for _, _, control in changes.of_link(MITIGATED_BY))
    for step in scope.steps:
        scope.controls |= changes.both(CARRIED_OUT_IN, step, into=True)
    reworked = {control for control in scope.controls if before.works(control) != after.works(control)}
    reworked.update(changes.of_kind(Kind.CONTROL), (control for _, control, _ in changes.of_link(OWNED_BY)))
    for post in scope.placed:
        reworked |= changes.both(OWNED_BY, post, into=True)
    scope.controls |= reworked
    for risk in scope.risks:
        scope.controls |= changes.both(MITIGATED_BY, risk)
    scope.risks.update(risk for _, risk, _ in changes.of_link(MITIGATED_BY))
    for control in reworked:
        scope.risks |= changes.both(MITIGATED_BY, control, into=True)


def _defended(changes: Changes, scope: Scope) -> None:
    """Risks of posts that moved: their offices decide what covers them."""
    for post in scope.placed:
        scope.risks |= changes.both(BORNE_BY, post, into=True)
        for step in changes.both(PERFORMED_BY, post, into=True):
            scope.risks |= changes.both(EXPOSES, step)


def _posts(changes: Changes, scope: Scope) -> None:
    scope.posts.update(changes.of_kind(Kind.POST), scope.placed)
    scope.posts.update(post for _, _, post in changes.of_link(OWNED_BY, SUPERVISED_BY, BORNE_BY, PERFORMED_BY))
    exposing = {step for _, step, _ in changes.of_link(EXPOSES)}
    for step in scope.steps | exposing:
        scope.posts |= changes.both(PERFORMED_BY, step)


def _articles(changes: Changes, scope: Scope, switched: Iterable[str], before: Derived, after: Derived) -> None:
    """Articles that are live or used otherwise than before."""
    scope.articles.update(changes.of_kind(Kind.ARTICLE))
    scope.articles.update(article for _, article, _ in changes.of_link(ARTICLE_PART_OF))
    for instrument in changes.of_kind(Kind.INSTRUMENT):
        scope.articles |= changes.both(ARTICLE_PART_OF, instrument, into=True)
    named = changes.of_link(AUTHORIZED_BY, STEP_REGULATED_BY, CONTROL_REGULATED_BY)
    scope.articles.update(article for _, _, article in named)
    for power in switched:
        scope.articles |= changes.both(AUTHORIZED_BY, power)
    for step in scope.steps:
        scope.articles |= changes.both(STEP_REGULATED_BY, step)
    for control in scope.controls:
        if before.protects(control) != after.protects(control):
            scope.articles |= changes.both(CONTROL_REGULATED_BY, control)


def _powers(changes: Changes, scope: Scope, switched: Iterable[str], before: Derived, after: Derived) -> None:
    """Powers whose findings look at something else that changed."""
    for power in switched:
        scope.powers |= changes.both(DEPENDS_ON, power, into=True)
    for article in scope.articles:
        if before.live(article) != after.live(article) or before.rank(article) != after.rank(article):
            scope.powers |= changes.both(AUTHORIZED_BY, article, into=True)
    for post in {*scope.placed, *changes.of_kind(Kind.POST)}:
        for step in changes.both(PERFORMED_BY, post, into=True):
            scope.powers |= changes.both(HAS_STEP, step, into=True)
    for unit in _below(changes, changes.units):
        scope.powers |= changes.both(EXERCISED_BY, unit, into=True)
    if changes.units:
        scope.powers |= _entrusting(changes)


def _entrusting(changes: Changes) -> set[str]:
    """Powers with duties done on behalf of somebody: only a changed unit makes one look through them all."""
    found: set[str] = set()
    for view in (changes.before, changes.after):
        for step, post in view.pairs(PERFORMED_BY):
            if any("on_behalf_of" in held for held in view.pair(PERFORMED_BY, step, post).values()):
                found.update(view.into(HAS_STEP, step))
    return found
