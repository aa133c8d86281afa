"""What loading and exporting workbooks costs: 10,000 rows, and 1,000,000 cells, with the peak of memory.

Seconds on the clock and, in brackets, of the processor: the latter are the same on a busy machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from tests.bench.memory import peak_of
from tests.bench.tables import table_of

__all__ = ["workbooks_table"]

SIZES = ((10_000, 10), (50_000, 20))
"""Rows and filled columns: 100,000 and 1,000,000 cells."""


def workbooks_table(sizes: tuple[tuple[int, int], ...] = SIZES) -> Table:
    """Each size in a process of its own, so that each has its own peak."""
    headers = ("行 rows", "格 cells", "装载 load s", "导出 export s", "再装 again s", "峰值 peak MB")
    shown = table_of(*headers, title="工作簿 workbooks: .xlsx, SQLite；秒（处理器）seconds (of the processor)")
    for rows, columns in sizes:
        command = [sys.executable, "-m", "tests.bench.workbooks", str(rows), str(columns)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        shown.add_row(f"{rows:,}", f"{rows * columns:,}", *told)
    return shown


def main(rows: int, columns: int) -> None:
    """Make a workbook of controls, load it, export it, load it again."""
    from api.exports import carried
    from api.loads import LoadIntent, load_into
    from api.render.progress import progress_bar
    from graph.store import open_store
    from loaders.books.write import write_instruments

    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "防控措施表.xlsx", Path(folder) / "out"
        _make(path, rows, columns)
        store = open_store(str(Path(folder) / "graph.db"), create=True)
        today = store.snapshot().origin.on
        assert today is not None
        times: list[str] = []
        for paths in ((path,), (out,)):
            with _timed(times), progress_bar("载入 load") as progress:
                loaded = load_into(store, LoadIntent(paths, "bench"), today, progress)
            if loaded.report.problems or (paths == (out,)) != (loaded.revision is None):
                raise SystemExit(f"{loaded.report.problems[:3]}")
            if paths == (path,):
                with _timed(times), progress_bar("导出 export") as progress:
                    write_instruments(store.snapshot(), out, carried(store, None, today), progress=progress)
        store.close()
    print(*times, peak_of())


@contextmanager
def _timed(times: list[str]) -> Iterator[None]:
    clock, processor = time.perf_counter(), time.process_time()
    yield
    times.append(f"{time.perf_counter() - clock:.1f}({time.process_time() - processor:.1f})")


def _make(path: Path, rows: int, columns: int) -> None:
    from openpyxl import Workbook

    more = [f"属性：栏{at}" for at in range(columns - 5)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("防控措施表")
    sheet.append(["措施编码", "名称", "防线", "措施方式", "措施类型", *more])
    for row in range(rows):
        held = [f"C{row:06}", f"第{row}项防控措施，逐日核对登记", "基层自控", "常设", "复核"]
        sheet.append([*held, *(f'"第{row}行{at}"' for at in range(len(more)))])
    book.save(path)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
