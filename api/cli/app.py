"""The application: its commands, in the order in which one meets them."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from api.cli import catalog, console, demo, mapping, questions, reforms, serving, statutes, stores
from api.cli.failures import BUG, MISUSE, debugging, handled, say, say_unusable
from api.cli.helping import uncut_help
from api.cli.output import write_text
from api.cli.usage import UsageError, say_usage
from api.settings import Settings

__all__ = ["app", "run"]

app = typer.Typer(
    name="quangang",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("quangang")
        except PackageNotFoundError:
            number = "未安装 not installed"
        write_text(f"quangang {number}\n")
        raise typer.Exit


@app.callback()
@handled
def quangang(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本号 The version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示调用栈 Show tracebacks.")] = False,
) -> None:
    """权岗图谱 Quangang: the power-to-post knowledge graph for reform impact analysis.

    先试 try first: quangang demo
    """
    del version
    debugging.set(debug or Settings.of().debug)


for module in (demo, stores, questions, catalog, statutes, reforms, mapping, serving, console):
    module.register(app)


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        with uncut_help(argv):
            code = app(args=list(argv), prog_name="quangang", standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except UsageError as error:
        say_usage(error)
        return MISUSE
    except OSError as error:  # the version and the help are written before any command is entered
        say_unusable(error)
        return MISUSE
    except Exception:  # noqa: BLE001 - Python's own exit code 1 would read as "findings"
        traceback.print_exc()
        say("程序缺陷，请附上文报告 this is a bug: please report it with the text above")
        return BUG
    return code if isinstance(code, int) else 0
