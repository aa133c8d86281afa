"""What a zipped Office file may be: nothing is unpacked before its directory has been looked at."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.grids.grid import CELL_LIMIT

__all__ = ["check_archive"]

_ENTRIES, _UNPACKED, _RATIO, _SMALL = 5_000, 1 << 30, 250, 1 << 20
_PIECE = 1 << 20
_PROLOG = 1 << 16
_MACROS = re.compile(r"vbaproject|macrosheets|vbadata", re.IGNORECASE)
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_SAVE_AGAIN = Both(
    "请用电子表格程序打开，核对后另存为普通的 .xlsx", "open it, look at it, and save it as a plain .xlsx"
)


def check_archive(path: Path, file: str) -> frozenset[str]:
    """The names of the parts of an Office file that is safe to read.

    Raises:
        InputError: it is damaged, would unpack to far more than it is, carries macros, declares entities of its
            own, or has too many cells.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_directory(entries, file)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_part(archive, entry, file)
            _check_cells(archive, entries, file)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        got = Both("不是压缩包，或已损坏、加密", f"a damaged or locked archive: {error}")
        raise InputError(
            [Problem(file, got, Both("完整的工作簿或文档", "a whole workbook or document"), _SAVE_AGAIN)]
        ) from error
    return frozenset(entry.filename for entry in entries)


def _check_directory(entries: list[zipfile.ZipInfo], file: str) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES:
        _refuse(
            file,
            Both(f"{len(entries):,} 个部件", f"{len(entries):,} parts"),
            Both(f"至多 {_ENTRIES:,}", f"at most {_ENTRIES:,}"),
        )
    if total > _UNPACKED:
        _refuse(
            file,
            Both(f"解压后 {total:,} 字节", f"{total:,} bytes unpacked"),
            Both(f"至多 {_UNPACKED:,}（疑为压缩炸弹）", f"at most {_UNPACKED:,} (a zip bomb?)"),
        )
    for entry in entries:
        if entry.flag_bits & 1:
            _refuse(
                file,
                Both(f"加密的部件 {entry.filename}", f"an encrypted part {entry.filename}"),
                Both("未加密", "not encrypted"),
            )
        if entry.file_size > _SMALL and entry.file_size > _RATIO * max(entry.compress_size, 1):
            got = Both(
                f"{entry.filename}: {entry.compress_size:,} → {entry.file_size:,} 字节",
                f"{entry.filename}: {entry.compress_size:,} → {entry.file_size:,} bytes",
            )
            _refuse(
                file, got, Both(f"压缩比至多 {_RATIO}（疑为压缩炸弹）", f"a ratio of at most {_RATIO} (a zip bomb?)")
            )
        if _MACROS.search(entry.filename):
            _refuse(
                file,
                Both(f"含宏：{entry.filename}", f"with macros: {entry.filename}"),
                Both("没有宏的工作簿", "a workbook without macros"),
            )


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str) -> None:
    """Declarations stand before the first element: what follows need not be looked at."""
    with archive.open(entry) as stream:
        start = stream.read(_PROLOG)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode()
    if _DECLARES.search(start):
        got = Both(f"{entry.filename} 声明了外部实体", f"{entry.filename} declares entities")
        _refuse(file, got, Both("没有 DTD 与实体", "no DTD and no entities"))
    if entry.filename == "[Content_Types].xml" and b"macroEnabled" in start:
        _refuse(
            file, Both("含宏的工作簿类型", "a macro-enabled type"), Both("没有宏的工作簿", "a workbook without macros")
        )


def _check_cells(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: str) -> None:
    count = 0
    for entry in entries:
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            with archive.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    count += len(_CELL.findall(piece))
                    if count > CELL_LIMIT:
                        _refuse(
                            file,
                            Both(f"多于 {CELL_LIMIT:,} 格", f"more than {CELL_LIMIT:,} cells"),
                            Both(f"至多 {CELL_LIMIT:,}", f"at most {CELL_LIMIT:,}"),
                        )


def _refuse(file: str, got: str, expected: str) -> None:
    raise InputError([Problem(file, got, expected, _SAVE_AGAIN)])
