"""A picture of lanes, before and after a reform or without one, as SVG."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from api.ui.layout.model import LINE, SIZE, Heading, Picture, Place, Wire
from api.ui.layout.text import fold, width
from api.ui.scene.model import Item, Scene, Tie
from api.ui.svg.frame import Key, framed, titles
from api.ui.svg.shapes import arrow_head, outline, path_data
from api.ui.svg.xml import element, escaped, text_element
from api.ui.theme import LOOKS, MARKS, Mark, Shape
from api.ui.words import agreeing, phrase, word
from graph.schema import KINDS, Kind, Label, link

__all__ = ["Side", "finer_keys_of", "lanes_svg", "mark_key", "marks_of", "node_element"]

_WORD = re.compile(r"[A-Za-z]+")
_HEADING = 13 * 1.06
"""The size of a heading, which is bold and so a little wider."""


class Side(StrEnum):
    """Which graph is drawn: as it was, both laid over each other, as it will be."""

    BEFORE = "before"
    BOTH = "both"
    AFTER = "after"

    def shows(self, thing: Item | Tie) -> bool:
        """The thing is there on this side."""
        return (thing.before and self is not Side.AFTER) or (thing.after and self is not Side.BEFORE)


_SIDES = {
    Side.BEFORE: Label("改革前", "before"),
    Side.BOTH: Label("叠加对比", "before and after"),
    Side.AFTER: Label("改革后", "after"),
}


def lanes_svg(
    scene: Scene,
    picture: Picture,
    *,
    standalone: bool = False,
    side: Side = Side.BOTH,
    held: Collection[str] = frozenset(),
    bare: bool = False,
) -> str:
    """The picture as SVG: for a page, or with its style sheet inside for a file.

    On every side of a reform things stand where they stand on the others. Before the reform the colours are those of
    the kinds; laid over and after it they mean change. Things in ``held`` and the lines among them are not drawn but
    counted: the page that gets this picture has them already, see `same`. A ``bare`` picture leaves title, caption and
    legend to its page, see `finer_keys_of`.
    """
    items = {item.id: item for item in scene.items}
    marking = scene.changing and side is not Side.BEFORE
    places = [place for place in picture.places if side.shows(place.item)]
    wires = [wire for wire in picture.wires if side.shows(wire.tie)]
    first = min((heading.y for heading in picture.headings), default=0.0)
    headings = list(_headings(scene, picture, side))
    above = [_heading(heading, side, lines=2) for heading in headings if heading.y == first]
    below = [heading for heading in headings if heading.y > first]
    top = first - (14 if max(map(len, above), default=1) == 1 else LINE + 8)
    title, caption = scene.title, scene.caption
    if side is not Side.BOTH:
        drawn = [place.item for place in places]
        shown = [place.item for place in places if not _gone(place.item, side)]
        total, synthetic = _number(shown), sum(item.synthetic for item in shown)
        caption = replace(caption, total=total, synthetic=synthetic, ended=_number(drawn) - total)
    if scene.changing:
        title = Label(f"{title.zh} · {_SIDES[side].zh}", f"{title.en}: {_SIDES[side].en}")
    return framed(
        (
            *(text_element("headline", 16, 58 + at * 19, line) for at, line in enumerate(picture.headline)),
            element("g", {"class": "headings"}, ("".join(_heading(each, side)) for each in below)),
            element("g", {"class": "wires"}, _wires(wires, items, held)),
            element("g", {"class": "nodes"}, _nodes(places, held, side if marking else None)),
            *(_notes(picture, headings) if side is Side.AFTER else ()),
            *([titles(map("".join, above), wide=picture.width, top=top, bottom=first + 14)] if above else []),
        ),
        size=(picture.width, picture.height),
        css="lanes changing" if marking else "lanes",
        title=title,
        caption=caption.label,
        legend=_keys(scene, picture, side),
        standalone=standalone,
        corner=picture.corner,
        reach=_reach(places),
        remark=_remark(scene) if side is Side.AFTER else None,
        bare=bare,
    )


def _keys(scene: Scene, picture: Picture, side: Side) -> tuple[Key, ...]:
    """The legend of a side: its drawings with their words."""
    marking = scene.changing and side is not Side.BEFORE
    return tuple(key for _, key in _legend(scene, marks_of(scene, picture, side), side if marking else None))


def finer_keys_of(scene: Scene) -> tuple[Key, ...]:
    """The legend of what changes nothing but for the plain kinds, which a page names in its filter and its table."""
    return tuple(key for plain, key in _legend(scene, [], None) if not plain)


def marks_of(scene: Scene, picture: Picture, side: Side) -> list[Mark]:
    """What a side of a reform marks, each glyph with its word once; before the reform nothing is marked."""
    if not scene.changing or side is Side.BEFORE:
        return []
    found = {MARKS[place.item.mark] for place in picture.places if place.item.mark and side.shows(place.item)}
    return list({(mark.glyph, word(mark.label)): mark for mark in sorted(found, key=lambda mark: mark.id)}.values())


def _reach(places: list[Place]) -> float | None:
    """The right edge of what the picture is about: its root, or the first power that a reform changes."""
    about = next((place for place in places if place.item.root), None) or next(
        (place for place in places if place.item.kind is Kind.POWER and place.item.mark), None
    )
    return None if about is None else about.box.right


_ENDS = "✕"


def _gone(item: Item, side: Side) -> bool:
    """It ended and the graph keeps it, as a cancelled power: drawn after the reform, but as what is no longer."""
    return side is Side.AFTER and item.mark in MARKS and MARKS[item.mark].glyph == _ENDS


def _number(items: Iterable[Item]) -> int:
    """How many nodes these stand for."""
    return sum(len(item.codes) for item in items)


def same(number: int) -> str:
    """So many elements that stay as a page has them."""
    return element("g", {"data-same": number}) if number else ""


def _wires(wires: list[Wire], items: Mapping[str, Item], held: Collection[str]) -> Iterator[str]:
    run = 0
    for wire in wires:
        if wire.tie.source in held and wire.tie.target in held:
            run += 1 + wire.arrow
            continue
        yield same(run) + _wire(wire, items)
        run = 0
    yield same(run)


def _nodes(places: list[Place], held: Collection[str], side: Side | None) -> Iterator[str]:
    stop = next((place for place in places if place.item.root), places[0] if places else None)
    run = 0
    for place in places:
        if place.item.id in held:
            run += 1
            continue
        yield same(run) + "\n" + node_element(place, side, stop=place is stop)
        run = 0
    yield same(run)


def _headings(scene: Scene, picture: Picture, side: Side) -> Iterator[Heading]:
    """The lanes of a side: the first of a column always, those below it where anything stands in them."""
    first = {column.groups[0].id for column in scene.columns if column.groups}
    for heading in picture.headings:
        items = heading.group.items
        if heading.group.id in first or not items or any(map(side.shows, items)):
            yield heading


def _heading(heading: Heading, side: Side, lines: int = 1) -> list[str]:
    """A heading as its lines, the last of them level with the others of its row; of one line it is never cut."""
    group = heading.group
    here = [item for item in group.items if side.shows(item)]
    gone = [item for item in here if _gone(item, side)]
    total = group.total if side is Side.BOTH else _number(here) - _number(gone)
    number = f"{total}{_of_gone(gone)}"
    count = element("tspan", {"class": "count", "dx": 5.0}, (number,))  # a space would be lost in a PNG
    label = group.was if group.was and side is Side.BEFORE else group.label
    said = phrase(label.zh, agreeing(total, label.en))
    # no word is broken for what is counted behind it
    room = max(
        heading.room - 5 - width(number, _HEADING), *(width(each, _HEADING) for each in _WORD.findall(said)), 0.0
    )
    *before, last = fold(said, room, lines, _HEADING) if lines > 1 else (said,)
    found = [
        text_element("heading", heading.x, heading.y - LINE * up, line)
        for up, line in zip(range(len(before), 0, -1), before, strict=True)
    ]
    return [
        *found,
        element("text", {"class": "heading", "x": heading.x, "y": heading.y}, (escaped(last), count)),
    ]


def _of_gone(gone: list[Item]) -> str:
    """How many of a lane are drawn as ended, in the words of their marks."""
    if not gone:
        return ""
    said, number = word(MARKS[gone[0].mark].label), _number(gone)
    return phrase(f"（{said} {number}）", f" ({said} {number})")


def _remark(scene: Scene) -> Label | None:
    """What stays beyond the picture after a reform, in one sentence but for lanes that left altogether.

    That they left is said in their place, and the sentence stays so short that the picture is in sight with it.
    """
    held = [group.stay for column in scene.columns for group in column.groups if group.stay and group.noted]
    if not held:
        return None
    zh = "；".join(
        stay.head.zh + f"（{'、'.join(part.zh for part in stay.parts)}）" * bool(stay.parts) for stay in held
    )
    en = "; ".join(stay.head.en + f" ({', '.join(part.en for part in stay.parts)})" * bool(stay.parts) for stay in held)
    return Label(f"图外：{zh}", f"Not in this picture: {en}")


def _notes(picture: Picture, headings: list[Heading]) -> Iterator[str]:
    """What stays beyond the picture, beside its lanes; of a lane that left altogether, where its heading stood."""
    for heading in picture.headings:
        stay = heading.group.stay
        if stay and not heading.group.noted and heading not in headings:
            for at, line in enumerate(fold(word(stay.head), heading.room, 3, SIZE)):
                yield text_element("note", heading.x, heading.y + LINE * at, line)
    for note in picture.notes:
        for at, line in enumerate(note.lines):
            yield text_element("note", note.box.x, note.box.y + 2 + LINE * (at + 0.5), line)


def _wire(wire: Wire, items: Mapping[str, Item]) -> str:
    tie = wire.tie
    source, target = items[tie.source], items[tie.target]
    css = f"w-{tie.rel.value}{_of_side(before=tie.before, after=tie.after)}"
    title = f"{source.name} → {word(link(tie.rel, source.kind).label)} → {target.name}"
    attributes: dict[str, str | float | None] = {
        "class": f"wire {css}",
        "data-rel": tie.rel.value,
        "data-from": tie.source,
        "data-to": tie.target,
        "d": path_data(wire.stroke),
    }
    line = element("path", attributes, (element("title", {}, (escaped(title),)),))
    return line + (
        element("path", {"class": f"head {css}", "d": arrow_head(wire.stroke, back=wire.back)}) if wire.arrow else ""
    )


def _of_side(*, before: bool, after: bool) -> str:
    return "" if before == after else " t-lost" if before else " t-gained"


def node_element(place: Place, side: Side | None, *, stop: bool = False) -> str:
    """One node: a button with a name, what is known of it, its shape and its label.

    Where nothing is marked there is no ``side``. The Tab key comes to the ``stop`` of a picture only; a page leads on
    from there by arrows.
    """
    item = place.item
    mark = MARKS.get(item.mark) if side else None
    gone = side is not None and _gone(item, side)
    css = ["node", f"k-{item.kind.value}", *(() if side else item.tags)]
    css += ["root"] * item.root + ["bundle"] * bool(item.members)
    css += [*_mark_classes(mark), *["gone"] * gone]
    title = f"{item.lead}{phrase('｜', ' | ')}{item.title}" if mark else item.title
    attributes: dict[str, str | float | None] = {
        "class": " ".join(css),
        "data-kind": item.kind.value,
        "data-code": item.code,
        "data-id": item.id,
        "data-mark": mark.id if mark else None,
        "data-members": len(item.members) or None,
        "tabindex": "0" if stop else "-1",
        "role": "button",
        "aria-expanded": "false" if item.opens else None,
        "aria-label": f"{word(KINDS[item.kind].label)} {item.name}{f' {item.lead}' if mark else ''}",
    }
    return element(
        "g", attributes, (element("title", {}, (escaped(title),)), *_drawn(place, mark, gone=gone), _label(place, mark))
    )


def _mark_classes(mark: Mark | None) -> list[str]:
    if mark is None:
        return []
    return [f"t-{mark.tone.value}", *["open"] * mark.open, *["ends"] * (mark.glyph == _ENDS)]


def _drawn(place: Place, mark: Mark | None, *, gone: bool) -> Iterator[str]:
    item, shape = place.item, LOOKS[place.item.kind].shape
    if item.members:  # a bundle looks like a pile
        yield element("path", {"class": "echo", "d": outline(shape, place.x + 3, place.y - 3, place.radius)})
    yield element("path", {"class": "shape", "d": outline(shape, place.x, place.y, place.radius)})
    if mark is not None and mark.glyph == _ENDS and not gone:
        yield element("path", {"class": "rim", "d": outline(shape, place.x, place.y, place.radius + 3.5)})
    if mark is not None:
        yield text_element("glyph", place.x, place.y + 1, "!" if mark.open else mark.glyph)
    elif "gap" in item.tags:
        yield text_element("glyph", place.x, place.y + 2, "!")


def _label(place: Place, mark: Mark | None) -> str:
    lines = place.plain if mark is None else place.label
    x, y = place.at
    first = y - (len(lines) - 1) * LINE / 2
    anchor = "middle" if place.centred else None
    if len(lines) == 1 and not (mark and place.item.lead):
        return text_element("label", x, y, lines[0], anchor=anchor)
    spans = [
        _line(x, first + at * LINE, line, place.item.lead if mark and not at else "") for at, line in enumerate(lines)
    ]
    return element("text", {"class": "label", "text-anchor": anchor}, spans)


def _line(x: float, y: float, line: str, lead: str) -> str:
    if not lead:
        return element("tspan", {"x": x, "y": y}, (escaped(line),))
    said = element("tspan", {"class": "lead"}, (escaped(lead),))
    return element("tspan", {"x": x, "y": y}, (said, escaped(line.removeprefix(lead))))


def mark_key(mark: Mark, side: Side = Side.BOTH) -> Key:
    """A mark as an entry of the legend."""
    gone = side is Side.AFTER and mark.glyph == _ENDS
    css = " ".join((*_mark_classes(mark), *["gone"] * gone))
    shape = outline(Shape.CIRCLE, 0, 0, 9)
    rim = (
        [element("path", {"class": "rim", "d": outline(Shape.CIRCLE, 0, 0, 11)})]
        if mark.glyph == _ENDS and not gone
        else []
    )
    sign = (element("path", {"class": "shape", "d": shape}), *rim, text_element("glyph", 0, 1, mark.glyph[-1]))
    return element("g", {"class": css}, sign), word(mark.label)


def _legend(scene: Scene, marks: list[Mark], side: Side | None) -> Iterator[tuple[bool, Key]]:
    """Every entry, and whether it is no more than a kind."""
    kinds = dict.fromkeys(item.kind for item in scene.items)
    for kind in kinds:
        words = word(KINDS[kind].label)
        if kind is Kind.RISK and side is None:
            yield from ((False, _kind_key(kind, word(label), css)) for css, label in _GRADES)
        else:
            yield True, _kind_key(kind, words)
        if side is None and any(item.kind is kind and _INACTIVE in item.tags for item in scene.items):
            yield False, _kind_key(kind, f"{words}{word(_HOLLOW.get(kind, _OUT_OF_USE))}", _INACTIVE)
    piled = next((item for item in scene.items if item.members), None)
    if piled is not None:
        yield False, (_pile_key(piled.kind), word(_PILE))
    if side is None:
        ends = {item.id: word(KINDS[item.kind].label) for item in scene.items}
        words_of = dict.fromkeys((tie.rel, ends[tie.source], ends[tie.target]) for tie in scene.ties)
        for rel, source, target in words_of:
            line = element("path", {"class": f"wire w-{rel.value}", "d": "M -10 0 L 10 0"})
            yield False, (line, f"{source}→{target}")
    yield from ((False, mark_key(mark, side or Side.BOTH)) for mark in marks)


_GRADES = (
    ("high", Label("风险点：一级（粗）", "risk point: grade 1 (bold)")),
    ("middle", Label("二级", "grade 2")),
    ("low", Label("三级（空）", "grade 3 (hollow)")),
)


_INACTIVE = "inactive"
_HOLLOW = {
    Kind.ARTICLE: Label("：已废止（空）", ": repealed (hollow)"),
    Kind.INSTRUMENT: Label("：已废止（空）", ": repealed (hollow)"),
}
_OUT_OF_USE = Label("：不在用（空）", ": not in use (hollow)")
_PILE = Label("叠起：多项合一，可展开", "a pile: several as one, to unfold")


def _pile_key(kind: Kind) -> str:
    shape = LOOKS[kind].shape
    echo = element("path", {"class": "echo", "d": outline(shape, 3, -3, 7)})
    return element(
        "g", {"class": f"k-{kind.value}"}, (echo, element("path", {"class": "shape", "d": outline(shape, 0, 0, 7)}))
    )


def _kind_key(kind: Kind, words: str, css: str = "") -> Key:
    sign = element("path", {"class": "shape", "d": outline(LOOKS[kind].shape, 0, 0, 7)})
    return element("g", {"class": f"k-{kind.value} {css}".strip()}, (sign,)), words
