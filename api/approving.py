"""Writing the approver levels that articles name onto chosen powers: tried first, then one revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graph.errors import InputError, Problem
from graph.model import RelationId
from graph.reform import Reform
from graph.schema import AUTHORIZED_BY
from graph.terms import Both
from graph.view import View
from loaders.reforms import reform_from_dict
from queries.approvers import Approval, Approvals, Rest

__all__ = ["Approving", "approving"]

_NAME = "填写法定最低层级 set statutory approver levels"


@dataclass(frozen=True, slots=True)
class Approving:
    """What is to be written: the relations with their level and source, as a reform; and what is left as it is."""

    reform: Reform
    filled: tuple[tuple[Approval, Rest], ...]
    kept: tuple[tuple[Approval, Rest], ...]

    def to_json(self) -> dict[str, Any]:
        return {"filled": [_told(*pair) for pair in self.filled], "kept": [_told(*pair) for pair in self.kept]}


def approving(view: View, found: Approvals, chosen: Sequence[str]) -> Approving:
    """The levels to write for some powers, or for all of them where none is chosen.

    Not every power that rests on such an article needs the approval: that is for a person to say. A level that is
    there already is never replaced, not even by another one.

    Args:
        view: the graph.
        found: its articles that name who approves.
        chosen: powers, or POWER/ARTICLE; empty for every power that has none yet.

    Raises:
        InputError: something chosen rests on no such article, or the article settles no one level.
    """
    pairs = [(article, rest) for article in found.articles for rest in article.powers]
    problems = [problem for name in chosen for problem in _problems(name, pairs)]
    if problems:
        raise InputError(problems)
    wanted = [pair for pair in pairs if not chosen or any(_names(name, pair) for name in chosen)]
    filled = [pair for pair in wanted if _settled(*pair) and pair[1].lowest_level is None]
    edits = [edit for pair in filled for edit in _edits(view, *pair)]
    reform = reform_from_dict({"reform": _NAME, "changes": [{"op": "edit", "edits": edits}]}, _NAME)
    return Approving(reform, tuple(filled), tuple(pair for pair in wanted if pair not in filled))


def _settled(article: Approval, rest: Rest) -> bool:
    return article.level is not None and article.live and rest.active


def _names(name: str, pair: tuple[Approval, Rest]) -> bool:
    return name in (pair[1].power, f"{pair[1].power}/{pair[0].article}")


def _problems(name: str, pairs: Sequence[tuple[Approval, Rest]]) -> Iterator[Problem]:
    """Why a choice cannot be written."""
    held = [pair for pair in pairs if _names(name, pair)]
    if not held:
        expected = Both(
            "据此等条款的职权，POWER 或 POWER/ARTICLE", "a power that rests on such an article, POWER or POWER/ARTICLE"
        )
        got = Both("没有规定审批层级的条款", "no article that names an approver")
        yield Problem(name, got, expected, Both("见 quangang approvers", "see quangang approvers"))
    for article, rest in held if len(held) == 1 else ():
        if rest.lowest_level not in (None, article.level):
            held_now = f"{article.article}@{rest.lowest_level}"
            got = Both(f"{held_now}，条文为 {article.level}", f"{held_now}, where the article says {article.level}")
            advice = Both("不改写；请核对后以改革文件改", "it is not replaced: check it, and use a reform")
            yield Problem(name, got, Both("未填的层级", "no level yet"), advice)
        elif not _settled(article, rest):
            got = Both(
                f"{article.article}：层级不定，或条款、职权已不在用",
                f"{article.article}: no one level, or no longer in force",
            )
            advice = Both("请在“行使依据”写 CODE@LEVEL", "write it under “行使依据” as CODE@LEVEL")
            yield Problem(name, got, Both("一个层级", "one level"), advice)


def _edits(view: View, article: Approval, rest: Rest) -> Iterator[dict[str, Any]]:
    for key, held in sorted(view.pair(AUTHORIZED_BY, rest.power, article.article).items()):
        before = str(held.get("source", ""))
        cited = f"{article.law}{article.name}：{article.phrases[0]}"
        source = cited if not before else before if cited in before else f"{before}；{cited}"
        identity = RelationId(AUTHORIZED_BY, rest.power, article.article, key)
        ends = {"from": str(identity.ends[0]), "to": str(identity.ends[1]), **({"key": key} if key else {})}
        properties = {"lowest_level": article.level, "source": source}
        yield {"edit": "set_relation", "rel": AUTHORIZED_BY.rel.value, **ends, "properties": properties}


def _told(article: Approval, rest: Rest) -> dict[str, Any]:
    return {
        "power": rest.power,
        "name": rest.name,
        "article": article.article,
        "law": article.law,
        "article_name": article.name,
        "lowest_level": article.level,
        "before": rest.lowest_level,
    }
