"""Loading into a store: what is written, left alone, only reported; and that a failing load changes nothing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.edits import Action
from graph.errors import ConflictError, InputError
from graph.schema import IN_UNIT, UNIT_PART_OF, Kind
from graph.snapshot import Snapshot
from graph.store.base import Revision, Store
from graph.store.open import open_store
from loaders.jsonl import read_source, write_graph, write_versions
from loaders.load import LoadPlan, execute, plan_load
from loaders.report import write_report
from loaders.tables import read_directory
from tests.loaders.memory import MemoryStore
from tests.loaders.strategies import graphs

TODAY = date(2024, 1, 1)
LATER = date(2025, 1, 1)

U, V, W = (f'{{"kind": "Unit", "code": "{code}", "name": "n"}}' for code in "UVW")
P = '{"kind": "Post", "code": "P"}'
P_IN_U, P_IN_V = (f'{{"rel": "IN_UNIT", "from": "Post/P", "to": "Unit/{code}"}}' for code in "UV")
U_UNDER_V = '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/V"}'


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    held = open_store(str(tmp_path_factory.mktemp("store") / "quangang.db"), create=True)
    yield held
    held.close()


def plan(store: Store, lines: Iterable[str], effective: date | None = None, *, complete: bool = False) -> LoadPlan:
    source = read_source(lines, "g.jsonl", manifest=store.manifest())
    return plan_load(source, store, effective, complete=complete, today=lambda: TODAY)


def load(
    store: Store, lines: Iterable[str], effective: date | None = None, *, complete: bool = False
) -> Revision | None:
    return execute(plan(store, lines, effective, complete=complete), store, "x", "test")


def dump(store: Store) -> list[str]:
    return list(write_versions(store.versions(), store.manifest()))


def spans(store: Store) -> list[tuple[str, str | None, str | None]]:
    """Identity, first and last day of every version."""
    return [
        (
            str(x.identity),
            x.valid_from.isoformat() if x.valid_from else None,
            x.valid_to.isoformat() if x.valid_to else None,
        )
        for x in sorted(store.versions(), key=lambda x: (str(x.identity), x.valid_from or date.min))
    ]


def test_a_first_load_holds_ever_since(store: Store) -> None:
    load(store, [U, P, P_IN_U])
    assert spans(store) == [("Post/P", None, None), ("Post/P IN_UNIT Unit/U", None, None), ("Unit/U", None, None)]


def test_loading_the_same_again_writes_nothing(store: Store) -> None:
    load(store, [U, P, P_IN_U])
    again = plan(store, [P_IN_U, P, U])
    assert again.is_empty
    assert execute(again, store, "x", "test") is None
    assert store.head() == 1
    assert again.report.files[0].unchanged == 3


def test_what_is_new_later_holds_from_the_effective_date(store: Store) -> None:
    load(store, [U])
    load(store, [U, V], LATER)
    assert spans(store) == [("Unit/U", None, None), ("Unit/V", "2025-01-01", None)]


def test_without_an_effective_date_a_later_load_holds_from_today(store: Store) -> None:
    load(store, [U])
    load(store, [U, V])
    assert spans(store)[1] == ("Unit/V", "2024-01-01", None)


def test_a_change_closes_a_version_and_opens_another(store: Store) -> None:
    load(store, [U])
    load(store, [U.replace('"n"', '"m"')], LATER)
    assert spans(store) == [("Unit/U", None, "2025-01-01"), ("Unit/U", "2025-01-01", None)]
    assert store.snapshot(LATER).node(Kind.UNIT, "U") == {"name": "m"}


def test_a_property_that_a_graph_file_leaves_out_is_cleared(store: Store) -> None:
    load(store, [U])
    load(store, ['{"kind": "Unit", "code": "U"}'], LATER)
    assert store.snapshot(LATER).node(Kind.UNIT, "U") == {}


def test_one_is_not_true(store: Store) -> None:
    load(store, ['{"kind": "Unit", "code": "U", "x": 1}'])
    assert not plan(store, ['{"kind": "Unit", "code": "U", "x": true}']).is_empty


def test_missing_rows_are_only_reported(store: Store) -> None:
    load(store, [U, V, U_UNDER_V])
    found = plan(store, [U])
    assert found.is_empty
    assert found.report.missing == ("Unit/V", "Unit/U PART_OF Unit/V")
    assert found.report.to_json()["missing"]["count"] == 2


def test_complete_retires_what_is_missing(store: Store) -> None:
    load(store, [U, V, U_UNDER_V])
    made = plan(store, [U], LATER, complete=True)
    assert [edit.action for edit in made.edits] == [Action.RETIRE_RELATION, Action.RETIRE_NODE]
    assert made.report.retired == ("Unit/V", "Unit/U PART_OF Unit/V")
    execute(made, store, "x", "test")
    assert store.snapshot(LATER).codes(Kind.UNIT) == ("U",)
    assert store.snapshot(TODAY).codes(Kind.UNIT) == ("U", "V")


@pytest.mark.parametrize("lines", [[], [""]])
def test_an_empty_source_retires_nothing(store: Store, lines: list[str]) -> None:
    load(store, [U, V])
    made = plan(store, lines, LATER, complete=True)
    assert made.edits == ()
    (problem,) = made.problems
    assert "empty file" in problem.got


def test_complete_gives_notice_where_more_than_half_is_to_end(store: Store) -> None:
    load(store, [U, V, U_UNDER_V])
    (notice,) = plan(store, [U], LATER, complete=True).report.notices
    assert "retires 2 of 3" in notice.got
    assert plan(store, [U], LATER).report.notices == ()


def test_complete_gives_no_notice_up_to_half(store: Store) -> None:
    load(store, [U, V])
    assert plan(store, [U], LATER, complete=True).report.notices == ()


def test_complete_refuses_to_retire_what_the_file_refers_to(store: Store) -> None:
    load(store, [U, V])
    (problem,) = plan(store, [U, U_UNDER_V], complete=True).problems
    assert problem.row == 2
    assert "机构 V" in problem.got


def test_references_may_go_to_what_the_store_holds(store: Store) -> None:
    load(store, [U, V])
    load(store, [U_UNDER_V])
    assert store.snapshot(TODAY).out(UNIT_PART_OF, "U") == ("V",)


def test_a_reference_to_what_is_retired_is_refused(store: Store) -> None:
    load(store, [U, V])
    load(store, [U], complete=True)
    (problem,) = plan(store, [U_UNDER_V]).problems
    assert "retired" in problem.got


def test_a_retired_node_that_is_stated_again_is_opened_with_a_notice(store: Store) -> None:
    load(store, [U, V])
    load(store, [U], complete=True)
    made = plan(store, [U, V], LATER)
    execute(made, store, "x", "test")
    assert [notice.row for notice in made.report.notices] == [2]
    assert store.snapshot(LATER).codes(Kind.UNIT) == ("U", "V")


def test_a_new_unit_takes_the_place_of_the_old(store: Store) -> None:
    load(store, [U, V, P, P_IN_U])
    made = plan(store, [U, V, P, P_IN_V], LATER)
    execute(made, store, "x", "test")
    assert store.snapshot(LATER).out(IN_UNIT, "P") == ("V",)
    assert store.snapshot(TODAY).out(IN_UNIT, "P") == ("U",)


def test_rules_are_checked_together_with_what_the_store_holds(store: Store) -> None:
    load(store, [U, V, U_UNDER_V])
    made = plan(store, ['{"rel": "PART_OF", "from": "Unit/V", "to": "Unit/U"}'])
    assert made.problems
    assert {problem.row for problem in made.problems} <= {1, None}


def test_dated_elements_keep_their_dates(store: Store) -> None:
    load(store, [U[:-1] + ', "valid_to": "2013-12-01"}', U[:-1] + ', "valid_from": "2014-06-01"}'])
    assert spans(store) == [("Unit/U", None, "2013-12-01"), ("Unit/U", "2014-06-01", None)]


def test_dated_elements_may_be_loaded_again(store: Store) -> None:
    lines = [U[:-1] + ', "valid_to": "2013-12-01"}', U[:-1] + ', "valid_from": "2014-06-01"}']
    load(store, lines)
    assert plan(store, lines).is_empty


def test_a_row_with_a_first_day_may_be_corrected(store: Store) -> None:
    line = U[:-1] + ', "valid_from": "2013-12-01"}'
    load(store, [line])
    corrected = line.replace('"n"', '"m"')
    load(store, [corrected])
    assert plan(store, [corrected]).is_empty
    assert spans(store) == [("Unit/U", "2013-12-01", "2024-01-01"), ("Unit/U", "2024-01-01", None)]


def test_a_history_may_be_continued(store: Store) -> None:
    load(store, [U, V])
    lines = [U[:-1] + ', "valid_to": "2024-06-01"}',
             U.replace('"n"', '"m"')[:-1] + ', "valid_from": "2024-06-01"}', V]  # fmt: skip
    revision = load(store, lines)
    assert revision is not None
    assert revision.effective == date(2024, 6, 1)
    assert plan(store, lines).is_empty


def test_a_history_may_be_closed(store: Store) -> None:
    load(store, [U, V])
    lines = [U[:-1] + ', "valid_to": "2024-06-01"}', V]
    load(store, lines)
    assert spans(store)[0] == ("Unit/U", None, "2024-06-01")
    assert plan(store, lines).is_empty


def test_a_history_that_closes_on_another_day_than_the_load_is_refused(store: Store) -> None:
    load(store, [U])
    (problem,) = plan(store, [U[:-1] + ', "valid_to": "2024-06-01"}'], LATER).problems
    assert "2024-06-01" in problem.advice


def test_history_is_not_rewritten(store: Store) -> None:
    load(store, [U[:-1] + ', "valid_to": "2013-12-01"}'])
    made = plan(store, [U[:-1] + ', "valid_to": "2012-12-01"}'])
    assert [problem.row for problem in made.problems] == [1]


def test_a_change_before_a_later_version_is_refused(store: Store) -> None:
    load(store, [U])
    load(store, [U.replace('"n"', '"m"')], LATER)
    (problem,) = plan(store, [U.replace('"n"', '"k"')]).problems
    assert "2025-01-01" in problem.got


def test_a_changed_manifest_is_written(store: Store) -> None:
    load(store, [U])
    load(store, [U, '{"manifest": {"levels": ["top"]}}'])
    assert store.manifest().levels == ("top",)
    assert store.head() == 2


def test_a_manifest_without_levels_in_use_is_refused(store: Store) -> None:
    load(store, ['{"kind": "Unit", "code": "U", "level": "hq"}'])
    (problem,) = plan(store, ['{"manifest": {"levels": ["top"]}}']).problems
    assert "机构 U" in problem.got


@pytest.mark.parametrize("bad", ['{"kind": "Powr", "code": "A"}', U, P, '{"kind": "Unit"', U_UNDER_V.replace("V", "X")])
def test_a_bad_row_leaves_the_store_as_it_was(store: Store, bad: str) -> None:
    load(store, [U, V])
    before = dump(store)
    made = plan(store, [U.replace('"n"', '"m"'), W, bad])
    with pytest.raises(InputError):
        execute(made, store, "x", "test")
    assert not made.edits
    assert dump(store) == before
    assert store.head() == 1


def test_rows_are_counted_by_what_became_of_them(store: Store) -> None:
    load(store, [U, V])
    (fine,) = plan(store, [U, V.replace('"n"', '"m"'), W]).report.files
    (bad,) = plan(store, [U, V.replace('"n"', '"m"'), W, "x"]).report.files
    assert (fine.rows, fine.written, fine.unchanged, fine.rejected, fine.withheld) == (3, 2, 1, 0, 0)
    assert (bad.rows, bad.written, bad.unchanged, bad.rejected, bad.withheld) == (4, 0, 0, 1, 3)


def test_a_write_in_between_is_a_conflict(store: Store) -> None:
    made = plan(store, [U])
    load(store, [V])
    with pytest.raises(ConflictError):
        execute(made, store, "x", "test")


def test_the_revision_names_the_files_and_rows(store: Store) -> None:
    revision = load(store, [U])
    assert revision is not None
    assert revision.details == {"load": {"source": "g.jsonl", "files": {"g.jsonl": 1}, "rows": [[0, 1]]}}


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), graphs())
def test_loading_completely_makes_the_store_equal_to_the_file(first: Snapshot, second: Snapshot) -> None:
    store = MemoryStore()
    for graph in (first, second):
        lines = list(write_graph(graph))
        load(store, lines, complete=True)
        assert plan(store, lines, complete=True).is_empty
        assert list(write_graph(store.snapshot(TODAY))) == lines


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), graphs())
def test_a_history_survives_export_and_load(first: Snapshot, second: Snapshot) -> None:
    store, other = MemoryStore(), MemoryStore()
    load(store, write_graph(first))
    load(store, write_graph(second), LATER, complete=True)
    load(other, dump(store))
    assert dump(other) == dump(store)
    assert plan(store, dump(store), LATER).is_empty


def write_tables(directory: Path, **tables: str) -> None:
    for name, text in tables.items():
        (directory / f"{name}.csv").write_text(text, encoding="utf-8")


def load_tables(store: Store, directory: Path, *, complete: bool = False) -> LoadPlan:
    source = read_directory(directory, store.snapshot(TODAY))
    made = plan_load(source, store, complete=complete, today=lambda: TODAY)
    execute(made, store, "x", "test")
    return made


def test_tables_compare_only_their_columns(store: Store, tmp_path: Path) -> None:
    load(store, ['{"kind": "Unit", "code": "U", "name": "n", "level": "hq", "x": 1}'])
    write_tables(tmp_path, 机构表="机构编码,名称,备注\nU,m,\n")
    load_tables(store, tmp_path)
    assert store.snapshot(TODAY).node(Kind.UNIT, "U") == {"name": "m", "level": "hq", "x": 1}


def test_an_empty_cell_clears_its_property(store: Store, tmp_path: Path) -> None:
    load(store, ['{"kind": "Unit", "code": "U", "name": "n", "level": "hq"}'])
    write_tables(tmp_path, 机构表="机构编码,名称\nU,\n")
    load_tables(store, tmp_path)
    assert store.snapshot(TODAY).node(Kind.UNIT, "U") == {"level": "hq"}


def test_tables_may_be_loaded_again(store: Store, tmp_path: Path) -> None:
    write_tables(
        tmp_path, 机构表="机构编码,名称,上级机构,出处\nU,甲,V,附件\nV,乙,,\n", 岗位设置表="岗位编码,所在机构\nP,U\n"
    )
    assert not load_tables(store, tmp_path).is_empty
    assert load_tables(store, tmp_path).is_empty


def test_complete_tables_retire_only_what_they_have_columns_for(store: Store, tmp_path: Path) -> None:
    load(store, [U, V, W, U_UNDER_V, P, P_IN_U])
    write_tables(tmp_path, 机构表="机构编码,名称\nU,n\nV,n\n")
    assert load_tables(store, tmp_path, complete=True).report.retired == ("Unit/W",)


def test_retiring_a_node_retires_relations_beyond_the_tables(store: Store, tmp_path: Path) -> None:
    load(store, [U, V, U_UNDER_V])
    write_tables(tmp_path, 机构表="机构编码,名称\nU,n\n")
    assert load_tables(store, tmp_path, complete=True).report.retired == ("Unit/V", "Unit/U PART_OF Unit/V")


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ("机构编号,名称\nU,n\n", 1, "机构编码"),
        ("机构编码,上级机构\nU,X\n", 2, "上级机构"),
        ("机构编码,上级机构\nU,V；W\n", 2, "上级机构"),
        ("机构编码,上级机构\nU,V\nV,W\nU,W\n", 4, "上级机构"),
        ("机构编码,上级机构\nU,V\nV,U\n", 2, "上级机构"),
        ("机构编码,生效日期\nU,2013-02-30\n", 2, "生效日期"),
        ("机构编码,生效日期,失效日期\nU,2014-01-01,2013-01-01\n", 2, "失效日期"),
        ('机构编码,名称\nU,"n', 2, None),
    ],
)
def test_a_bad_table_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path, text: str, row: int, column: str | None
) -> None:
    load(store, [U, V, W])
    before = dump(store)
    write_tables(tmp_path, 机构表=text, 信息系统表="系统编码\nH\n")
    with pytest.raises(InputError) as caught:
        load_tables(store, tmp_path)
    assert (row, column) in {(problem.row, problem.column) for problem in caught.value.problems}
    assert dump(store) == before


def test_rejected_rows_are_kept_with_their_reasons(store: Store, tmp_path: Path) -> None:
    write_tables(tmp_path, 机构表='机构编码,名称,机构层级\nU,"甲,乙",村\nV,丙,总署\n')
    made = plan_load(read_directory(tmp_path), store)
    report, rejected = write_report(made.report, tmp_path / "out.json")
    with rejected.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rejected.name == "机构表.rejected.csv"
    assert rows[0][:3] == ["机构编码", "名称", "机构层级"]
    assert rows[1][:4] == ["U", "甲,乙", "村", "2"]
    assert "隶属海关" in rows[1][4]
    held = json.loads(report.read_text(encoding="utf-8"))
    assert held["accepted"] is False
    assert [(x["file"], x["row"], x["column"]) for x in held["problems"]] == [("机构表.csv", 2, "机构层级")]


def test_rejected_lines_are_kept_with_their_reasons(store: Store, tmp_path: Path) -> None:
    _, rejected = write_report(plan(store, [U, '{"kind": "Powr", "code": "A"}']).report, tmp_path / "out.json")
    assert rejected.name == "g.rejected.jsonl"
    (row,) = [json.loads(line) for line in rejected.read_text(encoding="utf-8").splitlines()]
    assert (row["row"], row["line"]) == (2, '{"kind": "Powr", "code": "A"}')


def test_a_report_without_rejected_rows_is_one_file(store: Store, tmp_path: Path) -> None:
    assert write_report(plan(store, [U]).report, tmp_path / "out.json") == (tmp_path / "out.json",)
