"""Hypothesis over the same worlds, by their seed.

A world has more than a thousand random choices. Handed to hypothesis one by one they cost twenty times what the
world itself costs, and after minutes of shrinking a hundred and more objects were left. So hypothesis chooses the
seed, and `tests.oracle.smallest` shrinks what fails, by what a graph is made of.
"""

from __future__ import annotations

from hypothesis import note
from hypothesis import strategies as st

from tests.oracle.generate import draw as drawn
from tests.oracle.world import Props


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Props], Props]:
    """(objects of a graph's JSON Lines, reform); a failing test prints the seed."""
    seed = draw(st.integers(min_value=0, max_value=2**32 - 1))
    note(f"tests.oracle.generate.draw({seed})")
    return drawn(seed)
