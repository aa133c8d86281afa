from __future__ import annotations

from datetime import date

import pytest

from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.rendering import in_chinese, with_articles
from api.ui.words import Lang, drawn_in
from api.web.snapshots import Moment
from queries.citing import citations
from tests.builders import graph


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("减免税审核岗", '<span lang="zh">减免税审核岗</span>'),
        ("H2010通关系统", '<span lang="zh">H2010通关系统</span>'),
        ("载入样例 load the sample customs", '<span lang="zh">载入样例</span> load the sample customs'),
        ("sequence number 4, act 执行", 'sequence number 4, act <span lang="zh">执行</span>'),
        ("<i>复核 second</i>", '&lt;i&gt;<span lang="zh">复核</span> second&lt;/i&gt;'),
        ("head office", "head office"),
    ],
)
def test_an_english_page_says_of_what_is_chinese_that_it_is_and_of_nothing_else(text: str, marked: str) -> None:
    with drawn_in(Lang.EN):
        assert in_chinese(text) == marked


def test_a_chinese_page_marks_nothing() -> None:
    assert in_chinese("载入样例 load the sample") == "载入样例 load the sample"


def test_what_cites_an_article_of_the_graph_is_a_link_and_the_rest_is_escaped() -> None:
    view = graph(
        "Instrument/H name=中华人民共和国海关法", "Article/H-78 name=第七十八条", "Article/H-78 PART_OF Instrument/H"
    )
    now = Moment(1, date(2014, 1, 1))
    frame = Frame("/", (), PageAsk(), now, now, citing=lambda text: citations(view, text))

    assert (
        with_articles(frame, "<b> 海关法 §78；§99")
        == '&lt;b&gt; <a class="cites" href="/basis/H-78">海关法 §78</a>；§99'
    )
