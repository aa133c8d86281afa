"""Flowcharts in BPMN 2.0 as one load: each process is the flow of a power.

A file that this program wrote names every code. One from elsewhere is matched by names: the process is a power, a task
a step of it, a lane a post or the posts of a standard post; what has no code gets one, and what may mean several things
is asked back. A task that was drawn into another lane is performed by the posts of that lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graph.errors import InputError, Problem
from graph.schema import (
    EXPOSES,
    GOVERNED_BY,
    HAS_STEP,
    NEXT,
    PERFORMED_BY,
    STEP_REGULATED_BY,
    Kind,
    Link,
)
from graph.terms import Both, Label, Lack
from graph.view import View
from loaders.bpmn.desk import Desk
from loaders.bpmn.names import BPMN, TASKS
from loaders.bpmn.tree import parsed
from loaders.elements import Progress, Source, no_progress, value_problems

__all__ = ["SUFFIX", "read_flow", "read_flows"]

SUFFIX = ".bpmn"

_FLOW: frozenset[Kind | Link] = frozenset({Kind.STEP, HAS_STEP, NEXT, PERFORMED_BY})
_INSIDE: frozenset[Kind | Link] = frozenset({EXPOSES, GOVERNED_BY, STEP_REGULATED_BY})


def read_flows(paths: Sequence[Path], view: View, progress: Progress = no_progress) -> Source:
    """Read flowcharts as one load.

    Raises:
        InputError: a file cannot be read.
    """
    found = []
    for done, path in enumerate(paths):
        progress(path.name, done, len(paths))
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError([Problem(path.name, str(error.strerror or error), "BPMN 2.0 XML")]) from error
        found.append(read_flow(content, path.name, view))
    if len(found) == 1:
        return found[0]
    return Source(
        name="、".join(source.name for source in found),
        elements=tuple(element for source in found for element in source.elements),
        problems=tuple(problem for source in found for problem in source.problems),
        notices=tuple(notice for source in found for notice in source.notices),
        scope=frozenset.intersection(*(source.scope for source in found)),
        within=frozenset(node for source in found for node in source.within or ()),
        rows={row: text for source in found for row, text in source.rows.items()},
    )


def read_flow(content: bytes, file: str, view: View) -> Source:
    """Read one file; what is wrong with single elements is in its ``problems``.

    Raises:
        InputError: the file is no XML, or no BPMN.
    """
    root = parsed(content, file)
    if (root.space, root.name) != (BPMN, "definitions"):
        space = Label(root.space, root.space) if root.space else Label("无命名空间", "no namespace")
        got = Both(f"{root.name}（{space.zh}）", f"{root.name} ({space.en})")
        raise InputError(
            [Problem(file, got, f"definitions（{BPMN}）", Both("请另存为 BPMN 2.0", "save as BPMN 2.0"), root.line)]
        )
    desk = Desk(
        file, view, {node.get("processRef"): node.get("name") for node in root.all() if node.name == "participant"}
    )
    processes = list(root.of(BPMN, "process"))
    for process in processes:
        desk.take(process)
    if not processes:
        desk.problem(root, Lack("没有流程", "no process"), "process")
    return Source(
        name=file,
        elements=tuple(desk.elements.values()),
        problems=(*desk.problems, *value_problems(desk.elements.values(), view.manifest)),
        notices=tuple(desk.notices),
        scope=_FLOW | _INSIDE if desk.internal else _FLOW,
        within=frozenset(desk.within),
        rows={(file, node.line): f"<{node.name} id={node.get('id')!r}>" for node in root.all() if node.name in TASKS},
    )
