"""The demonstration as one page."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from api.demo import ANNOUNCED, REFORM, SAMPLE, Outcome, shown_path
from api.render.census import census_page
from api.render.commits import blocking_blocks, commit_outcome
from api.render.page import WIDTH, Block, Heading, Paragraph
from api.render.report import report_page
from api.render.wrap import cell_len
from api.samples import sample_folder
from graph.schema import Label
from queries.report import report_of

__all__ = ["demo_page"]

ROWS = 6
"""Rows printed of each table: the demonstration is to be read, the whole report is one command away."""


def demo_page(outcome: Outcome, store: str, program: str = "quangang") -> Iterator[Block]:
    """What was loaded, the report of the reform, its commit, the census, and what to try next."""
    reform = shlex.quote(shown_path(sample_folder(SAMPLE) / "reforms" / REFORM))
    kept = shlex.quote(store)
    yield Heading(Label("权岗图谱演示：2013 年取消和下放行政审批事项", "Quangang demo: the reform of 2013"), 1)
    yield Paragraph(
        f"样例数据已载入 {store}（第 {outcome.loaded.revision} 次修订，{len(outcome.loaded.edits)} 处编辑）。"
        "职权清单系据法规重构，并非官方的 84 项；凡合成数据均已注明。"
        "The power list is reconstructed from statutes, not the official 84; what is synthetic says so."
    )
    yield from report_page(report_of(outcome.plan.impact), paths=False, limit=ROWS)
    yield Paragraph(f"上表每张至多 {ROWS} 行，变更表中编辑、废止以外的全部列出；全部见 all rows:", "faint")
    yield from _command(f"{program} impact {reform}", f"--as-of 1 --store {kept}")
    yield Heading(Label("提交", "Commit"))
    yield Paragraph(commit_outcome(outcome.plan, outcome.revision, dry_run=False), "strong")
    yield from blocking_blocks(outcome.plan)
    yield from census_page(outcome.census, outcome.origin, ANNOUNCED)
    yield Heading(Label("接着试", "Try next"))
    power = next(iter(outcome.plan.impact.touched), "E39")
    for command in (
        f"{program} show {power}",
        f"{program} impact --cancel {power} --as-of 1",
        f"{program} find 减免",
        f"{program} census --origin statute,report",
        f"{program} check",
        f"{program} history",
    ):
        yield from _command(command, f"--store {kept}")
    yield Paragraph("同一份数据在浏览器里看，Ctrl+C 停止 the same data as pages in a browser, until Ctrl+C:")
    yield from _command(f"{program} serve", f"--store {kept}")


def _command(words: str, options: str) -> Iterator[Block]:
    """A command to copy: one line, or where that is too long two that a shell reads as one."""
    whole = f"{words} {options}"
    if cell_len(whole) <= WIDTH - 2:
        yield Paragraph(whole, indent=2)
        return
    yield Paragraph(f"{words} \\", indent=2)
    yield Paragraph(options, indent=4)
