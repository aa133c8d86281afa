"""The impact of a reform as a scene: the touched neighbourhood before and after in one, and what surrounds it.

Shown are the touched powers, their bases and steps; of the steps that change the performers and risks; of the risks
that change the controls; the offices that keep, get or give up a power; and whatever else the impact names. Everything
else is left out. What does not change is grey, and is bundled first where there is much of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from api.ui.scene.both import Both
from api.ui.scene.bundles import Bundler
from api.ui.scene.changes import Changes
from api.ui.scene.items import caption_of, item_of, tags_of
from api.ui.scene.lanes import ties_between
from api.ui.scene.model import Column, Group, Item, Scene, Tie
from api.ui.scene.standing import Holding, Standing
from api.ui.scene.staying import Staying
from api.ui.theme import Mark
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
}
_OF_CHANGED = {
    Kind.POST: Label("岗位（变动环节）", "posts (changed steps)"),
    Kind.RISK: Label("风险点（变动环节）", "risk points (changed steps)"),
}
"""Titles where steps that stay are drawn without these: nothing in such a lane is not nobody and no risk at all."""
_OFFICES = {
    "lost": Label("不再行使的机关", "offices giving it up"),
    "kept": Label("仍行使的机关", "offices keeping it"),
    "gained": Label("承接机关", "offices receiving it"),
}
"""Lanes of offices by what the reform does to them, so that both sides have the same."""
_HOLDING = Label("行使机关", "offices exercising it")
_HOLDING_TOO = Label("行使机关（续）", "offices exercising it, continued")
"""What these offices are before it: those that keep the power stand below those that give it up."""
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
        headline=headline_of(drawing.case),
    )


class _Drawing:
    """One scene being made from an impact."""

    def __init__(self, impact: Impact, unfolded: frozenset[str]) -> None:
        self.impact = impact
        self.case = Case(impact)
        self.both = Both(impact.before, impact.after)
        self.changes = Changes(impact)
        self.bundler = Bundler(self.both, Derived(self.both), unfolded)
        self.shown = self._shown()
        self.sides = Holding(impact.before), Holding(impact.after)
        self.standing = Standing(self.sides, self.shown, (*_LINKS, *_SPARE))
        self.left = Staying(impact)

    def _shown(self) -> dict[Kind, list[str]]:
        """Codes per lane."""
        impact, out = self.impact, self.both.out
        changed, self.staying = self.changes.changed_steps()
        risks = {
            *impact.risks,
            *(f.identity[0] for f in impact.opened if f.code in ("PG005", "PG006", "PG010", "PG019")),
        }
        altered = self.case.controls
        risks.update(risk for control in altered for risk in control.lost | control.gained)
        risks.update(risk.code for risk in self.case.revalued)
        posts = {*impact.posts, *(post for step in changed for post in out(PERFORMED_BY, step))}
        found = {
            Kind.POWER: set(impact.touched),
            Kind.ARTICLE: {*impact.articles, *(a for power in impact.touched for a in out(AUTHORIZED_BY, power))},
            Kind.STEP: changed | self.staying,
            Kind.POST: posts,
            Kind.RISK: risks | {risk for step in changed for risk in out(EXPOSES, step)},
            Kind.CONTROL: {control for risk in risks for control in out(MITIGATED_BY, risk)}
            | {c.code for c in altered},
        }
        return {kind: sorted(codes) for kind, codes in found.items()}

    def groups(self, kind: Kind) -> tuple[Group, ...]:
        """The lanes of a column: below the posts the offices."""
        return (self.group(kind), *(self.offices() if kind is Kind.POST else ()))

    def offices(self) -> Iterator[Group]:
        """The offices that give a power up, keep it and receive it: a lane each, in it by what becomes of them."""
        lost, gained = ({unit for _, unit in pairs} for pairs in (self.impact.offices_lost, self.impact.offices_gained))
        by_lane: dict[str, list[Item]] = {}
        for unit, mark in self.changes.offices().items():
            item = self._marked(item_of(self.both, NodeId(Kind.UNIT, unit)), mark)
            by_lane.setdefault("gained" if unit in gained else "lost" if unit in lost else "kept", []).append(item)
        for lane_id, label in _OFFICES.items():
            held, lane = by_lane.get(lane_id, []), f"{Kind.UNIT.value}:{lane_id}"
            every = [
                item for part, items in _parts(held).items() for item in self.bundler.offices(f"{lane}:{part}", items)
            ]
            if every:
                was = _HOLDING_TOO if lane_id == "kept" and "lost" in by_lane else _HOLDING
                yield Group(lane, label, tuple(every), len(held), self.left.of(Kind.UNIT, held), was)

    def group(self, kind: Kind) -> Group:
        """One lane: things that change one by one as far as there is room, the grey ones bundled first."""
        items = self._items(kind)
        by_mark = _parts(items)
        most = {part: self.bundler.least(held) for part, held in by_mark.items()}
        while sum(most.values()) > _COLUMN_MOST:
            widest = max(most, key=lambda part: (most[part] > 1, not by_mark[part][0].mark, most[part], part))
            most[widest] -= 1
        folded = [
            item
            for part, held in by_mark.items()
            for item in self.bundler.folded(f"{kind.value}:{part}", kind, held, most[part])
        ]
        titles = _TITLES | _OF_CHANGED if self.staying else _TITLES
        title, stay = titles.get(kind, KINDS[kind].label), self.left.of(kind, items)
        return Group(kind.value, title, tuple(folded), len(items), stay)

    def _items(self, kind: Kind) -> list[Item]:
        found = []
        for rank, code in enumerate(self._ordered(kind), 1):
            node = NodeId(kind, code)
            alone = kind is Kind.POWER and len(self.impact.touched) == 1
            item = item_of(self.both, node, rank=rank if kind in (Kind.POWER, Kind.STEP) else 0, root=alone)
            found.append(self._marked(item, self.changes.mark(node)))
        return found

    def _marked(self, item: Item, mark: Mark | None) -> Item:
        """An item with what the reform does to it, and on which side it stands."""
        before, after = self.standing.of(NodeId(item.kind, item.code), mark)
        # Of the two graphs a tag holds for one only: it is drawn before the reform, where nothing is marked.
        tags = tuple(tags_of(self.impact.before, NodeId(item.kind, item.code))) if before else ()
        item = replace(item, before=before, after=after, tags=tags)
        return item if mark is None else replace(item, mark=mark.id, lead=f"{mark.glyph} {word(mark.label)}")

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
        before, after = (set(ties_between(side, columns, links)) for side in self.sides)
        order = sorted(before | after, key=lambda tie: (tie.rel.value, tie.source, tie.target))
        return [replace(tie, before=tie in before, after=tie in after) for tie in order]


def _parts(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items by what is done to them; where not all of these stand on the same sides, by that too.

    A bundle stands whole or not at all on a side, so that its number is true on both.
    """
    sides: dict[str, dict[str, list[Item]]] = {}
    for item in items:
        place = f"{item.before:d}{item.after:d}"
        sides.setdefault(item.mark, {}).setdefault(place, []).append(item)
    return {
        mark if len(parts) == 1 else f"{mark}:{place}": held
        for mark, parts in sorted(sides.items())
        for place, held in sorted(parts.items())
    }
