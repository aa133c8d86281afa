"""English names where all names are Chinese."""

from __future__ import annotations

import pytest

from queries.foreign import foreign_in
from tests.builders import graph

OFFICES = """
    Unit/SZ name=深圳海关 level=regional
    Unit/SH name=上海海关 level=regional
    Unit/GZ-NS name=南沙海关 level=local
    Unit/SZ.NS name=深圳海关某科 level=section
    Power/E39 name=减免税审核确认
"""


@pytest.mark.parametrize(
    ("text", "names", "offices"),
    [
        ("which powers does Shenzhen Customs have", ("Shenzhen", "Customs"), ("SZ",)),
        ("powers of shenzhen customs", ("shenzhen",), ("SZ",)),
        ("posts in Shanghai", ("Shanghai",), ("SH",)),
        ("What does Nansha do?", ("Nansha",), ("GZ-NS",)),
        ("powers of Beijing", ("Beijing",), ()),
    ],
)
def test_a_name_is_offered_the_offices_whose_codes_may_be_short_for_it(
    text: str, names: tuple[str, ...], offices: tuple[str, ...]
) -> None:
    found = foreign_in(graph(OFFICES), text)

    assert found is not None
    assert (found.names, found.offices) == (names, offices)


@pytest.mark.parametrize(
    "text", ["riskiest posts", "Which powers are delegated?", "E39", "nonsense", "深圳海关有哪些职权"]
)
def test_words_that_are_known_and_words_that_are_not_written_as_names_are_none(text: str) -> None:
    assert foreign_in(graph(OFFICES), text) is None


def test_that_all_names_are_chinese_is_said_only_where_they_are() -> None:
    chinese, mixed = (foreign_in(graph(OFFICES, more), "Beijing") for more in ("", "Power/E1 name=Inspection"))

    assert chinese is not None
    assert mixed is not None
    assert (chinese.chinese, "中文" in chinese.said.zh) == (True, True)
    assert (mixed.chinese, "中文" in mixed.said.zh) == (False, False)


def test_a_name_that_the_graph_has_in_english_is_known() -> None:
    assert foreign_in(graph("Unit/B name=Border-Force level=hq"), "What does Border Force do?") is None
