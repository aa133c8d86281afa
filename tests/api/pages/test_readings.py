"""Questions about several powers: one reform that does it to all of them comes before each alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest

from api.ui.pages.frame import Frame, PageAsk
from api.ui.pages.readings import reading_of
from api.web.packing import unpacked
from api.web.snapshots import Moment
from graph.reform import Reform
from graph.schema import Label
from graph.store.base import Revision
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


def revision(number: int, effective: str | None, reason: str, told: str = "") -> Revision:
    since = date.fromisoformat(effective) if effective else None
    written = datetime(2011 + number, 12, 1, tzinfo=UTC)
    return Revision(number, written, "", reason, told, since, (), None, None, {}, "", "")


LOG = (
    revision(3, "2014-06-01", "下放减免税"),
    revision(2, "2013-12-01", "2013年取消4项行政审批（重构）", "国发〔2013〕44号（待核）"),
    revision(1, None, "载入样例"),
)


def addresses(question: str) -> list[str]:
    found = reading_of(graph(POWERS), question, FRAME, lambda: LOG)
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


def test_a_merger_by_a_part_of_a_name_has_both_powers_in_the_form_and_is_in_doubt() -> None:
    found = reading_of(graph(POWERS), "合并减免税审核确认和减免税后续", FRAME)

    assert found is not None
    assert unquote(found.answers[0].address) == "/reform?power=E39&op=merge&a.powers=E39+E40"
    assert (found.sure, found.said[2].zh) == (False, "职权 E40 减免税后续管理，按名称的一部分认出")


def test_a_part_of_several_names_in_a_merger_is_looked_for() -> None:
    assert addresses("合并E41和减免税")[-1] == "/search?q=减免税&type=Power"


# ------------------------------------------------------------------------------------------- free words


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("riskiest posts", "/queries/posts-by-exposure"),
        ("powers without supervision", "/queries/pg013-supervision-gap"),
        ("posts with most duties", "/queries/posts-by-exposure"),
        ("cancelled powers", "/queries/inactive-powers"),
        ("哪些职权已经取消", "/queries/inactive-powers"),
        ("uncovered risks", "/findings?code=PG005#list"),
        ("which offices have the most powers", "/queries/powers-by-unit"),  # not: which articles have the most users
        ("which controls protect the most risks", "/queries/choke-points"),
        ("which artcles have the most users", "/queries/articles-by-users"),
    ],
)
def test_free_words_lead_to_the_question_that_is_about_them(question: str, first: str) -> None:
    found = reading_of(graph(POWERS), question, FRAME)

    assert found is not None
    assert found.answers[0].address == first


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("how many powers are there", "/search?type=Power"),
        ("全部职权", "/search?type=Power"),
        ("risk points", "/search?type=RiskPoint"),
        ("list all offices", "/search?type=Unit"),
    ],
)
def test_a_list_of_a_kind_is_offered_where_one_is_asked_for(question: str, address: str) -> None:
    assert address in addresses(question)


@pytest.mark.parametrize("question", ["行政许可有哪些", "licences", "which licences are there"])
def test_powers_of_a_type_are_listed_by_its_label(question: str) -> None:
    found = reading_of(graph(POWERS, "Power/E1 type=01 name=行政许可审批"), question, FRAME)

    assert found is not None
    assert (found.answers[0].address, found.answers[0].note) == ("/reform?type=01", Label("1 项", "1 in all"))


def test_powers_at_a_level_are_listed_by_its_label() -> None:
    assert addresses("powers at regional level")[0] == "/reform?level=regional"
    assert addresses("直属海关行使哪些职权")[0] == "/reform?level=regional"


def test_no_list_is_offered_that_is_empty() -> None:
    assert not any(address.startswith("/reform") for address in addresses("public service powers"))


def test_an_english_name_is_said_to_be_none_and_the_offices_that_it_may_mean_come_first() -> None:
    view = graph(POWERS, "Unit/SZ name=深圳海关 level=regional")
    found = reading_of(view, "which powers does Shenzhen Customs have", FRAME)

    assert found is not None
    assert (found.answers[0].address, found.sure) == ("/unit/SZ", False)
    assert found.said[0].en.startswith("no name or code has “Shenzhen”, “Customs”")


@pytest.mark.parametrize("question", ["powers of NS", "What does NS do?", "NS有哪些职权"])
def test_what_is_named_by_its_code_leads_to_its_page(question: str) -> None:
    assert addresses(question) == ["/unit/NS"]


def test_a_short_code_is_no_word_of_english() -> None:
    view = graph(POWERS, "Unit/IT name=信息处 level=regional")

    assert reading_of(view, "is it so", FRAME) is None


def test_a_question_about_one_node_has_it_filled_in() -> None:
    assert addresses("who bears R-E39-3-12") == ["/risk/R-E39-3-12", "/queries/cover-of-risk?risk=R-E39-3-12"]
    assert addresses("which powers depend on E39")[-1] == "/queries/dependents-of-power?power=E39"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("E39的历史", "/power/E39?tab=history"),
        ("history of E39", "/power/E39?tab=history"),
        ("E39的流程图", "/power/E39?tab=flow"),
        ("what is the legal basis of E39", "/power/E39?tab=basis"),
        ("who approves E39", "/power/E39"),
    ],
)
def test_the_part_of_a_page_that_is_asked_for_comes_first(question: str, first: str) -> None:
    assert addresses(question)[0] == first


# ------------------------------------------------------------------------------------------- times


@pytest.mark.parametrize("question", ["2013年改了什么", "what changed in 2013", "2013年的改革", "2013年取消了什么"])
def test_what_changed_in_a_year_is_its_comparison_and_its_revisions(question: str) -> None:
    compared, *rest = addresses(question)

    assert compared == "/diff?from_on=2012-12-31&to_on=2013-12-31"
    assert rest == ["/history?revision=2", "/?on=2013-12-31", "/history"]


def test_a_comparison_is_of_the_kind_that_is_asked_for() -> None:
    assert addresses("2013年12月取消了哪些职权")[0] == "/diff?from_on=2013-11-30&to_on=2013-12-31&kind=Power"


def test_a_year_that_goes_on_is_compared_up_to_today() -> None:
    assert addresses("今年改了什么")[0] == "/diff?from_on=2013-12-31&to_on=2014-01-01"


def test_a_year_without_revisions_says_so_and_is_not_sure() -> None:
    found = reading_of(graph(POWERS), "2011年改了什么", FRAME, lambda: LOG)

    assert found is not None
    assert (found.said[1].zh, found.sure) == ("没有在此期间生效或写入的修订", False)


def test_what_was_written_in_a_time_belongs_to_it_whenever_it_takes_effect() -> None:
    assert "/history?revision=1" in addresses("2012年改了什么")


def test_a_time_without_a_change_is_first_how_things_stood() -> None:
    assert addresses("2013-12-01有哪些职权")[:2] == ["/search?type=Power&on=2013-12-01", "/?on=2013-12-01"]


def test_the_history_of_a_power_that_is_named_comes_before_what_else_a_year_changed() -> None:
    assert addresses("E39在2013年改了什么")[0] == "/power/E39?tab=history"


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("第2次修订改了什么", 2),
        ("what did revision 1 change", 1),
        ("国发〔2013〕44号改了什么", 2),
        ("国发2013 44号", 2),
        ("取消4项行政审批的改革", 2),
        ("最近一次修订改了什么", 3),
        ("latest reform", 3),
        ("改革前后有什么变化", 3),
    ],
)
def test_a_revision_is_found_by_its_number_its_document_its_reason_or_as_the_last(question: str, number: int) -> None:
    assert addresses(question)[0] == f"/history?revision={number}"


def test_a_revision_that_is_still_to_come_is_compared_on_its_own_day() -> None:
    assert addresses("第3次修订") == ["/history?revision=3", "/diff?from=2&to=3&to_on=2014-06-01"]


def test_a_revision_that_is_not_there_is_told() -> None:
    found = reading_of(graph(POWERS), "第9次修订改了什么", FRAME, lambda: LOG)

    assert found is not None
    assert (found.said[0].zh, [answer.address for answer in found.answers]) == (
        "没有第 9 次修订，共 3 次",
        ["/history"],
    )


def test_a_proposal_is_no_question_about_a_revision_that_did_it() -> None:
    assert addresses("下放减免税审核确认")[0].startswith("/impact?r=")


@pytest.mark.parametrize("question", ["E39什么时候取消的", "when was E39 cancelled"])
def test_when_something_was_done_is_in_the_history(question: str) -> None:
    assert addresses(question) == ["/power/E39?tab=history", "/power/E39"]


@pytest.mark.parametrize("question", ["今天天气怎样", "weather today"])
def test_a_word_for_a_day_alone_is_no_question(question: str) -> None:
    assert reading_of(graph(POWERS), question, FRAME, lambda: LOG) is None


def test_the_log_is_read_only_for_a_question_about_changes() -> None:
    def log() -> tuple[Revision, ...]:
        raise AssertionError

    assert reading_of(graph(POWERS), "取消E39会动到谁", FRAME, log) is not None
