"""The swimlane flowchart as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.ui.layout.flow import Band, FlowPicture, Note, Terminal, Tile
from api.ui.layout.gutters import START, Arrow
from api.ui.layout.model import LINE, Box
from api.ui.scene.flow import Flow
from api.ui.svg.frame import Key, framed, titles
from api.ui.svg.shapes import arrow_head, outline, path_data
from api.ui.svg.xml import element, escaped, text_element
from api.ui.theme import LOOKS
from api.ui.words import agreeing, phrase, word
from graph.schema import KINDS, Kind, Label

__all__ = ["flow_svg"]

_TITLES = 56.0
"""Height of the titles of lanes, with the number of their posts."""
_BEGIN, _END, _BACK = Label("开始", "begin"), Label("结束", "end"), Label("退回", "back to")


def flow_svg(flow: Flow, picture: FlowPicture, *, standalone: bool = False) -> str:
    """The flowchart as SVG: for a page, or with its style sheet inside for a file."""
    names = {step.item.id: step.item.name for step in flow.steps}
    top = min((band.box.y for band in picture.bands), default=0.0)
    parts = (
        element("g", {"class": "bands"}, (_band(band, at) for at, band in enumerate(picture.bands))),
        element("g", {"class": "wires"}, (_arrow(arrow, names, assumed=flow.assumed) for arrow in picture.arrows)),
        element("g", {"class": "terminals"}, map(_terminal, picture.terminals)),
        element("g", {"class": "nodes"}, ("\n" + _tile(tile, stop=not at) for at, tile in enumerate(picture.tiles))),
        *((element("g", {"class": "notes"}, map(_note, picture.notes)),) if picture.notes else ()),
        *((titles(map(_heading, picture.bands), wide=picture.width, top=top, bottom=top + _TITLES),) if top else ()),
    )
    return framed(
        parts,
        size=(picture.width, picture.height),
        css="flow public" if flow.public else "flow",
        title=flow.title,
        caption=flow.caption.label,
        legend=tuple(_legend(flow, shared=any(tile.others for tile in picture.tiles))),
        standalone=standalone,
    )


def _rect(css: str, box: Box, radius: float = 0.0) -> str:
    return element(
        "rect",
        {"class": css, "x": box.x, "y": box.y, "width": box.width, "height": box.height, "rx": radius or None},
    )


def _band(band: Band, at: int) -> str:
    return _rect("band odd" if at % 2 else "band", band.box)


def _heading(band: Band) -> str:
    middle = band.box.x + band.box.width / 2
    top = band.box.y + (16 if len(band.label) > 1 else 22)
    # a standard post is called by its Chinese name in every language; a lane without one by words of ours
    lang = phrase("", "zh") or None if band.lane.posts else None
    lines = [
        text_element("heading", middle, top + row * LINE, line, anchor="middle", lang=lang)
        for row, line in enumerate(band.label)
    ]
    if band.lane.posts:
        said = word(
            Label(
                f"×{band.lane.posts}（{band.lane.offices} 个机关）", f"×{band.lane.posts} ({band.lane.offices} offices)"
            )
        )
        lines.append(text_element("sub", middle, band.box.y + 50, said, anchor="middle"))
    return "".join(lines)


def _arrow(arrow: Arrow, names: dict[str, str], *, assumed: bool) -> str:
    inner = arrow.source in names and arrow.target in names
    css = "wire way back" if arrow.back else "wire way assumed" if assumed and inner else "wire way"
    ends = {"data-rel": "NEXT", "data-from": arrow.source, "data-to": arrow.target} if inner and not assumed else {}
    source, target = names.get(arrow.source, word(_BEGIN)), names.get(arrow.target, word(_END))
    words = f"{source} → {word(_BACK)} {target}" if arrow.back else f"{source} → {target}"
    title = element("title", {}, (escaped(words),))
    line = element("path", {"class": css, **ends, "d": path_data(arrow.stroke)}, (title,))
    return line + element("path", {"class": css.replace("wire", "head"), "d": arrow_head(arrow.stroke)})


def _terminal(terminal: Terminal) -> str:
    box = terminal.box
    words = word(_BEGIN if terminal.id == START else _END)
    middle = text_element("key", box.x + box.width / 2, box.y + box.height / 2 + 1, words, anchor="middle")
    return element("g", {"class": f"terminal {terminal.id}"}, (_rect("pill", box, box.height / 2), middle))


def _tile(tile: Tile, *, stop: bool) -> str:
    step, box = tile.step, tile.box
    spoken = phrase("，", ", ").join((f"{word(KINDS[Kind.STEP].label)} {step.seq} {step.item.name}", *step.lanes))
    attributes: dict[str, str | float | None] = {
        "class": "node k-Step",
        "data-kind": Kind.STEP.value,
        "data-code": step.item.code,
        "data-id": step.item.id,
        "tabindex": "0" if stop else "-1",  # the Tab key comes to one, arrows lead on
        "role": "button",
        "aria-label": spoken,
    }
    inside = (
        element("title", {}, (escaped(f"{step.item.title}{phrase('｜', ' | ')}{_listed(step.lanes)}"),)),
        *_drawn(tile),
    )
    return element("g", attributes, (*inside, *_badges(tile, box)))


def _drawn(tile: Tile) -> Iterator[str]:
    box = tile.box
    middle, y = box.x + box.width / 2, box.y + box.height / 2
    for x, at in tile.others:
        edge = box.right if x > middle else box.x
        yield element("path", {"class": "joint", "d": path_data((("M", edge, at), ("L", x, at)))})
        yield element("circle", {"class": "joint", "cx": x, "cy": at, "r": 5})
    yield _rect("tile", box, 6)
    first = y - (len(tile.label) - 1 + bool(tile.tag)) * LINE / 2
    for at, line in enumerate(tile.label):
        yield text_element("label", middle, first + at * LINE, line, anchor="middle")
    if tile.tag:
        yield text_element("label tag", middle, first + len(tile.label) * LINE, tile.tag, anchor="middle")


def _badges(tile: Tile, box: Box) -> Iterator[str]:
    """How many risks and controls the step has; none in the public rendering, where it has neither."""
    step = tile.step
    if step.risks:
        css = "high" if any(risk.grade == 1 for risk in step.risks) else "middle"
        words = phrase("；", "; ").join(
            f"{risk.name}{risk.words}" + (phrase("（有未防控）", " (uncovered)") if risk.open else "")
            for risk in step.risks
        )
        yield _badge(Kind.RISK, css, box.right + 1, box.y + 1, len(step.risks), words)
    if step.controls:
        yield _badge(Kind.CONTROL, "", box.right + 1, box.bottom - 1, len(step.controls), _listed(step.controls))


def _listed(names: Iterable[str]) -> str:
    return phrase("、", ", ").join(names)


def _badge(kind: Kind, css: str, x: float, y: float, count: int, words: str) -> str:
    label = KINDS[kind].label
    said = phrase(f"{label.zh} {count}：{words}", f"{count} {agreeing(count, label.en)}: {words}")
    title = element("title", {}, (escaped(said),))
    shape = element("path", {"class": "shape", "d": outline(LOOKS[kind].shape, x, y, 11)})
    number = text_element("glyph", x, y + (3 if kind is Kind.RISK else 1), str(count))
    return element(
        "g", {"class": f"badge k-{kind.value} {css}".strip(), "data-count": str(count)}, (title, shape, number)
    )


def _note(note: Note) -> str:
    lines = []
    for at, (line, high) in enumerate(zip(note.lines, note.high, strict=True)):
        y = note.y + at * LINE
        sign = outline(LOOKS[Kind.RISK].shape, note.x, y, 5)
        named = at < len(note.lines) - note.rest
        lines.append(element("path", {"class": "shape", "d": sign}) if named else "")
        lines.append(text_element("label high" if high else "label", note.x + 11, y + 1, line))
    return element("g", {"class": "note k-RiskPoint", "data-step": note.step}, lines)


def _legend(flow: Flow, *, shared: bool) -> Iterator[Key]:
    yield element("path", {"class": "wire way", "d": "M -10 0 L 10 0"}), phrase("下一环节", "next step")
    if flow.assumed:
        yield (
            element("path", {"class": "wire way assumed", "d": "M -10 0 L 10 0"}),
            phrase("未登记流向，按序号排列", "no order recorded: by number"),
        )
    if flow.back:
        yield element("path", {"class": "wire way back", "d": "M -10 0 L 10 0"}), word(_BACK)
    for kind, some in (
        (Kind.RISK, any(s.risks for s in flow.steps)),
        (Kind.CONTROL, any(s.controls for s in flow.steps)),
    ):
        if some:
            shape = element("path", {"class": "shape", "d": outline(LOOKS[kind].shape, 0, 0, 8)})
            yield (
                element("g", {"class": f"k-{kind.value}"}, (shape,)),
                phrase(f"{KINDS[kind].label.zh}数", f"number of {KINDS[kind].label.en}s"),
            )
    if shared:
        yield (
            element("circle", {"class": "joint", "cx": 0, "cy": 0, "r": 5}),
            phrase("共同办理的岗位", "also performed by"),
        )
