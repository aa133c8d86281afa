"""Articles that a text cites, found by the names of their laws and their numbers."""

from __future__ import annotations

import pytest

from queries.citing import citations
from tests.builders import graph

VIEW = graph("""
    Instrument/H21 name=中华人民共和国海关法（2021年修正文本）
    Article/H21-78 name=第七十八条
    Article/H21-78 PART_OF Instrument/H21
    Article/H21-77 name=第七十七条
    Article/H21-77 PART_OF Instrument/H21
    Instrument/J11 name=中华人民共和国海关稽查条例（2011年1月8日修订文本）
    Article/J11-14 name=第十四条（2011年文本，不在手）
    Article/J11-14 PART_OF Instrument/J11
    Instrument/J16 name=中华人民共和国海关稽查条例（2016年文本）
    Article/J16-14 name=第十四条
    Article/J16-14 PART_OF Instrument/J16
    Instrument/X name=中华人民共和国行政许可法（2019年文本）
    Article/X-4 name=第四条
    Article/X-4 PART_OF Instrument/X
""")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("海关法 §78（2021-04-29 文本）建立健全内部监督", [("海关法 §78", "H21-78")]),
        ("海关法 §77–78 supervision", [("海关法 §77–78", "H21-77")]),
        ("内部风险：海关法 §78，执法的另依 §77", [("海关法 §78", "H21-78"), ("§77", "H21-77")]),
        ("职权法定；许可另依行政许可法 §4", [("行政许可法 §4", "X-4")]),
        ("如海关法 §6、稽查条例 §14", [("稽查条例 §14", "J16-14")]),
        ("见《海关法》第七十八条", [("《海关法》第七十八条", "H21-78")]),
        ("公务员法 §20，§78", []),
        ("§78", []),
        ("按图谱规则：三道防线", []),
    ],
)
def test_what_the_graph_holds_is_found_and_nothing_else(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[each.start : each.end], each.article) for each in citations(VIEW, text)] == found
