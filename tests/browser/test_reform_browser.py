"""The pages of reforms in a real browser on the reference data: the package of 2013, composing, loading."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route, expect

from api.web.packing import packed, unpacked
from loaders.reforms import read_reform, reform_from_dict
from tests.bench.sample import SAMPLE
from tests.browser.pages import PHONE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REFORM = read_reform(SAMPLE / "reforms" / "2013.yaml")
R = packed(REFORM)


def stay(before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]) -> int:
    """How many nodes are on both sides; none may have moved, by half a pixel even."""
    both = before.keys() & after.keys()
    moved = {
        node for node in both for one, other in zip(before[node], after[node], strict=True) if abs(one - other) >= 0.5
    }
    assert not moved
    return len(both)


def show(visit: Visit, side: str) -> dict[str, tuple[float, float]]:
    visit.page.get_by_role("link", name=side, exact=True).click()
    visit.page.locator(f".tabs a[aria-current]:has-text('{side}')").wait_for()
    return visit.places(digits=2)


def test_no_node_moves_between_before_both_and_after(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/impact?cancel=E39")
        both = visit.places(digits=2)

        assert stay(both, show(visit, "改革前")) > 20
        assert stay(both, show(visit, "改革后")) >= 5  # whoever gave the power up is gone then


def test_a_page_that_is_changed_in_place_is_the_page_that_is_loaded(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/impact?cancel=E39")
        show(visit, "改革后")
        show(visit, "改革前")
        changed = visit.tree()
        visit.page.reload()

        assert visit.tree() == changed


def test_what_cancelling_a_power_moves_is_two_clicks_away_and_the_list_three(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/")
        visit.page.get_by_role("combobox", name="查找").fill("减免税审核确认")
        visit.page.keyboard.press("Enter")  # 1
        visit.page.get_by_role("link", name="改革影响").click()  # 2
        visit.page.get_by_text("10 个岗位职责清空").first.wait_for()
        with visit.page.expect_download() as found:
            visit.page.get_by_role("link", name="CSV", exact=True).first.click()  # 3

        assert "职责清空" in found.value.path().read_text(encoding="utf-8")


def test_the_path_behind_a_row_is_shown_in_the_picture_on_click(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/impact?cancel=E39&chip=risk-unattended")
        visit.page.get_by_text("依据路径").first.click()
        visit.page.locator(".picture.choosing").wait_for()

        assert visit.page.locator(".path li").first.is_visible()
        assert visit.page.locator(".picture .node.chosen[data-code='E39']").count() == 1


def test_an_impact_reads_on_a_telephone(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/impact?cancel=E39")
        page = visit.page
        assert page.evaluate("document.documentElement.scrollHeight") < 6000
        power = page.locator(".picture .node.k-Power .shape").first.bounding_box()
        assert power is not None
        assert 0 <= power["x"] < PHONE[0] - power["width"]  # what the reform changes is in sight
        assert page.get_by_role("button", name="复制链接").is_visible()
        last = page.locator(".top nav a").last.bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= PHONE[0]

        page.get_by_role("link", name="三、岗位变化").click()
        expect(page.locator("details.chapter[open]")).to_have_count(1)


def test_a_bundle_of_posts_unfolds(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/impact?cancel=E39")
        before = visit.page.locator(".picture .node.k-Post").count()
        visit.page.locator(".picture .node.k-Post.bundle[aria-expanded]").first.click()
        visit.page.wait_for_url("**open=**")

        assert visit.page.locator(".picture .node.k-Post").count() > before


def test_a_reform_is_composed_by_keyboard(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/reform")
        visit.page.get_by_label("职权", exact=True).fill("E39")
        visit.page.keyboard.press("Enter")
        visit.page.locator(".about a").wait_for()
        visit.page.wait_for_load_state()  # places are those of the styled page
        field, link, code = (
            visit.page.locator(each).bounding_box() for each in ("#choose [name=power]", ".about a", ".about code")
        )
        assert field is not None
        assert link is not None
        assert code is not None
        ring = 4  # two pixels around, two away
        assert link["y"] - ring > field["y"] + field["height"]
        assert code["x"] > link["x"] + link["width"] + ring
        visit.page.get_by_role("link", name="取消", exact=True).press("Enter")
        visit.page.locator("#preview").get_by_text("取消 1 项职权").wait_for()
        visit.page.get_by_role("button", name="加入改革").press("Enter")
        visit.page.locator(".changes li:focus").wait_for()  # or it comes there while something is typed
        visit.page.get_by_label("职权", exact=True).fill("行政检查 后续监管")
        expect(visit.page.locator("#picker li:visible")).to_have_count(1)
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("link", name="暂停", exact=True).press("Enter")
        visit.page.get_by_role("button", name="加入改革").press("Enter")
        visit.page.locator(".changes li:focus").get_by_text("暂停").wait_for()
        visit.page.get_by_role("button", name="第 2 项上移").press("Enter")
        visit.page.locator("#change-0:focus").get_by_text("暂停").wait_for()  # the focus goes along

        assert "取消 1 项" in visit.page.locator("#totals").inner_text()


def test_what_was_typed_before_the_script_came_narrows_the_list(visitor: Visitor) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with visitor.visit() as visit:
        visit.page.route("**/static/reform.js", hold)
        with visit.page.expect_request("**/static/reform.js"):
            visit.page.goto(f"{visitor.base}/reform", wait_until="commit")
        visit.page.get_by_label("职权", exact=True).fill("行政检查 后续监管")
        assert visit.page.locator("#picker li:visible").count() == 0
        held[0].continue_()

        expect(visit.page.locator("#picker li:visible")).to_have_count(1)


def test_candidates_are_searched_by_name_and_taken_by_key(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/reform?power=E39&op=delegate&as_of=1")
        offices = visit.page.locator("[name='a.units']")
        offices.press_sequentially("花都")
        expect(visit.page.locator("#candidates").get_by_role("option")).to_have_text(["GZ-HD 花都海关"])
        offices.press("ArrowDown")
        assert visit.grave() == []
        offices.press("Enter")

        assert offices.input_value() == "GZ-HD"
        assert offices.get_attribute("aria-expanded") == "false"

        offices.press_sequentially(" 南沙")
        offices.press("ArrowDown")
        offices.press("Enter")
        assert offices.input_value() == "GZ-HD GZ-NS"  # the first one stays

        with visit.page.expect_request("**/api/v1/find?*as_of=1*"):  # what was there then is offered
            visit.page.locator("[name='a.supervision_post']").press_sequentially("缉私")


def test_a_power_is_redefined_by_choosing_and_typing_alone(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        page = visit.page
        visit.go("/reform?power=E39&op=redefine&as_of=1")
        page.get_by_text("现有的", exact=False).press("Enter")
        page.get_by_role("textbox", name="行使内容").fill("受理、审核、签发")
        page.get_by_label("审核资料与商品").check()
        page.get_by_role("button", name="加一个环节").press("Enter")
        page.locator("[name='a.add_steps.0.code']:focus").wait_for()  # what came is come to
        assert page.get_by_role("textbox", name="行使内容").input_value() == "受理、审核、签发"
        assert page.get_by_label("审核资料与商品").is_checked()
        for label, text in (("编码 *", "E39-5"), ("名称 *", "抽查"), ("序号 *", "5"), ("动作 *", "复核")):
            page.locator("#rows-add_steps").get_by_label(label, exact=True).fill(text)
        posts = page.locator("[name='a.add_steps.0.posts']")
        posts.press_sequentially("减免税岗")
        page.locator("#candidates [role=option]").first.wait_for()
        posts.press("ArrowDown")
        posts.press("Enter")
        page.get_by_role("button", name="加一项岗位分工").click()
        page.locator("[name='a.assign.0.step']:focus").wait_for()
        assert visit.grave() == []
        page.get_by_role("button", name="去掉：新增岗位分工 第 1 行").click()
        page.locator("#rows-assign .more:focus").wait_for()
        page.locator("#preview").get_by_text("调整 1 项职权").wait_for()
        page.get_by_label("编码 *", exact=True).press("Enter")  # takes the change, whatever buttons stand before
        page.locator(".changes li:focus").wait_for()

        held = unpacked(parse_qs(urlsplit(page.url).query)["r"][0], 20).changes[0]
        assert held["set"] == {"content": "受理、审核、签发"}
        assert held["retire_steps"] == ["E39-2"]
        step = held["add_steps"][0]
        assert (step["code"], step["seq"], len(step["posts"])) == ("E39-5", 5, 1)
        assert "assign" not in held


def test_what_is_filled_in_outlives_the_rest_of_the_page(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        page = visit.page
        visit.go(f"/reform?r={R}&power=E02&op=split&as_of=1")
        code = page.locator("#change [name='a.parts.0.code']")
        code.fill("E02-A")
        page.get_by_role("button", name="再加一项").click()
        page.locator("#change [name='a.parts.2.code']:focus").wait_for()
        assert code.input_value() == "E02-A"
        page.get_by_role("button", name="删除第 2 项").click()
        page.locator("#change-1:focus").wait_for()
        assert code.input_value() == "E02-A"
        page.locator("#change [name='a.parts.1.code']").fill("E02-B")
        page.get_by_role("link", name="EN", exact=True).click()
        page.get_by_text("Add to the reform").wait_for()
        assert [page.locator(f"#change [name='a.parts.{n}.code']").input_value() for n in (0, 1)] == ["E02-A", "E02-B"]


def test_a_property_is_changed_with_what_it_is_now_in_sight(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/reform?op=edit&as_of=1")
        visit.page.locator("[name=verb]").select_option("set")
        visit.page.locator("[name=subject]").select_option("Step")
        visit.page.get_by_role("button", name="加这一处").click()
        code = visit.page.locator("[name='a.edits.0.code']:focus")
        code.fill("E39-2")
        code.press("Tab")
        visit.page.locator(".now", has_text="审核资料与商品").wait_for()


def test_a_post_is_added_by_edits_that_are_chosen(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        page = visit.page
        visit.go("/reform?op=edit&as_of=1")
        for verb, subject in (("add", "Post"), ("add", "IN_UNIT.Post")):
            page.locator("[name=verb]").select_option(verb)
            page.locator("[name=subject]").select_option(subject)
            before = page.locator("#rows-edits > .row").count()
            page.get_by_role("button", name="加这一处").click()
            expect(page.locator("#rows-edits > .row")).to_have_count(before + 1)
        texts = {"0.code": "X-9", "0.properties.name": "复核岗", "1.from": "X-9", "1.to": "GZ"}
        for name, text in texts.items():
            page.locator(f"[name='a.edits.{name}']").fill(text)
        assert visit.grave() == []
        page.get_by_role("button", name="加入改革").click()
        page.locator("#change-0").get_by_text("新增岗位 1、新增关系 1").wait_for()
        assert page.locator("#totals .headline").count() == 1


def test_a_refusal_is_told_once_and_codes_have_their_names(visitor: Visitor) -> None:
    changes = [{"op": "resume", "power": "E39"}, {"op": "transfer", "power": "E40", "from_unit": "GZ", "to_unit": "SH"}]
    text = packed(reform_from_dict({"reform": "两项", "changes": changes}))
    with visitor.visit() as visit:
        visit.go(f"/reform?r={text}&at=0")
        visit.page.wait_for_timeout(600)  # longer than the pause before a preview
        assert visit.page.locator("main").inner_text().count("应为“暂停”") == 1

        second = packed(reform_from_dict({"reform": "一项", "changes": changes[1:]}))
        visit.go(f"/reform?r={second}&at=0")
        assert "广州海关" in visit.page.locator("label", has_text="移出机关").inner_text()
        assert "承接机关 SH 上海海关" in visit.page.locator(".changes li").inner_text()


def test_a_change_is_dragged_to_another_place(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go(f"/reform?r={R}")
        items = visit.page.locator(".changes li")
        first = items.nth(0).inner_text()
        items.nth(0).drag_to(items.nth(2))
        visit.page.locator(".changes li").nth(2).get_by_text(first.split("\n")[0]).wait_for()

        assert visit.page.locator(".changes li").nth(2).inner_text().startswith(first.split("\n")[0])


def test_a_file_opens_into_the_composer_and_on_to_its_impact(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/reform")
        visit.page.get_by_label("打开改革文件").set_input_files(SAMPLE / "reforms" / "2013.yaml")
        visit.page.get_by_role("button", name="打开", exact=True).click()
        visit.page.get_by_role("link", name="看影响").click()

        assert "15 个风险点终止" in visit.page.locator(".headline").first.inner_text()


def test_a_load_is_rehearsed_with_problems_by_row_then_written(visitor: Visitor, tmp_path: Path) -> None:
    good, bad = tmp_path / "graph.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"kind": "System", "code": "ZZ-1", "name": "<b>新系统</b>"}\n', encoding="utf-8")
    bad.write_text('{"kind": "System", "code": "ZZ-1"}\n{"kind": "Nothing", "code": "X"}\n', encoding="utf-8")
    with visitor.visit() as visit:
        page = visit.page
        visit.go("/load")
        page.get_by_label("经办人").fill("测试员")
        page.locator("input[type=file]").set_input_files(bad)
        said = page.get_by_role("button", name="试装").evaluate(
            "(it) => (it.click(), document.getElementById('outcome').innerText)"
        )
        assert said.strip() == "正在试装……"
        page.locator("[data-part=problems] th", has_text="bad.jsonl").wait_for()  # once, above its rows
        assert page.locator("[data-part=problems] tbody td").first.inner_text() == "第 2 行 · kind"
        assert page.get_by_role("button", name="写入").is_disabled()

        visit.go("/load")
        page.get_by_label("经办人").fill("")
        page.locator("input[type=file]").set_input_files(good)
        page.get_by_role("button", name="试装").click()
        page.get_by_text(re.compile(r"可以写入：1 处编辑，修订的生效日期将记为 \d{4}-\d\d-\d\d")).wait_for()
        assert "20 类检查项：写入后没有新出现，也没有消除" in page.locator("[data-part=effect]").inner_text()
        left = page.locator("[data-part=missing]").inner_text()
        assert "环节 · 办理岗位：" in left  # in words, not Step PERFORMED_BY
        assert "PERFORMED_BY" not in left
        page.get_by_role("button", name="写入").click()
        assert page.locator("#load :invalid").get_attribute("name") == "author"  # writing needs somebody
        page.get_by_label("经办人").fill("测试员")
        page.get_by_role("button", name="写入").click()
        page.get_by_text(re.compile(r"已写入第 2 次修订：1 处编辑，生效 \d{4}-\d\d-\d\d")).wait_for()
        page.locator(".moment summary", has_text="第 2 次修订").wait_for()  # where the page stands now
        page.get_by_role("link", name="看这次修订").click()
        assert "ZZ-1" in page.locator("aside").inner_text()


def test_a_load_that_opens_findings_says_so_in_its_first_line(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    risk = '{"kind": "RiskPoint", "code": "ZZ-R", "name": "新风险", "grade": 1}'
    of_step = '{"rel": "EXPOSES", "from": "Step/E39-1", "to": "RiskPoint/ZZ-R"}'
    file.write_text(f"{risk}\n{of_step}\n", encoding="utf-8")
    with visitor.visit() as visit:
        visit.go("/load")
        visit.page.locator("input[type=file]").set_input_files(file)
        visit.page.get_by_role("button", name="试装").click()
        said = re.compile(r"^可以写入，但会新出现 [1-9]\d* 项问题：2 处编辑，")
        visit.page.locator("#outcome .outcome.refusal", has_text=said).wait_for()

        assert visit.page.get_by_role("button", name="写入").is_disabled()
        visit.page.get_by_label(re.compile(r"我知道会新出现 [1-9]\d* 项错误")).check()
        assert visit.page.get_by_role("button", name="写入").is_enabled()
        assert visit.page.locator("[data-part=opened] .severity").first.inner_text() == "错误"


def test_a_load_is_coloured_by_the_gravest_that_opens_on_any_day(visitor: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    file.write_text(
        '{"kind": "Control", "code": "ZZ-C", "name": "新措施", "valid_from": "2031-01-01"}\n', encoding="utf-8"
    )
    with visitor.visit() as visit:
        visit.go("/load")
        visit.page.locator("input[type=file]").set_input_files(file)
        visit.page.get_by_role("button", name="试装").click()
        visit.page.locator("#outcome .outcome.caution:not(.refusal)", has_text="会新出现 2 项问题").wait_for()

        later = visit.page.locator("[data-part=later]").inner_text()
        assert later.startswith("自 2031-01-01 起新出现的问题 2 项")
        assert "PG008" in later


def test_a_reform_is_tried_its_findings_accepted_by_name_and_committed(visitor: Visitor) -> None:
    change = {"op": "suspend", "power": "E40"}
    text = packed(reform_from_dict({"reform": "暂停", "effective": "2014-06-01", "changes": [change]}))
    with visitor.visit() as visit:
        page = visit.page
        visit.go(f"/reform?r={text}#committing")
        page.locator("#commit").get_by_label("事由").fill("浏览器测试")
        page.get_by_role("button", name="试提交").click()
        page.locator("#commit-outcome p").wait_for()
        while page.locator("#commit-outcome [type=checkbox]:not(:checked)").count():
            page.locator("#commit-outcome [type=checkbox]:not(:checked)").first.check()
            row = page.locator("#commit-outcome tr", has=page.locator(":checked")).last
            row.locator("[data-part=reason]").fill("另行安排")
            row.locator("[type=date]").fill("2016-01-01")
        page.get_by_role("button", name="试提交").click()
        page.locator("[data-part=said]", has_text="可以提交").wait_for()
        page.get_by_role("button", name="提交", exact=True).click()
        page.get_by_text("已提交第").wait_for()
        page.get_by_role("link", name="看这次修订").click()

        assert "浏览器测试" in page.locator("main").inner_text()


def test_findings_of_one_kind_are_accepted_with_one_tick_and_one_reason(visitor: Visitor) -> None:
    steps = [{"code": f"NEU-{at}", "name": f"新环节{at}", "seq": 90 + at, "act": "审核"} for at in range(2)]
    change = {"op": "redefine", "power": "E39", "add_steps": steps}
    text = packed(reform_from_dict({"reform": "加环节", "effective": "2014-06-01", "changes": [change]}))
    with visitor.visit() as visit:
        page = visit.page
        visit.go(f"/reform?r={text}#committing")
        page.get_by_role("button", name="试提交").click()
        of_one = page.locator("tr[data-code=PG003]")
        of_one.first.wait_for()
        kind = page.locator("tr[data-kind=PG003]")

        assert f"全选同类 {of_one.count()} 项" in kind.inner_text()
        assert "PG003 与同一环节的 PG002 是同一缺口" in page.locator("[data-part=stops]").inner_text()

        kind.locator("[type=checkbox]").check()
        kind.locator("[data-part=reason]").fill("另行安排")
        kind.locator("[type=date]").fill("2016-01-01")

        reasons = of_one.locator("[data-part=reason]").evaluate_all("(all) => all.map((one) => one.value)")
        assert {*reasons} == {"另行安排"}
        assert of_one.locator("[type=checkbox]:not(:checked)").count() == 0
        assert page.get_by_role("button", name="提交", exact=True).is_disabled()  # PG002 is not accepted yet

        for _ in range(2):  # what was accepted stays so, however often it is tried
            page.get_by_role("button", name="试提交").click()
            page.locator("[data-part=said]", has_text=re.compile("已接受|将新出现 2 项")).wait_for()
            expect(page.get_by_role("button", name="试提交")).to_be_enabled()
            assert of_one.locator("[type=checkbox]:not(:checked)").count() == 0
            assert {*of_one.locator("[data-part=reason]").evaluate_all("(all) => all.map((one) => one.value)")} == {
                "另行安排"
            }

        of_one.first.locator("[type=checkbox]").uncheck()
        assert not kind.locator("[type=checkbox]").is_checked()


def test_another_commit_meanwhile_is_said_and_nothing_is_written(visitor: Visitor) -> None:
    text = packed(reform_from_dict({"reform": "暂停", "changes": [{"op": "suspend", "power": "E41"}]}))
    with visitor.visit() as visit:
        visit.go(f"/reform?r={text}#committing")
        visit.page.locator("#commit").get_by_label("事由").fill("浏览器测试")
        visit.page.locator("#commit").evaluate("(form) => { form.dataset.parent = 0 }")
        visit.page.get_by_role("button", name="试提交").click()
        visit.page.locator("#commit-outcome .refusal").get_by_text("parent").wait_for()

        assert visit.page.get_by_role("button", name="提交", exact=True).is_disabled()
        visit.wrong = [said for said in visit.wrong if "409" not in said]  # the console tells of the answer
