"""The records of a CSV file: UTF-8 with or without a byte order mark, else GB18030; never a whole file in memory."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.lines import LINE_LIMIT, open_source

__all__ = ["Encoding", "encoding_of", "line_of", "records"]

_OTHER_FORMATS = (
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_TICK = 10_000
_SAMPLE, _ENOUGH = 65_536, 4
_SAVE_AS = Both("请另存为“CSV UTF-8”", "save as CSV UTF-8")


class Encoding(NamedTuple):
    """How a file is written; ``not_utf8`` says where it is not UTF-8, if it is GB18030.

    ``open_ended``: the last line has no line break, as where a file was cut off inside its last cell.
    """

    name: str
    not_utf8: str = ""
    open_ended: bool = False


class _Failure(NamedTuple):
    offset: int
    row: int
    byte: int

    def __str__(self) -> str:
        return Both(
            f"第 {self.offset + 1} 字节（0x{self.byte:02x}，第 {self.row} 行）",
            f"byte {self.offset + 1} (0x{self.byte:02x}, row {self.row})",
        )


def encoding_of(path: Path, file: str, limit: int = LINE_LIMIT) -> Encoding:
    """Find out how a file is written by reading it once, in bounded memory.

    Raises:
        InputError: it is neither UTF-8 nor GB18030, no text at all, cut off, or has a line over the limit.
    """
    decoders = {name: codecs.getincrementaldecoder(name)("strict") for name in ("utf-8", "gb18030")}
    failures: dict[str, _Failure] = {}
    offset = row = 0
    last = b"\n"
    with open_source(path) as stream:
        while piece := stream.readline(limit + 1):
            row += 1
            if row == 1:
                _refuse_other_formats(piece, file)
                if piece.startswith(codecs.BOM_UTF8):
                    del decoders["gb18030"]
            if len(piece) > limit and not piece.endswith(b"\n"):
                _refuse_long_line(file, row, limit)
            for name in decoders.keys() - failures:
                _feed(decoders[name], name, piece, _Failure(offset, row, 0), failures)
            offset += len(piece)
            last = piece[-1:]
    whole = "utf-8" not in failures
    for name in decoders.keys() - failures:
        _feed(decoders[name], name, b"", _Failure(offset, row, 0), failures)
    if "utf-8" not in failures:
        return Encoding("utf-8-sig", open_ended=last not in b"\r\n")
    if whole and _reads_as_utf8(path):
        advice = Both("文件不完整，请重新取得", "the file was cut off: get it whole")
        got = Both("文件在一个字的中间结束：", "it ends inside a character: ") + str(failures["utf-8"])
        raise InputError([Problem(file, got, Both("完整的文件", "a whole file"), advice, row)])
    if failures.keys() == decoders.keys():
        told = [f"{name}: " + str(failures[name]) for name in sorted(failures, reverse=True)]
        raise InputError(
            [
                Problem(
                    file,
                    Both("无法解码：", "cannot decode ") + told[0] + "; " + told[-1],
                    Both("UTF-8 或 GB18030", "UTF-8 or GB18030"),
                    _SAVE_AS,
                    failures["utf-8"].row,
                )
            ]
        )
    return Encoding("gb18030", str(failures["utf-8"]), last not in b"\r\n")


def records(path: Path, file: str, encoding: Encoding, tick: Callable[[int], None]) -> Iterator[tuple[int, list[str]]]:
    """The records of a file with their numbers from 1, as a spreadsheet counts its rows.

    ``tick`` is told every 10,000 records how many bytes were read.

    Raises:
        InputError: where the quotes do not fit together, as in a file that was cut off.
    """
    row = 0
    with open_source(path) as stream, io.TextIOWrapper(stream, encoding.name, newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            for cells in reader:
                row += 1
                if row % _TICK == 0:
                    tick(stream.tell())
                yield row, cells
        except csv.Error as error:
            got = Both(f"{error}（第 {reader.line_num} 行止）", f"{error} (up to line {reader.line_num})")
            advice = Both("引号未闭合或文件不完整", "a quote is not closed, or the file was cut off")
            raise InputError(
                [Problem(file, got, Both("完整的 CSV 记录", "a whole CSV record"), advice, row + 1)]
            ) from error


def _reads_as_utf8(path: Path) -> bool:
    """What is UTF-8 up to its last character, with Chinese in it, is no GB18030 by chance."""
    with open_source(path) as stream:
        text = stream.read(_SAMPLE).decode("utf-8", "ignore")
    return sum(not character.isascii() for character in text) >= _ENOUGH


def _feed(
    decoder: codecs.IncrementalDecoder, name: str, piece: bytes, at: _Failure, failures: dict[str, _Failure]
) -> None:
    try:
        decoder.decode(piece, final=not piece)
    except UnicodeDecodeError as error:
        held = len(error.object) - len(piece)  # bytes of a character that began in the piece before
        failures[name] = _Failure(at.offset - held + error.start, at.row, error.object[error.start])


def _refuse_other_formats(piece: bytes, file: str) -> None:
    for magic, name in _OTHER_FORMATS:
        if piece.startswith(magic):
            raise InputError([Problem(file, name, Both("CSV, UTF-8 或 GB18030", "CSV, UTF-8 or GB18030"), _SAVE_AS)])


def _refuse_long_line(file: str, row: int, limit: int) -> None:
    got = Both(f"一行超过 {limit:,} 字节", f"a line of more than {limit:,} bytes")
    raise InputError(
        [
            Problem(
                file, got, Both(f"至多 {limit:,}", f"at most {limit:,}"), Both("每行一条记录", "one record a line"), row
            )
        ]
    )


def line_of(cells: Sequence[str]) -> str:
    """Cells as a line of CSV, without its line break."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()
