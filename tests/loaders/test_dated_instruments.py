"""Instruments with dates: since when and until when things are there survives export and loading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.exports import carried
from api.loads import Loaded, LoadIntent, load_into
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId, Value
from graph.schema import EXERCISED_BY, HAS_STEP, IN_UNIT, MITIGATED_BY, OWNED_BY, PERFORMED_BY, Kind, Link
from graph.store import Store, open_store
from graph.store.base import Commit, Version
from loaders.books.stamp import STAMP
from loaders.books.write import write_instruments
from loaders.elements import in_force, no_progress
from loaders.stretches import LeftOut, spans_on
from loaders.tables import read_files
from tests.loaders.memory import MemoryStore

TODAY = date(2024, 5, 1)
Y2018, Y2020, Y2022, Y2026 = (date(year, 2, 1) for year in (2018, 2020, 2022, 2026))
U, V, P, W, X, S, S2, R, C = (
    NodeId(kind, code)
    for kind, code in (
        (Kind.UNIT, "U"),
        (Kind.UNIT, "V"),
        (Kind.POST, "P"),
        (Kind.POWER, "W"),
        (Kind.POWER, "X"),
        (Kind.STEP, "S"),
        (Kind.STEP, "S2"),
        (Kind.RISK, "R"),
        (Kind.CONTROL, "C"),
    )
)


def _node(node: NodeId, first: date | None = None, last: date | None = None, **held: Value) -> Edit:
    return Edit(Action.ADD_NODE, node, held, {}, first, last)


def _relation(link: Link, source: NodeId, target: NodeId, first: date | None = None, last: date | None = None) -> Edit:
    return Edit(Action.ADD_RELATION, RelationId(link, source.code, target.code), {}, {}, first, last)


FIRST = (
    _node(U, name="广州海关", level="regional"),
    _node(V, name="花都海关", level="local"),
    _node(P, name="审核岗"),
    _node(W, name="减免税审核"),
    _node(X, Y2018, name="后续核查"),
    _node(S, Y2018, Y2026, name="受理"),
    _node(S2, name="核查"),
    _node(R, name="压件不办", origin="synthetic"),  # a control of it is not: it stands in 关系表 too
    _node(C, Y2022, name="登记逐日核对"),
    _relation(IN_UNIT, P, U),
    _relation(EXERCISED_BY, W, U),
    _relation(EXERCISED_BY, W, V, Y2020),
    _relation(EXERCISED_BY, X, U),
    _relation(HAS_STEP, W, S),
    _relation(HAS_STEP, X, S2, Y2022),
    _relation(PERFORMED_BY, S, P, Y2020, Y2026),
    _relation(PERFORMED_BY, S2, P),
    _relation(MITIGATED_BY, R, C),
    _relation(OWNED_BY, C, P, Y2022, Y2026),
)
"""A power, a step that ends, a control that began, and relations with dates of their own."""

DAYS = sorted({day + timedelta(shift) for day in (Y2018, Y2020, Y2022, TODAY, Y2026) for shift in (-1, 0, 1)})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    held = open_store(str(tmp_path / "graph.db"), create=True)
    held.commit(Commit(FIRST, "somebody", "because"))
    yield held
    held.close()


def _export(store: Store, folder: Path, *, as_csv: bool = False) -> None:
    spans = spans_on(store.versions(), TODAY)
    told = carried(store, None, TODAY)
    write_instruments(store.snapshot(on=TODAY), folder, told, as_csv=as_csv, spans=spans)


def _load(store: Store, *paths: Path, on: date | None = None) -> Loaded:
    return load_into(store, LoadIntent(paths, "me", effective=on), TODAY, no_progress)


def _spans(versions: Sequence[Version]) -> dict[str, tuple[date | None, date | None]]:
    return {str(version.identity): (version.valid_from, version.valid_to) for version in versions}


def _told(versions: Sequence[Version]) -> set[tuple[object, ...]]:
    return {(str(x.identity), x.valid_from, x.valid_to, str(sorted(x.properties.items()))) for x in versions}


def _put(path: Path, code: str, header: str, value: str | None) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = [cell.value for cell in sheet[2]].index(header)
    next(row for row in sheet.iter_rows(3) if code in [cell.value for cell in row])[at].value = value
    book.save(path)


# ------------------------------------------------------------------------------------------ round trip


@pytest.mark.parametrize("as_csv", [False, True], ids=["workbooks", "csv"])
def test_dates_come_back_in_an_empty_store(store: Store, tmp_path: Path, as_csv: bool) -> None:
    _export(store, tmp_path / "out", as_csv=as_csv)
    other = open_store(str(tmp_path / "other.db"), create=True)
    loaded = _load(other, tmp_path / "out")
    found = _told(list(other.versions()))
    other.close()
    assert (loaded.report.problems, found) == ((), _told([x for x in store.versions() if in_force(x, TODAY)]))


@pytest.mark.parametrize("stamped", [True, False], ids=["merged", "as any table"])
@pytest.mark.parametrize("as_csv", [False, True], ids=["workbooks", "csv"])
def test_tables_with_dates_change_nothing_when_loaded_again(
    store: Store, tmp_path: Path, as_csv: bool, stamped: bool
) -> None:
    told = carried(store, None, TODAY) if stamped else {}
    spans = spans_on(store.versions(), TODAY)
    write_instruments(store.snapshot(on=TODAY), tmp_path / "out", told, as_csv=as_csv, spans=spans)
    loaded = _load(store, tmp_path / "out")
    assert (loaded.report.problems, loaded.revision) == ((), None)


def test_only_sheets_with_dates_have_columns_for_them(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    headers = {path.stem: load_workbook(path).worksheets[0][2] for path in tmp_path.glob("*.xlsx")}
    dates = {name: [x.value for x in row if x.value in ("生效日期", "失效日期")] for name, row in headers.items()}
    assert {name: found for name, found in dates.items() if found} == {
        "行政权力目录表": ["生效日期"],
        "权力运行流程图": ["生效日期", "失效日期"],
        "岗位职责细化表": ["生效日期"],
        "防控措施表": ["生效日期"],
        "关系表": ["生效日期", "失效日期"],
    }


def test_a_renamed_thing_has_not_begun_anew(store: Store) -> None:
    store.commit(
        Commit((Edit(Action.SET_NODE, X, {"name": "核查"}, {"name": "后续核查"}),), "me", "because", effective=Y2022)
    )
    assert spans_on(store.versions(), TODAY)[X] == (Y2018, None)


def test_what_tables_of_a_day_do_not_say_is_counted() -> None:
    def at(node: NodeId, first: date | None, last: date | None) -> Version:
        return Version(node, first, last, {}, 1)

    versions = [
        at(W, None, Y2018),  # two earlier wordings of what is there
        at(W, Y2018, Y2020),
        at(W, Y2020, None),
        at(X, None, Y2018),  # ended, after it had been changed
        at(X, Y2018, Y2020),
        at(S, None, Y2018),  # ended, and begins again
        at(S, Y2026, None),
        at(C, None, Y2026),  # changes, as 失效日期 would say of an end
        at(C, Y2026, None),
        at(R, None, None),
    ]
    left = LeftOut(TODAY)
    assert list(left.watching(versions)) == versions
    assert (left.ended, left.earlier, left.later) == (1, 2, 2)


def test_a_post_that_was_moved_is_there_since_it_came(store: Store, tmp_path: Path) -> None:
    moved = (
        Edit(Action.RETIRE_RELATION, RelationId(IN_UNIT, "P", "U"), {}, {}),
        Edit(Action.ADD_RELATION, RelationId(IN_UNIT, "P", "V"), {}, {}),
    )
    store.commit(Commit(moved, "me", "because", effective=date(2023, 1, 1)))
    _export(store, tmp_path / "out")
    other = open_store(str(tmp_path / "other.db"), create=True)
    loaded = _load(other, tmp_path / "out")
    found = _spans(list(other.versions()))[str(P)]
    other.close()
    assert (loaded.report.problems, found) == ((), (date(2023, 1, 1), None))


_DATES = st.sampled_from([None, Y2018, Y2020, Y2022])
_ENDS = st.sampled_from([None, None, Y2026, date(2030, 1, 1)])


@st.composite
def histories(draw: st.DrawFn) -> list[Edit]:
    """The same small graph with dates anywhere, all of it in force today."""
    edits: list[Edit] = []
    for edit in FIRST:
        plain = edit.identity in (U, V, P) or edit.identity[0] is IN_UNIT
        first, last = (None, None) if plain else (draw(_DATES), draw(_ENDS))
        edits.append(edit._replace(valid_from=first, valid_to=last))
    return edits


@pytest.mark.parametrize(("as_csv", "examples"), [(False, 2), (True, 15)], ids=["workbooks", "csv"])
def test_any_dates_come_back_from_tables(tmp_path: Path, as_csv: bool, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(edits=histories())
    def comes_back(edits: list[Edit]) -> None:
        store, other = MemoryStore(), MemoryStore()
        store.commit(Commit(tuple(edits), "me", "because"))
        with TemporaryDirectory(dir=tmp_path) as folder:
            spans = spans_on(store.versions(), TODAY)
            write_instruments(store.snapshot(on=TODAY), Path(folder), {}, as_csv=as_csv, spans=spans)
            loaded = _load(other, Path(folder))
            again = _load(store, Path(folder))
        assert (loaded.report.problems, again.report.problems, again.report.edits) == ((), (), 0)
        assert _told(list(other.versions())) == _told(list(store.versions()))

    comes_back()


# ------------------------------------------------------------------------------------------- merging


def test_an_edit_in_a_row_with_dates_is_exactly_that_edit(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    path = tmp_path / "权力运行流程图.xlsx"
    _put(path, "S", "名称", "受理登记")
    loaded = _load(store, path)
    assert loaded.revision is not None
    assert [(edit.action, edit.identity, dict(edit.properties)) for edit in loaded.revision.edits] == [
        (Action.SET_NODE, S, {"name": "受理登记"})
    ]
    assert _load(store, path).revision is None


def test_what_only_the_store_changed_of_a_row_with_dates_stays(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    renamed = Edit(Action.SET_NODE, X, {"name": "核查"}, {"name": "后续核查"})
    store.commit(Commit((renamed,), "me", "because", effective=TODAY))
    loaded = _load(store, tmp_path)
    assert (loaded.report.problems, loaded.revision) == ((), None)


def test_a_beginning_that_was_edited_is_refused_and_the_rest_of_its_row_taken(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    path = tmp_path / "行政权力目录表.xlsx"
    _put(path, "X", "生效日期", "2019-01-01")
    _put(path, "X", "名称", "核查")
    loaded = _load(store, path)
    (problem,) = loaded.report.problems
    assert ("2018-02-01" in problem.expected, problem.column, loaded.report.edits) == (True, "生效日期", 1)


def test_a_beginning_before_that_of_the_store_is_told_and_left_alone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "行政权力目录表.csv"
    path.write_text("权力编码,名称,生效日期\nX,后续核查,2010-01-01\n", "utf-8")
    loaded = _load(store, path)
    assert ([notice.column for notice in loaded.report.notices], loaded.revision) == (["valid_from"], None)


def test_an_end_that_is_filled_in_ends_the_row_on_that_day(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    path = tmp_path / "岗位职责细化表.xlsx"
    book = load_workbook(path)
    book.worksheets[0].cell(2, book.worksheets[0].max_column + 1).value = "失效日期"
    book.save(path)
    _put(path, "S2", "失效日期", "2024-06-01")
    loaded = _load(store, path)
    duty = RelationId(PERFORMED_BY, "S2", "P")
    assert (loaded.report.problems, loaded.report.effective) == ((), date(2024, 6, 1))
    assert _spans([x for x in store.versions() if x.identity == duty]) == {str(duty): (None, date(2024, 6, 1))}


def test_relations_with_dates_may_be_taken_out_of_their_cells(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path)
    path = tmp_path / "行政权力目录表.xlsx"
    _put(path, "W", "行使主体", "U")
    loaded = _load(store, tmp_path)
    assert loaded.revision is not None
    assert {(edit.action, str(edit.identity)) for edit in loaded.revision.edits} == {
        (Action.RETIRE_RELATION, "Power/W EXERCISED_BY Unit/V")
    }


# ------------------------------------------------------------------------------------------- CSV


def test_csv_tables_merge_by_the_file_beside_them(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path / "out", as_csv=True)
    renamed = Edit(Action.SET_NODE, W, {"name": "减免税确认"}, {"name": "减免税审核"})
    store.commit(Commit((renamed,), "me", "because", effective=TODAY))
    path = tmp_path / "out" / "行政权力目录表.csv"
    path.write_text(path.read_text("utf-8-sig").replace("后续核查", "核查"), "utf-8")
    merged = _load(store, path)
    (tmp_path / "out" / STAMP).unlink()
    plain = _load(store, path)
    assert ([dict(edit.properties) for edit in merged.revision.edits] if merged.revision else None) == [
        {"name": "核查"}
    ]
    assert ([dict(edit.properties) for edit in plain.revision.edits] if plain.revision else None) == [
        {"name": "减免税审核"}
    ]


def test_a_file_beside_csv_tables_that_says_nothing_is_told(store: Store, tmp_path: Path) -> None:
    _export(store, tmp_path, as_csv=True)
    (tmp_path / STAMP).write_text("{", "utf-8")
    source = read_files([tmp_path / "机构表.csv"])
    assert (source.told, [STAMP in str(x) or "合并" in x.advice for x in source.notices]) == ({}, [True])
