"""What a load did or would do, file by file, and the files in which rejected rows are kept."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from graph.errors import Problem
from loaders.absence import Absent
from loaders.unsaid import Unsaid

__all__ = ["FileReport", "LoadReport", "Rejected", "marked_copies", "sweep_report", "write_report"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that was refused, as it stands in its file, with every reason."""

    row: int
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """The rows of one file or sheet: ``rows`` is the sum of the five that follow.

    ``unmatched`` rows are right but for a name or code that nothing answers to. Where a load is refused nothing is
    written: rows that were right themselves are then ``withheld``. ``book`` and ``sheet`` say where a table stands
    that is no file of its own.
    """

    name: str
    rows: int
    written: int
    unchanged: int
    rejected: int
    unmatched: int
    withheld: int
    notices: int
    header: str = ""
    rejects: tuple[Rejected, ...] = ()
    book: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The outcome of a load.

    ``missing`` names what the store has and the file lacks, within what the file states; ``retired`` those of
    them (and the relations that hung on them) that ``--complete`` closes. ``partial``: the rows that are right are
    taken although others are not. ``paths`` are those of the workbooks. What is missing and left alone stands in
    ``unsaid`` where it is left out of a cell of theirs; ``absences`` says the rest by kind and sheet.
    """

    name: str
    files: tuple[FileReport, ...]
    edits: int
    effective: date | None
    missing: tuple[str, ...]
    retired: tuple[str, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]
    manifest_changed: bool = False
    partial: bool = False
    paths: Mapping[str, Path] = field(default_factory=dict)
    absences: tuple[Absent, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.problems

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The notices that must be seen before anything is written."""
        return tuple(notice for notice in self.notices if notice.warning)

    @property
    def refused(self) -> bool:
        """Whether nothing is written."""
        return bool(self.problems) and not self.partial

    @property
    def taken(self) -> int:
        """Rows that the store holds after the load."""
        return sum(item.written + item.unchanged for item in self.files)

    def place_of(self, problem: Problem) -> tuple[str, str]:
        """File and sheet of a problem."""
        return next(((x.book, x.sheet) for x in self.files if x.name == problem.file and x.book), (problem.file, ""))

    def to_json(self) -> dict[str, Any]:
        """The report as JSON: counts, identities, and problems with file, row and column."""
        return {
            "name": self.name,
            "accepted": self.accepted,
            "partial": self.partial,
            "effective": self.effective and self.effective.isoformat(),
            "edits": self.edits,
            "manifest_changed": self.manifest_changed,
            "files": [_file_to_json(item) for item in self.files],
            "missing": {
                "count": len(self.missing),
                "identities": list(self.missing),
                "groups": [item.to_json() for item in self.absences],
                "unsaid": [item.to_json() for item in self.unsaid],
            },
            "retired": {"count": len(self.retired), "identities": list(self.retired)},
            "problems": [self._told(item) for item in self.problems],
            "notices": [{**self._told(item), "warning": item.warning} for item in self.notices],
        }

    def _told(self, problem: Problem) -> dict[str, Any]:
        file, sheet = self.place_of(problem)
        told = {**problem_to_json(problem), "file": file}
        return {**told, "sheet": sheet, "cell": problem.cell} if sheet else told


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """A problem for a program: place apart from what came and what was expected."""
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "got": problem.got,
        "expected": problem.expected,
        "advice": problem.advice,
        **problem.in_each(),
    }


def _file_to_json(item: FileReport) -> dict[str, Any]:
    counts = ("name", "rows", "written", "unchanged", "rejected", "unmatched", "withheld", "notices")
    told = {name: getattr(item, name) for name in counts}
    return {**told, "file": item.book, "sheet": item.sheet} if item.book else told


def rejects_of(file: str, rows: Mapping[tuple[str, int], str], problems: Iterable[Problem]) -> tuple[Rejected, ...]:
    """The rows of a file that have problems, in order."""
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        if problem.file == file and problem.row is not None:
            column = f"“{problem.column}”: " if problem.column else ""
            reasons.setdefault(problem.row, []).append(f"{column}{problem.said}")
    return tuple(Rejected(row, rows.get((file, row), ""), tuple(found)) for row, found in sorted(reasons.items()))


def write_report(report: LoadReport, path: Path) -> tuple[Path, ...]:
    """Write the report as JSON, and beside it the rejected rows of each file that has any.

    Rows of a table go to ``NAME.rejected.csv``, as they came, with row number and reasons behind them, to be
    corrected and loaded again; lines of a graph file to ``NAME.rejected.jsonl``; of a workbook or a document there is a
    copy with its problem cells marked, ``NAME.marked.xlsx``. The report keeps their hashes, so
    that `sweep_report` can tell what somebody has worked on since.

    Returns:
        The paths that were written, the report first.
    """
    beside: dict[str, bytes] = {}
    for item in report.files:
        if item.rejects and not item.book:
            is_table = bool(item.header)
            stem = PurePath(item.name).stem or "rows"
            text = _as_table(item) if is_table else _as_lines(item)
            encoding = "utf-8-sig" if is_table else "utf-8"
            beside[f"{stem}.rejected.{'csv' if is_table else 'jsonl'}"] = text.encode(encoding)
    beside.update(marked_copies(report))
    hashes = {name: sha256(content).hexdigest() for name, content in beside.items()}
    told = {**report.to_json(), "rejected": hashes}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for name, content in beside.items():
        path.with_name(name).write_bytes(content)
    return (path, *(path.with_name(name) for name in beside))


def sweep_report(path: Path) -> tuple[Path, ...]:
    """Remove the report of an earlier load and its rejected rows, but for files that were edited since.

    What is no report of a load is left alone.

    Returns:
        The paths that were removed, the report first.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    hashes = held.get("rejected") if isinstance(held, dict) and "accepted" in held else None
    if not isinstance(hashes, dict):
        return ()
    beside = [path.with_name(PurePath(name).name) for name in hashes]
    ours = [item for item in beside if item.is_file() and sha256(item.read_bytes()).hexdigest() == hashes[item.name]]
    for item in (path, *ours):
        item.unlink()
    return (path, *ours)


def marked_copies(report: LoadReport, only: str | None = None) -> dict[str, bytes]:
    """A marked copy of each workbook with problems, or of ``only`` that one, by the name of the copy."""
    placed = [(*report.place_of(problem), problem) for problem in report.problems]
    books = sorted({file for file, sheet, _ in placed if sheet and file in report.paths and only in (None, file)})
    if not books:
        return {}
    from loaders.books.marked import marked_copy  # openpyxl is slow to import

    stems = [PurePath(book).stem for book in report.paths]
    return {
        f"{stem if stems.count(stem := PurePath(book).stem) == 1 else book}.marked.xlsx": marked_copy(
            report.paths[book], book, [(sheet, problem) for file, sheet, problem in placed if file == book and sheet]
        )
        for book in books
    }


def _as_lines(item: FileReport) -> str:
    rows = ({"row": x.row, "reasons": list(x.reasons), "line": x.text} for x in item.rejects)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _as_table(item: FileReport) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*_cells(item.header), "行号 row", "原因 reason"])
    for found in item.rejects:
        writer.writerow([*_cells(found.text), found.row, "\n".join(found.reasons)])
    return out.getvalue()


def _cells(text: str) -> list[str]:
    return next(csv.reader([text]), [])
