"""Which reader a file calls for: its first bytes tell, whatever it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.errors import InputError, Problem
from graph.terms import Both
from loaders.grids.docx import read_docx
from loaders.grids.grid import Grid
from loaders.grids.others import is_document, unread_inside
from loaders.grids.records import encoding_of, records
from loaders.grids.xls import read_xls
from loaders.grids.xlsx import read_xlsx
from loaders.lines import open_source

__all__ = ["SUFFIXES", "grids_of"]

SUFFIXES = frozenset({".csv", ".xlsx", ".xls", ".et", ".docx", ".xlsm"})
"""Of the files that are read as tables; .xlsm is refused with a reason."""

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def grids_of(path: Path, file: str, tick: Callable[[int], None]) -> list[Grid]:
    """The grids of a file.

    Args:
        path: of the file.
        file: its name in messages.
        tick: told of bytes read.

    Raises:
        InputError: it cannot be read, is damaged, or not to be trusted.
    """
    with open_source(path) as stream:
        start = stream.read(8)
    if start.startswith((_COMPOUND, _ZIP)) and (other := unread_inside(path, file)) is not None:
        raise InputError([other])
    if start.startswith(_COMPOUND):
        return read_xls(path, file)
    if start.startswith(_ZIP):
        return read_docx(path, file) if is_document(path) else read_xlsx(path, file, tick)
    if path.suffix.lower() in SUFFIXES - {".csv"}:
        got = Both(f"{path.suffix} 内不是工作簿也不是文档", f"{path.suffix} is neither a workbook nor a document")
        advice = Both("文件不完整或改了后缀；请重新另存", "it was cut off or renamed: save it again")
        raise InputError([Problem(file, got, Both("工作簿或文档", "a workbook or a document"), advice)])
    encoding = encoding_of(path, file)
    return [Grid(file, "", records(path, file, encoding, tick), encoding=encoding)]
