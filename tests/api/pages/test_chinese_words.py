"""Chinese pages say what the schema calls a status, level or property, never the code that files write."""

from __future__ import annotations

import re
from html import unescape

import pytest

from api.web.packing import packed
from graph.reform import Reform
from graph.schema import KINDS, LEVELS, LINKS
from loaders.reforms import reform_from_dict
from tests.api.conftest import CANCEL
from tests.api.http.conftest import Client

_DECLARED = [
    declared
    for held in (*(kind.properties for kind in KINDS.values()), *(link.properties for link in LINKS))
    for declared in held.values()
]
CODES = {
    word
    for word in (
        *(each.name for each in _DECLARED),
        *(str(value) for each in _DECLARED for value in each.values),
        *LEVELS,
    )
    if re.fullmatch(r"[A-Za-z_]{2,}", word)
}
_BARE = re.compile(rf"(?<![\w./=&?-])(?:{'|'.join(sorted(CODES, key=len, reverse=True))})(?![\w/=.-])")
_REFUSED = packed(Reform("", ({"op": "resume", "power": "E39"}, {"op": "merge", "powers": ["E39"], "into": "E39"})))
_CANCEL = packed(reform_from_dict(CANCEL))

PATHS = (
    "/",
    "/search?q=减免&all=true",
    *(f"/power/E39?tab={tab}" for tab in ("lanes", "flow", "list", "basis", "history")),
    "/post/P",
    "/risk/R1",
    "/basis/A",
    "/unit/R",
    "/findings?code=PG019",
    "/queries/hangs-on-power?power=E39",
    "/queries/powers-by-unit",
    "/reform?as_of=1",
    "/reform?as_of=1&power=E39",
    "/reform?power=E39&on=2015-01-01",
    f"/reform?as_of=1&r={_REFUSED}",
    "/impact?as_of=1&delegate=E39&from=local&to=regional",
    "/impact?as_of=1&delegate=E39&from=regional&to=local",
    f"/impact?as_of=1&r={_CANCEL}",
    "/history?revision=1",
    "/history?revision=2",
    "/diff?from=0&to=1",
    "/diff?from=2&to=2&from_on=2014-01-01&to_on=2014-06-01",
    "/load",
    "/help",
)


def shown(html: str) -> str:
    """What a reader sees of a page, but for what is set as code."""
    text = re.sub(r"<(script|style|code|textarea)\b.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "\n", text))


@pytest.mark.parametrize("path", PATHS)
def test_no_code_of_the_schema_stands_bare_on_a_chinese_page(reading: Client, path: str) -> None:
    text = shown(reading.client.get(path, headers={"accept": "text/html"}).text)

    assert "权岗图谱" in text
    assert [line.strip() for line in text.splitlines() if _BARE.search(line)] == []
