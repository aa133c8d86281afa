"""What became of the rows of each file of a load."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graph.errors import Problem
from loaders.elements import Source
from loaders.report import FileReport, rejects_of

__all__ = ["outcome_of"]


def outcome_of(
    source: Source,
    touched: Collection[tuple[str, int]],
    problems: Sequence[Problem],
    notices: Sequence[Problem],
    *,
    partial: bool = False,
) -> tuple[FileReport, ...]:
    """The rows of each file, by what became of them."""
    result = []
    names = {*source.files, *(problem.file for problem in problems if problem.file in source.sheets)}
    for name in sorted(names):
        sheet = source.sheets.get(name)
        rows = {row for file, row in source.rows if file == name}
        rejects = rejects_of(name, source.rows, problems)
        rejected = {item.row for item in rejects} & rows
        wrong = {problem.row for problem in problems if problem.file == name and not problem.unmatched}
        unmatched = rejected - wrong
        withhold = bool(problems) and not partial
        written = set() if withhold else {row for file, row in touched if file == name} & rows - rejected
        rest = len(rows) - len(rejected) - len(written)
        result.append(
            FileReport(
                name=name,
                rows=len(rows),
                written=len(written),
                unchanged=0 if withhold else rest,
                rejected=len(rejected - unmatched),
                unmatched=len(unmatched),
                withheld=rest if withhold else 0,
                book=sheet.file if sheet else "",
                sheet=sheet.title if sheet else "",
                notices=sum(notice.file == name for notice in notices),
                header=source.headers.get(name, ""),
                rejects=rejects,
            )
        )
    return tuple(result)
