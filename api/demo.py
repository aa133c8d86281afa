"""The demonstration: the reference data as it stood, the reform of 2013 committed, and what then comes out by query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from api.cli.reading import opened_store
from api.commits import Intent, Plan, carry_out, plan_commit
from api.samples import load_sample, sample_folder
from api.settings import Settings
from graph.errors import MissingError, StoreError
from graph.snapshot import Origin
from graph.store.base import Revision, Store
from graph.terms import Label
from loaders.elements import Progress
from loaders.reforms import read_reform
from queries.census import Census, census_of

__all__ = ["ANNOUNCED", "REFORM", "SAMPLE", "Outcome", "clear_demo_store", "run_demo", "shown_path"]

AUTHOR = "quangang demo"
SAMPLE, REFORM = "customs", "2013.yaml"

ANNOUNCED: Mapping[str, int] = MappingProxyType(
    {
        "powers": 312,
        "powers-enforcement": 114,
        "powers-management": 180,
        "powers-supervision": 18,
        "public": 84,
        "risks": 2309,
        "controls": 580,
        "standards": 1856,
        "rules": 139,
        "share": 64,
    }
)
"""The figures of the interview of 2014, by the names of `api.render.census`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demonstration did: the load, the reform and its plan, the census on the day on which it took effect."""

    loaded: Revision
    plan: Plan
    revision: Revision | None
    census: Census
    origin: Origin


def run_demo(store: Store, settings: Settings, progress: Progress) -> Outcome:
    """Load the sample into an empty store, commit the reform, count."""
    loaded = load_sample(store, SAMPLE, AUTHOR, settings, progress)
    reform = read_reform(sample_folder(SAMPLE) / "reforms" / REFORM)
    effective = reform.effective or settings.date()
    plan = plan_commit(store, Intent(reform, effective, reform.author or AUTHOR))
    revision = carry_out(store, plan)
    snapshot = store.snapshot(on=effective)
    return Outcome(loaded, plan, revision, census_of(snapshot), snapshot.origin)


def shown_path(path: Path) -> str:
    """A path as one would type it here: relative to the current folder where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def clear_demo_store(path: str, settings: Settings) -> None:
    """Remove the store of an earlier demonstration, so that each begins anew.

    Raises:
        StoreError: there is something else at the path.
    """
    if "://" in path:
        raise StoreError(
            Label(f"{path}：演示库应为文件路径", f"{path}: expected the path of a file for the demo's store")
        )
    try:
        with opened_store(path, settings) as store:
            first = next(iter(store.history()), None)
    except MissingError:
        return
    if first is None:
        return
    if first.author != AUTHOR:
        raise StoreError(
            Label(
                f"{path}：不是演示库，不予覆盖；请另选：--store FILE",
                f"{path}: is no demo store and is left alone; choose another: --store FILE",
            )
        )
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
