"""Every page and every reading route over a Neo4j server: the same bytes as over SQLite."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.copying import copy_store
from api.routes.describing import ZIP
from api.settings import Serving, Settings
from api.ui.pages.mounting import ROUTERS
from graph.store import open_store
from loaders.books.stamp import STAMP
from tests.api.http.conftest import BASE, TODAY, TOKEN, document
from tests.neo4j_server import Neo4jServer

NODES = {
    "power": "E39",
    "post": "P",
    "risk": "R1",
    "control": "C",
    "basis": "A",
    "instrument": "NONE",
    "unit": "R",
    "step": "E39-1",
    "standard": "NONE",
    "system": "NONE",
}
ASKED = {
    "/search": ["?q=税", "?q=E39"],
    "/search.{form}": ["?q=税"],
    "/explore": ["", "?root=Power/E39&add=Power/E39:Step"],
    "/explore.{form}": ["?root=Power/E39&add=Power/E39:Step"],
    "/path": ["?from=E39&to=Q"],
    "/path.{form}": ["?from=E39&to=Q"],
    "/findings": ["", "?code=PG005"],
    "/queries/{query}": ["", "?power=E39"],
    "/impact": ["", "?cancel=E39&as_of=1"],
    "/impact.{form}": ["?cancel=E39&as_of=1"],
    "/reform": ["", "?power=E39&as_of=1"],
    "/reform.yaml": ["?cancel=E39&as_of=1"],
    "/diff": ["?from=0&to=1"],
    "/diff.{form}": ["?from=0&to=1"],
    "/api/v1/find": ["?q=税"],
    "/api/v1/path": ["?from=E39&to=Q"],
    "/api/v1/impact": ["?cancel=E39&as_of=1"],
    "/api/v1/report": ["?cancel=E39&as_of=1"],
    "/api/v1/operations": ["?power=E39&as_of=1"],
    "/api/v1/pictures/lanes.{form}": ["?node=E39"],
    "/api/v1/pictures/flow.{form}": ["?power=E39"],
    "/api/v1/pictures/path.{form}": ["?from=E39&to=Q"],
    "/api/v1/pictures/explore.{form}": ["?root=E39"],
    "/api/v1/sheet.{form}": ["?node=E39"],
    "/api/v1/cite": ["?q=第五十七条"],
    "/api/v1/export.instruments.zip": ["?csv=true"],
}
FILLED = {
    "{name}": "base.css",
    "{query}": "powers-by-reach",
    "{revision}": "2",
    "{of}": "graph",
    "{form}": "csv",
    "{code}": "E39",
}


def addresses() -> list[str]:
    """An address or more of every route that is read from, of the pages and of the API."""
    pages = [route.path for router in ROUTERS for route in router.routes if "GET" in route.methods]
    routes = [*pages, *(path for path, item in document()["paths"].items() if "get" in item)]
    found = []
    for route in routes:
        segment, _, rest = route.removeprefix("/").partition("/")
        path = f"/{segment}/{NODES[segment]}" if rest == "{code:path}" else route
        for name, value in FILLED.items():
            path = path.replace(name, "svg" if name == "{form}" and "/pictures/" in path else value)
        found += [path + query for query in ASKED.get(route, [""])]
    return found


def answers(settings: Settings) -> dict[str, tuple[int, bytes]]:
    app = create_app(settings, Serving(token=TOKEN))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        asked = {address: client.get(address, headers={"X-Request-ID": "same"}) for address in addresses()}
        return {address: (answer.status_code, _told(answer)) for address, answer in asked.items()}


def _told(answer: Response) -> bytes:
    """What an answer says, but for the mark that no two exports share."""
    if answer.headers.get("content-type") != ZIP:
        return answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist() if name != STAMP)


@pytest.mark.neo4j
@pytest.mark.slow
def test_every_page_and_route_answers_as_over_sqlite(original: Path, empty_neo4j: Neo4jServer) -> None:
    theirs_settings = Settings(
        empty_neo4j.uri, "测试员", TODAY, username=empty_neo4j.username, password=empty_neo4j.password
    )
    source, target = open_store(str(original)), open_store(empty_neo4j.uri, create=True, login=theirs_settings.login())
    copy_store(source, target, lambda _name, _done, _total: None)
    for store in (source, target):
        store.close()
    ours, theirs = answers(Settings(str(original), "测试员", TODAY)), answers(theirs_settings)

    assert {address: status for address, (status, _) in ours.items() if status >= 500} == {}
    assert sum(status == 200 for status, _ in ours.values()) > 60
    assert [address for address in ours if ours[address] != theirs[address]] == []
