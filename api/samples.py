"""The reference data that ships with the program, loaded by the same loaders as a user's files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from api.loads import LoadIntent, load_into
from api.settings import Settings
from graph.errors import InputError, MissingError, StoreError
from graph.store.base import Revision, Store
from graph.terms import Label
from loaders.elements import Progress, no_progress

__all__ = ["SAMPLES", "load_sample", "sample_folder"]

SAMPLES = ("customs",)


def sample_folder(name: str) -> Path:
    """The folder of a sample, with ``tables`` and ``reforms`` in it.

    Raises:
        MissingError: there is no such sample.
    """
    if name not in SAMPLES:
        raise MissingError(
            Label(f"没有样例 {name!r}；可用：{'、'.join(SAMPLES)}", f"no sample {name!r}; known: {', '.join(SAMPLES)}")
        )
    return Path(str(files("loaders.samples") / name))


def load_sample(store: Store, name: str, author: str, settings: Settings, progress: Progress = no_progress) -> Revision:
    """Load a sample into an empty store.

    Raises:
        MissingError: there is no such sample.
        StoreError: the sample does not load: the installation is damaged.
    """
    intent = LoadIntent((sample_folder(name) / "tables",), author, f"载入样例 load the sample {name}")
    loaded = load_into(store, intent, settings.date(), progress)
    if loaded.revision is None:
        told = InputError(loaded.report.problems[:3]).message
        raise StoreError(
            Label(
                f"样例 {name} 无法载入：{told.zh}；请重新安装 quangang",
                f"the sample {name} does not load: {told.en}; reinstall quangang",
            )
        )
    return loaded.revision
