"""What is said of a command line that cannot be read: Typer's own English words, with Chinese before them."""

from __future__ import annotations

import typer

from api.cli.failures import say

__all__ = ["UsageError", "say_usage"]

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""Typer does not name the base of its errors of usage."""

_SAID = {
    "NoSuchOption": "没有这个选项",
    "MissingParameter": "缺少必填的参数",
    "BadParameter": "参数的值不对",
    "BadOptionUsage": "选项用法不对",
    "BadArgumentUsage": "参数用法不对",
}
_NO_COMMAND = "No such command"


def say_usage(error: Exception) -> None:
    """One line on standard error: what is wrong, and which help to ask."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return  # the help itself is the answer, and it has been printed
    told = str(getattr(error, "format_message", error.__str__)())
    said = _SAID.get(type(error).__name__, "没有这个命令" if told.startswith(_NO_COMMAND) else "用法不对")
    command = getattr(getattr(error, "ctx", None), "command_path", "quangang")
    say(f"错误 error: {said}。{told.removesuffix('.')}; 用法见 for help: {command} --help")
