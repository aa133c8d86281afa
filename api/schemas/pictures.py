"""Questions for pictures and sheets as files."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.common import Flag, Reading, Text
from api.schemas.nodes import PathAsk
from api.ui.words import Lang

__all__ = ["ExploreAsk", "FlowAsk", "LanesAsk", "PathPictureAsk", "SheetAsk"]

Many = Annotated[list[Text], Field(max_length=100)]


class SheetAsk(Reading):
    """Of which node or standard post."""

    node: Text = Field(
        description="编码、Kind/CODE、全名或标准岗位 A code, Kind/CODE, a whole name or a standard post.",
        examples=["Power/E39"],
    )


class DrawnAsk(Reading):
    """How a picture speaks."""

    lang: Lang = Field(Lang.ZH, description="图中文字 Language of its words; names stay as they are.")


class LanesAsk(SheetAsk, DrawnAsk):
    """Of which node, and which bundles are open; a standard post has a sheet, but no picture."""

    node: Text = Field(description="编码、Kind/CODE 或全名 A code, Kind/CODE or a whole name.", examples=["Power/E39"])
    open: Many = Field([], description="展开的捆 Ids of bundles to show open.", examples=[[]])


class FlowAsk(DrawnAsk):
    """Of which power, and for whom."""

    power: Text = Field(description="职权的编码 Code of a power.", examples=["E39"])
    public: Flag = Field(False, description="公开版 The rendering for the public.")


class ExploreAsk(DrawnAsk):
    """From which node, and what was expanded and collapsed since."""

    root: Text = Field(description="起点 Where it begins.", examples=["Power/E39"])
    add: Many = Field([], description="依次展开的 Expansions in order.", examples=[["Power/E39:Step"]])
    hide: Many = Field([], description="其中收起的 Those of them that are collapsed.", examples=[[]])


class PathPictureAsk(PathAsk, DrawnAsk):
    """Between which nodes."""
