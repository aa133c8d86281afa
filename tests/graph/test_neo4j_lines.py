"""New nodes as lines of a text: what is parted there comes back as it was."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.schema import Kind
from graph.store.neo4j_lines import FIELD, LINE, Lines, lines_of_nodes

Held = dict[str, Any]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
values = st.one_of(texts, texts, st.integers(-5, 5), st.booleans(), st.lists(texts, max_size=2))
nodes = st.lists(
    st.dictionaries(st.sampled_from(["name", "content", "_since", "own"]), values), min_size=1, max_size=20
)


@given(nodes)
def test_lines_say_exactly_what_the_nodes_said(said: list[Held]) -> None:
    held: list[Held] = [{**each, "code": f"P{number}"} for number, each in enumerate(said)]

    assert read(lines_of_nodes(Kind.POWER, [dict(each) for each in held])) == list(map(repr_of, held))


def test_texts_that_differ_are_columns_and_what_is_alike_is_said_once() -> None:
    held: list[Held] = [{"name": f"职权{number}", "_since": 1, "code": f"P{number}"} for number in range(9)]

    found = lines_of_nodes(Kind.POWER, held)

    assert (found.columns, found.said) == (("code", "name"), [{"_since": 1}])


def read(lines: Lines) -> list[str]:
    """What a server makes of the lines, in the order of the nodes."""
    found = []
    for line in (line for text in lines.texts for line in text.split(LINE)):
        *given_, place = line.split(FIELD)
        found.append(repr_of({**dict(zip(lines.columns, given_, strict=True)), **lines.said[int(place)]}))
    return found


def repr_of(held: Held) -> str:
    """Equal for equal names, values and types of value: 1 is not true."""
    return repr(sorted(held.items(), key=lambda item: item[0]))
