"""The impact of a reform as a scene: the touched neighbourhood before and after in one, and what surrounds it.

Shown are the touched powers, their bases and steps; of the steps that change the performers and risks; of the risks
that change the controls; the offices that get or give up a power; and whatever else the impact names. Everything else
is left out. What does not change is grey,
and is bundled first where there is much of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.ui.scene.both import Both
from api.ui.scene.bundles import Bundler
from api.ui.scene.changes import Changes
from api.ui.scene.items import caption_of, item_of
from api.ui.scene.lanes import ties_between
from api.ui.scene.model import Column, Group, Item, Scene, Tie
from api.ui.words import word
from graph.derived import Derived
from graph.model import NodeId
from graph.schema import (
    AUTHORIZED_BY,
    CARRIED_OUT_IN,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    KINDS,
    MITIGATED_BY,
    NEXT,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    SUPERVISED_BY,
    Kind,
    Label,
    Link,
    Rel,
)
from graph.view import View
from queries.impact.model import Impact
from queries.report import headline_of
from queries.report.case import Case
from queries.report.operations import title_of

__all__ = ["reform_scene"]

_LINKS = (AUTHORIZED_BY, EXERCISED_BY, HAS_STEP, NEXT, PERFORMED_BY, EXPOSES, MITIGATED_BY)
_SPARE = (STEP_REGULATED_BY, CARRIED_OUT_IN, SUPERVISED_BY)
_LANES = (Kind.ARTICLE, Kind.POWER, Kind.STEP, Kind.POST, Kind.RISK, Kind.CONTROL)
_TITLES = {
    Kind.ARTICLE: Label("依据与制度", "articles"),
    Kind.STEP: Label("运行环节", "steps"),
    Kind.UNIT: Label("行使主体", "offices"),
}
_COLUMN_MOST = 20


def reform_scene(impact: Impact, unfolded: Iterable[str] = ()) -> Scene:
    """What a reform moves, in lanes; the places of things are the same before, after and with both laid over.

    Args:
        impact: what `queries.impact.impact_of` found.
        unfolded: ids of bundles that are shown open.
    """
    drawing = _Drawing(impact, frozenset(unfolded))
    columns = tuple(Column(drawing.groups(kind)) for kind in _LANES)
    items = [item for column in columns for group in column.groups for item in group.items]
    name = title_of(impact.reform)
    return Scene(
        title=Label(f"{name.zh}：改革前后", name.en),
        columns=columns,
        ties=drawing.ties(columns),
        caption=caption_of(impact.before, items),
        changing=True,
        headline=headline_of(Case(impact)),
    )


class _Drawing:
    """One scene being made from an impact."""

    def __init__(self, impact: Impact, unfolded: frozenset[str]) -> None:
        self.impact = impact
        self.both = Both(impact.before, impact.after)
        self.changes = Changes(impact)
        self.bundler = Bundler(self.both, Derived(self.both), unfolded)
        self.shown = self._shown()

    def _shown(self) -> dict[Kind, list[str]]:
        """Codes per lane."""
        impact, out = self.impact, self.both.out
        changed, staying = self.changes.changed_steps()
        risks = {
            *impact.risks,
            *(f.identity[0] for f in impact.opened if f.code in ("PG005", "PG006", "PG010", "PG019")),
        }
        posts = {*impact.posts, *(post for step in changed for post in out(PERFORMED_BY, step))}
        found = {
            Kind.POWER: set(impact.touched),
            Kind.ARTICLE: {*impact.articles, *(a for power in impact.touched for a in out(AUTHORIZED_BY, power))},
            Kind.STEP: changed | staying,
            Kind.POST: posts,
            Kind.RISK: risks | {risk for step in changed for risk in out(EXPOSES, step)},
            Kind.CONTROL: {control for risk in risks for control in out(MITIGATED_BY, risk)},
        }
        return {kind: sorted(codes) for kind, codes in found.items()}

    def groups(self, kind: Kind) -> tuple[Group, ...]:
        """The lanes of a column: below the posts the offices."""
        offices = self.offices() if kind is Kind.POST else None
        return (self.group(kind), offices) if offices else (self.group(kind),)

    def offices(self) -> Group | None:
        """The offices that get a power or give one up, by what happens to them and by level."""
        by_mark: dict[str, list[Item]] = {}
        for unit, mark in self.changes.offices().items():
            item = item_of(self.both, NodeId(Kind.UNIT, unit))
            before, after = (self._exercises(view, unit) for view in (self.impact.before, self.impact.after))
            lead = f"{mark.glyph} {word(mark.label)}"
            item = replace(item, before=before, after=after or not before, mark=mark.id, lead=lead)
            by_mark.setdefault(mark.id, []).append(item)
        every = [
            item
            for mark, held in sorted(by_mark.items())
            for item in self.bundler.offices(f"{Kind.UNIT.value}:{mark}", held)
        ]
        total = sum(map(len, by_mark.values()))
        return Group(Kind.UNIT.value, _TITLES[Kind.UNIT], tuple(every), total) if every else None

    def _exercises(self, view: View, unit: str) -> bool:
        return not set(view.into(EXERCISED_BY, unit)).isdisjoint(self.impact.touched)

    def group(self, kind: Kind) -> Group:
        """One lane: things that change one by one as far as there is room, the grey ones bundled first."""
        items = self._items(kind)
        by_mark: dict[str, list[Item]] = {}
        for item in items:
            by_mark.setdefault(item.mark, []).append(item)
        most = {mark: self.bundler.least(held) for mark, held in by_mark.items()}
        while sum(most.values()) > _COLUMN_MOST:
            widest = max(most, key=lambda mark: (most[mark] > 1, not mark, most[mark], mark))
            most[widest] -= 1
        folded = [
            item
            for mark, held in sorted(by_mark.items())
            for item in self.bundler.folded(f"{kind.value}:{mark}", kind, held, most[mark])
        ]
        return Group(kind.value, _TITLES.get(kind, KINDS[kind].label), tuple(folded), len(items))

    def _items(self, kind: Kind) -> list[Item]:
        found = []
        for rank, code in enumerate(self._ordered(kind), 1):
            node = NodeId(kind, code)
            alone = kind is Kind.POWER and len(self.impact.touched) == 1
            item = item_of(self.both, node, rank=rank if kind in (Kind.POWER, Kind.STEP) else 0, root=alone)
            mark = self.changes.mark(node)
            sides = [view.node(kind, code) is not None for view in (self.impact.before, self.impact.after)]
            # What the marks say is not said a second time; and of the two graphs a tag would hold for one only.
            item = replace(item, before=sides[0], after=sides[1], tags=())
            found.append(item if mark is None else replace(item, mark=mark.id, lead=f"{mark.glyph} {word(mark.label)}"))
        return found

    def _ordered(self, kind: Kind) -> Sequence[str]:
        """Steps by power and sequence, so that those of one power stay together; all else by code."""
        codes = self.shown[kind]
        if kind is not Kind.STEP:
            return codes
        powers = self.impact.touched

        def place(step: str) -> tuple[int, int, str]:
            held = [powers.index(power) for power in self.both.into(HAS_STEP, step) if power in powers]
            seq = (self.both.node(Kind.STEP, step) or {}).get("seq")
            return min(held, default=len(powers)), seq if isinstance(seq, int) else 0, step

        return sorted(codes, key=place)

    def ties(self, columns: Sequence[Column]) -> tuple[Tie, ...]:
        """Relations before and after; a spare kind only to things that hang on nothing else."""
        found = self._sided(columns, _LINKS)
        tied = {end for tie in found for end in (tie.source, tie.target)}
        spare = self._sided(columns, _SPARE)
        hanging = (tie for tie in spare if tie.source not in tied or tie.target not in tied)
        bundles = {item.id for column in columns for group in column.groups for item in group.items if item.members}
        # Between bundles of steps an order means nothing.
        inner = (tie for tie in found if tie.rel is not Rel.NEXT or bundles.isdisjoint((tie.source, tie.target)))
        return (*inner, *hanging)

    def _sided(self, columns: Sequence[Column], links: Sequence[Link]) -> list[Tie]:
        before = set(ties_between(self.impact.before, columns, links))
        after = set(ties_between(self.impact.after, columns, links))
        order = sorted(before | after, key=lambda tie: (tie.rel.value, tie.source, tie.target))
        return [replace(tie, before=tie in before, after=tie in after) for tie in order]
