from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from graph.store import Clock, Store
from tests.contract.backends import BACKENDS, Fresh, StoreFactory, noon


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.neo4j] if name == "neo4j" else []) for name in BACKENDS])
def store_factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreFactory]:
    """Opens stores of one back end, and closes them after the test."""
    if request.param == "neo4j":
        request.getfixturevalue("neo4j_server")  # skips, and says why, where there is none
    factory = BACKENDS[request.param](tmp_path)
    with ExitStack() as stack:

        def open_and_close(name: str = "store", *, clock: Clock = noon) -> Store:
            return stack.enter_context(closing(factory(name, clock=clock)))

        yield open_and_close


@pytest.fixture
def fresh_store(store_factory: StoreFactory) -> Fresh:
    """An empty store for each example; the one of the example before is closed."""
    opened: list[Store] = []

    def open_next() -> Store:
        if opened:
            opened[-1].close()
        opened.append(store_factory(f"fresh-{len(opened)}"))
        return opened[-1]

    return open_next


@pytest.fixture
def store(store_factory: StoreFactory) -> Store:
    """One empty store."""
    return store_factory()
