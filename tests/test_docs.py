"""What the documentation names exists, what exists is documented, and the output it shows is what is printed."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from starlette.routing import Route

from api.ui.pages.mounting import ROUTERS
from graph.changes import OPERATIONS
from graph.schema import KINDS, Kind, Rel
from loaders.reforms import reform_from_dict
from loaders.tables.layouts import TABLES
from queries.catalog import CATALOG
from queries.findings.catalog import FINDINGS
from queries.findings.holds import HOLDS
from queries.impact.model import ArticleStatus, PostStatus, RiskStatus
from tests.neo4j_server import Neo4jServer
from tests.tools.docs_cells import NOTEBOOKS, rerun, with_sample
from tests.tools.docs_commands import command_names, options_of
from tests.tools.docs_http import COMMANDS, NO_ENDPOINT, endpoints
from tests.tools.docs_outputs import PAGES, refreshed
from tests.tools.docs_python import MODULES, public_names
from tests.tools.docs_settings import variables
from tests.tools.wheel import ROOT

PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
WRITTEN = [path for path in PAPERS if path.parent.name != "reference"]
KEYS = (
    *("duties", "offices", "posts", "risks", "articles", "review", "days", "ledger", "findings"),
    *("no_receiver", "no_counterpart", "complete", "gaps", "evidence", "meta"),
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def page_paths() -> list[str]:
    """The addresses of the pages, as their routes have them; of a code or a name the part before the colon."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
    return [route.path.replace(":path", "") for route in routes]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


# ------------------------------------------------------------------------------- what exists is named


@pytest.mark.parametrize("name", command_names())
def test_a_command_is_named_in_the_readme_and_the_reference(name: str) -> None:
    overview = text_of("README.md").split("## 命令 Commands")[1]

    assert f"`{name}`" in overview or f"`quangang {name}`" in overview
    assert f"## {name}\n" in text_of("docs/reference/commands.md")


@pytest.mark.parametrize("name", command_names())
def test_an_option_is_named_in_the_reference(name: str) -> None:
    section = text_of("docs/reference/commands.md").split(f"## {name}\n")[1].split("\n## ")[0]

    assert {option for option in options_of(name) if f"`{option}`" not in section} <= {"--help", "-h"}


@pytest.mark.parametrize("name", variables())
def test_a_setting_is_in_the_reference(name: str) -> None:
    assert f"`{name}`" in text_of("docs/reference/settings.md")


def test_every_command_has_endpoints_or_a_reason_to_have_none() -> None:
    there = {f"{method} {path.removeprefix('/api/v1')}" for method, path, _ in endpoints()}

    assert sorted([*COMMANDS, *NO_ENDPOINT]) == sorted(command_names())
    assert [found for each in COMMANDS.values() for found in each if found not in there] == []


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in endpoints()])
def test_an_endpoint_is_in_the_reference(method: str, path: str) -> None:
    assert f"## {method} {path}\n" in text_of("docs/reference/http-api.md")


@pytest.mark.parametrize("path", page_paths())
def test_a_page_is_in_the_reference(path: str) -> None:
    assert f"## {path}\n" in text_of("docs/reference/pages.md")


def test_every_finding_is_explained() -> None:
    assert set(HOLDS) == set(FINDINGS)
    assert [code for code in FINDINGS if f"## {code}\n" not in text_of("docs/reference/findings.md")] == []


@pytest.mark.parametrize("name", CATALOG)
def test_a_query_is_in_the_reference(name: str) -> None:
    assert f"## {name}\n" in text_of("docs/reference/queries.md")


@pytest.mark.parametrize("op", OPERATIONS)
def test_an_operation_is_in_the_reference_and_the_glossary(op: str) -> None:
    assert f"## {op}\n" in text_of("docs/reference/operations.md")
    assert op == "edit" or (
        OPERATIONS[op].label.zh in text_of("docs/glossary.md") and op in text_of("docs/glossary.md")
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_in_the_reference_and_the_glossary(kind: Kind) -> None:
    assert f"### {kind.value} {KINDS[kind].label.zh}" in text_of("docs/reference/schema.md")
    assert f"`{kind.value}" in text_of("docs/glossary.md")
    assert KINDS[kind].label.zh in text_of("docs/glossary.md")


@pytest.mark.parametrize("rel", Rel)
def test_a_relation_is_in_the_reference(rel: Rel) -> None:
    assert f"`{rel.value}`" in text_of("docs/reference/schema.md")


def test_every_table_is_in_the_reference() -> None:
    page = text_of("docs/reference/tables.md")

    assert [item.title for item in TABLES if f"## {item.title}\n" not in page] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_the_impact_is_explained(key: str) -> None:
    assert f"`{key}`" in text_of("docs/how-to/read-the-impact-report.md")


@pytest.mark.parametrize("status", [*PostStatus, *RiskStatus, *ArticleStatus])
def test_a_status_of_the_impact_is_explained(status: str) -> None:
    assert f"`{status}`" in text_of("docs/how-to/read-the-impact-report.md")


def test_every_decision_is_listed() -> None:
    index = text_of("docs/decisions/README.md")

    assert [path.name for path in (ROOT / "docs/decisions").glob("0*.md") if path.name not in index] == []


# ------------------------------------------------------------------------------- what is named exists


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_a_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", path.read_text(encoding="utf-8"))
    broken = []
    for link in links:
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def commands_shown() -> list[tuple[str, str]]:
    found = []
    for path in PAPERS:
        for block in blocks(path.read_text(encoding="utf-8"), "console"):
            found += [(name_of(path), line) for line in block.splitlines() if line.startswith("quangang")]
    return found


@pytest.mark.parametrize(("page", "line"), commands_shown())
def test_a_command_shown_exists_with_its_options(page: str, line: str) -> None:
    words = re.sub(r'"[^"]*"', "TEXT", line).split()
    name = words[1] if len(words) > 1 and not words[1].startswith("-") else ""
    options = {word.partition("=")[0] for word in words if word.startswith("-")}

    assert not name or name in command_names(), page
    assert options <= options_of(name), page


def commands_mentioned() -> set[tuple[str, str]]:
    pattern = re.compile(r"`quangang ([a-z]+(?:-[a-z]+)*)")
    return {(name_of(path), word) for path in WRITTEN for word in pattern.findall(path.read_text(encoding="utf-8"))}


def test_a_command_mentioned_exists() -> None:
    assert {item for item in commands_mentioned() if item[1] not in command_names()} == set()


def test_a_finding_mentioned_exists() -> None:
    mentioned = {code for path in PAPERS for code in re.findall(r"PG\d{3}", path.read_text(encoding="utf-8"))}

    assert mentioned - set(FINDINGS) == set()


def reforms_shown() -> list[tuple[str, dict[str, object]]]:
    found = []
    for path in WRITTEN:
        for block in blocks(path.read_text(encoding="utf-8"), "yaml"):
            held = yaml.safe_load(block)
            if isinstance(held, dict) and "changes" in held:
                found.append((name_of(path), held))
    return found


@pytest.mark.parametrize(("page", "held"), reforms_shown())
def test_a_reform_shown_is_well_formed(page: str, held: dict[str, object]) -> None:
    reform = reform_from_dict(held, page)

    assert {change["op"] for change in reform.changes} <= set(OPERATIONS)


def test_two_pages_never_call_different_files_by_one_name() -> None:
    """Somebody who follows both in one folder would overwrite the one with the other."""
    file = re.compile(r"<!-- file: (.+?) -->\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
    named: dict[str, set[str]] = {}
    for page in PAGES:
        for name, content in file.findall(text_of(page)):
            named.setdefault(name, set()).add(content)

    assert [name for name, contents in named.items() if len(contents) > 1] == []


def test_the_quick_start_is_two_commands() -> None:
    first, *_ = blocks(text_of("README.md"), "sh")

    assert first.splitlines() == ["make demo", "make test"]


# -------------------------------------------------------------------------- the output is what is printed


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_output_shown_is_what_is_printed(name: str) -> None:
    assert refreshed(name) == text_of(name), f"{name}: run `make docs` and commit what it writes"


# ------------------------------------------------------------------------------ pages read like a notebook


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_cells_of_a_page_print_what_it_shows(name: str) -> None:
    assert rerun(name) == text_of(name), f"{name}: run `make docs` and commit what it writes"


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_cells_that_need_a_server_print_what_they_show(empty_neo4j: Neo4jServer) -> None:
    environment = with_sample(empty_neo4j)

    for name in NOTEBOOKS:
        advice = f"{name}: run `python -m tests.tools.docs_cells` and commit what it writes"
        assert rerun(name, environment) == text_of(name), advice
    empty_neo4j.wipe()
    empty_neo4j.drop_schema()


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_in_the_reference(module: str) -> None:
    page = text_of("docs/reference/python.md")

    assert [name for name in public_names(module) if f"### {module}.{name}\n" not in page] == []


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_there_and_told(module: str) -> None:
    for name in public_names(module):
        assert (getattr(import_module(module), name).__doc__ or "").strip()


def test_a_name_that_a_package_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        import_module("graph").nothing  # noqa: B018 - asking for it is the test
