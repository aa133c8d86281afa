"""What is asked again: conditional requests, kept answers, gzip; and a revision that another process writes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from threading import Event, Thread

import pytest

from api.web.answers import Answer, Answers
from tests.api.http.conftest import Client, commit, wait_for

SHOW = "/api/v1/show/E39"


def test_what_has_not_changed_is_not_sent_again(http: Client) -> None:
    tag = http("GET", SHOW).headers["etag"]

    again = http("GET", SHOW, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.parametrize("header", ['"x", {tag}', "{strong}", '{tag} , "y"'])
def test_a_tag_is_compared_weakly_and_in_a_list(http: Client, header: str) -> None:
    tag = http("GET", SHOW).headers["etag"]

    again = http("GET", SHOW, headers={"If-None-Match": header.format(tag=tag, strong=tag.removeprefix("W/"))})

    assert again.status_code == 304


@pytest.mark.parametrize("query", ["on=2014-06-01", "as_of=1"])
def test_another_moment_has_another_tag(http: Client, query: str) -> None:
    assert http("GET", f"{SHOW}?{query}").headers["etag"] != http("GET", SHOW).headers["etag"]


def test_a_new_revision_has_another_tag_and_is_answered(writable: Client, two_revisions: Path) -> None:
    tag = writable("GET", SHOW).headers["etag"]
    commit(two_revisions)
    wait_for(writable, 3)

    again = writable("GET", SHOW, headers={"If-None-Match": tag})

    assert (again.status_code, again.json()["meta"]["revision"]) == (200, 3)


def test_a_long_answer_is_packed_where_that_is_accepted(http: Client) -> None:
    packed = http("GET", SHOW, headers={"Accept-Encoding": "gzip"})
    plain = http("GET", SHOW, headers={"Accept-Encoding": "identity"})

    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_a_posted_answer_is_packed_too(http: Client) -> None:
    body = {"changes": [{"op": "suspend", "power": "E39"}]}

    answer = http("POST", "/api/v1/impact?as_of=1", json=body, headers={"Accept-Encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/api/v1/token", "/api/v1/verify", "/healthz", "/readyz", "/api/v1/show/NOPE"])
def test_what_may_change_by_itself_is_never_kept(http: Client, path: str) -> None:
    answer = http("GET", path)

    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("no-store", False)


def test_a_head_request_is_a_get_without_its_body(http: Client) -> None:
    head, get = http("HEAD", SHOW), http("GET", SHOW)

    assert head.content == b""
    assert {name: head.headers[name] for name in ("etag", "content-length", "content-type")} == {
        name: get.headers[name] for name in ("etag", "content-length", "content-type")
    }


# ------------------------------------------------------------------------------- the cache itself


def answer(size: int) -> Answer:
    return Answer((), b"x" * size, b"")


def test_the_cache_holds_no_more_than_its_limit() -> None:
    held = Answers(100_000)

    for number in range(100):
        held.keep((str(number),), answer(5_000))

    assert held.get(("0",)) is None
    assert held.get(("99",)) is not None
    assert held._size <= 100_000  # noqa: SLF001 - the one thing it promises


def test_what_was_asked_for_lately_stays() -> None:
    held = Answers(30_000)
    for name in ("a", "b"):
        held.keep((name,), answer(3_000))
    for number in range(20):
        assert held.get(("a",)) is not None
        held.keep((str(number),), answer(3_000))

    assert held.get(("b",)) is None


def test_one_answer_never_fills_the_cache() -> None:
    held = Answers(80_000)

    held.keep(("long",), answer(20_000))

    assert held.get(("long",)) is None


def test_packing_is_deterministic() -> None:
    from api.web.answers import gzipped

    body = json.dumps(list(range(1000))).encode()
    assert gzipped(body) == gzipped(body)
    assert gzip.decompress(gzipped(body)) == body


# ------------------------------------------------------------------------------ another process writes


def test_requests_go_on_while_another_process_commits(writable: Client, two_revisions: Path) -> None:
    done = Event()
    seen: list[int] = []
    wrong: list[str] = []

    def ask() -> None:
        while not done.is_set():
            found = writable.client.get("/api/v1/show/Post/P")
            if found.status_code != 200:
                wrong.append(found.text)
            seen.append(found.json()["meta"]["revision"])

    asking = Thread(target=ask)
    asking.start()
    for number in range(5):
        wait_for(writable, commit(two_revisions, f"N{number}"))
    done.set()
    asking.join()

    assert wrong == []
    assert seen == sorted(seen)
    assert writable.get("/api/v1/show/System/N4")["name"] == "系统 N4"
