"""Formats that are not read, and what to save them as: known by their suffix, or by what is inside."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from graph.errors import Problem
from graph.terms import Both

__all__ = ["UNREAD", "is_document", "unread", "unread_inside"]

_AS_BOOK = Both("请在电子表格程序中另存为 .xlsx", "save it as .xlsx in a spreadsheet program")
_AS_TEXT = Both("请在文字处理程序中另存为 .docx", "save it as .docx in a word processor")
_ASK = Both(
    "请索取原来的工作簿，或把表录入 .xlsx",
    "ask for the workbook that it was made from, or type the table into an .xlsx",
)
_UNPACK = Both("请解压后逐个装入其中的表", "unpack it and load the tables in it")

UNREAD: Mapping[str, str] = {
    **dict.fromkeys((".ods", ".xlsb", ".xltx", ".xlt", ".ett", ".dbf", ".numbers", ".tsv"), _AS_BOOK),
    **dict.fromkeys((".doc", ".wps", ".odt", ".rtf", ".wpt", ".dot", ".dotx", ".docm"), _AS_TEXT),
    **dict.fromkeys((".pdf", ".ofd", ".ceb"), _ASK),
    **dict.fromkeys((".zip", ".rar", ".7z"), _UNPACK),
}
"""What to do with files of other suffixes that hold tables."""

_EXPECTED = ".xlsx / .xls / .et / .docx / .csv"
_WORD = "WordDocument".encode("utf-16-le")


def unread(file: str, suffix: str) -> Problem:
    """The problem of a file that is of a kind that is not read."""
    advice = UNREAD.get(suffix.lower(), Both("请另存为其中一种", "save it as one of these"))
    return Problem(
        file, Both(f"后缀 {suffix!r}：不读的格式", f"suffix {suffix!r}: a format that is not read"), _EXPECTED, advice
    )


def unread_inside(path: Path, file: str) -> Problem | None:
    """The problem of a file that is called like one that is read, and is another inside; None where it is not known."""
    inside = _parts(path)
    if "xl/workbook.bin" in inside:
        return Problem(file, Both("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"), _EXPECTED, _AS_BOOK)
    if "mimetype" in inside and "content.xml" in inside:
        return Problem(file, "OpenDocument（.ods、.odt）", _EXPECTED, _AS_BOOK)
    if not inside and _is_old_text(path):
        return Problem(file, Both("旧版 Word 文档（.doc）", "an old Word document (.doc)"), _EXPECTED, _AS_TEXT)
    return None


def is_document(path: Path) -> bool:
    """Whether an archive is a Word document, whatever it is called."""
    return "word/document.xml" in _parts(path)


def _parts(path: Path) -> frozenset[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return frozenset()  # whoever reads it says what is wrong with it


def _is_old_text(path: Path) -> bool:
    """A compound file whose directory names the stream of Word."""
    last = b""
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            if _WORD in last + piece:
                return True
            last = piece[-len(_WORD) :]
    return False
