"""A revision of one store appended to another: the same log, the same state, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from graph.errors import ConflictError, StoreError
from graph.model import IncompatibleSet, Manifest
from graph.store import Revision, Store
from tests.contract.backends import NOON, StoreFactory
from tests.contract.builders import add, commit, content, retire, set_

DAY = date(2013, 12, 1)
OTHER = Manifest(("总署", "直属"), (IncompatibleSet("x", ("审核", "复核"), "power", "海关法"),))


def fill(store: Store) -> None:
    """A log of four revisions with all that one can say: dates, an end, a manifest, details, a retirement."""
    commit(
        store,
        add("Power/E1", name="甲", tags=("a", "b")),
        add("Step/s", None, date(2030, 1, 1), seq=1),
        add("Power/E1 HAS_STEP Step/s", source="表一"),
        add("Power/E1 HAS_STEP Step/s k"),
        details={"load": {"rows": 4}},
    )
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=DAY, manifest=OTHER, number="文号 1")
    commit(store, retire("Power/E1 HAS_STEP Step/s", source="表一"), effective=date(2025, 1, 1))
    commit(store, add("Power/E2"), effective=DAY)


@pytest.fixture
def log(store_factory: StoreFactory) -> Sequence[Revision]:
    source = store_factory("source", clock=lambda: NOON - timedelta(days=99))
    fill(source)
    found = list(source.history())
    source.close()
    return found


def test_a_copy_has_the_same_log_and_the_same_state(store_factory: StoreFactory, log: Sequence[Revision]) -> None:
    original = store_factory("original", clock=lambda: NOON - timedelta(days=99))
    fill(original)
    days = [date.min, DAY, date(2024, 12, 31), date(2025, 1, 1), date.max]
    expected = [content(original.snapshot(day, as_of)) for day in days for as_of in range(5)]
    versions = list(original.versions())
    original.close()
    copy = store_factory("copy")
    for revision in log:
        copy.append(revision)

    assert list(copy.history()) == log
    assert [content(copy.snapshot(day, as_of)) for day in days for as_of in range(5)] == expected
    assert list(copy.versions()) == versions
    assert copy.manifest() == OTHER
    assert copy.verify() == ()


def test_what_is_committed_afterwards_follows_on_it(store_factory: StoreFactory, log: Sequence[Revision]) -> None:
    copy = store_factory("copy")
    for revision in log:
        copy.append(revision)

    assert commit(copy, add("Power/E3"), parent=4).previous == log[-1].hash


@pytest.mark.parametrize("held", [0, 2])
def test_a_revision_that_does_not_follow_is_a_conflict(
    store_factory: StoreFactory, log: Sequence[Revision], held: int
) -> None:
    copy = store_factory("copy")
    for revision in log[:held]:
        copy.append(revision)

    for revision in (log[held + 1], *log[:held]):
        with pytest.raises(ConflictError, match="does not follow"):
            copy.append(revision)
    assert copy.head() == held


def test_a_revision_of_another_log_is_a_conflict(store_factory: StoreFactory, log: Sequence[Revision]) -> None:
    copy = store_factory("copy")
    commit(copy, add("Power/other"))

    with pytest.raises(ConflictError, match="does not follow"):
        copy.append(log[1])
    assert copy.head() == 1


def test_a_revision_that_was_changed_is_refused(store_factory: StoreFactory, log: Sequence[Revision]) -> None:
    copy = store_factory("copy")

    with pytest.raises(StoreError, match="does not have its hash"):
        copy.append(replace(log[0], reason="另一事由"))
    assert copy.head() == 0
    assert content(copy.snapshot()) == {}
