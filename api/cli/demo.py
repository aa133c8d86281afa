"""The whole story in one command: reference data, the reform of 2013, its report, the census."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failures import FOUND, handled
from api.cli.output import write_page
from api.cli.reading import opened_store
from api.settings import Settings

__all__ = ["register"]

DEMO_STORE = "quangang-demo.db"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("demo")(handled(demo))


def demo(
    store: Annotated[
        str, typer.Option("--store", metavar="FILE", help="演示库，每次重建 The demo's own store, made anew each time.")
    ] = DEMO_STORE,
) -> None:
    """演示：样例数据、2013 年改革及其报告、清点 Reference data, the 2013 reform, its report, the census."""
    from api.demo import clear_demo_store, run_demo
    from api.render.demo import demo_page
    from api.render.progress import progress_bar

    settings = Settings.of()
    clear_demo_store(store, settings)
    with opened_store(store, settings, create=True) as held, progress_bar("演示 demo") as progress:
        outcome = run_demo(held, settings, progress)
    write_page(list(demo_page(outcome, store, _program())))
    if outcome.plan.refused:
        raise typer.Exit(FOUND)


def _program() -> str:
    """How this program was started, if it is not on the PATH under its own name."""
    from api.demo import shown_path

    started = Path(sys.argv[0])
    if shutil.which("quangang"):
        return "quangang"
    if started.parts[-2:] == ("api", "__main__.py"):
        return f"{shlex.quote(shown_path(Path(sys.executable)))} -m api"
    return shlex.quote(shown_path(started)) if started.name == "quangang" else "quangang"
