"""A reform: an ordered list of changes, applied to a view as one overlay or not at all (calculus §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.changes import apply_change, refused_in_itself
from graph.changes.draft import Reports
from graph.edits import Action
from graph.errors import ConflictError, ReformRefused
from graph.model import NodeId, RelationId, called
from graph.overlay import Overlay
from graph.snapshot import Snapshot
from graph.terms import Both, Label
from graph.view import View

__all__ = ["Applied", "Reform", "apply_reform"]

_TRIED_TOO = 200
"""Changes behind the first that is refused that are looked at too: each is tried by itself, which takes its time."""


@dataclass(frozen=True, slots=True)
class Reform:
    """What a reform file says.

    ``changes`` are kept as they came: operations check their own arguments when they are applied.
    ``accept`` names findings that may open, each with a reason and an expiry date.
    """

    name: str
    changes: tuple[Mapping[str, Any], ...]
    effective: date | None = None
    number: str = ""
    author: str = ""
    reason: str = ""
    accept: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """A reform laid over its baseline, with what moving duties could not place (calculus §4).

    ``no_receiver`` holds (step, unit), ``no_counterpart`` (step, post, unit), united over all changes.
    """

    overlay: Overlay
    no_receiver: frozenset[tuple[str, str]]
    no_counterpart: frozenset[tuple[str, str, str]]


def apply_reform(view: View, reform: Reform) -> Applied:
    """Lay a reform over a view.

    Raises:
        ReformRefused: the first change that cannot be applied, with later ones that are wrong in themselves; nothing
            is applied.
        ConflictError: a change to something that has a later version already, or the end of something to which a
            relation is recorded from a later day on.
    """
    overlay = Overlay(view)
    reports = Reports(set(), set())
    try:
        for position, change in enumerate(reform.changes):
            apply_change(overlay, change, position, reports)
    except ReformRefused as error:
        also = tuple(_wrong_too(view, reform, error.position))
        if not also:
            raise
        raise error.beside(also) from error
    _refuse_later(view, overlay)
    return Applied(overlay, frozenset(reports.no_receiver), frozenset(reports.no_counterpart))


def _wrong_too(view: View, reform: Reform, first: int) -> Iterator[ReformRefused]:
    """Later changes that are wrong in themselves, so that all of it can be mended at once.

    A code that an earlier change so much as names may come from there.
    """
    for position, change in enumerate(reform.changes[first + 1 : first + 1 + _TRIED_TOO], first + 1):
        refusal = refused_in_itself(view, change, position)
        if refusal is None:
            continue
        code = (refusal.unknown or "").partition("/")[2]
        if not code or not any(code in str(earlier) for earlier in reform.changes[:position]):
            yield refusal


def _refuse_later(view: View, overlay: Overlay) -> None:
    """Stop at edits to what a later revision has already changed: it would be lost.

    So too at a node that is retired under a relation that begins later: a node goes with all its relations.
    """
    if not isinstance(view, Snapshot) or not view.later:
        return
    hanging = _later_at(view, {edit.identity for edit in overlay.edits if edit.action is Action.RETIRE_NODE})
    for edit in overlay.edits:
        identity = edit.identity
        if identity in view.later:
            raise _conflict(
                view,
                identity,
                f"{called(identity).zh} 在 {view.origin.on} 之后已有新版本",
                f"{called(identity).en} has a later version than {view.origin.on} already",
            )
        if edit.action is Action.RETIRE_NODE and identity in hanging:
            later = hanging[identity]
            raise _conflict(
                view,
                later,
                f"{called(identity).zh} 要终止，而 {called(later).zh} 在 {view.origin.on} 之后才开始或已有新版本",
                f"{called(identity).en} is retired, but {called(later).en} begins, or has another version, after "
                f"{view.origin.on}",
            )


def _later_at(view: Snapshot, retired: Collection[NodeId | RelationId]) -> Mapping[NodeId | RelationId, RelationId]:
    """For each node that is retired, the first relation from or to it that has a later version, if there is one."""
    found: dict[NodeId | RelationId, RelationId] = {}
    for each in sorted((each for each in view.later if isinstance(each, RelationId)), key=str) if retired else ():
        for end in each.ends:
            if end in retired:
                found.setdefault(end, each)
    return found


def _conflict(view: Snapshot, later: NodeId | RelationId, zh: str, en: str) -> ConflictError:
    revision = view.later[later]
    which, aside = Label("", ""), Label("", "")
    if revision is not None:
        which = Label(f"（第 {revision} 次修订）", f" (revision {revision})")
        aside = Label(
            f"；只作推演的，请问第 {revision - 1} 次修订时所知（as-of）",
            f"; to try it out, ask as of revision {revision - 1}",
        )
    return ConflictError(
        Both(
            f"{zh}{which.zh}：改革须在其后生效{aside.zh}",
            f"{en}{which.en}: let the reform take effect after it{aside.en}",
        ),
        revision,
    )
