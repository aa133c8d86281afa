"""The visual language, declared once: shape and hue of every kind, hue, glyph and word of every change.

Shape comes first, hue second: whoever sees no colours still tells the kinds apart. Articles and instruments share a
hue and differ in shape. The hues are at least 13 apart (CIEDE2000) for normal and three kinds of colour-blind sight,
those of changes at least 20, and a test measures it. Orange is too light for lines and letters on white: every tone has
an ``ink`` for those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from graph.schema import Kind, Label, Rel
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus

__all__ = [
    "ADRIFT",
    "EDGES",
    "FONTS",
    "INK",
    "LOOKS",
    "MARKS",
    "MUTED",
    "PAPER",
    "PLAIN",
    "POWER_MARKS",
    "SOFT",
    "TONES",
    "EdgeLook",
    "Look",
    "Mark",
    "Shape",
    "Status",
    "Tone",
    "ToneLook",
    "mark_of",
]

Status = PostStatus | RiskStatus | ArticleStatus

FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "system-ui", "sans-serif")
INK = "#1F2933"
"""Text, and lane titles whatever their kind."""
SOFT = "#52606D"
"""Text of the second rank: captions, counts."""
PLAIN = "#C3CCD6"
"""What does not change, where colour means change."""
MUTED = "#616E7C"
"""Names of what does not change: lighter than `INK`, and still readable."""
PAPER = "#FFFFFF"


class Shape(StrEnum):
    """Outline of a node."""

    HEXAGON = "hexagon"
    PARALLELOGRAM = "parallelogram"
    BOOK = "book"
    RECTANGLE = "rectangle"
    CIRCLE = "circle"
    HOUSE = "house"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    SHEET = "sheet"
    DRUM = "drum"


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of node is drawn."""

    shape: Shape
    hue: str


_POWER, _BASIS, _STEP, _POST, _RISK, _CONTROL = "#1F4E8C", "#6B7280", "#3A86B4", "#994455", "#EE6677", "#997700"

LOOKS: Mapping[Kind, Look] = MappingProxyType(
    {
        Kind.POWER: Look(Shape.HEXAGON, _POWER),
        Kind.ARTICLE: Look(Shape.PARALLELOGRAM, _BASIS),
        Kind.INSTRUMENT: Look(Shape.BOOK, _BASIS),
        Kind.STEP: Look(Shape.RECTANGLE, _STEP),
        Kind.POST: Look(Shape.CIRCLE, _POST),
        Kind.UNIT: Look(Shape.HOUSE, "#222233"),
        Kind.RISK: Look(Shape.TRIANGLE, _RISK),
        Kind.CONTROL: Look(Shape.DIAMOND, _CONTROL),
        Kind.STANDARD: Look(Shape.SHEET, "#555511"),
        Kind.SYSTEM: Look(Shape.DRUM, "#6622FF"),
    }
)


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """How a type of relation is drawn: its hue, and dashes in the form of SVG ("" for a whole line)."""

    hue: str
    dashes: str = ""


EDGES: Mapping[Rel, EdgeLook] = MappingProxyType(
    {
        Rel.PART_OF: EdgeLook(_POST, "1 3"),
        Rel.IN_UNIT: EdgeLook(_POST, "1 3"),
        Rel.AUTHORIZED_BY: EdgeLook(_BASIS, "6 3"),
        Rel.DEPENDS_ON: EdgeLook(_POWER, "8 3 2 3"),
        Rel.EXERCISED_BY: EdgeLook(_POST, "8 3"),
        Rel.HAS_STEP: EdgeLook(_STEP),
        Rel.NEXT: EdgeLook(_POWER),
        Rel.PERFORMED_BY: EdgeLook(_POST),
        Rel.EXPOSES: EdgeLook(_RISK),
        Rel.BORNE_BY: EdgeLook(_POST, "3 3"),
        Rel.MITIGATED_BY: EdgeLook(_CONTROL),
        Rel.OWNED_BY: EdgeLook(_POST, "6 2"),
        Rel.CARRIED_OUT_IN: EdgeLook(_CONTROL, "3 3"),
        Rel.REGULATED_BY: EdgeLook(_BASIS, "2 3"),
        Rel.SPECIFIED_BY: EdgeLook(_CONTROL, "1 3"),
        Rel.GOVERNED_BY: EdgeLook(_CONTROL, "6 3"),
        Rel.RUNS_IN: EdgeLook(_CONTROL, "8 3"),
        Rel.SUPERVISED_BY: EdgeLook(_POST, "8 3 2 3"),
        Rel.DERIVED_FROM: EdgeLook(_POWER, "2 3"),
    }
)


class Tone(StrEnum):
    """What a colour means where colour means change."""

    LOST = "lost"
    MOVED = "moved"
    GAINED = "gained"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class ToneLook:
    """Fill of a shape, ink of lines and words, and the colour of a glyph on the fill."""

    fill: str
    ink: str
    glyph: str


TONES: Mapping[Tone, ToneLook] = MappingProxyType(
    {
        Tone.LOST: ToneLook("#A50F3C", "#A50F3C", PAPER),
        Tone.MOVED: ToneLook("#E69F00", "#8A5A00", INK),
        Tone.GAINED: ToneLook("#0072B2", "#0072B2", PAPER),
        Tone.KEPT: ToneLook(PLAIN, MUTED, INK),
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One change: colour, glyph and word, never colour alone.

    ``open`` marks are dangers that remain (a risk without a control): the shape is hollow. What ends itself is full
    with a dashed outline. Users act differently on the two.
    """

    id: str
    tone: Tone
    glyph: str
    label: Label
    open: bool = False


def _mark(mark_id: str, tone: Tone, glyph: str, label: Label, *, is_open: bool = False) -> tuple[str, Mark]:
    return mark_id, Mark(mark_id, tone, glyph, label, is_open)


_ENDS, _EMPTY, _DANGER, _LESS, _MORE, _MOVES, _BOTH, _DIFFERS = "✕", "∅", "▲!", "－", "＋", "→", "⇄", "≈"

_OF_POST: Mapping[PostStatus, tuple[Tone, str]] = MappingProxyType(
    {
        PostStatus.IDLE: (Tone.GAINED, "○"),
        PostStatus.VACATED: (Tone.LOST, _EMPTY),
        PostStatus.SHIFTED: (Tone.MOVED, _BOTH),
        PostStatus.RELIEVED: (Tone.MOVED, _LESS),
        PostStatus.BURDENED: (Tone.GAINED, _MORE),
    }
)
_OF_RISK: Mapping[RiskStatus, tuple[Tone, str]] = MappingProxyType(
    {
        RiskStatus.NEW: (Tone.GAINED, _MORE),
        RiskStatus.UNATTENDED: (Tone.LOST, _DANGER),
        RiskStatus.ENDED: (Tone.LOST, _ENDS),
        RiskStatus.MOVED: (Tone.MOVED, _MOVES),
        RiskStatus.NARROWED: (Tone.MOVED, _LESS),
        RiskStatus.SPREAD: (Tone.GAINED, "⇉"),
    }
)
_OF_ARTICLE: Mapping[ArticleStatus, tuple[Tone, str]] = MappingProxyType(
    {
        ArticleStatus.REPEALED: (Tone.LOST, _ENDS),
        ArticleStatus.IDLE: (Tone.LOST, _EMPTY),
        ArticleStatus.TAKEN_UP: (Tone.GAINED, _MORE),
        ArticleStatus.SHIFTED: (Tone.MOVED, _BOTH),
        ArticleStatus.NARROWED: (Tone.MOVED, _LESS),
        ArticleStatus.WIDENED: (Tone.GAINED, "⇉"),
    }
)


def _key(status: Status) -> str:
    kind = {PostStatus: "post", RiskStatus: "risk", ArticleStatus: "article"}[type(status)]
    return f"{kind}-{status.value}"


def _statuses() -> list[tuple[str, Mark]]:
    return [
        _mark(_key(status), tone, glyph, status.label, is_open=glyph == _DANGER)
        for held in (_OF_POST, _OF_RISK, _OF_ARTICLE)
        for status, (tone, glyph) in held.items()
    ]


ADRIFT = "risk-adrift"
"""A risk that the calculus calls ended, since nobody bears it any more, though it is still there: not removed."""

MARKS: Mapping[str, Mark] = MappingProxyType(
    dict(
        (
            _mark("ended", Tone.LOST, _ENDS, Label("终止", "ended")),
            _mark("uncovered", Tone.LOST, _DANGER, Label("失控", "uncovered"), is_open=True),
            _mark("stalled", Tone.LOST, _DANGER, Label("停摆", "stalled"), is_open=True),
            _mark(ADRIFT, Tone.LOST, _DANGER, Label("无人承担", "borne by nobody"), is_open=True),
            _mark("orphaned", Tone.LOST, _EMPTY, Label("无险可控", "controls nothing")),
            _mark("changed", Tone.MOVED, _DIFFERS, Label("调整", "changed")),
            _mark("delegated", Tone.MOVED, "↓", Label("下放", "delegated")),
            _mark("recalled", Tone.MOVED, "↑", Label("收回", "recalled")),
            _mark("reassigned", Tone.MOVED, _MOVES, Label("转移", "reassigned")),
            _mark("new", Tone.GAINED, _MORE, Label("新增", "new")),
            _mark("office-unstaffed", Tone.LOST, _DANGER, Label("承接而无岗位", "receives, no post"), is_open=True),
            _mark(
                "office-partly",
                Tone.LOST,
                _DANGER,
                Label("承接，部分环节无岗位", "receives, no post for some steps"),
                is_open=True,
            ),
            _mark("office-unreceived", Tone.LOST, _EMPTY, Label("无下级承接", "nobody below receives")),
            _mark("office-above", Tone.MOVED, _MOVES, Label("承接，上级代办", "receives, done above")),
            _mark("office-gained", Tone.GAINED, _MORE, Label("承接", "receives")),
            _mark("office-lost", Tone.MOVED, _LESS, Label("不再行使", "exercises no more")),
            _mark("office-kept", Tone.KEPT, "＝", Label("仍行使", "keeps it")),
            _mark(
                "office-kept-unstaffed",
                Tone.LOST,
                _DANGER,
                Label("仍行使，新接环节无岗位", "keeps it, no post for new steps"),
                is_open=True,
            ),
            _mark(
                "office-kept-above",
                Tone.MOVED,
                _MOVES,
                Label("仍行使，新接环节上级代办", "keeps it, new steps done above"),
            ),
            *_statuses(),
        )
    )
)
"""Marks by id: those of the statuses of the calculus (``risk-moved``) and those of elements that come, go or change."""

POWER_MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        **dict.fromkeys(("gone", "cancelled", "merged", "split"), MARKS["ended"]),
        "founded": MARKS["new"],
        **{word: MARKS[word] for word in ("delegated", "recalled")},
        **dict.fromkeys(("suspended", "resumed", "altered"), MARKS["changed"]),
    }
)
"""The mark of a power by what becomes of it: in the picture, and as the sign of a list, which has a word for each."""


def mark_of(status: Status, *, there: bool = False) -> Mark:
    """The mark of a status of the calculus; ``there`` says that a risk which ended is still in the graph."""
    return MARKS[ADRIFT if there and status is RiskStatus.ENDED else _key(status)]
