"""Loading files into a store: which reader a path calls for, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.rehearsal import Effect, effect_of
from api.settings import NOBODY
from graph.errors import InputError, Problem
from graph.store.base import Revision, Store
from graph.terms import Both, Label, Lack
from loaders.books.stamp import STAMP
from loaders.bpmn import read as flows
from loaders.elements import Progress, Source
from loaders.grids import SUFFIXES
from loaders.grids.others import UNREAD, unread
from loaders.jsonl import read_source
from loaders.load import LoadPlan, execute, plan_load
from loaders.merging import merged
from loaders.report import LoadReport, sweep_report, write_report
from loaders.statutes import read as statutes
from loaders.tables.read import read_directory, read_files

__all__ = ["REPORT", "Kept", "LoadIntent", "Loaded", "load_into", "read_paths", "takes_parts"]

REPORT = Path("quangang-load.json")
"""Where rejected rows are reported if nobody says where."""

_LINES = frozenset({".jsonl", ".ndjson", ".json"})


@dataclass(frozen=True, slots=True)
class LoadIntent:
    """What somebody wants to load, and how.

    ``partial`` takes the rows that are right where others are not; None: as the files are (`takes_parts`).
    ``findings`` looks which findings would open and close.
    """

    paths: tuple[Path, ...]
    author: str
    reason: str = ""
    number: str = ""
    effective: date | None = None
    complete: bool = False
    dry_run: bool = False
    partial: bool | None = None
    mapping: str | None = None
    findings: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The report and the rejected rows that a load left behind, and those of an earlier one that it removed."""

    written: tuple[Path, ...] = ()
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a load; no revision where it was refused, a rehearsal, or changes nothing.

    ``plan`` is what a rehearsal would write; ``rest`` what the rows that are right would write by themselves, where it
    is refused for others. ``effect`` is what a load, or that rest, does to the findings, if that was looked at.
    """

    report: LoadReport
    revision: Revision | None
    dry_run: bool
    plan: LoadPlan | None = None
    effect: Effect | None = None
    rest: LoadPlan | None = None

    @property
    def rejected(self) -> bool:
        return not self.report.accepted

    @property
    def nothing(self) -> bool:
        """Whether nothing of the source is in the store, or would be."""
        return self.report.refused or (self.rejected and not self.report.taken and not self.report.edits)

    def keep_rejects(self, path: Path | None) -> Kept:
        """Write the report with the rejected rows beside it, if there are any problems; else sweep an older one.

        ``path`` is None where nobody named one: a rehearsal then writes nothing at all.
        """
        if path is None and self.dry_run:
            return Kept()
        path = path or REPORT
        try:
            removed = sweep_report(path)
            written = write_report(self.report, path) if self.rejected else ()
        except OSError as error:
            raise InputError(
                Label(
                    f"{path}: 无法写入报告：{error.strerror or error}",
                    f"{path}: the report cannot be written: {error.strerror or error}",
                )
            ) from error
        return Kept(written, tuple(item for item in removed if item not in written))


def load_into(store: Store, intent: LoadIntent, today: date, progress: Progress) -> Loaded:
    """Read, compare and write, as one revision or none.

    Raises:
        InputError: the paths do not go together, or cannot be read.
        ConflictError: somebody wrote at the same time.
    """
    on = intent.effective or today
    if intent.mapping is None:
        source = read_paths(intent.paths, store, on, progress)
        if source.told:
            progress("合并 merge", 0, 0)
        source = merged(source, store, on, "" if intent.author == NOBODY else intent.author)
    else:
        source = _read_mapped(intent, intent.mapping, store, on)

    def planned(*, partial: bool) -> LoadPlan:
        given, complete = intent.effective, intent.complete
        return plan_load(
            source, store, given, complete=complete, partial=partial, today=lambda: today, progress=progress
        )

    plan = planned(partial=takes_parts(source) if intent.partial is None else intent.partial)
    # What the files lack ends only where all of their rows are right: then no row speaks for itself.
    rest = planned(partial=True) if intent.dry_run and plan.refused and not intent.complete else None
    if rest is not None and (rest.refused or rest.is_empty):
        rest = None
    if intent.findings:
        progress("检查 check", 0, 0)
    effect = effect_of(rest or plan, store, today) if intent.findings else None
    if intent.dry_run:
        return Loaded(plan.report, None, True, plan, effect, rest)
    if plan.refused:
        return Loaded(plan.report, None, dry_run=False)
    progress("写入 write", 0, 0)
    reason = intent.reason or f"载入 load {plan.source.name}"
    revision = execute(plan, store, intent.author, reason, intent.number)
    return Loaded(plan.report, revision, dry_run=False, effect=effect)


def takes_parts(source: Source) -> bool:
    """Whether a load takes the rows that are right although others are not, if nobody says.

    Officers fill in workbooks over weeks and correct them cell by cell; CSV tables and graph files come from programs,
    and a program that is wrong once may be wrong throughout (docs/decisions/0009).
    """
    return bool(source.sheets)


def _read_mapped(intent: LoadIntent, mapping: str, store: Store, on: date) -> Source:
    """The one list that a mapping reads."""
    from loaders.mappings.elements import read_mapped
    from loaders.mappings.model import read_mapping

    if len(intent.paths) != 1 or not intent.paths[0].is_file():
        given = "、".join(path.name for path in intent.paths)
        raise InputError(
            Label(
                f"--mapping：收到 {given}；应为一个文件；请分次载入",
                f"--mapping: got {given}; expected one file; load them apart",
            )
        )
    if intent.complete:
        raise InputError(
            Label(
                "--complete 与 --mapping 不能并用：清单不说库里的其他内容",
                "--complete and --mapping exclude each other: a list says nothing of the rest of the store",
            )
        )
    return read_mapped(read_mapping(mapping), intent.paths[0], store.snapshot(on=on))


def read_paths(paths: Sequence[Path], store: Store, on: date, progress: Progress) -> Source:
    """Read what one load takes in: one folder, any number of tables, statutes or flowcharts, or one graph file.

    Raises:
        InputError: the paths do not go together, or cannot be read.
    """
    absent = [path for path in paths if not path.exists()]
    if absent:
        raise InputError(
            [
                Problem(str(path), Lack("没有这个文件", "no such file"), Both("文件或文件夹", "a file or folder"))
                for path in absent
            ]
        )
    beside = [path for path in paths if path.name == STAMP]  # read with the CSV tables that it lies beside
    paths = [path for path in paths if path.name != STAMP] or beside
    others = [unread(path.name, path.suffix) for path in paths if path.is_file() and path.suffix.lower() in UNREAD]
    if others:
        raise InputError(others)
    texts = _statutes_in(paths)
    if texts:
        return statutes.read_statutes(texts, store.snapshot(on=on), progress)
    suffixes = {path.suffix.lower() for path in paths}
    if len(paths) == 1 and paths[0].is_dir():
        return read_directory(paths[0], store.snapshot(on=on), progress, on)
    if suffixes <= SUFFIXES:
        return read_files(paths, store.snapshot(on=on), progress, on=on)
    if suffixes == {flows.SUFFIX}:
        return flows.read_flows(paths, store.snapshot(on=on), progress)
    if len(paths) == 1 and suffixes <= _LINES:
        return read_source(paths[0], manifest=store.manifest(), progress=progress)
    given = "、".join(path.name or str(path) for path in paths)
    raise InputError(
        Label(
            f"收到 {given}；应为一个文件夹，若干表（.xlsx .xls .docx .csv）、.md 法规或 .bpmn 流程图，"
            f"或一个 .jsonl 图谱文件；请分次载入",
            f"got {given}; expected one folder, any number of tables (.xlsx, .xls, .docx, "
            ".csv), of .md statutes or of .bpmn flowcharts, or one .jsonl graph file; load them apart",
        )
    )


def _statutes_in(paths: Sequence[Path]) -> list[Path]:
    """The texts of statutes, where nothing else is given: files, or those of one folder that has no tables."""
    if len(paths) == 1 and paths[0].is_dir():
        inside = sorted(paths[0].iterdir())
        paths = [path for path in inside if path.suffix.lower() in {statutes.SUFFIX, *SUFFIXES}]
    return list(paths) if paths and all(path.suffix.lower() == statutes.SUFFIX for path in paths) else []
