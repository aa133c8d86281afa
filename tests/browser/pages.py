"""Our own pages in headless Chromium; whatever a page must not do is written down as it happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.neo4j_browser import SHOTS

__all__ = ["PHONE", "WIDE", "Visit", "Visitor", "launched"]

WIDE, PHONE = (1440, 900), (390, 844)
_PATIENCE = 120_000.0
"""Milliseconds: a rehearsed load took more than 30 s where ten others worked."""

expect.set_options(timeout=_PATIENCE)

_TREE = """
async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const tree = (node) => node.nodeType !== Node.ELEMENT_NODE ? node.data : [
    node.nodeName,
    [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    [...node.childNodes].map(tree),
  ];
  return JSON.stringify(tree(document.getElementById("main")));
}
"""

_TIGHT = """
() => [...document.querySelectorAll("main *, header *")].flatMap((one) => {
  const box = one.getBoundingClientRect();
  if (!box.width || !box.height || one.closest(".picture, .canvas:has(table)")) return [];
  const pressed = one.matches("button, .button, .chip, summary, nav a, .files a, td a");
  const words = [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  const hidden = one.closest(".visually-hidden, .skip");
  const cut = words && !hidden && (box.right > innerWidth + 1 || box.left < -1);
  const small = pressed && Math.min(box.width, box.height) < 24;
  return cut || small ? [`${one.outerHTML.slice(0, 80)} ${box.x} ${box.width}`] : [];
})
"""

_AXE = """
async () => {
  const looks = new Map([[null, ""]]);
  const look = (one) => {
    if (!looks.has(one)) {
      const { color, backgroundColor, backgroundImage, fill, fontSize, fontWeight, opacity } = getComputedStyle(one);
      const own = [one.nodeName, one.getAttribute("class"), color, backgroundColor, backgroundImage, fill];
      looks.set(one, `${look(one.parentElement)} > ${[...own, fontSize, fontWeight, opacity]}`);
    }
    return looks.get(one);
  };
  const said = (one) => [...one.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const words = [...document.querySelectorAll("body *")].filter((one) => said(one) && seen(one));
  const first = new Map(words.toReversed().map((one) => [look(one), one]));
  const rules = { "color-contrast": { enabled: false } };
  const whole = await axe.run(document, { resultTypes: ["violations"], rules });
  const include = [...first.values()];
  const contrast = await axe.run({ include }, { resultTypes: ["violations"], runOnly: ["color-contrast"] });
  return [...whole.violations, ...contrast.violations];
}
"""
"""Contrast takes longest by far: of words that look alike, as does all that they stand in, the first is enough."""


class Visit:
    """One page, and what it did that no page may do."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.wrong: list[str] = []
        page.set_default_timeout(_PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", self._request)

    def go(self, address: str) -> None:
        """Open an address."""
        self.page.goto(self.base + address, wait_until="load")

    def places(self, digits: int | None = None) -> dict[str, tuple[float, float]]:
        """Where every node of the picture stands on the screen, by its id: in whole pixels, or with some digits."""
        found = self.page.eval_on_selector_all(
            ".picture .node",
            """(all) => all.map((one) => {
                const box = one.querySelector(".shape").getBoundingClientRect();
                return [one.dataset.id, box.x, box.y];
            })""",
        )
        return {node: (round(x, digits), round(y, digits)) for node, x, y in found}

    def tree(self) -> str:
        """What stands in the main part, element by element; the order of attributes says nothing.

        It is read after the frame in which a page says what is out of sight.
        """
        return str(self.page.evaluate(_TREE))

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def tight(self) -> list[str]:
        """Words that reach out of the window, and what is pressed but smaller than 24 pixels."""
        return list(self.page.evaluate(_TIGHT))

    def grave(self) -> list[str]:
        """What axe-core finds that is serious or worse."""
        self.page.evaluate(AXE_SCRIPT)
        return [
            f"{item['id']}: {item['nodes'][0]['html'][:200]}"
            for item in self.page.evaluate(_AXE)
            if item["impact"] in ("serious", "critical")
        ]

    @contextmanager
    def styling(self) -> Iterator[list[int]]:
        """How many elements the browser styled meanwhile, pass by pass; filled in at the end."""
        passes: list[int] = []
        ended = False

        def collected(told: dict[str, Any]) -> None:
            passes.extend(each["args"]["elementCount"] for each in told["value"] if each["name"] == "UpdateLayoutTree")

        def complete(_: object) -> None:
            nonlocal ended
            ended = True

        session = self.page.context.new_cdp_session(self.page)
        session.on("Tracing.dataCollected", collected)
        session.on("Tracing.tracingComplete", complete)
        kinds = {"includedCategories": ["devtools.timeline"]}
        session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": kinds})
        yield passes
        session.send("Tracing.end")
        while not ended:
            self.page.wait_for_timeout(20)

    def shoot(self, name: str) -> None:
        """Leave a picture where QUANGANG_SCREENSHOTS says; nowhere else."""
        if folder := os.environ.get(SHOTS):
            self.page.screenshot(path=Path(folder) / f"{name}.png")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.base).netloc:
            self.wrong.append(f"request: {request.url}")


class Visitor:
    """A browser at our server."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser = browser
        self.base = base

    @contextmanager
    def visit(self, size: tuple[int, int] = WIDE, *, scripts: bool = True) -> Iterator[Visit]:
        """A fresh page, which did nothing wrong until it is closed."""
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="zh-CN", java_script_enabled=scripts
        )
        try:
            found = Visit(context.new_page(), self.base)
            yield found
            assert found.wrong == []
        finally:
            context.close()


@contextmanager
def launched(program: str, base: str) -> Iterator[Visitor]:
    """Chromium, for the length of some tests."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        try:
            yield Visitor(browser, base)
        finally:
            browser.close()
