"""The graph as a file."""

from __future__ import annotations

from pydantic import Field

from api.schemas.common import AskModel, Day, Flag, Reading, Revision

__all__ = ["ExportAsk", "InstrumentsAsk"]


class ExportAsk(AskModel):
    """What is written out."""

    as_of: Revision | None = Field(None, description="第几次修订时所知 As known at a revision.")
    on: Day | None = Field(
        None, description="只要某日在用的；缺省连同历史 In force on one date; else with all history."
    )


class InstrumentsAsk(Reading):
    """The instruments of which day, and as what."""

    csv: Flag = Field(False, description="工作簿改为 CSV CSV instead of workbooks.")
