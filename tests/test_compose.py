"""docker-compose.yml and Dockerfile: what they promise, and the same parts started without Docker."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from tests.neo4j_server import maven
from tests.neo4j_server.maven import MavenServer
from tests.neo4j_server.ports import free_ports
from tests.tools.wheel import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
NEO4J = SERVICES["neo4j"]["environment"]
OURS = ("load", "guide")
INSTRUCTIONS = [
    line.partition(" ")[::2]
    for line in (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    if line and not line.startswith("#")
]


def server_settings() -> dict[str, str]:
    """The settings of the database as its image reads them: ``NEO4J_a_b__c`` is ``a.b_c``."""
    names = {name: name.removeprefix("NEO4J_") for name in NEO4J if name != "NEO4J_AUTH"}
    return {
        short.replace("__", "\0").replace("_", ".").replace("\0", "_"): str(NEO4J[name])
        for name, short in names.items()
    }


# ---------------------------------------------------------------------------------------- what it says


@pytest.mark.parametrize("name", SERVICES)
def test_every_port_is_on_this_machine_only(name: str) -> None:
    ports = SERVICES[name].get("ports", [])

    assert [port for port in ports if not re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)] == []


def test_the_database_is_a_pinned_release_of_the_long_term_line() -> None:
    assert re.fullmatch(r"neo4j:5\.26\.\d+-community", SERVICES["neo4j"]["image"])


def test_no_password_is_written_down() -> None:
    asked = "${NEO4J_PASSWORD:?"

    assert NEO4J["NEO4J_AUTH"].startswith(f"neo4j/{asked}")
    assert all(SERVICES[name]["environment"]["NEO4J_PASSWORD"].startswith(asked) for name in OURS)
    assert COMPOSE.count("NEO4J_PASSWORD:") == COMPOSE.count("${NEO4J_PASSWORD:?") + 1  # the name of our own variable


def test_loading_files_from_the_server_is_off() -> None:
    assert server_settings()["dbms.security.allow_csv_import_from_file_urls"] == "false"


def test_memory_is_set_for_every_service() -> None:
    assert {"server.memory.heap.max_size", "server.memory.pagecache.size"} <= set(server_settings())
    assert all("mem_limit" in service for service in SERVICES.values())


def test_data_outlives_the_containers() -> None:
    declared = set(yaml.safe_load(COMPOSE)["volumes"])
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert used == declared
    assert "neo4j-data:/data" in SERVICES["neo4j"]["volumes"]


def test_what_runs_on_is_watched_and_what_runs_once_is_waited_for() -> None:
    assert SERVICES["load"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert SERVICES["guide"]["depends_on"] == {"load": {"condition": "service_completed_successfully"}}
    assert all("test" in SERVICES[name]["healthcheck"] for name in ("neo4j", "guide"))


@pytest.mark.parametrize("name", OURS)
def test_our_services_can_do_no_more_than_they_need(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_browser_may_fetch_the_guide_that_it_opens() -> None:
    settings = server_settings()
    port = SERVICES["guide"]["command"][-1]

    assert settings["browser.remote_content_hostname_whitelist"] == "localhost"
    assert settings["browser.post_connect_cmd"] == f"play http://localhost:{port}/guide.html"
    assert f"127.0.0.1:{port}:{port}" in SERVICES["guide"]["ports"]


# ------------------------------------------------------------------------------------------ the image


def test_the_base_image_is_pinned_to_a_patch_release() -> None:
    (base,) = [rest for word, rest in INSTRUCTIONS if word == "FROM"]

    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base)


def test_the_command_does_not_run_as_root() -> None:
    users = [rest for word, rest in INSTRUCTIONS if word == "USER"]

    assert users
    assert users[-1] not in ("root", "0")


def test_what_is_installed_is_hashed_or_ours() -> None:
    installs = re.findall(r"pip install ([^&]+)", " ".join(rest for word, rest in INSTRUCTIONS if word == "RUN"))

    assert installs
    assert all("--require-hashes" in text or "--no-deps" in text for text in installs)


def test_the_image_has_a_health_check_and_one_entry() -> None:
    words = [word for word, _ in INSTRUCTIONS]

    assert words.count("HEALTHCHECK") == words.count("ENTRYPOINT") == words.count("CMD") == 1
    assert "ADD" not in words


def test_entry_and_commands_are_lists_so_that_signals_arrive() -> None:
    forms = [rest for word, rest in INSTRUCTIONS if word in ("ENTRYPOINT", "CMD")]

    assert all(form.startswith("[") for form in forms)
    assert all(isinstance(SERVICES[name]["command"], list) for name in OURS)


# ------------------------------------------------------------------------------ the parts without Docker


@pytest.fixture(scope="module")
def database() -> Iterator[MavenServer]:
    """The database with the settings of the file, from Maven artifacts."""
    if missing := maven.whats_missing():
        pytest.skip(missing)
    server = MavenServer(maven.class_path(), options=maven.BRIEF, settings=server_settings())
    try:
        yield server
    finally:
        server.stop()


def quangang(service: str, database: MavenServer, folder: Path, *further: str) -> subprocess.Popen[str]:
    """A service's command with its environment, where only addresses differ."""
    told = SERVICES[service]["environment"]
    there = {**told, "QUANGANG_STORE": database.uri, "NEO4J_PASSWORD": database.password}
    words = [word.replace("0.0.0.0", "127.0.0.1") for word in SERVICES[service]["command"]]  # noqa: S104 - only read
    return subprocess.Popen(
        [sys.executable, "-m", "api", *words, *further],
        cwd=folder,
        env={**os.environ, **there, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_database_takes_every_setting(database: MavenServer) -> None:
    with database.driver() as driver:
        records = driver.execute_query("SHOW SETTINGS YIELD name, value RETURN name, value").records
    held = {record["name"]: record["value"] for record in records}

    assert {name: held.get(name) for name in server_settings() if "memory" not in name} == {
        name: value for name, value in server_settings().items() if "memory" not in name
    }
    assert all(held[name] for name in server_settings())


@pytest.mark.skipif(
    find_spec("graph.store.neo4j") is None, reason="graph.store.neo4j is not here yet: no store to load"
)
@pytest.mark.neo4j
@pytest.mark.slow
def test_the_reference_data_is_loaded_once(database: MavenServer, tmp_path: Path) -> None:
    process = quangang("load", database, tmp_path)
    told, _ = process.communicate(timeout=240)
    assert process.returncode == 0, told
    with database.driver() as driver:
        (row,) = driver.execute_query("MATCH (p:Power {status: 'active'}) RETURN count(p) AS powers").records
    again = quangang("load", database, tmp_path)
    told, _ = again.communicate(timeout=240)

    assert row["powers"] > 300
    assert (again.returncode, "1 次修订" in told) == (0, True), told


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_guide_answers_and_ends_when_it_is_told(database: MavenServer, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    process = quangang("guide", database, tmp_path, "--port", str(port))
    try:
        assert process.stdout is not None
        while "style.grass" not in process.stdout.readline():
            assert process.poll() is None
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
    finally:
        process.terminate()
        process.communicate(timeout=30)

    assert process.returncode == 0
