"""The engine against the oracle: two independent readings of the calculus give the same answer.

`make oracle SEED=n N=m` draws as many fresh cases as one likes; here hypothesis draws some every time.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from tests.oracle.adapter import engine, engine_from_scratch
from tests.oracle.compare import Engine, difference, smallest_difference
from tests.oracle.generate import draw, lines_of
from tests.oracle.strategies import worlds
from tests.oracle.world import Props

EXAMPLES = int(os.environ.get("QUANGANG_ORACLE_EXAMPLES", "150"))
SEEDS = int(os.environ.get("QUANGANG_ORACLE_SEEDS", "400"))
PARTS = 4
"""Tests that the seeds are dealt out to, so that several processes can take some."""


def told(objects: list[Props], reform: Props, way: Engine) -> str:
    """How the engine differs, on the smallest case that shows it; "" where it does not."""
    if difference(lines_of(objects), reform, way) is None:
        return ""
    lines, reform, found = smallest_difference(objects, reform, way)
    return "\n".join([*lines, *lines_of([reform]), found])


@given(case=worlds())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_overlay_agrees_with_oracle(case: tuple[list[Props], Props]) -> None:
    objects, reform = case

    assert not told(objects, reform, engine)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("start", "way"), [(0, engine), (1_000_000, engine_from_scratch)])
def test_drawn_cases_agree_with_oracle(start: int, way: Engine, part: int) -> None:
    for seed in range(start + part, start + SEEDS // 2, PARTS):
        objects, reform = draw(seed)

        assert not told(objects, reform, way), f"seed {seed}"
