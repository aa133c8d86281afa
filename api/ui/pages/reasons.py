"""What pages say where something is unclear or refused: what else it may mean, and why not, in one language."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.ui.pages.returning import CODE, NODE
from graph.errors import ConflictError, InputError, MissingError
from graph.model import EMPTY, NodeId
from graph.near import alike
from graph.schema import LEVELS, Kind, Label
from graph.view import View
from queries.find import Match, find_nodes
from queries.legal import Refusal
from queries.paths import resolve

__all__ = ["Candidate", "Doubt", "candidate", "conflict", "doubt", "ends_of", "meant", "why_not"]

_CANDIDATES, _MANY = 12, 1000
_KINDS = frozenset(kind.value.casefold() for kind in Kind)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a text may mean: another that is certain, with kind, name and code; ``posts`` of a standard post."""

    text: str
    kind: Kind
    name: str
    code: str
    posts: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A text that is not one thing: several have its name, or none has; ``field`` names it in the address.

    ``kind`` is the only kind that will do; None for any.
    """

    field: str
    text: str
    several: bool
    candidates: tuple[Candidate, ...]
    more: int
    kind: Kind | None = None

    @property
    def gap(self) -> Candidate:
        """What stands for a candidate that is still to be searched for."""
        return Candidate(NODE, self.kind or Kind.POWER, "", CODE)


def doubt(
    view: View, field: str, text: str, *, several: bool, kind: Kind | None = None, among: Collection[str] = ()
) -> Doubt:
    """What has the code or name, or what has part of it: nodes, standard posts, and codes that look alike.

    Args:
        view: where to look.
        field: which field of the page it was typed in.
        text: what was typed.
        several: whether it is the name of more than one.
        kind: the only kind to look among; standard posts are offered only where there is none.
        among: the only codes that will do; none for any.
    """
    head, slash, rest = text.partition("/")
    words = rest if slash and head.casefold() in _KINDS else text
    found = find_nodes(view, words, None if kind is None else (kind,), _MANY if among else _CANDIDATES)
    exact = [hit for hit in found.hits if not several or hit.match in (Match.CODE, Match.NAME)]
    hits = [hit for hit in exact if not among or hit.code in among][:_CANDIDATES]
    roles = () if several or kind is not None else found.roles[:_CANDIDATES]
    named = [
        *(Candidate(f"Role/{role}", Kind.POST, role, "", posts) for role, posts in roles),
        *(Candidate(f"{hit.kind.value}/{hit.code}", hit.kind, hit.name or hit.code, hit.code) for hit in hits),
    ]
    near = () if named else (resolve(view, code, kind) for code in dict.fromkeys(alike(view, words, kind)))
    named += [candidate(view, node) for node in near]
    more = found.total - len(hits) if len(hits) == _CANDIDATES and not among else 0
    return Doubt(field, text, several, tuple(named), more, kind)


def meant(view: View, field: str, text: str, kind: Kind | None) -> tuple[str, str, Doubt | None]:
    """The code and the name of what a code or name means; or no code, the text, and what else it may mean."""
    if not text:
        return "", "", None
    try:
        node = resolve(view, text, kind)
    except MissingError:
        return "", text, doubt(view, field, text, several=False, kind=kind)
    except InputError:
        return "", text, doubt(view, field, text, several=True, kind=kind)
    return node.code, str((view.node(*node) or EMPTY).get("name", node.code)), None


def candidate(view: View, node: NodeId) -> Candidate:
    """A node as something that may be meant."""
    name = str((view.node(*node) or EMPTY).get("name", node.code))
    return Candidate(str(node), Kind(node.kind), name, node.code)


def ends_of(view: View, power: str) -> Mapping[str, Label]:
    """A power at the lowest level cannot be delegated further, one at the highest not be recalled."""
    level, levels = (view.node(Kind.POWER, power) or EMPTY).get("level"), view.manifest.levels
    label = LEVELS.get(str(level), Label(str(level), str(level)))
    found = {}
    if level == levels[-1]:
        found["delegate"] = Label(
            f"{power} 的行使层级已是{label.zh}，是最低一级，不能再下放",
            f"{power} is exercised at the lowest level already ({label.en}): it cannot be delegated further",
        )
    if level == levels[0]:
        found["recall"] = Label(
            f"{power} 的行使层级已是{label.zh}，是最高一级，不能再收回",
            f"{power} is exercised at the highest level already ({label.en}): it cannot be recalled further",
        )
    return found


def why_not(refusal: Refusal) -> Label:
    """Why an operation is refused."""
    return refusal.said if refusal.revision is None else _later(refusal.revision)


def conflict(error: ConflictError) -> Label:
    """Why a reform cannot be applied to what is there."""
    return error.message if error.revision is None else _later(error.revision)


def _later(revision: int) -> Label:
    before = revision - 1
    return Label(
        f"第 {revision} 次修订自更晚的日期起改了同一要素或与它相连的：请让改革在其后生效；"
        f"只作推演的，在页眉选第 {before} 次修订时所知",
        f"revision {revision} changes the same thing, or what hangs on it, on a later day: "
        f"let the reform take effect after it, or choose revision {before} in the header to try it out",
    )
