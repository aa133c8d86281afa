"""Which lanes of a sheet are drawn in which column, and which relations between them.

The lanes are those of `queries.show`, so that the picture and the printed sheet agree. Two kinds of lane are added
where a picture would not hang together without them: ``children`` (performers of the steps, owners of the controls,
as the sheet lists them under its rows) and ``between`` (steps through which a sheet's powers reach its risks).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph import schema as s
from graph.schema import Kind, Label, Link

__all__ = ["PICTURES", "ROOT", "PictureSpec", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the items of one lane come from.

    Attributes:
        lane: id of the lane in the sheet.
        children: take the rows under its rows instead.
        through: take what this link leads back to from its rows instead.
        label: its heading, where that is not the sheet's.
        told: it is drawn with nothing in it too, since that says something: a power without a basis.
    """

    lane: str
    children: bool = False
    through: Link | None = None
    label: Label | None = None
    told: bool = False


ROOT = Source("")
"""The node that the sheet is about."""


@dataclass(frozen=True, slots=True)
class PictureSpec:
    """Columns of sources from left to right, and the links that are drawn.

    ``spare`` links are drawn only to what would hang on nothing otherwise.
    """

    columns: tuple[tuple[Source, ...], ...]
    links: tuple[Link, ...]
    spare: tuple[Link, ...] = ()


def _lanes(*lanes: str) -> tuple[Source, ...]:
    return tuple(Source(lane) for lane in lanes)


def _told(*lanes: str) -> tuple[Source, ...]:
    return tuple(Source(lane, told=True) for lane in lanes)


_SELF = (ROOT,)
_PERFORMERS = Source("steps", children=True, label=Label("岗位", "posts"), told=True)
_OWNERS = Source("controls", children=True, label=Label("责任岗位", "owners"), told=True)
_STEPS_OF_RISKS = Source("risks", through=s.EXPOSES, label=Label("所在环节", "steps"))

PICTURES: Mapping[Kind, PictureSpec] = MappingProxyType(
    {
        Kind.POWER: PictureSpec(
            (_told("basis"), _SELF, _told("steps"), (_PERFORMERS,), _told("risks"), _told("controls")),
            (s.AUTHORIZED_BY, s.HAS_STEP, s.NEXT, s.PERFORMED_BY, s.EXPOSES, s.MITIGATED_BY),
            (s.CARRIED_OUT_IN,),
        ),
        Kind.POST: PictureSpec(
            (_lanes("unit", "controls", "supervises"), _SELF, _lanes("steps"), _lanes("powers", "risks")),
            (s.IN_UNIT, s.OWNED_BY, s.SUPERVISED_BY, s.PERFORMED_BY, s.HAS_STEP, s.EXPOSES, s.BORNE_BY),
        ),
        Kind.STEP: PictureSpec(
            (
                _lanes("power", "previous"),
                _SELF,
                (*_told("posts", "risks"), *_lanes("next")),
                _told("controls"),
            ),
            (s.HAS_STEP, s.NEXT, s.PERFORMED_BY, s.EXPOSES, s.MITIGATED_BY),
            (s.CARRIED_OUT_IN,),
        ),
        Kind.RISK: PictureSpec(
            (
                _lanes("powers"),
                _lanes("steps"),
                (*_told("posts"), ROOT),
                _told("controls"),
                (_OWNERS, *_lanes("standards")),
            ),
            (s.HAS_STEP, s.PERFORMED_BY, s.EXPOSES, s.BORNE_BY, s.MITIGATED_BY, s.OWNED_BY, s.SPECIFIED_BY),
        ),
        Kind.CONTROL: PictureSpec(
            (
                _lanes("powers"),
                (_STEPS_OF_RISKS,),
                _told("risks"),
                _SELF,
                (*_told("posts"), *_lanes("steps", "standards", "rules")),
            ),
            (
                s.HAS_STEP,
                s.EXPOSES,
                s.MITIGATED_BY,
                s.OWNED_BY,
                s.CARRIED_OUT_IN,
                s.SPECIFIED_BY,
                s.CONTROL_REGULATED_BY,
            ),
        ),
        Kind.STANDARD: PictureSpec(
            (_lanes("steps", "controls"), _SELF, _lanes("systems")), (s.GOVERNED_BY, s.SPECIFIED_BY, s.RUNS_IN)
        ),
        Kind.SYSTEM: PictureSpec((_lanes("standards"), _SELF), (s.RUNS_IN,)),
        Kind.ARTICLE: PictureSpec(
            (_lanes("instrument"), _SELF, _lanes("powers", "steps", "controls")),
            (s.ARTICLE_PART_OF, s.AUTHORIZED_BY, s.STEP_REGULATED_BY, s.CONTROL_REGULATED_BY),
        ),
        Kind.INSTRUMENT: PictureSpec(
            (_SELF, _lanes("articles"), _lanes("powers", "steps", "controls")),
            (s.ARTICLE_PART_OF, s.AUTHORIZED_BY, s.STEP_REGULATED_BY, s.CONTROL_REGULATED_BY),
        ),
        Kind.UNIT: PictureSpec(
            (_lanes("parent"), _SELF, _lanes("units", "exercises"), _lanes("posts")),
            (s.UNIT_PART_OF, s.IN_UNIT, s.EXERCISED_BY),
        ),
    }
)
