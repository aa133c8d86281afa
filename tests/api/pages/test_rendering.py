from __future__ import annotations

import pytest

from api.ui.pages.rendering import in_chinese
from api.ui.words import Lang, drawn_in


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
