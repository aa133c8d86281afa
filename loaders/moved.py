"""Rows that state one relation each, 岗位职责细化表 and 关系表: which row of an exported sheet became which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from graph.model import RelationId
from graph.schema import PERFORMED_BY
from graph.view import View
from loaders.books.pages import Page
from loaders.tables.layouts import DUTIES, RELATIONS
from loaders.tables.relations import link_of

__all__ = ["Turned", "digest", "identities_in", "turned"]

_HEADERS = {column.name: column.header for table in (DUTIES, RELATIONS) for column in table.columns}


@dataclass(frozen=True, slots=True)
class Turned:
    """What became of the rows of an exported sheet.

    ``moved``: the relation of a row before, and the one that the row states now. ``gone`` are rows that are not
    there any more; ``unclear`` those of them beside which rows were edited or added, so that nobody can tell.
    ``hinges``: for what moved, the other new rows that might as well be what its row became.
    """

    moved: tuple[tuple[RelationId, RelationId], ...] = ()
    hinges: Mapping[RelationId, tuple[RelationId, ...]] = field(default_factory=dict)
    gone: tuple[RelationId, ...] = ()
    unclear: tuple[RelationId, ...] = ()


def identities_in(page: Page, view: View) -> list[RelationId]:
    """The relations that the rows of an exported page state, in their order."""
    at = {header: column for column, header in enumerate(page.headers)}

    def cell(row: Sequence[str], name: str) -> str:
        column = at.get(_HEADERS[name])
        return "" if column is None else row[column]

    result = []
    for row in page.rows:
        if page.table is RELATIONS:
            link = link_of(cell(row, "rel"), cell(row, "kind"))
            if link is not None:
                result.append(RelationId(link, cell(row, "from"), cell(row, "to"), cell(row, "key")))
            continue
        step, post, principal = cell(row, "step"), cell(row, "post"), cell(row, "on_behalf_of")
        for key, properties in view.pair(PERFORMED_BY, step, post).items():
            if properties.get("on_behalf_of", "") == principal:
                result.append(RelationId(PERFORMED_BY, step, post, key))
    return result


def digest(found: Iterable[RelationId]) -> str:
    """Relations in few characters, whatever their order: whether a sheet has the very rows that were exported."""
    return sha256("\0".join(sorted(map(str, found))).encode()).hexdigest()[:16]


def turned(before: Sequence[RelationId], after: Sequence[RelationId | None]) -> Turned:
    """Which rows were edited into which, by the unchanged rows between which they stand.

    Between two of these, rows that are gone and rows that are new are the same rows, edited, where there are as many
    of each. Else they are told by what they start from, the step of a duty: it has no fewer rows than before, so that
    none was only deleted. A sheet that was sorted anew has no order to go by: there only the second counts. None is a
    row that cannot be read: it may be any of those that are gone beside it.

    >>> from graph.schema import OWNED_BY
    >>> a, b, c = (RelationId(OWNED_BY, "C1", post) for post in "PQR")
    >>> turned([a, b], [c, b]).moved == ((a, c),)
    True
    >>> turned([a, b], [b]).gone == (a,)
    True
    >>> turned([a, b], [None, c, b]).moved
    ()
    """
    same = set(before) & set(after)
    ordered = [item for item in before if item in same] == [item for item in after if item in same]
    if ordered:
        blocks = list(zip(_between(before, same), _between(after, same), strict=True))
    else:
        blocks = [([x for x in before if x not in same], [x for x in after if x not in same])]
    moved: list[tuple[RelationId, RelationId]] = []
    hinges: dict[RelationId, tuple[RelationId, ...]] = {}
    gone: list[RelationId] = []
    unclear: list[RelationId] = []
    for block, found in blocks:
        old = [item for item in block if item is not None]
        new = [item for item in found if item is not None]
        pairs: list[tuple[RelationId, RelationId]] = []
        if ordered and len(old) == len(found) == len(new):
            pairs = list(zip(old, new, strict=True))
        elif len(found) == len(new):
            pairs = _by_start(old, new)
            hinges.update((item, tuple(new)) for item, _ in pairs)
        told = {item for item, _ in pairs}
        moved += pairs
        gone += [item for item in old if item not in told]
        unclear += [item for item in old if item not in told and len(new) > len(pairs)]
    return Turned(tuple(moved), hinges, tuple(gone), tuple(unclear))


def _between(items: Sequence[RelationId | None], same: Collection[RelationId]) -> Iterator[list[RelationId | None]]:
    """The runs of other items before, between and after those that stayed."""
    run: list[RelationId | None] = []
    for item in items:
        if item in same:
            yield run
            run = []
        else:
            run.append(item)
    yield run


def _by_start(old: Sequence[RelationId], new: Sequence[RelationId]) -> list[tuple[RelationId, RelationId]]:
    starts: dict[Hashable, list[RelationId]] = defaultdict(list)
    for item in new:
        starts[item.link, item.source].append(item)
    result = []
    for start in dict.fromkeys((item.link, item.source) for item in old):
        held = [item for item in old if (item.link, item.source) == start]
        if len(starts[start]) >= len(held):
            result += list(zip(held, starts[start], strict=False))
    return result
