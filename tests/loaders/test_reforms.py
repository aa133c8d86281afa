"""Reform files: the same reform from YAML and JSON, and every problem of the outer form."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.reform import Reform
from loaders.reforms import read_reform, reform_from_dict

JSON = """{"reform": "2013 第一批", "effective": "2013-12-01", "number": "署法发〔2013〕1号", "changes": [
  {"op": "delegate", "power": "E39", "from": "regional", "to": "local"}],
  "accept": [{"finding": ["PG005", "R-12", "P-7"], "reason": "过渡期", "expires": "2014-06-30"}]}"""
YAML = """\
reform: 2013 第一批
effective: 2013-12-01
number: 署法发〔2013〕1号
changes:
  - {op: delegate, power: E39, from: regional, to: local}
accept:
  - finding: [PG005, R-12, P-7]
    reason: 过渡期
    expires: 2014-06-30
"""
EXPECTED = Reform(
    name="2013 第一批",
    changes=({"op": "delegate", "power": "E39", "from": "regional", "to": "local"},),
    effective=date(2013, 12, 1),
    number="署法发〔2013〕1号",
    accept=({"finding": ["PG005", "R-12", "P-7"], "reason": "过渡期", "expires": "2014-06-30"},),
)


@pytest.mark.parametrize("text", [JSON, YAML, "\ufeff" + JSON, "\n" + JSON])
def test_yaml_and_json_say_the_same(text: str) -> None:
    assert read_reform(text) == EXPECTED


@pytest.mark.parametrize(
    ("name", "text"), [("r.json", JSON), ("r.yaml", YAML), ("r.yml", "\ufeff" + YAML), ("r.yaml", JSON), ("r", JSON)]
)
def test_files_are_read_by_their_names(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_reform(tmp_path / name) == EXPECTED


def test_a_reform_without_name_has_that_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("changes: []\n", encoding="utf-8")
    assert read_reform(tmp_path / "r.yaml").name == "r.yaml"


@pytest.mark.parametrize(
    ("text", "row", "column", "got"),
    [
        ("", None, None, "nothing"),
        ("- a", None, None, "['a']"),
        ("{}", None, "changes", "no changes"),
        ("reform: x\nchangs: []\n", None, "changs", "changs"),
        ("reform: 2013\nchanges: []", None, "reform", "2013"),
        ("effective: 2013-12-01 10:00:00\nchanges: []", 1, "effective", "datetime"),
        ("effective: 20131201\nchanges: []", 1, "effective", "20131201"),
        ("effective: '2013-02-30'\nchanges: []", 1, "effective", "2013-02-30"),
        ("reform: a\neffective: 2027-02-30\nchanges: []", 2, "effective", "'2027-02-30'"),
        ('{"changes": [],\n "effective": "2027-02-30"}', 2, "effective", "'2027-02-30'"),
        ("changes:\n  - op: cancel\n    from: 2027-02-30", 3, "from", "'2027-02-30'"),
        ("changes: [2027-02-30]", None, None, "day"),
        ("changes: {op: cancel}", None, "changes", "{"),
        ("changes: [cancel]", None, "changes[0]", "cancel"),
        ("changes: [{3: x}]", None, "changes[0]", "3"),
        ("changes: [{op: !!binary aGk=}]", None, "changes[0].op", "hi"),
        ("changes: []\naccept: 3", None, "accept", "3"),
        ("reform: a\nchanges: []\nreform: b", 3, None, "'reform' 两次"),
        ("changes:\n - op: cancel\n   op: merge", 3, None, "'op' 两次"),
        ("a: &x 1\nchanges: [*x]", 2, None, "alias *x"),
        ("changes: [", 1, None, ""),
        ("changes:\n\t- op: x", 2, None, ""),
        ("changes: []\n---\nchanges: []", 2, None, ""),
        ("a: !!python/object:os.system x", 1, None, "python"),
        ("a: \x00", None, None, "#x0000"),
        ('{"changes": []', 1, None, "nothing more"),
        ('{"changes": [],\n "changes": []}', 2, None, "'changes'"),
        ('{\n"changes": [NaN]}', None, None, "NaN"),
    ],
)
def test_a_malformed_reform_is_refused(text: str, row: int | None, column: str | None, got: str) -> None:
    with pytest.raises(InputError) as caught:
        read_reform(text, "r")
    found = [(problem.file, problem.row, problem.column) for problem in caught.value.problems]
    assert ("r", row, column) in found
    assert any(got in problem.got for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "got", "advice"),
    [
        ("reform: a\nchanges: []\nreform: b", " twice", "删去一个 remove one"),
        ('{"changes": [], "changes": []}', " twice", "删去一个 remove one"),
        ("changes:\n\t- op: x", "制表符不能用于缩进 a tab", "use spaces"),
        ('{"changes": [', "incomplete JSON: ", "fetch it again"),
        ('{"changes": []} x', "characters too many: ", "correct the text"),
        ("effective: 2027-02-30\nchanges: []", "2027-02-30", "like 2013-12-01"),
    ],
)
def test_a_malformed_reform_comes_with_what_to_do(text: str, got: str, advice: str) -> None:
    with pytest.raises(InputError) as caught:
        read_reform(text, "r")
    (problem,) = caught.value.problems
    assert got in problem.got
    assert advice in problem.advice


@pytest.mark.parametrize(
    ("text", "row", "key"),
    [
        ('{"changes": [],\n "reform": "a: {\\"reform\\": 1}",\n\n "reform": "b"}', 4, "reform"),
        ('{"changes": [\n {"op": "cancel",\n "power": "E1",\n "op": "merge"}]}', 4, "op"),
        ('{"changes": [{"op": "x", "a": {"op": 1}},\n {"op": "y",\n "\\u006fp": "z"}]}', 3, "op"),
    ],
)
def test_a_key_twice_in_json_is_named_with_its_row(text: str, row: int, key: str) -> None:
    with pytest.raises(InputError) as caught:
        read_reform(text, "r.json")
    (problem,) = caught.value.problems
    assert (problem.row, problem.got) == (row, f"键 {key!r} 两次 key {key!r} twice")


def test_all_problems_of_the_form_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        reform_from_dict({"reform": 1, "effective": "x", "what": 2, "changes": [3]})
    assert {problem.column for problem in caught.value.problems} == {"reform", "effective", "what", "changes[0]"}


def test_not_utf8_is_refused_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_bytes(YAML.encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8") as caught:
        read_reform(tmp_path / "r.yaml")
    assert caught.value.problems[0].row == 1


def test_a_file_of_100_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(InputError, match="16,777,216"):
        read_reform(path)


def test_json_reforms_do_not_import_yaml() -> None:
    read = "from loaders.reforms import read_reform; read_reform('{\"changes\": []}')"
    code = f"import sys; {read}; print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
