"""``quangang guide``: what is handed out, to whom, and how it ends."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from api.browser.grass import grass_text
from api.browser.guide import guide_html
from api.browser.saved import _query, first_questions, saved_queries
from api.browser.server import GuideServer
from api.ui.theme import LOOKS
from graph.schema import Kind, Rel
from graph.store.gates import refused_words
from tests.api.conftest import Run


@pytest.fixture
def server() -> Iterator[GuideServer]:
    with GuideServer("127.0.0.1", 0) as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


@contextmanager
def ask(server: GuideServer, method: str, path: str) -> Iterator[HTTPResponse]:
    with closing(HTTPConnection("127.0.0.1", server.server_port, timeout=10)) as connection:
        connection.request(method, path, headers={"Origin": "http://127.0.0.1:7474"})
        with connection.getresponse() as answer:
            yield answer


TYPES = {
    "/guide.html": "text/html; charset=utf-8",
    "/style.grass": "text/plain; charset=utf-8",
    "/queries.zip": "application/zip",
    "/queries/07-flow.cypher": "text/plain; charset=utf-8",
    "/healthz": "text/plain; charset=utf-8",
}


@pytest.mark.parametrize("path", TYPES)
def test_a_page_comes_with_its_type_and_its_length(path: str, server: GuideServer) -> None:
    with ask(server, "GET", path) as answer:
        body = answer.read()

    assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[path])
    assert int(answer.headers["Content-Length"]) == len(body) > 0


def test_a_head_has_no_body(server: GuideServer) -> None:
    with ask(server, "HEAD", "/guide.html") as answer:
        assert (answer.status, answer.read()) == (200, b"")


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_a_page_of_another_origin_may_ask(method: str, server: GuideServer) -> None:
    with ask(server, method, "/guide.html") as answer:
        assert answer.status in (200, 204)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "GET" in answer.headers["Access-Control-Allow-Methods"]
        assert "pragma" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/queries/../server.py", "/queries/%2e%2e/x", "/nowhere", "/queries/"]
)
def test_there_is_nothing_but_the_pages(path: str, server: GuideServer) -> None:
    with ask(server, "GET", path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent(method: str, server: GuideServer) -> None:
    with ask(server, method, "/guide.html") as answer:
        assert answer.status == 501


def test_it_listens_on_this_machine_only(server: GuideServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.base.startswith("http://localhost:")


def test_the_style_has_every_kind_and_every_relation() -> None:
    text = grass_text()

    assert [kind for kind in Kind if f"node.{kind.value} {{" not in text] == []
    assert [rel for rel in Rel if f"relationship.{rel.value} {{" not in text] == []
    assert set(LOOKS) == set(Kind)


def test_the_guide_has_ten_questions_and_the_address_of_the_style() -> None:
    text = guide_html("http://localhost:1")

    assert text.count("<slide") == 12
    assert ":style http://localhost:1/style.grass" in text
    assert "<script" not in text


@pytest.mark.parametrize("query", saved_queries(), ids=lambda query: query.id)
def test_a_saved_question_has_a_name_first_and_only_reads(query: object) -> None:
    (found,) = [item for item in saved_queries() if item == query]

    assert found.text.startswith(f"// {found.title}\n")
    assert found.title
    assert refused_words(found.statement) is None


def test_every_question_of_the_guide_is_bounded_and_in_order() -> None:
    for query in first_questions()[1:]:
        assert "LIMIT" in query.statement, query.id
        assert "ORDER BY" in query.statement, query.id


def test_the_files_can_be_written(quangang: Run, tmp_path: Path) -> None:
    assert quangang("guide", "--write", tmp_path / "out").code == 0

    with zipfile.ZipFile(io.BytesIO((tmp_path / "out" / "queries.zip").read_bytes())) as held:
        names = {name.rpartition("/")[2] for name in held.namelist()}
    assert names == {path.name for path in (tmp_path / "out" / "queries").iterdir()}
    assert (tmp_path / "out" / "guide.html").is_file()
    assert (tmp_path / "out" / "style.grass").read_text(encoding="utf-8") == grass_text()


def test_param_lines_become_values_so_that_browser_draws_one_statement() -> None:
    found = _query(
        "q", ":param power => 'E1';\n// 名称\nMATCH (w {code: $power}) WHERE w.name <> '$power' RETURN w, $other\n"
    )

    assert found.title == "名称"
    assert found.statement == "MATCH (w {code: 'E1'}) WHERE w.name <> '$power' RETURN w, $other"
