"""From and until when a code was in force, where it is not on the day that is asked about, and what ended it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from graph.edits import Action
from graph.errors import ReformRefused
from graph.schema import Kind, Label
from graph.store.base import Store, Version

__all__ = ["day_in_force", "not_in_force", "refusal_told"]


def not_in_force(store: Store, code: str, on: date, as_of: int | None = None) -> Label | None:
    """One sentence about a code, or ``Kind/CODE``; None where the store never had it, or has it in force that day."""
    found = _lifetimes(store, code, as_of)
    if not found or any(_holds(version, on) for version in found):
        return None
    told = [_told(store, version, as_of) for version in found]
    return Label(
        f"{code} 在 {on} 不在用：{'；'.join(each.zh for each in told)}",
        f"{code} is not in force on {on}: {'; '.join(each.en for each in told)}",
    )


def day_in_force(store: Store, code: str, on: date, as_of: int | None = None) -> date | None:
    """The last day before one on which a code was in force, else the first on which it will be; None of no code."""
    found = _lifetimes(store, code, as_of)
    ended = (version.valid_to - timedelta(days=1) for version in found if version.valid_to and version.valid_to <= on)
    begins = (version.valid_from for version in found if version.valid_from and version.valid_from > on)
    return max(ended, default=None) or min(begins, default=None)


def refusal_told(error: ReformRefused, store: Store, on: date, as_of: int | None = None) -> ReformRefused:
    """The refusal of a code that is not in force on a day, with when it was; any other as it is."""
    told = not_in_force(store, error.unknown, on, as_of) if error.unknown else None
    return ReformRefused(error.position, error.field, told, error.article, error.unknown, error.also) if told else error


def _lifetimes(store: Store, code: str, as_of: int | None) -> list[Version]:
    """The versions of every node of this code, those that adjoin made one."""
    found: list[Version] = []
    for version in _versions(store, code, as_of):
        if found and (found[-1].identity, found[-1].valid_to) == (version.identity, version.valid_from):
            found[-1] = found[-1]._replace(valid_to=version.valid_to)
        else:
            found.append(version)
    return found


def _versions(store: Store, code: str, as_of: int | None) -> Iterator[Version]:
    """Those of the nodes of a code, and of the node that ``Kind/CODE`` names."""
    yield from store.node_versions(as_of, code=code)
    kind, _, rest = code.partition("/")
    if rest and kind in set(Kind):
        yield from store.node_versions(as_of, kinds=(Kind(kind),), code=rest)


def _holds(version: Version, on: date) -> bool:
    return (version.valid_from or date.min) <= on < (version.valid_to or date.max)


def _told(store: Store, version: Version, as_of: int | None) -> Label:
    since = version.valid_from
    zh, en = (
        f"{version.identity} {f'自 {since}' if since else '历来'}",
        f"{version.identity} {f'from {since}' if since else 'always'}",
    )
    if version.valid_to is None:
        return Label(f"{zh}（第 {version.revision} 次修订）", f"{en} (revision {version.revision})")
    ended = _ended_by(store, version, as_of)
    by = ("", "") if ended is None else (f"（第 {ended} 次修订）", f" (revision {ended})")
    return Label(f"{zh}，终止于 {version.valid_to}{by[0]}", f"{en}, ended {version.valid_to}{by[1]}")


def _ended_by(store: Store, version: Version, as_of: int | None) -> int | None:
    """The revision that retired a version; None where the source itself gave the day on which it ends."""
    for revision in store.history(newest_first=True):
        known = as_of is None or revision.revision <= as_of
        if known and revision.effective == version.valid_to:
            for edit in revision.edits:
                if edit.action is Action.RETIRE_NODE and edit.identity == version.identity:
                    return revision.revision
    return None
