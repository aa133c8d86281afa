"""Pages of reforms over HTTP: composing one by forms alone, what it moves, its files, the log, a comparison."""

from __future__ import annotations

import re
from csv import DictReader
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from io import BytesIO, StringIO
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from httpx2 import Response
from openpyxl import load_workbook

from api.ui.pages.changes import edits_said
from api.ui.pages.impact import Section, Sheet
from api.web.packing import packed, unpacked
from api.web.problems import MEDIA_TYPE
from graph.edits import Action, Edit
from graph.model import NodeId
from graph.reform import Reform
from graph.schema import Kind
from graph.store.base import Revision
from loaders.reforms import read_reform, reform_from_dict, write_reform
from queries.impact import impact_of
from queries.report import report_of
from tests.api.conftest import CANCEL
from tests.api.http.conftest import Client
from tests.builders import graph

HTML = {"accept": "text/html"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFORM = reform_from_dict(CANCEL)
R = packed(REFORM)


def get(http: Client, path: str, **params: str) -> Response:
    """Ask for a page; what is asked of a reform is asked as known before it was carried out."""
    if path.startswith(("/impact", "/reform")):
        params = {"as_of": "1", **params}
    return http.client.get(path, params=params or None, headers=HTML, follow_redirects=False)


def page(http: Client, path: str, **params: str) -> str:
    answer = get(http, path, **params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return unescape(answer.text)


def led_to(answer: Response) -> Reform:
    """The reform of the address that an answer leads on to."""
    assert answer.status_code == 303, answer.text
    address = urlsplit(answer.headers["location"])
    assert address.path == "/reform"
    return unpacked(parse_qs(address.query)["r"][0], 20)


# ------------------------------------------------------------------------------------------- impact


def test_the_page_of_an_impact_says_it_in_a_sentence_with_chips_and_chapters(reading: Client) -> None:
    found = page(reading, "/impact", r=R)
    assert "取消 1 项职权" in found
    assert "data-mark" in found
    assert "chip=post-vacated" in found
    for number in "一二三四五六":
        assert f"{number}、" in found


def test_a_short_reform_needs_no_packing(reading: Client) -> None:
    assert "取消 1 项职权" in page(reading, "/impact", cancel="E39")


def test_without_a_reform_the_page_asks_for_one(reading: Client) -> None:
    assert 'name="cancel"' in page(reading, "/impact")


def test_a_chip_narrows_the_rows_to_its_status(reading: Client) -> None:
    found = page(reading, "/impact", r=R, chip="risk-ended")
    side = found[found.index("<aside") :]
    assert "把关不严" in side
    assert "骗取减免税</a>" not in side[: side.index("</aside")]


def test_what_must_be_done_first_is_a_chip_and_findings_lead_to_their_page(reading: Client) -> None:
    found = page(reading, "/impact", r=R, chip="first")
    side = found[found.index("<aside") : found.index("</aside")]
    assert 'aria-current="true"><span aria-hidden="true">▲!</span>' in side
    assert 'href="/findings?code=PG019&as_of=1#list"' in side
    assert "PG012" not in side
    assert "PG005：新出现 0 项" in side


def vacant(reading: Client, number: int) -> str:
    """The row of the findings of some new posts without a duty."""
    posts = [
        {"edit": "add_node", "kind": "Post", "code": f"N{at}", "properties": {"name": f"新岗{at}"}}
        for at in range(number)
    ]
    seats = [{"edit": "add_relation", "rel": "IN_UNIT", "from": f"Post/N{at}", "to": "Unit/R"} for at in range(number)]
    found = page(reading, "/impact", r=packed(Reform("增岗", ({"op": "edit", "edits": [*posts, *seats]},))))
    rows: list[str] = re.findall(r'<tr id="n\d+".*?</tr>', found, re.DOTALL)
    return next(row for row in rows if "PG012" in row)


def test_findings_of_one_kind_are_one_row_that_unfolds(reading: Client) -> None:
    row = vacant(reading, 3)

    assert "同类 3 项<" in row
    assert row.count('class="origin') == 3


def test_a_row_of_findings_counts_those_that_it_does_not_list(reading: Client) -> None:
    assert "同类 25 项，列出 20 项" in vacant(reading, 25)


@pytest.mark.parametrize(("day", "told"), [("2015-01-01", True), ("2014-01-01", False), ("1800-01-01", False)])
def test_an_impact_on_a_day_after_every_change_says_when_the_last_one_was(
    reading: Client, day: str, told: bool
) -> None:
    post = {"edit": "add_node", "kind": "Post", "code": "N", "properties": {"name": "新岗"}}
    seat = {"edit": "add_relation", "rel": "IN_UNIT", "from": "Post/N", "to": "Unit/R"}
    more = packed(Reform("增岗", ({"op": "edit", "edits": [post, seat]},)))

    found = page(reading, "/impact", r=more, as_of="2", on=day)

    assert ("最近的变动（信息系统不计）</b> 2014-06-01" in found) is told
    assert "数据没有缺口" in found
    assert "数据完整" not in found


def test_every_row_beside_the_picture_tells_its_origin(reading: Client) -> None:
    found = page(reading, "/impact", r=R)
    side = found[found.index("<aside") : found.index("</aside")]
    rows = re.findall(r'<tr id="n\d+".*?</tr>', side, re.DOTALL)
    assert rows
    assert all('class="origin' in row for row in rows)


def test_the_path_behind_a_row_begins_at_the_article(reading: Client) -> None:
    found = page(reading, "/impact", r=R, chip="risk-ended")
    path = found[found.index('<ol class="path">') : found.index("</ol>")]
    assert re.findall(r'href="(/[a-z]+/[^"?]+)', path)[:2] == ["/basis/A", "/power/E39"]


def test_a_path_in_a_chapter_names_what_stands_on_it(reading: Client) -> None:
    found = page(reading, "/impact", r=R)
    chapters = found[found.index('class="sheet chapters"') :]
    assert "A 第五十七条 ← E39 减免税审核确认 → E39-1 减免税审核" in re.sub(r"<[^>]*>", "", chapters)


def test_before_the_reform_nothing_is_marked(reading: Client) -> None:
    assert "data-mark" not in page(reading, "/impact", r=R, side="before")


def test_the_page_speaks_english(reading: Client) -> None:
    assert "How posts change" in page(reading, "/impact", r=R, lang="en")


@pytest.mark.parametrize(
    ("path", "media_type", "says"),
    [
        ("/impact.svg", "image/svg+xml", "<svg"),
        ("/impact.csv", "text/csv", "把关不严"),
        ("/impact.json", "application/json", '"risks":{"R1":"ended"'),
        ("/impact.md", "text/markdown", "# 改革影响分析"),
        ("/reform.yaml", "application/yaml", "op: cancel"),
    ],
)
def test_the_page_has_its_files(reading: Client, path: str, media_type: str, says: str) -> None:
    answer = get(reading, path, r=R)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert says in answer.text


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/impact.graphml", "application/graphml+xml"),
        ("/impact.xlsx", XLSX),
        ("/explore.csv?root=E39&add=Power/E39:Step", "text/csv"),
        ("/path.csv?from=E39&to=Q", "text/csv"),
        ("/search.xlsx?q=E39", XLSX),
        ("/matrix.csv", "text/csv"),
        ("/history.xlsx", XLSX),
        ("/diff.xlsx?from=0&to=1", XLSX),
    ],
)
def test_what_a_page_lists_is_a_file_too(reading: Client, path: str, media_type: str) -> None:
    answer = get(reading, path, **({"r": R} if path.startswith("/impact") else {}))

    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert answer.content[:2] == b"PK" or "E39" in answer.text or "行政确认" in answer.text


@pytest.mark.parametrize(("add", "walked"), [("", True), ("&add=-", False)])
def test_the_file_of_a_stage_has_what_its_page_begins_with(reading: Client, add: str, *, walked: bool) -> None:
    address = f"/explore{{}}?root=Power/E39{add}"
    assert ("E39-1" in page(reading, address.format(""))) == walked
    assert ("E39-1" in get(reading, address.format(".csv")).text) == walked


def test_a_stage_finds_its_root_by_a_code_whatever_was_expanded(reading: Client) -> None:
    led = get(reading, "/explore", root="E39", add="Power/E39:Step")
    assert (led.status_code, led.headers["location"]) == (303, "/explore?add=Power/E39:Step&root=Power/E39")
    assert get(reading, "/explore", root="E999", add="Power/E39:Step").status_code == 404


@pytest.mark.parametrize(("table", "title"), [("", "变化"), ("posts", "变动岗位")])
def test_a_workbook_of_an_impact_begins_with_its_sentence_and_names_what_stands_on_paths(
    reading: Client, table: str, title: str
) -> None:
    book = load_workbook(BytesIO(get(reading, "/impact.xlsx", r=R, table=table).content), read_only=True)
    first, second, *_ = book.worksheets
    facts = {row[0]: row[1] for row in first.iter_rows(values_only=True)}
    header, *rows = second.iter_rows(values_only=True)

    assert (first.title, second.title) == ("摘要", title)
    assert str(facts["结论"]).startswith("取消 1 项职权")
    assert (facts["修订"], facts["数据日期"]) == ("1", "2014-06-01")
    assert any("E39 减免税审核确认" in str(row[header.index("路径")]) for row in rows)


@pytest.mark.parametrize(
    ("path", "name", "plain"),
    [
        ("/impact.csv?cancel=E39", "改革影响-取消 E39-2014-01-01.csv", "impact-E39-2014-01-01.csv"),
        ("/impact.svg?cancel=E39", "改革影响-取消 E39-叠加-2014-01-01.svg", "impact-E39-2014-01-01.svg"),
        (
            "/impact.xlsx?cancel=E39&table=posts",
            "改革影响-取消 E39-posts-2014-01-01.xlsx",
            "impact-E39-posts-2014-01-01.xlsx",
        ),
        (f"/impact.md?r={R}", "改革影响-取消减免税审核-2014-06-01.md", "impact-2014-06-01.md"),
        (f"/reform.yaml?r={R}", "改革-取消减免税审核-2014-06-01.yaml", "reform-2014-06-01.yaml"),
        ("/search.csv?q=E39", "搜索-E39-2014-01-01.csv", "search-E39-2014-01-01.csv"),
        ('/search.csv?q=a"/../b', "搜索-a .. b-2014-01-01.csv", "search-a-..-b-2014-01-01.csv"),
        ("/api/v1/sheet.csv?node=E39", "清单-E39-2014-01-01.csv", "sheet-E39-2014-01-01.csv"),
    ],
)
def test_a_file_is_named_after_what_it_holds_and_its_day(reading: Client, path: str, name: str, plain: str) -> None:
    answer = reading.client.get(f"{path}&as_of=1")
    told = answer.headers["content-disposition"]

    assert told == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_of_the_ledger_are_sums_and_have_no_origin_in_the_workbook(reading: Client, lang: str) -> None:
    book = load_workbook(BytesIO(get(reading, "/impact.xlsx", r=R, lang=lang).content), read_only=True)
    *_, rules, ledger = (next(sheet.iter_rows(values_only=True)) for sheet in book.worksheets)

    assert rules[-2:] == {"zh": ("来源", "路径"), "en": ("origin", "path")}[lang]
    assert ledger[-3:] == {"zh": ("移出", "移入", "改革后"), "en": ("out", "in", "after")}[lang]


def test_a_table_is_a_file_of_its_own(reading: Client) -> None:
    assert "减免税审核岗" in get(reading, "/impact.csv", r=R, table="posts").text
    assert get(reading, "/impact.csv", r=R, table="no").status_code == 404


def test_the_list_of_changes_says_what_comes_first_and_the_grade_of_risks(reading: Client) -> None:
    rows = list(DictReader(StringIO(get(reading, "/impact.csv", r=R).text.lstrip("\ufeff"))))
    first = [row for row in rows if row["须先办"]]

    assert {row["变化"] for row in first} == {"新出现的问题"}
    assert f"<b>{len(first)}</b> 件 生效前 须先办" in page(reading, "/impact", r=R)
    assert {row["级别"] for row in rows if row["编码"] == "R1"} == {"二级"}


def test_the_heading_of_what_comes_first_counts_what_its_rows_stand_for() -> None:
    view = graph("Power/V level=local\nPower/W level=local")
    cancelled = Reform("试", ({"op": "cancel", "power": "V"}, {"op": "cancel", "power": "W"}))
    chapter = report_of(impact_of(view, cancelled)).chapter("first")
    (table,) = chapter.tables

    assert len(table.rows) == 1
    assert Section("", chapter, (Sheet(table, table.rows, whole=True, folded=False),)).rows == 2


def test_the_saved_file_is_the_same_reform(reading: Client) -> None:
    assert read_reform(get(reading, "/reform.yaml", r=R).text) == REFORM


@pytest.mark.parametrize(
    ("params", "status"), [({"r": "???"}, 400), ({"r": "A" * 9000}, 413), ({"cancel": "NO"}, 422), ({"x": "1"}, 422)]
)
def test_a_damaged_address_is_an_error_with_a_reason(reading: Client, params: dict[str, str], status: int) -> None:
    answer = get(reading, "/impact", **params)
    assert answer.status_code == status
    plain = reading.client.get("/impact", params={"as_of": "1", **params})
    assert plain.headers["content-type"] == MEDIA_TYPE
    assert plain.json()["detail"]


def test_a_script_in_a_name_stays_a_text(reading: Client) -> None:
    evil = "<script>alert(1)</script>"
    text = packed(Reform(evil, REFORM.changes, number=evil))
    for path in ("/impact", "/reform"):
        assert "<script>alert" not in get(reading, path, r=text).text


# ------------------------------------------------------------------------------------------- composing


def test_the_composer_offers_what_is_legal_and_says_why_not(reading: Client) -> None:
    found = page(reading, "/reform", power="E39")
    assert "op=cancel" in found
    assert "op=resume" not in found
    assert "应为“暂停”" in found


def test_the_composer_counts_what_must_be_done_first_as_the_page_of_the_impact_does(reading: Client) -> None:
    assert "chip=first" in page(reading, "/reform", r=R)


def test_the_composer_does_not_count_duties_that_change_with_the_status_as_none(reading: Client) -> None:
    found = page(reading, "/reform", power="E39")
    suspend = next(offer for offer in re.findall(r"<li.*?</li>", found, re.DOTALL) if "op=suspend" in offer)

    assert "1 处编辑；职责随状态变动，见影响" in suspend
    assert "其中职责 0" not in found


def test_an_operation_that_edits_nothing_as_it_is_offered_counts_no_choices(reading: Client) -> None:
    delegated = {"op": "delegate", "power": "E39", "from": "regional", "to": "local"}
    found = page(reading, "/reform", r=packed(Reform("下放", (delegated,))), power="E39")
    idle = [offer for offer in re.findall(r"<li.*?</li>", found, re.DOTALL) if "现有的选法都不改动什么" in offer]

    assert {op for offer in idle for op in re.findall(r"op=(\w+)", offer)} == {"authorize"}
    assert not any("种选法" in offer for offer in idle)
    assert ">0 处编辑" not in found


def test_powers_are_found_by_type_level_and_office(reading: Client) -> None:
    found = page(reading, "/reform")
    assert "行政确认" in found[found.index('id="picker"') :]
    for narrowing in ({"type": "07"}, {"level": "regional"}, {"unit": "某直属海关"}):
        assert 'name="power" value="E39"' in page(reading, "/reform", **narrowing)
    for narrowing in ({"type": "01"}, {"unit": "某隶属海关"}):
        assert 'name="power" value="E39"' not in page(reading, "/reform", **narrowing)
    assert "unit=L" in page(reading, "/reform", unit="隶属")


def test_a_filled_form_adds_a_change(reading: Client) -> None:
    params = {"do": "put", "op": "cancel", "power": "E39", "a.supervision_post": "Q"}
    assert led_to(get(reading, "/reform", **params)).changes == REFORM.changes


def test_a_change_is_edited_in_its_place(reading: Client) -> None:
    params = {"r": R, "at": "0", "do": "put", "op": "suspend", "power": "E39"}
    assert led_to(get(reading, "/reform", **params)).changes == ({"op": "suspend", "power": "E39"},)


def test_an_operation_not_about_one_power_takes_the_place_of_the_change_that_is_edited(reading: Client) -> None:
    found = page(reading, "/reform", r=R, at="0")
    others = found[found.index("不限于一项职权") :]
    links = [parse_qs(urlsplit(link).query) for link in re.findall(r'href="(/reform[^"]*)"', others)]
    form = page(reading, "/reform", r=R, at="0", op="rebase").partition('id="change"')[2].partition("</form>")[0]

    assert links
    assert [link["at"] for link in links] == [["0"]] * len(links)
    assert '<input type="hidden" name="at" value="0">' in form
    assert "E39" not in form.replace(R, "")  # the power of the change stays behind


def test_a_change_goes_up(reading: Client) -> None:
    two = Reform("二", ({"op": "suspend", "power": "E39"}, {"op": "resume", "power": "E39"}))
    assert led_to(get(reading, "/reform", r=packed(two), do="up:1")).changes == two.changes[::-1]


def test_what_is_legal_follows_the_changes_before(reading: Client) -> None:
    suspended = packed(Reform("停", ({"op": "suspend", "power": "E39"},)))
    assert "op=resume" in page(reading, "/reform", r=suspended, power="E39")


def test_totals_stand_above_the_list(reading: Client) -> None:
    assert "取消 1 项职权" in page(reading, "/reform", r=R)


def test_a_change_that_cannot_be_applied_says_why_in_its_place(reading: Client) -> None:
    wrong = ({"op": "resume", "power": "E39"}, {"op": "cancel", "power": "E39"}, {"op": "cancel", "power": "E999"})
    found = page(reading, "/reform", r=packed(Reform("错", wrong)))
    first = found[found.index('data-at="0"') : found.index('data-at="1"')]
    assert "应为“暂停”" in first
    assert "有 2 项变更不能适用" in found
    assert "没有编码为 'E999'" in found[found.index('data-at="2"') :]


def test_a_refused_reform_is_shown_to_be_mended_in_one_language(reading: Client) -> None:
    answer = get(reading, "/impact", delegate="E39", **{"from": "local", "to": "regional"})
    english = unescape(get(reading, "/impact", cancel="NO", lang="en").text)

    assert (answer.status_code, 'data-at="0"' in answer.text) == (422, True)
    assert "下放须向下" in answer.text
    assert "must be lower" not in answer.text
    assert 'name="a.from"' in answer.text
    assert "no power has the code" in english
    assert "没有编码" not in english
    assert "--" not in unescape(re.sub(r"<[^>]*>", "", english))


def test_an_address_may_fill_in_part_of_a_new_change(reading: Client) -> None:
    found = page(reading, "/reform", power="E39", op="transfer", **{"a.to_unit": "L"})

    assert '<input name="a.to_unit" value="L"' in found
    assert '<input name="a.from_unit" value=""' in found
    assert 'class="doubt"' not in found


def test_offices_are_taken_by_their_names(reading: Client) -> None:
    given = {"do": "put", "op": "transfer", "power": "E39", "a.from_unit": "某直属海关", "a.to_unit": "某隶属海关"}
    assert led_to(get(reading, "/reform", **given)).changes == (
        {"op": "transfer", "power": "E39", "from_unit": "R", "to_unit": "L"},
    )


def test_a_name_that_is_not_certain_is_asked_back_beside_its_field(reading: Client) -> None:
    given = {"do": "put", "op": "transfer", "power": "E39", "a.from_unit": "某直属海关", "a.to_unit": "隶属"}
    found = page(reading, "/reform", **given)

    assert 'value="隶属"' in found
    assert "a.to_unit=L" in found[found.index('class="doubt"') :]


def test_of_several_names_in_one_field_only_the_wrong_one_is_asked_back(reading: Client) -> None:
    given = {"do": "put", "op": "delegate", "power": "E39", "a.from": "regional", "a.to": "local"}
    found = page(reading, "/reform", **given, **{"a.units": "L 隶属"})
    asked = found[found.index('class="doubt"') :].partition("</section>")[0]

    assert "“隶属”" in asked
    assert "a.units=L+L" in asked  # the one that was right stays beside the candidate


def test_a_power_at_the_lowest_level_says_why_it_is_not_delegated(reading: Client) -> None:
    lowest = packed(Reform("下放", ({"op": "delegate", "power": "E39", "from": "regional", "to": "local"},)))
    found = page(reading, "/reform", r=lowest, power="E39")

    assert "是最低一级，不能再下放" in found
    assert "减免税审核确认" in page(reading, "/reform", level="regional", op="delegate")


def test_nor_is_it_where_the_operation_was_chosen_first(reading: Client) -> None:
    lowest = packed(Reform("下放", ({"op": "delegate", "power": "E39", "from": "regional", "to": "local"},)))
    found = page(reading, "/reform", r=lowest, power="E39", op="delegate")

    assert "不能用于这项职权：E39 的行使层级已是" in re.sub("<[^>]*>", "", found)
    assert "加入改革" not in found


def test_the_texts_of_a_reform_are_kept(reading: Client) -> None:
    found = led_to(get(reading, "/reform", r=R, do="texts", name="新名", effective="2015-01-01"))
    assert (found.name, str(found.effective), found.changes) == ("新名", "2015-01-01", REFORM.changes)


def test_a_file_is_opened_into_the_address(reading: Client) -> None:
    files = {"file": ("a.yaml", write_reform(REFORM).encode())}
    assert led_to(reading.client.post("/reform", files=files, follow_redirects=False)) == REFORM


def test_a_file_is_opened_at_the_moment_and_in_the_language_of_the_page(reading: Client) -> None:
    assert 'action="/reform?as_of=1&lang=en" method="post"' in page(reading, "/reform", lang="en")


def test_a_file_that_names_no_reform_opens_without_a_name(reading: Client) -> None:
    unnamed = replace(REFORM, name="")
    files = {"file": ("a.yaml", write_reform(unnamed).encode())}
    assert led_to(reading.client.post("/reform", files=files, follow_redirects=False)) == unnamed


def test_a_file_that_is_no_reform_says_what_is_wrong(reading: Client) -> None:
    answer = reading.client.post("/reform", files={"file": ("a.yaml", b"colour: 1")}, follow_redirects=False)
    assert answer.status_code == 422
    assert [problem["column"] for problem in answer.json()["problems"]] == ["colour", "changes"]


def test_a_search_from_the_composer_takes_the_choice_back_into_the_draft(reading: Client) -> None:
    back = f"/reform?r={R}&op=suspend&at=0&power=__code__"
    found = page(reading, "/search", q="减免", type="Power", back=back)
    assert f'<input type="hidden" name="r" value="{R}">' in found
    assert '<button form="take" name="power" value="E39">' in found
    assert f'href="/reform?r={R}&op=suspend&at=0&power=减免' in unquote(found)


@pytest.mark.parametrize(
    "back", ["//evil.example/reform?power=__code__", "http://[", "/load?x=__code__", "/reform?power=E39"]
)
def test_a_search_leads_back_only_to_a_page_that_waits_for_it(reading: Client, back: str) -> None:
    assert get(reading, "/search", q="减免", back=back).status_code == 422


# ------------------------------------------------------------------------------------------- history


def test_the_log_lists_revisions_with_the_edits_of_the_newest(reading: Client) -> None:
    found = page(reading, "/history")
    assert "第 2 次修订" in found
    assert "from=1&to=2" in found


def test_one_revision_is_shown_with_its_edits(reading: Client) -> None:
    found = page(reading, "/history", revision="1")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", found))
    assert "办理岗位 E39-1 减免税审核 → P 减免税审核岗" in said
    assert said.count("E39-1 减免税审核 减免税审核") == 0  # a name is told once
    assert get(reading, "/history", revision="9").status_code == 404


def test_two_states_differ_property_by_property(reading: Client) -> None:
    found = page(reading, "/diff", **{"from": "2", "to": "2", "from_on": "2014-01-01", "to_on": "2014-06-01"})
    assert "在用 → <b>已取消" in found or "→ <b>" in found
    assert "减免税审核确认" in found


def edited(*codes: str) -> Revision:
    edits = tuple(Edit(Action.SET_NODE, NodeId(Kind.POWER, code)) for code in codes)
    return Revision(1, datetime.now(UTC), "", "", "", None, edits, None, None, {}, "", "")


@pytest.mark.parametrize(
    ("codes", "differing", "counted"),
    [
        ("ABA", 2, "3 处编辑，动到 2 个元素（节点和关系）：同一元素改了几次，只算一处差别。"),
        ("ABA", None, "3 处编辑，动到 2 个元素（节点和关系）：同一元素改了几次，只算一处差别。"),
        (
            "AB",
            1,
            "2 处编辑，动到 2 个元素（节点和关系）；其中 1 个在所比的这一日没有差别（尚未生效、已不在用或改后复原）。",
        ),
        ("AB", 2, None),
        ("AB", None, None),
        ("", 0, None),
    ],
)
def test_edits_that_are_not_as_many_as_differences_are_explained(
    codes: str, differing: int | None, counted: str | None
) -> None:
    found = edits_said([edited(*codes)], differing)
    assert (found and found.zh) == counted


def test_the_comparison_of_two_revisions_says_so(reading: Client) -> None:
    early = {"from_on": "2013-12-31", "to_on": "2013-12-31"}
    assert "没有差别（尚未生效" in page(reading, "/diff", **{"from": "1", "to": "2"}, **early)
    assert "修订记录：" not in page(reading, "/diff", **{"from": "1", "to": "2", "kind": "Power"}, **early)


def test_what_differs_stands_by_kind_with_names_and_a_link_to_each_group(reading: Client) -> None:
    found = page(reading, "/diff", **{"from": "0", "to": "2"})

    assert 'href="#g-Power"' in found
    assert 'href="/diff?from=0&to=2#g-Unit"' in page(reading, "/diff", **{"from": "0", "to": "2", "start": "5"})
    assert found.index('id="g-Post"') < found.index('id="g-Power"') < found.index('id="g-Step-PERFORMED_BY-Post"')
    assert "—" not in found[found.index("<tbody>") :]  # what was not there before is no arrow from nothing
    end = found[found.index('id="g-Step-PERFORMED_BY-Post"') :]
    assert re.search(r"</a> <code>E39-1</code> → <svg .*</a> <code>\w+</code>", end)


def test_a_state_does_not_differ_from_itself(reading: Client) -> None:
    assert "没有差别" in page(reading, "/diff", **{"from": "2", "to": "2"})


@pytest.mark.parametrize("path", ["/history.csv", "/history.csv?revision=1", "/diff.csv?from=0&to=1"])
def test_tables_are_files_too(reading: Client, path: str) -> None:
    answer = get(reading, path)
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    assert answer.text.count("\r\n") > 1
