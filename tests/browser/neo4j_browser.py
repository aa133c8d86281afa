"""Neo4j Browser as a person uses it: log in, type, press Ctrl+Enter, look, drop a file."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.neo4j_server import Neo4jServer

__all__ = ["Neo4jBrowser", "chromium", "opened"]

SHOTS = "QUANGANG_SCREENSHOTS"
"""Names a folder where the tests leave what they saw; `docs/images` is made so."""

_DROP = """
([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const target = document.querySelector(".filedrop");
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}
"""
_HIDE_BANNER = """
() => [...document.querySelectorAll("div")]
  .filter((one) => one.textContent.startsWith("To help make Neo4j Browser better"))
  .forEach((one) => { one.style.display = "none"; })
"""
"""It asks for telemetry and would stand in every picture."""
_LAST_OF_START = ":play start"
"""Browser runs this by itself, seconds after a login on a busy machine; its frame must not be taken for an answer."""
_PATIENCE = 60_000.0
"""Milliseconds: the first statement on a cold server beside other work took 12 s."""


def chromium() -> str | None:
    """The Chromium of this machine, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


class Neo4jBrowser:
    """One page that is logged in."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, text: str) -> Locator:
        """Type a statement or a command and run it; the frame that answers, when it has its answer."""
        self.page.locator(".monaco-editor .view-lines").first.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)
        return self.enter(text)

    def enter(self, text: str) -> Locator:
        """Run what the editor holds, a ``text`` that stands there already."""
        frames = self.page.get_by_test_id("frame")
        before = frames.count()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "(n) => document.querySelectorAll('[data-testid=frame]').length > n", arg=before, timeout=_PATIENCE
        )
        frame = frames.first
        answered = "frameContents" if text.lstrip().startswith(":") else "frame-loaded-contents"
        frame.get_by_test_id(answered).first.wait_for(timeout=_PATIENCE)
        return frame

    def clear(self) -> None:
        """Close every frame."""
        self.page.locator(".monaco-editor .view-lines").first.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(":clear")
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function("() => !document.querySelector('[data-testid=frame]')", timeout=_PATIENCE)

    def drop(self, name: str, content: bytes) -> None:
        """Drop a file on the page."""
        self.page.evaluate(_DROP, [name, base64.b64encode(content).decode()])

    def captions(self, frame: Locator) -> list[str]:
        """The texts on the nodes of a picture, as far as there is room for them."""
        frame.locator("g.node circle").first.wait_for(timeout=_PATIENCE)
        return [text.strip() for text in frame.locator("g.node text.caption").all_text_contents()]

    def colours(self, frame: Locator) -> set[str]:
        """The colours of the nodes of a picture, as ``#RRGGBB``."""
        frame.locator("g.node circle").first.wait_for(timeout=_PATIENCE)
        found = frame.locator("g.node circle.b-outline").evaluate_all(
            "(all) => all.map((one) => one.getAttribute('fill'))"
        )
        return {str(colour).upper() for colour in found}

    def shoot(self, name: str) -> None:
        """Leave a picture where QUANGANG_SCREENSHOTS says; nowhere else."""
        if folder := os.environ.get(SHOTS):
            self.page.evaluate(_HIDE_BANNER)
            self.page.mouse.move(5, 5)
            self.page.wait_for_timeout(2500)  # nodes come to rest
            self.page.screenshot(path=Path(folder) / f"{name}.png")


@contextmanager
def opened(server: Neo4jServer, program: str) -> Iterator[Neo4jBrowser]:
    """Neo4j Browser of a server, logged in."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=program, args=flags)
        try:
            page = chrome.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
            bolt = server.uri.partition("://")[2]
            page.goto(f"{server.browser}?dbms=bolt://{server.username}@{bolt}&db=neo4j")
            page.locator("input[type=password]").fill(server.password, timeout=_PATIENCE)
            page.keyboard.press("Enter")
            page.get_by_test_id("frame").filter(has_text=_LAST_OF_START).wait_for(timeout=_PATIENCE)
            yield Neo4jBrowser(page)
        finally:
            chrome.close()
