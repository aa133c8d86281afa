"""Pages of long answers: a cursor says which page comes next, of which revision and date, to which question."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from api.web.problems import BadRequestError
from api.web.snapshots import Moment
from graph.terms import Label

__all__ = ["Page", "Place", "place_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins, at which moment, and the mark of the question that it belongs to."""

    moment: Moment
    start: int
    limit: int
    mark: str

    @property
    def rows(self) -> slice:
        return slice(self.start, self.start + self.limit)

    def page(self, total: int) -> Page:
        """What the answer says of itself, when it is known how many rows there are."""
        after = self.start + self.limit
        following = _written(Place(self.moment, after, self.limit, self.mark)) if after < total else None
        return Page(total, self.start, self.limit, following)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: how many rows there are in all, where it begins, and the cursor of the next one."""

    total: int
    start: int
    limit: int
    next: str | None

    @property
    def complete(self) -> bool:
        """All rows are on this page."""
        return self.start == 0 and self.next is None

    def to_json(self) -> dict[str, Any]:
        return {"total": self.total, "start": self.start, "limit": self.limit, "next": self.next}


def place_of(question: Mapping[str, Any], moment: Moment, limit: int, cursor: str | None) -> Place:
    """The page that is asked for; without a cursor the first, at the given moment.

    A cursor keeps its revision and date, so that pages fit together whoever commits meanwhile.

    Raises:
        BadRequestError: it is no cursor, or one of another question.
    """
    mark = blake2b(json.dumps(question, sort_keys=True, default=str).encode(), digest_size=6).hexdigest()
    if cursor is None:
        return Place(moment, 0, limit, mark)
    try:
        revision, day, start, held = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        found = Place(Moment(int(revision), date.fromisoformat(day)), int(start), limit, str(held))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise BadRequestError(
            Label(
                "cursor：不是本接口给出的游标；请取 meta.page.next 的值",
                "cursor: no cursor of this API; take meta.page.next of the page before",
            )
        ) from error
    if found.mark != mark or found.start < 0 or not 0 <= found.moment.revision < 2**53:
        raise BadRequestError(
            Label(
                "cursor：属于另一问题；请不带 cursor 重新查询",
                "cursor: it belongs to another question; ask again without it",
            )
        )
    return found


def _written(place: Place) -> str:
    held = [place.moment.revision, place.moment.today.isoformat(), place.start, place.mark]
    return base64.urlsafe_b64encode(json.dumps(held, separators=(",", ":")).encode()).decode()
