"""Where answers go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.terms import Label

if TYPE_CHECKING:
    from api.render.page import Block

__all__ = ["Format", "dumped", "write_answer", "write_json", "write_page", "write_text"]


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


def dumped(value: Any) -> str:  # noqa: ANN401 - a tree of JSON
    """JSON as calculus §6 has it: objects by key, indent 1, no escapes, one newline at the end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def write_json(value: Any, output: Path | None = None) -> None:  # noqa: ANN401 - a tree of JSON
    """Write an answer as JSON."""
    write_text(dumped(value), output)


def write_text(text: str, output: Path | None = None) -> None:
    """Write text to standard output, or to a file.

    Raises:
        InputError: the file cannot be written; what it held before is still there.
    """
    if output is None or str(output) == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        _replace(output, text)
    except OSError as error:
        why = error.strerror or error
        raise InputError(Label(f"{output}：无法写入：{why}", f"{output}: cannot be written: {why}")) from error


Table = Callable[[], Iterable[Sequence[str]]]


def write_answer(
    form: Format,
    output: Path | None,
    value: Callable[[], Any],
    page: Callable[[], Iterable[Block]],
    table: Table | None = None,
) -> None:
    """Write an answer in the form that was asked for; only that form is made.

    Raises:
        InputError: CSV is asked for, and the answer is no table.
    """
    if form is Format.CSV:
        if table is None:
            raise InputError(
                Label(
                    "--format csv：这个答案不是一张表；应为 table / json / markdown",
                    "--format csv: this answer is no table; expected table / json / markdown",
                )
            )
        write_text(_csv(table()), output)
        return
    if form is Format.JSON:
        write_json(value(), output)
    elif form is Format.MARKDOWN:
        from api.render.markdown import markdown_text

        write_text(markdown_text(page()), output)
    else:
        write_page(list(page()), output)


def _csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; what a spreadsheet would take for a formula has an apostrophe before it."""
    from api.render.csvtext import safe_cell

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return stream.getvalue()


def write_page(page: Sequence[Block], output: Path | None = None) -> None:
    """Write what is laid out for people (`api.render`): with styles on a terminal, plain elsewhere."""
    from api.render.page import page_text, print_page

    if output is None and sys.stdout.isatty():
        print_page(page)
    else:
        write_text(page_text(page), output)


def _replace(path: Path, text: str) -> None:
    path = path.resolve()  # a link keeps pointing where it does
    if path.exists() and not path.is_file():  # a device or a pipe is written to; a file in its place would be damage
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(path))  # noqa: PTH101 - by name, as mkstemp gives it
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, else those that the umask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
