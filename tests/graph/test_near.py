"""What a message offers for a code that is not there."""

from __future__ import annotations

from graph.near import alike
from graph.schema import Kind
from tests.builders import graph


def test_codes_alike_are_at_most_three_and_those_that_begin_alike_go_first() -> None:
    assert alike(graph("Power/E10", "Power/E91", "Power/E81", "Power/E71"), "E1O", Kind.POWER)[0] == "E10"
    assert len(alike(graph("Power/E10", "Power/E11", "Power/E12", "Power/E13"), "e1", Kind.POWER)) == 3
