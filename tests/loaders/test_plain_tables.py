"""Exported CSV tables that come back alone, without the file that says of which revision they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.exports import carried
from api.loads import LoadIntent, load_into
from graph.edits import Action, Edit
from graph.model import NodeId, RelationId, Value
from graph.schema import (
    AUTHORIZED_BY,
    EXERCISED_BY,
    EXPOSES,
    HAS_STEP,
    IN_UNIT,
    MITIGATED_BY,
    NEXT,
    OWNED_BY,
    PERFORMED_BY,
    SUPERVISED_BY,
    Kind,
)
from graph.store import Store, open_store
from graph.store.base import Commit
from loaders.books.stamp import STAMP
from loaders.books.write import write_instruments
from loaders.elements import no_progress
from loaders.load import LoadPlan

TODAY = date(2024, 5, 1)
POWERS = "行政权力目录表.csv"
REPORTED: dict[str, Value] = {"origin": "report", "source": "W1"}
MADE: dict[str, Value] = {"origin": "synthetic", "source": "reforms/2013.yaml"}

NODES: dict[NodeId, dict[str, Value]] = {
    NodeId(Kind.UNIT, "GZ"): {"name": "广州局", "level": "regional"},
    NodeId(Kind.UNIT, "HD"): {"name": "花都局", "level": "local"},
    NodeId(Kind.ARTICLE, "A1"): {"name": "第一条"},
    NodeId(Kind.POST, "P1"): {"name": "审核岗"},
    NodeId(Kind.POST, "P2"): {"name": "复核岗"},
    NodeId(Kind.POWER, "W"): {"name": "减免税审核", "type": "07", **REPORTED},
    NodeId(Kind.STEP, "S1"): {"name": "受理", "seq": 1, **REPORTED},
    NodeId(Kind.STEP, "S2"): {"name": "审核", "seq": 2, **REPORTED},
    NodeId(Kind.RISK, "R1"): {"name": "压件不办", "grade": 2, **REPORTED},
    NodeId(Kind.CONTROL, "C1"): {"name": "登记逐日核对", "line": 1, **REPORTED},
}
RELATIONS: dict[RelationId, dict[str, Value]] = {
    RelationId(IN_UNIT, "P1", "GZ"): {},
    RelationId(IN_UNIT, "P2", "GZ"): {},
    RelationId(AUTHORIZED_BY, "W", "A1"): REPORTED,
    RelationId(EXERCISED_BY, "W", "GZ"): REPORTED,
    RelationId(EXERCISED_BY, "W", "HD"): MADE,
    RelationId(SUPERVISED_BY, "W", "P2"): MADE,
    RelationId(HAS_STEP, "W", "S1"): REPORTED,
    RelationId(HAS_STEP, "W", "S2"): MADE,
    RelationId(NEXT, "S1", "S2"): MADE,
    RelationId(PERFORMED_BY, "S1", "P1"): MADE,
    RelationId(EXPOSES, "S1", "R1"): MADE,
    RelationId(MITIGATED_BY, "R1", "C1"): MADE,
    RelationId(OWNED_BY, "C1", "P1"): MADE,
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = open_store(str(tmp_path / "graph.db"), create=True)
    edits = [Edit(Action.ADD_NODE, node, held) for node, held in NODES.items()]
    edits += [Edit(Action.ADD_RELATION, identity, held) for identity, held in RELATIONS.items()]
    found.commit(Commit(tuple(edits), "somebody", "because"))
    yield found
    found.close()


@pytest.fixture
def tables(store: Store, tmp_path: Path) -> Path:
    """The folder of the tables, without the file that says where they are from."""
    folder = tmp_path / "tables"
    write_instruments(store.snapshot(on=TODAY), folder, carried(store, None, TODAY), as_csv=True)
    (folder / STAMP).unlink()
    return folder


def plan(store: Store, path: Path) -> LoadPlan:
    """What loading one file would do."""
    found = load_into(store, LoadIntent((path,), "me", dry_run=True), TODAY, no_progress).plan
    assert found is not None
    assert found.problems == ()
    return found


def write_over(path: Path, before: str, after: str) -> Path:
    text = path.read_text("utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    return path


# ------------------------------------------------------------------------------------------- provenance


def test_an_exported_table_that_is_loaded_alone_changes_nothing(store: Store, tables: Path) -> None:
    found = {path.name: len(plan(store, path).edits) for path in tables.glob("*.csv")}
    assert found == dict.fromkeys(found, 0)
    assert len(found) > 5


def test_a_row_that_changes_its_provenance_takes_along_only_what_had_the_same(store: Store, tables: Path) -> None:
    edits = plan(store, write_over(tables / POWERS, "W1", "W2")).edits
    assert {(str(edit.identity), *edit.properties.items()) for edit in edits} == {
        ("Power/W", ("source", "W2")),
        ("Power/W AUTHORIZED_BY Article/A1", ("source", "W2")),
        ("Power/W EXERCISED_BY Unit/GZ", ("source", "W2")),
    }


def test_a_relation_gets_another_provenance_in_a_row_of_its_own(store: Store, tables: Path) -> None:
    edits = plan(store, write_over(tables / "关系表.csv", "reforms/2013.yaml", "公告 2013")).edits
    assert {edit.properties["source"] for edit in edits} == {"公告 2013"}
    assert RelationId(SUPERVISED_BY, "W", "P2") in {edit.identity for edit in edits}


# ------------------------------------------------------------------------------------------- what is left out


def test_what_a_cell_leaves_out_is_told_for_its_row_and_stays(store: Store, tables: Path) -> None:
    found = plan(store, write_over(tables / POWERS, "GZ；HD", "GZ"))
    (cell,) = found.report.unsaid
    assert (cell.file, cell.row, cell.column, str(cell.node), cell.others) == (
        POWERS,
        2,
        "行使主体",
        "Power/W",
        ("HD",),
    )
    assert found.is_empty


def test_what_rows_leave_out_that_are_not_there_is_told_apart(store: Store, tables: Path) -> None:
    path = tables / "权力运行流程图.csv"
    header, first, _ = path.read_text("utf-8-sig").splitlines()
    path.write_text(f"{header}\n{first.replace(',S2,', ',,')}\n", "utf-8")
    report = plan(store, path).report
    assert {(str(cell.node), cell.column, cell.others) for cell in report.unsaid} == {("Step/S1", "下一环节", ("S2",))}
    assert [first for group in report.absences for first in group.first] == ["Step/S2", "Power/W HAS_STEP Step/S2"]


def test_a_complete_file_leaves_nothing_unsaid(store: Store, tables: Path) -> None:
    path = write_over(tables / POWERS, "GZ；HD", "GZ")
    found = load_into(store, LoadIntent((path,), "me", dry_run=True, complete=True), TODAY, no_progress)
    assert (found.report.unsaid, found.report.retired) == ((), ("Power/W EXERCISED_BY Unit/HD",))


def test_what_gives_way_to_a_new_relation_is_not_left_alone(store: Store, tables: Path) -> None:
    found = plan(store, write_over(tables / "岗位设置表.csv", "P1,审核岗,GZ", "P1,审核岗,HD"))
    assert {edit.action for edit in found.edits} == {Action.ADD_RELATION, Action.RETIRE_RELATION}
    assert (found.report.unsaid, found.report.missing) == ((), ())
