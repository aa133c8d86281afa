"""The browser benchmark: every measured row of the targets of the pages, each with what was measured.

Headless Chromium on the reference data, the server on loopback. Times are told, not asserted; what can be counted
(foreign requests, nodes that move) must be 0.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from rich.table import Table

from api.ui.scene.explore import Exploration, neighbours_of
from api.web.packing import packed
from graph.model import NodeId
from graph.schema import KINDS, Kind
from loaders.reforms import read_reform
from tests.bench.sample import SAMPLE, reference_snapshot
from tests.bench.serve import serving, stored
from tests.bench.tables import table_of
from tests.browser.neo4j_browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.pages import Visitor

__all__ = ["browser_table"]

_TIMES = 7
_STAGE = 500
"""Nodes on the stage that a click is timed at."""
_FRAMES_AT = 1500
_REST = 200
"""Milliseconds that a hand rests on what it is about to press; pages ask meanwhile. Told without it too."""
_POWERS = ("E39", "E40", "E04", "E12", "X1")

_FRAMES = """
async (wanted) => {
  const picture = document.querySelector(".picture");
  const layer = picture.querySelector(".nodes");
  const nodes = [...layer.children];
  for (let at = 0; layer.querySelectorAll(".node").length < wanted; at += 1) {
    layer.append(nodes[at % nodes.length].cloneNode(true));
  }
  const stage = document.querySelector(".stage");
  const turned = { ctrlKey: true, bubbles: true, cancelable: true };
  const wheel = (up) => new WheelEvent("wheel", { ...turned, deltaY: up ? -1 : 1 });
  await new Promise((done) => setTimeout(done, 1000));
  let frames = 0;
  const begin = performance.now();
  while (performance.now() - begin < 3000) {
    await new Promise(requestAnimationFrame);
    stage.scrollTop = (frames % 60) * 8;
    if (frames % 6 === 0) picture.dispatchEvent(wheel(frames % 30 < 15));
    frames += 1;
  }
  return frames / ((performance.now() - begin) / 1000);
}
"""
"""As whoever turns the wheel with Ctrl and drags at the same time; the handlers are those of the page."""
_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_SENT = """
() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""
_PLACES = """
() => Object.fromEntries([...document.querySelectorAll(".picture .node")].map((node) => {
  const box = node.querySelector(".shape, .tile").getBBox();
  return [node.dataset.id, [Math.round(box.x), Math.round(box.y)]];
}))
"""


class Row(NamedTuple):
    """One target, what was measured, and whether it is met."""

    what: str
    target: str
    measured: str
    met: bool


def browser_table() -> Table | str:
    """Measure, and lay the figures out; a sentence where there is no browser to measure with."""
    try:
        import playwright  # noqa: F401 - looked for, used by tests.browser.pages
    except ImportError:
        return "浏览器 browser: 未测 not measured: 没有 no playwright (make setup-dev)"
    program = chromium()
    if program is None:
        return "浏览器 browser: 未测 not measured: PATH 中没有 chromium no chromium on PATH"
    table = table_of(
        "项目 what", "目标 target", "实测 measured", "达到 met", title="页面，无头 Chromium pages in Chromium"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = stored(Path(folder) / "bench.db")
        with serving(path) as url:
            for row in _rows(program, url):
                table.add_row(row.what, row.target, row.measured, "是 yes" if row.met else "否 NO")
    table.caption = (
        f"时间为 {_TIMES} 次的中位数 medians of {_TIMES}; 键盘、对比度、色觉见测试 for the rest see tests/browser"
    )
    return table


def _rows(program: str, url: str) -> Iterator[Row]:
    from tests.browser.pages import launched

    with launched(program, url) as visitor:
        yield _cold(visitor)
        yield _enter(visitor)
        yield from _expanding(visitor)
        yield _toggle(visitor)
        yield _frames(visitor)
        yield _transfer(visitor)
        yield _views(visitor)
        yield Row("发往别的主机的请求 requests to another host", "0", "0", met=True)  # `visit` fails on the first


def _time(what: str, limit: int, times: list[float], note: str = "") -> Row:
    median = statistics.median(times) * 1e3
    return Row(what, f"≤ {limit} ms", f"{median:.0f} ms{note}", median <= limit)


@contextmanager
def _page(visitor: Visitor, address: str) -> Iterator[Page]:
    with visitor.visit() as visit:
        visit.go(address)
        yield visit.page


def _timed(page: Page, act: Callable[[], object], *done: Locator) -> float:
    """Seconds until all of it is there and painted: the second frame after is asked for when the first is done."""
    start = time.perf_counter()
    act()
    for each in done:
        each.wait_for(state="attached")
    page.evaluate(_PAINTED)
    return time.perf_counter() - start


def _click(page: Page, target: Locator, *, rest: bool) -> Callable[[], None]:
    """A press of the mouse where something is: what Playwright checks before a click is no time of the page."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    if box is None:
        raise SystemExit("what is to be clicked cannot be seen")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if rest:
        page.mouse.move(x, y)
        page.wait_for_timeout(_REST)
    return partial(page.mouse.click, x, y)


def _hasty(times: list[float]) -> str:
    return f"不停留 without a rest {statistics.median(times) * 1e3:.0f} ms"


def _cold(visitor: Visitor) -> Row:
    """Beside it what a page without anything takes here: that much is the browser's, whatever a page does."""
    times: dict[str, list[float]] = {"/": [], "/healthz": []}
    for address in list(times) * _TIMES:
        with visitor.visit() as visit:
            there = visit.page.locator("[type=search]:focus" if address == "/" else "body")
            go = partial(visit.page.goto, f"{visit.base}{address}", wait_until="commit")
            times[address].append(_timed(visit.page, go, there))
            visit.wrong = [said for said in visit.wrong if "404" not in said]  # nothing has no icon
    empty = f"（空页 an empty page {statistics.median(times['/healthz']) * 1e3:.0f} ms）"
    return _time("首次打开到可搜索 cold load to a usable search box", 500, times["/"], empty)


def _enter(visitor: Visitor) -> Row:
    """Every time the page of another power, which the server has to work out."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(2 * _TIMES):
        rest = turn % 2 == 0
        with _page(visitor, "/search?q=审批&type=Power") as page:
            for _ in range(turn + 1):
                page.keyboard.press("ArrowDown")
            page.wait_for_timeout(_REST * rest)
            drawn = page.locator(".picture .node").first, page.locator(".side tr").first
            times[rest].append(_timed(page, partial(page.keyboard.press, "Enter"), *drawn))
    return _time("回车到图和表 Enter on a hit to picture and table", 200, times[True], f"（{_hasty(times[False])}）")


def _expanding(visitor: Visitor) -> Iterator[Row]:
    """Every time something else, which the server has to work out."""
    times: tuple[list[float], list[float]] = ([], [])
    moved, nodes = 0, 0
    for turn, (address, words) in enumerate(_stages()):
        rest = turn % 2 == 0
        with _page(visitor, f"/explore?{address}") as page:
            nodes = page.locator(".picture .node").count()
            before = page.evaluate(_PLACES)
            chip = page.locator("a.chip[data-swap]").filter(has_text=words).first
            act = _click(page, chip, rest=rest)
            times[rest].append(_timed(page, act, page.locator(".picture .node").nth(nodes)))
            after = page.evaluate(_PLACES)
            moved += sum(before[node] != after[node] for node in before.keys() & after.keys())
    if moved:
        raise SystemExit(f"{moved} nodes moved when another was expanded")
    note = f"（图上 {nodes} 个节点 nodes on the stage；{_hasty(times[False])}）"
    yield _time("点击展开 click to expand", 150, times[True], note)
    yield Row("展开时移动的节点 nodes that move", "0", str(moved), met=True)


def _stages() -> list[tuple[str, str]]:
    """Addresses of stages with about as many nodes as are timed, and for each the words of an expansion that adds."""
    view = reference_snapshot()
    root = NodeId(Kind.POWER, "E39")
    state = Exploration(str(root))
    waiting, seen, found = [root], {root}, list[tuple[str, str]]()
    while waiting and len(seen) < _STAGE:
        node = waiting.pop(0)
        for near in neighbours_of(view, node):
            fresh = [NodeId(near.kind, code) for code in near.codes if NodeId(near.kind, code) not in seen]
            if len(near.codes) <= 25 and fresh and len(state.add) < 99:
                asked = {"root": state.root, "add": list(state.add), "at": str(node), "on": "2013-01-01"}
                found.append((urlencode(asked, doseq=True), f"{KINDS[near.kind].label.zh} ×"))
                state = state.expand(f"{node}:{near.kind.value}")
                waiting += fresh
                seen.update(fresh)
    return found[-2 * _TIMES :]


def _toggle(visitor: Visitor) -> Row:
    reform = packed(read_reform(SAMPLE / "reforms" / "2013.yaml"))
    times = []
    with _page(visitor, f"/impact?{urlencode({'r': reform})}") as page:
        nodes = page.locator(".picture .node").count()
        for turn in range(_TIMES + 1):
            side = ("改革前", "叠加")[turn % 2]
            done = page.locator(f".tabs a[aria-current]:text-is('{side}')")
            act = _click(page, page.get_by_role("link", name=side, exact=True), rest=bool(turn))
            times.append(_timed(page, act, done))
    note = f"（{nodes} 个节点 nodes，2013 年改革 reform；第一次，不停留 the first, at once {times[0] * 1e3:.0f} ms）"
    return _time("改革前 / 叠加切换 impact toggle", 250, times[1:], note)


def _frames(visitor: Visitor) -> Row:
    with _page(visitor, "/power/E39") as page:
        rate = float(page.evaluate(_FRAMES, _FRAMES_AT))
    return Row("平移和缩放 pan and zoom", "≥ 50 fps", f"{rate:.0f} fps（{_FRAMES_AT} 个节点 nodes）", rate >= 50)


def _transfer(visitor: Visitor) -> Row:
    with _page(visitor, "/impact") as page:
        sent = int(page.evaluate(_SENT)) / 1000
    return Row("首页传输，不计数据 first transfer without data", "≤ 60 kB gzip", f"{sent:.0f} kB", sent <= 60)


def _views(visitor: Visitor) -> Row:
    most, least = 0, 99.0
    for code in _POWERS:
        with visitor.visit() as visit:
            visit.go(f"/power/{code}")
            if visit.page.locator(".picture").count():
                most = max(most, visit.page.locator(".picture .node").count())
                zoom = float(visit.page.locator(".picture").get_attribute("data-zoom") or 0)
                least = min(least, 12 * zoom)
            visit.wrong = [said for said in visit.wrong if "404" not in said]
    met = most <= 150 and least >= 10
    return Row("首屏节点、字号 default view", "≤ 150, ≥ 10 px", f"≤ {most} 个节点 nodes, ≥ {least:.1f} px", met)
