"""Committing: what goes in comes out, numbered, dated and chained; or nothing goes in at all."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta, timezone

import pytest

from graph.errors import ConflictError, InputError, MissingError, StoreError
from graph.model import DEFAULT_MANIFEST, IncompatibleSet, Manifest
from graph.store import Commit, Store
from graph.store.base import chain_hash, revision_body
from tests.contract.backends import NOON, StoreFactory
from tests.contract.builders import add, commit, content, identity, labels, retire, set_

DAY = date(2013, 12, 1)
OTHER = Manifest(
    ("总署", "直属"), (IncompatibleSet("x", ("审核", "复核"), "power", "海关法"),), {"power_types": [{"a": 1}]}
)


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.head() == 0
    assert content(store.snapshot()) == {}
    assert store.manifest() == DEFAULT_MANIFEST
    assert list(store.versions()) == []
    assert list(store.history()) == []
    assert store.verify() == ()


def test_what_was_committed_is_read_back(store: Store) -> None:
    commit(
        store, add("Power/E1", name="减免税审核"), add("Step/s", seq=1), add("Power/E1 HAS_STEP Step/s", source="表一")
    )

    assert content(store.snapshot()) == {
        "Power/E1": {"name": ("str", "减免税审核")},
        "Step/s": {"seq": ("int", 1)},
        "Power/E1 HAS_STEP Step/s": {"source": ("str", "表一")},
    }


def test_it_is_still_there_after_closing(store_factory: StoreFactory) -> None:
    first = store_factory()
    commit(first, add("Power/E1"))
    first.close()

    again = store_factory()
    assert again.head() == 1
    assert labels(again.snapshot()) == {"Power/E1"}
    assert again.verify() == ()


def test_two_openings_see_each_others_commits(store_factory: StoreFactory) -> None:
    first, second = store_factory(), store_factory()
    commit(first, add("Power/E1"))
    commit(second, add("Power/E2"), parent=1)

    assert labels(first.snapshot()) == labels(second.snapshot()) == {"Power/E1", "Power/E2"}


def test_a_snapshot_names_revision_and_date(store: Store) -> None:
    commit(store, add("Power/E1"))
    origin = store.snapshot(on=DAY).origin

    assert (origin.revision, origin.on) == (1, DAY)
    assert origin.name


def test_revisions_are_numbered_and_chained(store: Store) -> None:
    first = commit(store, add("Power/E1"))
    second = commit(store, add("Power/E2"))

    assert [first.revision, second.revision, store.head()] == [1, 2, 2]
    assert first.previous == ""
    assert second.previous == first.hash


def test_the_hash_is_that_of_the_canonical_body(store: Store) -> None:
    found = commit(
        store, add("Power/E1", name="许可"), number="国发〔2013〕19号", details={"b": [1, None], "a": "附件"}
    )
    body = revision_body(
        revision=found.revision,
        time=found.time,
        author=found.author,
        reason=found.reason,
        number=found.number,
        effective=found.effective,
        edits=found.edits,
        manifest_before=found.manifest_before,
        manifest_after=found.manifest_after,
        details=dict(found.details),
        previous=found.previous,
    )

    assert found.hash == chain_hash(body) == hashlib.sha256(body.encode()).hexdigest()
    assert '"details":{"a":"附件","b":[1,null]}' in body


def test_the_log_holds_what_commit_returned(store: Store) -> None:
    returned = [
        commit(store, add("Power/E1", name="一", tags=("a", "b")), manifest=OTHER, details={"load": {"rows": 3}}),
        commit(store, set_("Power/E1", {"name": "一"}, {"name": "二"}), effective=DAY, number="文号 1"),
        commit(store, retire("Power/E1", name="二", tags=("a", "b")), effective=DAY + timedelta(days=1)),
    ]

    assert list(store.history()) == returned
    assert list(store.history(newest_first=True)) == returned[::-1]


def test_history_is_read_as_it_is_walked_through(store: Store) -> None:
    commit(store, add("Power/E1"))
    commit(store, add("Power/E2"))
    log = store.history(newest_first=True)

    assert next(log).revision == 2
    commit(store, add("Power/E3"))  # an open reader is in nobody's way
    assert next(log).revision == 1
    assert next(log, None) is None


def test_time_comes_from_the_clock_in_utc(store_factory: StoreFactory) -> None:
    beijing = timezone(timedelta(hours=8))
    found = commit(store_factory(clock=lambda: datetime(2020, 6, 15, 20, 0, tzinfo=beijing)), add("Power/E1"))

    assert found.time == NOON
    assert found.time.utcoffset() == timedelta(0)


def test_today_is_the_clocks_day(store_factory: StoreFactory) -> None:
    commit(store_factory(), add("Power/E1"), effective=date(2020, 6, 16))
    tomorrow = store_factory(clock=lambda: NOON + timedelta(days=1))

    assert labels(store_factory().snapshot()) == set()
    assert labels(tomorrow.snapshot()) == {"Power/E1"}


def test_a_commit_without_edits_is_a_revision(store: Store) -> None:
    assert commit(store, details={"accepted": ["PG005"]}).revision == 1
    assert store.verify() == ()


def test_another_head_than_the_parent_is_a_conflict(store: Store) -> None:
    commit(store, add("Power/E1"), parent=0)
    with pytest.raises(ConflictError) as caught:
        commit(store, add("Power/E2"), parent=0)

    assert caught.value.revision == 1
    assert labels(store.snapshot()) == {"Power/E1"}


def test_the_manifest_is_versioned(store: Store) -> None:
    first = commit(store, add("Power/E1"))
    second = commit(store, manifest=OTHER)
    third = commit(store, add("Power/E2"), manifest=OTHER)  # the same again is no change
    commit(store, manifest=DEFAULT_MANIFEST)

    assert (first.manifest_before, first.manifest_after) == (None, None)
    assert (second.manifest_before, second.manifest_after) == (DEFAULT_MANIFEST, OTHER)
    assert (third.manifest_before, third.manifest_after) == (None, None)
    assert [store.manifest(as_of=n) for n in range(5)] == [
        DEFAULT_MANIFEST,
        DEFAULT_MANIFEST,
        OTHER,
        OTHER,
        DEFAULT_MANIFEST,
    ]
    assert store.manifest() == DEFAULT_MANIFEST
    assert store.snapshot(as_of=3).manifest == OTHER
    assert store.verify() == ()


def test_versions_are_sorted_nodes_first(store: Store) -> None:
    texts = [
        "Step/a",
        "Step/ａ",
        "Step/𠮷",
        "Step/B",
        "Power/é",
        "Power/z",
        "Power/z HAS_STEP Step/a",
        "Power/z HAS_STEP Step/B",
    ]
    commit(store, *(add(text) for text in texts))
    commit(store, set_("Power/z", {"name": None}, {"name": "改"}), effective=DAY)

    found = [(str(version.identity), version.valid_from) for version in store.versions()]
    assert found == [
        ("Power/z", None),
        ("Power/z", DAY),
        ("Power/é", None),
        ("Step/B", None),
        ("Step/a", None),
        ("Step/ａ", None),
        ("Step/𠮷", None),
        ("Power/z HAS_STEP Step/B", None),
        ("Power/z HAS_STEP Step/a", None),
    ]


@pytest.mark.parametrize("unknown", [-1, 2, 99])
def test_an_unknown_revision_is_missing(store: Store, unknown: int) -> None:
    commit(store, add("Power/E1"))

    for read in (store.snapshot, store.manifest, store.versions):
        with pytest.raises(MissingError, match=str(unknown)):
            read(as_of=unknown)


def test_details_that_are_no_json_are_refused(store: Store) -> None:
    for details in ({"x": {1, 2}}, {"x": float("nan")}, {"x": "\ud800"}):
        with pytest.raises(InputError):
            store.commit(Commit((add("Power/E1"),), "a", "b", details=details))

    assert store.head() == 0
    assert content(store.snapshot()) == {}


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()

    for use in (
        store.head,
        store.snapshot,
        store.manifest,
        store.versions,
        store.history,
        store.verify,
        lambda: commit(store, add("Power/E1")),
    ):
        with pytest.raises(StoreError, match="closed"):
            use()


def test_identities_of_the_builders_are_those_of_the_model() -> None:
    for text in ("Power/a/b", "Power/E1 DEPENDS_ON Power/E2", "Power/E1 DEPENDS_ON Power/E2 k"):
        assert str(identity(text)).replace(" [k]", " k") == text
