"""Instruments as workbooks and back: nothing is lost, and what two sides changed is merged or refused."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.exports import carried
from api.loads import Loaded, LoadIntent, load_into
from api.settings import NOBODY
from api.sources import rows_of
from graph.edits import Action, Edit
from graph.model import DEFAULT_MANIFEST, Manifest, NodeId, RelationId, Value
from graph.schema import AUTHORIZED_BY, EXPOSES, HAS_STEP, IN_UNIT, LINKS, MITIGATED_BY, OWNED_BY, PERFORMED_BY, Kind
from graph.snapshot import Snapshot
from graph.store import Store, open_store
from graph.store.base import Commit
from graph.view import View
from loaders.books.pages import pages_of
from loaders.books.write import write_instruments
from loaders.checks import graph_of
from loaders.elements import no_progress
from loaders.tables import read_files

TODAY = date(2024, 5, 1)
RISKS = "权力廉政风险点和等级确定及防控措施审核备案表"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    held = open_store(str(tmp_path / "graph.db"), create=True)
    yield held
    held.close()


def _commit(store: Store, *edits: Edit, on: date | None = None) -> None:
    store.commit(Commit(edits, "somebody", "because", effective=on))


def _small(store: Store) -> None:
    """One power with a step, a risk and a control, at one office."""
    nodes: dict[NodeId, dict[str, Value]] = {
        NodeId(Kind.UNIT, "GZ"): {"name": "广州海关", "level": "regional"},
        NodeId(Kind.POST, "P1"): {"name": "审核岗", "role": "审核岗"},
        NodeId(Kind.POST, "P2"): {"name": "复核岗"},
        NodeId(Kind.POWER, "E39"): {"name": "减免税审核", "type": "07", "public": True},
        NodeId(Kind.STEP, "E39-1"): {"name": "受理", "seq": 1},
        NodeId(Kind.RISK, "R1"): {"name": "压件不办", "grade": 2, "filing_number": "署备〔2013〕1号"},
        NodeId(Kind.CONTROL, "C1"): {"name": "登记逐日核对", "line": 1},
    }
    relations = [
        RelationId(IN_UNIT, "P1", "GZ"),
        RelationId(IN_UNIT, "P2", "GZ"),
        RelationId(HAS_STEP, "E39", "E39-1"),
        RelationId(PERFORMED_BY, "E39-1", "P1"),
        RelationId(EXPOSES, "E39-1", "R1"),
        RelationId(MITIGATED_BY, "R1", "C1"),
        RelationId(OWNED_BY, "C1", "P1"),
        RelationId(OWNED_BY, "C1", "P2"),
    ]
    edits = [Edit(Action.ADD_NODE, identity, values) for identity, values in nodes.items()]
    _commit(store, *edits, *(Edit(Action.ADD_RELATION, item, {}) for item in relations))


def _export(store: Store, folder: Path, *, as_csv: bool = False, export: str = "") -> None:
    told = {} if as_csv else carried(store, None, TODAY) | ({"export": export} if export else {})
    write_instruments(store.snapshot(on=TODAY), folder, told, as_csv=as_csv)


def _load(
    store: Store,
    *paths: Path,
    complete: bool = False,
    dry_run: bool = False,
    partial: bool | None = None,
    author: str = "me",
) -> Loaded:
    intent = LoadIntent(paths, author, complete=complete, dry_run=dry_run, partial=partial)
    return load_into(store, intent, TODAY, no_progress)


def _graph(view: View) -> tuple[dict[str, dict[str, Value]], dict[str, dict[str, Value]]]:
    nodes = {f"{kind}/{code}": dict(view.node(kind, code) or {}) for kind in Kind for code in view.codes(kind)}
    relations = {
        str(RelationId(link, *pair, key)): dict(properties)
        for link in LINKS
        for pair in view.pairs(link)
        for key, properties in view.pair(link, *pair).items()
    }
    return nodes, relations


_CODE_OF = {"岗位设置表": "岗位编码", "行政权力目录表": "权力编码", RISKS: "风险编码", "防控措施表": "措施编码"}


def _edit(path: Path, change: Callable[[dict[tuple[str, str], str | None]], Mapping[tuple[str, str], str]]) -> None:
    """Change cells of an exported workbook, named by the code in their row and by their header."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[2]]
    code = headers.index(_CODE_OF[path.stem])
    places = {
        (str(row[code].value), str(headers[at])): cell for row in sheet.iter_rows(3) for at, cell in enumerate(row)
    }
    for place, value in change({key: cell.value for key, cell in places.items()}).items():  # type: ignore[misc]
        places[place].value = value
    book.save(path)


def _set(path: Path, code: str, header: str, value: str) -> None:
    _edit(path, lambda _held: {(code, header): value})


# ----------------------------------------------------------------------------------------- round trip


def test_every_element_knows_the_row_that_it_came_from(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    other = open_store(str(tmp_path / "other.db"), create=True)
    _load(other, tmp_path / "out")
    found = {item.element: (item.file, item.row) for item in rows_of(other, NodeId(Kind.RISK, "R1"))}
    other.close()
    table = f"{RISKS}.xlsx › {RISKS}"
    assert found == {
        "RiskPoint/R1": (table, 3),
        "RiskPoint/R1 MITIGATED_BY Control/C1": (table, 3),
        "Step/E39-1 EXPOSES RiskPoint/R1": (table, 3),
    }


def test_what_was_exported_changes_nothing_when_loaded(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    loaded = _load(store, tmp_path / "out")
    assert (loaded.report.problems, loaded.revision) == ((), None)


@pytest.mark.parametrize("as_csv", [False, True], ids=["workbooks", "csv"])
def test_an_empty_store_gets_the_same_graph(store: Store, tmp_path: Path, as_csv: bool) -> None:
    _small(store)
    _export(store, tmp_path / "out", as_csv=as_csv)
    with_csv = open_store(str(tmp_path / "other.db"), create=True)
    loaded = _load(with_csv, tmp_path / "out")
    found = _graph(with_csv.snapshot(on=TODAY))
    with_csv.close()
    assert (loaded.report.problems, found) == ((), _graph(store.snapshot(on=TODAY)))


_CODES = st.sampled_from(["A", "B-1", "＝C", "=D", "'E", "1.F", "-G", "H@I"])
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)


_CODE_LISTS = st.lists(_CODES, min_size=1, max_size=4, unique=True)
_EXTRAS = st.lists(
    st.dictionaries(st.sampled_from(["name", "note", "手记"]), _TEXTS, max_size=3), min_size=1, max_size=3
)
_ENDS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans(), st.booleans()), max_size=8)


@st.composite
def graphs(draw: st.DrawFn) -> Snapshot:
    """Graphs whose codes and texts are as awkward in a cell as they come."""
    codes, extras, ends = draw(_CODE_LISTS), draw(_EXTRAS), draw(_ENDS)
    kinds = (Kind.POWER, Kind.ARTICLE, Kind.STEP, Kind.RISK, Kind.CONTROL)
    nodes = [
        (kind, code, extras[(at + index) % len(extras)])
        for at, kind in enumerate(kinds)
        for index, code in enumerate(codes)
    ]
    relations = {}
    for at, (source, target, parallel, levelled) in enumerate(ends):
        link = (AUTHORIZED_BY, EXPOSES, MITIGATED_BY)[at % 3]
        held: dict[str, Value] = {"origin": "statute"} if parallel == levelled else {}
        if link is AUTHORIZED_BY and levelled:
            held["lowest_level"] = "regional"
        pair = codes[source % len(codes)], codes[target % len(codes)]
        relations[link, *pair, "k" if parallel else ""] = held
    return Snapshot.of(nodes, [(*identity, held) for identity, held in relations.items()])


@pytest.mark.parametrize(("as_csv", "examples"), [(False, 3), (True, 15)], ids=["workbooks", "csv"])
def test_any_graph_comes_back_from_its_tables(tmp_path: Path, as_csv: bool, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(graph=graphs())
    def comes_back(graph: Snapshot) -> None:
        with TemporaryDirectory(dir=tmp_path) as folder:
            written = write_instruments(graph, Path(folder), {}, as_csv=as_csv)
            back = graph_of(read_files(written), TODAY)
        assert _graph(back) == _graph(graph)
        assert [(page.headers, page.rows) for page in pages_of(back)] == [(x.headers, x.rows) for x in pages_of(graph)]

    comes_back()


def test_the_origin_of_a_type_of_power_is_written_in_chinese_and_read_back(tmp_path: Path) -> None:
    types = {"power_types": [{"code": "01", "name": "行政许可", "origin": "statute"}]}
    manifest = Manifest(DEFAULT_MANIFEST.levels, (), types)
    (path,) = write_instruments(Snapshot.of((), (), manifest), tmp_path, {}, as_csv=True)
    assert "法规" in path.read_text(encoding="utf-8-sig")
    read = read_files([path]).manifest
    assert read is not None
    assert read.extra == types


def test_the_same_graph_makes_the_same_bytes(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "one")
    _export(store, tmp_path / "two")
    assert [x.read_bytes() for x in sorted((tmp_path / "one").iterdir())] == [
        x.read_bytes() for x in sorted((tmp_path / "two").iterdir())
    ]


def test_a_text_that_looks_like_a_formula_is_none_in_csv(tmp_path: Path) -> None:
    graph = Snapshot.of([(Kind.POWER, "A", {"name": "=1+1"})], [])
    write_instruments(graph, tmp_path, {}, as_csv=True)
    with (tmp_path / "行政权力目录表.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["名称"] == "'=1+1"


def test_a_workbook_is_ready_for_print(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path)
    sheet = load_workbook(tmp_path / f"{RISKS}.xlsx").worksheets[0]
    last = sheet.cell(sheet.max_row, 1).value
    assert (sheet["A1"].value, sheet.freeze_panes, sheet.print_title_rows, str(last)[:5]) == (
        RISKS,
        "A3",
        "$1:$2",
        "部门负责人",
    )


# ------------------------------------------------------------------------------------------- merging


def test_edits_in_a_workbook_come_back_as_exactly_those(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _set(tmp_path / "out" / f"{RISKS}.xlsx", "R1", "审核等级", "一级")
    _set(tmp_path / "out" / "防控措施表.xlsx", "C1", "责任岗位", "P2")
    loaded = _load(store, tmp_path / "out")
    assert loaded.revision is not None
    assert {(edit.action, str(edit.identity)) for edit in loaded.revision.edits} == {
        (Action.SET_NODE, "RiskPoint/R1"),
        (Action.RETIRE_RELATION, "Control/C1 OWNED_BY Post/P1"),
    }


def _renamed_power(store: Store, name: str) -> None:
    _commit(store, Edit(Action.SET_NODE, NodeId(Kind.POWER, "E39"), {"name": name}, {"name": "减免税审核"}), on=TODAY)


def test_what_only_the_store_changed_stays(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _renamed_power(store, "减免税审核确认")
    _set(tmp_path / "out" / "行政权力目录表.xlsx", "E39", "是否公开", "否")
    _load(store, tmp_path / "out")
    held = store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {}
    assert (held["name"], held["public"]) == ("减免税审核确认", False)


def test_a_cell_that_both_changed_is_refused_with_both_values_and_the_rest_is_kept(
    store: Store, tmp_path: Path
) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _renamed_power(store, "减免税审核确认")
    path = tmp_path / "out" / "行政权力目录表.xlsx"
    _edit(path, lambda _held: {("E39", "名称"): "减免税核准", ("E39", "是否公开"): "否"})
    loaded = _load(store, path)
    (problem,) = loaded.report.problems
    held = store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {}
    assert ("减免税核准" in problem.got, "减免税审核确认" in problem.expected, problem.column) == (True, True, "名称")
    assert (held["name"], held["public"], loaded.nothing) == ("减免税审核确认", False, False)


def test_what_the_store_retired_is_not_opened_again_by_an_old_workbook(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _commit(store, Edit(Action.RETIRE_RELATION, RelationId(OWNED_BY, "C1", "P1"), {}, {}), on=TODAY)
    assert _load(store, tmp_path / "out").revision is None


def test_a_workbook_goes_on_being_edited_after_it_was_loaded(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    path = tmp_path / "out" / "行政权力目录表.xlsx"
    _edit(path, lambda _held: {("E39", "名称"): "一", ("E39", "是否公开"): "否"})
    _load(store, path)
    _set(path, "E39", "名称", "二")
    loaded = _load(store, path)
    assert (loaded.report.problems, (store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {})["name"]) == ((), "二")


def test_a_colleagues_workbook_of_the_same_name_undoes_nothing(store: Store, tmp_path: Path) -> None:
    _small(store)
    paths = [tmp_path / side / "行政权力目录表.xlsx" for side in "甲乙"]
    for path in paths:
        _export(store, path.parent)
    first, second = paths
    _set(first, "E39", "名称", "一")
    _load(store, first)
    _set(second, "E39", "是否公开", "否")
    loaded = _load(store, second)
    held = store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {}
    assert (loaded.report.problems, loaded.report.edits, held["name"], held["public"]) == ((), 1, "一", False)


def test_a_cell_that_two_workbooks_of_one_name_changed_is_refused(store: Store, tmp_path: Path) -> None:
    _small(store)
    paths = [tmp_path / side / "行政权力目录表.xlsx" for side in "甲乙"]
    for path, name in zip(paths, ("一", "二"), strict=True):
        _export(store, path.parent)
        _set(path, "E39", "名称", name)
    _load(store, paths[0])
    (problem,) = _load(store, paths[1]).report.problems
    held = store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {}
    assert ("二" in problem.got, "一" in problem.expected, held["name"]) == (True, True, "一")


@pytest.mark.parametrize(
    ("side", "export", "author", "asked"),
    [("乙", "乙", "me", True), ("甲", "甲", "you", True), ("乙", "甲", "me", True), ("甲", "甲", "me", False)],
    ids=["another export", "another person", "a copy of one export", "one's own, edited again"],
)
def test_a_cell_that_a_load_changed_is_only_changed_again_by_the_same_workbook(
    store: Store, tmp_path: Path, side: str, export: str, author: str, asked: bool
) -> None:
    _small(store)
    paths = [tmp_path / "甲" / "行政权力目录表.xlsx", tmp_path / side / "行政权力目录表.xlsx"]
    for path, number in zip(paths, ("甲", export), strict=True):
        _export(store, path.parent, export=number)
    loads = []
    for path, name, who in zip(paths, ("一", "二"), ("me", author), strict=True):
        _edit(path, lambda _held, name=name: {("E39", "名称"): name, ("E39", "是否公开"): "否"})  # type: ignore[misc]
        loads.append(_load(store, path, author=who))
    held = store.snapshot(on=TODAY).node(Kind.POWER, "E39") or {}
    assert (bool(loads[1].report.problems), held["name"]) == ((True, "一") if asked else (False, "二"))


@pytest.mark.parametrize(
    ("theirs", "mine", "refused", "kept"),
    [
        ("C1；C2", "C1；C3", True, {"C1", "C2"}),
        ("C2", "C1；C3", True, {"C2"}),
        ("C1；C2", "C1；C2；C3", False, {"C1", "C2", "C3"}),
        ("C1；C2", "C1；C2", False, {"C1", "C2"}),
        ("C1", "C3", False, {"C3"}),
    ],
    ids=["each added one", "one replaced, one added", "mine knows theirs", "the same", "only mine"],
)
def test_a_list_that_both_changed_is_refused_unless_it_becomes_what_one_of_them_wrote(
    store: Store, tmp_path: Path, theirs: str, mine: str, refused: bool, kept: set[str]
) -> None:
    _small(store)
    _commit(store, *(Edit(Action.ADD_NODE, NodeId(Kind.CONTROL, x), {"name": x, "line": 1}) for x in ("C2", "C3")))
    for side, cell in (("甲", theirs), ("乙", mine)):
        _export(store, tmp_path / side)
        _edit(tmp_path / side / f"{RISKS}.xlsx", lambda _held, cell=cell: {("R1", "防控措施"): cell})  # type: ignore[misc]
    _set(tmp_path / "乙" / f"{RISKS}.xlsx", "R1", "审核等级", "一级")
    _load(store, tmp_path / "甲")
    problems = _load(store, tmp_path / "乙").report.problems
    told = [(x.got.split("（")[0], x.column) for x in problems]
    now = store.snapshot(on=TODAY)
    assert told == ([(mine, "防控措施")] if refused else [])
    assert (set(now.out(MITIGATED_BY, "R1")), (now.node(Kind.RISK, "R1") or {})["grade"]) == (kept, 1)


def test_what_came_into_the_store_after_an_export_is_not_missing_from_it(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _commit(store, Edit(Action.ADD_NODE, NodeId(Kind.POST, "P9"), {"name": "甲加新岗"}), on=TODAY)
    loaded = _load(store, tmp_path / "out", complete=True)
    assert (loaded.report.missing, loaded.report.retired, loaded.revision) == ((), (), None)


def test_a_rehearsal_by_nobody_takes_a_workbook_for_the_one_that_was_loaded(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path)
    path = tmp_path / "行政权力目录表.xlsx"
    _edit(path, lambda _held: {("E39", "名称"): "一", ("E39", "是否公开"): "否"})
    _load(store, path)
    _set(path, "E39", "名称", "二")
    rehearsed = _load(store, path, dry_run=True, author=NOBODY)
    assert (rehearsed.report.problems, rehearsed.report.edits) == ((), 1)


def test_a_rehearsal_writes_nothing(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _set(tmp_path / "out" / "行政权力目录表.xlsx", "E39", "名称", "一")
    assert (_load(store, tmp_path / "out", dry_run=True).report.edits, store.head()) == (1, 1)


# ----------------------------------------------------------------------------------------- load report


def _bad_grade(store: Store, tmp_path: Path) -> Path:
    _small(store)
    _export(store, tmp_path / "out")
    path = tmp_path / "out" / f"{RISKS}.xlsx"
    _set(path, "R1", "审核等级", "特级")
    return path


def test_good_rows_of_a_workbook_are_taken_beside_bad_ones(store: Store, tmp_path: Path) -> None:
    path = _bad_grade(store, tmp_path)
    _set(tmp_path / "out" / "行政权力目录表.xlsx", "E39", "名称", "一")
    loaded = _load(store, tmp_path / "out")
    (problem,) = loaded.report.problems
    assert (loaded.nothing, loaded.report.edits, problem.file, problem.cell) == (
        False,
        1,
        f"{path.name} › {RISKS}",
        problem.cell,
    )
    assert (problem.cell or "")[-1] == "3"


def test_all_or_nothing_where_it_is_asked_for(store: Store, tmp_path: Path) -> None:
    _bad_grade(store, tmp_path)
    assert _load(store, tmp_path / "out", partial=False).nothing


def test_nothing_is_retired_for_want_of_a_row_that_is_wrong(store: Store, tmp_path: Path) -> None:
    _bad_grade(store, tmp_path)
    assert (_load(store, tmp_path / "out", complete=True).nothing, store.head()) == (True, 1)


def test_what_a_rejected_row_says_no_more_is_not_called_missing(store: Store, tmp_path: Path) -> None:
    _small(store)
    _export(store, tmp_path / "out")
    _set(tmp_path / "out" / "岗位设置表.xlsx", "P1", "所在机构", "NOSUCH")
    report = _load(store, tmp_path / "out" / "岗位设置表.xlsx").report
    assert (len(report.problems), report.missing) == (1, ())


def test_a_copy_has_the_problem_cells_marked(store: Store, tmp_path: Path) -> None:
    path = _bad_grade(store, tmp_path)
    kept = _load(store, path).keep_rejects(tmp_path / "report.json")
    sheet = load_workbook(next(item for item in kept.written if item.name == f"{path.stem}.marked.xlsx")).worksheets[0]
    comments = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert ["特级" in text for text in comments] == [True]


def test_problems_for_programs_have_sheet_and_cell(store: Store, tmp_path: Path) -> None:
    path = _bad_grade(store, tmp_path)
    told = _load(store, path).report.to_json()["problems"][0]
    assert (told["file"], told["sheet"], told["row"]) == (path.name, RISKS, 3)
