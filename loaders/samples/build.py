"""Write the synthetic tables of the customs sample: ``python -m loaders.samples.build [--check]``.

The hand-written tables (``tables/*.csv``) and the vocabularies (``vocabulary/``) are the source; the tables
whose names end in ``-合成.csv`` are made from them. With ``--check`` nothing is written and the exit code is 1
when a table is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from loaders.samples.fill import controls, organisation, powers, risks, rules, standards, vocabulary
from loaders.samples.fill.text import Row, items, read_rows, render, undoubled

__all__ = ["main", "tables"]

SAMPLE = Path(__file__).parent / "customs"
SUFFIX = "-合成.csv"
SETTLED = ("E02A", "E10A", "E15A", "E37A", "E39A", "E41A", "E71A")
"""The approval items of the 2013 reform: all their risk points are written by hand."""
CANCELLED = ("E02A", "E10A", "E15A", "E71A")
RISK_TABLE = "权力廉政风险点和等级确定及防控措施审核备案表"


def _columns(folder: Path, title: str, default: str = "") -> list[str]:
    """Headers of a table: those of its hand-written half, less the three that every table ends in."""
    path = folder / f"{title}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0] if path.exists() else default
    return [column for column in header.split(",") if column not in ("来源性质", "出处", "备注")]


def _enforcement(
    steps: Sequence[powers.Step], risk_rows: Sequence[Row], of_control: Mapping[str, Sequence[str]]
) -> set[str]:
    """Standards that are enforcement control nodes once the four approval items are gone."""
    kept = {x.code for x in steps if x.power.startswith("E") and x.power not in CANCELLED}
    found = {f"S-{code}" for code in kept}
    for row in risk_rows:
        if kept.intersection(items(row["环节编码"])):
            for control in items(row["防控措施"]):
                found.update(of_control[control])
    return found


def tables(sample: Path = SAMPLE) -> dict[str, str]:
    """The synthetic tables: file name to text."""
    folder = sample / "tables"
    words = vocabulary.load(sample / "vocabulary")
    written = {path.stem: read_rows(path) for path in folder.glob("*.csv") if not path.name.endswith(SUFFIX)}
    org = organisation.organise(words, written["机构表"])
    all_powers = powers.compose(
        words, org, written["行政权力目录表"], written["权力运行流程图"], written["岗位职责细化表"]
    )
    steps = all_powers.steps
    made_risks = risks.compose(words, steps, {row["名称"] for row in written[RISK_TABLE]}, SETTLED)
    made_controls = controls.compose(words, org, steps, made_risks, len(written["防控措施表"]))
    covered = controls.assign(made_risks, made_controls, org)
    risk_rows = [risk.row(covered[risk.code]) for risk in made_risks]
    standards.extend(words, len(steps), len(written["防控措施表"]), made_controls)
    made_standards = standards.compose(words, steps, written["防控措施表"], made_controls)
    of_control = {x.code: x.standards for x in made_controls}
    of_control |= {row["措施编码"]: list(items(row["内控标准"])) for row in written["防控措施表"]}
    enforcement = _enforcement(steps, [*written[RISK_TABLE], *risk_rows], of_control)
    instruments, articles = rules.compose(words)
    made = {
        "机构表": org.unit_rows(words.sections),
        "岗位设置表": org.post_rows(),
        "法规文件表": instruments,
        "条款表": articles,
        "行政权力目录表": all_powers.power_rows,
        "权力运行流程图": all_powers.step_rows,
        "岗位职责细化表": all_powers.duty_rows,
        RISK_TABLE: risk_rows,
        "防控措施表": [control.row() for control in made_controls],
        "内控标准表": standards.rows(words, made_standards, enforcement),
    }
    headers = {
        "岗位设置表": "岗位编码,名称,所在机构,标准岗位,编制,职务层级",
        "内控标准表": "标准编码,名称,进系统,留痕迹,可追溯,能监督,所在系统",
    }
    return {
        f"{title}{SUFFIX}": render(_columns(folder, title, headers.get(title, "")), map(_named, rows))
        for title, rows in made.items()
    }


def _named(row: Row) -> Row:
    """A row whose name has no word twice; done last, since patterns are picked by the names as they were composed."""
    return {**row, "名称": undoubled(row["名称"])} if "名称" in row else row


def main(arguments: Sequence[str]) -> int:
    """Write the tables, or with ``--check`` name those that are stale."""
    if set(arguments) - {"--check"}:
        print("usage: python -m loaders.samples.build [--check]", file=sys.stderr)  # noqa: T201
        return 2
    stale: list[str] = []
    for name, text in tables().items():
        path = SAMPLE / "tables" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8", newline="\n")
    verb = "stale" if "--check" in arguments else "written"
    for name in stale:
        print(f"{verb}: {name}")  # noqa: T201
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
