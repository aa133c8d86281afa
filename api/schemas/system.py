"""What the server says of itself."""

from __future__ import annotations

import datetime
from typing import Literal

from api.schemas.common import AnswerModel

__all__ = ["Alive", "Ready"]


class Alive(AnswerModel):
    """在运行 The process is alive."""

    alive: Literal[True]


class Ready(AnswerModel):
    """可作答 The store is open, and the graph of this revision is ready."""

    ready: Literal[True]
    revision: int
    date: datetime.date
