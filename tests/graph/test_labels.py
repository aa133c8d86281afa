from __future__ import annotations

import pytest

from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from queries.report.case import value_label
from tests.builders import graph


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        (Kind.POST, "rank", "员级", Label("员级", "officer level")),
        (Kind.CONTROL, "measure", "公开公示", Label("公开公示", "publication")),
        (Kind.POST, "rank", "二级主办", "二级主办"),
        (Kind.CONTROL, "mode", "step", Label("随环节", "done in steps")),
    ],
)
def test_a_text_that_many_files_have_is_said_in_english_and_any_other_as_it_is(
    kind: Kind, name: str, value: str, said: Label | str
) -> None:
    assert value_label(kind, name, value) == said


def test_a_text_without_english_is_as_good_as_one_with_it() -> None:
    held = graph("Post/P rank=二级主办").node(*NodeId(Kind.POST, "P"))

    assert (held or {})["rank"] == "二级主办"
    assert KINDS[Kind.POST].properties["rank"].values == {}
