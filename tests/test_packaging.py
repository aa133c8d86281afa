"""What is promised about the distribution: names, wheel, requirements, container, tracked files."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.tools.wheel import PACKAGES, ROOT, build_wheel


def test_the_package_names_belong_to_us_alone() -> None:
    owners = importlib.metadata.packages_distributions()

    others = {name: set(owners.get(name, [])) - {"quangang"} for name in PACKAGES}

    assert others == {name: set() for name in PACKAGES}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_comes_from_this_checkout(name: str) -> None:
    origin = importlib.import_module(name).__file__

    assert origin is not None
    assert Path(origin).resolve() == ROOT / name / "__init__.py"


def test_the_distribution_is_never_uploaded() -> None:
    classifiers = importlib.metadata.metadata("quangang").get_all("Classifier") or []

    assert "Private :: Do Not Upload" in classifiers


# ------------------------------------------------------------------------------------------ the wheel


@pytest.fixture(scope="module")
def wheel_files(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with zipfile.ZipFile(build_wheel(tmp_path_factory.mktemp("dist"))) as wheel:
        return set(wheel.namelist())


def test_the_wheel_holds_the_four_packages_whole_and_nothing_else(wheel_files: set[str]) -> None:
    ours = {file.relative_to(ROOT).as_posix() for package in PACKAGES for file in _files(ROOT / package)}

    packed = {name for name in wheel_files if not name.startswith("quangang-")}

    assert packed == ours


def test_the_wheel_carries_the_licence(wheel_files: set[str]) -> None:
    assert any(re.fullmatch(r"quangang-[^/]+\.dist-info/licenses/LICENSE", name) for name in wheel_files)


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


# ----------------------------------------------------------------------------------- the requirements


def _pins(name: str) -> dict[tuple[str, str], str]:
    """Version by (distribution, marker) of a requirements file."""
    pattern = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
    found = pattern.findall((ROOT / name).read_text(encoding="utf-8"))
    return {(distribution, marker): version for distribution, version, marker in found}


def test_running_needs_every_dependency_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[^\w.-]", dependency)[0] for dependency in declared["project"]["dependencies"]}

    pinned = {distribution for distribution, _ in _pins("requirements.txt")}

    assert wanted | {"hatchling", "editables"} <= pinned


def test_both_requirements_files_pin_the_same_versions() -> None:
    # Markers may be wider for development, so versions are compared by distribution.
    def versions(name: str) -> dict[str, set[str]]:
        result: dict[str, set[str]] = {}
        for (distribution, _), version in _pins(name).items():
            result.setdefault(distribution, set()).add(version)
        return result

    run, develop = versions("requirements.txt"), versions("requirements-dev.txt")

    assert {distribution: develop.get(distribution) for distribution in run} == run


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-neo4j.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_nothing_else_is_said(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[\w.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?| *#.*")

    assert [line for line in lines if not pin.fullmatch(line)] == []


# ----------------------------------------------------------------------------------------- the container


def test_the_image_takes_along_all_that_the_wheel_needs() -> None:
    instructions = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {part for line in re.findall(r"^COPY (.+)$", instructions, re.MULTILINE) for part in line.split()}
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    needed = {*PACKAGES, "pyproject.toml", "requirements-neo4j.txt", "README.md", "LICENSE"}

    assert needed <= copied
    assert {f"!{name}" for name in needed} <= set(let_in)


# ------------------------------------------------------------------------------------- the tracked files

# Spelled in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(^|[^A-Za-z0-9_.])/" + "(work|farm|root)/",
    "an index option": r"(?<!no-emit)-(extra-)?" + "index-" + r"url\b|^(extra-)?" + "index-" + r"url\s*=",
    "a find-links option": r"(?<!no-emit)-" + "-find-" + "links",
    "a registry setting": "registry" + r"\s*=\s*[\"']?(https?:|index\+|sparse\+|\{)",
    "a registry's address": "|".join(
        host + rest
        for host, rest in (
            ("pypi", r"\.org/simple"),
            ("python", r"hosted\.org"),
            ("registry", r"\.npmjs\.org"),
            ("static", r"\.crates\.io"),
        )
    ),
}


def _tracked() -> list[Path]:
    """Files that git tracks, or would with the next `git add .`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout, so nothing is tracked")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_tracked_file_names_a_machine_path_or_a_registry() -> None:
    found = []
    for file in _tracked():
        text = file.read_bytes().decode("utf-8", errors="ignore")
        for what, pattern in FORBIDDEN.items():
            if hit := re.search(pattern, text, re.MULTILINE):
                found.append(f"{file.relative_to(ROOT)}: {what}: {hit.group().strip()}")

    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "see /wo" + "rk/main"),
        ("a path of one machine", "见/wo" + "rk/main"),
        ("an index option", "pip install --extra-in" + "dex-url X"),
        ("a find-links option", "pip install --fi" + "nd-links X"),
        ("a registry setting", "regis" + 'try = "https://example.org"'),
        ("a registry's address", "https://pypi.org/sim" + "ple/numpy"),
    ],
)
def test_the_patterns_find_what_they_name(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


@pytest.mark.parametrize(
    "text", ["a/work/b", "frame.work/ed", "uv --no-emit-index-url", "pip config get global.index-url"]
)
def test_the_patterns_leave_ordinary_text_alone(text: str) -> None:
    assert not any(re.search(pattern, text) for pattern in FORBIDDEN.values())


def test_no_lock_format_that_records_addresses_is_tracked() -> None:
    locks = {"package-lock.json", "pdm.lock", "Pipfile.lock", "poetry.lock", "pylock.toml", "uv.lock"}

    assert [file.name for file in _tracked() if file.name in locks] == []
