"""Questions for pictures and sheets as files."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.common import Reading, Text

__all__ = ["LanesAsk", "SheetAsk"]


class SheetAsk(Reading):
    """Of which node."""

    node: Text = Field(description="编码，或 Kind/CODE A code, or Kind/CODE.", examples=["Power/E39"])


class LanesAsk(SheetAsk):
    """Of which node, and which bundles are open."""

    open: Annotated[list[Text], Field(max_length=100)] = Field(
        [], description="展开的捆 Ids of bundles to show open.", examples=[[]]
    )
