"""Nodes as pages: search results, the sheet of one node, paths between two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from api.render.names import title
from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.sources import Loaded
from api.ui.words import word
from graph.errors import InputError
from graph.model import NodeId, Value, hop_label
from graph.schema import KINDS, LEVELS, Kind, Label
from graph.view import View
from queries.find import Found
from queries.paths import End, Paths
from queries.report.case import value_label
from queries.report.document import Cell, cell_text
from queries.shared import Shared
from queries.show import Lane, RoleSheet, Row, Sheet

__all__ = ["facts_of", "find_page", "kinds_named", "path_page", "role_page", "rows_page", "show_page"]

_ORIGINS = KINDS[Kind.POWER].properties["origin"].values
_FOUND = (Column("类别"), Column("编码"), Column("名称"), Column("来源"))
_FACTS = {
    "covered": Label("已防控", "covered"),
    "covers": Label("防控", "covers"),
    "office": Label("机关", "office"),
    "posts": Label("岗位", "posts"),
    "rank": Label("效力层级", "rank"),
    "lowest_level": Label("法定最低层级", "lowest level by law"),
    "on_behalf_of": Label("受托于", "on behalf of"),
    "remedy": Label("处置", "remedy"),
    "basis": Label("依据", "basis"),
    "severity": Label("等级", "severity"),
    "identity": Label("对象", "of"),
}
_SEVERITIES = {
    "note": Label("提示", "note"),
    "warning": Label("警告", "warning"),
    "error": Label("错误", "error"),
}
_STATES: Mapping[tuple[Kind | None, str], tuple[Label, Label]] = MappingProxyType(
    {
        (Kind.ARTICLE, "live"): (Label("有效", "live"), Label("已废止", "repealed")),
        (Kind.RISK, "live"): (Label("有岗位承担", "borne by a post"), Label("没有岗位承担", "borne by no post")),
        (Kind.CONTROL, "works"): (
            Label("在运行", "in operation"),
            Label("已停（实施环节无人办理）", "stalled: nobody performs its steps"),
        ),
    }
)
"""What is so or not, in words of its own: a risk is not in force, as an article is."""
_YES, _NO = Label("是", "yes"), Label("否", "no")


def kinds_named(names: Sequence[str] | None) -> frozenset[Kind] | None:
    """The kinds that are named, in any case or by their Chinese label; None where none is.

    Raises:
        InputError: no such kind.
    """
    if not names:
        return None
    known = {name: kind for kind in Kind for name in (kind.value.casefold(), KINDS[kind].label.zh)}
    for name in names:
        if name.casefold() not in known:
            kinds = " / ".join(kind.value for kind in Kind)
            raise InputError(Label(f"--kind：收到 {name!r}；应为 {kinds}", f"--kind: got {name!r}; expected {kinds}"))
    return frozenset(known[name.casefold()] for name in names)


def find_page(found: Found, limit: int) -> Iterator[Block]:
    """What was found, best first: nodes, then the standard posts of that name."""
    if found.total:
        yield from _hits(found)
    elif not found.roles:
        yield Paragraph(f"没有找到 nothing found: {found.text}")
    if found.roles:
        yield Heading(Label(f"标准岗位 {len(found.roles)} 类", "standard posts: quangang show NAME"), 3)
        for role, posts in found.roles[:limit]:
            yield Paragraph(f"{role} ×{posts}", indent=2)
        yield from _more(len(found.roles) - limit)


def _hits(found: Found) -> Iterator[Block]:
    parts = "、".join(f"{KINDS[kind].label.zh} {number}" for kind, number in found.by_kind.items())
    synthetic = sum(hit.origin == "synthetic" for hit in found.hits)
    share = f"（所列中合成 {synthetic}）" if synthetic else ""
    yield Paragraph(f"“{found.text}” 共 {found.total} 项{share}：{parts}", "strong")
    rows = [(KINDS[hit.kind].label.zh, hit.code, hit.name or "—", _origin(hit.origin)) for hit in found.hits]
    yield Grid(_FOUND, tuple(rows))
    rest = found.total - len(found.hits)
    if rest:
        yield Paragraph(f"另有 {rest} 项 and {rest} more: --limit N, --kind KIND, --format json", "faint")


def show_page(sheet: Sheet, limit: int) -> Iterator[Block]:
    """One node: its properties, then each lane that has something in it; the empty ones are named at the end."""
    kind = sheet.node.kind
    label = KINDS[kind].label
    yield Heading(Label(f"{label.zh} {sheet.node.code} {sheet.name}".rstrip(), label.en), 1)
    yield Paragraph(" · ".join(_properties(sheet)) or "—")
    yield from _lanes(sheet.lanes, limit)


def rows_page(node: NodeId, found: Sequence[Loaded], limit: int) -> Iterator[Block]:
    """The rows that a node and its relations were loaded from."""
    yield Heading(Label(f"{node} 的出处行", "Rows"), 1)
    if not found:
        yield Paragraph("不是从表载入的，或由旧版载入 not loaded from a table, or by an older version", "faint")
        return
    columns = (Column("要素"), Column("文件 › 表"), Column("行", right=True), Column("修订", right=True))
    shown = [(item.element, item.file, str(item.row), str(item.revision)) for item in found[:limit]]
    yield Grid(columns, tuple(shown))
    if len(found) > limit:
        yield Paragraph(f"另有 {len(found) - limit} 项 more: --limit", "faint")


def role_page(sheet: RoleSheet, limit: int) -> Iterator[Block]:
    """A standard post: its posts by office, and what they do, each row with the posts that it holds for."""
    yield Heading(Label(f"标准岗位 {sheet.role}", "Standard post"), 1)
    share = f"（其中合成 {sheet.synthetic}）" if sheet.synthetic else ""
    offices = len(sheet.lane("posts").rows)
    yield Paragraph(f"{sheet.posts} 个具体岗位{share}，{offices} 个机关 posts in offices: {sheet.posts} in {offices}")
    yield from _lanes(sheet.lanes, limit)


def path_page(view: View, found: Paths, shared: Shared | None = None) -> Iterator[Block]:
    """Each path as a chain of nodes, every relation with its own direction; ``shared`` where only hubs join."""
    ends = f"{_end_title(view, found.start)} → {_end_title(view, found.end)}"
    yield Heading(Label(ends, "Shortest paths"), 1)
    if found.said is not None:
        yield Paragraph(f"{found.said.zh}{found.said.en}")
    if found.length is None:
        reason = "全部查过 everything was searched" if found.exhausted else "限于步数 within the depth: --depth N"
        yield Paragraph(f"没有路径 no path（{reason}）")
        yield Paragraph(f"{found.note.zh}{found.note.en}", "faint")
        return
    more = "以上 at least" if found.cut else ""
    yield Paragraph(f"{found.length} 步，{len(found.paths)} 条{more}：{len(found.paths)} paths of {found.length} hops")
    if shared is not None:
        yield Paragraph(f"{shared.said.zh}{shared.said.en}")
    yield from _chains(view, found, Label("路径", "path"))
    if shared is not None:
        yield from _chains(view, shared.beside, Label("不经法规、系统的路径", "path without laws and systems"))
    yield Paragraph(f"{found.note.zh}{found.note.en}", "faint")
    if found.cut:
        yield Paragraph("另有路径从略 there are more: --limit N", "faint")


def _chains(view: View, found: Paths, label: Label) -> Iterator[Block]:
    for number, path in enumerate(found.paths, 1):
        yield Heading(Label(f"{label.zh} {number}", f"{label.en} {number}"), 3)
        here = str(found.firsts[number - 1])
        yield Paragraph(_node_title(view, here), indent=2)
        for rel, source, target in path:
            forward = source == here
            here = target if forward else source
            yield Paragraph(
                f"{'→' if forward else '←'} {hop_label(rel, source).zh} {rel} {_node_title(view, here)}", indent=4
            )


def _properties(sheet: Sheet) -> Iterator[str]:
    declared = KINDS[sheet.node.kind].properties
    for name, value in sheet.properties.items():
        if name != "name":
            label = declared[name].label.zh if name in declared else name
            yield f"{label} {cell_text(value_label(sheet.node.kind, name, value))}"


def _lanes(lanes: Sequence[Lane], limit: int) -> Iterator[Block]:
    for lane in lanes:
        if lane.rows:
            yield from _lane(lane, limit)
    empty = [lane.label.zh for lane in lanes if not lane.rows]
    if empty:
        yield Paragraph(f"没有 none: {'、'.join(empty)}", "faint")


def _lane(lane: Lane, limit: int) -> Iterator[Block]:
    synthetic = sum(row.synthetic for row in lane.rows)
    share = f"（其中合成 {synthetic}）" if synthetic else ""
    yield Heading(Label(f"{lane.label.zh} {lane.total} 项{share}", lane.label.en), 3)
    for row in lane.rows[:limit]:
        yield from _row(row, 2)
    yield from _more(len(lane.rows) - limit)


def _more(rest: int) -> Iterator[Block]:
    if rest > 0:
        yield Paragraph(f"另有 {rest} 行 and {rest} more: --limit N", "faint", 2)


def _row(row: Row, indent: int) -> Iterator[Block]:
    facts = "，".join(facts_of(row))
    yield Paragraph(f"{row.label.zh}{f'　{facts}' if facts else ''}", indent=indent)
    for child in row.children:
        yield Paragraph(f"└ {child.label.zh}", "faint", indent + 2)


_ALONE = ("grade", "line")
"""Facts whose English values say what they are: ``grade 2``, ``first line: …``."""


def facts_of(row: Row, view: View | None = None) -> Iterator[str]:
    """What is told beside the name of a row, each with its label; see `api.ui.words.drawn_in` for the language.

    An office is told by its code, with ``view`` by its name too.
    """
    for name, value in row.facts.items():
        if name == "role" or value in (None, "", ()):
            continue
        states = _STATES.get((row.kind, name))
        if states is not None:
            yield word(states[0] if value else states[1])
            continue
        declared = KINDS[row.kind].properties.get(name) if row.kind else None
        label = _FACTS.get(name) or (declared.label if declared else Label(name, name))
        told = title(view, Kind.UNIT, str(value)) if name == "office" and view else _value(row.kind, name, value)
        yield word(Label(f"{label.zh} {told}", told if name in _ALONE else f"{label.en} {told}"))


def _value(kind: Kind | None, name: str, value: Value) -> str:
    if name == "severity":
        return word(_SEVERITIES[str(value)]) if str(value) in _SEVERITIES else str(value)
    if name == "lowest_level":
        return _told(LEVELS.get(str(value), str(value)))
    if name == "rank":
        return _told(value_label(Kind.ARTICLE, name, value))
    if kind is None or name not in KINDS[kind].properties:
        return _plain(value)
    return _told(value_label(kind, name, value))


def _told(cell: Cell) -> str:
    return word(cell) if isinstance(cell, Label) else cell_text(cell)


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return word(_YES if value else _NO)
    return "/".join(value) if isinstance(value, tuple) else str(value)


def _node_title(view: View, node: str) -> str:
    kind, _, code = node.partition("/")
    return f"{KINDS[Kind(kind)].label.zh} {title(view, Kind(kind), code)}"


def _end_title(view: View, end: End) -> str:
    return f"标准岗位 {end.role} ×{len(end.nodes)}" if end.role else _node_title(view, end.name)


def _origin(origin: str) -> str:
    return _ORIGINS[origin].zh if origin in _ORIGINS else "未注明"
