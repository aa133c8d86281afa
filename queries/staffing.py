"""Why a step of a power has more posts, or fewer, than offices exercise the power.

A power is exercised by offices, its steps are done by posts. The two numbers differ where an office has several posts
for a step, where a higher office does the step for one that lacks the post, and where posts of an office that does not
exercise the power take part.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.derived import Derived, derived_of
from graph.model import EMPTY
from graph.schema import EXERCISED_BY, HAS_STEP, Kind, Label
from graph.view import View

__all__ = ["Uneven", "uneven_steps"]

_NAMED = 2


@dataclass(frozen=True, slots=True)
class Uneven:
    """A step whose posts are not one in each office that exercises its power; offices are named.

    Attributes:
        step: its name.
        posts, offices: how many posts do it, and how many offices exercise the power.
        several: offices with more than one of these posts.
        beside: offices of these posts that do not exercise the power, and ``posts_beside`` how many posts they have.
        above: offices without such a post, for which a higher one does the step.
        nobody: offices without such a post, for which nobody does it.
    """

    step: str
    posts: int
    offices: int
    several: tuple[str, ...]
    beside: tuple[str, ...]
    posts_beside: int
    above: tuple[str, ...]
    nobody: tuple[str, ...]

    @property
    def label(self) -> Label:
        """The reason in one line."""
        parts = [
            (
                self.beside,
                f"{self.posts_beside} 个岗位在不行使此职权的机关",
                f"{self.posts_beside} of them in offices that do not exercise it",
            ),
            (
                self.several,
                f"{len(self.several)} 个机关各有几个岗位",
                f"several in each of these offices: {len(self.several)}",
            ),
            (
                self.above,
                f"{len(self.above)} 个行使机关没有此岗，由上级办理",
                f"none in these offices, done above: {len(self.above)}",
            ),
            (
                self.nobody,
                f"{len(self.nobody)} 个行使机关没有此岗，无人办理",
                f"none in these offices, done by nobody: {len(self.nobody)}",
            ),
        ]
        held = [(zh, en, _some(names)) for names, zh, en in parts if names]
        zh = "；".join(f"{zh}（{names.zh}）" for zh, _, names in held)
        en = "; ".join(f"{en} ({names.en})" for _, en, names in held)
        return Label(
            f"{self.step}：{self.offices} 个机关行使，{self.posts} 个岗位办理：{zh}",
            f"{self.step}: {self.offices} offices exercise the power, {self.posts} posts do this step: {en}",
        )

    @property
    def names(self) -> str:
        """All offices that the line is about."""
        return "、".join(dict.fromkeys((*self.beside, *self.several, *self.above, *self.nobody)))


def uneven_steps(view: View, power: str) -> tuple[Uneven, ...]:
    """The steps of an active power whose posts are not one in each of its offices, in order of their sequence."""
    derived = derived_of(view)
    offices = view.out(EXERCISED_BY, power)
    if not offices or not derived.active(power):
        return ()
    steps = sorted(view.out(HAS_STEP, power), key=lambda step: (_seq(view, step), step))
    found = (_uneven(derived, step, offices) for step in steps)
    return tuple(each for each in found if each is not None)


def _uneven(derived: Derived, step: str, offices: tuple[str, ...]) -> Uneven | None:
    """None where the numbers agree, or where nobody does the step at all: a finding says that."""
    view = derived.view
    performers = derived.performers(step)
    served = {unit for post in performers for unit in derived.places(step, post)}
    at = Counter(office for post in performers if (office := derived.office(post)) is not None)
    lacking = [office for office in offices if office not in served]
    if not performers or (len(performers) == len(offices) and set(at) == set(offices)):
        return None
    above = [office for office in lacking if not served.isdisjoint(derived.above(office))]
    beside = sorted(set(at) - set(offices))
    return Uneven(
        _name(view, Kind.STEP, step),
        len(performers),
        len(offices),
        _names(view, sorted(office for office in set(at) & set(offices) if at[office] > 1)),
        _names(view, beside),
        sum(at[office] for office in beside),
        _names(view, above),
        _names(view, [office for office in lacking if office not in above]),
    )


def _seq(view: View, step: str) -> int:
    seq = (view.node(Kind.STEP, step) or EMPTY).get("seq")
    return seq if isinstance(seq, int) else 0


def _name(view: View, kind: Kind, code: str) -> str:
    return str((view.node(kind, code) or EMPTY).get("name", code))


def _names(view: View, units: list[str]) -> tuple[str, ...]:
    return tuple(_name(view, Kind.UNIT, unit) for unit in units)


def _some(names: tuple[str, ...]) -> Label:
    shown, more = names[:_NAMED], len(names) > _NAMED
    return Label("、".join(shown) + "等" * more, ", ".join(shown) + " …" * more)
