"""Help: what the signs mean, the keys, and what the words of a change say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.ui.pages.frame import PageAsk
from api.ui.pages.rendering import page_reply
from api.ui.pages.signs import UNSTATED
from api.ui.theme import MARKS, Mark
from api.web.door import Door, door
from graph.schema import KINDS, Kind, Label

__all__ = ["KEYS", "HelpPage", "router"]

router = APIRouter(include_in_schema=False)

KEYS: tuple[tuple[str, Label], ...] = (
    ("/", Label("到搜索框", "to the search box")),
    ("?", Label("本页", "this page")),
    (
        "Tab",
        Label(
            "一幅图只停一次：进入图（停在起点或上次所在的节点），再按离开",
            "a picture is one stop: into it (at its root, or where one was), and out again",
        ),
    ),
    (
        "← ↑ → ↓",
        Label("在图的节点间移动；在搜索结果间上下移动", "among nodes; up and down among hits"),
    ),
    ("Home  End", Label("图的第一个、最后一个节点", "the first and the last node of a picture")),
    (
        "Enter",
        Label(
            "选中节点，展开合并项；打开搜索结果；问题没有歧义的，到第一个答案",
            "choose a node, open a bundle; open a hit; of a question in no doubt the first answer",
        ),
    ),
    ("Esc", Label("取消选中", "let go of what is chosen")),
    ("[  ]  0", Label("缩小、放大、整图", "zoom out, zoom in, whole picture")),
    ("i", Label("只看经过选中项的路径", "only the paths through what is chosen")),
    ("h", Label("隐藏选中项", "hide what is chosen")),
    ("a", Label("全部显示", "show everything again")),
    ("+", Label("探索：展开第一类", "exploring: expand the first kind")),
    ("Ctrl+Z", Label("探索：撤销一步", "exploring: undo one step")),
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Keys, marks of change, origins."""

    keys: tuple[tuple[str, Label], ...]
    marks: tuple[Mark, ...]
    origins: tuple[tuple[str, Label], ...]


def _page() -> HelpPage:
    origins = KINDS[Kind.POWER].properties["origin"].values
    return HelpPage(
        KEYS, tuple(MARKS.values()), (*((str(key), label) for key, label in origins.items()), ("", UNSTATED))
    )


@router.get("/help")
async def help_(
    ask: Annotated[PageAsk, Query()], request: Request, entrance: Annotated[Door, Depends(door)]
) -> Response:
    """The legend and the keys."""
    return await page_reply(request, entrance, ask, "help.html", lambda _: _page())
