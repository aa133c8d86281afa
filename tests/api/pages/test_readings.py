"""Questions about several powers: one reform that does it to all of them comes before each alone."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

import pytest

from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.readings import reading_of
from api.web.packing import unpacked
from api.web.snapshots import Moment
from graph.reform import Reform
from tests.builders import graph

NOW = Moment(1, date(2014, 1, 1))
FRAME = Frame("/search", (), PageAsk(), NOW, NOW)
POWERS = """
    Power/E39 name=减免税审核确认 level=regional
    Power/E40 name=减免税后续管理 level=regional
    Power/E41 name=已停的职权 level=regional status=suspended
    Post/P1 name=广州海关减免税审批岗 role=减免税审批岗
    RiskPoint/R-E39-3-12 name=审核不严
    Unit/NS name=南沙海关 level=subordinate
    Instrument/H name=中华人民共和国海关法
    Article/A56 name=第五十六条 number=第五十六条
    Article/A56 PART_OF Instrument/H
"""


def addresses(question: str) -> list[str]:
    found = reading_of(graph(POWERS), question, FRAME)
    assert found is not None
    return [unquote(answer.address) for answer in found.answers]


def reform_in(address: str) -> Reform:
    return unpacked(address.partition("r=")[2], 20)


@pytest.mark.parametrize("question", ["取消E39和E40会动到谁", "减免税审核确认和减免税后续管理取消了会怎样", "E39和E40"])
def test_the_reform_of_all_comes_first_then_each_alone(question: str) -> None:
    found = [address for address in addresses(question) if address.startswith("/impact")]

    assert found == ["/impact?cancel=E39&cancel=E40", "/impact?cancel=E39", "/impact?cancel=E40"]


@pytest.mark.parametrize(
    "question", ["哪些风险没有有效防控？", "哪些风险没有有效防控", "Which RISKS have no working control?"]
)
def test_a_question_of_the_first_page_leads_where_its_card_leads(question: str) -> None:
    assert addresses(question)[0] == "/findings?code=PG005#list"


@pytest.mark.parametrize(
    "question", ["哪些岗位承担的风险最多", "which posts bear the most risks", "哪些岗位风险最多？"]
)
def test_a_question_in_nearly_the_words_of_one_that_is_answered_leads_there(question: str) -> None:
    assert "/queries/posts-by-exposure" in addresses(question)


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("取消E39会动到谁", True),
        ("哪些风险没有有效防控？", True),
        ("E39", True),
        ("取消减免税会动到谁", False),
        ("不取消E39会怎样", False),
        ("哪些岗位风险最多？", False),
    ],
)
def test_only_what_is_in_no_doubt_is_sure(question: str, sure: bool) -> None:
    found = reading_of(graph(POWERS), question, FRAME)

    assert found is not None
    assert found.sure is sure


def test_a_name_is_no_question() -> None:
    assert reading_of(graph(POWERS), "海关监管", FRAME) is None


def test_where_a_question_finds_nothing_what_is_near_it_comes_after() -> None:
    uncovered = ("Power/W HAS_STEP Step/S", "Step/S EXPOSES RiskPoint/R", "Step/S PERFORMED_BY Post/P")
    none, some = (reading_of(graph(*lines), "哪些高风险没有防控", FRAME) for lines in ((POWERS,), uncovered))

    assert none is not None
    assert some is not None
    assert str(none.answers[0].note).startswith("0 处；查过全部风险点 1")
    assert none.said[1].zh == "“高风险”＝一级风险点，0 个中 0 个没有防控"
    assert [answer.address for answer in none.answers[1:]] == [
        *("/findings?code=PG006#list", "/findings?code=PG010#list", "/queries/risks-without-second-line"),
    ]
    assert [answer.address for answer in some.answers] == ["/findings?code=PG005#list"]


@pytest.mark.parametrize("question", ["谁行使减免税审核确认？", "减免税审核确认由哪些岗位办理", "E39"])
def test_a_question_without_a_change_leads_to_the_power_itself(question: str) -> None:
    assert addresses(question)[0] == "/power/E39"


@pytest.mark.parametrize("question", ["哪些风险没有防控", "无防控的风险有哪些", "risks without controls"])
def test_risks_without_controls_are_asked_for_in_other_words_too(question: str) -> None:
    assert addresses(question)[0] == "/findings?code=PG005#list"


@pytest.mark.parametrize("question", ["《海关法》第五十六条下有什么？", "依据海关法第五十六条有哪些职权"])
def test_an_article_that_is_cited_leads_to_its_page(question: str) -> None:
    assert addresses(question) == ["/basis/A56"]


@pytest.mark.parametrize("question", ["收回E39，取消E40", "收回减免税审核确认并取消E40"])
def test_two_operations_are_one_reform_of_which_each_power_takes_its_own(question: str) -> None:
    both, recalled, cancelled, *pages = addresses(question)

    changes = [(change["op"], change["power"]) for change in reform_in(both).changes]
    assert changes == [("recall", "E39"), ("cancel", "E40")]
    assert [change["power"] for change in reform_in(recalled).changes] == ["E39"]
    assert (cancelled, pages) == ("/impact?cancel=E40", ["/power/E39", "/power/E40"])


def test_what_is_weighed_against_another_is_no_one_reform() -> None:
    first, *_ = addresses("取消E39还是暂停E40")

    assert first == "/impact?cancel=E39"


@pytest.mark.parametrize("question", ["不取消E39会动到谁", "不要取消E39", "别取消E39和E40", "减免税别取消"])
def test_what_is_not_to_be_cancelled_leads_to_the_power_and_no_cancellation(question: str) -> None:
    found = addresses(question)

    assert found[0] == "/power/E39"
    assert not any("cancel" in address for address in found)


@pytest.mark.parametrize(
    "question", ["减免税审批岗承担哪些风险", "减免税审批岗办理哪些职权", "What does 减免税审批岗 bear?"]
)
def test_a_standard_post_goes_before_part_of_the_name_of_a_power(question: str) -> None:
    assert addresses(question) == ["/role/减免税审批岗"]


@pytest.mark.parametrize("question", ["减免税审批岗和R-E39-3-12怎样相连", "减免税审批岗与r-e39-3-12有什么关系？"])
def test_two_that_hang_together_lead_to_their_path(question: str) -> None:
    assert addresses(question)[0] == "/path?from=Role/减免税审批岗&to=RiskPoint/R-E39-3-12"


def test_two_powers_that_hang_together_lead_to_their_path_and_no_cancellation() -> None:
    assert addresses("E39和减免税后续管理怎样相连") == ["/path?from=Power/E39&to=Power/E40", "/power/E39", "/power/E40"]


def test_the_form_of_a_transfer_has_the_receiving_office_filled_in() -> None:
    assert addresses("把E39划转给南沙海关")[0] == "/reform?power=E39&op=transfer&a.to_unit=NS"


def test_a_delegation_of_several_is_one_reform() -> None:
    first, *_ = addresses("下放E39和E40")

    assert first.startswith("/impact?r=")


def test_what_cannot_be_done_to_all_is_offered_for_none_together() -> None:
    assert not any("E39&" in address for address in addresses("暂停E39和E41"))


@pytest.mark.parametrize("question", ["哪些岗位风险最高", "风险最大的岗位是哪些？", "posts with the highest risk"])
def test_a_question_in_other_words_leads_to_those_that_share_its_key_words(question: str) -> None:
    found = reading_of(graph(POWERS), question, FRAME)

    assert found is not None
    assert (found.answers[0].address, found.sure) == ("/queries/posts-by-exposure", False)


def test_one_key_word_is_too_little_to_guess_by() -> None:
    assert reading_of(graph(POWERS), "风险", FRAME) is None


@pytest.mark.parametrize("question", ["南沙海关有哪些职权", "南沙海关行使什么", "What does 南沙海关 do?"])
def test_an_office_that_is_named_leads_to_its_page(question: str) -> None:
    assert addresses(question) == ["/unit/NS"]


def test_the_office_that_receives_a_power_is_not_what_is_asked_about() -> None:
    assert "/unit/NS" not in addresses("把减免税后续划转给南沙海关")


@pytest.mark.parametrize("question", ["E39为什么被取消", "为何取消减免税审核确认？", "why was E39 cancelled"])
def test_a_question_for_the_reason_leads_to_history_and_status_and_no_cancellation(question: str) -> None:
    found = reading_of(graph(POWERS), question, FRAME)

    assert found is not None
    assert [answer.address for answer in found.answers] == ["/power/E39?tab=history", "/power/E39"]
    assert found.said[1].zh == "职权 E39 减免税审核确认，现为“在用”"


def test_why_not_is_a_proposal() -> None:
    assert addresses("为什么不取消E39")[0] == "/impact?cancel=E39"


def test_a_merger_of_several_is_one_form_with_all_of_them() -> None:
    assert addresses("合并E39和E40") == [
        *("/reform?power=E39&op=merge&a.powers=E39+E40", "/power/E39", "/power/E40"),
    ]


def test_a_citation_of_an_article_that_is_not_there_names_no_power() -> None:
    (address,) = addresses("减免税审核法第三条")
    assert address.startswith("/search?q=")
    assert address.endswith("&type=Instrument")
