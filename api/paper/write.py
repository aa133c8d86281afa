"""The folder of papers: put together beside its place and moved there whole."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from api.paper.comparison import comparison_section
from api.paper.grounds import Grounds
from api.paper.memo import TITLE, memo_of
from api.paper.tasks import NOBODY, tasks_of
from graph.errors import InputError
from graph.model import NodeId
from graph.schema import Kind, Label
from loaders.books.redline import redlined, sheet_of
from loaders.books.revised import RevisedPage, revised_pages
from queries.impact.model import Impact, RiskStatus
from queries.report import report_of
from queries.report.case import Case

__all__ = ["write_papers"]

_MEMO = f"{TITLE}.docx"
_COMPARISON = "新旧对照表.xlsx"
_PAGES, _TASKS = "修订页", "任务单"
_REGRADED = frozenset({RiskStatus.MOVED, RiskStatus.SPREAD, RiskStatus.NEW})
_REGRADE = "待重新定级备案"
_BARRED = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME = 80


def write_papers(impact: Impact, folder: Path, *, replace: bool = False) -> tuple[str, ...]:
    """Write what a reform changes on paper into a folder.

    The revised pages of the instruments with the changes in red, the table of old and new, a task sheet for each
    office, and the memo. The same impact makes the same bytes.

    Args:
        impact: with both its graphs.
        folder: made if it is not there; nothing of it is changed unless all of it could be written.
        replace: take the place of papers that were written there before.

    Returns:
        The names of the files within the folder, sorted.

    Raises:
        InputError: the folder holds something else, or cannot be written to.
    """
    _refuse(folder, replace=replace)
    papers = dict(_papers(impact))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
        try:
            for name, content in papers.items():
                (made / name).parent.mkdir(exist_ok=True)
                (made / name).write_bytes(content)
            _put(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        why = error.strerror or error
        raise InputError(Label(f"{folder}：无法写入：{why}", f"{folder}: cannot be written: {why}")) from error
    return tuple(sorted(papers))


def _refuse(folder: Path, *, replace: bool) -> None:
    """Stop before anything that is not ours is written over."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir():
        raise InputError(Label(f"{folder}：收到文件；应为文件夹", f"{folder}: got a file; expected a folder"))
    if not replace:
        raise InputError(
            Label(
                f"{folder}：文件夹不空；请另指一个，或加 --replace",
                f"{folder}: the folder is not empty; name another, or add --replace",
            )
        )
    if not (folder / _MEMO).is_file():
        raise InputError(
            Label(
                f"{folder}：不是本命令写的文件夹（没有 {_MEMO}），不替换",
                f"{folder}: not written by this command (without {_MEMO}) and left alone",
            )
        )


def _put(made: Path, folder: Path) -> None:
    """Move a finished folder to its place; what stood there stays until that is done."""
    made.chmod(0o755)
    if not folder.exists():
        made.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
    folder.rename(aside / "old")
    try:
        made.rename(folder)
    except OSError:
        (aside / "old").rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _papers(impact: Impact) -> Iterator[tuple[str, bytes]]:
    case = Case(impact)
    grounds = Grounds(case)
    regrade = _regraded(impact)

    def graded_anew(node: NodeId) -> bool:
        return node.kind is Kind.RISK and node.code in regrade

    pages = revised_pages(impact.before, impact.after, graded_anew)
    report = report_of(impact, case)
    yield _MEMO, memo_of(report)
    about = (report.headline.zh,)
    yield _COMPARISON, sheet_of("新旧对照表", [comparison_section(case, pages, grounds)], about)
    for page in pages:
        yield f"{_PAGES}/{page.table.title}.xlsx", redlined(page, _notes(page, regrade), "处理")
    for office, sections in tasks_of(case).items():
        name = "不属于某一机关的事项" if office == NOBODY else case.title(Kind.UNIT, office)
        yield f"{_TASKS}/{_file_name(name)}.xlsx", sheet_of(f"任务单：{name}", sections, (report.title.zh,))


def _regraded(impact: Impact) -> frozenset[str]:
    """Risks whose grade must be confirmed and filed again (calculus §5)."""
    moved = (risk for risk, status in impact.risks.items() if status in _REGRADED)
    return frozenset({*moved, *impact.review.risks})


def _notes(page: RevisedPage, regrade: frozenset[str]) -> tuple[str, ...]:
    ours = page.table.kind is Kind.RISK
    return tuple(_REGRADE if ours and row.node.code in regrade else "" for row in page.rows)


def _file_name(text: str) -> str:
    """A name that every file system takes."""
    return _BARRED.sub("_", text)[:_LONGEST_NAME].rstrip(" .") or "_"
