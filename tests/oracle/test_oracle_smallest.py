"""A failing case is made small without ceasing to fail, and stays a graph."""

from __future__ import annotations

from tests.oracle.adapter import engine
from tests.oracle.compare import oracle, smallest_difference
from tests.oracle.generate import draw, lines_of
from tests.oracle.smallest import smallest, stands
from tests.oracle.world import Props, Refusal


def suspends(objects: list[Props], reform: Props) -> bool:
    del objects
    return any(change["op"] == "suspend" for change in reform["changes"])


def test_what_failing_does_not_need_goes() -> None:
    seed = next(n for n in range(1000) if suspends(*draw(n)) and len(draw(n)[1]["changes"]) > 1)

    objects, reform = smallest(*draw(seed), suspends)

    assert objects == []
    assert [change["op"] for change in reform["changes"]] == ["suspend"]


def test_a_graph_that_is_left_obeys_the_rules_and_holds_what_failing_needs() -> None:
    def two_posts(objects: list[Props], reform: Props) -> bool:
        del reform
        return [one.get("kind") for one in objects].count("Post") >= 2

    objects, _ = smallest(*draw(0), two_posts)

    assert {one.get("kind", one.get("rel")) for one in objects} == {"IN_UNIT", "Post", "Unit"}
    assert [one.get("kind") for one in objects].count("Post") == 2
    assert stands(objects)


def test_a_difference_is_told_on_its_smallest_case() -> None:
    def loses_a_post(lines: list[str], reform: Props) -> Props | Refusal:
        answer = engine(lines, reform)
        return answer if isinstance(answer, Refusal) else {**answer, "posts": {}}

    seed = next(n for n in range(1000) if _moves_a_post(n))
    lines, reform, found = smallest_difference(*draw(seed), loses_a_post)

    assert len(lines) < 12
    assert len(reform["changes"]) == 1
    assert '"posts"' in found


def _moves_a_post(seed: int) -> bool:
    objects, reform = draw(seed)
    answer = oracle(lines_of(objects), reform)[0]
    return not isinstance(answer, Refusal) and bool(answer["posts"])
