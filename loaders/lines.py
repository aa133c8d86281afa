"""Lines of a text file, one at a time and never more of one than a bounded number of bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from graph.errors import InputError, Problem
from graph.terms import Both

__all__ = ["LINE_LIMIT", "ByteStream", "Line", "numbered", "open_source", "text_of", "unreadable"]

LINE_LIMIT = 16 * 1024 * 1024
"""Bytes that one line may have; a longer one is refused without being held in memory."""

ByteStream = io.BufferedIOBase | io.RawIOBase

_PIECE = 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One line without its end; or, where it could not be read, the problem with it."""

    row: int
    text: str
    problem: Problem | None = None
    last: bool = False
    """Set for a line without a line break behind it: the last one, perhaps cut off."""
    unread: bool = False
    """Set where nobody can tell what the line says: it is no text."""


def open_source(path: Path) -> io.BufferedReader:
    """Open a file to read; InputError where that cannot be done."""
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError([unreadable(path, error)]) from error


def text_of(path: Path, name: str = "") -> str:
    """The whole text of a file of bounded size, without its byte order mark.

    Raises:
        InputError: it cannot be read, is too big, or is no UTF-8.
    """
    name = name or path.name
    try:
        with path.open("rb") as stream:
            held = stream.read(LINE_LIMIT + 1)
    except OSError as error:
        raise InputError([unreadable(path, error)]) from error
    if len(held) > LINE_LIMIT:
        expected = Both(f"至多 {LINE_LIMIT:,} 字节", f"at most {LINE_LIMIT:,} bytes")
        raise InputError(
            [Problem(name, Both(f"超过 {LINE_LIMIT:,} 字节", f"more than {LINE_LIMIT:,} bytes"), expected)]
        )
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = held.count(b"\n", 0, error.start) + 1
        got = Both(
            f"字节 0x{held[error.start]:02x}（第 {error.start + 1} 字节）",
            f"byte 0x{held[error.start]:02x} (byte {error.start + 1})",
        )
        advice = Both("请另存为 UTF-8", "save the file as UTF-8")
        raise InputError([Problem(name, got, "UTF-8", advice, row)]) from error


def unreadable(path: Path, error: OSError) -> Problem:
    """What to say of a file that cannot be opened."""
    return Problem(
        path.name,
        got=f"{path}: {error.strerror or error}",
        expected=Both("可读的文件", "a file that can be read"),
        advice=Both("请检查路径与权限", "check path and permissions"),
    )


def numbered(source: ByteStream | Iterable[str], name: str, limit: int = LINE_LIMIT) -> Iterator[Line]:
    r"""Number the lines of a binary file, or of text that somebody else has read, from 1.

    A byte order mark is dropped. Lines longer than the limit come with their problem, and so does each one that is no
    UTF-8, its text with the bytes that are none as ``\xd6``.
    """
    if isinstance(source, ByteStream):
        return _of_bytes(source, name, limit)
    return (_checked(text, row, name, limit) for row, text in enumerate(source, 1))


def _of_bytes(source: ByteStream, name: str, limit: int) -> Iterator[Line]:
    row = 0
    while piece := source.readline(limit + 1):
        row += 1
        if row == 1:
            piece = piece.removeprefix(_BOM)
        complete = piece.endswith(b"\n")
        if len(piece) > limit and not complete:
            yield Line(row, "", _too_long(name, row, len(piece) + _skip(source), limit))
            continue
        try:
            yield Line(row, piece.decode().rstrip("\r\n"), None, not complete)
        except UnicodeDecodeError as error:
            text = piece.decode(errors="backslashreplace").rstrip("\r\n")
            yield Line(row, text, _not_utf8(name, row, error), not complete, unread=True)


def _skip(source: ByteStream) -> int:
    """Read to the end of a line without keeping it; how many bytes it still had."""
    size = 0
    while piece := source.readline(_PIECE):
        size += len(piece)
        if piece.endswith(b"\n"):
            break
    return size


def _checked(text: str, row: int, name: str, limit: int) -> Line:
    if len(text) > limit:
        return Line(row, "", _too_long(name, row, len(text), limit))
    if row == 1:
        text = text.removeprefix("\ufeff")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Line(row, "", Problem(name, Both("半个代理对", "half a surrogate pair"), "UTF-8", row=row))
    return Line(row, text.rstrip("\r\n"))


def _not_utf8(name: str, row: int, error: UnicodeDecodeError) -> Problem:
    at = error.start + 1
    return Problem(
        name,
        got=Both(
            f"字节 0x{error.object[error.start]:02x}（本行第 {at} 字节）",
            f"byte 0x{error.object[error.start]:02x} (byte {at} of the row)",
        ),
        expected="UTF-8",
        advice=Both("请将文件另存为 UTF-8", "save the file as UTF-8"),
        row=row,
    )


def _too_long(name: str, row: int, size: int, limit: int) -> Problem:
    return Problem(
        name,
        got=Both(f"一行 {size:,} 字节", f"a line of {size:,} bytes"),
        expected=Both(f"至多 {limit:,}", f"at most {limit:,}"),
        advice=Both("每行一个对象", "one object a line"),
        row=row,
    )
