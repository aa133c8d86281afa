"""Questions that name something else than powers: articles, standard posts, offices, codes, two that hang together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from api.render.names import title as name_of
from api.ui.pages.frame import Frame
from api.ui.pages.known import Answer, Reading
from api.ui.pages.nodes import Tab
from graph.model import NodeId
from graph.schema import KINDS, Kind, Label
from graph.terms import label_of
from graph.view import View
from loaders.statutes.resolve import resolve
from queries.citing import cited
from queries.find import folded
from queries.mentions import Mention, is_written, mentions, unit_mentions
from queries.topics import entries_about

__all__ = ["of_articles", "of_coded", "of_missing_article", "of_offices", "of_path", "of_roles", "pages_of"]

_SHOWN = 8
_ARTICLE = re.compile(r"第.{1,12}条|§")
_LINKED = re.compile(
    r"相连|相关联|连接|连到|连起来|路径|(?:什么|何|有没有|有|的)关系|怎[么样]关联"
    r"|connected|linked|related|\bpaths?\b|hangs? together"
)
_TABS = (Tab.FLOW, Tab.BASIS, Tab.HISTORY)
"""Ways to look at a power that tell what its first page does not."""


def of_articles(view: View, text: str, frame: Frame) -> Reading | None:
    """What hangs on an article that is cited: 《海关法》第五十六条下有什么？"""
    codes = resolve(text, view, frame.ask.on or frame.moment.today, prose=True).codes if _ARTICLE.search(text) else ()
    if not codes:
        return None
    titles = {code: cited(view, code) or code for code in codes[:_SHOWN]}
    said = tuple(Label(f"条款 {title}", f"article {title}") for title in titles.values())
    answers = (
        Answer(
            Label(f"{title}：条文，和以它为依据的职权", f"{title}: its words, and the powers that rest on it"),
            frame.node(NodeId(Kind.ARTICLE, code)),
        )
        for code, title in titles.items()
    )
    return Reading(said, tuple(answers), 0, "", len(codes) == 1)


def of_missing_article(view: View, text: str, frame: Frame) -> Reading | None:
    """A citation and nothing else, of an article that the graph does not hold: 行政处罚法第四十二条."""
    number = _ARTICLE.search(text)
    found = resolve(text, view, frame.ask.on or frame.moment.today, prose=True) if number else None
    if number is None or found is None or found.codes or [each.quote for each in found.unresolved] != [text.strip()]:
        return None
    law = text[: number.start()].strip("《》 ")
    address = frame.link("/search", q=law, type=Kind.INSTRUMENT.value)
    answers = (Answer(Label(f"查找法规：{law}", f"look for the law: {law}"), address),) if law else ()
    return Reading((label_of(found.unresolved[0].reason),), answers, 0, "", sure=False)


def of_path(view: View, text: str, frame: Frame) -> Reading | None:
    """How two that are named hang together: 减免税复核岗和R-E39-3-12怎样相连."""
    ends = tuple({(each.kind, each.code): each for each in mentions(view, text)}.values())
    word = _LINKED.search(folded(text))
    if word is None or len(ends) != 2:
        return None
    one, two = (_name(view, each) for each in ends)
    names = {"from": _end(ends[0]), "to": _end(ends[1])}
    path = Answer(Label(f"{one} 与 {two} 怎样相连", f"how {one} and {two} hang together"), frame.link("/path", **names))
    said = Label(f"“{word[0]}”＝两者之间的路径", f"“{word[0]}” = the paths between both")
    return Reading(
        (said, *(_is(view, each) for each in ends)), (path, *(_page(view, each, frame) for each in ends)), 0, ""
    )


def of_roles(view: View, text: str, frame: Frame) -> Reading | None:
    """The standard posts that are named: their risks, powers and steps are on their pages."""
    roles = tuple({each.code: each for each in mentions(view, text) if each.kind is None}.values())[:_SHOWN]
    if not roles:
        return None
    pages = tuple(_page(view, each, frame) for each in roles)
    return Reading(tuple(_is(view, each) for each in roles), pages, 0, "", len(roles) == 1)


def of_offices(view: View, text: str, frame: Frame) -> Reading | None:
    """The offices and sections that are named: what they exercise, and their posts, are on their pages."""
    units = tuple({each.code: each for each in unit_mentions(view, text)}.values())[:_SHOWN]
    if not units:
        return None
    pages = tuple(_page(view, each, frame) for each in units)
    return Reading(tuple(_is(view, each) for each in units), pages, 0, "", len(units) == 1)


def of_coded(view: View, text: str, frame: Frame) -> Reading | None:
    """Things of any kind that are named by their codes, and what the catalogue answers of each."""
    found = (each for each in mentions(view, text) if each.kind is not None and is_written(each, text))
    named = tuple({(each.kind, each.code): each for each in found}.values())
    if not named:
        return None
    answers = [_page(view, each, frame) for each in named[:_SHOWN]]
    for each in named[:_SHOWN]:
        if each.kind is not None:
            answers += _questions(view, text, NodeId(each.kind, each.code), frame)
    return Reading(tuple(_is(view, each) for each in named), tuple(answers), 0, "", len(named) == 1)


def _questions(view: View, text: str, node: NodeId, frame: Frame) -> Iterator[Answer]:
    """The questions of the catalogue about one node that a text asks, with it filled in."""
    for entry in entries_about(text, node.kind):
        (asked,) = (item.name for item in entry.parameters if item.required)
        label = Label(f"{name_of(view, *node)}：{entry.question.zh}", f"{name_of(view, *node)}: {entry.question.en}")
        yield Answer(label, frame.link(f"/queries/{entry.id}", **{asked: node.code}))


def _name(view: View, named: Mention) -> str:
    return named.code if named.kind is None else name_of(view, named.kind, named.code)


def _end(named: Mention) -> str:
    """How the page of paths calls it."""
    return f"Role/{named.code}" if named.kind is None else str(NodeId(named.kind, named.code))


def _is(view: View, named: Mention) -> Label:
    kind = Label("标准岗位", "standard post") if named.kind is None else KINDS[named.kind].label
    return Label(f"{kind.zh} {_name(view, named)}", f"{kind.en} {_name(view, named)}")


def _page(view: View, named: Mention, frame: Frame) -> Answer:
    if named.kind is not None:
        name, power = _name(view, named), named.kind is Kind.POWER
        label = Label(name, name)
        if named.kind is Kind.UNIT:
            label = Label(
                f"{name}：行使的职权、所属机构和岗位", f"{name}: the powers it exercises, its units and posts"
            )
        return Answer(label, frame.node(NodeId(named.kind, named.code)), power=power)
    label = Label(f"{named.code}：承担的风险、办理的职权", f"{named.code}: the risks it bears, the powers it handles")
    return Answer(label, frame.role(named.code))


def pages_of(view: View, power: str, text: str, frame: Frame) -> Iterator[Answer]:
    """The page of a power, before it what of it a question asks to see, and what the catalogue answers about it."""
    node, title = NodeId(Kind.POWER, power), name_of(view, Kind.POWER, power)
    whole = folded(text)
    for tab in _TABS:
        if tab.label.zh in whole or tab.label.en.casefold() in whole:
            label = Label(f"{title}：{tab.label.zh}", f"{title}: {tab.label.en.casefold()}")
            yield Answer(label, frame.node(node, tab=tab.value), power=True)
    page = Label(
        f"{title}：由哪些岗位办理、有哪些风险和依据", f"{title}: the posts that handle it, its risks and articles"
    )
    yield Answer(page, frame.node(node), power=True)
    yield from _questions(view, text, node, frame)
