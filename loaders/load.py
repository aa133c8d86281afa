"""Loading: what a source states against what the store holds, as one revision or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from graph.errors import InputError
from graph.model import NodeId
from graph.store.base import Commit, Revision, Store, Version
from loaders.absence import absences
from loaders.carried import keeping_their_own
from loaders.checks import by_identity, in_order
from loaders.draft import Draft, LoadPlan, effective_day, located
from loaders.elements import Place, Progress, Source, no_progress
from loaders.exported import place_of
from loaders.holdings import Identity, held_by, missing
from loaders.outcome import outcome_of
from loaders.unsaid import unsaid_in

__all__ = ["LoadPlan", "execute", "places_of", "plan_load"]


def _today() -> date:
    return datetime.now().astimezone().date()


def plan_load(
    source: Source,
    store: Store,
    effective: date | None = None,
    *,
    complete: bool = False,
    partial: bool = False,
    today: Callable[[], date] = _today,
    progress: Progress = no_progress,
) -> LoadPlan:
    """Compare a source with the store; nothing is written, and nothing is raised for what is wrong.

    Elements without dates hold ever since in a first load; in a later one, whatever is new or changed holds from
    the effective date (today where none is given). A new parent, unit or power takes the place of the one before,
    since there can be only one. What the source lacks is named as missing; ``complete`` retires it.

    ``partial`` leaves out the rows that are wrong, and those that lean on them, and plans the rest. Not together with
    ``complete`` where any row is wrong: what it states would seem to be missing.
    """
    choose = partial and not complete
    if source.conflicts and not choose:
        source = replace(source, problems=(*source.problems, *source.conflicts), conflicts=())
    plan = _plan(source, store, effective, source, complete=complete, today=today, progress=progress)
    wrong = bool(plan.problems or source.conflicts)
    return _plan_rest(plan, store, effective, today) if wrong and choose else plan


def _plan_rest(first: LoadPlan, store: Store, effective: date | None, today: Callable[[], date]) -> LoadPlan:
    """Leave out what is wrong until nothing is; the first plan, refused, where that cannot be done row by row."""
    whole, rest, plan = first.source, first.source, first
    problems = dict.fromkeys(whole.conflicts)
    while plan.problems:
        problems.update(dict.fromkeys(plan.problems))
        bad = {(problem.file, problem.row) for problem in plan.problems if problem.row is not None}
        less = rest.without(bad)
        if len(less.elements) == len(rest.elements) and not rest.problems:
            return first
        rest = less
        plan = _plan(rest, store, effective, whole, complete=False, today=today, progress=no_progress)
    told = in_order(problems)
    files = outcome_of(whole, plan.touched, told, plan.report.notices, partial=True)
    report = replace(plan.report, files=files, problems=located(whole, told), partial=True)
    return replace(plan, source=whole, report=report)


def _name(version: Version) -> str:
    return str(version.identity)


def _plan(
    source: Source,
    store: Store,
    effective: date | None,
    whole: Source,
    *,
    complete: bool,
    today: Callable[[], date],
    progress: Progress,
) -> LoadPlan:
    """The plan for what is left of a source; ``whole`` states what is not missing for having been left out."""
    held = held_by(store)
    found = by_identity(keeping_their_own(source, held, effective or today()))
    draft = Draft(source, found, held, store.manifest(), store.head())
    rules = draft.settle(complete=complete)
    draft.day = effective_day(draft, effective, today)
    draft.compare_all(progress)
    draft.give_way()
    stated = {*whole.stated, *(element.identity for element in whole.elements), *source.removed}
    absent = _not_left_out(missing(draft.held, stated, source, draft.at), source, whole)
    absent = [version for version in absent if version.identity not in draft.edits]  # less what gave way
    gone = draft.retire(absent) if complete else []
    gone += draft.take_out()
    draft.notice_many(gone)
    plan = draft.plan([*map(_name, absent), *rules], [*map(_name, gone), *(rules if complete else ())])
    if complete:
        return plan
    unsaid = unsaid_in(absent, source)
    told = {relation for cell in unsaid for relation in cell.relations}
    left = absences([version for version in absent if version.identity not in told], source)
    return replace(plan, report=replace(plan.report, absences=left, unsaid=unsaid))


def _not_left_out(absent: Sequence[Version], source: Source, whole: Source) -> list[Version]:
    """What is missing, less relations of nodes whose own row is left out: what such a row says is not known."""
    if source is whole:
        return list(absent)
    kept = {element.identity for element in source.elements}
    out = {element.identity for element in whole.elements if element.identity not in kept}
    return [x for x in absent if isinstance(x.identity, NodeId) or out.isdisjoint(x.identity.ends)]


def execute(plan: LoadPlan, store: Store, author: str, reason: str, number: str = "") -> Revision | None:
    """Write a plan as one revision; None where there is nothing to write.

    Raises:
        InputError: the plan has problems; nothing is written.
        ConflictError: somebody wrote since the plan was made.
    """
    if plan.refused:
        raise InputError(plan.problems)
    if plan.is_empty:
        return None
    counts = {item.name: item.rows for item in plan.report.files}
    held: dict[str, Any] = {"source": plan.source.name, "files": counts, "rows": _rows_of(plan)}
    if plan.report.accepted:
        carried = {name: int(told["revision"]) for name, told in plan.source.told.items() if "revision" in told}
        exports = {name: told["export"] for name, told in plan.source.told.items() if "export" in told}
        held |= {"from": carried} if carried else {}
        held |= {"exports": exports} if exports else {}
        held |= {"places": {name: place_of(plan.source, name) for name in carried}} if carried else {}
    details: dict[str, Any] = {"load": held}
    return store.commit(
        Commit(
            edits=plan.edits,
            author=author,
            reason=reason,
            number=number,
            effective=plan.effective,
            manifest=plan.manifest,
            details=details,
            parent=plan.parent,
        )
    )


def places_of(plan: LoadPlan) -> dict[Identity, Place]:
    """Where the source states what it states, or takes it out; what it lacks has no place."""
    places: dict[Identity, Place] = dict(plan.source.removed.items())
    for element in plan.source.elements:
        places.setdefault(element.identity, element.place)
    return places


def _rows_of(plan: LoadPlan) -> list[list[int]]:
    """The file, counted in order of names, and the row that each edit comes from; an empty pair where none says it."""
    files = {name: at for at, name in enumerate(sorted(item.name for item in plan.report.files))}
    places = places_of(plan)
    found = (places.get(edit.identity) for edit in plan.edits)
    return [[files[place.file], place.row] if place is not None and place.file in files else [] for place in found]
