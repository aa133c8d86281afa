"""What the console refuses before it asks a server: told from the words of a statement, and from a plan."""

from __future__ import annotations

import pytest

from graph.store.gates import FUNCTIONS, PROCEDURES, calls, refused_plan, refused_words

LOADS = (
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv with headers from 'http://127.0.0.1:7474/' AS line RETURN line",
    "LOAD\n\tCSV FROM 'x' AS l RETURN l",
    "LOAD/* here */CSV FROM 'x' AS l RETURN l",
    "LOAD // here\nCSV FROM 'x' AS l RETURN l",
    "LOAD\u00a0CSV FROM 'x' AS l RETURN l",
    "LOAD\x1cCSV FROM 'x' AS l RETURN l",
    "LOAD\u2028CSV FROM 'x' AS l RETURN l",
    "// remark\rLOAD CSV FROM 'x' AS l RETURN l",
    "/* /* */ LOAD CSV FROM 'x' AS l RETURN l",
    "CALL { LOAD CSV FROM 'x' AS l RETURN l } RETURN l",
    "CALL () { LOAD CSV FROM 'x' AS l RETURN l } RETURN l",
    "MATCH (n) RETURN n UNION LOAD CSV FROM 'x' AS n RETURN n",
    "RETURN EXISTS { LOAD CSV FROM 'x' AS l RETURN l }",
    "RETURN [x IN [1] | COLLECT { LOAD CSV FROM 'x' AS l RETURN l }]",
    "RETURN CASE WHEN rand() > 2 THEN 1 ELSE COUNT { LOAD CSV FROM 'x' AS l RETURN l } END",
    "UNWIND [1] AS y WITH y WHERE any(x IN [1] WHERE EXISTS { LOAD CSV FROM 'x' AS l RETURN l }) RETURN y",
    "RETURN reduce(a = 0, x IN [1] | a + COUNT { LOAD CSV FROM 'x' AS l RETURN l })",
    "RETURN 'it\\'s' AS a UNION LOAD CSV FROM 'x' AS a RETURN a",
    'RETURN "\\\\" AS a UNION LOAD CSV FROM "x" AS a RETURN a',
    "RETURN 1 AS `a``'` UNION LOAD CSV FROM 'x' AS `a``'` RETURN `a``'`",
    "USING PERIODIC COMMIT LOAD CSV FROM 'x' AS l RETURN l",
    "CYPHER runtime=slotted LOAD CSV FROM 'x' AS l RETURN l",
    "EXPLAIN LOAD CSV FROM 'x' AS l RETURN l",
)
"""Every one of these reads a file for Neo4j 5.26, or would if its grammar still had it."""

ESCAPED = (
    "LOA\\u0044 CSV FROM 'x' AS l RETURN l",
    "/* \\u002a\\u002f LOAD CSV FROM 'x' AS l RETURN l //*/",
    "// \\u000a LOAD CSV FROM 'x' AS l RETURN l",
    "RETURN '\\u0027 AS a UNION LOAD CSV FROM \\u0027x' AS a RETURN a",
    "CALL dbms\\u002elistConfig()",
)
"""Neo4j reads ``\\uXXXX`` before it looks for strings and remarks."""

CALLS = (
    "CALL dbms.listConfig()",
    "CALL dbms.listConfig",
    "call DBMS . listConfig ( ) YIELD name RETURN name",
    "CALL dbms/* */./* */listConfig()",
    "CALL `dbms`.`listConfig`()",
    "OPTIONAL CALL dbms.listConfig() YIELD name RETURN name",
    "MATCH (n) CALL (n) { CALL dbms.components() YIELD name RETURN name } RETURN name",
    "RETURN [x IN [1] | COLLECT { CALL dbms.listConfig() YIELD name RETURN name }]",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL apoc.cypher.doIt('CREATE (n)', {})",
    "RETURN apoc.convert.toJson({a: 1})",
    "MATCH (n) WHERE `apoc` . `text`.clean (n.name) = 'a' RETURN n",
    "RETURN graph.byName('neo4j')",
    "CALL db.createLabel('A')",
    "CALL db.index.fulltext.queryNodes('a', 'b')",
    "CALL db.stats.retrieve('QUERIES')",
    "CALL tx.setMetaData({a: 1})",
)

HARMLESS = (
    "MATCH (p:Power {status: 'active'}) RETURN count(p)",
    "MATCH (n) WHERE n.name CONTAINS 'LOAD CSV' RETURN n",
    "MATCH (n) RETURN n.name AS `load csv` // LOAD CSV and apoc.load.json(x)",
    "/* CALL dbms.listConfig() */ RETURN 1",
    "CALL db.labels() YIELD label RETURN label",
    "CALL `db`.`relationshipTypes`()",
    "CALL db.schema.visualization",
    "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS m } RETURN m",
    "RETURN date.truncate('year', date()), duration.inDays(date(), date()), toUpper('a')",
    "MATCH (s:Step) WHERE s.seq IN [1, 2] AND (s.min_posts) > 1 RETURN s.code, s.name ORDER BY s.code",
    "MATCH p = (a)-[*1..3]-(b) RETURN p LIMIT 1.5",
    "RETURN 'apoc.load.json(1)', \"it's LOAD CSV\", '\\\\'",
)


@pytest.mark.parametrize("text", LOADS)
def test_loading_files_is_refused_from_the_words_alone(text: str) -> None:
    assert "LOAD CSV" in (refused_words(text) or "")


@pytest.mark.parametrize("text", ESCAPED)
def test_an_escape_that_could_hide_words_is_refused(text: str) -> None:
    assert "\\u" in (refused_words(text) or "")


@pytest.mark.parametrize("text", CALLS)
def test_a_call_that_is_not_on_the_list_is_refused(text: str) -> None:
    assert "不许调用" in (refused_words(text) or "")


@pytest.mark.parametrize("text", HARMLESS)
def test_reading_the_graph_is_not_refused(text: str) -> None:
    assert refused_words(text) is None


def test_calls_are_named_in_lower_case_with_their_sort() -> None:
    text = "CALL DB.labels() YIELD label RETURN date . Truncate('day', date()), n.name"

    assert list(calls(text)) == [("db.labels", True), ("date.truncate", False)]


@pytest.mark.parametrize("name", sorted(PROCEDURES | FUNCTIONS))
def test_the_lists_are_in_lower_case_as_names_are_compared(name: str) -> None:
    assert name == name.lower()
    assert "." in name


def plan(*names: str) -> dict[str, object]:
    first, *rest = names
    return {"operatorType": f"{first}@neo4j", "children": [plan(*rest)] if rest else []}


def test_a_plan_of_reading_operators_passes() -> None:
    assert refused_plan("r", plan("ProduceResults", "Expand(All)", "NodeByLabelScan")) is None
    assert refused_plan("r", plan("ProduceResults", "NodeUniqueIndexSeek")) is None


@pytest.mark.parametrize("kind", ["w", "rw", "s", "", None])
def test_a_plan_that_does_not_only_read_is_refused(kind: str | None) -> None:
    assert refused_plan(kind, plan("ProduceResults")) is not None


@pytest.mark.parametrize(
    "name",
    ["LoadCSV", "ShowSettings", "TerminateTransactions", "TransactionForeach", "Create", "Merge", "SomethingNew"],
)
def test_an_operator_that_is_not_known_to_read_is_refused_wherever_it_stands(name: str) -> None:
    assert name in (refused_plan("r", plan("ProduceResults", "Apply", name, "Argument")) or "")


def test_a_statement_without_a_plan_is_refused() -> None:
    assert refused_plan("r", None) is not None
