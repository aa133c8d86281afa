"""Engine against oracle on drawn cases: `python -m tests.oracle.compare --seed 0 --number 5000`.

With `--alone` the oracle runs by itself, which shows what the generator reaches.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.oracle.coverage import Coverage
from tests.oracle.evidence import check_evidence
from tests.oracle.generate import draw, lines_of
from tests.oracle.impact import compare, dump
from tests.oracle.operations import apply_reform
from tests.oracle.smallest import smallest
from tests.oracle.world import Graph, Props, Refusal, load_graph

Engine = Callable[[list[str], Props], Props | Refusal | None]


def oracle(lines: list[str], reform: Props) -> tuple[Props | Refusal, Graph, Graph | None]:
    """The oracle's answer, and the graphs before and after."""
    before = load_graph(lines)
    try:
        after, no_receiver, no_counterpart = apply_reform(before, reform)
    except Refusal as refusal:
        return refusal, before, None
    return compare(before, after, no_receiver, no_counterpart), before, after


def text_of(answer: Props | Refusal) -> str:
    if isinstance(answer, Refusal):
        return f"refused: change {answer.position}, field {answer.field}\n"
    return dump({key: value for key, value in answer.items() if key not in ("evidence", "meta")})


def difference(lines: list[str], reform: Props, engine: Engine, *, strict: bool = False) -> str | None:
    """How the engine's answer differs from the oracle's; None when it does not."""
    expected, before, after = oracle(lines, reform)
    try:
        got = engine(lines, reform)
    except Exception:  # noqa: BLE001 - whatever it is, it is the difference
        return f"the engine broke\n{traceback.format_exc()}"
    if got is None:
        return None
    if text_of(got) != text_of(expected):
        diff = difflib.unified_diff(
            text_of(expected).splitlines(), text_of(got).splitlines(), "oracle", "engine", lineterm="", n=4
        )
        because = [str(a) for a in (expected, got) if isinstance(a, Refusal)]
        return "\n".join([*diff, *because])
    if not isinstance(got, Refusal) and "evidence" in got and after is not None:
        complaints = check_evidence(before, after, got, got["evidence"], strict=strict)
        if complaints:
            return "evidence:\n" + "\n".join(complaints)
    return None


def smallest_difference(
    objects: list[Props], reform: Props, engine: Engine, *, strict: bool = False
) -> tuple[list[str], Props, str]:
    """(lines, reform, difference) of the smallest case in which the engine differs as it does in this one."""

    def found(left: list[Props], kept: Props) -> str:
        return difference(lines_of(left), kept, engine, strict=strict) or ""

    sort = found(objects, reform).partition("\n")[0]  # an answer, its evidence, or none at all
    left, kept = smallest(objects, reform, lambda *case: found(*case).partition("\n")[0] == sort)
    return lines_of(left), kept, found(left, kept)


def write_case(seed: int, lines: list[str], reform: Props, found: str) -> Path:
    """The case as files in the form of the shared examples, to be replayed."""
    folder = Path(tempfile.mkdtemp(prefix=f"oracle-{seed}-"))
    (folder / "graph.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "reform.json").write_text(json.dumps(reform, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    answer = oracle(lines, reform)[0]
    (folder / "impact.json").write_text(text_of(answer), encoding="utf-8")
    (folder / "difference.txt").write_text(found + "\n", encoding="utf-8")
    return folder


def engines() -> dict[str, Engine]:
    from tests.oracle.adapter import engine, engine_from_scratch

    return {"engine": engine, "engine from scratch": engine_from_scratch}


def main(seed: int, number: int, *, alone: bool = False, keep_going: int = 1, strict: bool = False) -> int:
    """Compare the cases of `number` seeds from `seed` on; 1 after the first `keep_going` differences, else 0."""
    ways = {} if alone else engines()
    coverage = Coverage()
    differences, started = 0, time.monotonic()
    for n in range(seed, seed + number):
        objects, reform = draw(n)
        lines = lines_of(objects)
        coverage.add(reform, oracle(lines, reform)[0])
        for name, way in ways.items():
            found = difference(lines, reform, way, strict=strict)
            if found is not None:
                differences += 1
                small = smallest_difference(objects, reform, way, strict=strict)
                print(f"seed {n}: {name} differs, made small in {write_case(n, *small)}\n{small[2]}\n")
                if differences >= keep_going:
                    print(coverage.table())
                    return 1
        if (n - seed + 1) % 500 == 0:
            print(f"… {n - seed + 1} cases, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    print(coverage.table())
    return 1 if differences else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--alone", action="store_true", help="the oracle by itself: what does the generator reach?")
    parser.add_argument("--keep-going", type=int, default=1, metavar="N", help="stop after N differences")
    parser.add_argument("--strict-evidence", action="store_true", help="paths from touched powers, at an article")
    args = parser.parse_args()
    sys.exit(main(args.seed, args.number, alone=args.alone, keep_going=args.keep_going, strict=args.strict_evidence))
