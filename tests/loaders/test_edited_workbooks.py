"""Edits in exported workbooks come back as exactly those edits."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.exports import carried
from api.loads import read_paths
from graph.edits import Action, Edit
from graph.model import IncompatibleSet, Manifest, NodeId, RelationId, Value
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
    UNIT_PART_OF,
    Kind,
)
from graph.store import Store, open_store
from graph.store.base import Commit
from loaders.books.write import write_instruments
from loaders.elements import no_progress
from loaders.load import LoadPlan, plan_load
from loaders.merging import merged
from loaders.settling import settled

TODAY = date(2024, 5, 1)
RISKS = "权力廉政风险点和等级确定及防控措施审核备案表"
LEVELS = ("bureau", "branch")

NODES: dict[tuple[Kind, str], dict[str, Value]] = {
    (Kind.UNIT, "GZ"): {"name": "广州局", "level": "bureau"},
    (Kind.UNIT, "HD"): {"name": "花都分局", "level": "branch"},
    (Kind.ARTICLE, "A1"): {"name": "第一条"},
    (Kind.ARTICLE, "A2"): {"name": "第二条"},
    (Kind.POST, "P1"): {"name": "审核岗", "seats": 2},
    (Kind.POST, "P2"): {"name": "复核岗"},
    (Kind.POST, "P3"): {"name": "审批岗"},
    (Kind.POWER, "W"): {"name": "减免税审核", "type": "07", "public": True, "origin": "statute"},
    (Kind.STEP, "S1"): {"name": "受理", "seq": 1, "limit_days": 5},
    (Kind.STEP, "S2"): {"name": "审核", "seq": 2, "limit_days": 10},
    (Kind.RISK, "R1"): {"name": "压件不办", "grade": 2, "origin": "synthetic"},
    (Kind.RISK, "R2"): {"name": "审核不严", "grade": 1, "self_grade": 1},
    (Kind.CONTROL, "C1"): {"name": "登记逐日核对", "line": 1},
    (Kind.CONTROL, "C2"): {"name": "抽查", "line": 2},
}
RELATIONS: dict[RelationId, dict[str, Value]] = {
    RelationId(UNIT_PART_OF, "HD", "GZ"): {},
    **{RelationId(IN_UNIT, post, "GZ"): {} for post in ("P1", "P2", "P3")},
    RelationId(AUTHORIZED_BY, "W", "A1"): {"origin": "statute", "lowest_level": "bureau"},
    RelationId(AUTHORIZED_BY, "W", "A2"): {"origin": "synthetic"},  # not its row's: it stands in 关系表 too
    RelationId(EXERCISED_BY, "W", "GZ"): {"origin": "statute"},
    RelationId(HAS_STEP, "W", "S1"): {},
    RelationId(HAS_STEP, "W", "S2"): {},
    RelationId(NEXT, "S1", "S2"): {},
    RelationId(PERFORMED_BY, "S1", "P1"): {},
    RelationId(PERFORMED_BY, "S1", "P2"): {},
    RelationId(PERFORMED_BY, "S2", "P2"): {"on_behalf_of": "HD"},
    RelationId(EXPOSES, "S1", "R1"): {"origin": "synthetic"},
    RelationId(EXPOSES, "S2", "R2"): {},
    RelationId(MITIGATED_BY, "R1", "C1"): {"origin": "synthetic"},
    RelationId(OWNED_BY, "C1", "P1"): {},
    RelationId(OWNED_BY, "C2", "P2"): {},
}
MANIFEST = Manifest(
    LEVELS, (IncompatibleSet("x", ("审核", "复核"), "power", "内部"), IncompatibleSet("y", ("甲", "乙"), "any", ""))
)


@dataclass(frozen=True)
class Office:
    """A store, and its instruments as they were exported."""

    store: Store
    folder: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    store = open_store(str(folder / "graph.db"), create=True)
    edits = [Edit(Action.ADD_NODE, NodeId(*node), held) for node, held in NODES.items()]
    edits += [Edit(Action.ADD_RELATION, identity, held) for identity, held in RELATIONS.items()]
    store.commit(Commit(tuple(edits), "somebody", "because", manifest=MANIFEST))
    write_instruments(store.snapshot(on=TODAY), folder / "out", carried(store, None, TODAY))
    yield Office(store, folder / "out")
    store.close()


Change = Callable[[Any, dict[str, int]], None]


def put(row: int, header: str, value: str | int | None) -> Change:
    """A cell is written over; rows are counted from the first below the header."""

    def change(sheet: Any, columns: dict[str, int]) -> None:  # noqa: ANN401 - the stubs know no cell that is written
        sheet.cell(row + 2, columns[header]).value = value

    return change


def drop(row: int) -> Change:
    return lambda sheet, _columns: sheet.delete_rows(row + 2)


def insert(row: int, **cells: str) -> Change:
    def change(sheet: Any, columns: dict[str, int]) -> None:  # noqa: ANN401
        sheet.insert_rows(row + 2)
        for header, value in cells.items():
            sheet.cell(row + 2, columns[header], value)

    return change


def turn_over(sheet: Any, _columns: dict[str, int]) -> None:  # noqa: ANN401
    """Sort the rows the other way round."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(3)]
    for at, row in enumerate(reversed(rows), 3):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column).value = value


def planned(office: Office, table: str, *changes: Change, complete: bool = False) -> LoadPlan:
    """What loading one edited workbook would do."""
    path = office.folder.parent / f"{table}.xlsx"
    shutil.copy(office.folder / path.name, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {str(cell.value): at for at, cell in enumerate(sheet[2], 1)}
    for change in changes:
        change(sheet, columns)
    book.save(path)
    source = merged(read_paths([path], office.store, TODAY, no_progress), office.store, TODAY, "me")
    path.unlink()
    return plan_load(source, office.store, complete=complete, partial=True, today=lambda: TODAY)


def told(plan: LoadPlan) -> set[str]:
    """The edits in words: what is done to what, and the values that are set."""
    assert plan.report.problems == ()
    return {
        " ".join(
            [edit.action.value, str(edit.identity), *(f"{name}={edit.properties[name]}" for name in edit.properties)]
        )
        for edit in plan.edits
    }


CASES: dict[str, tuple[str, tuple[Change, ...], set[str]]] = {
    "nothing": (RISKS, (), set()),
    "a grade": (RISKS, (put(1, "审核等级", "一级"),), {"set_node RiskPoint/R1 grade=1"}),
    "a grade taken back": (RISKS, (put(2, "自评等级", None),), {"set_node RiskPoint/R2 self_grade=None"}),
    "an opinion": (RISKS, (put(2, "部门审核意见", "同意"),), {"set_node RiskPoint/R2 review_opinion=同意"}),
    "a name": ("行政权力目录表", (put(1, "名称", "减免税核准"),), {"set_node Power/W name=减免税核准"}),
    "a limit": ("权力运行流程图", (put(2, "办理时限", 7),), {"set_node Step/S2 limit_days=7"}),
    "a post in another unit": (
        "岗位设置表",
        (put(2, "所在机构", "HD"),),
        {"retire_relation Post/P2 IN_UNIT Unit/GZ", "add_relation Post/P2 IN_UNIT Unit/HD"},
    ),
    "a duty of another post": (
        "岗位职责细化表",
        (put(2, "岗位编码", "P3"), put(2, "岗位名称", "审批岗")),
        {"retire_relation Step/S1 PERFORMED_BY Post/P2", "add_relation Step/S1 PERFORMED_BY Post/P3"},
    ),
    "a duty in another step": (
        "岗位职责细化表",
        (put(1, "环节编码", "S2"), put(1, "环节名称", "审核")),
        {"retire_relation Step/S1 PERFORMED_BY Post/P1", "add_relation Step/S2 PERFORMED_BY Post/P1"},
    ),
    "a duty for nobody else": (
        "岗位职责细化表",
        (put(3, "委托机构", None),),
        {"set_relation Step/S2 PERFORMED_BY Post/P2 on_behalf_of=None"},
    ),
    "a duty moved in a sheet that was sorted": (
        "岗位职责细化表",
        (put(2, "岗位编码", "P3"), put(2, "岗位名称", "审批岗"), turn_over),
        {"retire_relation Step/S1 PERFORMED_BY Post/P2", "add_relation Step/S1 PERFORMED_BY Post/P3"},
    ),
    "a duty more": (
        "岗位职责细化表",
        (insert(2, 权力编码="W", 环节编码="S1", 岗位编码="P3"),),
        {"add_relation Step/S1 PERFORMED_BY Post/P3"},
    ),
    "a duty less is only told": ("岗位职责细化表", (drop(1),), set()),
    "a risk less is only told": (RISKS, (drop(1),), set()),
    "a risk more": (
        RISKS,
        (insert(3, 风险编码="R3", 权力编码="W", 环节编码="S2", 名称="漏审"),),
        {"add_node RiskPoint/R3 name=漏审", "add_relation Step/S2 EXPOSES RiskPoint/R3"},
    ),
    "another control": (
        RISKS,
        (put(1, "防控措施", "C2"),),
        {
            "retire_relation RiskPoint/R1 MITIGATED_BY Control/C1",
            "add_relation RiskPoint/R1 MITIGATED_BY Control/C2 origin=synthetic",
        },
    ),
    "a level behind an article": (
        "行政权力目录表",
        (put(1, "行使依据", "A1@branch；A2"),),
        {"set_relation Power/W AUTHORIZED_BY Article/A1 lowest_level=branch"},
    ),
    "an article taken out that has an origin of its own": (
        "行政权力目录表",
        (put(1, "行使依据", "A1@bureau"),),
        {"retire_relation Power/W AUTHORIZED_BY Article/A2"},
    ),
    "a level behind an article that has an origin of its own": (
        "行政权力目录表",
        (put(1, "行使依据", "A1@bureau；A2@branch"),),
        {"set_relation Power/W AUTHORIZED_BY Article/A2 lowest_level=branch"},
    ),
    "the origin of a row": (
        "行政权力目录表",
        (put(1, "来源性质", "合成"),),
        {
            "set_node Power/W origin=synthetic",
            "set_relation Power/W AUTHORIZED_BY Article/A1 origin=synthetic",
            "set_relation Power/W EXERCISED_BY Unit/GZ origin=synthetic",
        },
    ),
}


WITH_COMPLETE: dict[str, tuple[str, tuple[Change, ...], set[str]]] = {
    "a duty less": ("岗位职责细化表", (drop(1),), {"retire_relation Step/S1 PERFORMED_BY Post/P1"}),
    "a risk less": (
        RISKS,
        (drop(1),),
        {
            "retire_node RiskPoint/R1",
            "retire_relation Step/S1 EXPOSES RiskPoint/R1",
            "retire_relation RiskPoint/R1 MITIGATED_BY Control/C1",
        },
    ),
    "a row of 关系表 less": ("关系表", (drop(1),), {"retire_relation Power/W AUTHORIZED_BY Article/A2"}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_edits_are_exactly_those_in_the_workbook(office: Office, case: str) -> None:
    table, changes, expected = CASES[case]
    assert told(planned(office, table, *changes)) == expected


@pytest.mark.parametrize("case", WITH_COMPLETE)
def test_a_complete_file_ends_what_it_lacks_and_names_it(office: Office, case: str) -> None:
    table, changes, expected = WITH_COMPLETE[case]
    left = planned(office, table, *changes)
    plan = planned(office, table, *changes, complete=True)
    assert (told(left), len(left.report.missing) > 0) == (set(), True)
    assert (told(plan), set(left.report.missing) <= set(plan.report.retired)) == (expected, True)


# --------------------------------------------------------------------------------- the graph as a whole


def _rules(plan: LoadPlan) -> list[str] | None:
    return None if plan.manifest is None else [f"{x.id}{''.join(x.acts)}" for x in plan.manifest.incompatible]


def test_a_rule_that_is_taken_out_stays_until_the_file_is_complete(office: Office) -> None:
    left, plan = (planned(office, "不相容岗位表", drop(1), complete=complete) for complete in (False, True))
    assert (_rules(left), left.report.missing) == (None, ("incompatible/x",))
    assert (_rules(plan), plan.report.retired) == (["y甲乙"], ("incompatible/x",))


def test_a_rule_that_is_edited_is_the_only_one_that_changes(office: Office) -> None:
    assert _rules(planned(office, "不相容岗位表", put(2, "不相容动作", "甲；丙"))) == ["x审核复核", "y甲丙"]


def test_own_levels_are_carried_and_one_more_goes_where_its_row_stands(office: Office, tmp_path: Path) -> None:
    other = open_store(str(tmp_path / "other.db"), create=True)
    plan = plan_load(read_paths([office.folder], other, TODAY, no_progress), other)
    other.close()
    more = planned(office, "机构层级表", insert(2, 层级名称="sub-bureau"))
    assert (plan.report.problems, plan.manifest) == ((), MANIFEST)
    assert more.manifest is not None
    assert (more.manifest.levels, more.manifest.incompatible) == (
        ("bureau", "sub-bureau", "branch"),
        MANIFEST.incompatible,
    )


def test_what_the_store_changed_of_the_rules_is_not_undone_by_an_old_workbook() -> None:
    before = Manifest((), (IncompatibleSet("x", ("a", "b"), "any"),))
    now = Manifest((), (IncompatibleSet("x", ("a", "c"), "any"), IncompatibleSet("z", ("d", "e"), "any")))
    edited = Manifest((), (IncompatibleSet("x", ("a", "d"), "any"),))
    assert settled(before, now, before).manifest == now
    assert (settled(edited, now, before).manifest, len(settled(edited, now, before).conflicts)) == (now, 1)


# ------------------------------------------------------------------------------ codes and the names beside them


@pytest.mark.parametrize(
    ("table", "changes", "cell", "candidates"),
    [
        ("岗位职责细化表", (put(1, "岗位编码", "P3"),), "G3", "P3 审批岗、P1 审核岗"),
        ("岗位职责细化表", (put(1, "环节名称", "审 核"),), "D3", "S1 受理、S2 审核"),
        ("岗位职责细化表", (put(1, "单位", "花都分局"),), "E3", "GZ 广州局、HD 花都分局"),
        (RISKS, (put(2, "环节编码", "S1"),), "E4", "S1 受理、S2 审核"),
        ("岗位设置表", (put(1, "岗位编码", "P2"), drop(2)), "B3", "P2 复核岗、P1 审核岗"),
    ],
)
def test_a_code_and_a_name_of_two_things_are_asked_back(
    office: Office, table: str, changes: tuple[Change, ...], cell: str, candidates: str
) -> None:
    plan = planned(office, table, *changes)
    assert [(problem.cell, problem.unmatched) for problem in plan.report.problems] == [(cell, True)]
    assert candidates in plan.report.problems[0].expected
    assert plan.edits == ()


# ----------------------------------------------------------------------- what is wrong ends nothing beside it


def two_rows(first: dict[str, str], second: dict[str, str]) -> Change:
    """The row of R1 as two rows."""

    def change(sheet: Any, columns: dict[str, int]) -> None:  # noqa: ANN401
        sheet.insert_rows(4)
        for column in columns.values():
            sheet.cell(4, column).value = sheet.cell(3, column).value
        for at, cells in ((3, first), (4, second)):
            for header, value in cells.items():
                sheet.cell(at, columns[header]).value = value

    return change


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        (RISKS, (put(1, "防控措施", "CX"),)),
        (RISKS, (put(1, "防控措施", "抽"),)),
        (RISKS, (two_rows({"防控措施": ""}, {"防控措施": "CX"}),)),
        (RISKS, (two_rows({"防控措施": ""}, {"防控措施": "抽"}),)),
        ("岗位职责细化表", (put(1, "岗位编码", "PX"), put(1, "岗位名称", ""))),
        ("岗位职责细化表", (put(1, "岗位编码", ""), put(1, "岗位名称", "没有的岗"))),
    ],
    ids=["a code", "a name", "a code in a second row", "a name in a second row", "a post", "a post by name"],
)
def test_what_is_misspelt_ends_nothing(office: Office, table: str, changes: tuple[Change, ...]) -> None:
    plan = planned(office, table, *changes)
    assert plan.report.problems != ()
    assert [str(edit.identity) for edit in plan.edits if edit.action is Action.RETIRE_RELATION] == []


@pytest.mark.parametrize("wrong", [{"岗位编码": "PX"}, {"岗位名称": "没有的岗"}], ids=["a code", "a name"])
def test_a_duty_does_not_turn_into_the_row_beside_a_rejected_one(office: Office, wrong: dict[str, str]) -> None:
    bad = [put(1, header, wrong.get(header, "")) for header in ("岗位编码", "岗位名称")]
    more = insert(1, 权力编码="W", 环节编码="S1", 岗位编码="P3")
    plan = planned(office, "岗位职责细化表", *bad, more)
    assert [str(edit) for edit in plan.edits if edit.action is Action.RETIRE_RELATION] == []
    assert [str(x.identity) for x in plan.edits] == ["Step/S1 PERFORMED_BY Post/P3"]
    assert any("办理岗位 岗位 P1" in notice.got for notice in plan.report.notices)


def test_a_name_that_is_nobody_elses_is_told_and_the_code_is_taken(office: Office) -> None:
    plan = planned(office, "岗位职责细化表", put(1, "岗位名称", "审核（一）岗"), put(1, "备注", "试点"))
    assert told(plan) == {"set_relation Step/S1 PERFORMED_BY Post/P1 note=试点"}
    assert [(notice.cell, "P1" in notice.expected) for notice in plan.report.notices] == [("G3", True)]


def head(was: str, now: str | None) -> Change:
    """A header is written over, or taken out with its column."""

    def change(sheet: Any, columns: dict[str, int]) -> None:  # noqa: ANN401
        if now is None:
            sheet.delete_cols(columns[was])
        else:
            sheet.cell(2, columns[was]).value = now

    return change


@pytest.mark.parametrize("now", ["人数啊", None], ids=["renamed", "taken out"])
def test_a_column_of_the_export_that_is_gone_is_a_warning(office: Office, now: str | None) -> None:
    plan = planned(office, "岗位设置表", head("编制", now))
    (warning,) = plan.report.warnings
    assert ("“编制”" in warning.got, str(now) in warning.advice) == (True, now is not None)


def test_a_column_that_was_empty_in_the_export_may_be_taken_out(office: Office) -> None:
    assert planned(office, "岗位设置表", head("标准岗位", None)).report.warnings == ()


def test_a_row_without_its_code_is_told_with_what_it_was_taken_for(office: Office) -> None:
    plan = planned(office, "岗位设置表", put(1, "岗位编码", None))
    (notice,) = plan.report.notices
    assert (plan.edits, notice.cell, "A3＝P1" in notice.got) == ((), "A3", True)
