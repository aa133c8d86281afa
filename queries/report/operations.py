"""What a reform says that it does, in the words of its operations: 取消 1 项、下放 3 项职权."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.changes import OPERATIONS
from graph.reform import Reform
from graph.schema import KINDS, Kind, Label, property_of
from queries.report.case import level_label, value_label
from queries.report.document import cell_text

__all__ = ["arguments_of", "label_of", "named_by", "powers_of", "summary_of"]

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


def arguments_of(change: Mapping[str, Any]) -> str:
    """The arguments of a change in short, but for the power: codes as they are, lists by their beginning and size."""
    operation = OPERATIONS.get(str(change.get("op")))
    labels = {argument.name: argument.label.zh for argument in operation.arguments} if operation else {}
    told = (key for key in change if key not in ("op", "power", "powers"))
    return "；".join(
        _edits_said(change[key]) if key == "edits" else f"{labels.get(key, key)} {_argument_said(key, change[key])}"
        for key in told
    )


_LEVELS = ("from", "to")


def _argument_said(key: str, value: object) -> str:
    if key in _LEVELS:
        return cell_text(level_label(value))
    if key == "to_type":
        return cell_text(value_label(Kind.POWER, "type", value))
    if key == "set" and isinstance(value, Mapping):
        return "、".join(_property_said(str(name), held) for name, held in value.items())
    return _said(value)


def _property_said(name: str, value: object) -> str:
    declared = property_of(Kind.POWER, name)
    label = name if declared is None else declared.label.zh
    return f"{label} {cell_text(value_label(Kind.POWER, name, value))}"


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        named = value.get("code") or value.get("article")
        return str(named) if named else "→".join(_said(held) for held in value.values())
    if isinstance(value, list | tuple):
        parts = [_said(item) for item in value]
        return "、".join(parts[:3]) + (f" 等 {len(parts)} 项" if len(parts) > 3 else "")
    return str(value)


_ACTIONS = {"add": "新增", "retire": "撤销", "set": "修改"}


def _edits_said(edits: Iterable[Mapping[str, Any]]) -> str:
    """Elementary edits counted by what they do to which kind of thing: 新增岗位 2、新增关系 25."""
    counts: dict[str, int] = {}
    for edit in edits:
        action, _, thing = str(edit.get("edit")).partition("_")
        kind = edit.get("kind")
        noun = KINDS[Kind(kind)].label.zh if thing == "node" and kind in set(Kind) else "关系"
        name = f"{_ACTIONS.get(action, action)}{noun}"
        counts[name] = counts.get(name, 0) + 1
    return "、".join(f"{name} {count}" for name, count in counts.items())


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
