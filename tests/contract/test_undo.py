"""Laws of history: the past is never rewritten, and every revision can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.edits import Edit
from graph.errors import ConflictError
from graph.model import Value
from graph.overlay import Overlay
from graph.schema import DEPENDS_ON, HAS_STEP, Kind
from graph.snapshot import Snapshot
from graph.store import Commit, Revision, Store, Version
from tests.contract.backends import Fresh
from tests.contract.builders import add, commit, content, take_back, typed

DAYS = [date(2010, 1, 1), date(2015, 1, 1), date(2020, 1, 1), date(2025, 1, 1)]
BETWEEN = [date.min, *DAYS, date.max]
CODES = ["a", "b", "c"]
VALUES: list[Value | None] = [None, "x", 1, True]
Content = dict[str, dict[str, tuple[str, Value]]]


@dataclass(frozen=True)
class Move:
    """One thing that somebody does to the graph; what it needs to be there is looked at when it is done."""

    what: str
    first: str
    second: str
    key: str
    value: Value | None

    def edit(self, overlay: Overlay) -> None:
        power, step = (Kind.POWER, self.first), (Kind.STEP, self.second)
        has_power, has_step = overlay.node(*power) is not None, overlay.node(*step) is not None
        changes = {"name": self.value}
        if self.what == "power":
            overlay.set_node(*power, changes) if has_power else overlay.add_node(*power, _given(self.value))
        elif self.what == "step":
            overlay.set_node(*step, changes) if has_step else overlay.add_node(*step, _given(self.value))
        elif self.what == "retire" and has_power:
            overlay.retire_node(*power)
        elif self.what == "retire step" and has_step:
            overlay.retire_node(*step)
        elif self.what == "unlink":
            overlay.retire_pair(HAS_STEP, self.first, self.second)
        elif self.what == "relation" and self.key in overlay.pair(HAS_STEP, self.first, self.second):
            overlay.set_relation(HAS_STEP, self.first, self.second, changes, self.key)
        elif self.what == "relation" and has_power and has_step:
            overlay.add_relation(HAS_STEP, self.first, self.second, _given(self.value), self.key)
        elif self.what == "depend" and has_power:
            overlay.add_relation(DEPENDS_ON, self.first, self.first, _given(self.value))


def _given(value: Value | None) -> dict[str, Value]:
    return {} if value is None else {"name": value}


WHATS = ["power", "step", "relation", "relation", "depend", "retire", "retire step", "unlink"]
MOVES = st.lists(
    st.builds(
        Move,
        what=st.sampled_from(WHATS),
        first=st.sampled_from(CODES),
        second=st.sampled_from(CODES),
        key=st.sampled_from(["", "k"]),
        value=st.sampled_from(VALUES),
    ),
    min_size=1,
    max_size=6,
)
REFORMS = st.lists(st.tuples(st.sampled_from(DAYS), MOVES), min_size=1, max_size=6)
Reforms = Sequence[tuple[date, Sequence[Move]]]
FIRST_LOAD = (
    add("Power/a", name="x"),
    add("Power/b", None, date(2020, 1, 1)),
    add("Power/c", date(2010, 1, 1), date(2015, 1, 1), name="x"),
    add("Power/c", date(2015, 1, 1), None, name="x"),
    add("Step/a", name=1),
    add("Step/b", date(2015, 1, 1), None),
    add("Power/a HAS_STEP Step/a", name=True),
    add("Power/b HAS_STEP Step/b"),
)


def moved(store: Store, day: date, moves: Sequence[Move]) -> Overlay:
    overlay = Overlay(store.snapshot(on=day))
    for move in moves:
        move.edit(overlay)
    return overlay


def edits_for(store: Store, day: date, moves: Sequence[Move]) -> tuple[Edit, ...]:
    return moved(store, day, moves).edits


def on_all_days(store: Store, as_of: int | None = None) -> list[Content]:
    return [content(store.snapshot(day, as_of)) for day in BETWEEN]


def versions_apart(versions: Sequence[Version]) -> None:
    """Versions of one identity never overlap, and none is empty."""
    for first, second in pairwise(versions):
        if first.identity == second.identity:
            assert first.valid_to is not None
            assert second.valid_from is not None
            assert first.valid_to <= second.valid_from
    assert all(v.valid_from is None or v.valid_to is None or v.valid_from < v.valid_to for v in versions)


def shows_the_same(after: Snapshot, overlay: Overlay) -> None:
    """A commit shows what its overlay showed."""
    for kind in (Kind.POWER, Kind.STEP):
        assert after.codes(kind) == overlay.codes(kind)
        for code in after.codes(kind):
            assert typed(after.node(kind, code) or {}) == typed(overlay.node(kind, code) or {})
    for link in (HAS_STEP, DEPENDS_ON):
        assert list(after.pairs(link)) == list(overlay.pairs(link))
        for pair in after.pairs(link):
            assert after.pair(link, *pair) == overlay.pair(link, *pair)


@dataclass
class Told:
    """What a store said after each of its revisions."""

    content: dict[int, list[Content]]
    versions: dict[int, list[Version]]
    done: list[Revision]

    def carry_out(self, store: Store, day: date, moves: Sequence[Move]) -> None:
        """Commit what can be committed; what meets a later version is refused and leaves everything as it was."""
        overlay = moved(store, day, moves)
        head = store.head()
        before = self.content[head]
        try:
            revision = store.commit(Commit(overlay.edits, "张三", "试", effective=day, parent=head))
        except ConflictError:
            assert (store.head(), on_all_days(store)) == (head, before)
            return
        now, versions = on_all_days(store), list(store.versions())
        shows_the_same(store.snapshot(on=day), overlay)
        assert [(on, now[at]) for at, on in enumerate(BETWEEN) if on < day] == [
            (on, before[at]) for at, on in enumerate(BETWEEN) if on < day
        ]
        versions_apart(versions)
        self.content[revision.revision], self.versions[revision.revision] = now, versions
        self.done.append(revision)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(reforms=REFORMS)
def test_history_is_never_rewritten_and_can_be_taken_back(fresh_store: Fresh, reforms: Reforms) -> None:
    """Four laws on one walk, which on a server is what costs: `carry_out` has those of the single commit."""
    store = fresh_store()
    commit(store, *FIRST_LOAD)
    before = on_all_days(store)
    told = Told({0: [{}] * len(BETWEEN), 1: before}, {1: list(store.versions())}, [])
    for day, moves in reforms:
        told.carry_out(store, day, moves)

    # Every earlier revision can be read as it was.
    assert {number: on_all_days(store, number) for number in told.content} == told.content
    assert {number: list(store.versions(number)) for number in told.versions} == told.versions

    # The inverses give back what was there.
    for revision in reversed(told.done):
        take_back(store, revision)
    assert on_all_days(store) == before
    assert store.verify() == ()
