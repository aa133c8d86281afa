"""The approver level of an article, written onto the powers that a person chooses."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.approving import approving
from api.render.page import page_text
from api.render.statutes import approvers_page
from graph.errors import InputError
from queries.approvers import approvals_of
from tests.api.conftest import Run
from tests.builders import graph

BOTH = "经直属海关关长或者其授权的隶属海关关长批准"
LINES = (
    f"Article/A name=第六条 text={BOTH}",
    f"Article/B name=第七条 text={BOTH}；经直属海关关长批准",
    "Power/V AUTHORIZED_BY Article/A source=目录",
    "Power/W AUTHORIZED_BY Article/A lowest_level=regional",
    "Power/X AUTHORIZED_BY Article/B",
)


def _set(*chosen: str) -> list[tuple[str, str, str]]:
    view = graph(*LINES)
    edits = approving(view, approvals_of(view), chosen).reform.changes[0]["edits"]
    return [(item["from"], item["properties"]["lowest_level"], item["properties"]["source"]) for item in edits]


def test_the_level_comes_with_its_article_as_the_source() -> None:
    assert _set("V") == _set("V/A") == [("Power/V", "local", f"目录；第六条：{BOTH}")]


def test_all_of_them_are_those_without_a_level_whose_article_settles_one() -> None:
    assert [power for power, _, _ in _set()] == ["Power/V"]


def test_a_level_disagrees_only_with_an_article_that_settles_one() -> None:
    view = graph(*LINES, "Power/Y AUTHORIZED_BY Article/B lowest_level=regional")
    said = page_text(approvers_page(approvals_of(view), view.manifest), 200)

    assert "W W（不符 直属海关）" in said
    assert "Y Y（已填 直属海关）" in said


@pytest.mark.parametrize("chosen", ["W", "X", "nobody", "V/B"])
def test_what_cannot_be_written_is_refused_and_not_left_out(chosen: str) -> None:
    with pytest.raises(InputError) as caught:
        _set(chosen)
    assert [problem.file for problem in caught.value.problems] == [chosen]


def test_it_is_tried_first_and_then_one_revision(quangang: Run, store: Path, tmp_path: Path) -> None:
    assert store.exists()
    text = tmp_path / "text.jsonl"
    text.write_text(f'{{"kind": "Article", "code": "A", "name": "第六条", "text": "{BOTH}"}}\n', encoding="utf-8")
    quangang("load", text)

    tried = quangang("approvers-set", "E39", "--dry-run", "--format", "json").json
    done = quangang("approvers-set", "--all", "--format", "json").json

    assert (tried["edits"], tried["committed"], tried["filled"]) == (1, False, done["filled"])
    assert (done["edits"], done["committed"]) == (1, True)
    assert quangang("approvers-set", "--all", "--format", "json").json["revision"] is None
