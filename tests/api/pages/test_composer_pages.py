"""The composer as its user meets it: what it offers, what it keeps, and what it says of what was given to it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from api.ui.pages.arguments import change_of, fields_of
from api.web.packing import packed
from graph.changes import OPERATIONS
from graph.changes.redefine import NOT_SET
from graph.reform import Reform, apply_reform
from graph.undeclared import undeclared_properties
from loaders.reforms import write_reform
from tests.api.http.conftest import Client
from tests.api.pages.test_reform_pages import HTML, REFORM, R, led_to, page
from tests.builders import graph


def test_the_example_of_what_may_be_set_is_in_the_schema_and_can_be_applied() -> None:
    state = graph("Power/W level=regional")
    field = next(each for each in fields_of(OPERATIONS["redefine"], state, {}) if each.name == "set")

    applied = apply_reform(state, Reform("", (change_of("redefine", "W", [("set", field.example)]),)))

    assert applied.overlay.edits
    assert not undeclared_properties(applied.overlay)
    assert {*json.loads(field.example)} <= {name for name, _ in field.properties}
    assert not {name for name, _ in field.properties} & {*NOT_SET}


def test_what_may_be_set_is_listed_beside_its_field(reading: Client) -> None:
    found = page(reading, "/reform", power="E39", op="redefine")
    assert "<li><code>content</code> 行使内容</li>" in found


UNKNOWN = Reform("", ({"op": "redefine", "power": "E39", "set": {"办理时限": 5}},))


def test_a_property_that_the_schema_does_not_know_is_told_with_its_change(reading: Client) -> None:
    found = page(reading, "/reform", r=packed(UNKNOWN))
    change = found[found.index('id="change-0"') : found.index("</ol>")]
    assert "图谱结构中没有这些属性，是否笔误？职权 E39 办理时限（或指环节的 limit_days）" in re.sub(
        "<[^>]*>", "", change
    )


def test_the_impact_tells_it_too(reading: Client) -> None:
    found = re.sub("<[^>]*>", "", page(reading, "/impact", r=packed(UNKNOWN), lang="en"))
    assert "Change 1: Not in the schema, a typing error? power E39 办理时限 (perhaps limit_days of a step)." in found


def test_an_operation_that_was_chosen_first_is_kept_while_the_power_is_typed_or_picked(reading: Client) -> None:
    found = page(reading, "/reform", op="delegate")
    forms = re.findall(r"<form.*?</form>", found[found.index("<aside") :], re.DOTALL)

    assert "下放：先选职权" in re.sub("<[^>]*>", "", found)
    assert [form.count('name="op" value="delegate"') for form in forms] == [1] * 3


def test_a_power_that_does_not_allow_it_says_why(reading: Client) -> None:
    found = re.sub("<[^>]*>", "", page(reading, "/reform", op="resume", power="E39"))
    assert "恢复不能用于这项职权：" in found


def test_an_operation_is_not_kept_for_another_power(reading: Client) -> None:
    found = page(reading, "/reform", op="delegate", power="E39")
    choose = found[found.index('id="choose"') :]
    assert 'name="op"' not in choose[: choose.index("</form>")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"reform: x\nchanges: [", "坏.yaml · 第 2 行"),
        (b"colour: 1", "坏.yaml"),
        (b"\xff", "坏.yaml 第 1 字节：收到 0xff；应为 UTF-8"),
        (b"a: " + b"[" * 200, "坏.yaml，第 1 行：嵌套超过"),
    ],
)
def test_a_file_that_is_no_reform_leaves_what_is_composed_and_is_named(
    reading: Client, content: bytes, said: str
) -> None:
    files = {"file": ("坏.yaml", content)}
    answer = reading.client.post("/reform", params={"r": R, "as_of": "1"}, files=files, headers=HTML)
    found = unescape(answer.text)
    alert = re.sub("<[^>]*>", "", found[found.index('class="unread') : found.index("</section>")])

    assert answer.status_code in (400, 422)
    assert said in alert
    assert "body" not in alert
    assert f"下面仍是原来的 {len(REFORM.changes)} 项变更。" in alert
    assert f'name="r" value="{R}"' in found


def test_a_file_takes_the_place_of_what_is_composed_only_where_that_is_ticked(reading: Client) -> None:
    tick = '<label class="tick"><input type="checkbox" required> 换掉现在的'
    composed = page(reading, "/reform", r=R)
    opens = composed[composed.index('method="post" enctype') :]

    assert tick in opens
    assert tick not in page(reading, "/reform")


def test_a_file_that_is_a_reform_opens_from_the_composer_too(reading: Client) -> None:
    files = {"file": ("a.yaml", write_reform(REFORM).encode())}
    answer = reading.client.post("/reform", params={"r": packed(UNKNOWN)}, files=files, follow_redirects=False)
    assert led_to(answer) == REFORM
