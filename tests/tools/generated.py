"""The files that are made from declarations: `python -m tests.tools.generated [--check]`.

Without an option it writes those that differ, and puts what the commands print now into the pages that show it
(`tests.tools.docs_outputs`). With ``--check`` it only names the stale ones among the former and exits 1; the pages
with output are checked by the tests, since that takes a while.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.jsonschema import graph_schema, reform_schema
from loaders.mappings.schema import mapping_schema
from tests.tools.docs_cells import NOTEBOOKS, rerun
from tests.tools.docs_commands import commands_page
from tests.tools.docs_findings import findings_page
from tests.tools.docs_http import http_page
from tests.tools.docs_operations import operations_page
from tests.tools.docs_outputs import PAGES, refreshed
from tests.tools.docs_python import python_page
from tests.tools.docs_queries import queries_page
from tests.tools.docs_schema import schema_page
from tests.tools.docs_settings import settings_page
from tests.tools.docs_tables import tables_page
from tests.tools.wheel import ROOT

__all__ = ["GENERATED", "main", "stale"]


def _json(schema: Callable[[], dict[str, Any]]) -> Callable[[], str]:
    return lambda: json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


GENERATED: Mapping[str, Callable[[], str]] = {
    "docs/reference/schema.md": schema_page,
    "docs/reference/operations.md": operations_page,
    "docs/reference/findings.md": findings_page,
    "docs/reference/queries.md": queries_page,
    "docs/reference/tables.md": tables_page,
    "docs/reference/commands.md": commands_page,
    "docs/reference/settings.md": settings_page,
    "docs/reference/python.md": python_page,
    "docs/reference/http-api.md": http_page,
    "docs/schema/graph.schema.json": _json(graph_schema),
    "docs/schema/reform.schema.json": _json(reform_schema),
    "docs/schema/mapping.schema.json": _json(mapping_schema),
}
"""Every generated file with what makes its text."""


def stale(name: str) -> bool:
    """Whether a generated file is missing or says something else than its declarations."""
    path = ROOT / name
    return not path.is_file() or path.read_text(encoding="utf-8") != GENERATED[name]()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check; 1 where ``--check`` finds a stale file, else 0."""
    parser = argparse.ArgumentParser(description="Write the generated files, or check them.")
    parser.add_argument("--check", action="store_true", help="only name the files that are stale")
    check = parser.parse_args(arguments).check
    found = [name for name in GENERATED if stale(name)]
    for name in found:
        if check:
            print(f"{name} is stale: run `make docs` and commit what it writes", file=sys.stderr)
        else:
            path = ROOT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(GENERATED[name](), encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    if not check:
        _refresh_pages()
    return int(check and bool(found))


def _refresh_pages() -> None:
    for name, fresh in [*((name, refreshed) for name in PAGES), *((name, rerun) for name in NOTEBOOKS)]:
        path = ROOT / name
        text = fresh(name)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {name}")


if __name__ == "__main__":
    sys.exit(main())
