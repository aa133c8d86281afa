"""The palette, measured: distances for normal and colour-blind sight (Machado et al. 2009, CIEDE2000), contrasts."""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest

from api.ui.theme import EDGES, INK, LOOKS, MARKS, MUTED, PAPER, SOFT, TONES, Tone, mark_of
from graph.schema import Kind, Rel
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus

Rgb = tuple[float, float, float]
Matrix = tuple[Rgb, Rgb, Rgb]

SIGHT: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Matrices for severity 1.0, on linear RGB."""


def linear(colour: str) -> Rgb:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return r, g, b


def seen(colour: str, sight: str) -> Rgb:
    held = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, held, strict=True)))) for row in SIGHT[sight])
    return r, g, b


def lab(rgb: Rgb) -> Rgb:
    r, g, b = rgb
    xyz = (
        (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
        0.2126729 * r + 0.7151522 * g + 0.0721750 * b,
        (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def ciede2000(one: Rgb, other: Rgb) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    grey = 1 + 0.5 * (1 - sqrt(mean / (mean + 25**7)))
    a1, a2 = a1 * grey, a2 * grey
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = (degrees(atan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if not c1 * c2 else (h1 + turn / 2) % 360
    t = 1 - 0.17 * cos(radians(hm - 30)) + 0.24 * cos(radians(2 * hm))
    t += 0.32 * cos(radians(3 * hm + 6)) - 0.2 * cos(radians(4 * hm - 63))
    sl, sc, sh = 1 + 0.015 * (lm - 50) ** 2 / sqrt(20 + (lm - 50) ** 2), 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * sqrt(cm**7 / (cm**7 + 25**7)) * sin(radians(60 * exp(-(((hm - 275) / 25) ** 2))))
    return sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def closest(colours: set[str], sight: str) -> float:
    return min(ciede2000(lab(seen(a, sight)), lab(seen(b, sight))) for a, b in combinations(sorted(colours), 2))


def contrast(one: str, other: str = PAPER) -> float:
    light, dark = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other)
    )[::-1]
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_that_of_the_published_test_data(one: Rgb, other: Rgb, distance: float) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT)
def test_the_hues_of_kinds_are_far_apart_for_every_sight(sight: str) -> None:
    assert closest({look.hue for look in LOOKS.values()}, sight) >= 13


@pytest.mark.parametrize("sight", SIGHT)
def test_the_hues_of_changes_are_farther_apart_for_every_sight(sight: str) -> None:
    assert closest({look.fill for look in TONES.values()}, sight) >= 20


@pytest.mark.parametrize("kind", Kind)
def test_a_shape_stands_out_from_the_paper(kind: Kind) -> None:
    assert contrast(LOOKS[kind].hue) >= 3


@pytest.mark.parametrize("tone", Tone)
def test_the_outline_and_the_words_of_a_change_can_be_read(tone: Tone) -> None:
    assert contrast(TONES[tone].ink) >= 4.5


@pytest.mark.parametrize("tone", Tone)
def test_a_glyph_can_be_read_on_its_shape(tone: Tone) -> None:
    assert contrast(TONES[tone].glyph, TONES[tone].fill) >= 4.5


@pytest.mark.parametrize("colour", [INK, SOFT, MUTED])
def test_text_can_be_read(colour: str) -> None:
    assert contrast(colour) >= 4.5


def test_kinds_of_one_hue_differ_in_shape() -> None:
    assert (
        len({(look.shape, look.hue) for look in LOOKS.values()})
        == len({look.shape for look in LOOKS.values()})
        == len(Kind)
    )


def test_every_relation_has_a_look() -> None:
    assert set(EDGES) == set(Rel)


def test_relations_of_one_picture_differ_in_hue_or_dashes() -> None:
    drawn = [
        Rel.AUTHORIZED_BY,
        Rel.HAS_STEP,
        Rel.NEXT,
        Rel.PERFORMED_BY,
        Rel.EXPOSES,
        Rel.MITIGATED_BY,
        Rel.CARRIED_OUT_IN,
    ]

    assert len({EDGES[rel] for rel in drawn}) == len(drawn)


@pytest.mark.parametrize("status", [*PostStatus, *RiskStatus, *ArticleStatus])
def test_every_status_of_the_calculus_has_a_mark_with_its_word(status: PostStatus | RiskStatus | ArticleStatus) -> None:
    assert mark_of(status).label == status.label


def test_what_ends_and_what_is_uncovered_differ_in_glyph_and_outline() -> None:
    ended, uncovered = MARKS["ended"], MARKS["uncovered"]

    assert (ended.glyph, ended.open) == ("✕", False)
    assert (uncovered.glyph, uncovered.open) == ("▲!", True)


def test_one_glyph_in_one_hue_never_means_two_things_of_one_kind() -> None:
    for statuses in (PostStatus, RiskStatus, ArticleStatus):
        marks = [mark_of(status) for status in statuses]
        assert len({(mark.tone, mark.glyph) for mark in marks}) == len(marks)
