"""What the program says of an error is said in each language by itself, so that a page can show one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.wheel import ROOT

CHINESE = re.compile("[\u3400-\u9fff]")
EARLY = ROOT / "api" / "guard.py"
"""It runs before the packages are known to be ours, and imports nothing of them."""
FILES = sorted(path for name in ("graph", "loaders", "queries", "api") for path in (ROOT / name).rglob("*.py"))


def told(path: Path) -> Iterator[str]:
    """The plain texts that are handed to an error or a problem."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and (name.endswith("Error") or name == "Problem"):
            yield from (ast.unparse(each) for each in node.args if isinstance(each, ast.Constant | ast.JoinedStr))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_an_error_says_in_chinese_it_says_in_english_by_itself(path: Path) -> None:
    assert path == EARLY or [text for text in told(path) if CHINESE.search(text)] == []
