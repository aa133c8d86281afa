"""Literals and remarks: whatever a value holds, it stays a value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver

from graph.cypher import literal, remark
from tests.neo4j_server import Neo4jServer

NASTY = (
    "'",
    "\\",
    "\\u0027",
    "\\\\u0027",
    "\n",
    "\r",
    "\t",
    "\u2028",
    "\u0085",
    "`",
    "*/",
    "//",
    ";",
    ":param",
    "$x",
    "{",
    "权",
    "😀",
    "u",
    "U",
    "0027",
    "\x00",
    "\x1b",
    '"',
    "\\'",
)
TEXTS = st.lists(st.sampled_from(NASTY) | st.characters(exclude_categories=["Cs"]), max_size=12).map("".join)


def test_a_text_is_quoted_on_one_line() -> None:
    assert literal("it's\na\\b") == "'it\\'s\\na\\\\b'"


def test_no_backslash_stands_before_a_u() -> None:
    assert literal("\\u0027") == "'\\\\' + 'u0027'"


def test_other_values_are_written_as_cypher_has_them() -> None:
    assert literal([True, False, None, -3, 0.5, {"a": ["b"]}]) == "[true, false, null, -3, 0.5, {a: ['b']}]"


@given(TEXTS)
def test_a_remark_is_one_line_without_a_backslash(text: str) -> None:
    found = remark(text)

    assert found.startswith("// ")
    assert len(found.splitlines()) == 1
    assert "\\" not in found


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[Driver]:
    with neo4j_server.driver() as found:
        yield found


@pytest.mark.neo4j
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=8), TEXTS)
def test_a_server_reads_back_what_was_written(driver: Driver, texts: list[str], said: str) -> None:
    statement = f"{remark(said)}\nRETURN {literal(texts)} AS texts, {literal({'a': texts})} AS held"

    (row,) = driver.execute_query(statement).records

    assert row.data() == {"texts": texts, "held": {"a": texts}}
