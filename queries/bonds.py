"""Whether two ends are bound by the relation that a question about them asks for: does this post bear this risk?

A path may lead from a post to a risk that it does not bear, by a colleague's step or a rule that both come under.
Whoever asks how the two hang together must be told first that they do not, in the words of the calculus (§2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graph.derived import Derived, derived_of
from graph.model import EMPTY, NodeId
from graph.schema import (
    ARTICLE_PART_OF,
    AUTHORIZED_BY,
    EXERCISED_BY,
    KINDS,
    MITIGATED_BY,
    OWNED_BY,
    Kind,
    Label,
)
from graph.view import View

__all__ = ["Bond", "Bound", "bound"]

_NAMED = 3
"""So many controls are named."""

_Holds = Callable[[Derived, str, str], bool]


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation that has a name: what one kind does to another, and does not; ``holds`` decides it."""

    name: str
    does: Label
    does_not: Label
    do: str
    holds: _Holds


@dataclass(frozen=True, slots=True)
class Bound:
    """How many of the pairs of two ends are so bound; a standard post has as many pairs as posts.

    ``guards`` are the posts that do not bear a risk but own controls against it, ``controls`` those controls.
    """

    bond: Bond
    first: Kind
    second: Kind
    number: int
    total: int
    guards: int = 0
    controls: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        """The sentence that says so, and who has to guard against a risk without bearing it."""
        said, guarding = self._said, self._guarding
        return Label(f"{said.zh}{guarding.zh}", f"{said.en}{guarding.en}")

    @property
    def _said(self) -> Label:
        one, other, bond = _THIS[self.first], _THIS[self.second], self.bond
        if self.total == 1:
            verb = bond.does if self.number else bond.does_not
            return Label(f"{one.zh}{verb.zh}{other.zh}", f"{one.en.capitalize()} {verb.en} {other.en}")
        if not self.number:
            return Label(
                f"这 {self.total} 个岗位都{bond.does_not.zh}{other.zh}",
                f"None of the {self.total} posts {bond.does.en} {other.en}",
            )
        verb_en = bond.does.en if self.number == 1 else bond.do
        return Label(
            f"这 {self.total} 个岗位中，{self.number} 个{bond.does.zh}{other.zh}",
            f"{self.number} of the {self.total} posts {verb_en} {other.en}",
        )

    @property
    def _guarding(self) -> Label:
        if not self.guards:
            return Label("", "")
        more, number = len(self.controls) > _NAMED, len(self.controls)
        named = "、".join(self.controls[:_NAMED]) + (f" 等 {number} 项" if more else "")
        listed = ", ".join(self.controls[:_NAMED]) + (f" and {number - _NAMED} more" if more else "")
        if self.total == 1:
            en = "a control" if number == 1 else "controls"
            return Label(f"，但负责防控它的措施：{named}", f", but owns {en} against it: {listed}")
        others = "其中" if not self.number else "另有"
        verb = "owns" if self.guards == 1 else "own"
        return Label(
            f"，{others} {self.guards} 个不承担而负责防控它的措施：{named}",
            f"; {self.guards} without bearing it {verb} controls against it: {listed}",
        )

    def said(self, inner: Iterable[Kind]) -> Label:
        """The sentence, and where it does not hold what the paths that follow are instead.

        ``inner`` are the kinds that they lead through: none where there is no path.
        """
        kinds, label = [KINDS[kind].label for kind in dict.fromkeys(inner)], self.label
        if self.number or not kinds:
            return Label(f"{label.zh}。", f"{label.en}.")
        zh, en = "、".join(kind.zh for kind in kinds), ", ".join(kind.en for kind in kinds)
        return Label(
            f"{label.zh}；以下是经由{zh}的间接联系。", f"{label.en}; what follows are indirect links, by way of {en}."
        )

    def to_json(self, inner: Iterable[Kind] = ()) -> dict[str, Any]:
        said = self.said(inner)
        return {
            "relation": self.bond.name,
            "holds": self.number,
            "of": self.total,
            "said": {"zh": said.zh, "en": said.en},
        }


def bound(view: View, start: Sequence[NodeId], end: Sequence[NodeId]) -> Bound | None:
    """How the nodes of two ends are bound, whichever comes first; None where no relation of their kinds has a name.

    Args:
        view: the graph.
        start: the nodes of one end, all of one kind.
        end: those of the other.
    """
    for ones, others in ((start, end), (end, start)):
        bond = _BONDS.get((ones[0].kind, others[0].kind)) if ones and others else None
        if bond is not None:
            derived = derived_of(view)
            held = [bond.holds(derived, one.code, other.code) for one in ones for other in others]
            guards, controls = _guards(derived, ones, others)
            return Bound(bond, ones[0].kind, others[0].kind, sum(held), len(held), guards, controls)
    return None


def _guards(derived: Derived, posts: Sequence[NodeId], risks: Sequence[NodeId]) -> tuple[int, tuple[str, ...]]:
    """How many of the posts do not bear the risk but own controls against it, and which controls, with their names."""
    if (posts[0].kind, risks[0].kind) != (Kind.POST, Kind.RISK):
        return 0, ()
    view, risk = derived.view, risks[0].code
    bearers, against = derived.bearers(risk), view.out(MITIGATED_BY, risk)
    owned = {
        post.code: {control for control in against if post.code in view.out(OWNED_BY, control)}
        for post in posts
        if post.code not in bearers
    }
    controls = sorted(set().union(*owned.values()))
    return sum(map(bool, owned.values())), tuple(_title(view, control) for control in controls)


def _title(view: View, control: str) -> str:
    name = (view.node(Kind.CONTROL, control) or EMPTY).get("name")
    return control if name is None else f"{control} {name}"


def _exercises(derived: Derived, post: str, power: str) -> bool:
    return any(derived.power_of(step) == power for step in derived.duties(post))


def _rests_on(derived: Derived, power: str, instrument: str) -> bool:
    return any(
        instrument in derived.view.out(ARTICLE_PART_OF, article) for article in derived.view.out(AUTHORIZED_BY, power)
    )


_EXERCISES = Label("行使", "exercises"), Label("不行使", "does not exercise"), "exercise"
_RESTS = Label("依据", "rests on"), Label("不依据", "does not rest on"), "rest on"

_BONDS: Mapping[tuple[Kind, Kind], Bond] = MappingProxyType(
    {
        (Kind.POST, Kind.RISK): Bond(
            "bears",
            Label("承担", "bears"),
            Label("不承担", "does not bear"),
            "bear",
            lambda derived, post, risk: post in derived.bearers(risk),
        ),
        (Kind.POST, Kind.POWER): Bond("exercises", *_EXERCISES, _exercises),
        (Kind.POST, Kind.STEP): Bond(
            "performs",
            Label("办理", "performs"),
            Label("不办理", "does not perform"),
            "perform",
            lambda derived, post, step: post in derived.performers(step),
        ),
        (Kind.POST, Kind.CONTROL): Bond(
            "owns",
            Label("负责", "owns"),
            Label("不负责", "does not own"),
            "own",
            lambda derived, post, control: post in derived.view.out(OWNED_BY, control),
        ),
        (Kind.POWER, Kind.ARTICLE): Bond(
            "based-on", *_RESTS, lambda derived, power, article: article in derived.view.out(AUTHORIZED_BY, power)
        ),
        (Kind.POWER, Kind.INSTRUMENT): Bond("based-on", *_RESTS, _rests_on),
        (Kind.UNIT, Kind.POWER): Bond(
            "exercises",
            *_EXERCISES,
            lambda derived, unit, power: derived.active(power) and unit in derived.view.out(EXERCISED_BY, power),
        ),
        (Kind.CONTROL, Kind.RISK): Bond(
            "controls",
            Label("防控", "mitigates"),
            Label("不防控", "does not mitigate"),
            "mitigate",
            lambda derived, control, risk: control in derived.view.out(MITIGATED_BY, risk),
        ),
    }
)

_THIS: Mapping[Kind, Label] = MappingProxyType(
    {
        Kind.POST: Label("此岗", "this post"),
        Kind.RISK: Label("此风险", "this risk"),
        Kind.POWER: Label("此职权", "this power"),
        Kind.STEP: Label("此环节", "this step"),
        Kind.CONTROL: Label("此措施", "this control"),
        Kind.ARTICLE: Label("此条款", "this article"),
        Kind.INSTRUMENT: Label("此文件的条款", "any article of this instrument"),
        Kind.UNIT: Label("此机关", "this office"),
    }
)
