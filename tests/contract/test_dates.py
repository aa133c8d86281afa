"""Two kinds of time: since when a thing holds (`on`), and since when it is known (`as_of`)."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from graph.errors import ConflictError, InputError
from graph.model import NodeId
from graph.schema import Kind
from graph.store import Store
from tests.contract.builders import add, commit, content, identity, labels, retire, set_, spans, take_back

PAST, NOW, SOON, LATER = date(2010, 1, 1), date(2020, 6, 15), date(2026, 1, 1), date(2030, 1, 1)
EVER, END = date.min, date.max


def test_what_is_added_without_a_date_holds_ever_since(store: Store) -> None:
    commit(store, add("Power/E1"))

    assert labels(store.snapshot(on=EVER)) == labels(store.snapshot(on=END)) == {"Power/E1"}
    assert spans(store, "Power/E1") == [("", "", {})]


def test_what_is_added_on_a_date_holds_from_then(store: Store) -> None:
    commit(store, add("Power/E1"), effective=NOW)

    assert labels(store.snapshot(on=date(2020, 6, 14))) == set()
    assert labels(store.snapshot(on=NOW)) == {"Power/E1"}


def test_a_reform_of_the_future_shows_from_its_date_properties_included(store: Store) -> None:
    commit(store, add("Power/E1", level="regional", limit=20), add("Power/E1 DEPENDS_ON Power/E1", note="旧"))
    commit(
        store,
        set_(
            "Power/E1",
            {"level": "regional", "public": None, "limit": 20},
            {"level": "local", "public": True, "limit": None},
        ),
        set_("Power/E1 DEPENDS_ON Power/E1", {"note": "旧"}, {"note": "新"}),
        effective=SOON,
    )

    old = {
        "Power/E1": {"level": ("str", "regional"), "limit": ("int", 20)},
        "Power/E1 DEPENDS_ON Power/E1": {"note": ("str", "旧")},
    }
    new = {
        "Power/E1": {"level": ("str", "local"), "public": ("bool", True)},
        "Power/E1 DEPENDS_ON Power/E1": {"note": ("str", "新")},
    }
    assert content(store.snapshot()) == old
    assert content(store.snapshot(on=date(2025, 12, 31))) == old
    assert content(store.snapshot(on=SOON)) == new
    assert content(store.snapshot(on=END)) == new
    assert content(store.snapshot(on=SOON, as_of=1)) == old


def test_what_is_retired_stays_where_it_held(store: Store) -> None:
    commit(store, add("Power/E1", name="许可"))
    commit(store, retire("Power/E1", name="许可"), effective=NOW)

    assert labels(store.snapshot(on=PAST)) == {"Power/E1"}
    assert labels(store.snapshot(on=NOW)) == set()
    assert labels(store.snapshot(on=NOW, as_of=1)) == {"Power/E1"}
    assert spans(store, "Power/E1") == [("", "2020-06-15", {"name": "许可"})]


def test_what_was_retired_can_be_added_again(store: Store) -> None:
    commit(store, add("Power/E1", name="旧"))
    commit(store, retire("Power/E1", name="旧"), effective=PAST)
    commit(store, add("Power/E1", name="新"), effective=NOW)

    assert spans(store, "Power/E1") == [("", "2010-01-01", {"name": "旧"}), ("2020-06-15", "", {"name": "新"})]
    assert labels(store.snapshot(on=date(2015, 1, 1))) == set()


def test_the_whole_matrix_of_dates_and_revisions(store: Store) -> None:
    commit(store, add("Power/E1", level="hq"))  # 1
    commit(store, set_("Power/E1", {"level": "hq"}, {"level": "regional"}), effective=PAST)  # 2
    commit(store, set_("Power/E1", {"level": "regional"}, {"level": "local"}), effective=SOON)  # 3
    commit(store, retire("Power/E1", level="local"), effective=LATER)  # 4

    def level(on: date, as_of: int) -> object:
        return content(store.snapshot(on, as_of)).get("Power/E1", {}).get("level", ("", None))[1]

    found = [[level(on, as_of) for on in (EVER, PAST, SOON, LATER)] for as_of in range(5)]
    assert found == [
        [None, None, None, None],
        ["hq", "hq", "hq", "hq"],
        ["hq", "regional", "regional", "regional"],
        ["hq", "regional", "local", "local"],
        ["hq", "regional", "local", None],
    ]


def test_versions_of_nodes_are_those_of_all_that_are_of_the_kinds_and_the_code(store: Store) -> None:
    commit(store, add("Power/E1", level="hq"), add("Unit/E1"), add("Step/E2"), add("Power/E1 DEPENDS_ON Power/E1"))
    commit(store, set_("Power/E1", {"level": "hq"}, {"level": "regional"}), effective=SOON)
    commit(store, retire("Unit/E1"), add("Unit/E3"), effective=PAST)

    for as_of, kinds, code in product(
        (None, 1, 2), (tuple(Kind), (Kind.UNIT, Kind.POWER), (Kind.POST,), ()), (None, "E1", "E9")
    ):
        these = [
            each
            for each in store.versions(as_of)
            if isinstance(each.identity, NodeId) and each.identity.kind in kinds and code in (None, each.identity.code)
        ]
        assert list(store.node_versions(as_of, kinds=kinds, code=code)) == these


def test_a_version_that_never_came_into_force_is_known_no_more(store: Store) -> None:
    commit(store, add("Power/E1"), effective=SOON)
    commit(store, retire("Power/E1"), effective=SOON)

    assert spans(store, "Power/E1") == []
    assert spans(store, "Power/E1", as_of=1) == [("2026-01-01", "", {})]
    assert labels(store.snapshot(on=SOON, as_of=1)) == {"Power/E1"}


def test_setting_on_its_first_day_replaces_a_version(store: Store) -> None:
    commit(store, add("Power/E1", name="甲"), effective=NOW)
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=NOW)

    assert spans(store, "Power/E1") == [("2020-06-15", "", {"name": "乙"})]
    assert spans(store, "Power/E1", as_of=1) == [("2020-06-15", "", {"name": "甲"})]


def test_several_edits_to_one_identity_in_one_revision(store: Store) -> None:
    commit(store, add("Power/E1", name="甲"))
    commit(
        store,
        set_("Power/E1", {"name": "甲"}, {"name": "乙"}),
        set_("Power/E1", {"name": "乙"}, {"name": "丙"}),
        retire("Power/E1", name="丙"),
        add("Power/E1", name="丁"),
        add("Step/s"),
        retire("Step/s"),
        effective=NOW,
    )

    assert spans(store, "Power/E1") == [("", "2020-06-15", {"name": "甲"}), ("2020-06-15", "", {"name": "丁"})]
    assert spans(store, "Step/s") == []
    assert store.verify() == ()


def test_a_file_dates_its_own_elements(store: Store) -> None:
    commit(
        store,
        add("Power/E1", LATER, None, name="三"),
        add("Power/E1", None, PAST, name="一"),
        add("Power/E1", PAST, NOW, name="二"),
    )

    assert spans(store, "Power/E1") == [
        ("", "2010-01-01", {"name": "一"}),
        ("2010-01-01", "2020-06-15", {"name": "二"}),
        ("2030-01-01", "", {"name": "三"}),
    ]
    assert store.snapshot(on=NOW).later == {identity("Power/E1"): 1}
    assert store.verify() == ()


def test_versions_that_a_file_dates_stay_apart_even_if_alike(store: Store) -> None:
    commit(store, add("Power/E1", None, PAST), add("Power/E1", PAST, None))

    assert spans(store, "Power/E1") == [("", "2010-01-01", {}), ("2010-01-01", "", {})]


def test_a_setting_keeps_the_end_of_its_version(store: Store) -> None:
    commit(store, add("Power/E1", PAST, LATER, name="甲"))
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=NOW)

    assert spans(store, "Power/E1") == [
        ("2010-01-01", "2020-06-15", {"name": "甲"}),
        ("2020-06-15", "2030-01-01", {"name": "乙"}),
    ]


def test_a_relation_is_in_force_only_with_both_ends(store: Store) -> None:
    commit(store, add("Power/E1"), add("Step/s", PAST, NOW), add("Power/E1 HAS_STEP Step/s"))

    assert labels(store.snapshot(on=PAST)) == {"Power/E1", "Step/s", "Power/E1 HAS_STEP Step/s"}
    assert labels(store.snapshot(on=NOW)) == {"Power/E1"}


def test_a_relation_is_kept_to_the_time_of_its_ends(store: Store) -> None:
    commit(
        store,
        add("Power/E1", None, SOON),
        add("Step/s", PAST, date(2015, 1, 1)),
        add("Step/s", date(2015, 1, 1), NOW, act="审核"),
        add("Step/s", SOON, None),
        add("Step/s", date(2022, 1, 1), date(2023, 1, 1)),
    )
    found = commit(store, add("Power/E1 HAS_STEP Step/s"))

    assert spans(store, "Power/E1 HAS_STEP Step/s") == [
        ("2010-01-01", "2020-06-15", {}),
        ("2022-01-01", "2023-01-01", {}),
    ]
    assert [(edit.valid_from, edit.valid_to) for edit in found.edits] == [
        (PAST, NOW),
        (date(2022, 1, 1), date(2023, 1, 1)),
    ]
    assert store.verify() == ()


def test_an_edit_before_a_later_version_is_a_conflict(store: Store) -> None:
    commit(store, add("Power/E1", name="甲"), add("Power/E2"))
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=SOON)
    commit(store, set_("Power/E1", {"name": "乙"}, {"name": "丙"}), effective=LATER)
    before = content(store.snapshot(on=LATER))

    for edit in (set_("Power/E1", {"name": "甲"}, {"name": "丁"}), retire("Power/E1", name="甲")):
        with pytest.raises(ConflictError, match="Power/E1") as caught:
            commit(store, add("Power/E3"), edit, effective=NOW)
        assert caught.value.revision == 2
    assert store.head() == 3
    assert content(store.snapshot(on=LATER)) == before


def test_adding_before_a_later_version_is_a_conflict(store: Store) -> None:
    commit(store, add("Power/E1"), effective=SOON)

    for effective in (None, NOW):
        with pytest.raises(ConflictError) as caught:
            commit(store, add("Power/E1"), effective=effective)
        assert caught.value.revision == 1


def test_a_snapshot_names_what_has_a_later_version(store: Store) -> None:
    commit(store, add("Power/E1"), add("Power/E2"), add("Step/s"))
    commit(store, set_("Power/E1", {"name": None}, {"name": "乙"}), add("Power/E1 HAS_STEP Step/s"), effective=SOON)
    commit(store, retire("Power/E2"), effective=SOON)

    assert store.snapshot(on=NOW).later == {identity("Power/E1"): 2, identity("Power/E1 HAS_STEP Step/s"): 2}
    assert store.snapshot(on=SOON).later == {}
    assert store.snapshot(on=NOW, as_of=1).later == {}


def test_the_revision_of_a_version_is_the_one_that_opened_it(store: Store) -> None:
    commit(store, add("Power/E1", name="甲"))
    commit(store, set_("Power/E1", {"name": "甲"}, {"name": "乙"}), effective=NOW)
    commit(store, retire("Power/E1", name="乙"), effective=SOON)

    assert [version.revision for version in store.versions()] == [1, 2]


def test_a_node_may_not_be_retired_under_a_relation_that_comes_later(store: Store) -> None:
    commit(store, add("Power/E1"), add("Step/s"))
    commit(store, add("Power/E1 HAS_STEP Step/s"), effective=SOON)

    with pytest.raises(ConflictError, match="HAS_STEP") as caught:
        commit(store, retire("Step/s"), effective=NOW)
    assert caught.value.revision == 2


def test_a_reform_taken_back_is_in_nobodys_way(store: Store) -> None:
    commit(store, add("Power/E1", level="hq"))
    future = commit(store, set_("Power/E1", {"level": "hq"}, {"level": "local"}), effective=SOON)
    take_back(store, future)

    assert spans(store, "Power/E1") == [("", "", {"level": "hq"})]
    commit(store, set_("Power/E1", {"level": "hq"}, {"level": "regional"}), effective=NOW)
    assert spans(store, "Power/E1", as_of=2) == [
        ("", "2026-01-01", {"level": "hq"}),
        ("2026-01-01", "", {"level": "local"}),
    ]


def test_taking_back_a_retirement_gives_back_the_end_that_there_was(store: Store) -> None:
    commit(store, add("Power/E1", None, LATER, name="甲"))
    revision = commit(store, retire("Power/E1", name="甲"), effective=NOW)
    take_back(store, revision)

    assert spans(store, "Power/E1") == [("", "2030-01-01", {"name": "甲"})]


def test_only_adds_may_hold_ever_since(store: Store) -> None:
    commit(store, add("Power/E1", name="甲"))

    for edit in (retire("Power/E1", name="甲"), set_("Power/E1", {"name": "甲"}, {"name": "乙"})):
        with pytest.raises(InputError, match="effective date"):
            commit(store, edit)


def test_the_last_and_the_first_day_are_days_like_others(store: Store) -> None:
    commit(store, add("Power/E1", EVER, END))

    assert labels(store.snapshot(on=EVER)) == {"Power/E1"}
    assert labels(store.snapshot(on=END)) == set()


def test_the_days_of_a_store_are_those_on_which_something_begins_or_ends(store: Store) -> None:
    commit(store, add("Power/E1", PAST, LATER), add("Step/s"))
    commit(store, set_("Step/s", {"name": None}, {"name": "乙"}), effective=SOON)

    assert list(store.days(PAST)) == [SOON, LATER]
    assert list(store.days(SOON)) == [LATER]
