"""A browser at a server over the reference data, for the tests of one module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.http.server import running
from tests.browser.neo4j_browser import chromium
from tests.browser.pages import Visitor, launched


@pytest.fixture(scope="module")
def visitor(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    program = chromium()
    if program is None:
        pytest.skip("no chromium on PATH: apt-get install chromium fonts-noto-cjk")
    store = Path(shutil.copy(sample_store, tmp_path_factory.mktemp("pages")))
    with running(store) as base, launched(program, base) as found:
        yield found
