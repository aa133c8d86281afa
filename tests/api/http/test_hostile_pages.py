"""Every field of every page takes anything: an answer or a refusal, never a bug."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.ui.pages import mounting
from tests.api.http.conftest import Client

FILLED = {"code": "E39", "name": "减免税审核岗", "query": "powers-of-post", "form": "csv"}
WORDS = ("", " ", "\x00", "-1", "99999999999999999999", "E39", "Kind/E39", "0001-01-01", "%", "x" * 301, "🂡<b>")


def fields(route: APIRoute) -> Iterator[str]:
    for given in route.dependant.query_params:
        model = given.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (field.alias or name for name, field in model.model_fields.items())
        else:
            yield given.alias


HTML = {"accept": "text/html"}
PAGES = {
    route.path: tuple(fields(route))
    for router in mounting.ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ())
}


def address(path: str, filled: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)(:path)?\}", lambda name: quote(filled[name[1]], safe=""), path)


@pytest.mark.parametrize("path", PAGES)
def test_no_field_of_a_page_meets_a_bug(reading: Client, path: str) -> None:
    names = PAGES[path]
    asked = [*({name: ""} for name in names), *(dict.fromkeys(names, word) for word in WORDS)]
    found = {str(one): reading.client.get(address(path, FILLED), params=one, headers=HTML).status_code for one in asked}

    assert [one for one, status in found.items() if status >= 500] == []


def test_the_fields_of_pages_are_known() -> None:
    assert {"r", "cancel", "from"} <= set(PAGES["/impact"])
    assert len(PAGES) > 25


@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_no_part_of_an_address_meets_a_bug(reading: Client, path: str) -> None:
    found = {
        word: reading.client.get(address(path, dict.fromkeys(FILLED, word)), headers=HTML).status_code
        for word in WORDS
        if word
    }

    assert [word for word, status in found.items() if status >= 500] == []


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"{", b"[1", b"\xff\xfe", b"a: [", b"change: []", b"changes:", b"a: &a [*a]"]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_broken_reform_file_is_told_on_a_page(reading: Client, body: bytes, lang: str) -> None:
    answer = reading.client.post(
        f"/reform?lang={lang}", files={"file": ("坏.yaml", body)}, headers=HTML, follow_redirects=True
    )

    assert answer.status_code in (400, 413, 422)
    assert answer.headers["content-type"].startswith("text/html")
    assert "应为" in answer.text if lang == "zh" else "expected" in answer.text


@pytest.mark.parametrize("asked", ["on=2014-01-01", "as_of=1", "on=2014-01-01&as_of=2", "lang=en&on=2013-06-01"])
@pytest.mark.parametrize("short", ["cancel=NOPE", "suspend=NOPE", "delegate=E39&from=hq&to=hq"])
def test_a_refused_reform_at_another_moment_is_told_on_a_page(reading: Client, short: str, asked: str) -> None:
    answer = reading.client.get(f"/impact?{short}&{asked}", headers=HTML)

    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")
