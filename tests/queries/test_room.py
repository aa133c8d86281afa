"""What there is to choose from, where an operation needs more than the power."""

from __future__ import annotations

from queries.legal import legal_operations
from queries.room import room_at_large, room_of
from tests.builders import graph

HELD = graph(
    """
    Unit/A level=regional
    Unit/B level=regional
    Unit/C level=regional
    Unit/A.1 level=section
    Unit/A.1 PART_OF Unit/A
    Post/PA role=审核岗
    Post/PB role=审核岗
    Post/PC role=查验岗
    Post/PA IN_UNIT Unit/A.1
    Post/PB IN_UNIT Unit/B
    Post/PC IN_UNIT Unit/C
    Power/W type=01
    Power/W HAS_STEP Step/S
    Step/S PERFORMED_BY Post/PA
    Power/V type=01
    Power/O type=02
    Power/Z type=02 status=cancelled
    Article/L rank=law
    Article/X status=repealed
    Power/W AUTHORIZED_BY Article/L
    """
)


def test_offices_to_move_duties_to_are_counted_with_those_that_have_the_posts() -> None:
    found = room_of(HELD, "W")["transfer"]

    assert found.possible
    assert found.said.zh == "移出：1 个机关之一（共 1 项职责）；承接：其余 2 个机关之一；有对应岗位可承接的机关 1 个"


def test_powers_to_merge_with_are_the_active_ones() -> None:
    assert room_of(HELD, "W")["merge"].said.zh == "另有 2 项在用职权可一同合并，其中同属行政许可的 1 项"


def test_what_would_change_nothing_says_why() -> None:
    found = room_of(HELD, "V")

    assert {op for op, room in found.items() if not room.possible} == {"transfer", "entrust", "rebase"}
    assert "没有法律依据" in found["rebase"].said.zh


def test_only_live_articles_can_be_repealed() -> None:
    assert "有效条款 1 条、有效文件 0 件" in room_at_large(HELD)["repeal"].said.zh


def test_every_legal_operation_tells_what_there_is_to_choose_and_every_other_one_why_not() -> None:
    for offer in legal_operations(HELD, "W"):
        assert offer.refusal or offer.choices or (offer.room and offer.room.possible), offer.operation.op
