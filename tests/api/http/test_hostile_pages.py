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
    found = {str(one): reading.client.get(address(path, FILLED), params=one).status_code for one in asked}

    assert [one for one, status in found.items() if status >= 500] == []


def test_the_fields_of_pages_are_known() -> None:
    assert {"r", "cancel", "from"} <= set(PAGES["/impact"])
    assert len(PAGES) > 25


@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_no_part_of_an_address_meets_a_bug(reading: Client, path: str) -> None:
    found = {word: reading.client.get(address(path, dict.fromkeys(FILLED, word))).status_code for word in WORDS if word}

    assert [word for word, status in found.items() if status >= 500] == []
