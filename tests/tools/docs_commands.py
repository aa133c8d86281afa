"""`docs/reference/commands.md`: every command with its arguments and options, from the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import typer
from typer.core import TyperArgument, TyperOption

from api.cli.app import app
from tests.tools.docs_markdown import code, page, table

__all__ = ["Command", "command_names", "commands_page", "options_of"]

_INTRO = """\
命令行 `quangang`。退出码：0 成功，1 有问题（findings）或有被拒的行，2 用法错误或无法执行。
Exit codes: 0 ok, 1 findings or rejected rows, 2 misuse or what could not be done.
答案在标准输出，给人的提示在标准错误。The answer goes to standard output, remarks to standard error.
`--format json` 的键见 [read the report](../how-to/read-the-impact-report.md)；环境变量见 [settings](settings.md)。"""

Command = typer.core.TyperCommand


def commands_page() -> str:
    """The whole page."""
    commands = dict(_commands())
    rows = [(f"[{code(name)}](#{name})", _first(command.help)) for name, command in commands.items()]
    return page(
        "命令 Commands",
        _INTRO,
        table(("命令 command", "作用 what it does"), rows),
        "## quangang",
        _parameters(typer.main.get_command(app)),
        *(_command(name, command) for name, command in commands.items()),
    )


def command_names() -> tuple[str, ...]:
    """The names of all commands, in the order of the help."""
    return tuple(name for name, _ in _commands())


def options_of(name: str) -> frozenset[str]:
    """Every spelling of every option of a command; of the program itself for the empty name."""
    command = dict(_commands())[name] if name else typer.main.get_command(app)
    spelled = {text for item in command.params for text in (*item.opts, *item.secondary_opts) if text.startswith("-")}
    return frozenset({*spelled, "--help", "-h"})


def _commands() -> Iterator[tuple[str, typer.core.TyperCommand]]:
    group = typer.main.get_command(app)
    if not isinstance(group, typer.core.TyperGroup):
        raise TypeError(f"the application is one command, expected a group: {group!r}")
    for name, command in group.commands.items():
        if not isinstance(command, typer.core.TyperCommand):
            raise TypeError(f"{name} is no Typer command: {command!r}")
        if not command.hidden:
            yield name, command


def _command(name: str, command: typer.core.TyperCommand) -> str:
    arguments = [_usage(item) for item in command.params if isinstance(item, TyperArgument)]
    usage = " ".join(("quangang", name, *arguments, "[选项 OPTIONS]"))
    return f"## {name}\n\n{_help(command.help)}\n\n```text\n{usage}\n```\n\n{_parameters(command)}"


def _help(text: str | None) -> str:
    lines = (line.strip() for line in (text or "").replace("\b\n", "").strip().splitlines())
    return "\n".join(f"例 example: {code(line)}" if line.startswith("quangang ") else line for line in lines)


def _usage(item: TyperArgument) -> str:
    found = (item.metavar or (item.name or "").upper()).strip("[].")
    found = found if item.nargs == 1 else f"{found}..."
    return found if item.required else f"[{found}]"


def _first(text: str | None) -> str:
    return _help(text).partition("\n")[0]


def _parameters(command: object) -> str:
    rows = [_parameter(item) for item in getattr(command, "params", ()) if not getattr(item, "hidden", False)]
    return table(("参数 parameter", "值 value", "缺省 default", "说明 help"), rows)


def _parameter(item: object) -> tuple[str, ...]:
    if isinstance(item, TyperArgument):
        return code(_usage(item)), "", "", item.help or ""
    if isinstance(item, TyperOption):
        names = " ".join(code(text) for text in (*item.opts, *item.secondary_opts))
        return names, _value(item), _default(item), item.help or ""
    return code(getattr(item, "name", "")), "", "", getattr(item, "help", "") or ""


def _value(item: TyperOption) -> str:
    if item.is_flag:
        return ""
    kinds = [type(item.default)] if isinstance(item.default, Enum) else []
    shown = " / ".join(str(choice.value) for kind in kinds for choice in kind) or item.metavar or ""
    return f"{shown}（可重复 may be repeated）" if item.multiple else shown


def _default(item: TyperOption) -> str:
    if item.is_flag or item.default is None or item.default in ("", [], ()) or callable(item.default):
        return ""
    return code(_plain(item.default))


def _plain(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
