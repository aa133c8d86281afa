"""A list as a reform, by a mapping file (``reform-from``)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.cli.failures import FOUND, say
from api.cli.options import Effective, Mapped
from api.cli.output import dumped, write_text
from api.cli.reading import Reading, reading
from graph.errors import InputError
from graph.terms import Label, plural

__all__ = ["register"]


class ReformFormat(StrEnum):
    """How a reform file is written."""

    YAML = "yaml"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("reform-from")(reform_from)


@reading
def reform_from(
    ask: Reading,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="清单，JSON 或 CSV A list.")],
    *,
    mapping: Mapped = None,
    effective: Effective = None,
    form: Annotated[ReformFormat, typer.Option("--format", help="改革文件的格式 Form of the reform file.")] = (
        ReformFormat.YAML
    ),
) -> None:
    """由清单得出改革文件；没有收进的行逐行指出 Make a reform file of a list; every row left out is named.

    quangang reform-from 名单.json --mapping customs-quarantine-authorisations --effective 2022-01-28 -o rs5.yaml
    """
    from loaders.mappings.model import read_mapping, shipped
    from loaders.mappings.reform import mapped_reform
    from loaders.reforms import reform_to_dict, write_reform

    if mapping is None:
        names = " / ".join(shipped())
        raise InputError(
            Label(f"请给出 --mapping：映射文件，或自带的 {names}", f"give --mapping: a mapping file, or one of {names}")
        )
    view = ask.snapshot(effective)
    found = mapped_reform(read_mapping(mapping), file, view, effective)
    text = write_reform(found.reform) if form is ReformFormat.YAML else dumped(reform_to_dict(found.reform))
    write_text(text, ask.output)
    for problem in (*found.problems, *found.notices):
        say(str(problem))
    left = found.rows - found.taken
    changes = len(found.reform.changes)
    say(
        f"{found.rows} 行收进 {found.taken} 行，得 {changes} 项变更；未收 {left} 行。"
        f"{found.taken} of {plural(found.rows, 'row')} taken, {plural(changes, 'change')} made; left out: {left}."
    )
    if left:
        raise typer.Exit(FOUND)
