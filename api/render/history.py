"""The log of revisions, and its verification, as pages and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.render.page import Block, Column, Grid, Heading, Paragraph
from api.ui.words import phrase, word
from graph.edits import Action, Edit, edit_to_json
from graph.model import NodeId, Value
from graph.schema import LEVELS, Kind, Label, Property, property_of
from graph.store.base import Revision

__all__ = ["edit_words", "edits_page", "history_page", "revision_object", "verify_object", "verify_page"]

_LOG = (
    Column("修订", right=True),
    Column("时间"),
    Column("生效"),
    Column("经办"),
    Column("文号"),
    Column("编辑", right=True),
    Column("事由"),
)
_ACTIONS = {
    Action.ADD_NODE: Label("增", "add"),
    Action.RETIRE_NODE: Label("终止", "retire"),
    Action.SET_NODE: Label("改", "set"),
    Action.ADD_RELATION: Label("增关系", "add relation"),
    Action.RETIRE_RELATION: Label("终止关系", "retire relation"),
    Action.SET_RELATION: Label("改关系", "set relation"),
}


def revision_object(revision: Revision, *, edits: bool = False) -> dict[str, Any]:
    """A revision as JSON, with its edits if they are asked for."""
    held = {
        "revision": revision.revision,
        "time": revision.time.isoformat(),
        "author": revision.author,
        "reason": revision.reason,
        "number": revision.number,
        "effective": revision.effective and revision.effective.isoformat(),
        "details": _told(revision),
        "previous": revision.previous,
        "hash": revision.hash,
    }
    listed = [edit_to_json(edit) for edit in revision.edits]
    return {**held, "edits": listed if edits else len(listed)}


def _told(revision: Revision) -> dict[str, Any]:
    """The details without the row of every edit, which `quangang show --rows` answers."""
    details = dict(revision.details)
    if "load" in details:
        details["load"] = {name: value for name, value in details["load"].items() if name != "rows"}
    return details


def history_page(revisions: Sequence[Revision], limit: int) -> Iterator[Block]:
    """The log, the newest revision first."""
    yield Heading(Label(f"修订记录 {len(revisions)} 次", "Revisions"), 1)
    rows = [
        (
            str(item.revision),
            f"{item.time:%Y-%m-%d}",
            item.effective.isoformat() if item.effective else "历来",
            item.author,
            item.number or "—",
            str(len(item.edits)),
            item.reason or "—",
        )
        for item in revisions[:limit]
    ]
    yield Grid(_LOG, tuple(rows)) if rows else Paragraph("没有修订 no revisions yet.")
    yield from _rest(len(revisions), limit)


def edits_page(revision: Revision, limit: int) -> Iterator[Block]:
    """One revision with its edits, and the findings that were accepted with it."""
    yield Heading(Label(f"第 {revision.revision} 次修订", f"Revision {revision.revision}"), 1)
    effective = revision.effective.isoformat() if revision.effective else "历来 ever since"
    yield Paragraph(
        f"时间 time {revision.time:%Y-%m-%d %H:%M %Z} · 生效 effective {effective} · 经办 author {revision.author}"
    )
    yield Paragraph(f"事由 reason {revision.reason or '—'} · 文号 number {revision.number or '—'}")
    yield Paragraph(f"哈希 hash {revision.hash}", "faint")
    yield from _accepted(revision.details)
    for later in revision.details.get("later", ()):
        yield from _accepted(later, f"（自 from {later['on']}）")
    rows = [edit_words(edit) for edit in revision.edits[:limit]]
    yield Heading(Label(f"编辑 {len(revision.edits)} 处", "Edits"), 3)
    yield Grid((Column("编辑"), Column("对象"), Column("内容")), tuple(rows))
    yield from _rest(len(revision.edits), limit)


def _accepted(said: Mapping[str, Any], since: str = "") -> Iterator[Block]:
    for item in said.get("accepted", ()):
        named = "/".join(item["identity"])
        yield Paragraph(f"接受 accepted {named}{since}: {item['reason']}（至 until {item['until']}）")


def edit_words(edit: Edit) -> tuple[str, str, str]:
    """An edit in words: what was done, to what, and what it says."""
    return word(_ACTIONS[edit.action]), str(edit.identity), _changes(edit)


def verify_object(problems: Sequence[str], last: Revision | None) -> dict[str, Any]:
    """The outcome of a verification as JSON."""
    return {
        "verified": not problems,
        "problems": list(problems),
        "revision": last.revision if last else 0,
        "hash": last.hash if last else None,
    }


def verify_page(problems: Sequence[str], last: Revision | None) -> Iterator[Block]:
    """The outcome of a verification, with the hash to keep elsewhere."""
    if problems:
        yield Paragraph(f"核对不符 {len(problems)} 处 does not agree:", "alarm")
        for problem in problems:
            yield Paragraph(problem, indent=2)
    else:
        yield Paragraph(f"核对一致，共 {last.revision if last else 0} 次修订 the log and the state agree.", "strong")
    if last is not None:
        yield Paragraph(f"链首哈希 hash of the newest revision: {last.hash}")
        yield Paragraph("请另处保存，日后据以查验 keep it elsewhere: only so does later tampering show.", "faint")


def _changes(edit: Edit) -> str:
    if edit.action in {Action.SET_NODE, Action.SET_RELATION}:
        parts = (
            f"{_property(edit, name)} {_value(edit, name, edit.before.get(name))} → {_value(edit, name, value)}"
            for name, value in sorted(edit.properties.items())
        )
        return phrase("；", "; ").join(parts)
    shown = edit.properties.get("name", edit.before.get("name"))
    return _text(shown) if shown is not None else ""


def _declared(edit: Edit, name: str) -> Property | None:
    identity = edit.identity
    if isinstance(identity, NodeId):
        return property_of(Kind(identity.kind), name)
    return identity.link.properties.get(name) or property_of(identity.link.from_kind, name)


def _property(edit: Edit, name: str) -> str:
    """What a property is called; its name in the file where the schema does not know it."""
    declared = _declared(edit, name)
    return name if declared is None else word(declared.label)


def _value(edit: Edit, name: str, value: Value | None) -> str:
    """A value as the schema calls it: 在用, not active."""
    if value is None:
        return phrase("未填", "not stated")
    declared = _declared(edit, name)
    if declared is None or isinstance(value, tuple | float):
        return _text(value)
    if isinstance(value, bool):
        return phrase("是", "yes") if value else phrase("否", "no")
    label = LEVELS.get(str(value)) if declared.level else declared.called(value)
    return _text(value) if label is None else word(label)


def _text(value: Value | None) -> str:
    return "—" if value is None else phrase("、", ", ").join(value) if isinstance(value, tuple) else str(value)


def _rest(number: int, limit: int) -> Iterator[Block]:
    if number > limit:
        yield Paragraph(f"另有 {number - limit} 项 and {number - limit} more: --limit N, --format json", "faint")
