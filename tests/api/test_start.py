"""What a start costs and what it guards against: imports, packages of the same name, closed pipes, the version."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

from api.cli.app import app
from api.guard import PACKAGES, IntruderError, check_packages
from tests.api.conftest import DATA, Run

ROOT = Path(__file__).resolve().parents[2]
CASE = DATA / "01-cancel"
PROBE = """
import json, sys
from api.cli import main
sys.stdout, kept = open({sink!r}, "w", encoding="utf-8"), sys.stdout
code = main({words!r})
kept.write(json.dumps([code, sorted(sys.modules)]))
"""


def modules_of(*words: object, sink: Path) -> set[str]:
    """The modules that a command has imported when it is done."""
    text = PROBE.format(sink=str(sink), words=[str(word) for word in words])
    ran = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, check=True, env={**os.environ, "COLUMNS": "80"}
    )
    code, modules = json.loads(ran.stdout)
    assert code == 0, ran.stderr.decode()
    return {name.partition(".")[0] for name in modules} | {name for name in modules if name == "rich.table"}


HEAVY = {"click", "fastapi", "hypothesis", "neo4j", "networkx", "py2neo", "pydantic", "scipy", "uvicorn", "yaml"}


@pytest.fixture(scope="module")
def of_json(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    sink = tmp_path_factory.mktemp("start") / "out"
    return modules_of("impact", "--graph", CASE / "graph.jsonl", CASE / "reform.json", "--format", "json", sink=sink)


@pytest.fixture(scope="module")
def of_table(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    sink = tmp_path_factory.mktemp("start") / "out"
    return modules_of("impact", "--graph", CASE / "graph.jsonl", "--cancel", "w0", sink=sink)


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_a_cold_start_does_not_pay_for(name: str, of_table: set[str], of_json: set[str]) -> None:
    assert name not in of_table | of_json


def test_json_does_not_pay_for_drawing(of_json: set[str]) -> None:
    assert "rich" not in of_json


def test_a_plain_table_does_not_pay_for_a_console(of_table: set[str]) -> None:
    assert "rich.table" not in of_table


def test_the_help_needs_no_graph() -> None:
    text = "import sys; from api.cli import app; sys.exit(bool({'numpy', 'sqlite3', 'yaml'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", text], cwd=ROOT, check=False).returncode == 0


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text(
        "".join(json.dumps({"kind": "System", "code": f"S{number:06}"}) + "\n" for number in range(20_000)),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "api", "export", "-", "--graph", str(lines)]
    env = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}  # it hides a short write
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        process.wait()

    assert (process.returncode, said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["schema"], ["census", "--graph", str(CASE / "graph.jsonl")]]
)
def test_a_full_disk_is_one_line(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "api", *words]
        ran = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)

    assert (ran.returncode, ran.stderr.decode().count("\n")) == (2, 1)


@pytest.mark.parametrize("words", [["--help"], ["census", "--graph", str(CASE / "graph.jsonl")]])
def test_no_color_sends_no_escapes_to_a_terminal(words: list[str]) -> None:
    out, said = _on_a_terminal(words)

    assert (b"\x1b" in out, out != b"", said) == (False, True, 0)


def test_an_error_wraps_at_the_width_of_the_terminal() -> None:
    out, said = _on_a_terminal(["show", "NOPE", "--graph", str(CASE / "graph.jsonl")])

    assert (said, max(map(cell_len, out.decode().splitlines())) <= 40) == (2, True)


def _on_a_terminal(words: list[str]) -> tuple[bytes, int]:
    """What a command sends to a terminal of 40 cells with NO_COLOR, and its exit code."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "40", "LANG": "C.UTF-8", "TERM": "xterm"}
    command = [sys.executable, "-m", "api", *words]
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        found = b""
        with suppress(OSError):  # Linux's end of a terminal
            while part := os.read(ours, 65536):
                found += part
    os.close(ours)
    return found, process.returncode


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["impct"], "没有这个命令"),
        (["census", "--nope"], "没有这个选项"),
        (["show"], "缺少必填的参数"),
        (["census", "--on", "2014-13-01"], "参数的值不对"),
        (["census", "--format", "xml"], "参数的值不对"),
        (["impact", "--cancel"], "选项用法不对"),
        (["census", "too", "many"], "用法不对"),
    ],
)
def test_an_error_of_usage_is_said_in_chinese_too(words: list[str], said: str, quangang: Run) -> None:
    ran = quangang(*words)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"错误 error: {said}。")
    assert "--help" in ran.err


def test_the_help_cuts_no_word(quangang: Run) -> None:
    assert re.findall(r"[A-Za-z]+…", quangang("--help").out) == []


COMMANDS = getattr(typer.main.get_command(app), "commands", {})


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_help_of_an_option_is_cut_at_80_columns(
    command: str, quangang: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = _without_blanks(quangang(command, "--help").out)

    texts = [_without_blanks(param.help) for param in COMMANDS[command].params if getattr(param, "help", None)]
    assert texts
    assert [text for text in texts if text not in shown] == []


def _without_blanks(text: str) -> str:
    return re.sub(r"[\s│]", "", text)


def test_without_any_word_the_help_is_shown(quangang: Run) -> None:
    ran = quangang()

    assert (ran.code, "quangang demo" in ran.out, ran.err) == (2, True, "")


def test_the_version_is_that_of_the_distribution(quangang: Run) -> None:
    try:
        version = importlib.metadata.version("quangang")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("quangang is not installed here")

    assert quangang("--version").out == f"quangang {version}\n"


# ---------------------------------------------------------------------------------------------------- guard


def test_our_own_packages_pass() -> None:
    check_packages()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_of_the_same_name_elsewhere_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intruder = tmp_path / name / "__init__.py"

    def find(asked: str) -> ModuleSpec | None:
        return ModuleSpec(asked, None, origin=str(intruder)) if asked == name else find_spec(asked)

    monkeypatch.setattr("api.guard.find_spec", find)

    with pytest.raises(IntruderError, match=str(intruder.parent)):
        check_packages()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.guard.find_spec", lambda _name: None)

    with pytest.raises(IntruderError, match="graph"):
        check_packages()


@pytest.mark.parametrize("intruder", ["graph.py", "queries/__init__.py"])
def test_a_working_folder_in_the_way_stops_the_program(intruder: str, tmp_path: Path) -> None:
    path = tmp_path / intruder
    path.parent.mkdir(exist_ok=True)
    path.write_text("raise SystemExit('the intruder ran')\n", encoding="utf-8")
    # The working folder stands before the place where our packages are, as in a notebook.
    text = "import sys; sys.path[:0] = ['', sys.argv[1]]; import api.cli; sys.exit(api.cli.main(['census']))"

    ran = subprocess.run([sys.executable, "-c", text, str(ROOT)], cwd=tmp_path, capture_output=True, check=False)

    said = ran.stderr.decode("utf-8", "replace")
    assert ran.returncode == 2
    assert str(tmp_path) in said
    assert "the intruder ran" not in said
