"""Many tables as one source: read all, then put together what refers across them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST
from graph.schema import PERFORMED_BY, Kind, Link
from graph.view import View
from loaders.elements import Progress, Source, no_progress
from loaders.lines import unreadable
from loaders.tables.build import Builder
from loaders.tables.duties import add_duties
from loaders.tables.layouts import DUTIES, INCOMPATIBLE, POWER_TYPES
from loaders.tables.organisation import Organisation
from loaders.tables.rows import TableFile, read_table
from loaders.tables.whole import manifest_from_rows

__all__ = ["read_directory", "read_files"]

_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".ods", ".et"})


def read_directory(path: Path, base: View | None = None, progress: Progress = no_progress) -> Source:
    """Read every CSV file of a directory as one source; see `read_files`.

    Raises:
        InputError: the directory cannot be read, or holds no CSV file.
    """
    try:
        found = sorted(item for item in path.iterdir() if item.is_file() and not item.name.startswith((".", "~$")))
    except OSError as error:
        raise InputError([unreadable(path, error)]) from error
    tables = [item for item in found if item.suffix.lower() == ".csv"]
    if not tables:
        expected = "目录中有 .csv 文件 a directory with .csv files"
        raise InputError([Problem(path.name, f"{path}: 没有表 no tables", expected)])
    source = read_files(tables, base, progress, name=path.name)
    skipped = [
        Problem(item.name, "工作簿 a workbook", "CSV", "未读；请另存为“CSV UTF-8” not read: save as CSV UTF-8")
        for item in found
        if item.suffix.lower() in _WORKBOOKS
    ]
    return _with_notices(source, skipped)


def read_files(
    paths: Sequence[Path], base: View | None = None, progress: Progress = no_progress, name: str = ""
) -> Source:
    """Read tables, in any order, as one source.

    Args:
        paths: of the files; several of one table may lie side by side.
        base: what the store holds, for shorthand that speaks of units and posts, and for the office levels.
        progress: told of bytes read, per file and every 10,000 rows.
        name: of the whole for people; that of the only file where it is empty.
    """
    manifest = base.manifest if base is not None else DEFAULT_MANIFEST
    names = _names(paths)
    sizes = {path: path.stat().st_size if path.is_file() else 0 for path in paths}
    files: list[TableFile] = []
    done, total = 0, sum(sizes.values())
    for path in paths:
        progress(names[path], done, total)
        files.append(read_table(path, names[path], manifest, _ticker(names[path], done, total, progress)))
        done += sizes[path]
    rows = [row for file in files for row in file.rows]
    unread = frozenset(file.unread.kind for file in files if file.unread is not None and file.unread.kind is not None)
    builder = Builder(Organisation.of(rows, base), manifest, unread)
    for row in rows:
        builder.add(row)
    add_duties(builder, [row for row in rows if row.heading.table is DUTIES])
    problems = [problem for file in files for problem in file.problems]
    stated = manifest_from_rows(rows, manifest, problems)
    progress(name or "tables", total, total)
    return Source(
        name=name or "、".join(names.values()),
        elements=builder.elements,
        manifest=stated,
        problems=(*problems, *builder.problems),
        notices=(*(notice for file in files for notice in file.notices), *builder.notices),
        scope=frozenset(owner for file in files for owner in _scope(file)),
        rows={(file.name, number): text for file in files for number, text in file.raw.items()},
        headers={file.name: file.header for file in files},
        unread=unread,
        manifest_rows=frozenset(row.place[:2] for row in rows if row.heading.table in (INCOMPATIBLE, POWER_TYPES)),
    )


def _scope(file: TableFile) -> set[Kind | Link]:
    """The kinds and links that a file states: a table's rows, and the columns that are there."""
    if file.heading is None:
        return set()
    table, present = file.heading.table, file.heading.present
    result: set[Kind | Link] = {
        column.link for column in table.columns if column.link is not None and column.name in present
    }
    if table.kind is not None:
        result.add(table.kind)
    if table is DUTIES:
        result.add(PERFORMED_BY)
    return result


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """File names for messages; whole paths where two files have the same name."""
    count = Counter(path.name for path in paths)
    return {path: path.name if count[path.name] == 1 else str(path) for path in paths}


def _ticker(name: str, done: int, total: int, progress: Progress) -> Callable[[int], None]:
    def tick(position: int) -> None:
        progress(name, done + position, total)

    return tick


def _with_notices(source: Source, more: Sequence[Problem]) -> Source:
    return replace(source, notices=(*source.notices, *more)) if more else source
