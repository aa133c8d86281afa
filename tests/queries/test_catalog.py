"""The catalogue itself: its entries, their Cypher texts, their arguments, and a few answers on small graphs."""

from __future__ import annotations

import random
import re
from importlib.resources import files

import pytest

from graph.errors import InputError, MissingError
from graph.snapshot import Snapshot
from loaders.jsonl import read_graph
from queries.answers.model import ColumnType, Entry
from queries.catalog import CATALOG, ask, ask_cypher, cypher_text, entry_named, graph_text, neighbouring
from queries.findings import FINDINGS, findings_of
from tests.builders import graph
from tests.oracle.generate import draw, lines_of
from tests.queries.asking import asked_of

TEXTS = {item.name for item in files("queries").joinpath("cypher").iterdir()}
PICTURES = [name for name, entry in CATALOG.items() if graph_text(entry) is not None]


def links(entry: Entry) -> bool:
    """Whether an entry says how nodes hang together: it names two of them, one given counted."""
    named = [item for item in entry.columns if item.kind or item.type in (ColumnType.NODE, ColumnType.NODES)]
    given = [item for item in entry.parameters if item.kind or item.type is ColumnType.NODE]
    return len({item.name for item in named if item.name in entry.identity}) + len(given) > 1


# ------------------------------------------------------------------------------------------------ texts


def test_the_catalogue_has_at_least_36_entries() -> None:
    assert len(CATALOG) >= 36


def test_every_entry_has_its_text_and_every_text_its_entry() -> None:
    plain = {name for name in TEXTS if not name.endswith(".graph.cypher")}

    assert plain == {f"{name}.cypher" for name in CATALOG}


def test_every_picture_has_its_entry() -> None:
    pictures = {name for name in TEXTS if name.endswith(".graph.cypher")}

    assert pictures == {f"{name}.graph.cypher" for name in PICTURES}


def test_every_entry_that_links_things_has_a_picture() -> None:
    assert [name for name, entry in CATALOG.items() if links(entry) and name not in PICTURES] == []


@pytest.mark.parametrize("name", CATALOG)
def test_an_entry_says_what_is_worth_asking_where_it_has_no_rows(name: str) -> None:
    near = [item.id for item in neighbouring(CATALOG[name])]

    assert near
    assert name not in near
    assert len(set(near)) == len(near)


@pytest.mark.parametrize("name", CATALOG)
def test_a_text_opens_with_its_question(name: str) -> None:
    entry = CATALOG[name]
    code = f"{entry.finding} " if entry.finding else ""

    assert cypher_text(entry).startswith(f"// {code}{entry.question.zh}\n// {code}{entry.question.en}\n")


@pytest.mark.parametrize("name", CATALOG)
def test_a_text_returns_the_columns_and_sorts_them(name: str) -> None:
    returned, _, ordered = cypher_text(CATALOG[name]).rpartition("\nRETURN ")[2].partition("\nORDER BY ")
    names = [re.split(r"\s", part.strip())[-1] for part in outermost(returned)]

    assert names == [column.name for column in CATALOG[name].columns]
    assert ordered


def outermost(text: str) -> list[str]:
    """A list of expressions at the commas that stand in no brackets."""
    parts, depth = [""], 0
    for char in text.removeprefix("DISTINCT "):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


@pytest.mark.parametrize("name", CATALOG)
def test_a_text_asks_for_its_parameters_and_no_others(name: str) -> None:
    assert set(re.findall(r"\$(\w+)", cypher_text(CATALOG[name]))) == {item.name for item in CATALOG[name].parameters}


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_a_text_bounds_every_path_and_uses_no_procedure(file: str) -> None:
    text = files("queries").joinpath("cypher", file).read_text(encoding="utf-8")

    assert re.findall(r":[A-Z_|]+\*(?!\d+\.\.\d+)", text) == []
    assert re.findall(r"\bapoc\b|\bCALL [a-z]", text) == []


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_limited_and_gives_a_value_for_each_parameter(name: str) -> None:
    text = graph_text(CATALOG[name]) or ""
    limit = re.search(r"\nLIMIT (\d+)\n$", text)

    assert limit is not None
    assert int(limit[1]) <= 300
    assert set(re.findall(r"^:param (\w+) => .+;$", text, re.MULTILINE)) == set(re.findall(r"\$(\w+)", text))


# ------------------------------------------------------------------------------------------------ findings


def test_every_finding_is_an_entry_under_its_code_and_name() -> None:
    entries = {entry.finding: entry for entry in CATALOG.values() if entry.finding}

    assert set(entries) == set(FINDINGS)
    assert {entry.id for entry in entries.values()} == {f"{x.code.lower()}-{x.name}" for x in FINDINGS.values()}
    assert all(entry.identity == FINDINGS[code].fields for code, entry in entries.items())


@pytest.mark.parametrize("seed", range(5))
def test_the_entries_of_findings_list_exactly_the_findings(seed: int) -> None:
    snapshot = read_graph(lines_of(draw(seed)[0]), "drawn")

    listed = {(entry.finding, row) for entry in CATALOG.values() if entry.finding for row in ask(snapshot, entry).rows}

    assert listed == set(map(tuple, findings_of(snapshot)))


def test_a_finding_is_named_by_its_code_in_any_case() -> None:
    assert entry_named("pg005") is entry_named("PG005") is CATALOG["pg005-uncovered-risk"]


# ------------------------------------------------------------------------------------------------ rows


@pytest.mark.parametrize("seed", range(10))
def test_rows_are_told_apart_by_their_identity_and_fit_their_columns(seed: int) -> None:
    snapshot, rng = read_graph(lines_of(draw(seed)[0]), "drawn"), random.Random(seed)
    for entry in CATALOG.values():
        for given in asked_of(entry, snapshot, rng):
            rows = ask(snapshot, entry, given).rows
            places = [entry.place(name) for name in entry.identity]
            assert len({tuple(row[at] for at in places) for row in rows}) == len(rows), entry.id
            assert all(len(row) == len(entry.columns) for row in rows), entry.id


@pytest.mark.parametrize("seed", range(10))
def test_what_the_rows_are_about_is_part_of_the_denominator(seed: int) -> None:
    snapshot, rng = read_graph(lines_of(draw(seed)[0]), "drawn"), random.Random(seed)
    for entry in CATALOG.values():
        for given in asked_of(entry, snapshot, rng):
            answer = ask(snapshot, entry, given)
            assert (answer.found or 0) <= answer.of, entry.id
            if entry.denominator.measure:
                place = entry.place(entry.denominator.measure)
                assert all(int(row[place] or 0) <= answer.of for row in answer.rows), entry.id  # type: ignore[arg-type]  # a measure is a number


class Answering:
    """A server that gives the rows it was made with."""

    def __init__(self, *rows: list[object]) -> None:
        self.rows = rows

    def run_cypher(self, text: str, parameters: object) -> tuple[list[object], ...]:
        assert (text, parameters) is not None
        return self.rows


def test_rows_of_a_server_come_in_the_order_of_code_points() -> None:
    answer = ask_cypher(Answering(["乙"], ["b"], ["𠮷"], ["！"]), graph(), CATALOG["pg008-unowned-control"])

    assert answer.rows == (("b",), ("乙",), ("！",), ("𠮷",))


# ------------------------------------------------------------------------------------------------ arguments

ONE_POWER = "Power/W status=cancelled\nPower/V"


@pytest.fixture
def view() -> Snapshot:
    return graph(ONE_POWER)


def test_an_unknown_query_names_those_that_look_like_it() -> None:
    with pytest.raises(MissingError, match="choke-points"):
        entry_named("choke-point")


@pytest.mark.parametrize(
    ("words", "entry"), [("riskiest posts", "posts-by-exposure"), ("没有监管的职权", "pg013-supervision-gap")]
)
def test_words_that_are_no_id_name_the_queries_that_are_about_them(words: str, entry: str) -> None:
    with pytest.raises(MissingError, match=entry):
        entry_named(words)


def test_unknown_and_missing_parameters_are_named_together(view: Snapshot) -> None:
    with pytest.raises(InputError, match=r"'pwer'.*missing: power="):
        ask(view, CATALOG["hangs-on-power"], {"pwer": "W"})


def test_a_code_that_is_not_there_is_missing(view: Snapshot) -> None:
    with pytest.raises(MissingError, match="X"):
        ask(view, CATALOG["hangs-on-power"], {"power": "X"})


def test_a_value_outside_the_list_is_refused_with_the_list(view: Snapshot) -> None:
    with pytest.raises(InputError, match="1 / 2 / 3"):
        ask(view, CATALOG["coverage-by-line"], {"grade": "4"})


def test_a_level_is_one_of_the_manifest(view: Snapshot) -> None:
    with pytest.raises(InputError, match="hq / regional / local"):
        ask(view, CATALOG["powers-by-unit"], {"level": "county"})


def test_a_power_that_is_cancelled_cannot_be_cancelled(view: Snapshot) -> None:
    with pytest.raises(InputError, match=r"cancelled.*active / suspended"):
        ask(view, CATALOG["impact-of-cancelling"], {"power": "W"})


# ------------------------------------------------------------------------------------------------ some answers

OFFICE = """
    Unit/U level=regional
    Unit/X level=section
    Unit/X PART_OF Unit/U
    Post/P IN_UNIT Unit/X
    Post/Q IN_UNIT Unit/U
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/P
    Step/S EXPOSES RiskPoint/R
    RiskPoint/R grade=1
    RiskPoint/R MITIGATED_BY Control/C
    RiskPoint/R MITIGATED_BY Control/D
    Control/C line=1
    Control/C OWNED_BY Post/Q
    Control/D line=2
    Control/D OWNED_BY Post/P
"""


def rows(name: str, *texts: str, **given: str) -> tuple[object, ...]:
    return ask(graph(*texts), CATALOG[name], given).rows


def test_a_control_of_the_bearer_himself_protects_nothing() -> None:
    assert rows("choke-points", OFFICE) == (("C", 1, 1, 1, 1),)


def test_a_risk_behind_the_first_line_only_has_no_second() -> None:
    assert rows("risks-without-second-line", OFFICE) == (("R", "P", 1, True),)


def test_a_step_with_one_post_in_an_office_hangs_on_it() -> None:
    assert rows("sole-performers", OFFICE) == (("W", "S", "U", "P", 1),)


def test_the_cover_of_a_risk_names_control_line_and_owner() -> None:
    assert rows("cover-of-risk", OFFICE, risk="R") == (("P", "C", 1, "Q"),)


def test_cancelling_tells_what_moves() -> None:
    assert rows("impact-of-cancelling", OFFICE, power="W") == (
        ("Control/C", "orphaned"),
        ("Control/D", "orphaned"),
        ("Post/P", "relieved"),
        ("RiskPoint/R", "ended"),
    )


def test_cancelling_a_suspended_power_moves_nothing() -> None:
    assert rows("impact-of-cancelling", OFFICE, "Power/W status=suspended", power="W") == ()


def test_a_post_is_touched_through_steps_controls_and_supervision() -> None:
    found = rows("powers-of-post", OFFICE, "Power/W SUPERVISED_BY Post/P", post="P")

    assert found == (("W", "controls", 1, "active"), ("W", "performs", 1, "active"), ("W", "supervises", 1, "active"))


def test_paths_come_in_the_order_of_the_command_path() -> None:
    found = rows("paths-between", OFFICE, **{"from": "Power/W", "to": "Post/Q"})

    assert found == (
        (
            ("Power/W", "Step/S", "RiskPoint/R", "Control/C", "Post/Q"),
            ("HAS_STEP→", "EXPOSES→", "MITIGATED_BY→", "OWNED_BY→"),
        ),
    )


def test_an_article_that_is_repealed_and_named_waits_to_be_cleared_up() -> None:
    text = "Power/W AUTHORIZED_BY Article/A\nArticle/A status=repealed\nPower/V status=cancelled\n"
    more = "Power/V AUTHORIZED_BY Article/B"

    assert rows("basis-backlog", text + more) == (("B", "idle", 0, 0, 0), ("A", "repealed", 1, 0, 0))


def test_days_are_unknown_where_a_limit_is_missing() -> None:
    text = "Power/W HAS_STEP Step/S\nPower/W HAS_STEP Step/T\nStep/S NEXT Step/T\nStep/S limit_days=3"

    assert rows("days-by-power", text) == (("W", 2, 1, None),)
    assert rows("days-by-power", text, "Step/T limit_days=4") == (("W", 2, 2, 7),)


def test_drawn_graphs_give_every_entry_something_to_say() -> None:
    """Else the comparison of both ways on them would compare nothing with nothing."""
    silent = set(CATALOG)
    for seed in range(40):
        snapshot, rng = read_graph(lines_of(draw(seed)[0]), "drawn"), random.Random(seed)
        for name in sorted(silent):
            if any(ask(snapshot, CATALOG[name], given).rows for given in asked_of(CATALOG[name], snapshot, rng)):
                silent.discard(name)

    assert silent == set()
