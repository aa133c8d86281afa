"""The composer as its user meets it: what it offers, what it keeps, and what it says of what was given to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from api.web.packing import packed
from graph.reform import Reform
from loaders.reforms import write_reform
from tests.api.http.conftest import Client
from tests.api.pages.test_reform_pages import HTML, REFORM, R, get, led_to, page


def form_of(html: str) -> str:
    found = html[html.index('id="change"') :]
    return found[: found.index("</form>")]


def stepped(reading: Client, params: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """What the address holds that a step on the form leads to, and what of the page it names."""
    answer = get(reading, "/reform", **params)
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    return dict(parse_qsl(address.query, keep_blank_values=True)), address.fragment


def test_what_may_be_set_are_fields_with_what_they_are_now(reading: Client) -> None:
    found = form_of(page(reading, "/reform", power="E39", op="redefine"))
    assert '<input name="a.set.content" value=""' in found
    assert '<select name="a.set.public">' in found
    assert "现为 " in found
    assert "JSON" not in found


def test_rows_come_and_go_without_a_script_and_what_was_filled_in_stays(reading: Client) -> None:
    texts = {"a.set.content": "新", "a.set.note": "", "a.retire_steps": "E39-1"}
    longer, mark = stepped(reading, {"power": "E39", "op": "redefine", "do": "more:assign", **texts})
    assert mark == "row-assign.0"
    found = form_of(page(reading, "/reform", **longer))
    assert 'id="row-assign.0"' in found
    assert 'name="a.set.content" value="新"' in found
    assert 'value="E39-1" checked' in found
    assert 'name="a.assign.0" value="row"' in found
    assert '<option value="E39-1">E39-1 减免税审核</option>' in found

    shorter, mark = stepped(reading, {**longer, "do": "less:assign:0"})
    assert mark == "rows-assign"
    assert shorter == {name: text for name, text in longer.items() if name != "a.assign.0"}


@pytest.mark.parametrize("step", ["texts", "drop:0", "clear"])
def test_what_is_filled_in_stays_while_the_reform_is_named_or_its_list_changed(reading: Client, step: str) -> None:
    form = {"op": "redefine", "power": "E39", "a.set.content": "新", "a.assign.0": "row"}
    held, _ = stepped(reading, {"r": R, "do": step, "name": "改名", **form})
    assert held.items() >= form.items()


def test_the_change_that_is_edited_is_followed_where_others_move(reading: Client) -> None:
    changes = tuple({"op": "suspend", "power": power} for power in ("E39", "X", "Y"))
    asked = {"r": packed(Reform("", changes)), "op": "suspend", "power": "Y", "at": "2"}
    assert stepped(reading, {**asked, "do": "drop:0"})[0]["at"] == "1"
    assert stepped(reading, {**asked, "do": "up:2"})[0]["at"] == "1"
    assert "at" not in stepped(reading, {**asked, "do": "drop:2"})[0]


def test_nothing_is_not_taken_for_a_redefinition(reading: Client) -> None:
    found = page(reading, "/reform", power="E39", op="redefine", do="put")
    assert "没有填要改的；应为至少一处" in found
    assert '<li><a href="#rows-set">设定属性</a></li>' in found


def test_what_is_wrong_is_listed_on_top_with_the_way_to_each_place(reading: Client) -> None:
    texts = {"a.set.public": "maybe", "a.assign.0": "row", "a.assign.0.step": "E39-1"}
    found = form_of(page(reading, "/reform", power="E39", op="redefine", do="put", **texts))
    assert "没有加入改革，还有 2 处要改" in found
    for place in re.findall(r'<li><a href="#([^"]+)">', found):
        assert f'id="{place}"' in found
    assert found.count('aria-invalid="true"') == 2
    assert "没有填“岗位”；应为编码或全名" in found


def test_powers_without_a_type_are_a_choice_of_their_own(reading: Client) -> None:
    added = {"edit": "add_node", "kind": "Power", "code": "N", "properties": {"name": "新"}}
    new = Reform("", ({"op": "edit", "edits": [added]},))
    found = page(reading, "/reform", r=packed(new), level="regional")
    assert '<option value="" selected>' not in found
    assert '<option value="none">未注明' in found


def test_an_edit_has_the_fields_of_what_it_is_done_to(reading: Client) -> None:
    longer, _ = stepped(reading, {"op": "edit", "do": "more:edits", "verb": "set", "subject": "Post"})
    found = form_of(page(reading, "/reform", **longer))
    assert "修改岗位" in found
    assert 'name="a.edits.0" value="set Post"' in found
    assert 'name="a.edits.0.properties.seats"' in found
    assert 'data-find="Post"' in found


def test_a_change_of_rows_is_taken_and_edited_in_rows(reading: Client) -> None:
    asked = {"power": "E39", "op": "redefine", "do": "put", "a.assign.0": "row", "a.assign.0.step": "E39-1"}
    wrong = form_of(page(reading, "/reform", **asked, **{"a.assign.0.post": "没有这个岗位", "a.set.public": "maybe"}))
    assert "名称是“没有这个岗位”的，也没有相近的" in re.sub("<[^>]*>", "", wrong)
    assert "应为是 / 否" in re.sub("<[^>]*>", "", wrong)
    assert 'name="a.assign.0.post" value="没有这个岗位"' in wrong

    taken, mark = stepped(reading, {**asked, "a.assign.0.post": "Q", "a.set.public": "false"})
    assert mark == "change-0"
    again = form_of(page(reading, "/reform", r=taken["r"], at="0"))
    assert '<option value="E39-1" selected>' in again
    assert 'name="a.assign.0.post" value="Q"' in again
    assert '<option value="false" selected>否</option>' in again


def test_what_an_edited_change_holds_that_no_field_can_hold_is_json(reading: Client) -> None:
    found = form_of(page(reading, "/reform", r=packed(UNKNOWN), at="0"))
    assert '<textarea name="a.set" rows="4">{\n "办理时限": 5\n}</textarea>' in found


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
