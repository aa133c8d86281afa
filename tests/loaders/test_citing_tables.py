"""行使依据 may be written as a citation: it is looked up in the texts that the store holds on the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from graph.model import RelationId
from graph.schema import AUTHORIZED_BY
from loaders.tables import read_files
from tests.builders import graph

STORE = graph(
    "Instrument/H name=海关法（2021年修正文本） text_date=2021-04-29",
    "Article/H-6 name=第六条\nArticle/H-6 PART_OF Instrument/H",
    "Article/H-10 name=第十条\nArticle/H-10 PART_OF Instrument/H",
    "Unit/R name=某直属海关 level=regional",
)


def _read(folder: Path, basis: str, provision: str = "") -> tuple[list[tuple[str, object]], list[str]]:
    table = folder / "行政权力目录表.csv"
    header = "权力编码,名称,行使主体,行使依据,具体条款"
    table.write_text(f"{header}\nE1,查验,R,{basis},{provision}\n", encoding="utf-8")
    source = read_files([table], STORE, on=date(2022, 1, 1))
    links = [
        (element.identity.target, element.properties.get("lowest_level"))
        for element in source.elements
        if isinstance(element.identity, RelationId) and element.identity.link is AUTHORIZED_BY
    ]
    return sorted(links), [f"{problem.got} {problem.expected}" for problem in source.problems]


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ("《海关法》第六条第一款第（四）项", [("H-6", None)]),
        ("海关法第六条、第十条", [("H-10", None), ("H-6", None)]),
        ("海关法 §6；H-10", [("H-10", None), ("H-6", None)]),
        ("《海关法》第六条@直属海关", [("H-6", "regional")]),
    ],
)
def test_a_citation_becomes_its_articles(tmp_path: Path, basis: str, found: list[tuple[str, object]]) -> None:
    assert _read(tmp_path, basis) == (found, [])


@pytest.mark.parametrize(("basis", "told"), [("《海关法》第九十九条", "第九十九条"), ("稽查条例第十条", "没有法规")])
def test_a_citation_that_leads_nowhere_is_asked_back_and_its_row_kept_out(
    tmp_path: Path, basis: str, told: str
) -> None:
    links, problems = _read(tmp_path, basis)

    assert links == []
    assert len(problems) == 1
    assert told in problems[0]


@pytest.mark.parametrize(
    ("basis", "provision"),
    [("《海关法》", "第六条第一款；第十条"), ("海关法", "第六条、第十条"), ("海关法第六条；H-10", "第一款")],
)
def test_a_law_and_its_provisions_in_two_columns_are_one_citation(tmp_path: Path, basis: str, provision: str) -> None:
    assert _read(tmp_path, basis, provision) == ([("H-10", None), ("H-6", None)], [])
