"""Hypothesis over the same worlds: every random choice is one that hypothesis can shrink."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.oracle.generate import draw_with
from tests.oracle.world import Props


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Props], Props]:
    """(objects of a graph's JSON Lines, reform)."""
    rng: random.Random = draw(st.randoms(use_true_random=False))
    return draw_with(rng)
