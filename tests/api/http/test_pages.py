"""Pages as a browser without scripts reads them: complete, escaped, every state an address, errors in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from httpx2 import Response

import api.ui
from api.ui.pages.frame import NAVIGATION, SEGMENTS
from graph.edits import Action, Edit
from graph.model import NodeId
from graph.schema import Kind
from graph.store import open_store
from graph.store.base import Commit
from tests.api.http.conftest import Client, serving

HTML = {"Accept": "text/html"}
STATES = (
    "/",
    "/search?q=减免",
    "/search?q=nothing-like-this",
    "/power/E39",
    "/power/E39?tab=flow",
    "/power/E39?tab=flow&public=true",
    "/power/E39?tab=list",
    "/power/E39?tab=basis",
    "/power/E39?tab=history",
    "/power/E39?lane=risks&gaps=true",
    "/step/E39-1?via=Unit/R&via=Power/E39",
    "/post/P",
    "/role/减免税审核岗",
    "/role/减免税审核岗?lane=risks",
    "/risk/R1",
    "/control/C",
    "/basis/A",
    "/unit/R",
    "/step/E39-1",
    "/explore",
    "/explore?root=Power/E39&add=Power/E39:Step",
    "/path",
    "/path?from=E39&to=Q",
    "/path?from=E39&to=减免税审核岗",
    "/path?from=减免税&to=Q",
    "/findings",
    "/findings?code=PG012",
    "/queries",
    "/queries/powers-of-post",
    "/queries/powers-of-post?post=P",
)
INLINE = re.compile(r"<(?:script|style)\b(?![^>]*\bsrc=)|\son\w+=|\sstyle=")


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.found += [address for name in ("href", "src") if (address := held.get(name)) is not None]


def page(http: Client, address: str, **headers: str) -> Response:
    return http.client.get(address, headers={**HTML, **headers}, follow_redirects=False)


@pytest.fixture
def hostile(two_revisions: Path) -> Iterator[Client]:
    """A post whose name is a script, and whose code has what an address has to escape."""
    store = open_store(str(two_revisions))
    code, name = "a/b?c#d&e=f%", "<script>alert(1)</script>"
    edits = (Edit(Action.ADD_NODE, NodeId(Kind.POST, code), {"name": name, "origin": "statute"}),)
    store.commit(Commit(edits, "测试员", "测试", effective=date(2013, 1, 1)))
    store.close()
    with serving(two_revisions) as client:
        yield client


@pytest.mark.parametrize("address", STATES)
def test_a_page_answers_without_anything_inline(http: Client, address: str) -> None:
    answer = page(http, address)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert INLINE.findall(answer.text) == []


@pytest.mark.parametrize("address", STATES)
@pytest.mark.parametrize("lang", ["", "en"])
def test_every_link_of_a_page_leads_somewhere_here(http: Client, address: str, lang: str) -> None:
    more = f"{'&' if '?' in address else '?'}lang={lang}" if lang else ""
    links = sorted(set(Links(page(http, address + more).text).found))

    assert [link for link in links if not link.startswith(("/", "#"))] == []
    broken = {link: page(http, link).status_code for link in links if link.startswith("/")}
    assert {link: status for link, status in broken.items() if status not in (200, 303)} == {}


@pytest.mark.parametrize("item", NAVIGATION, ids=lambda item: item.path)
def test_the_navigation_leads_to_pages_and_marks_the_one_that_is_open(http: Client, item: Any) -> None:  # noqa: ANN401
    answer = page(http, item.path)

    assert answer.status_code == 200
    assert re.findall(r'href="([^"]*)" aria-current="page">', answer.text)[0] == item.path


def test_a_finding_leads_to_its_list_which_a_telephone_has_below_the_table(http: Client) -> None:
    assert "/findings?code=PG012#list" in Links(page(http, "/findings").text).found
    assert 'id="list"' in page(http, "/findings?code=PG012").text


def test_the_first_tabs_of_loading_skip_to_the_form_and_to_the_outcome(http: Client) -> None:
    text = page(http, "/load").text

    assert re.findall(r'class="skip" href="#(\w+)"', text) == ["main", "list"]
    assert text.index('id="list"') < text.index('id="outcome"')


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("/findings.pdf", ["/api/v1/findings.csv", "/api/v1/findings.xlsx", "/api/v1/findings.graphml"]),
        ("/reform.json", ["/reform.yaml"]),
        ("/power/E39.pdf", ["/api/v1/pictures/lanes.svg?node=Power/E39", "/api/v1/sheet.csv?node=Power/E39"]),
        ("/role/减免税审核岗.pdf", ["/api/v1/sheet.csv?node=Role/"]),
        ("/api/v1/export.csv", ["/api/v1/export.jsonl", "/api/v1/export.instruments.zip"]),
        ("/matrix.pdf", ["csv / xlsx"]),
        ("/impact.doc", ["svg / png / graphml / csv / xlsx / json / md"]),
    ],
)
def test_a_form_that_no_file_has_is_answered_with_the_forms_there_are(
    http: Client, address: str, files: list[str]
) -> None:
    said = http.client.get(address).json()["said"]

    assert [file for file in files for lang in ("zh", "en") if file not in said[lang]["detail"]] == []


@pytest.mark.parametrize("address", ["/load.pdf", "/nothing", "/power/E39X.pdf"])
def test_where_there_are_no_files_none_are_named(http: Client, address: str) -> None:
    assert "有这些文件" not in http.client.get(address).json()["detail"]


@pytest.mark.parametrize(("day", "unknown"), [("1990-01-01", True), ("2014-06-01", False)])
def test_a_day_before_every_date_is_said_to_be_unknown(http: Client, day: str, unknown: bool) -> None:
    assert ("图谱中最早的起止日期是" in page(http, f"/?on={day}").text) is unknown


def test_links_keep_the_language_and_the_moment(http: Client) -> None:
    links = Links(page(http, "/power/E39?lang=en&as_of=1&on=2013-12-01").text).found
    nodes = [link for link in links if link.startswith(tuple(f"/{segment}/" for segment in SEGMENTS.values()))]

    switch = "/power/E39?as_of=1&on=2013-12-01"  # to Chinese
    assert nodes
    assert [link for link in nodes if "lang=en" not in link and link != switch] == []
    assert [link for link in nodes if "as_of=1" not in link and link != "/power/E39?lang=en"] == []


def test_another_moment_is_said_aloud(http: Client) -> None:
    assert 'class="notice"' in page(http, "/power/E39?as_of=1").text
    assert 'class="notice"' not in page(http, "/power/E39").text


@pytest.mark.parametrize("address", ["/basis/A", "/power/E39?tab=basis"])
def test_a_law_without_dates_says_so_of_itself(http: Client, address: str) -> None:
    assert "“有效”是资料所说" in http.client.get(address).text
    assert "“有效”是资料所说" not in http.client.get("/power/E39").text


def test_empty_fields_of_a_form_say_nothing(http: Client) -> None:
    assert page(http, "/power/E39?on=&as_of=").status_code == 200


def test_a_page_that_did_not_change_is_not_sent_again(http: Client) -> None:
    tag = page(http, "/power/E39").headers["etag"]

    assert page(http, "/power/E39", **{"If-None-Match": tag}).status_code == 304


def test_the_office_of_a_post_is_told_by_its_name_too(http: Client) -> None:
    assert "机关 R 某直属海关" in page(http, "/power/E39?as_of=1").text


def test_a_standard_post_shows_its_risks_by_grade(http: Client) -> None:
    found = page(http, "/role/减免税审核岗?as_of=1").text

    assert "承担风险 · 二级" in found
    assert "骗取减免税" in found
    assert "2 个具体岗位，2 个机关" in found


def test_a_standard_post_that_is_searched_for_by_its_name_is_its_page(http: Client) -> None:
    address = page(http, "/search?q=职能监控岗").headers["location"]

    assert unquote(address) == "/role/职能监控岗"


@pytest.mark.parametrize(
    ("question", "lang", "read", "first"),
    [
        ("取消减免税审核确认会动到谁", "zh", "“取消”＝操作“取消”", "/impact?cancel=E39"),
        ("what if E39 is suspended?", "en", "“suspended” = operation “suspend”", "/impact?suspend=E39&lang=en"),
        ("委托减免税审核确认", "zh", "还要填写", "/reform?power=E39&op=entrust"),
        ("恢复 E39", "zh", "应为“暂停”", "/reform?power=E39"),
        ("减免税审核谁在办", "zh", "是 1 项职权名称的一部分", "/power/E39?as_of=1"),
    ],
)
def test_a_question_is_answered_by_the_impact_of_its_reform(
    http: Client, question: str, lang: str, read: str, first: str
) -> None:
    address = f"/search?as_of=1&q={question}" + ("&lang=en" if lang == "en" else "")
    found = page(http, address).text
    card = found[found.index('class="card reading"') :]

    assert read in card
    links = [link.replace("as_of=1&", "").replace("&as_of=1", "") for link in Links(card).found]
    assert links[0] == first
    assert any(link.startswith("/power/E39") for link in links)


@pytest.mark.parametrize("question", ["2013年改了什么", "what changed in 2013"])
def test_a_question_about_a_year_leads_to_its_comparison_which_is_a_page(http: Client, question: str) -> None:
    found = page(http, f"/search?q={question}").text
    links = Links(found[found.index('class="card reading"') :]).found

    assert links[0] == "/diff?from_on=2012-12-31&to_on=2013-12-31"
    assert [page(http, link).status_code for link in links if link.startswith(("/diff", "/history", "/?"))]


def test_free_english_words_lead_to_a_question_of_the_catalogue(http: Client) -> None:
    found = page(http, "/search?q=riskiest posts&lang=en").text

    assert Links(found[found.index('class="card reading"') :]).found[0] == "/queries/posts-by-exposure?lang=en"


def test_an_end_of_a_path_that_is_in_doubt_offers_what_fills_the_field(http: Client) -> None:
    links = [unquote(link) for link in Links(page(http, "/path?from=减免税&to=Q&as_of=1").text).found]

    assert "/path?to=Q&as_of=1&from=Power/E39" in links
    assert "/path?to=Q&as_of=1&from=Role/减免税审核岗" in links


def test_a_code_that_is_not_there_is_told_on_a_page(http: Client) -> None:
    answer = page(http, "/power/E99")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "E99" in answer.text
    assert 'name="q"' in answer.text  # one can search on


@pytest.mark.parametrize(("asked", "meant"), [("/power/e39", "/power/E39"), ("/post/pl", "/post/PL")])
def test_a_code_in_another_case_is_told_with_the_page_of_what_is_meant(http: Client, asked: str, meant: str) -> None:
    answer = page(http, f"{asked}?lang=en")

    assert answer.status_code == 404
    assert f'href="{meant}?lang=en"' in answer.text


def test_a_parameter_that_nobody_knows_is_told_on_a_page(http: Client) -> None:
    zh, en = (page(http, f"/power/E39?colour=red{lang}") for lang in ("", "&lang=en"))

    assert (zh.status_code, en.status_code) == (422, 422)
    assert "<li>colour：收到 &#39;red&#39;；应为只有文档所列的参数</li>" in zh.text
    assert "<li>colour: got &#39;red&#39;; expected only the parameters that are documented</li>" in en.text


def test_a_program_is_told_the_same_as_a_problem(http: Client) -> None:
    answer = http.client.get("/power/E99")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_a_node_that_ended_is_told_with_its_day(http: Client) -> None:
    answer = page(http, "/step/E39-1?on=2015-01-01")

    assert answer.status_code == 404
    assert "2014-06-01" in answer.text
    assert 'href="/step/E39-1?on=2014-05-31"' in answer.text  # and leads to the last one on which it was there
    assert page(http, "/step/E39-1?on=2014-05-31").status_code == 200


def test_a_script_in_a_name_is_a_name(hostile: Client) -> None:
    for address in ("/search?q=script", "/post/a%2Fb%3Fc%23d%26e%3Df%25", "/explore?root=Post/a/b?c%23d%26e%3Df%25"):
        answer = page(hostile, address)
        assert answer.status_code == 200, address
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text


def test_a_hit_leads_to_its_page_whatever_its_code(hostile: Client) -> None:
    (link,) = [link for link in Links(page(hostile, "/search?q=script").text).found if link.startswith("/post/")]

    assert page(hostile, link).status_code == 200


@pytest.mark.parametrize(
    ("typed", "address"), [("E39", "/power/E39"), ("减免税审核确认", "/power/E39"), ("r1", "/risk/R1")]
)
def test_a_whole_code_or_name_leads_straight_to_its_page(http: Client, typed: str, address: str) -> None:
    answer = page(http, f"/search?q={typed}")

    assert (answer.status_code, answer.headers["location"]) == (303, address)


def test_a_part_of_a_name_lists_the_hits_by_kind(http: Client) -> None:
    text = page(http, "/search?q=减免税").text

    assert re.findall(r"<h2>(\S+) <span", text) == ["职权", "岗位", "环节", "风险点", "标准岗位"]


def test_the_origin_of_every_row_is_in_sight(http: Client) -> None:
    text = page(http, "/power/E39?tab=list").text
    rows = re.findall(r"<tr(?: data-items[^>]*)? class=\"(?:under )?(?:gap)?\">(.*?)</tr>", text, re.DOTALL)

    assert rows
    assert [row for row in rows if 'class="origin' not in row] == []


def test_rows_are_tied_to_what_stands_for_them_in_the_picture(http: Client) -> None:
    text = page(http, "/power/E39").text
    drawn = set(re.findall(r'data-id="([^"]+)"', text))
    tied = {item for found in re.findall(r'data-items="\[(.*?)\]"', text) for item in found.split("&#34;")[1::2]}

    assert {"Step/E39-1", "RiskPoint/R1", "Control/C"} <= tied <= drawn


def test_a_standard_post_offers_its_posts_to_explore_from(http: Client) -> None:
    onward = [link for link in Links(page(http, "/role/减免税审核岗").text).found if "/explore?root=" in link]
    offered = [link for link in Links(page(http, onward[0]).text).found if "root=Post/" in link]

    assert [unquote(link) for link in onward] == ["/explore?root=Role/减免税审核岗"]
    assert offered == ["/explore?root=Post/P", "/explore?root=Post/PL"]


def test_what_can_be_expanded_is_counted_first(http: Client) -> None:
    text = page(http, "/explore?root=Power/E39&add=-").text

    assert re.findall(r"(机构|环节|条款) ×(\d+) \+", text) == [("机构", "1"), ("环节", "1"), ("条款", "1")]


def test_a_stage_begins_with_what_hangs_on_its_root_and_offers_no_undo_of_that(http: Client) -> None:
    text = page(http, "/explore?root=Power/E39&at=Power/E39").text
    walked = page(http, "/explore?root=Power/E39&add=Power/E39:Step&add=Power/E39:Article").text

    assert re.findall(r"(机构|环节|条款) ×(\d+) ([−+])", text) == [
        ("机构", "1", "+"),
        ("环节", "1", "−"),
        ("条款", "1", "−"),
    ]
    assert "data-undo" not in text
    assert "data-undo" not in walked
    assert 'add=-" data-swap data-undo' in page(http, "/explore?root=Power/E39&add=Power/E39:Step").text


def test_an_expansion_is_undone_by_an_address(http: Client) -> None:
    text = page(http, "/explore?root=Power/E39&add=Power/E39:Step&add=Step/E39-1:Post").text
    (undo,) = re.findall(r'href="([^"]*)" data-swap data-undo', text)

    assert undo == "/explore?root=Power/E39&amp;add=Power/E39:Step"


def test_undoing_keeps_what_was_chosen(http: Client) -> None:
    text = page(http, "/explore?root=Power/E39&add=Power/E39:Step&add=Step/E39-1:Post&at=Step/E39-1").text
    (undo,) = re.findall(r'href="([^"]*)" data-swap data-undo', text)

    assert undo == "/explore?root=Power/E39&amp;add=Power/E39:Step&amp;at=Step/E39-1"


def drawn_and_listed(text: str) -> tuple[list[str], list[str]]:
    return re.findall(r'<g [^>]*data-id="([^"]+)"', text), re.findall(r'<tr data-items="\[&#34;(.*?)&#34;', text)


def test_a_page_that_says_what_it_has_is_told_the_rest(http: Client) -> None:
    first = page(http, "/explore?root=Power/E39&add=Power/E39:Step").text
    (have,) = re.findall(r'data-have="([^"]+)"', first)
    after = "/explore?root=Power/E39&add=Power/E39:Step&add=Power/E39:Article"
    rest = page(http, f"{after}&have={have}").text

    assert drawn_and_listed(rest) == (["Article/A"], ["Article/A"])
    assert re.findall(r'data-same="(\d+)"', rest) == ["1", "2", "2"]  # a line, two nodes, two rows
    assert ";have=" not in rest


@pytest.mark.parametrize("other", ["&lang=en", "&at=Step/E39-1", "&hide=Power/E39:Step", "&on=2013-05-01"])
def test_a_page_that_has_something_else_is_told_everything(http: Client, other: str) -> None:
    first = page(http, "/explore?root=Power/E39&add=Power/E39:Step").text
    (have,) = re.findall(r'data-have="([^"]+)"', first)
    text = page(http, f"/explore?root=Power/E39&add=Power/E39:Step&add=Power/E39:Article{other}&have={have}").text

    assert "data-same" not in text


@pytest.mark.parametrize("named", ["减免税审核确认", "E39 减免税审核确认"])
def test_a_name_is_taken_as_the_root_and_becomes_its_address(http: Client, named: str) -> None:
    answer = page(http, f"/explore?root={named}")

    assert 'value="E39 减免税审核确认"' in page(http, "/explore?root=Power/E39").text
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore?root=Power/E39")


def test_ends_that_nobody_knows_are_told_beside_the_boxes(http: Client) -> None:
    answer = page(http, "/path?from=E39&to=E99")

    assert answer.status_code == 200
    assert re.search(r'class="doubt" role="alert">\s*<p>[^<]*E99', answer.text)
    assert 'value="E39"' in answer.text


def test_the_way_to_a_page_stands_on_it_and_goes_on_with_its_links(http: Client) -> None:
    links = Links(
        page(http, "/step/E39-1?as_of=1&via=Role/减免税审核岗&via=Unit/R&via=Power/E39&via=Post/none").text
    ).found
    way = [unquote(link).replace("&as_of=1", "") for link in links]

    assert "/unit/R?via=Role/减免税审核岗" in way  # back to where one was: no longer than it was then
    assert "/power/E39?via=Role/减免税审核岗&via=Unit/R" in way
    assert "/risk/R1?via=Role/减免税审核岗&via=Unit/R&via=Power/E39&via=Step/E39-1" in way


def test_a_question_shows_what_is_wrong_with_its_arguments(http: Client) -> None:
    assert re.search(r'role="alert">\s*<p>[^<]*E99', page(http, "/queries/powers-of-post?post=E99").text)
    assert re.search(r'role="alert">[^<]*colour', page(http, "/queries/powers-of-post?post=P&colour=red").text)


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("/power/NOPE?as_of=1", "没有职权 'NOPE'", "no power 'NOPE'"),
        ("/history?revision=99", "没有第 99 次修订；见 /history", "no revision 99; see /history"),
        (
            "/queries/choke?as_of=1",
            "没有查询 'choke'；相近的有 choke-points, reach-of-power；全部见 /queries",
            "no query 'choke'; near: choke-points, reach-of-power; all of them: /queries",
        ),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_page(http: Client, path: str, zh: str, en: str) -> None:
    for lang, said in (("", zh), ("&lang=en", en)):
        answer = http.client.get(path + lang, headers={"accept": "text/html"})
        assert f'<p class="detail">{said}</p>' in unescape(re.sub(r"</?span[^>]*>", "", answer.text))


def test_a_question_offers_what_an_argument_may_mean_and_the_page_of_a_standard_post(http: Client) -> None:
    links = [unquote(link) for link in Links(page(http, "/queries/powers-of-post?post=职能监控岗&as_of=1").text).found]
    mended = [link for link in links if link.startswith("/queries/powers-of-post?") and "post=Q" in link]

    assert 'class="doubt"' not in page(http, mended[0]).text
    assert "/role/职能监控岗?as_of=1" in links


def test_a_static_file_is_asked_for_once(http: Client) -> None:
    answer = http.client.get("/static/base.css")

    assert answer.status_code == 200
    again = http.client.get("/static/base.css", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_scripts_join_what_they_say_in_the_language_of_the_page() -> None:
    own = re.compile(r"[\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]")
    scripts = sorted(Path(api.ui.__file__).parent.glob("static/*.js"))
    said = [line for path in scripts for line in path.read_text("utf-8").splitlines() if own.search(line)]

    assert scripts
    assert [line for line in said if ".split(/" not in line] == []  # what was typed may be parted by any of them


@pytest.mark.parametrize("path", ["/static/../base.css", "/static/%2e%2e%2fapp.py", "/static/nothing.js"])
def test_no_other_file_is_served(http: Client, path: str) -> None:
    assert http.client.get(path).status_code == 404


def test_a_power_that_cannot_be_cancelled_offers_no_impact_of_it_and_says_why(http: Client) -> None:
    text = page(http, "/power/E39").text

    assert "/impact?cancel=E39" not in text
    assert "不能取消：" in text


CHINESE = re.compile("[\u3400-\u9fff，。：；（）]")
PICTURED = ("node", "wires", "note", "bands", "title")
SPOKEN = ("aria-label", "title", "placeholder")
ENGLISH = (
    *(state for state in STATES if not state.startswith("/role/") and "减免税" not in state),
    "/help",
    "/load",
    "/history",
    "/history?revision=1",
    "/diff?from=0&to=1&kind=Power",
    "/impact",
    "/impact?cancel=E39&as_of=1",
    "/reform?power=E39&op=delegate",
)


class Foreign(HTMLParser):
    """What an English page says in Chinese though it is no data.

    Data has ``lang="zh"``; in a picture it is what a node, a line or the title is called.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        data = (
            held.get("lang", "").startswith("zh")
            or held.get("class", "").split(" ")[0] in PICTURED
            or (bool(self.open) and self.open[-1][1])
        )
        if not data and tag not in ("svg", "a"):
            self.found += [held[name] for name in SPOKEN if CHINESE.search(held.get(name, ""))]
        if tag not in ("meta", "link", "input", "br", "hr"):
            self.open.append((tag, data))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, named = self.open[-1] if self.open else ("", True)
        if not named and tag != "title" and CHINESE.search(data):
            self.found.append(data.strip())


@pytest.mark.parametrize("address", ENGLISH)
def test_an_english_page_is_english_but_for_its_data(http: Client, address: str) -> None:
    more = "&" if "?" in address else "?"
    answer = page(http, f"{address}{more}lang=en")

    assert answer.status_code == 200
    assert sorted(set(Foreign(answer.text).found)) == []
