"""Articles as they are cited: with the instrument that they belong to before them."""

from __future__ import annotations

import re

from graph.model import EMPTY
from graph.schema import ARTICLE_PART_OF, Kind
from graph.view import View

__all__ = ["cited", "parts_of_citation"]

_VERSION = re.compile(r"（[^（）]*(?:文本|修正|修订)[^（）]*）$")


def cited(view: View, article: str) -> str:
    """《海关法》第五十六条; only the article's own name where it belongs to nothing, "" where it has none."""
    instrument, name = parts_of_citation(view, article)
    return f"《{instrument}》{name}" if instrument else name


def parts_of_citation(view: View, article: str) -> tuple[str, str]:
    """The instrument, without the name of the state and the version of its text, and the article's own name."""
    name = str((view.node(Kind.ARTICLE, article) or EMPTY).get("name", ""))
    above = view.out(ARTICLE_PART_OF, article)
    title = str((view.node(Kind.INSTRUMENT, above[0]) or EMPTY).get("name", "")) if above else ""
    return _VERSION.sub("", title.strip("《》").removeprefix("中华人民共和国")) or title, name
