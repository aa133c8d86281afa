"""What a commit does to the dated versions: which close, which open (calculus §4, decision 3).

A store hands in the current versions of what the edits touch and writes down the outcome; the rules are here,
so that every store keeps the same ones and `verify` can carry out the log once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from graph.edits import ADDS, Action, Edit
from graph.errors import ConflictError, InputError, Problem
from graph.model import NodeId, RelationId, Value
from graph.schema import Kind
from graph.store.base import Version
from graph.store.fitting import Identity, completed, same_properties, undone_by, unfit, without_absent
from graph.store.spans import at, before, contains, insert, meeting, overlap, span_of
from graph.terms import Both, Lack

__all__ = ["Held", "Identity", "Outcome", "carry_out"]

_SETS = frozenset({Action.SET_NODE, Action.SET_RELATION})
_REMEMBERED = 100_000
"""Properties of relations that are known to be fit; most of a load's say one of few things."""

_READ_AGAIN = Both("重新读取图谱后再提交", "read the graph again and make the edits anew")


class Held(Protocol):
    """What a store knows at its head, before the commit."""

    def versions_of(self, identity: Identity) -> Sequence[Version]:
        """Current versions of one identity, by date; empty where it never was."""

    def relations_of(self, node: NodeId) -> Iterable[Version]:
        """Current versions of every relation from or to a node, in any order."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a store has to write down: versions that are no longer current, and those that are current now.

    ``edits`` are those of the commit, completed so that each says all that it undoes: a retired version that
    had an end carries it as ``valid_to``, so that its inverse opens a version with the same end.
    """

    edits: tuple[Edit, ...]
    closed: tuple[Version, ...]
    opened: tuple[Version, ...]


def carry_out(edits: Iterable[Edit], effective: date | None, revision: int, held: Held) -> Outcome:
    """Apply edits, in order, to the current versions of what they touch.

    Costs what the edits touch. Nothing is applied where one of them fails.

    Raises:
        ConflictError: some edit was made for another state (all such are named; the revision is the first's).
        InputError: edits that fit no state like this one, all of them.
    """
    ledger = _Ledger(effective, revision, held)
    done = tuple(written for position, edit in enumerate(edits) for written in ledger.apply(position, edit))
    if ledger.conflicts:
        message = "\n".join(text for text, _ in ledger.conflicts)
        raise ConflictError(message, next((number for _, number in ledger.conflicts if number is not None), None))
    if ledger.problems:
        raise InputError(ledger.problems)
    return Outcome(done, *ledger.outcome())


class _Place(NamedTuple):
    """Which edit of a commit, for a message."""

    position: int
    edit: Edit

    def __str__(self) -> str:
        return Both(
            f"第 {self.position} 项编辑 {self.edit.action.value} {self.edit.identity}",
            f"edit {self.position}: {self.edit.action.value} {self.edit.identity}",
        )


class _Ledger:
    """The touched versions while a commit is being carried out, with what is wrong with it so far."""

    def __init__(self, effective: date | None, revision: int, held: Held) -> None:
        self.conflicts: list[tuple[str, int | None]] = []
        self.problems: list[Problem] = []
        self._effective = effective
        self._revision = revision
        self._held = held
        self._before: dict[Identity, Sequence[Version]] = {}
        self._now: dict[Identity, list[Version]] = {}
        self._lasting: dict[Kind, set[str]] = {kind: set() for kind in Kind}  # added from the commit's date on
        self._fit: dict[int, object] = {}
        self._added: list[RelationId] = []
        self._sorted = 0
        self._at: dict[NodeId, set[RelationId]] = {}

    def apply(self, position: int, edit: Edit) -> tuple[Edit, ...]:
        """Carry out one edit, or note what is wrong with it; what is written down of it."""
        if not self._is_fit(edit):
            wrong = unfit(edit)
            if wrong is not None:
                self._refuse(_Place(position, edit), *wrong)
                return ()
            given, edit = edit, completed(edit)
            if given is edit:
                self._remember(edit)
        if edit.action in ADDS and self._added_plainly(edit):
            return (edit,)
        where = _Place(position, edit)
        on = edit.valid_from or self._effective
        later = self._later(edit.identity, on)
        if later is not None:
            self._conflict_later(where, later, on)
            return ()
        return self._add(where, edit, on) if edit.action in ADDS else self._close(where, edit, on)

    def outcome(self) -> tuple[tuple[Version, ...], tuple[Version, ...]]:
        """Versions closed and opened: those that were current and are not, and the other way round."""
        closed: list[Version] = []
        opened: list[Version] = []
        for identity, now in self._now.items():
            before = self._before.get(identity)
            if not before:
                opened.extend(now)
                continue
            closed.extend(version for version in before if not any(version is other for other in now))
            opened.extend(version for version in now if not any(version is other for other in before))
        return tuple(closed), tuple(opened)

    def _is_fit(self, edit: Edit) -> bool:
        """Whether an edit adds a relation that says what another one said that was looked at already."""
        identity = edit.identity
        return (
            edit.action is Action.ADD_RELATION
            and id(edit.properties) in self._fit
            and isinstance(identity, RelationId)
            and not identity.key
            and not edit.before
        )

    def _remember(self, edit: Edit) -> None:
        if edit.action is Action.ADD_RELATION and len(self._fit) < _REMEMBERED:
            self._fit[id(edit.properties)] = edit.properties  # held, so that its id stays its own

    def _added_plainly(self, edit: Edit) -> bool:
        """Do what most edits of a load ask for: add what never was, from the commit's date on, between such ends.

        False: nothing was done, and the rules have to be asked one by one; they come to the same.
        """
        identity = edit.identity
        now = self._now.get(identity)
        there = self._held.versions_of(identity) if now is None else now
        if there or edit.valid_from is not None or edit.valid_to is not None:
            return False
        if isinstance(identity, RelationId):
            link, source, target, _ = identity
            if source not in self._lasting[link.from_kind] or target not in self._lasting[link.to_kind]:
                return False
            self._added.append(identity)
        elif now is None:
            self._lasting[identity.kind].add(identity.code)
        new = Version(identity, self._effective, None, without_absent(edit.properties), self._revision)
        if now is None:
            self._now[identity] = [new]
        else:
            now.append(new)
        return True

    def _add(self, where: _Place, edit: Edit, on: date | None) -> tuple[Edit, ...]:
        new = Version(edit.identity, on, edit.valid_to, without_absent(edit.properties), self._revision)
        if on is not None and not before(on, edit.valid_to):
            self._refuse(where, f"valid_to {edit.valid_to}", Both(f"晚于 {on}", f"later than {on}"))
            return ()
        taken = next((version for version in self._versions(edit.identity) if overlap(version, new)), None)
        if taken is not None:
            got = Both(
                f"已存在，{span_of(taken)}（修订 {taken.revision}）",
                f"there already, {span_of(taken)} (revision {taken.revision})",
            )
            self._refuse(
                where,
                got,
                Both(f"{_date(on).zh}不存在", f"absent {_date(on).en}"),
                Both("改用 set，或先撤销", "set it, or retire it first"),
            )
            return ()
        pieces = self._with_both_ends(where, edit.identity, new) if isinstance(edit.identity, RelationId) else [new]
        versions = self._touch(edit.identity)
        done = []
        for piece in pieces:
            dated = edit.valid_from if piece.valid_from == on else piece.valid_from
            insert(versions, piece, join=dated is None)
            same = (dated, piece.valid_to) == (edit.valid_from, edit.valid_to)
            done.append(edit if same else edit._replace(valid_from=dated, valid_to=piece.valid_to))
        return tuple(done)

    def _with_both_ends(self, where: _Place, identity: RelationId, new: Version) -> list[Version]:
        """What of a relation's version meets both its ends in time: it is never there without them."""
        pieces = [new]
        for end in identity.ends:
            held = self._versions(end)
            if len(held) == 1 and held[0].valid_from is None and held[0].valid_to is None:
                continue  # most ends hold ever since: whatever meets them stays as it is
            pieces = list(meeting(pieces, held))
            if not pieces:
                wrong = Both("同期未生效", "is not in force then") if held else Both("不存在", "unknown")
                got = Lack(f"关系的一端 {end} ", f"one end, {end} ") + wrong
                self._refuse(
                    where,
                    got,
                    Both("两端均在图中", "both ends in the graph"),
                    Both(f"先新增 {end}", f"add {end} first"),
                )
                return []
        self._added.append(identity)
        return pieces

    def _close(self, where: _Place, edit: Edit, on: date | None) -> tuple[Edit, ...]:
        """Retire or set: close the version in force on a date and, for a set, open another from then."""
        if on is None:
            expected = Both("生效日期", "an effective date")
            self._refuse(
                where,
                Lack("没有生效日期", "no effective date"),
                expected,
                Both("只有新增可不带", "only adds need none"),
            )
            return ()
        old = at(self._versions(edit.identity), on)
        if old is None:
            known = ", ".join(map(span_of, self._versions(edit.identity))) or Lack("不存在", "unknown")
            self._refuse(
                where,
                known,
                Both(f"{on} 生效的版本", f"one in force on {on}"),
                Both("核对代码与日期", "check code and date"),
            )
            return ()
        undone = undone_by(edit, old.properties)
        if not same_properties(undone, edit.before) or edit.valid_to not in (None, old.valid_to):
            self._conflict_before(where, edit, undone, old)
            return ()
        retired = edit.identity if edit.action is Action.RETIRE_NODE else None
        if isinstance(retired, NodeId) and self._holds(where, retired, on):
            return ()
        self._replace(edit, old, on)
        ends = edit.action not in _SETS and old.valid_to is not None
        return (edit._replace(before=undone, valid_to=old.valid_to if ends else edit.valid_to),)

    def _holds(self, where: _Place, node: NodeId, on: date) -> bool:
        """Whether relations stand in the way of a node's retirement: it has to lose them first."""
        held = [version for identity in self._relations(node) for version in self._versions(identity)]
        hanging = [version for version in held if before(on, version.valid_to)]
        for version in hanging:
            if contains(version, on):
                got = Both(f"节点尚有关系 {version.identity}", f"{version.identity} still hangs on it")
                self._refuse(
                    where,
                    got,
                    Both("没有关系的节点", "a node without relations"),
                    Both("先撤销该关系", "retire it first"),
                )
            else:
                self._conflict_later(where, version, on)
        return bool(hanging)

    def _replace(self, edit: Edit, old: Version, on: date) -> None:
        versions = self._touch(edit.identity)
        kept = [old._replace(valid_to=on)] if old.valid_from is None or old.valid_from < on else []
        place = next(place for place, version in enumerate(versions) if version is old)
        versions[place : place + 1] = kept
        if edit.action in _SETS:
            changed = without_absent({**old.properties, **edit.properties})
            new = old._replace(valid_from=on, properties=changed, revision=self._revision)
            insert(versions, new, join=edit.valid_from is None)

    def _later(self, identity: Identity, on: date | None) -> Version | None:
        """The first version that starts after a date; one that this commit opened itself is none."""
        for version in self._versions(identity):
            start = version.valid_from
            if start is not None and (on is None or on < start) and version.revision != self._revision:
                return version
        return None

    def _relations(self, node: NodeId) -> list[Identity]:
        """The relations of a node, those of this commit included, sorted."""
        found: set[Identity] = {version.identity for version in self._held.relations_of(node)}
        return sorted(found | self._added_at(node), key=str)

    def _added_at(self, node: NodeId) -> set[RelationId]:
        """The relations of a node that this commit added; sorted by node when somebody asks, most commits never do."""
        for identity in self._added[self._sorted :]:
            for end in identity.ends:
                self._at.setdefault(end, set()).add(identity)
        self._sorted = len(self._added)
        return self._at.get(node, set())

    def _original(self, identity: Identity) -> Sequence[Version]:
        found = self._before.get(identity)
        if found is None:
            found = self._before[identity] = self._held.versions_of(identity)
        return found

    def _versions(self, identity: Identity) -> Sequence[Version]:
        found = self._now.get(identity)
        return self._original(identity) if found is None else found

    def _touch(self, identity: Identity) -> list[Version]:
        found = self._now.get(identity)
        if found is None:
            found = self._now[identity] = list(self._original(identity))
        if isinstance(identity, NodeId):
            self._lasting[identity.kind].discard(identity.code)
        return found

    def _refuse(self, where: _Place, got: str, expected: str, advice: str = "") -> None:
        self.problems.append(Problem(str(where), got, expected, advice))

    def _conflict_later(self, where: _Place, later: Version, on: date | None) -> None:
        text = str(where) + Both(
            f"：{later.identity} 已有此后的版本（{span_of(later)}，修订 {later.revision}）；"
            f"应为{_date(on).zh}之后没有；先撤回该修订，或把生效日期定在 {later.valid_from} 或以后",
            f": {later.identity} has a later version already, {span_of(later)}, revision {later.revision}; "
            f"expected none after {_date(on).en}; take that revision back first, or choose a date from "
            f"{later.valid_from} on",
        )
        self.conflicts.append((text, later.revision))

    def _conflict_before(self, where: _Place, edit: Edit, found: Mapping[str, Value | None], old: Version) -> None:
        ends = f" …{edit.valid_to}" if edit.valid_to else ""
        text = (
            str(where)
            + Both(
                f"：编辑所依据的状态已变：前值为 {dict(edit.before)}{ends}；应为 {dict(found)} {span_of(old)}，"
                f"修订 {old.revision}；",
                f": made for another state: got before {dict(edit.before)}{ends}; expected {dict(found)} "
                f"{span_of(old)}, revision {old.revision}; ",
            )
            + _READ_AGAIN
        )
        self.conflicts.append((text, old.revision))


def _date(on: date | None) -> Both:
    return Both("自始", "since ever") if on is None else Both(str(on), str(on))
