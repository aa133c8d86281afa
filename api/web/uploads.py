"""Files that come with a request, kept in a folder that is gone when the load is done."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.web.problems import BadRequestError, UnsupportedError
from graph.errors import InputError, Problem
from graph.terms import Both, Label, Lack
from loaders.grids import SUFFIXES as TABLES
from loaders.grids.others import UNREAD, unread

__all__ = ["LISTS", "UPLOAD_TYPE", "uploaded"]

UPLOAD_TYPE = "multipart/form-data"
FIELD = "files"
_FILES_AT_MOST = 100
_SUFFIXES = TABLES | {".md", ".bpmn", ".jsonl", ".ndjson", ".json"}
LISTS = frozenset({".json", ".csv"})
"""What a mapping reads."""
_PIECE = 1024 * 1024
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*]")


@asynccontextmanager
async def uploaded(request: Request, suffixes: Collection[str] = _SUFFIXES) -> AsyncIterator[Sequence[Path]]:
    """The files of a request, under their own names, in their order; with the suffixes that will do.

    Raises:
        UnsupportedError: the body is no form with files.
        BadRequestError: the form cannot be read.
        InputError: there are no files, or their names will not do; all such are named.
    """
    stated = request.headers.get("content-type", "")
    if stated.partition(";")[0].strip().lower() != UPLOAD_TYPE:
        raise UnsupportedError(
            Label(
                f"Content-Type：收到 {stated[:100]!r}；应为 {UPLOAD_TYPE}",
                f"Content-Type: got {stated[:100]!r}; expected {UPLOAD_TYPE}",
            )
        )
    try:
        form = await request.form(max_files=_FILES_AT_MOST, max_fields=0)
    except HTTPException as error:
        raise BadRequestError(
            Label(
                f"请求体无法读懂（{error.detail}）；应为 {UPLOAD_TYPE}，至多 {_FILES_AT_MOST} 个文件，字段名 {FIELD}",
                f"the body cannot be read: {error.detail}; expected {UPLOAD_TYPE}, at most {_FILES_AT_MOST} files, "
                f"field {FIELD}",
            )
        ) from error
    try:
        with tempfile.TemporaryDirectory(prefix="quangang-load-") as folder:
            files = [(name, item) for name, item in form.multi_items() if isinstance(item, UploadFile)]
            names = _names(files, suffixes)
            yield [await _kept(item, Path(folder) / name) for name, (_, item) in zip(names, files, strict=True)]
    finally:
        await form.close()


def _names(files: Sequence[tuple[str, UploadFile]], suffixes: Collection[str]) -> Sequence[str]:
    """The names of files without any folders; a name never leads out of the folder that it is kept in."""
    if not files:
        raise InputError(
            [
                Problem(
                    "body",
                    Lack("没有文件", "no files"),
                    Both(
                        f"字段 {FIELD}：{' / '.join(sorted(suffixes))}",
                        f"field {FIELD}: {' / '.join(sorted(suffixes))}",
                    ),
                    column=FIELD,
                )
            ]
        )
    problems, names = [], []
    for field, item in files:
        given = item.filename or ""
        name = PurePosixPath(PureWindowsPath(given).name).name
        advice = Both("请改名后重试", "rename it and try again")
        if field != FIELD:
            problems.append(
                Problem("body", Both(f"字段 {field[:50]!r}", f"field {field[:50]!r}"), FIELD, column=field[:50])
            )
        if name in names:
            problems.append(
                Problem(
                    name, Both("两个同名文件", "two files of one name"), Both("每个名字一次", "each name once"), advice
                )
            )
        if not name.strip(". ") or name.startswith(".") or _FORBIDDEN.search(name) or len(name.encode()) > 200:
            problems.append(
                Problem(
                    "body",
                    Both(f"文件名 {given[:100]!r}", f"file name {given[:100]!r}"),
                    Both("普通的文件名", "a plain name"),
                    advice,
                )
            )
        elif Path(name).suffix.lower() not in suffixes:
            problems.append(_unread(name, suffixes))
        names.append(name)
    if problems:
        raise InputError(problems)
    return names


def _unread(name: str, suffixes: Collection[str]) -> Problem:
    suffix = Path(name).suffix
    if suffix.lower() in UNREAD and suffixes is _SUFFIXES:
        return unread(name, suffix)
    advice = Both("请另存为其中一种，或改回原来的后缀", "save it as one of these, or give it back its own suffix")
    return Problem(name, Both(f"后缀 {suffix!r}", f"suffix {suffix!r}"), " / ".join(sorted(suffixes)), advice)


async def _kept(item: UploadFile, path: Path) -> Path:
    with path.open("xb") as stream:
        while piece := await item.read(_PIECE):
            stream.write(piece)
    return path
