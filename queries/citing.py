"""Articles as they are cited: with the instrument that they belong to before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.model import EMPTY
from graph.numerals import NUMERAL, number_of
from graph.schema import ARTICLE_PART_OF, Kind
from graph.snapshot import once
from graph.view import View

__all__ = ["Citation", "citations", "cited", "parts_of_citation"]

_VERSION = re.compile(r"（[^（）]*(?:文本|修正|修订)[^（）]*）$")
_CITED = re.compile(
    rf"《(?P<title>[^《》]+)》第(?P<written>{NUMERAL})条"
    r"|(?:(?P<law>[\u4e00-\u9fff]{2,}(?:法|条例|办法|规定)) ?)?§(?P<number>[0-9]+)(?:[–-][0-9]+)?"
)
"""《海关法》第七十八条 and 海关法 §77–78; a § without a law is one of the law before it."""
_NUMBERED = re.compile(rf"第({NUMERAL})条(（.*)?")

Laws = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a text cites an article that the graph holds; of a range the first that is there."""

    start: int
    end: int
    article: str


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


def citations(view: View, text: str) -> Iterator[Citation]:
    """Every place of a text that cites an article which the graph holds, in the order of the text."""
    if "§" not in text and "》第" not in text:
        return
    laws = once(view, "queries.citing", lambda: _laws(view))
    articles: Mapping[int, str] = {}
    for found in _CITED.finditer(text):
        law = found["title"] or found["law"]
        start = found.start()
        if law:
            title = _title(laws, law)
            articles = laws.get(title, {})
            if found["law"] and law.endswith(title):
                start = found.end("law") - len(title)  # 另依行政许可法 §4: the law begins behind the verb
        article = articles.get(number_of(found["written"] or found["number"]) or 0)
        if article is not None:
            yield Citation(start, found.end(), article)


def _title(laws: Laws, law: str) -> str:
    """The instrument that a text means: the longest title that its words end in, or the only one that ends in them."""
    inside = [title for title in laws if law.endswith(title)]
    if inside:
        return max(inside, key=len)
    around = [title for title in laws if title.endswith(law)]
    return around[0] if len(around) == 1 else ""


def _laws(view: View) -> Laws:
    """The articles of every instrument by their number, by its title.

    Of several texts of one law the article that is there in full is taken, and of these that of the last code: codes
    of texts end in their year.
    """
    found: dict[str, dict[int, tuple[bool, str]]] = {}
    for article in view.codes(Kind.ARTICLE):
        title, name = parts_of_citation(view, article)
        numbered = _NUMBERED.fullmatch(name)
        number = number_of(numbered[1]) if numbered else None
        if title and numbered and number is not None:
            held = found.setdefault(title, {})
            held[number] = max(held.get(number, (False, "")), (numbered[2] is None, article))
    return {title: {number: article for number, (_, article) in held.items()} for title, held in found.items()}
