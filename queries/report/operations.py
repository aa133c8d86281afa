"""What a reform says that it does, in the words of its operations: 取消 1 项、下放 3 项职权."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.changes import OPERATIONS
from graph.reform import Reform
from graph.schema import KINDS, Kind, Label, property_of
from queries.report.case import level_label, value_label
from queries.report.document import Cell, cell_text

__all__ = ["arguments_of", "label_of", "named_by", "powers_of", "summary_of", "title_of"]

_DONE = {
    "cancel": "cancelled",
    "suspend": "suspended",
    "resume": "resumed",
    "delegate": "delegated",
    "recall": "recalled",
    "authorize": "authorised",
    "transfer": "transferred",
    "entrust": "entrusted",
    "merge": "merged",
    "split": "split",
    "convert": "converted",
    "redefine": "redefined",
    "rebase": "rebased",
}
_OTHERS = {
    "repeal": (Label("废止 {} 项法规文件或条款", "repealed instruments or articles: {}")),
    "rebase": (Label("更替 {} 条依据", "articles replaced: {}")),
    "edit": (Label("编辑 {} 处", "elements edited: {}")),
}


def label_of(op: str) -> Label:
    """The label of an operation."""
    found = OPERATIONS.get(op)
    return Label(op, op) if found is None else found.label


def powers_of(change: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the powers that a change names as its own, in its order; those of an edit too."""
    op = change.get("op")
    if op == "edit":
        edits = [edit for edit in change.get("edits", ()) if edit.get("kind") == Kind.POWER.value]
        return tuple(dict.fromkeys(str(edit.get("code")) for edit in edits))
    if op == "merge":
        return tuple(str(power) for power in change.get("powers", ()))
    return (str(change["power"]),) if change.get("power") is not None else ()


def named_by(change: Mapping[str, Any]) -> tuple[tuple[Kind, str], ...]:
    """What a change names as its own: its powers, the steps that it adds, what it repeals or edits.

    An added step has an origin of its own, however well documented the power is that gets it.
    """
    nodes = [(Kind.POWER, power) for power in powers_of(change)]
    nodes += [(Kind.STEP, str(item["code"])) for item in change.get("add_steps") or ()]
    for key, kind in (("article", Kind.ARTICLE), ("instrument", Kind.INSTRUMENT)):
        if isinstance(change.get(key), str):
            nodes.append((kind, change[key]))
    nodes += [(Kind(edit["kind"]), str(edit["code"])) for edit in change.get("edits") or () if "kind" in edit]
    return tuple(dict.fromkeys(nodes))


def summary_of(reform: Reform) -> Label:
    """The reform in one phrase: how many powers each operation is done to, in the order of its changes."""
    powers: dict[str, set[str]] = {}
    others: dict[str, int] = {}
    for change in reform.changes:
        op = str(change.get("op", ""))
        named = powers_of(change) if op != "edit" else ()
        if named:
            powers.setdefault(op, set()).update(named)
        else:
            others[op] = others.get(op, 0) + (len(change.get("edits", ())) if op == "edit" else 1)
    parts = [*_power_parts(powers), *_other_parts(others)]
    if not parts:
        return Label("没有变更", "no change")
    return Label("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


NAMELESS = ("", "改革", "reform")
"""What a reform is called that nobody named."""

_NAMED_AT_MOST = 3
"""Changes, and powers of each, by which a reform without a name is called."""


def title_of(reform: Reform) -> Label:
    """What a reform is called everywhere: by its name, or after its changes where nobody named it."""
    made = _made_title(reform.changes)
    return made if reform.name in (*NAMELESS, made.zh) else Label(reform.name, reform.name)


def _made_title(changes: Sequence[Mapping[str, Any]]) -> Label:
    """取消 E39、下放 E41 直属海关→隶属海关 等 5 项变更."""
    parts = [_title_part(change) for change in changes[:_NAMED_AT_MOST]]
    if not parts:
        return Label("未命名的改革", "unnamed reform")
    more = len(changes) > _NAMED_AT_MOST
    zh, en = "、".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return (
        Label(f"{zh} 等 {len(changes)} 项变更", f"{en} and others: {len(changes)} changes") if more else Label(zh, en)
    )


def _title_part(change: Mapping[str, Any]) -> Label:
    label = label_of(str(change.get("op", "")))
    named = [*powers_of(change)] or [
        str(change[key]) for key in ("article", "instrument", "from_article") if key in change
    ]
    codes = " ".join(named[:_NAMED_AT_MOST]) + ("…" if len(named) > _NAMED_AT_MOST else "")
    zh, en = f"{label.zh} {codes}".rstrip(), f"{label.en} {codes}".rstrip()
    if not set(_LEVELS) <= change.keys():
        return Label(zh, en)
    first, second = (_both(level_label(change[key])) for key in _LEVELS)
    return Label(f"{zh} {first.zh}→{second.zh}", f"{en} {first.en}→{second.en}")


def arguments_of(change: Mapping[str, Any], name: Callable[[str, str], str] = lambda _, code: code) -> Label:
    """The arguments of a change in short, but for the power: codes as they are, lists by their beginning and size.

    Args:
        change: the change.
        name: what is shown for a code that an argument names, from the argument and the code.
    """
    operation = OPERATIONS.get(str(change.get("op")))
    labels = {argument.name: argument.label for argument in operation.arguments} if operation else {}
    told = [_argument(change, key, labels.get(key, Label(key, key)), name) for key in change if key not in _POWERS]
    return _joined(told, Label("；", "; "))


_POWERS = ("op", "power", "powers")
_LEVELS = ("from", "to")


def _argument(change: Mapping[str, Any], key: str, label: Label, name: Callable[[str, str], str]) -> Label:
    if key == "edits":
        return _edits_said(change[key])
    said = _argument_said(key, change[key], name)
    return Label(f"{label.zh} {said.zh}", f"{label.en} {said.en}")


def _argument_said(key: str, value: object, name: Callable[[str, str], str]) -> Label:
    if key in _LEVELS:
        return _both(level_label(value))
    if key == "to_type":
        return _both(value_label(Kind.POWER, "type", value))
    if key == "set" and isinstance(value, Mapping):
        return _joined([_property_said(str(one), held) for one, held in value.items()], Label("、", ", "))
    return _said(value, lambda code: name(key, code))


def _property_said(name: str, value: object) -> Label:
    declared = property_of(Kind.POWER, name)
    label = Label(name, name) if declared is None else declared.label
    said = _both(value_label(Kind.POWER, name, value))
    return Label(f"{label.zh} {said.zh}", f"{label.en} {said.en}")


def _both(cell: Cell) -> Label:
    return cell if isinstance(cell, Label) else Label(cell_text(cell), "unknown" if cell in (None, "") else str(cell))


def _joined(parts: Sequence[Label], separator: Label) -> Label:
    return Label(separator.zh.join(part.zh for part in parts), separator.en.join(part.en for part in parts))


def _said(value: object, name: Callable[[str], str]) -> Label:
    if isinstance(value, Mapping):
        if value.get("article"):
            return _said(value["article"], name)
        if value.get("code"):
            text = " ".join(str(value[part]) for part in ("code", "name") if value.get(part))
            return Label(text, text)
        return _joined([_said(held, name) for held in value.values()], Label("→", "→"))
    if isinstance(value, list | tuple):
        said = _joined([_said(item, name) for item in value[:3]], Label("、", ", "))
        more = len(value) > 3
        return Label(f"{said.zh} 等 {len(value)} 项", f"{said.en} and others: {len(value)}") if more else said
    text = name(str(value))
    return Label(text, text)


_ACTIONS = {"add": Label("新增", "added"), "retire": Label("撤销", "retired"), "set": Label("修改", "changed")}


def _edits_said(edits: Iterable[Mapping[str, Any]]) -> Label:
    """Elementary edits counted by what they do to which kind of thing: 新增岗位 2、新增关系 25."""
    counts: dict[Label, int] = {}
    for edit in edits:
        action, _, thing = str(edit.get("edit")).partition("_")
        kind = edit.get("kind")
        noun = KINDS[Kind(kind)].label if thing == "node" and kind in set(Kind) else Label("关系", "relation")
        done = _ACTIONS.get(action, Label(action, action))
        name = Label(f"{done.zh}{noun.zh}", f"{noun.en} {done.en}")
        counts[name] = counts.get(name, 0) + 1
    return _joined(
        [Label(f"{name.zh} {count}", f"{name.en} {count}") for name, count in counts.items()], Label("、", ", ")
    )


def _power_parts(powers: Mapping[str, set[str]]) -> Iterator[Label]:
    if not powers:
        return
    zh = "、".join(f"{label_of(op).zh} {len(codes)} 项" for op, codes in powers.items())
    numbers = [(len(codes), _DONE.get(op, op)) for op, codes in powers.items()]
    first, *rest = numbers
    noun = "power" if first[0] == 1 else "powers"
    en = ", ".join([f"{first[0]} {noun} {first[1]}", *(f"{number} {done}" for number, done in rest)])
    yield Label(f"{zh}职权", en)


def _other_parts(others: Mapping[str, int]) -> Iterator[Label]:
    for op, number in others.items():
        text = _OTHERS.get(op, Label(f"{op} {{}} 项", f"{op}: {{}}"))
        yield Label(text.zh.format(number), text.en.format(number))
