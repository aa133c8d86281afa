"""``query``: the catalogue on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from queries.catalog import CATALOG
from tests.api.conftest import LINES, Run


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", [name for name, entry in CATALOG.items() if not entry.parameters])
def test_a_query_is_answered_from_a_store_within_80_cells(name: str, quangang: Run) -> None:
    ran = quangang("query", name)

    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= 80


def test_a_store_and_a_file_give_the_same_rows(quangang: Run, store: Path, graph_file: Path) -> None:
    by_store = quangang("query", "posts-by-exposure", "--store", store, "--format", "json").json
    by_file = quangang("query", "posts-by-exposure", "--graph", graph_file, "--format", "json").json

    assert by_store["rows"] == by_file["rows"] == [["P", 2, 0, 2, 0, 0]]


def test_the_answer_tells_what_it_is_a_share_of_and_how_much_is_synthetic(quangang: Run, graph_file: Path) -> None:
    found = quangang("query", "external-risks", "--graph", graph_file, "--format", "json").json

    assert (found["count"], found["synthetic"]) == (1, 1)
    assert (found["denominator"]["found"], found["denominator"]["count"]) == (1, 2)


@pytest.mark.usefixtures("store")
def test_the_answer_tells_date_and_revision(quangang: Run) -> None:
    assert quangang("query", "choke-points", "--format", "json").json["meta"] == {"date": "2014-01-01", "revision": 1}
    assert "2014-01-01 · 修订 1" in quangang("query", "choke-points").out


def test_every_query_is_listed(quangang: Run) -> None:
    found = quangang("query", "--list", "--format", "json").json

    assert [item["query"] for item in found] == list(CATALOG)


def test_the_list_fits_80_cells_and_names_every_query(quangang: Run) -> None:
    out = quangang("query", "--list").out

    assert max(map(cell_len, out.splitlines())) <= 80
    assert [name for name in CATALOG if name not in out] == []


@pytest.fixture
def flawed(graph_file: Path) -> Path:
    """The graph with a risk that no control answers for."""
    path = graph_file.with_name("flawed.jsonl")
    lines = [*LINES, {"kind": "RiskPoint", "code": "=R2", "grade": 3}]
    lines.append({"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/=R2"})
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def test_a_finding_has_one_identity_here_and_in_check(quangang: Run, flawed: Path) -> None:
    asked = quangang("query", "PG005", "--graph", flawed, "--format", "json").json
    checked = quangang("check", "--code", "PG005", "--graph", flawed, "--format", "json").json

    assert asked["findings"] == [item["finding"] for item in checked["findings"]] == [["PG005", "=R2", "P"]]


def test_csv_holds_every_row_and_no_formula(quangang: Run, flawed: Path) -> None:
    out = quangang("query", "PG005", "--graph", flawed, "--format", "csv").out

    assert list(csv.reader(io.StringIO(out))) == [["risk", "post"], ["'=R2", "P"]]


@pytest.mark.usefixtures("store")
def test_csv_is_refused_where_the_answer_is_no_table(quangang: Run) -> None:
    ran = quangang("census", "--format", "csv")

    assert (ran.code, "no table" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "no query"),
        ((), "no query named"),
        (("--list", "choke-points"), "--list"),
        (("hangs-on-power",), "-p power="),
        (("hangs-on-power", "-p", "power"), "NAME=VALUE"),
        (("hangs-on-power", "-p", "power=E39", "-p", "power=E39"), "each name once"),
        (("choke-points", "--engine", "sql"), "'python'"),
        (("choke-points", "--engine", "cypher"), "--engine python"),
        (("choke-points", "--engine", "cypher", "--as-of", "1"), "today"),
    ],
)
@pytest.mark.usefixtures("store")
def test_misuse_says_what_was_expected(words: tuple[str, ...], said: str, quangang: Run) -> None:
    ran = quangang("query", *words)

    assert (ran.code, said in ran.err) == (2, True)
