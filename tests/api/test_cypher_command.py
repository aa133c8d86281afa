"""``quangang cypher`` and ``impact --format cypher``: how a statement is given and how the rows are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.consoles import given_parameters, split_statement, text_of
from api.render.console import csv_text, rows_object, rows_page
from api.render.page import page_text
from graph.errors import InputError
from graph.store.console import Answer
from graph.store.values import FoundNode
from tests.api.conftest import Run
from tests.neo4j_server import Neo4jServer

NODE = FoundNode(("Power",), {"code": "E39", "name": "减免税审核确认"})
FOUND = Answer(("w", "n"), ((NODE, 1), (None, -2)), cut=True)


def test_parameters_are_json_or_text() -> None:
    assert given_parameters(["a=1", "b=E39", 'c="03"', "d=[1, 2]", "e=x=y", "f="]) == {
        "a": 1,
        "b": "E39",
        "c": "03",
        "d": [1, 2],
        "e": "x=y",
        "f": "",
    }


@pytest.mark.parametrize("given", [["a"], ["=1"], ["a b=1"], ["a=1", "a=2"]])
def test_a_parameter_needs_one_name(given: list[str]) -> None:
    with pytest.raises(InputError):
        given_parameters(given)


def test_param_lines_give_way_to_empty_ones_so_that_places_stay() -> None:
    found = split_statement("// 名称\n:param code => 'E39'\n:param n: 3\nMATCH (n)\nRETURN n;\n")

    assert found.expressions == {"code": "'E39'", "n": "3"}
    assert found.text == "// 名称\n\n\nMATCH (n)\nRETURN n"


def test_a_statement_comes_from_an_argument_a_file_or_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "q.cypher"
    file.write_text("RETURN 1", encoding="utf-8-sig")

    assert text_of("RETURN 2", bytes) == "RETURN 2"
    assert text_of(str(file), bytes) == "RETURN 1"
    assert text_of("-", lambda: b"RETURN 3") == "RETURN 3"


@pytest.mark.parametrize("given", ["", "  ", "-"])
def test_no_statement_is_an_error(given: str) -> None:
    with pytest.raises(InputError):
        text_of(given, lambda: b"\n")


def test_rows_as_json_say_that_some_are_missing() -> None:
    told = rows_object(FOUND)

    assert told["cut"] is True
    assert told["rows"][0] == [{"labels": ["Power"], "properties": {"code": "E39", "name": "减免税审核确认"}}, 1]


def test_rows_as_a_table_fit_the_page() -> None:
    assert "Power/E39 减免税审核确认" in page_text(rows_page(FOUND), 80)


def test_a_cell_that_a_spreadsheet_would_compute_is_made_harmless() -> None:
    text = csv_text(Answer(("=a",), (("=1+1",), ("@x",), (" ＝1+1",), (-2,), ("a,b",))))

    assert text.removeprefix("\ufeff").splitlines() == ["'=a", "'=1+1", "'@x", "' ＝1+1", "-2", '"a,b"']


def test_a_store_that_is_not_on_neo4j_is_refused(quangang: Run) -> None:
    ran = quangang("cypher", "RETURN 1")

    assert ran.code == 2
    assert "neo4j://" in ran.err


def test_a_forbidden_statement_is_refused_without_asking_a_server(quangang: Run) -> None:
    ran = quangang("cypher", "LOAD CSV FROM 'x' AS l RETURN l", "--store", "bolt://127.0.0.1:9")

    assert ran.code == 2
    assert "LOAD CSV" in ran.err


@pytest.mark.neo4j
def test_a_statement_is_answered(quangang: Run, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)

    ran = quangang("cypher", ":param x => 1 + 1\nRETURN $x AS x", "--store", neo4j_server.uri, "--format", "json")

    assert (ran.code, json.loads(ran.out)["rows"]) == (0, [[2]])


def test_an_impact_can_be_written_as_a_statement(quangang: Run, graph_file: Path, cancel: Path) -> None:
    ran = quangang("impact", "--graph", graph_file, cancel, "--format", "cypher")

    assert ran.code == 0
    assert ran.out.startswith("// 改革影响 Impact: 取消减免税审核")
    assert "OPTIONAL MATCH (n0:RiskPoint {code: n0_code})" in ran.out
