"""What a folder of CSV tables is from: the file beside them, since a CSV file has no place to say it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from graph.errors import Problem
from graph.model import parse_date
from graph.terms import Both
from loaders.lines import LINE_LIMIT

__all__ = ["STAMP", "exported_on", "read_stamp", "write_stamp"]

STAMP = "quangang-export.json"

_ABOUT = (
    "quangang export --csv 写下这些表出自哪次修订，装回时据此三方合并；与表放在一起，删去它就按普通的表载入。"
    "Says which revision these tables are from, so that loading them merges three ways; without it they are any tables."
)


def write_stamp(folder: Path, told: Mapping[str, str], files: Mapping[str, Mapping[str, str]]) -> Path:
    """Write beside exported CSV files what a workbook carries in its properties.

    Args:
        folder: that the files are in.
        told: of all of them, such as the revision.
        files: their names, with what is told of each alone.
    """
    path = folder / STAMP
    content = {"about": _ABOUT, "told": dict(told), "files": {name: dict(own) for name, own in files.items()}}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_stamp(folder: Path) -> tuple[dict[str, dict[str, str]], Problem | None]:
    """What is told of each CSV file of a folder, by name; and what is wrong with the file that says it."""
    path = folder / STAMP
    if not path.is_file():
        return {}, None
    try:
        if path.stat().st_size > LINE_LIMIT:
            return {}, _unreadable()
        held = json.loads(path.read_text(encoding="utf-8-sig"))
        told, files = _texts(held["told"]), held["files"]
        return {unicodedata.normalize("NFC", name): told | _texts(own) for name, own in files.items()}, None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}, _unreadable()


def exported_on(told: Mapping[str, str]) -> date | None:
    """The day of the graph that a table was exported from; None where it does not say one."""
    try:
        return parse_date(told.get("on", ""))
    except ValueError:
        return None


def _texts(held: Mapping[str, object]) -> dict[str, str]:
    return {name: value for name, value in held.items() if isinstance(value, str)}


def _unreadable() -> Problem:
    advice = Both(
        "按普通的表载入；要合并，请放回导出时的那一份",
        "loaded as any tables: to merge, put back the one of the export",
    )
    got, expected = Both("读不出", "nothing that can be read"), Both("导出时所写的内容", "what the export wrote")
    return Problem(STAMP, got, expected, advice)
