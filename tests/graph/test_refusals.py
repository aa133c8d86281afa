"""What a refused reform says: the first change that is refused, and what is wrong with later ones in themselves."""

from __future__ import annotations

import pytest

from graph.errors import ReformRefused
from graph.reform import Reform, apply_reform
from tests.builders import graph

VIEW = graph("Power/E1 name=甲 status=active", "Power/E2 name=乙 status=active")


def refused(*changes: dict[str, object]) -> ReformRefused:
    with pytest.raises(ReformRefused) as found:
        apply_reform(VIEW, Reform("", changes))
    return found.value


def test_a_mistyped_operation_lists_the_known_ones_by_both_their_names() -> None:
    assert "取消 cancel、暂停 suspend、" in refused({"op": "cancle", "power": "E1"}).said.zh
