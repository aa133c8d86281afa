"""The outcome of a load, and of making a store, as pages and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from api.loads import Kept, Loaded
from api.render.names import called_in
from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.render.planned import planned_object, planned_of
from api.render.rehearsal import effect_blocks, effect_object
from graph.errors import Problem
from graph.schema import Label
from graph.store.base import Revision
from graph.terms import plural
from loaders.books.stamp import STAMP
from loaders.report import FileReport, LoadReport
from loaders.unsaid import Unsaid

__all__ = ["init_object", "init_page", "load_object", "load_page", "warning_of"]

_LISTED = 20
_FIRST = 3
"""Rows that are named of all that have the same problem."""
_RULES = frozenset({"levels", "incompatible", "power_types"})
_COLUMNS = (
    Column("文件"),
    Column("行数", right=True),
    Column("写入", right=True),
    Column("未变", right=True),
    Column("退回", right=True),
    Column("未对上", right=True),
    Column("未写", right=True),
    Column("提示", right=True),
)


def load_object(loaded: Loaded, kept: Kept) -> dict[str, Any]:
    """The load report as JSON."""
    return {
        **loaded.report.to_json(),
        "dry_run": loaded.dry_run,
        "changes": planned_object(loaded.plan),
        "findings": effect_object(loaded.effect) if loaded.dry_run and loaded.rest is None else None,
        "rest": _rest_object(loaded),
        "revision": loaded.revision and loaded.revision.revision,
        "reports": [str(path) for path in kept.written],
        "removed": [str(path) for path in kept.removed],
    }


def _rest_object(loaded: Loaded) -> dict[str, Any] | None:
    """What the rows that are right would write by themselves, where a rehearsal is refused for others."""
    if loaded.rest is None:
        return None
    report = loaded.rest.report
    return {
        "rows": sum(item.written for item in report.files),
        "effective": report.effective and report.effective.isoformat(),
        "changes": planned_object(loaded.rest),
        "findings": effect_object(loaded.effect),
    }


def load_page(loaded: Loaded, kept: Kept) -> Iterator[Block]:
    """The rows of each file by what became of them; what is missing or retired; what is wrong."""
    report = loaded.report
    yield Heading(Label(f"载入：{report.name}", "Load"), 1)
    yield Paragraph(_outcome(loaded) + _warned(report), _style(loaded))
    if warning := warning_of(loaded):
        yield Paragraph(str(warning), "alarm")
    yield from _listed(Label("错误", "Problems"), _together(report.problems), len(report.problems))
    yield from _listed(Label("警告", "Warnings"), [str(notice) for notice in report.warnings])
    rows = [(item.name, *map(str, (item.rows, *_outcomes(item), item.notices))) for item in report.files]
    yield Grid(_COLUMNS, tuple(rows))
    yield from _listed(_ends(loaded), [called_in(name) for name in report.retired])
    yield from _planned(loaded)
    if loaded.dry_run:
        yield from effect_blocks(loaded.effect)
    if not report.refused:
        yield from _unsaid(report)
        yield from _missing(report)
    yield from _listed(Label("提示", "Notices"), [str(notice) for notice in report.notices if not notice.warning])
    if kept.written:
        yield Paragraph(f"退回行与原因已写入 rejected rows and reasons: {_paths(kept.written)}")
    elif loaded.rejected:
        yield Paragraph("试运行不写退回行 a dry run keeps no rejected rows: --report FILE")
    if kept.removed:
        yield Paragraph(f"已删去上次载入留下的 left by an earlier load and removed: {_paths(kept.removed)}")


def warning_of(loaded: Loaded) -> Label | None:
    """That a load opens errors, where it does: a reform would have been stopped, a load is not."""
    errors = 0 if loaded.effect is None or loaded.rest is not None else loaded.effect.errors
    if not errors:
        return None
    if loaded.dry_run:
        return Label(
            f"警告：会新出现 {errors} 项错误，见下。", f"Warning: {plural(errors, 'error')} would open, see below."
        )
    return Label(
        f"警告：新出现 {errors} 项错误，见 quangang check。",
        f"Warning: {plural(errors, 'error')} opened, see quangang check.",
    )


def _together(problems: Sequence[Problem]) -> list[str]:
    """Problems as they are listed: what is wrong in the same way in many rows once, with the first of them."""
    alike: dict[Problem, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(replace(problem, row=None, cell=None), []).append(problem)
    return [str(found[0]) if len(found) == 1 else _many(kind, found) for kind, found in alike.items()]


def init_object(url: str, sample: str | None, revision: Revision | None) -> dict[str, Any]:
    """What was made, as JSON."""
    return {
        "store": url,
        "sample": sample,
        "revision": revision and revision.revision,
        "edits": len(revision.edits) if revision else 0,
    }


def init_page(url: str, sample: str | None, revision: Revision | None) -> Iterator[Block]:
    """What was made, and what to do next."""
    yield Paragraph(f"已建库 store made: {url}", "strong")
    if "://" not in url:
        name = Path(url).name
        yield Paragraph(f"旁边的 {name}-wal、{name}-shm 属于库，请勿单独删除 belong to the store", "faint")
    if revision is not None:
        yield Paragraph(
            f"已载入样例 sample loaded: {sample}（第 {revision.revision} 次修订，{len(revision.edits)} 处编辑）"
        )
        yield Paragraph("下一步 next: quangang census · quangang check · quangang impact --cancel CODE")
    else:
        yield Paragraph("下一步 next: quangang load PATH... · quangang init --sample customs")


def _many(kind: Problem, found: Sequence[Problem]) -> str:
    first = "、".join(str(each.cell or each.row) for each in found[:_FIRST]) + (" …" if len(found) > _FIRST else "")
    return f"{kind.where} · {len(found)} 行 rows（{first}）: {kind.said}"


def _style(loaded: Loaded) -> str:
    """A load that was taken in part is no alarm: what was left out is listed."""
    if loaded.report.warnings or loaded.nothing:
        return "alarm"
    return "caution" if loaded.rejected else "strong"


def _outcomes(item: FileReport) -> tuple[int, ...]:
    return item.written, item.unchanged, item.rejected, item.unmatched, item.withheld


def _paths(paths: Sequence[Path]) -> str:
    return "、".join(map(str, paths))


def _outcome(loaded: Loaded) -> str:
    report = loaded.report
    number = len(report.problems)
    if report.refused:
        return f"未载入：{number} 处错误，库未改动。Not loaded: {plural(number, 'problem')}; the store is unchanged."
    since = report.effective.isoformat() if report.effective else "历来 ever since"
    if loaded.dry_run:
        return f"试运行：{report.edits} 处编辑，生效 {since}，未写入。Dry run: nothing was written."
    if loaded.rejected and loaded.revision is None:
        rest = "，其余库中已有" if report.taken else ""
        return f"没有载入什么：{number} 处错误{rest}。Nothing was written: {plural(number, 'problem')}."
    if loaded.rejected and loaded.revision is not None:
        told = (
            f"已载入第 {loaded.revision.revision} 次修订：{report.edits} 处编辑，生效 {since}；{number} 处错误未载入。"
        )
        return f"{told}Loaded but for {plural(number, 'problem')}."
    if loaded.revision is None:
        return _nothing(report)
    return f"已载入第 {loaded.revision.revision} 次修订：{report.edits} 处编辑，生效 {since}。Loaded."


def _nothing(report: LoadReport) -> str:
    """Why nothing was written: what files leave out does not end, and they are not what the store holds for that."""
    if not report.missing:
        return "库中已是如此，没有变化 the store holds all of it already: nothing was written."
    left, cells = len(report.missing), len(report.unsaid)
    zh, en = (f"，{cells} 格在文件写到的行里", f", {plural(cells, 'cell')} in rows of theirs") if cells else ("", "")
    return (
        f"没有要写入的：文件所写的库中都有；库中另有 {left} 项文件没有写{zh}，未改动。Nothing was written: "
        f"the store holds all that the files say, and {left} more that they do not{en}, left as they are."
    )


def _ends(loaded: Loaded) -> Label:
    """What is said of the elements that end: what a refused file would end is not announced as if it would come."""
    if loaded.report.refused:
        return Label(
            "照文件现状会终止，因有错误不写入：", "The file as it stands would retire these; nothing is written:"
        )
    return Label("终止", "Retired") if loaded.revision is not None else Label("将终止", "Would be retired")


def _warned(report: LoadReport) -> str:
    number = len(report.warnings)
    return f" 有 {number} 处警告，见下 {plural(number, 'warning')} below." if number else ""


def _planned(loaded: Loaded) -> Iterator[Block]:
    """The first edits that a rehearsal would write, each with the row that it comes from."""
    plan = loaded.rest or loaded.plan
    if plan is None or not plan.edits:
        return
    total = len(plan.edits)
    if loaded.rest is None:
        yield Heading(Label(f"将写入的编辑 {total} 处", "Edits to be written"), 3)
    else:
        yield Heading(Label(f"没有错的行单独会写入的编辑 {total} 处", "Edits of the rows that are right"), 3)
        yield Paragraph(
            "以下只是推演：有错的行改好之前一概不写；--partial 退回有错的行，写入这些。Only a rehearsal: nothing is "
            "written until the other rows are mended; --partial leaves them out and writes these.",
            "caution",
            2,
        )
    for item in islice(planned_of(plan), _LISTED):
        yield Paragraph(item.line, indent=2)
    if total > _LISTED:
        yield Paragraph(f"另有 {total - _LISTED} 处 and {total - _LISTED} more: --edits FILE.csv", "faint", 2)


def _unsaid(report: LoadReport) -> Iterator[Block]:
    """Cells of the files that leave out what the store has: somebody may have meant to take it out."""
    label = Label("文件各行没有写而库中有，未改动", "Left out of cells of the files, and left as it is")
    yield from _listed(label, [f"{_at(cell)}: {cell.said}" for cell in report.unsaid])
    if report.unsaid:
        yield Paragraph(
            f"要撤销：在导出的工作簿（CSV 则连同 {STAMP}）里删去再装，或用改革；--complete 终止文件没有写的一切。"
            f"To end it, take it out of an exported workbook (of CSV tables with {STAMP} beside them) and load that, "
            "or write a reform; --complete ends whatever the files lack.",
            "faint",
            2,
        )


def _at(cell: Unsaid) -> str:
    return " · ".join(part for part in (cell.file, cell.sheet, cell.cell or f"第 {cell.row} 行 row {cell.row}") if part)


def _missing(report: LoadReport) -> Iterator[Block]:
    """What is left alone although the files lack it; by kind and sheet where it is much, as beside a small table."""
    told = {*report.retired, *(str(item) for cell in report.unsaid for item in cell.relations)}
    left = [name for name in report.missing if name not in told]
    label = Label("文件中没有而库中有，未改动", "In the store but not in the files, left alone")
    if len(left) <= _LISTED or not report.absences:
        yield from _listed(label, [called_in(name) for name in left])
        return
    yield Heading(Label(f"{label.zh} {len(left)} 项", label.en), 3)
    rules = [name for name in left if name.partition("/")[0] in _RULES]
    for text in (*map(str, report.absences), *rules):
        yield Paragraph(text, indent=2)
    yield Paragraph("全部 all of them: --format json", "faint", 2)


def _listed(label: Label, items: Sequence[str], count: int | None = None) -> Iterator[Block]:
    """The first of some items under how many there are, or ``count`` where they stand for more."""
    if not items:
        return
    yield Heading(Label(f"{label.zh} {len(items) if count is None else count} 项", label.en), 3)
    for item in items[:_LISTED]:
        yield Paragraph(item, indent=2)
    rest = len(items) - _LISTED
    if rest > 0:
        yield Paragraph(f"另有 {rest} 项 and {rest} more: --format json", "faint", 2)
