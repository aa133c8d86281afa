"""Moving a store: its whole log, revision by revision, with the same times and hashes."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import ConflictError
from graph.store.base import Revision, Store
from graph.terms import Label
from loaders.elements import Progress

__all__ = ["Copied", "copy_store"]

_STAGE = "复制 copying"


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of a copy: how many revisions were appended, and the newest one that both stores have now."""

    appended: int
    newest: Revision | None


def copy_store(source: Store, target: Store, progress: Progress) -> Copied:
    """Append to the target what it lacks of the source's log; a copy that was cut off goes on where it ended.

    Progress is told in edits, since one revision may hold a million of them and the next one two: so the log is read
    twice, the first time to count.

    Raises:
        ConflictError: the target holds something else than the beginning of the source's log.
    """
    held, total = target.head(), source.head()
    newest = next(iter(target.history(newest_first=True)), None)
    if held > total:
        raise _other_log(held, total)
    edits = 0
    for revision in source.history():
        if revision.revision == held and (newest is None or newest.hash != revision.hash):
            raise _other_log(held, total)
        edits += len(revision.edits) if held < revision.revision <= total else 0
    appended = done = 0
    for revision in source.history():
        if held < revision.revision <= total:
            progress(_STAGE, done, edits)
            target.append(revision)
            newest, appended, done = revision, appended + 1, done + len(revision.edits)
    progress(_STAGE, done, edits)
    return Copied(appended, newest)


def _other_log(held: int, total: int) -> ConflictError:
    return ConflictError(
        Label(
            f"目标库另有内容，{held} 次修订；来源库有 {total} 次；应为空库或同链之前段；请另选目标",
            f"the target holds another log, of {held} revisions; the source has {total}; "
            "expected an empty store, or the beginning of the same log; choose another target",
        ),
        held,
    )
