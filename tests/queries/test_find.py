"""Finding: folded text, every word, best answers first."""

from __future__ import annotations

from graph.edits import Action, Edit
from graph.model import NodeId
from graph.overlay import Overlay
from graph.schema import Kind
from graph.snapshot import Snapshot
from queries.find import Match, find_nodes, nodes_named
from tests.builders import graph


def view() -> Snapshot:
    return graph("""
        Power/E04 name=进出口货物查验
        Power/E05 name=查验
        Power/E06 name=查验免除 origin=synthetic
        Step/E04-1 name=布控查验
        RiskPoint/查验 name=弄虚作假
        System/H2010 name=Ｈ２０１０系统
        Power/AB name=Mixed-Case货物
    """)


def codes(text: str, **options: object) -> list[str]:
    return [hit.code for hit in find_nodes(view(), text, **options).hits]  # type: ignore[arg-type]  # test options


def test_a_two_character_word_is_found_inside_a_name() -> None:
    assert "E04" in codes("查验")


def test_one_character_is_enough() -> None:
    assert set(codes("验")) == {"E04", "E05", "E06", "E04-1", "查验"}


def test_code_equal_comes_first_then_name_equal_then_prefix_then_any_part() -> None:
    hits = find_nodes(view(), "查验").hits
    assert [(hit.code, hit.match) for hit in hits] == [
        ("查验", Match.CODE),
        ("E05", Match.NAME),
        ("E06", Match.PREFIX),
        ("E04", Match.PART),
        ("E04-1", Match.PART),
    ]


def test_powers_come_before_steps_whose_names_begin_with_the_text() -> None:
    found = find_nodes(graph("Step/E10-3 name=退运放行监管\nPower/E10 name=进口货物直接退运"), "退运").hits
    assert [(hit.code, hit.match) for hit in found] == [("E10", Match.PART), ("E10-3", Match.PREFIX)]


def test_width_and_case_make_no_difference() -> None:
    assert codes("h2010") == ["H2010"]
    assert codes("ｍｉｘｅｄ-CASE") == ["AB"]


def test_all_words_must_occur_in_code_or_name() -> None:
    assert codes("货物 查验") == ["E04"]
    assert codes("e04 布控") == ["E04-1"]
    assert codes("货物 放行") == []


def test_kinds_filter() -> None:
    assert codes("查验", kinds={Kind.STEP}) == ["E04-1"]


def test_a_limited_answer_says_how_many_there_are() -> None:
    found = find_nodes(view(), "查验", limit=2)
    assert (len(found.hits), found.total, found.complete) == (2, 5, False)
    assert dict(found.by_kind) == {Kind.POWER: 3, Kind.STEP: 1, Kind.RISK: 1}


def test_no_words_find_nothing() -> None:
    assert find_nodes(view(), " 　").total == 0


def test_hits_carry_their_origin() -> None:
    (hit,) = find_nodes(view(), "E06").hits
    assert hit.origin == "synthetic"


def test_a_snapshot_keeps_its_folded_index() -> None:
    snapshot = view()
    find_nodes(snapshot, "查验")
    held = dict(snapshot.memo)
    find_nodes(snapshot, "货物")
    assert held
    assert all(snapshot.memo[key] is value for key, value in held.items())


def test_an_overlay_is_searched_as_it_is() -> None:
    snapshot = view()
    find_nodes(snapshot, "新名")
    overlay = Overlay(snapshot, [Edit(Action.SET_NODE, NodeId(Kind.POWER, "E05"), {"name": "新名"})])
    assert [hit.code for hit in find_nodes(overlay, "新名").hits] == ["E05"]


def test_powers_come_before_other_kinds_that_answer_as_well_and_kinds_stay_together() -> None:
    mixed = graph("""
        Unit/U name=旅客查验科
        Post/P name=货物查验岗
        Step/S1 name=布控查验
        Power/W1 name=货物查验
        Power/W2 name=行李查验
        Step/S2 name=实施查验
    """)
    assert [hit.code for hit in find_nodes(mixed, "查验").hits] == ["W1", "W2", "U", "P", "S1", "S2"]


def test_standard_posts_are_found_beside_the_nodes() -> None:
    held = graph("Post/A role=查验岗", "Post/B role=查验岗", "Post/C role=审核岗")
    found = find_nodes(held, "查验")
    assert (found.total, found.roles) == (0, (("查验岗", 2),))


def test_standard_posts_are_left_out_where_no_posts_are_looked_for() -> None:
    assert find_nodes(graph("Post/A role=查验岗"), "查验", {Kind.POWER}).roles == ()


def test_an_article_is_found_as_it_is_cited() -> None:
    view = graph("""
        Article/HGF-56 name=第五十六条
        Article/HGF-56 PART_OF Instrument/HGF
        Instrument/HGF name=中华人民共和国海关法（2021-04-29文本）
    """)
    for asked in ("《海关法》第五十六条", "海关法第五十六条", "海关法 第五十六条"):
        (hit,) = find_nodes(view, asked, {Kind.ARTICLE}).hits
        assert (hit.code, hit.name) == ("HGF-56", "《海关法》第五十六条")
    assert nodes_named(view, "海关法第五十六条") == (NodeId(Kind.ARTICLE, "HGF-56"),)


def test_names_with_a_few_more_characters_between_the_typed_ones_come_last() -> None:
    found = find_nodes(
        graph("""
            Power/E02 name=报关单修改和撤销
            Power/E03 name=报关单查阅，其后如有必要修改撤销
            RiskPoint/R name=取消后报关单修改撤销监管缺位
        """),
        "报关单修改撤销",
    )

    assert [(hit.code, hit.match) for hit in found.hits] == [("R", Match.PART), ("E02", Match.GAPS)]
    assert (found.total, found.by_kind) == (2, {Kind.POWER: 1, Kind.RISK: 1})


def test_several_words_may_each_have_gaps() -> None:
    names = graph("Power/E02 name=报关单修改和撤销审批")

    assert [hit.code for hit in find_nodes(names, "审批 修改撤销").hits] == ["E02"]
    assert not find_nodes(names, "查验 修改撤销").total


def test_the_number_of_an_article_has_no_gaps() -> None:
    assert not find_nodes(graph("Article/L-20 name=海关法第二十条"), "海关法第二条").total


def test_short_words_and_codes_have_no_gaps() -> None:
    names = graph("Power/E0X4Y name=查货验")

    assert not find_nodes(names, "查验").total
    assert not find_nodes(names, "e0x9y").total
