"""Why the posts of a step are not as many as the offices of its power."""

from __future__ import annotations

from queries.staffing import uneven_steps
from tests.builders import graph

OFFICES = """
    Unit/R level=regional
    Unit/R name=直属
    Unit/L level=local
    Unit/L name=甲关
    Unit/M level=local
    Unit/M name=乙关
    Unit/L PART_OF Unit/R
    Unit/M PART_OF Unit/R
    Post/PR IN_UNIT Unit/R
    Post/PL IN_UNIT Unit/L
    Post/PL2 IN_UNIT Unit/L
    Post/PM IN_UNIT Unit/M
    Power/W EXERCISED_BY Unit/L
    Power/W EXERCISED_BY Unit/M
    Power/W HAS_STEP Step/S
    Step/S name=审批
    Step/S PERFORMED_BY Post/PL
"""


def lines(*more: str) -> list[str]:
    return [step.label.zh for step in uneven_steps(graph("\n".join((OFFICES, *more))), "W")]


def test_one_post_in_each_office_needs_no_word() -> None:
    assert lines("Step/S PERFORMED_BY Post/PM") == []


def test_an_office_with_several_posts_is_named() -> None:
    assert lines("Step/S PERFORMED_BY Post/PM", "Step/S PERFORMED_BY Post/PL2") == [
        "审批：2 个机关行使，3 个岗位办理：1 个机关各有几个岗位（甲关）"
    ]


def test_a_higher_office_that_does_the_step_for_one_without_a_post_is_named() -> None:
    (found,) = lines("Step/S PERFORMED_BY Post/PR")

    assert found.startswith("审批：2 个机关行使，2 个岗位办理：1 个岗位在不行使此职权的机关（直属）；")
    assert found.endswith("1 个行使机关没有此岗，由上级办理（乙关）")


def test_an_office_for_which_nobody_does_the_step_is_named() -> None:
    assert lines() == ["审批：2 个机关行使，1 个岗位办理：1 个行使机关没有此岗，无人办理（乙关）"]


def test_a_duty_done_on_behalf_of_an_office_counts_for_it() -> None:
    (found,) = uneven_steps(graph(f"{OFFICES}\nStep/S PERFORMED_BY Post/PR on_behalf_of=M"), "W")

    assert (found.beside, found.above, found.nobody) == (("直属",), (), ())


def test_a_suspended_power_is_done_by_nobody_and_needs_no_word() -> None:
    assert lines("Power/W status=suspended") == []
