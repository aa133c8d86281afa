"""A plan in the making: what a source states against what the store holds, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

from graph.edits import Action, Edit
from graph.errors import Problem
from graph.model import Manifest, NodeId, Properties, called, value_problem
from graph.schema import KINDS, Kind
from graph.store.base import Version
from graph.terms import Both, Lack
from loaders.checks import duplicate_problems, in_order, overlapping, structure_problems, unless_known
from loaders.compare import Comparison, after, compare, retiring, turning_day
from loaders.elements import Element, Progress, Source, in_force, shown
from loaders.holdings import Held, Identity, by_kind, hanging_on, missing, now, replaced
from loaders.outcome import outcome_of
from loaders.report import LoadReport
from loaders.settling import settled

__all__ = ["Draft", "LoadPlan", "effective_day", "located"]

_TICK = 10_000
_ORDER = {
    Action.RETIRE_RELATION: 0,
    Action.RETIRE_NODE: 1,
    Action.ADD_NODE: 2,
    Action.SET_NODE: 3,
    Action.ADD_RELATION: 4,
    Action.SET_RELATION: 5,
}


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """The one revision that a load would make, and the report about it.

    ``parent`` is the revision that it was planned for; a plan with problems has no edits.
    """

    source: Source
    edits: tuple[Edit, ...]
    manifest: Manifest | None
    effective: date | None
    parent: int
    report: LoadReport
    touched: frozenset[tuple[str, int]] = frozenset()
    """File and row of everything that the edits come from."""
    held: Held = field(default_factory=dict)
    """The versions that the store holds of what the edits change."""

    def states(self, day: date) -> dict[Identity, Properties | None]:
        """What the edits change as it would be on a day; None for what is not in force on it."""
        by_identity: dict[Identity, list[Edit]] = {}
        for edit in self.edits:
            by_identity.setdefault(edit.identity, []).append(edit)
        found = {
            identity: after(self.held.get(identity, ()), edits, self.effective)
            for identity, edits in by_identity.items()
        }
        return {
            identity: next((version.properties for version in versions if in_force(version, day)), None)
            for identity, versions in found.items()
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.report.problems

    @property
    def refused(self) -> bool:
        """Whether nothing may be written for what is wrong."""
        return self.report.refused

    @property
    def is_empty(self) -> bool:
        """Whether the store holds all of it already."""
        return not self.edits and self.manifest is None


def effective_day(draft: Draft, given: date | None, today: Callable[[], date]) -> date | None:
    """When the load takes effect: as given; a first load ever since; on the one day that its own dates name; today."""
    if given is not None or not draft.held:
        return given
    turns = {
        turn
        for identity, found in draft.found.items()
        if identity in draft.held and (turn := turning_day(found, draft.held[identity])) is not None
    }
    return turns.pop() if len(turns) == 1 else today()


def located(source: Source, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with the cells that they are in."""
    return tuple(source.located(problem) for problem in problems)


@dataclass(slots=True)
class Draft:
    """A plan in the making: the edits of each identity so far, and what is wrong with them."""

    source: Source
    found: dict[Identity, list[Element]]
    held: Held
    manifest_before: Manifest
    parent: int
    manifest_settled: Manifest | None = None
    day: date | None = None
    edits: dict[Identity, list[Edit]] = field(default_factory=dict)
    comparisons: list[Comparison] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    troubled: set[Identity] = field(default_factory=set)
    """Identities whose own rows have problems: what refers to them is not wrong for that."""

    @property
    def at(self) -> date:
        """The day on which the store is compared."""
        return self.day or date.min

    @property
    def manifest(self) -> Manifest:
        return self.manifest_settled or self.source.manifest or self.manifest_before

    def settle(self, *, complete: bool) -> tuple[str, ...]:
        """Levels, rules and types that tables lack: they stay, but in a first load or where the tables are complete."""
        stated, source = self.source.manifest, self.source
        if stated is None or not source.by_item:
            return ()
        first = not self.held
        found = settled(stated, self.manifest_before, source.manifest_before, complete=complete or first)
        self.manifest_settled = found.manifest
        if set(stated.levels) - set(found.manifest.levels):
            got = Both(f"层级 {shown(list(stated.levels))}", f"levels {shown(list(stated.levels))}")
            expected = Both(
                f"含库中的：{shown(list(self.manifest_before.levels))}",
                f"with those of the store: {shown(list(self.manifest_before.levels))}",
            )
            advice = Both("请补上；确要去掉的，用 --complete", "add them, or end them with --complete")
            self.problems.append(Problem(source.name, got, expected, advice, column="levels"))
        return () if first else found.gone

    def compare_all(self, progress: Progress) -> None:
        """Compare every identity of the source with what the store holds of it."""
        total = len(self.found)
        for done, (identity, elements) in enumerate(self.found.items()):
            if done % _TICK == 0:
                progress("对照 compare", done, total)
            twice = overlapping(elements)
            if twice:
                self.troubled.add(identity)  # one of them stands for all, so that nothing else seems to lack it
            stated = twice[0][:1] if twice else elements
            comparison = compare(stated, self.held.get(identity, ()), self.day)
            self.comparisons.append(comparison)
            if comparison.problems:
                self.troubled.add(identity)
            if comparison.edits:
                self.edits[identity] = comparison.edits
        progress("对照 compare", total, total)

    def give_way(self) -> None:
        """Retire what new relations take the place of."""
        for version in list(replaced(chain.from_iterable(self.edits.values()), self.held, self.found.keys(), self.at)):
            self._retire(version)

    def retire(self, absent: Sequence[Version]) -> list[Version]:
        """Retire what is missing, and the relations that hang on retired nodes."""
        nodes = {version.identity for version in absent if isinstance(version.identity, NodeId)}
        hanging = [version for version in hanging_on(nodes, self.held, self.at) if version.identity not in self.found]
        every = {version.identity: version for version in (*absent, *hanging)}
        result = [version for identity, version in every.items() if identity not in self.edits]
        for version in result:
            self._retire(version)
        return result

    def take_out(self) -> list[Version]:
        """Retire the relations that were taken out of cells."""
        every = (now(self.held, identity, self.at) for identity in sorted(self.source.removed, key=str))
        result = [version for version in every if version is not None and version.identity not in self.edits]
        for version in result:
            self._retire(version)
        return result

    def notice_many(self, gone: Sequence[Version]) -> None:
        """Say so where more than half of what the source speaks of is to end: the file may not be whole."""
        total = len(missing(self.held, (), self.source, self.at))
        count = sum(version.identity[0] in self.source.scope for version in gone)
        if count * 2 > total:
            got = Both(f"终止 {total} 项中的 {count} 项", f"retires {count} of {total}")
            advice = Both(
                "请核对文件是否取全；如非所愿请勿用 --complete", "is all of the file there? else leave --complete out"
            )
            self.notices.append(Problem(self.source.name, got, Both("至多终止一半", "at most half"), advice))

    def plan(self, absent: Sequence[str], gone: Sequence[str]) -> LoadPlan:
        """The plan with its report, once all edits are there."""
        problems = self._all_problems()
        notices = self._all_notices(problems)
        ordered = sorted(chain.from_iterable(self.edits.values()), key=lambda edit: _ORDER[edit.action])
        edits = () if problems else tuple(ordered)
        changed = None if problems or self.manifest == self.manifest_before else self.manifest
        touched = self._written(changed)
        report = LoadReport(
            name=self.source.name,
            files=outcome_of(self.source, touched, problems, notices),
            edits=len(edits),
            effective=self.day,
            missing=tuple(absent),
            retired=tuple(gone),
            problems=located(self.source, problems),
            notices=located(self.source, notices),
            manifest_changed=changed is not None,
            paths=self.source.paths,
        )
        held = {edit.identity: found for edit in edits if (found := self.held.get(edit.identity))}
        return LoadPlan(self.source, edits, changed, self.day, self.parent, report, frozenset(touched), held)

    def _retire(self, version: Version) -> None:
        later = next((x for x in self.held[version.identity] if x.valid_from and x.valid_from > self.at), None)
        if later is not None:
            got = called(version.identity) + Both(
                f" 自 {later.valid_from} 已有后续版本（第 {later.revision} 次修订）",
                f" has a later version from {later.valid_from} on (revision {later.revision})",
            )
            advice = Both(
                f"请以 {later.valid_from} 或以后为生效日期", f"let the load take effect on {later.valid_from} or after"
            )
            self.problems.append(Problem(self.source.name, got, Both("没有后续版本", "no later version"), advice))
        self.edits[version.identity] = [retiring(version.identity, version.properties)]

    def _written(self, changed: Manifest | None) -> set[tuple[str, int]]:
        """File and row of everything that the edits come from."""
        rows = {element.place[:2] for item in self.comparisons for element in item.rows}
        rows |= {place[:2] for place in self.source.removed.values()}
        return rows if changed is None else rows | self.source.manifest_rows

    def _all_notices(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        coded = self.source.coded({(problem.file, problem.row) for problem in problems})
        compared = chain.from_iterable(item.notices for item in self.comparisons)
        return in_order([*self.source.notices, *coded, *self.notices, *compared])

    def _all_problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, with what follows from something else left out."""
        versions: dict[Identity, Sequence[Version]] = {
            identity: after(self.held.get(identity, ()), self.edits.get(identity, ()), self.day)
            for identity in {**self.held, **self.edits}
        }
        direct = [
            *self.source.problems,
            *self.problems,
            *chain.from_iterable(item.problems for item in self.comparisons),
            *self._level_problems(versions),
            *self._end_problems(versions),
            *duplicate_problems(self.found),
        ]
        return in_order(dict.fromkeys([*direct, *unless_known(self._structure(versions), direct)]))

    def _level_problems(self, versions: Held) -> Iterator[Problem]:
        """Levels that are in force and that a new manifest does not know."""
        if self.manifest.levels == self.manifest_before.levels:
            return
        for kind in (Kind.UNIT, Kind.POWER):
            declared = [item for item in KINDS[kind].properties.values() if item.level]
            for code, found in by_kind(versions).get(kind, {}).items():
                last = found[-1].properties
                if NodeId(kind, code) in self.found:
                    continue  # its row says it
                for item in declared:
                    expected = item.name in last and value_problem(item, last[item.name], self.manifest)
                    if expected:
                        got = called(NodeId(kind, code)) + f" {item.name} = {shown(last[item.name])}"
                        yield Problem(
                            self.source.name,
                            got,
                            expected,
                            Both("清单须含在用层级", "keep the levels in use"),
                            None,
                            "levels",
                        )

    def _end_problems(self, versions: Held) -> Iterator[Problem]:
        """Relations of the source whose ends are unknown, or no longer in force when the load takes effect."""
        nodes = by_kind(versions)
        for element in self.source.elements:
            identity = element.identity
            if isinstance(identity, NodeId):
                continue
            day = max(self.at, element.valid_from or date.min)
            for name, end in zip(("from", "to"), identity.ends, strict=True):
                found = nodes.get(end.kind, {}).get(end.code, ())
                ended = element.valid_to is not None and element.valid_to <= day
                if found and (ended or any(version.valid_to is None or version.valid_to > day for version in found)):
                    continue
                if end in self.troubled or end.kind in self.source.unread:
                    continue  # its own row has the problem, or its file
                state = Both("已终止", "is retired") if found else Both("不存在", "unknown")
                got = Lack(f"{called(end).zh} ", f"{called(end).en} ") + state
                expected = Both(
                    f"文件或库中在用的{KINDS[end.kind].label.zh}编码",
                    f"a code of kind {end.kind.value} in the file or the store",
                )
                advice = Both("补上该行或更正编码", "add its row or correct the code")
                asked = element.place.problem(got, expected, advice, element.column_of(name))
                yield replace(asked, unmatched=True)

    def _structure(self, versions: Held) -> Iterator[Problem]:
        """The rules of calculus §1 on every day from the first that an edit touches."""
        if not self.edits or self.source.unread:
            return
        starts = [
            self.at if edit.valid_from is None else min(edit.valid_from, self.at)
            for edit in chain.from_iterable(self.edits.values())
        ]

        def element_at(identity: Identity, day: date) -> Element | None:
            found = self.found.get(identity, ())
            return next((item for item in found if in_force(item, day)), found[-1] if found else None)

        every = [version for found in versions.values() for version in found]
        yield from structure_problems(every, self.manifest, element_at, self.source.name, since=min(starts))
