"""Generated files say what their declarations say, and the schemas take what the loaders take."""

from __future__ import annotations

import pytest

from tests.tools.generated import GENERATED, main, stale


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_is_up_to_date(name: str) -> None:
    assert not stale(name), f"{name} is stale: run `make docs` and commit what it writes"


def test_checking_writes_nothing_and_succeeds_when_all_is_up_to_date() -> None:
    assert main(["--check"]) == 0


def test_a_generated_file_is_the_same_on_every_run() -> None:
    first = {name: make() for name, make in GENERATED.items()}
    second = {name: make() for name, make in GENERATED.items()}

    assert first == second
