"""Cells that list codes, merged three ways: taken, or refused, and never a list that nobody wrote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.model import NodeId
from graph.schema import MITIGATED_BY, Kind
from graph.snapshot import Snapshot
from loaders.listed import Cell, Named, clash_in
from tests.builders import graph

_CELL = Cell(NodeId(Kind.RISK, "R"), MITIGATED_BY, into=False)
_LISTS = st.frozensets(st.sampled_from("abcd"))


def _graph(listed: frozenset[str]) -> Snapshot:
    return graph(
        "RiskPoint/R", *(f"Control/{x}" for x in "abcd"), *(f"RiskPoint/R MITIGATED_BY Control/{x}" for x in listed)
    )


def _named(listed: frozenset[str]) -> Named:
    return frozenset(map(_CELL.relation, listed))


@given(_LISTS, _LISTS, _LISTS)
def test_a_list_is_merged_only_into_what_one_side_wrote(
    before: frozenset[str], here: frozenset[str], store: frozenset[str]
) -> None:
    merged = (store - (before - here)) | (here - before)
    clash = clash_in(_CELL, _named(before), _named(here), _graph(before), _graph(store))
    assert (clash is None) == (merged in (here, store))


@given(_LISTS, _LISTS)
def test_what_only_one_side_changed_is_no_clash(before: frozenset[str], changed: frozenset[str]) -> None:
    sides = [(changed, before), (before, changed), (changed, changed)]
    assert [clash_in(_CELL, _named(before), _named(x), _graph(before), _graph(y)) for x, y in sides] == [None] * 3


def test_what_only_a_row_of_its_own_says_is_no_matter_of_the_cell() -> None:
    base, now = _graph(frozenset("ab")), _graph(frozenset("abc"))
    assert clash_in(_CELL, _named(frozenset("a")), _named(frozenset("ac")), base, now) is None


def test_a_message_lists_the_three_sides() -> None:
    clash = clash_in(
        _CELL, _named(frozenset("a")), _named(frozenset("ab")), _graph(frozenset("a")), _graph(frozenset("ac"))
    )
    assert clash is not None
    assert clash.told(_CELL) == ("a", "a；b", "a；c")
