"""The command line on a Neo4j server: the same bytes as on SQLite, and stores copied both ways."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from api.copying import copy_store
from graph.store import open_store
from tests.api.conftest import Run
from tests.api.test_commit import ACCEPT
from tests.neo4j_server import Neo4jServer

QUESTIONS = (
    ("census",),
    ("census", "--format", "json"),
    ("check",),
    ("check", "--format", "json"),
    ("find", "减免税"),
    ("show", "E39"),
    ("show", "E39", "--on", "2014-06-01"),
    ("show", "P", "--format", "json"),
    ("impact", "--cancel", "E39"),
    ("impact", "--cancel", "E39", "--format", "json", "--as-of", "1"),
    ("history",),
    ("history", "--format", "json"),
    ("history", "--revision", "2"),
    ("export", "-"),
    ("export", "-", "--as-of", "1"),
    ("export", "-", "--on", "2014-06-01"),
    ("verify",),
)


@pytest.fixture
def server(empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Neo4jServer:
    monkeypatch.setenv("NEO4J_USERNAME", empty_neo4j.username)
    monkeypatch.setenv("NEO4J_PASSWORD", empty_neo4j.password)
    return empty_neo4j


def same(quangang: Run, questions: tuple[tuple[str, ...], ...], first: str, second: str) -> None:
    for words in questions:
        ours, theirs = (quangang(*words, "--store", store) for store in (first, second))
        assert (words, ours.code, ours.out, ours.err) == (words, theirs.code, theirs.out, theirs.err)


@pytest.mark.neo4j
@pytest.mark.usefixtures("store")
def test_every_question_has_the_same_answer(
    quangang: Run, cancel: Path, server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert quangang("commit", cancel, "--accept", ACCEPT).code == 0
    assert quangang("copy", "--from", "quangang.db", "--to", server.uri).code == 0
    same(quangang, QUESTIONS, "quangang.db", server.uri)

    monkeypatch.setenv("QUANGANG_TODAY", "2014-06-02")  # the reform is in force now
    same(quangang, QUESTIONS, "quangang.db", server.uri)


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_reference_data_gives_the_same_answers(quangang: Run, server: Neo4jServer, sample_store: Path) -> None:
    questions = (
        *(("census",), ("check",), ("find", "减免税"), ("show", "E39"), ("impact", "--cancel", "E39")),
        ("impact", "--cancel", "E39", "--format", "json"),
    )
    shutil.copy(sample_store, "quangang.db")
    ran = quangang("init", "--sample", "customs", "--store", server.uri)
    assert ran.code == 0, ran.err

    same(quangang, questions, "quangang.db", server.uri)


@pytest.mark.neo4j
def test_a_graph_is_loaded_and_reformed_on_the_server(
    quangang: Run, graph_file: Path, cancel: Path, server: Neo4jServer
) -> None:
    for words in (("init",), ("load", graph_file), ("commit", cancel, "--accept", ACCEPT)):
        here, there = quangang(*words), quangang(*words, "--store", server.uri)
        assert (here.code, there.code) == (0, 0), there.err
        told = here.out.replace("quangang.db", server.uri).splitlines()
        assert [line for line in told if "-wal" not in line] == there.out.splitlines()  # files beside a file

    assert quangang("verify", "--store", server.uri).code == 0
    with server.driver() as driver:
        query = "MATCH (p:Power {status: 'active'}) RETURN count(p) AS n"
        assert driver.execute_query(query).records[0]["n"] == 1


@pytest.mark.neo4j
@pytest.mark.usefixtures("store")
def test_a_store_goes_to_the_server_and_back_with_the_same_hashes(
    quangang: Run, cancel: Path, server: Neo4jServer
) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)
    there = quangang("copy", "--from", "quangang.db", "--to", server.uri, "--format", "json").json
    back = quangang("copy", "--from", server.uri, "--to", "back.db", "--format", "json").json

    assert there == back
    assert there["copied"] == 2
    histories = [quangang("history", "--format", "json", "--store", url).out for url in ("quangang.db", "back.db")]
    assert histories[0] == histories[1]
    assert quangang("verify", "--store", "back.db").code == 0


def copy(quangang: Run, target: str) -> int:
    return quangang("copy", "--from", "quangang.db", "--to", target).code


@pytest.mark.usefixtures("store")
def test_a_copy_goes_on_where_it_ended(quangang: Run, cancel: Path) -> None:
    assert copy(quangang, "copy.db") == 0
    quangang("commit", cancel, "--accept", ACCEPT)

    ran = quangang("copy", "--from", "quangang.db", "--to", "copy.db", "--format", "json")
    assert (ran.json["copied"], ran.json["revision"]) == (1, 2)


@pytest.mark.usefixtures("store")
def test_a_copy_tells_its_progress_in_edits(quangang: Run, cancel: Path) -> None:
    quangang("commit", cancel, "--accept", ACCEPT)
    told: list[tuple[int, int]] = []

    with closing(open_store("quangang.db")) as source, closing(open_store("copy.db", create=True)) as target:
        first, second = (len(revision.edits) for revision in source.history())
        copy_store(source, target, lambda _, done, total: told.append((done, total)))

    whole = first + second
    assert told == [(0, whole), (first, whole), (whole, whole)]


@pytest.mark.usefixtures("store")
def test_a_copy_of_what_is_there_changes_nothing(quangang: Run) -> None:
    copy(quangang, "copy.db")

    ran = quangang("copy", "--from", "quangang.db", "--to", "copy.db", "--format", "json")
    assert (ran.code, ran.json["copied"], ran.json["revision"]) == (0, 0, 1)


@pytest.mark.usefixtures("store")
def test_a_target_with_another_log_is_left_alone(quangang: Run, graph_file: Path) -> None:
    quangang("init", "--store", "other.db")
    quangang("load", graph_file, "--store", "other.db", "--reason", "别的事由")

    assert copy(quangang, "other.db") == 2
    assert len(quangang("history", "--store", "other.db", "--format", "json").json) == 1


@pytest.mark.usefixtures("store")
def test_a_target_that_is_ahead_is_left_alone(quangang: Run, cancel: Path) -> None:
    copy(quangang, "ahead.db")
    quangang("commit", cancel, "--accept", ACCEPT, "--store", "ahead.db")

    assert copy(quangang, "ahead.db") == 2


def test_a_source_that_is_not_there_is_misuse(quangang: Run, tmp_path: Path) -> None:
    assert quangang("copy", "--from", "none.db", "--to", "copy.db").code == 2
    assert not (tmp_path / "copy.db").exists()


def test_a_password_in_an_address_is_refused_and_not_repeated(quangang: Run) -> None:
    ran = quangang("census", "--store", "neo4j://neo4j:geheim-7@localhost")

    assert ran.code == 2
    assert "NEO4J_PASSWORD" in ran.err
    assert "geheim-7" not in ran.err + ran.out


@pytest.mark.neo4j
def test_a_wrong_password_is_told_without_it(
    quangang: Run, server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "geheim-7")

    ran = quangang("census", "--store", server.uri)
    assert ran.code == 2
    assert "NEO4J_PASSWORD" in ran.err
    assert "geheim-7" not in ran.err + ran.out
