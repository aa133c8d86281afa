"""The guide, the style, the saved questions and an impact in the real Neo4j Browser."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

from api.browser.saved import SavedQuery, first_questions, saved_queries
from api.browser.server import GuideServer
from api.ui.theme import LOOKS
from graph.reform import Reform
from graph.schema import Kind
from queries.impact import impact_of
from queries.impact.statement import statement_of
from tests.bench.sample import reference_snapshot
from tests.browser.neo4j_browser import Neo4jBrowser, chromium, opened
from tests.layout import write_layout
from tests.neo4j_server import Neo4jServer

pytestmark = [pytest.mark.neo4j, pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def guide() -> Iterator[GuideServer]:
    with GuideServer("127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def browser(neo4j_server: Neo4jServer) -> Iterator[Neo4jBrowser]:
    """Neo4j Browser on the reference data before the reform of 2013."""
    program = chromium()
    if program is None:
        pytest.skip("no chromium on PATH: apt-get install chromium fonts-noto-cjk")
    neo4j_server.browser = neo4j_server.browser or os.environ.get("NEO4J_BROWSER", "")
    if not neo4j_server.browser:
        pytest.skip("the address of Neo4j Browser is not known: set NEO4J_BROWSER beside NEO4J_URI")
    with neo4j_server.driver() as driver:
        write_layout(driver, reference_snapshot())
    with opened(neo4j_server, program) as found:
        yield found
    neo4j_server.wipe()


@pytest.fixture(autouse=True)
def _clear(browser: Neo4jBrowser) -> None:
    browser.clear()


def test_the_guide_plays_with_its_twelve_slides(browser: Neo4jBrowser, guide: GuideServer) -> None:
    frame = browser.run(f":play {guide.base}/guide.html")

    frame.get_by_text("1 / 12").wait_for()
    assert "权岗图谱 Quangang" in frame.inner_text()
    browser.shoot("neo4j-browser-guide")


def test_a_click_in_the_guide_and_enter_take_over_the_style(browser: Neo4jBrowser, guide: GuideServer) -> None:
    browser.run(":style reset")
    frame = browser.run(f":play {guide.base}/guide.html")

    frame.get_by_text(f":style {guide.base}/style.grass").click()
    browser.enter(":style")
    picture = browser.run("MATCH (w:Power {code: 'E39'}) RETURN w")

    assert browser.colours(picture) == {LOOKS[Kind.POWER].hue}


def test_the_style_gives_every_kind_its_colour_and_its_name(browser: Neo4jBrowser, guide: GuideServer) -> None:
    browser.run(f":style {guide.base}/style.grass")
    parts = " ".join(f"MATCH ({kind.value}:{kind.value}) WITH *, {kind.value} AS _ LIMIT 1" for kind in Kind)
    frame = browser.run(f"{parts} RETURN {', '.join(kind.value for kind in Kind)}")

    assert browser.colours(frame) == {look.hue for look in LOOKS.values()}
    assert all(browser.captions(frame))


@pytest.mark.parametrize("query", first_questions(), ids=lambda query: query.id)
def test_a_first_question_is_answered(query: SavedQuery, browser: Neo4jBrowser, guide: GuideServer) -> None:
    browser.run(f":style {guide.base}/style.grass")
    frame = browser.run(query.text)

    assert frame.get_by_test_id("cypherFrameErrorMessage").count() == 0
    if query.id != "00-counts":
        assert 1 < len(browser.captions(frame)) <= 300
    if query.id in {"01-hangs-on-power", "07-flow"}:
        browser.shoot(f"neo4j-browser-{query.id[3:]}")


def test_a_saved_question_is_named_by_its_first_line(browser: Neo4jBrowser) -> None:
    query = saved_queries()[1]
    browser.drop(f"{query.id}.cypher", query.text.encode())
    browser.page.locator(".filedrop-save-to-favorites").click()
    browser.page.get_by_test_id("navigationFavorites").click()

    browser.page.get_by_test_id(f"scriptTitle-{query.title}").wait_for()
    browser.page.get_by_test_id("navigationFavorites").click()


def test_an_archive_brings_every_question_at_once(browser: Neo4jBrowser, guide: GuideServer) -> None:
    browser.drop("queries.zip", guide.pages["/queries.zip"].body)
    browser.page.get_by_test_id("navigationFavorites").click()
    browser.page.get_by_test_id("expandFolder-权岗图谱").click()

    for query in saved_queries():
        browser.page.get_by_test_id(f"scriptTitle-{query.title}").first.wait_for()
    browser.shoot("neo4j-browser-favourites")
    browser.page.get_by_test_id("navigationFavorites").click()


def test_an_impact_is_seen_as_a_picture_and_as_a_table(browser: Neo4jBrowser, guide: GuideServer) -> None:
    # One of 33 rows: the Browser draws what it moves in seconds, and one of a hundred in a minute.
    impact = impact_of(reference_snapshot(), Reform(name="取消 E59", changes=({"op": "cancel", "power": "E59"},)))
    browser.run(f":style {guide.base}/style.grass")
    frame = browser.run(statement_of(impact).text)

    assert 1 < len(browser.captions(frame)) <= 300
    browser.shoot("neo4j-browser-impact")
    frame.get_by_test_id("cypherFrameSidebarTable").click()
    assert "only_after" in frame.inner_text()
    browser.shoot("neo4j-browser-impact-table")
