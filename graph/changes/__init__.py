"""The operations of the reform calculus (§4), one module each, and the one way to apply a change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from graph.changes import (
    authorize,
    cancel,
    convert,
    delegate,
    edit,
    entrust,
    merge,
    rebase,
    recall,
    redefine,
    repeal,
    split,
    suspend,
    transfer,
)
from graph.changes.checks import check_result
from graph.changes.draft import Call, Operation, Reports, status_label
from graph.errors import ReformRefused
from graph.overlay import Overlay
from graph.schema import Kind
from graph.view import View

__all__ = ["OPERATIONS", "apply_change", "refused_in_itself"]

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        operation.op: operation
        for operation in (
            cancel.CANCEL,
            suspend.SUSPEND,
            suspend.RESUME,
            delegate.DELEGATE,
            recall.RECALL,
            authorize.AUTHORIZE,
            transfer.TRANSFER,
            entrust.ENTRUST,
            merge.MERGE,
            split.SPLIT,
            convert.CONVERT,
            redefine.REDEFINE,
            rebase.REBASE,
            repeal.REPEAL,
            edit.EDIT,
        )
    }
)


def apply_change(draft: Overlay, change: Mapping[str, Any], position: int, reports: Reports) -> None:
    """Apply one change to the draft; what could not be placed goes into the reports.

    Raises:
        ReformRefused: naming the first thing that is wrong, in the order op, unknown argument, missing argument,
            power and its status, the other arguments as the calculus lists them. The draft is then of no use.
    """
    call = Call(draft, change, position, reports)
    operation = _operation(call)
    _check_names(call, operation)
    if call.given("power"):
        _check_power(call, operation)
    start = len(draft.edits)
    operation.apply(call)
    check_result(call, draft.edits[start:])


def refused_in_itself(view: View, change: Mapping[str, Any], position: int) -> ReformRefused | None:
    """What refuses a change whatever was done before it: its operation, its arguments' names, an unknown code.

    A code is unknown that a view does not have: an earlier change may add it.
    """
    reports = Reports(set(), set())
    try:
        call = Call(Overlay(view), change, position, reports)
        _check_names(call, _operation(call))
    except ReformRefused as error:
        return error
    try:
        apply_change(Overlay(view), change, position, reports)
    except ReformRefused as error:
        return error if error.unknown is not None else None
    return None


def _operation(call: Call) -> Operation:
    op = call.change.get("op")
    found = OPERATIONS.get(op) if isinstance(op, str) else None
    if found is None:
        zh = "、".join(f"{each.label.zh} {each.op}" for each in OPERATIONS.values())
        call.refuse("op", f"没有操作 {op!r}；可用 {zh}", f"unknown operation {op!r}; known: {', '.join(OPERATIONS)}")
    return found


def _check_names(call: Call, operation: Operation) -> None:
    known = {argument.name for argument in operation.arguments}
    for name in call.change:
        if name != "op" and name not in known:
            call.refuse(
                str(name),
                f"{operation.label.zh}没有这个参数；可用 {', '.join(known)}",
                f"{operation.op} takes no such argument; known: {', '.join(known)}",
            )
    for argument in operation.arguments:
        if argument.required and argument.name not in call.change:
            label = argument.label
            call.refuse(argument.name, f"{operation.label.zh}缺少参数：{label.zh}", f"argument missing: {label.en}")


def _check_power(call: Call, operation: Operation) -> None:
    power = call.code("power", Kind.POWER)
    status = call.derived().status(power)
    if operation.statuses and status not in operation.statuses:
        now, wanted = status_label(status), [status_label(each) for each in operation.statuses]
        call.refuse(
            "power",
            f"{power} 的状态是“{now.zh}”，应为{'或'.join(f'“{each.zh}”' for each in wanted)}",
            f"{power} is {now.en}, must be {' or '.join(each.en for each in wanted)}",
        )
