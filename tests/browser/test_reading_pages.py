"""The pages that read, in a real browser on the reference data: quiet, accessible, answering within few clicks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_first_view_of_a_power_is_whole_on_a_small_screen_with_letters_of_ten_pixels(visitor: Visitor) -> None:
    with visitor.visit((1280, 800)) as visit:
        visit.go("/power/E39")
        zoom = float(visit.page.locator(".picture").get_attribute("data-zoom") or 0)

        assert 12 * zoom >= 10
        expect(visit.page.locator(".canvas.beyond")).to_have_count(0)
        assert 16 <= visit.page.locator(".picture .node").count() <= 150


def test_who_exercises_a_power_takes_its_name_and_enter(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/")
        visit.page.locator("[type=search]:focus").wait_for()
        visit.page.keyboard.type("减免税审核确认")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/power/E39")

        assert visit.page.locator(".picture .k-Post.node").count() > 0
        assert "减免税审核岗" in visit.page.locator("table.rows").inner_text()


def test_a_question_in_no_doubt_takes_enter_and_enter(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/")
        visit.page.locator("[type=search]:focus").wait_for()
        visit.page.keyboard.type("取消减免税审核确认会动到谁？")
        visit.page.keyboard.press("Enter")
        visit.page.locator(".reading").wait_for()
        visit.page.wait_for_load_state()  # the script that takes the second one may come after the answer
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/impact?cancel=E39")


def test_hits_are_reached_with_the_arrow_keys(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/search?q=减免")
        visit.page.keyboard.press("/")
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("ArrowDown")
        second = visit.page.locator("[data-pick] .hits a").nth(1).get_attribute("href") or ""
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"**{second}")


def test_a_hit_opens_in_place_and_the_way_back_leads_to_it(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/search?q=减免")
        first = visit.page.locator("[data-pick] .hits a").first.get_attribute("href")
        visit.page.evaluate("() => { window.still = true; }")
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        visit.page.locator(".side table.rows").wait_for()
        assert visit.page.evaluate("[window.still, document.activeElement.id]") == [True, "main"]

        visit.page.go_back()
        visit.page.locator(f".hits a[href='{first}']:focus").wait_for()


def test_a_click_in_the_picture_chooses_the_row_and_the_other_way_round(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        visit.page.locator(".node.k-RiskPoint").first.click()
        row = visit.page.locator("tr.chosen").first
        assert "R-E39" in row.inner_text()

        step = visit.page.locator("tr[data-items*='Step/E39-2']").first
        step.locator("td").nth(1).click()
        assert visit.page.locator(".node.chosen[data-id='Step/E39-2']").count() == 1


def test_a_bundle_opens_by_keyboard_and_the_way_back_closes_it(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        before = visit.page.locator(".picture .node").count()
        visit.page.locator(".node.bundle").first.focus()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function("(n) => document.querySelectorAll('.picture .node').length > n", arg=before)
        assert "open=" in visit.page.url

        visit.page.go_back()
        visit.page.wait_for_function("(n) => document.querySelectorAll('.picture .node').length === n", arg=before)


def test_nothing_on_the_stage_moves_when_something_is_expanded(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/explore?root=Power/E39&add=Power/E39:Step")
        before = visit.places()
        visit.page.locator(".expansions a", has_text="条款").click()
        visit.page.locator(".node.k-Article").first.wait_for()
        after = visit.places()
        assert len(after) > len(before)
        frame = visit.page.locator(".canvas").bounding_box()
        assert frame is not None
        new = [at for node, at in after.items() if node not in before]
        assert all(frame["x"] <= x <= frame["x"] + frame["width"] for x, _ in new)  # what is new is in sight
        for told in (".head", ".keys"):  # and what the picture is and means
            box = visit.page.locator(told).bounding_box()
            assert box is not None
            assert frame["x"] <= box["x"] < box["x"] + box["width"] <= frame["x"] + frame["width"]
        lengths = {(after[node][0] - before[node][0], after[node][1] - before[node][1]) for node in before}
        assert len(lengths) == 1  # the stage may be scrolled, the nodes stand as they stood

        changed = visit.tree()
        visit.page.reload()
        assert visit.tree() == changed

        visit.page.keyboard.press("Control++")  # is the browser's, and expands nothing
        visit.page.keyboard.press("Control+z")
        visit.page.wait_for_function("() => !document.querySelector('.node.k-Article')")
        assert set(visit.places()) == set(before)


def test_expanding_styles_what_is_new_and_not_all_of_a_picture_that_goes_beyond_its_canvas(visitor: Visitor) -> None:
    offices = "".join(f"&add=Unit/{each}:Unit" for each in ("GZ-HD", "GZ-JC", "GZ-NS", "SH-JC", "SH-PJ", "SH-YS"))
    with visitor.visit((900, 900)) as visit:
        visit.go(f"/explore?root=Power/E39&add=Power/E39:Step&add=Power/E39:Unit{offices}")
        assert visit.page.locator(".canvas.beyond").count() == 1
        parts = visit.page.locator(".picture *").count()
        with visit.styling() as passes:
            visit.page.locator(".expansions a", has_text="条款").click()
            visit.page.locator(".node.k-Article").first.wait_for()
            visit.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert passes
        assert max(passes) < parts / 2


def test_a_click_on_a_node_says_what_can_be_expanded_from_it(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/explore?root=Power/E39&add=Power/E39:Step")
        visit.page.locator(".node[data-id='Step/E39-2']").click()
        visit.page.wait_for_url("**at=Step*")

        assert "风险点 ×3" in visit.page.locator(".expansions").inner_text()


def test_a_row_of_the_stage_is_chosen_wherever_it_is_clicked(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/explore?root=Power/E39")
        visit.page.locator("tr[data-items*='Step/E39-2'] td").nth(1).click()
        visit.page.wait_for_url("**at=Step*")

        assert visit.page.locator("h1").inner_text().strip() == "审核资料与商品"
        visit.page.locator("tr[data-items*='Step/E39-3'] button").press("Enter")
        visit.page.wait_for_url("**E39-3")
        assert visit.page.evaluate("document.activeElement.value") == "Step/E39-3"


@pytest.mark.parametrize(("lang", "rows"), [("zh", 1), ("en", 2)])
def test_on_a_phone_the_navigation_takes_no_more_rows_than_its_words_need(
    visitor: Visitor, lang: str, rows: int
) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go(f"/help?lang={lang}")
        tops = visit.page.locator(".top nav a").evaluate_all("(all) => all.map((one) => one.offsetTop)")

        assert (len(tops), len(set(tops))) == (8, rows)
        assert visit.tight() == []


def test_on_a_phone_a_stage_begins_with_its_root_and_what_comes_next(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/explore?root=Power/E39")
        inside = """(all) => all.map((one) => one.getBoundingClientRect()).every(
            (box) => box.left >= 12 && box.right <= innerWidth - 12)"""

        assert visit.page.locator(".node.root, .node.k-Step").evaluate_all(inside)


def test_what_is_based_on_an_article_takes_one_step(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/")
        visit.page.locator("[type=search]:focus").wait_for()
        visit.page.keyboard.type("HGF2021-57")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/basis/HGF2021-57")

        assert "E39" in visit.page.locator("table.rows").inner_text()


def test_a_script_that_fails_is_said_on_the_page(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        visit.page.evaluate("() => setTimeout(() => { throw new Error('kaputt'); }, 0)")
        visit.page.locator("#trouble:not([hidden])").wait_for()

        assert "kaputt" in visit.page.locator("#trouble").inner_text()
        visit.wrong.clear()


def test_the_legend_is_a_filter_and_a_copied_address_shows_the_same(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        places = visit.places()
        visit.page.locator(".dock [data-kind=RiskPoint]").click()
        risks = visit.page.locator(".picture .node.k-RiskPoint")
        assert not risks.first.is_visible()

        visit.go(visit.page.url.removeprefix(visit.base))
        visit.page.reload()
        assert not risks.first.is_visible()
        visit.page.locator("[data-away=none]").click()
        assert visit.places() == places


def test_a_path_is_isolated_and_a_thing_hidden_by_keyboard(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        risk = visit.page.locator(".picture .node.k-RiskPoint").first
        risk.press("Enter")
        visit.page.keyboard.press("i")
        shown = visit.page.locator(".picture .node.k-RiskPoint:not(.away)")
        assert shown.count() == 1
        assert visit.page.locator(".picture .node.k-Power:not(.away)").count() == 1

        risk.press("Enter")
        visit.page.keyboard.press("h")
        assert shown.count() == 0


def test_a_picture_is_one_stop_of_the_tab_key_and_keeps_where_one_was(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39")
        stops = visit.page.locator(".picture .node[tabindex='0']")
        assert stops.evaluate_all("(all) => all.map((one) => one.dataset.id)") == ["Power/E39"]
        stops.focus()
        for key in ("Home", "End", "ArrowUp"):
            visit.page.keyboard.press(key)
        here = visit.page.evaluate("document.activeElement.dataset.id")
        assert here.startswith("Control/")

        visit.page.keyboard.press("Tab")
        assert not visit.page.evaluate("Boolean(document.activeElement.closest('.picture'))")
        visit.page.keyboard.press("Shift+Tab")
        assert visit.page.evaluate("document.activeElement.dataset.id") == here


def test_picture_and_form_are_a_few_tabs_away_and_a_chosen_power_has_the_focus(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        for address, there in (("/impact?cancel=E39#off=Post", ".picture .node"), ("/reform", "#choose [name=power]")):
            visit.go(address)
            for key in ("Tab", "Tab", "Enter"):
                visit.page.keyboard.press(key)
            assert visit.page.evaluate("(there) => document.activeElement.matches(there)", there)
            assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            assert visit.page.url.endswith(address)
        visit.page.keyboard.type("E39")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**power=E39*")

        visit.page.locator("a[href^='/power/E39']:focus").wait_for()


def test_on_a_phone_a_picture_begins_at_its_left_end_with_its_root_in_sight(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/power/E39")
        left, root = visit.page.evaluate(
            """() => [document.querySelector(".canvas").scrollLeft,
                      document.querySelector(".node.root").getBoundingClientRect().right]"""
        )

        assert left == 0
        assert root < PHONE[0]


def test_a_picture_is_zoomed_and_fits_again(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/impact?cancel=E39")

        def zoom() -> float:
            return float(visit.page.locator(".picture").get_attribute("data-zoom") or 0)

        first = zoom()
        visit.page.keyboard.press("]")
        assert zoom() > first
        visit.page.locator(".picture:not([style*=scale])").wait_for()
        drawn = visit.page.locator(".picture").evaluate("(one) => one.width.baseVal.value / one.viewBox.baseVal.width")
        assert drawn == pytest.approx(zoom(), rel=1e-3)  # sharp again, and as big
        visit.page.keyboard.press("0")
        box = visit.page.locator(".picture").bounding_box()
        assert box is not None
        assert box["height"] < 800


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_an_impact_the_legend_is_in_sight_above_the_tools_where_letters_let_it(visitor: Visitor, lang: str) -> None:
    with visitor.visit() as visit:
        visit.go(f"/impact?cancel=E39&lang={lang}")
        visit.page.locator(".dock [data-kind=Power]").wait_for()
        picture, dock = (visit.page.locator(each).bounding_box() for each in (".canvas > .picture", ".dock"))

        assert picture is not None
        assert dock is not None
        letters = 12 * float(visit.page.locator(".canvas > .picture").get_attribute("data-zoom") or 0)
        room, smallest = dock["y"] + 1 - picture["y"], picture["height"] * 10 / letters
        assert letters > 9.99
        assert picture["height"] <= room or (lang == "en" and smallest > room)  # English names take more lines
        assert visit.page.locator(".dock .marks").is_visible() == (picture["height"] > room)  # else beside the tools
        assert dock["y"] + dock["height"] <= 900
        assert visit.page.evaluate("scrollY") == 0
        more = visit.page.locator("[data-below]")
        expect(more).to_be_visible(visible=picture["height"] > room)  # what is under the tools, and one gets to it
        if more.is_visible():
            assert more.inner_text() == "2 more below ↓"
            more.click()
            more.wait_for(state="hidden")


def test_an_impact_prints_its_picture_below_its_headline(visitor: Visitor) -> None:
    with visitor.visit((1047, 718)) as visit:  # A4, lying, within its margins
        visit.go("/impact?cancel=E39&lang=en")
        visit.page.emulate_media(media="print")
        box = visit.page.locator(".canvas > .picture").bounding_box()

        assert box is not None
        assert box["y"] + box["height"] <= 718


def test_a_flowchart_prints_on_one_page_without_tables(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39?tab=flow")
        visit.page.emulate_media(media="print")
        assert visit.page.get_by_role("complementary").is_hidden()
        pages = visit.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")

        assert pages == 1


def test_a_picture_wider_than_its_stage_says_so_until_it_is_shown_whole(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/explore?root=Power/E39&add=-")
        said = visit.page.locator(".dock .beyond")
        assert not said.is_visible()  # one node is not wider than a telephone
        visit.go("/power/E39")
        assert said.is_visible()
        visit.page.locator(".canvas.cut-right").wait_for()
        visit.page.get_by_role("button", name="整图").click()

        assert not said.is_visible()
        visit.page.locator(".canvas:not(.cut-left, .cut-right)").wait_for()  # nothing is hidden any more


def test_a_picture_is_shaded_on_the_sides_that_hide_something_and_on_no_other(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/explore?root=Power/E39")
        canvas = visit.page.locator(".canvas")
        for x, css in (
            (0, ".cut-right:not(.cut-left)"),
            (40, ".cut-left.cut-right"),
            (9999, ".cut-left:not(.cut-right)"),
        ):
            canvas.evaluate("(canvas, x) => { canvas.scrollLeft = x; }", x)
            visit.page.locator(f".canvas{css}").wait_for()


def test_on_a_phone_the_whole_legend_is_in_sight_below_its_picture(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        visit.go("/power/E39")
        entries = visit.page.locator(".keys.apart.picture > span")
        inside = visit.page.locator(".canvas .legend .key")
        assert entries.count() == inside.count() > 0
        assert not inside.first.is_visible()
        ends = entries.evaluate_all("all => all.map((one) => one.getBoundingClientRect().right)")
        assert max(ends) <= PHONE[0]

        visit.page.get_by_role("button", name="整图").click()
        assert entries.count() == 0
        assert inside.first.is_visible()


def test_on_a_phone_nothing_is_cut_and_everything_is_big_enough_to_press(visitor: Visitor) -> None:
    with visitor.visit(PHONE) as visit:
        for address in ("/history", "/diff?from=0&to=1", "/path?from=E39&to=减免税审核岗", "/explore?root=Power/E39"):
            visit.go(address)
            visit.page.locator(".moment summary").click()

            assert (address, visit.tight()) == (address, [])


def test_a_picture_speaks_the_language_of_its_page(visitor: Visitor) -> None:
    with visitor.visit() as visit:
        visit.go("/power/E39?lang=en&tab=flow")

        assert "number of risk points" in visit.page.locator(".picture").inner_html()
