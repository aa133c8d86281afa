"""The graph as JSON Lines: what is read, what is refused, and that writing and reading are each other's inverse."""

from __future__ import annotations

import io
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST, NodeId
from graph.schema import AUTHORIZED_BY, HAS_STEP, Kind
from graph.snapshot import Snapshot
from loaders.elements import Element, Place
from loaders.jsonl import read_graph, read_source, write_graph, write_versions
from tests.loaders.strategies import graphs

POWER = '{"kind": "Power", "code": "E39", "name": "减免税审核确认", "type": "07", "level": "regional"}'
STEP = '{"kind": "Step", "code": "E39-2", "seq": 2}'
HAS = '{"rel": "HAS_STEP", "from": "Power/E39", "to": "Step/E39-2"}'
UNIT = '{"kind": "Unit", "code": "U"}'


def problems_of(*lines: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_graph(lines, "g.jsonl")
    return caught.value.problems


def only(*lines: str) -> Problem:
    (problem,) = problems_of(*lines)
    return problem


def test_reads_the_example_of_the_calculus() -> None:
    graph = read_graph([POWER, STEP, HAS])
    assert graph.node(Kind.POWER, "E39") == {"name": "减免税审核确认", "type": "07", "level": "regional"}
    assert graph.out(HAS_STEP, "E39") == ("E39-2",)
    assert graph.manifest == DEFAULT_MANIFEST


def test_order_of_lines_and_empty_lines_do_not_matter() -> None:
    assert list(write_graph(read_graph([HAS, "", STEP, "  ", POWER]))) == list(
        write_graph(read_graph([POWER, STEP, HAS]))
    )


def test_a_code_may_hold_slashes() -> None:
    graph = read_graph(['{"kind": "Article", "code": "海关法/第/24"}', POWER,
                        '{"rel": "AUTHORIZED_BY", "from": "Power/E39", "to": "Article/海关法/第/24"}'])  # fmt: skip
    assert graph.out(AUTHORIZED_BY, "E39") == ("海关法/第/24",)


def test_undeclared_properties_are_kept() -> None:
    graph = read_graph(['{"kind": "System", "code": "H", "since": 1988, "tags": ["a", "b"]}'])
    assert graph.node(Kind.SYSTEM, "H") == {"since": 1988, "tags": ("a", "b")}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_reading_what_was_written_gives_the_same_graph(graph: Snapshot) -> None:
    lines = list(write_graph(graph))
    again = read_graph(lines)
    assert list(write_graph(again)) == lines
    for kind in Kind:
        assert [*again.nodes(kind)] == [*graph.nodes(kind)]
    for link in graph.links:
        assert [*again.relations(link)] == [*graph.relations(link)]


def test_versions_are_written_with_their_dates() -> None:
    place, node = Place("", 0), NodeId(Kind.POWER, "E1")
    versions = [
        Element(node, {"status": "cancelled"}, place, date(2013, 12, 1), None),
        Element(node, {"status": "active"}, place, None, date(2013, 12, 1)),
    ]
    assert [json.loads(line) for line in write_versions(versions, DEFAULT_MANIFEST)][1:] == [
        {"kind": "Power", "code": "E1", "status": "active", "valid_to": "2013-12-01"},
        {"kind": "Power", "code": "E1", "status": "cancelled", "valid_from": "2013-12-01"},
    ]


def test_a_snapshot_holds_what_is_in_force_on_its_date() -> None:
    lines = ['{"kind": "Power", "code": "E1", "status": "active", "valid_to": "2013-12-01"}',
             '{"kind": "Power", "code": "E1", "status": "cancelled", "valid_from": "2013-12-01"}']  # fmt: skip
    before, since = read_graph(lines, on=date(2013, 11, 30)), read_graph(lines, on=date(2013, 12, 1))
    assert before.node(Kind.POWER, "E1") == {"status": "active"}
    assert since.node(Kind.POWER, "E1") == {"status": "cancelled"}
    assert before.later.keys() == {NodeId(Kind.POWER, "E1")}
    assert not since.later


def test_without_a_date_it_is_today_by_the_clock() -> None:
    lines = ['{"kind": "Power", "code": "E1", "valid_from": "2013-12-01"}']
    assert read_graph(lines, today=lambda: date(2013, 11, 30)).node(Kind.POWER, "E1") is None


@pytest.mark.parametrize(
    ("line", "column", "got"),
    [
        ('{"kind": "Power", "code": "A", "x": 1e400}', None, "1e400"),
        ('{"kind": "Power", "code": "A", "x": NaN}', None, "NaN"),
        ('{"kind": "Power", "code": "A", "x": -Infinity}', None, "-Infinity"),
        ('{"kind": "Power", "code": "A", "x": 9223372036854775808}', None, "9223372036854775808"),
        ('{"kind": "Power", "code": "A", "x": %s}' % ("9" * 5000), None, "999"),
        ('{"kind": "Power", "code": "A", "code": "B"}', None, "'code'"),
        ('{"kind": "Power", "code": "A", "x": {"y": 1, "y": 2}}', None, "'y'"),
        ('{"kind": "Power", "code": "A", "x": "\\ud800"}', None, "surrogate"),
        ('{"kind": "Power", "code": "A", "x": null}', "x", "null"),
        ('{"kind": "Power", "code": "A", "x": [1]}', "x", "(1,)"),
        ('{"kind": "Power", "code": "A", "x": {}}', "x", "{}"),
        ('{"kind": "Power", "code": "A", "": 1}', "", "1"),
        ('{"kind": "Power", "code": "A", "type": 3}', "type", "3"),
        ('{"kind": "Power", "code": "A", "status": "gone"}', "status", "'gone'"),
        ('{"kind": "Power", "code": "A", "level": "village"}', "level", "'village'"),
        ('{"kind": "Power", "code": "A", "public": 1}', "public", "1"),
        ('{"kind": "Step", "code": "A", "seq": 1.0}', "seq", "1.0"),
        ('{"kind": "Step", "code": "A", "seq": true}', "seq", "true"),
        ('{"kind": "Step", "code": "A", "to": "B"}', "to", "'B'"),
        ('{"kind": "Power"}', "code", "nothing"),
        ('{"kind": "Power", "code": null}', "code", "null"),
        ('{"kind": "Power", "code": ""}', "code", "''"),
        ('{"kind": "Power", "code": 39}', "code", "39"),
        ('{"kind": "Power", "code": "a\\u0001"}', "code", "x01"),
        ('{"kind": "Power", "code": "e\\u0301"}', "code", "e"),
        ('{"kind": "Powr", "code": "A"}', "kind", "'Powr'"),
        ('{"kind": ["Power"], "code": "A"}', "kind", "['Power']"),
        ('{"code": "A"}', None, "code"),
        ('["Power", "A"]', None, "["),
        ('{"kind": "Power", "code": "A"', None, "nothing more"),
        ('{"kind": "Power", "code": "A}', None, "Unterminated"),
        ('{"kind": "Power", "code": "A"} x', None, "x"),
        ("[" * 100_000, None, "deep"),
        ('{"kind": "Power", "code": "A", "valid_from": "2013-13-01"}', "valid_from", "2013-13-01"),
        ('{"kind": "Power", "code": "A", "valid_from": "20131201"}', "valid_from", "20131201"),
        ('{"kind": "Power", "code": "A", "valid_from": "2014-01-01", "valid_to": "2014-01-01"}', "valid_to", "2014"),
        ('{"rel": "HAS_STEP", "from": "Unit/U", "to": "Unit/U"}', "rel", "Unit → Unit"),
        ('{"rel": "HAVE_STEP", "from": "Power/A", "to": "Step/B"}', "rel", "'HAVE_STEP'"),
        ('{"rel": "HAS_STEP", "from": 3, "to": "Step/B"}', "from", "3"),
        ('{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/V"}', "to", "机构 V"),
        ('{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/U"}', None, "circle"),
        ('{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/U", "key": 1}', "key", "1"),
        ('{"kind": "Post", "code": "P"}', None, "0"),
        ('{"manifest": []}', "manifest", "[]"),
        ('{"manifest": {"levels": ["a", "a"]}}', "levels", "['a', 'a']"),
        ('{"manifest": {"levels": ["a", "section"]}}', "levels", "section"),
        ('{"manifest": {"levels": []}}', "levels", "[]"),
        ('{"manifest": {"incompatible": [{"id": "x", "acts": ["a"], "scope": "any"}]}}', "incompatible[0].acts", "a"),
        ('{"manifest": {"incompatible": [{"id": "x", "acts": ["a", "b"], "scope": 1}]}}', "incompatible[0].scope", "1"),
        ('{"manifest": {"incompatible": [{"acts": ["a", "b"], "scope": "any"}]}}', "incompatible[0].id", "null"),
        ('{"manifest": {}, "kid": 1}', None, "kid"),
    ],
)  # fmt: skip
def test_a_malformed_line_is_refused_with_row_and_column(line: str, column: str | None, got: str) -> None:
    problem = only(UNIT, line)
    assert (problem.file, problem.row, problem.column) == ("g.jsonl", 2, column)
    assert got in problem.got
    assert problem.expected


def test_all_problems_of_a_file_come_at_once() -> None:
    found = problems_of('{"kind": "Powr", "code": ""}', UNIT, '{"kind": "Step", "code": "A", "seq": "1"}', "x")
    assert [(problem.row, problem.column) for problem in found] == [(1, "code"), (1, "kind"), (3, "seq"), (4, None)]


def test_a_duplicate_names_the_first_row() -> None:
    problem = only(UNIT, STEP, UNIT)
    assert problem.row == 3
    assert "row 1" in problem.got


def test_versions_of_one_identity_must_not_overlap() -> None:
    problem = only('{"kind": "Unit", "code": "U", "valid_to": "2014-01-01"}',
                   '{"kind": "Unit", "code": "U", "valid_from": "2013-12-31"}')  # fmt: skip
    assert problem.row == 2


def test_two_parents_are_refused_at_the_second() -> None:
    units = ['{"kind": "Unit", "code": "V"}', '{"kind": "Unit", "code": "W"}']
    to = '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/%s"}'
    problem = only(UNIT, *units, to % "V", to % "W")
    assert problem.row == 5
    assert "V, W" in problem.got
    assert "keep one parent" in problem.advice


def test_two_parents_at_different_times_are_fine_and_at_one_time_are_not() -> None:
    units = [UNIT, '{"kind": "Unit", "code": "V"}', '{"kind": "Unit", "code": "W"}']
    first = '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/V", "valid_to": "2014-01-01"}'
    second = '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/W", "valid_from": "%s"}'
    read_graph([*units, first, second % "2014-01-01"])
    problem = only(*units, first, second % "2013-06-01")
    assert problem.row == 5
    assert "2013-06-01" in problem.advice


def test_a_cycle_is_refused_once() -> None:
    found = problems_of(UNIT, '{"kind": "Unit", "code": "V"}', '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/V"}',
                        '{"rel": "PART_OF", "from": "Unit/V", "to": "Unit/U"}')  # fmt: skip
    assert [problem.row for problem in found] == [3]
    assert "U → V → U" in found[0].got
    assert "one of these parents" in found[0].advice


def test_two_cycles_are_two_problems() -> None:
    units = [f'{{"kind": "Unit", "code": "{code}"}}' for code in "ABCD"]
    ways = [f'{{"rel": "PART_OF", "from": "Unit/{a}", "to": "Unit/{b}"}}' for a, b in ("AB", "BA", "CD", "DC")]
    assert [problem.row for problem in problems_of(*units, *ways)] == [5, 7]


def test_a_step_in_two_powers_is_refused() -> None:
    problem = only(POWER, '{"kind": "Power", "code": "E40"}', STEP, HAS, HAS.replace("E39", "E40", 1))
    assert problem.row == 5


def test_work_for_what_is_no_office_is_refused() -> None:
    lines = [UNIT, STEP, '{"kind": "Post", "code": "P"}', '{"rel": "IN_UNIT", "from": "Post/P", "to": "Unit/U"}']
    problem = only(*lines, '{"rel": "PERFORMED_BY", "from": "Step/E39-2", "to": "Post/P", "on_behalf_of": "X"}')
    assert problem.row == 5


def test_the_manifest_may_stand_on_the_last_line() -> None:
    graph = read_graph(['{"kind": "Unit", "code": "U", "level": "top"}', '{"manifest": {"levels": ["top"], "x": 1}}'])
    assert graph.manifest.levels == ("top",)
    assert graph.manifest.incompatible == DEFAULT_MANIFEST.incompatible
    assert graph.manifest.extra == {"x": 1}


def test_a_second_manifest_is_refused() -> None:
    assert only('{"manifest": {}}', '{"manifest": {}}').row == 2


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(f"\ufeff{POWER}\r\n{STEP}\r\n{HAS}".encode())
    assert read_graph(path).out(HAS_STEP, "E39") == ("E39-2",)


def test_not_utf8_is_refused_with_row_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(f"{UNIT}\n{POWER}\n".encode("gb18030"))
    with pytest.raises(InputError) as caught:
        read_graph(path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.expected) == ("g.jsonl", 2, "UTF-8")


def test_every_line_that_is_not_utf8_is_told_and_every_other_read(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    named = '{"kind": "Unit", "code": "V", "name": "总署"}'.encode("gb18030")
    parent = '{"rel": "PART_OF", "from": "Unit/U", "to": "Unit/V"}'
    path.write_bytes(b"\n".join([UNIT.encode(), named, parent.encode(), b'{"kind": "Plan"}', named, b"\xff{"]))
    with pytest.raises(InputError) as caught:
        read_graph(path)
    found = [(problem.row, problem.got.partition("（")[0], problem.column) for problem in caught.value.problems]
    assert found == [
        (2, "字节 0xd7", None),
        (4, "没有 nothing", "code"),
        (4, "'Plan'", "kind"),
        (5, "字节 0xd7", None),
        (6, "字节 0xff", None),
    ]


@pytest.mark.parametrize(
    ("line", "expected", "advice"),
    [
        ('{"kind": "Power", "code": "A", "type": 1}', 'text, such as "01"', "correct the value"),
        ('{"kind": "Step", "code": "A", "seq": "1"}', "整数 integer", "correct the value"),
        ('{"kind": "Power", "code": "A", "public": "y"}', "是或否 true or false", "correct the value"),
        ('{"kind": "Power", "code": "A", "name": null}', "文本 text", "leave the key out"),
        ('{"kind": "Power", "code": "A", "x": {}}', "文本、64 位整数", "correct the value"),
        ('{"kind": "Power", "code": "A", "level": "village"}', "local", "correct the value"),
        ('{"kind": "Article", "code": "A", "text_date": "2013-02-30"}', "YYYY-MM-DD", "correct the value"),
        ('{"kind": "Instrument", "code": "A", "text_date": "2013"}', "YYYY-MM-DD", "correct the value"),
        ('{"kind": "Instrument", "code": "A", "text_date": "2013-W48-7"}', "YYYY-MM-DD", "correct the value"),
        ('{"kind": "Power", "code": "A", "valid_from": "2027-02-30"}', "YYYY-MM-DD", "like 2013-12-01"),
        ('{"kind": "Power", "code": "A", "code": "B"}', "each key once", "删去一个 remove one"),
    ],
)
def test_a_wrong_value_says_in_both_languages_what_to_do(line: str, expected: str, advice: str) -> None:
    problem = only(UNIT, line)
    assert expected in problem.expected
    assert advice in problem.advice


@pytest.mark.parametrize("held", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_rows_is_refused(tmp_path: Path, held: bytes) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(held)
    with pytest.raises(InputError) as caught:
        read_graph(path)
    (problem,) = caught.value.problems
    assert "empty file" in problem.got
    assert problem.advice


def test_a_truncated_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text(f"{UNIT}\n{POWER[:40]}", encoding="utf-8")
    with pytest.raises(InputError, match="break off"):
        read_graph(path)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.jsonl"):
        read_graph(tmp_path / "missing.jsonl")


def test_a_line_of_100_mb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    with path.open("wb") as stream:
        stream.write(UNIT.encode() + b'\n{"kind": "Unit", "code": "')
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"}\n{"kind": "Powr", "code": "A"}\n')
    tracemalloc.start()
    with pytest.raises(InputError) as caught:
        read_graph(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [problem.row for problem in caught.value.problems] == [2, 3]
    assert "100,0" in caught.value.problems[0].got
    assert peak < 60_000_000


def test_standard_input_is_read_as_bytes() -> None:
    source = read_source(io.BytesIO(UNIT.encode()))
    assert source.name == "<stdin>"
    assert len(source.elements) == 1


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_text("".join(f'{{"kind": "Unit", "code": "U{n}"}}\n' for n in range(25_000)), encoding="utf-8")
    seen: list[tuple[str, int, int]] = []
    read_source(path, progress=lambda *told: seen.append(told))
    assert len(seen) == 2
    assert all(name == "g.jsonl" and 0 < done <= total == path.stat().st_size for name, done, total in seen)


def test_a_post_in_no_unit_is_told_without_a_gap() -> None:
    with pytest.raises(InputError) as caught:
        read_graph(['{"kind": "Post", "code": "P"}'])
    assert caught.value.problems[0].got == "岗位 P：岗位属于 0 个机构 post P: post in 0 units"


def test_what_kind_of_code_was_expected_is_said_for_every_kind() -> None:
    with pytest.raises(InputError) as caught:
        read_graph([POWER, '{"rel": "AUTHORIZED_BY", "from": "Power/E39", "to": "Article/A"}'])
    assert caught.value.problems[0].expected.endswith("a code of kind Article in the file or the store")
