"""View models of the pages that read: counts that agree with the census, rows that agree with the sheet."""

from __future__ import annotations

import re

import pytest

from api.checking import check
from api.ui.pages.home import HomeAsk, home_page
from api.ui.pages.matrix import matrix_of
from api.ui.pages.search import search_page, straight_to
from api.ui.pictures import path_picture
from api.ui.scene.path import nodes_on, path_scene
from graph.model import NodeId
from graph.schema import Kind
from queries.census import census_of
from queries.find import find_nodes
from queries.paths import resolve, shortest_paths
from tests.api.http.conftest import Client
from tests.bench.sample import reference_snapshot
from tests.builders import graph


def test_the_matrix_counts_the_powers_of_the_census_category_by_category() -> None:
    view = reference_snapshot()
    found: dict[str, int] = {}
    for row in matrix_of(view).rows:
        found[row.group[0]] = found.get(row.group[0], 0) + row.powers

    assert found == {key: part.total for key, part in census_of(view).powers.parts.items()}


def test_a_cell_of_the_matrix_lists_as_many_powers_as_it_says() -> None:
    view = reference_snapshot()
    matrix = matrix_of(view)
    said = {
        (row.group, unit): cell.powers
        for row in matrix.rows
        for (unit, _), cell in zip(matrix.units, row.cells, strict=True)
        if unit in ("HQ", "GZ", "GZ-HD")
    }

    asks = {key: HomeAsk(category=key[0][0], type=key[0][1], unit=key[1]) for key in said}
    assert {key: len(home_page(view, ask).listed) for key, ask in asks.items()} == said


def test_the_totals_of_the_first_page_are_those_of_the_census() -> None:
    view = reference_snapshot()
    totals = {total.label.en: total.count.total for total in home_page(view, HomeAsk()).totals}

    assert totals["active powers"] == census_of(view).powers.total
    assert totals["risk points borne by a post"] == census_of(view).risks_by_class.total


def test_the_first_page_lists_what_to_mend_in_the_order_of_the_findings() -> None:
    view = reference_snapshot()
    found = [item.declared.code for item in home_page(view, HomeAsk()).found]

    assert found == list(dict.fromkeys(finding.code for finding in check(view).findings)) != sorted(found)


@pytest.mark.parametrize(("text", "node"), [("E39", NodeId(Kind.POWER, "E39")), ("减免", None), ("", None)])
def test_only_a_whole_code_or_name_of_one_node_is_meant_for_certain(text: str, node: NodeId | None) -> None:
    assert straight_to(find_nodes(reference_snapshot(), text)) == node


def test_search_counts_all_and_shows_some_of_each_kind() -> None:
    found = search_page(reference_snapshot(), "减免")

    assert sum(total for _, total in found.kinds) == found.total
    assert {group.kind: group.total for group in found.groups} == dict(found.kinds)
    assert all(0 < len(group.hits) <= group.total for group in found.groups)


def test_a_path_is_drawn_from_left_to_right_hop_by_hop() -> None:
    view = reference_snapshot()
    found = shortest_paths(view, resolve(view, "E39"), resolve(view, "Post/HQ-HGSJ"), limit=20)
    columns = [{item.id for item in column.groups[0].items} for column in path_scene(view, found).columns]

    assert found.paths
    for at in range(len(found.paths)):
        assert all(str(node) in column for node, column in zip(nodes_on(found, at), columns, strict=True))


def test_a_path_points_along_its_relations_and_is_called_by_names() -> None:
    view = reference_snapshot()
    drawn = path_picture(view, shortest_paths(view, resolve(view, "Post/HQ-HGSJ"), resolve(view, "E39"), limit=20))

    assert {(wire.arrow, wire.back) for wire in drawn.picture.wires} == {(True, True)}
    assert drawn.svg().count('class="head w-') == len(drawn.picture.wires)
    assert "E39 减免税审核确认" in drawn.scene.title.zh


def test_the_findings_say_when_one_holds_and_what_they_cannot_judge(reading: Client) -> None:
    page = reading.client.get("/findings?code=PG015").text

    assert "在用且公开的职权有两个以上环节，而环节之间没有 NEXT" in page
    assert "在用职权 1 项都登记了环节、行使机关和办理岗位。" in page


def test_what_is_found_with_something_between_the_words_says_so() -> None:
    view = graph("Power/E02 name=报关单修改和撤销")

    assert search_page(view, "报关单修改撤销").loose
    assert not search_page(view, "报关单修改").loose


def test_the_first_page_offers_names_while_one_types(reading: Client) -> None:
    page = reading.client.get("/").text

    assert '<script type="module" src="/static/suggest.js"></script>' in page
    assert 'list="found" data-find=""' in page


def test_an_english_question_that_finds_nothing_is_told_to_name_a_code(reading: Client) -> None:
    assert "has to name a power, post or risk by its code" in reading.client.get("/search?q=tariff+relief&lang=en").text


@pytest.mark.parametrize(("at", "offered"), [("", False), ("Power/E39", False), ("Article/A", True)])
def test_a_path_from_the_start_is_offered_to_others_only(reading: Client, at: str, offered: bool) -> None:
    page = reading.client.get("/explore", params={"root": "Power/E39", "at": at, "as_of": "1"}).text

    assert ("与起点的路径" in page) is offered


def test_the_time_of_a_revision_has_its_zone(reading: Client) -> None:
    assert "2014-01-01 04:00 UTC" in reading.client.get("/history").text


def test_a_kind_of_finding_that_is_found_nowhere_has_its_severity_dimmed(reading: Client) -> None:
    page = reading.client.get("/findings").text
    rows = re.findall(r'class="severity (s-\w+)".*?<b>([\d,]+)</b>', page, re.DOTALL)

    assert rows
    assert all((found == "0") is (dimmed == "s-none") for dimmed, found in rows)
