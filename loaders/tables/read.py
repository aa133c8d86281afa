"""Many tables as one source: read all, then put together what refers across them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from graph.errors import InputError, Problem
from graph.model import DEFAULT_MANIFEST, Manifest, NodeId
from graph.schema import PERFORMED_BY, Kind, Link
from graph.terms import Both, Lack
from graph.view import View
from loaders.books.stamp import exported_on, read_stamp
from loaders.elements import Progress, Sheet, Source, no_progress
from loaders.grids import SUFFIXES, grids_of
from loaders.grids.grid import letters
from loaders.grids.others import UNREAD, unread
from loaders.lines import unreadable
from loaders.tables.build import Builder
from loaders.tables.duties import add_duties
from loaders.tables.layouts import DUTIES, RELATIONS, WHOLE
from loaders.tables.naming import put_codes
from loaders.tables.organisation import Organisation
from loaders.tables.placing import note_places, note_posts
from loaders.tables.relations import add_relations
from loaders.tables.rows import Row, TableFile, read_grid
from loaders.tables.whole import levels_from_rows, manifest_from_rows

__all__ = ["read_directory", "read_files"]


def read_directory(
    path: Path, base: View | None = None, progress: Progress = no_progress, on: date | None = None
) -> Source:
    """Read every table of a directory as one source; see `read_files`.

    Raises:
        InputError: the directory cannot be read, or holds no table.
    """
    try:
        found = sorted(item for item in path.iterdir() if item.is_file() and not item.name.startswith((".", "~$")))
    except OSError as error:
        raise InputError([unreadable(path, error)]) from error
    tables = [item for item in found if item.suffix.lower() in SUFFIXES]
    if not tables:
        expected = Both("目录中有 .xlsx、.xls、.docx 或 .csv 文件", "a directory with .xlsx, .xls, .docx or .csv files")
        raise InputError([Problem(path.name, Lack(f"{path} 中没有表", f"no tables in {path}"), expected)])
    source = read_files(tables, base, progress, name=path.name, on=on)
    others = tuple(unread(item.name, item.suffix) for item in found if item.suffix.lower() in UNREAD)
    return replace(source, notices=(*source.notices, *others))


def read_files(
    paths: Sequence[Path],
    base: View | None = None,
    progress: Progress = no_progress,
    name: str = "",
    on: date | None = None,
) -> Source:
    """Read tables, in any order, as one source.

    Args:
        paths: of the files; several of one table may lie side by side.
        base: what the store holds, for shorthand that speaks of units and posts, and for the office levels.
        progress: told of bytes read, per file and every 10,000 rows.
        name: of the whole for people; that of the only file where it is empty.
        on: the day whose texts of laws are meant by citations; without it a law with several texts is ambiguous.
    """
    manifest = base.manifest if base is not None else DEFAULT_MANIFEST
    names = _names(paths)
    sizes = {path: path.stat().st_size if path.is_file() else 0 for path in paths}
    files = _read_all(names, sizes, manifest, progress)
    rows = [row for file in files for row in file.rows]
    levels = levels_from_rows(rows, manifest, [])
    if levels != manifest.levels:  # cells that name a level are read by the new ones
        manifest = replace(manifest, levels=levels)
        files = _read_all(names, sizes, manifest, progress)
        rows = [row for file in files for row in file.rows]
    unread = frozenset(file.unread.kind for file in files if file.unread is not None and file.unread.kind is not None)
    problems = [problem for file in files for problem in file.problems]
    progress("对码 match codes", 0, 0)
    naming = put_codes(rows, base, unread, on)
    rows = list(naming.rows)
    naming.notices += [*note_places(rows), *note_posts(rows, base)]
    builder = Builder(Organisation.of(rows, base), manifest, unread, _days(files, on))
    add_relations(builder, [row for row in rows if row.heading.table is RELATIONS])
    for row in rows:
        builder.add(row)
    add_duties(builder, [row for row in rows if row.heading.table is DUTIES])
    stated = manifest_from_rows(rows, manifest, problems)
    progress("对码 match codes", len(rows), len(rows))
    return Source(
        name=name or "、".join(names.values()),
        elements=builder.elements,
        echoes=tuple(builder.echoes),
        manifest=stated,
        problems=(*problems, *naming.problems, *builder.problems),
        notices=(*(notice for file in files for notice in file.notices), *naming.notices, *builder.notices),
        coded=naming.made.notices,
        scope=frozenset(owner for file in files for owner in _scope(file)),
        scopes={file.name: frozenset(_scope(file)) for file in files},
        rows={(file.name, number): text for file in files for number, text in file.raw.items()},
        headers={file.name: file.header for file in files},
        unread=unread,
        sheets={file.name: Sheet(*file.sheet, _columns(file)) for file in files if file.sheet is not None},
        tables={file.name: file.heading.table for file in files if file.heading is not None},
        columns={file.name: _columns(file) for file in files},
        told=(told := {file.name: file.told for file in files if file.told}),
        again=_again(row for file in files if file.name in told for row in file.rows),
        paths={names[path]: path for path in paths},
        manifest_rows=frozenset(row.place[:2] for row in rows if row.heading.table in WHOLE),
        by_item=stated is not None,
    )


def _read_all(
    names: Mapping[Path, str], sizes: Mapping[Path, int], manifest: Manifest, progress: Progress
) -> list[TableFile]:
    files: list[TableFile] = []
    stamps = {folder: read_stamp(folder) for folder in {path.parent for path in names if path.suffix.lower() == ".csv"}}
    done, total = 0, sum(sizes.values())
    for path, name in names.items():
        progress(name, done, total)
        found = _read(path, name, manifest, _ticker(name, done, total, progress))
        if path.parent in stamps:
            _stamp(found, path, *stamps[path.parent])
        files.extend(found)
        done += sizes[path]
    return files


def _stamp(
    files: Sequence[TableFile], path: Path, told: Mapping[str, Mapping[str, str]], wrong: Problem | None
) -> None:
    """Tell CSV tables where they are exported from, as the file beside them says."""
    for file in files:
        if file.sheet is None:
            file.told = told.get(unicodedata.normalize("NFC", path.name), {})
            file.notices += [replace(wrong, file=file.name)] if wrong is not None else []


def _read(path: Path, name: str, manifest: Manifest, tick: Callable[[int], None]) -> list[TableFile]:
    """The tables of one file; sheets that are none are told beside those that are."""
    try:
        found = [read_grid(grid, path.stem, manifest) for grid in grids_of(path, name, tick)]
    except InputError as error:
        return [TableFile(name, problems=list(error.problems))]
    if not any(file.heading is not None for file in found):
        return found[:1]
    for file in found:
        if file.heading is None:
            advice = Both(
                "这个工作表未读；如是表，请更正表名或表头", "not read: if it is a table, name it or mend its headers"
            )
            file.notices[:] = [replace(problem, advice=advice) for problem in file.problems]
            file.problems.clear()
    return found


def _days(files: Sequence[TableFile], on: date | None) -> dict[str, date]:
    """The day that each file speaks of: that of its export, else that of the load."""
    days = {file.name: exported_on(file.told) or on for file in files}
    return {name: day for name, day in days.items() if day is not None}


def _again(rows: Iterable[Row]) -> dict[NodeId, frozenset[tuple[str, int]]]:
    """File and row of the rows about each node that has several, whether or not they can be taken."""
    found: dict[NodeId, set[tuple[str, int]]] = {}
    for row in rows:
        kind, code = row.heading.table.kind, row.values.get("code")
        if row.heading.table.repeats and kind is not None and isinstance(code, str):
            found.setdefault(NodeId(kind, code), set()).add(row.place[:2])
    return {node: frozenset(places) for node, places in found.items() if len(places) > 1}


def _columns(file: TableFile) -> dict[str, str]:
    """The letters of the columns by their headers."""
    headers = file.heading.headers if file.heading is not None else ()
    return {header: letters(at) for at, header in reversed(list(enumerate(headers, 1)))}


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
