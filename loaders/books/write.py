"""The instruments as files: one workbook or CSV file each, in a folder."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import InputError
from graph.terms import Label
from graph.view import View
from loaders.books.pages import Page, pages_of
from loaders.books.safe import safe_text
from loaders.books.stamp import STAMP, write_stamp
from loaders.books.workbook import write_workbook
from loaders.elements import Progress, no_progress
from loaders.moved import digest, identities_in
from loaders.stretches import NO_SPANS, Spans
from loaders.tables.layouts import DUTIES, RELATIONS

__all__ = ["write_instruments"]


def write_instruments(
    view: View,
    folder: Path,
    told: Mapping[str, str],
    *,
    as_csv: bool = False,
    progress: Progress = no_progress,
    spans: Spans = NO_SPANS,
) -> tuple[Path, ...]:
    """Write every instrument that the graph fills into a folder, which is made where it is not there.

    Args:
        view: the graph on one day.
        folder: files of the same names in it are replaced.
        told: what a workbook carries for loading it again; for CSV files it stands in a file beside them.
        as_csv: CSV instead of workbooks: UTF-8 with a byte order mark, headers first.
        progress: told of rows.
        spans: since when and until when the things of that day are there (`loaders.stretches.spans_on`).

    Returns:
        The tables, in the order of the instruments.

    Raises:
        InputError: the folder cannot be written to.
    """
    pages = pages_of(view, progress=progress, spans=spans)
    total = sum(len(page.rows) for page in pages)
    done = 0
    result = []
    stamped: dict[str, Mapping[str, str]] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages:
            progress(page.table.title, done, total)
            path = folder / f"{page.table.title}.{'csv' if as_csv else 'xlsx'}"
            own = {"rows": digest(identities_in(page, view))} if told and page.table in (DUTIES, RELATIONS) else {}
            if as_csv:
                _write_csv(page, path)
            else:
                write_workbook(page, path, {**told, **own}, _ticker(page.table.title, done, total, progress))
            result.append(path)
            stamped[path.name] = own
            done += len(page.rows)
            progress(page.table.title, done, total)
        if as_csv:
            _write_told(folder, told, stamped)
    except OSError as error:
        raise InputError(
            Label(
                f"{folder}: 无法写入：{error.strerror or error}",
                f"{folder}: cannot be written: {error.strerror or error}",
            )
        ) from error
    progress("导出 export", total, total)
    return tuple(result)


def _ticker(title: str, before: int, total: int, progress: Progress) -> Callable[[int], None]:
    return lambda rows: progress(title, before + rows, total)


def _write_told(folder: Path, told: Mapping[str, str], files: Mapping[str, Mapping[str, str]]) -> None:
    """Say beside CSV files what they are from; a file that says it of an earlier export says nothing true any more."""
    if told:
        write_stamp(folder, told, files)
    else:
        (folder / STAMP).unlink(missing_ok=True)


def _write_csv(page: Page, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(page.headers)
        writer.writerows([safe_text(text) for text in row] for row in page.rows)
