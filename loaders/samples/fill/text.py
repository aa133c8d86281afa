"""Rows of tables as text: reading, writing, list cells, and picks that are the same on every run."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

__all__ = ["SYNTHETIC", "Row", "items", "joined", "read_rows", "render", "shares", "stable", "undoubled"]

_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,})\1")

Row = Mapping[str, str]
"""One row of a table: header to cell."""

SYNTHETIC: Row = {"来源性质": "合成", "出处": "重构（合成填充）", "备注": ""}
"""The last three cells of every row that this package composes."""


def read_rows(path: Path) -> tuple[Row, ...]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def render(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as the text of a CSV file; cells that a row does not name stay empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*columns, *SYNTHETIC], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**SYNTHETIC, **row} for row in rows)
    return out.getvalue()


def items(cell: str) -> tuple[str, ...]:
    """Items of a list cell."""
    return tuple(part for part in cell.replace(";", "；").split("；") if part)


def joined(parts: Iterable[str]) -> str:
    """A list cell."""
    return "；".join(parts)


def undoubled(name: str) -> str:
    """A composed name without a word twice in a row: 海关 and 海关稽查 make 海关稽查."""
    return _DOUBLED.sub(r"\1", name)


def stable(text: str) -> int:
    """A number that spreads texts evenly and never changes between runs."""
    return zlib.crc32(text.encode())


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares of a total in proportion to weights; they add up exactly (largest remainder)."""
    exact = [total * weight / sum(weights) for weight in weights]
    out = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: (out[i] - exact[i], i))
    for i in by_rest[: total - sum(out)]:
        out[i] += 1
    return out
