"""What the hash of a revision is taken over is canonical JSON, however it is put together; so are the versions."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.edits import Action, Edit, edit_texts, edit_to_json
from graph.errors import InputError
from graph.model import DEFAULT_MANIFEST, NodeId, RelationId, Value, canonical_json
from graph.schema import LINKS, Kind
from graph.store.base import revision_body
from graph.store.fitting import Identity
from graph.store.ledger import carry_out
from tests.contract.builders import add, retire
from tests.loaders.memory import MemoryStore

DAY = date(2024, 5, 1)

codes = st.text(min_size=1, max_size=4) | st.sampled_from(['"', "\\", "报关/1", "\x7f", "\u2028", "a\tb"])
values: st.SearchStrategy[Value | None] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | codes
    | st.lists(codes, max_size=2).map(tuple)
)
properties = st.dictionaries(codes, values, max_size=3)
identities: st.SearchStrategy[Identity] = st.builds(NodeId, st.sampled_from(Kind), codes) | st.builds(
    RelationId, st.sampled_from(LINKS), codes, codes, st.just("") | codes
)
dates = st.none() | st.dates()
edits = st.builds(Edit, st.sampled_from(Action), identities, properties, properties | st.just({}), dates, dates)


def body(*held: Edit) -> str:
    return revision_body(
        revision=1,
        time=datetime(2024, 5, 1, tzinfo=UTC),
        author="张三",
        reason='试 "1"',
        number="文号 1",
        effective=DAY,
        edits=held,
        manifest_before=None,
        manifest_after=DEFAULT_MANIFEST,
        details={"edits": [1], "e": {"z": 1, "a": None}},
        previous="0a",
    )


@given(st.lists(edits, max_size=5))
def test_edits_in_the_log_are_the_canonical_json_of_them(held: list[Edit]) -> None:
    again = [*held, *held, *(edit._replace(properties=dict(edit.properties)) for edit in held)]

    assert list(edit_texts(again)) == [canonical_json(edit_to_json(edit)) for edit in again]


@given(st.lists(edits, max_size=3))
def test_the_body_of_a_revision_is_canonical_json(held: list[Edit]) -> None:
    found = json.loads(body(*held))

    assert canonical_json(found) == body(*held)
    assert len(found["edits"]) == len(held)


@pytest.mark.parametrize("effective", [None, DAY])
def test_an_add_opens_what_the_same_add_opens_that_says_its_date(effective: date | None) -> None:
    texts = ("Power/E1", "Step/s1", "Power/E1 HAS_STEP Step/s1")
    plain = carry_out([add(text) for text in texts], effective, 1, MemoryStore())
    dated = carry_out([add(text, valid_from=effective) for text in texts], effective, 1, MemoryStore())

    assert (plain.opened, plain.closed) == (dated.opened, dated.closed)
    assert len(plain.opened) == len(texts)


def test_a_relation_is_kept_to_the_time_of_an_end_that_begins_later() -> None:
    later = date(2024, 6, 1)
    found = carry_out(
        [add("Power/E1", valid_from=later), add("Step/s1"), add("Power/E1 HAS_STEP Step/s1")], DAY, 1, MemoryStore()
    )

    assert found.opened[-1].valid_from == found.edits[-1].valid_from == later


def test_a_node_is_not_retired_under_a_relation_of_the_same_commit() -> None:
    held = [add("Power/E1"), add("Step/s1"), add("Power/E1 HAS_STEP Step/s1"), retire("Step/s1")]

    with pytest.raises(InputError, match="still hangs on it"):
        carry_out(held, DAY, 1, MemoryStore())


def test_an_identity_added_twice_in_one_commit_is_refused() -> None:
    with pytest.raises(InputError, match="there already"):
        carry_out([add("Power/E1"), add("Power/E1")], DAY, 1, MemoryStore())


def test_a_relation_to_a_node_retired_before_it_is_refused() -> None:
    held = [add("Power/E1"), add("Step/s1"), retire("Step/s1"), add("Power/E1 HAS_STEP Step/s1")]

    with pytest.raises(InputError, match="unknown"):
        carry_out(held, DAY, 1, MemoryStore())
