"""Build the wheel and run it where nothing else is installed: `python -m tests.tools.wheel`.

The tests run the checkout. This runs what a user gets: a fresh virtual environment with requirements.txt and
the wheel, outside the checkout, without a development tool, with data files from the wheel only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["PACKAGES", "ROOT", "build_wheel", "main"]

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("graph", "loaders", "queries", "api")

# Run inside the fresh environment: our four packages are ours alone, and come from there.
_OWNERS = """
import importlib, importlib.metadata, sys
owners = importlib.metadata.packages_distributions()
for name in sys.argv[1:]:
    assert owners[name] == ["quangang"], (name, owners[name])
    assert importlib.import_module(name).__file__.startswith(sys.prefix), name
assert "tests" not in owners, owners["tests"]
"""


def build_wheel(folder: Path) -> Path:
    """Build the wheel into an empty folder with the installed hatchling; needs no network."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the wheel does not build:\n{done.stdout}{done.stderr}")
    (wheel,) = folder.glob("*.whl")
    return wheel


def main() -> int:
    """Build, install and run; the exit code of the first step that fails, else 0."""
    with tempfile.TemporaryDirectory(prefix="quangang-wheel-") as name:
        folder = Path(name)
        wheel = build_wheel(folder / "dist")
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        python = folder / "venv" / "bin" / "python"
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        quangang = str(folder / "venv" / "bin" / "quangang")
        (folder / "elsewhere").mkdir()
        steps = [
            [*pip, "--require-hashes", "-r", str(ROOT / "requirements.txt")],
            [*pip, "--no-deps", str(wheel)],
            [str(python), "-m", "pip", "check"],  # the pins fit our bounds
            [str(python), "-c", _OWNERS, *PACKAGES],
            [quangang, "--version"],
            [quangang, "--help"],
            [quangang, "demo"],
        ]
        # No PYTHON* variable of the caller may lend the checkout to the fresh environment.
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment["QUANGANG_STORE"] = str(folder / "elsewhere" / "store.sqlite")
        for step in steps:
            shown = (Path(part).name if os.sep in part else part for part in step if "\n" not in part)
            print("$", *shown, flush=True)
            done = subprocess.run(step, cwd=folder / "elsewhere", env=environment, check=False)
            if done.returncode:
                print(f"the wheel smoke run failed here, with exit code {done.returncode}", file=sys.stderr)
                return done.returncode
    print("the wheel installs and runs by itself")
    return 0


if __name__ == "__main__":
    sys.exit(main())
