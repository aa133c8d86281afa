"""Every page in a real browser, at two widths: quiet, accessible, no wider than its window, read without scripts."""

from __future__ import annotations

import pytest

from api.web.packing import packed
from loaders.reforms import read_reform
from tests.bench.sample import SAMPLE
from tests.browser.pages import PHONE, WIDE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

R = packed(read_reform(SAMPLE / "reforms" / "2013.yaml"))

STATES = {
    "home": "/",
    "search": "/search?q=减免&lang=en",
    "power": "/power/E39",
    "power-flow": "/power/E39?tab=flow",
    "power-list": "/power/E39?tab=list",
    "power-basis": "/power/E39?tab=basis",
    "power-history": "/power/E39?tab=history",
    "step": "/step/E39-2",
    "risk": "/risk/R-E02-2-11",
    "control": "/control/C-CY-05",
    "standard": "/standard/S-C-CY-05",
    "system": "/system/12360",
    "article": "/basis/HGF2021-56",
    "instrument": "/instrument/GST2017?lang=en",
    "question": "/search?q=取消减免税审核确认会动到谁",
    "post": "/post/HQ-HGSJ?on=2015-01-01",  # another day than today: the page says so
    "role": "/role/减免税审批岗",
    "unit": "/unit/GZ",
    "explore": "/explore?root=Power/E39&add=Power/E39:Step&add=Power/E39:Article",
    "path": "/path?from=E39&to=Post/HQ-HGSJ",
    "path-doubt": "/path?from=E39&to=减免税审批",
    "findings": "/findings?code=PG006",
    "queries": "/queries",
    "query": "/queries/powers-by-reach",
    "help": "/help?lang=en",
    "power-english": "/power/E39?lang=en",
    "trouble": "/queries/powers-of-post?post=nobody",
    "impact": f"/impact?r={R}",
    "impact-e39": "/impact?cancel=E39",
    "impact-english": f"/impact?r={R}&lang=en",
    "impact-chip": f"/impact?r={R}&chip=risk-moved",
    "impact-none": "/impact",
    "reform": f"/reform?r={R}&at=4",
    "reform-pick": "/reform?type=02",
    "reform-new": "/reform?power=E39&op=delegate",
    "reform-operation": "/reform?op=delegate",
    "reform-set": "/reform?power=E71&op=redefine",
    "reform-rows": "/reform?power=E39&op=redefine&a.add_steps.0=row&a.assign.0=row&a.set.content=新&lang=en",
    "reform-wrong": "/reform?power=E39&op=redefine&do=put&a.assign.0.step=E39-2&a.assign.0.post=复核&a.set.public=x",
    "reform-split": "/reform?power=E39&op=split",
    "reform-merge": "/reform?power=E39&op=merge&a.into.code=N",
    "reform-edit": "/reform?op=edit&a.edits.0=add Post&a.edits.1=set RiskPoint&a.edits.1.code=R-E39-2-11",
    "history": "/history",
    "diff": "/diff?from=0&to=1&start=300",
    "explore-start": "/explore",
    "load": "/load",
}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", STATES)
def test_a_page_is_quiet_accessible_and_no_wider_than_its_window(
    visitor: Visitor, name: str, size: tuple[int, int]
) -> None:
    with visitor.visit(size) as visit:
        visit.go(STATES[name])
        visit.shoot(f"page-{name}-{size[0]}")

        assert visit.overflow() <= 0
        assert visit.grave() == []


@pytest.mark.parametrize("name", STATES)
def test_a_page_reads_without_scripts(visitor: Visitor, name: str) -> None:
    with visitor.visit(scripts=False) as visit:
        visit.go(STATES[name])

        assert len(visit.page.locator("main").inner_text()) > 40
