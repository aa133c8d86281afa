"""Every number on the first page leads to a page that tells the same number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest

from api.ui.pages.search import PER_PAGE
from graph.store import open_store
from loaders.jsonl import read_source
from loaders.load import execute, plan_load
from tests.api.http.conftest import Client, serving

LINK = re.compile(r'<a href="([^"]+)"><b>([\d,]+)</b> <span>([^<]+)</span>')


def _graph() -> Iterator[dict[str, Any]]:
    """A graph of which every kind has a number of its own, with an uncovered risk of a step and one of a post."""

    def many(kind: str, number: int, **held: object) -> Iterator[dict[str, Any]]:
        yield from ({"kind": kind, "code": f"{kind}-{at:03}", "name": kind, **held} for at in range(number))

    def one(kind: str, code: str, **held: object) -> dict[str, Any]:
        return {"kind": kind, "code": code, "name": code, **held}

    yield from many("Unit", 13, level="regional")
    yield from (one("Unit", f"K{at}", level="section") for at in range(4))
    yield from many("Power", 41, category="supervision")
    yield from (one("Power", f"old-{at}", category="supervision", status="cancelled") for at in range(2))
    yield from many("Control", 123, line=2)
    yield from many("Standard", 107)
    yield from many("RiskPoint", 37, grade=2)
    yield one("RiskPoint", "unborne", grade=2)
    yield from many("Article", 53)
    yield from (one("Article", f"old-{at}", status="repealed") for at in range(3))
    for at in range(31):
        yield one("Post", f"P{at}", role=f"岗{at % 19}")
        yield {"rel": "IN_UNIT", "from": f"Post/P{at}", "to": f"Unit/Unit-{at % 11:03}"}
    for at in range(37):
        yield {"rel": "BORNE_BY", "from": f"RiskPoint/RiskPoint-{at:03}", "to": f"Post/P{at % 7}"}
    for at in range(41):
        yield {"rel": "EXERCISED_BY", "from": f"Power/Power-{at:03}", "to": f"Unit/Unit-{at % 5:03}"}
    yield from (one("RiskPoint", code, grade=1) for code in ("by-step", "by-post"))
    yield one("Step", "S", act="审核")
    yield {"rel": "HAS_STEP", "from": "Power/Power-000", "to": "Step/S"}
    yield {"rel": "EXPOSES", "from": "Step/S", "to": "RiskPoint/by-step"}
    yield {"rel": "PERFORMED_BY", "from": "Step/S", "to": "Post/P10"}
    yield {"rel": "BORNE_BY", "from": "RiskPoint/by-post", "to": "Post/P10"}


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    path = tmp_path_factory.mktemp("totals") / "quangang.db"
    store = open_store(str(path), create=True)
    lines = [json.dumps(line, ensure_ascii=False) for line in _graph()]
    execute(plan_load(read_source(lines, "graph.jsonl"), store), store, "测试员", "载入")
    store.close()
    with serving(path) as client:
        yield client


def _page(client: Client, address: str) -> str:
    answer = client.client.get(unescape(address), headers={"accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_every_total_leads_to_a_page_that_tells_it(numbered: Client) -> None:
    totals = LINK.findall(_page(numbered, "/"))
    told = {label: re.sub(r"<[^>]+>", " ", _page(numbered, address)) for address, _, label in totals}

    assert [number for _, number, _ in totals] == ["41", "39", "123", "107", "31", "19", "13", "53"]
    assert [label for _, number, label in totals if not re.search(rf"(?<![\d,.]){number}(?![\d,.])", told[label])] == []


def test_a_kind_is_listed_page_by_page(numbered: Client) -> None:
    first = _page(numbered, "/search?type=Control")
    (following,) = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = _page(numbered, following)
    listed = [re.findall(r"<code>(Control-\d+)</code>", text) for text in (first, second)]

    assert [len(codes) for codes in listed] == [PER_PAGE, 23]
    assert len({code for codes in listed for code in codes}) == 123
    assert 'rel="next"' not in second


def test_the_hits_of_one_kind_go_on_page_by_page(numbered: Client) -> None:
    first = _page(numbered, "/search?q=contr&type=Control")
    (following,) = re.findall(r'<a href="([^"]+)" rel="next">', first)

    assert "1–100 / 123" in first
    assert "101–123 / 123" in _page(numbered, following)


def test_a_list_of_units_begins_with_the_offices(numbered: Client) -> None:
    text = _page(numbered, "/search?type=Unit")

    assert "全部机构 17，其中机关 13" in text
    assert [code.startswith("K") for code in re.findall(r"<code>([^<]+)</code>", text)] == [False] * 13 + [True] * 4


def test_a_list_of_a_kind_is_a_file_too(numbered: Client) -> None:
    assert len(numbered.client.get("/search.csv?type=Standard").text.splitlines()) == 1 + 107


@pytest.mark.parametrize(
    ("link", "finding"),
    [
        (r'href="([^"]+)#cell" aria-label="监督事项 [^"]*：0 ▲1"', "PG005/by-step/P10"),
        (r'href="([^"]+)#cell">1 个由岗位直接承担、不经环节，不在格中', "PG005/by-post/P10"),
    ],
)
def test_a_gap_of_the_matrix_leads_to_its_finding(numbered: Client, link: str, finding: str) -> None:
    (address,) = re.findall(link, _page(numbered, "/"))
    (row,) = re.findall(r'href="(/findings\?[^"]*#PG005/[^"]+)"', _page(numbered, address))

    assert unquote(row.partition("#")[2]) == finding
    assert f'id="{finding}"' in _page(numbered, row)


def test_the_findings_tell_how_many_gaps_the_matrix_has(numbered: Client) -> None:
    (address, number) = re.findall(r'href="([^"]+)">▲ 共 (\d+) 个一级风险', _page(numbered, "/"))[0]

    assert f"一级 2 处（{number} 个风险点）" in _page(numbered, address)


def test_the_matrix_as_a_file_has_the_cells_without_powers_too(numbered: Client) -> None:
    lines = numbered.client.get("/matrix.csv").text.splitlines()

    assert [line.split(",")[2:] for line in lines if line.endswith(",0,1")] == [["Unit-010", "Unit", "0", "1"]]


def test_the_matrix_as_a_file_has_what_stands_in_no_cell(numbered: Client) -> None:
    lines = [line.split(",")[3:] for line in numbered.client.get("/matrix.csv").text.splitlines()]

    assert lines[-3:] == [
        ["合计（各计一次）", "41", ""],
        ["不在格中：由岗位直接承担、不经环节", "", "1"],
        ["合计（各计一次）", "41", "2"],
    ]
