"""Lists that a question asks for: all powers of a type or at a level, everything of a kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from api.ui.pages.frame import Frame
from api.ui.pages.known import Answer
from api.ui.pages.picking import Narrowing, picker_of
from graph.schema import KINDS, LEVELS, Kind, Label
from graph.view import View
from queries.find import folded
from queries.totals import total_of
from queries.wording import kinds_in, words_of

__all__ = ["lists_of", "powers_of_sort"]

_LIST = re.compile(
    r"哪些|所有|全部|多少|几[个项类种]|列出|清单|一览|\b(?:all|list|every|how many|number of|which|what are|show)\b"
)
_TYPES = KINDS[Kind.POWER].properties["type"].values


def powers_of_sort(view: View, text: str, frame: Frame) -> Iterator[Answer]:
    """The powers of a type or of a level whose label is in a text; each with how many there are."""
    asked = frozenset(words_of(text))
    kinds = kinds_in(asked)
    if kinds not in ((), (Kind.POWER,)):
        return
    levels = {level: LEVELS.get(level, Label(level, level)) for level in view.manifest.levels}
    yield from _sorts(view, asked, "type", {str(key): label for key, label in _TYPES.items()}, frame)
    if kinds:
        yield from _sorts(view, asked, "level", levels, frame)


def _sorts(view: View, asked: frozenset[str], name: str, labels: Mapping[str, Label], frame: Frame) -> Iterator[Answer]:
    declared = KINDS[Kind.POWER].properties[name].label
    words = {value: frozenset(words_of(label.en)) for value, label in labels.items()}
    common = Counter(word for held in words.values() for word in held)
    for value, label in labels.items():
        own = {word for word in words[value] if common[word] == 1}
        if not own or not own <= asked:
            continue
        number = picker_of(view, Narrowing(**{name: value})).count
        if number:
            yield Answer(
                Label(
                    f"{declared.zh}为“{label.zh}”的职权，在用或暂停的",
                    f"powers whose {declared.en} is “{label.en}”, active or suspended",
                ),
                frame.link("/reform", **{name: value}),
                Label(f"{number:,} 项", f"{number:,} in all"),
            )


def lists_of(view: View, text: str, frame: Frame) -> Iterator[Answer]:
    """Everything of the kinds that a text asks a list of, or whose label it is; each with how many there are."""
    for kind in kinds_in(words_of(text)):
        names = {folded(KINDS[kind].label.zh), *(f"{name}{many}" for name in _english(kind) for many in ("", "s"))}
        if view.codes(kind) and (_LIST.search(folded(text)) or folded(text) in names):
            yield Answer(total_of(view, kind).said, frame.link("/search", type=kind.value))


def _english(kind: Kind) -> tuple[str, ...]:
    return KINDS[kind].label.en, kind.name.lower()
