"""What a statement that somebody typed may say and do before it is run on a server (see `graph.store.console`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from graph.terms import Both

__all__ = ["FUNCTIONS", "OPERATORS", "PROCEDURES", "calls", "refused_plan", "refused_words"]

PROCEDURES = frozenset(
    {
        "db.info",
        "db.labels",
        "db.ping",
        "db.propertykeys",
        "db.relationshiptypes",
        "db.schema.nodetypeproperties",
        "db.schema.reltypeproperties",
        "db.schema.visualization",
    }
)
"""Procedures that may be called, in lower case: they tell what is in the graph, and nothing about the server."""

FUNCTIONS = frozenset(
    {
        *(
            f"{kind}.{what}"
            for kind in ("date", "datetime", "time")
            for what in ("realtime", "statement", "transaction")
        ),
        *(f"local{kind}.{what}" for kind in ("datetime", "time") for what in ("realtime", "statement", "transaction")),
        *(f"{kind}.truncate" for kind in ("date", "datetime", "time", "localdatetime", "localtime")),
        *("datetime.fromepoch", "datetime.fromepochmillis"),
        *("duration.between", "duration.indays", "duration.inmonths", "duration.inseconds"),
        *("point.distance", "point.withinbbox", "vector.similarity.cosine", "vector.similarity.euclidean"),
    }
)
"""Functions with a dot in their name that may be called, in lower case. Without a dot there are only Neo4j's own."""

OPERATORS = frozenset(
    {
        *("Aggregation", "EagerAggregation", "OrderedAggregation", "Distinct", "OrderedDistinct"),
        *("AntiConditionalApply", "AntiSemiApply", "Apply", "Argument", "ArgumentTracker", "CacheProperties"),
        *("CartesianProduct", "ConditionalApply", "DropResult", "Eager", "EmptyResult", "EmptyRow", "Filter", "Input"),
        *("Expand", "OptionalExpand", "VarLengthExpand", "PruningVarLengthExpand", "BFSPruningVarLengthExpand"),
        *("Repeat", "BidirectionalRepeat", "PathPropagatingBFS", "ShortestPath", "StatefulShortestPath"),
        *("LetAntiSemiApply", "LetSelectOrAntiSemiApply", "LetSelectOrSemiApply", "LetSemiApply"),
        *("SelectOrAntiSemiApply", "SelectOrSemiApply", "SemiApply", "RollUpApply", "Optional"),
        *("Limit", "ExhaustiveLimit", "Skip", "Sort", "PartialSort", "Top", "Top1WithTies", "PartialTop"),
        *("NodeCountFromCountStore", "RelationshipCountFromCountStore", "ProcedureCall", "ProduceResults"),
        *("NodeHashJoin", "NodeLeftOuterHashJoin", "NodeRightOuterHashJoin", "ValueHashJoin"),
        *("LeftOuterHashJoin", "RightOuterHashJoin", "Projection", "ProjectEndpoints", "TriadicBuild"),
        *("TriadicFilter", "TriadicSelection", "Union", "OrderedUnion", "Unwind", "PartitionedUnwind"),
    }
)
"""Operators of a plan that read the graph; beside them those that look elements up (`_LOOK_UP`)."""

_LOOK_UP = re.compile(
    r"(Partitioned)?(All|Directed|Intersection|MultiNode|Node|Subtraction|Undirected|Union)\w*(ById|Scan|Seek\w*)"
)
_TOKEN = re.compile(
    r"""//[^\n\r]* | /\*.*?\*/
    | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
    | (?P<token>`(?:[^`]|``)*` | \w+ | [!-/:-@\[-`{-~])""",
    re.DOTALL | re.VERBOSE,
)


def refused_words(text: str) -> str | None:
    """Why a statement may not even be planned, or None: told from its words, strings and comments apart."""
    if re.search(r"\\u", text, re.IGNORECASE):
        return Both(
            "不接受 \\u 转义，请直接写那个字，或用参数 -p", "no \\u escapes: write the character itself, or use -p"
        )
    words = [found.lower() for found in _tokens(text)]
    if ("load", "csv") in pairwise(words):
        return Both(
            "不许 LOAD CSV，它读服务器上的文件和网址", "no LOAD CSV: it reads files and addresses from the server"
        )
    for name, called in calls(text):
        if name not in (PROCEDURES if called else FUNCTIONS):
            what, allowed = (Both("过程", "procedure"), PROCEDURES) if called else (Both("函数", "function"), FUNCTIONS)
            return (
                Both("不许调用", "not allowed: ")
                + what
                + Both(
                    f" {name}；可用的有 {', '.join(sorted(allowed))}", f" {name}; allowed: {', '.join(sorted(allowed))}"
                )
            )
    return None


def refused_plan(kind: str | None, plan: Mapping[str, Any] | None) -> str | None:
    """Why a statement that the server planned may not run, or None.

    Args:
        kind: what the server says that it is; only ``r`` reads and does nothing else.
        plan: the tree of operators, as the driver has it.
    """
    if kind != "r" or plan is None:
        return Both("只许读取：MATCH … RETURN …", "only reading is allowed: MATCH … RETURN …")
    for name in _operators(plan):
        if name not in OPERATORS and not _LOOK_UP.fullmatch(name):
            return Both(f"不许的操作 {name}；只许读取图谱", f"operator not allowed: {name}; only reading the graph is")
    return None


def calls(text: str) -> Iterator[tuple[str, bool]]:
    """Names that follow CALL (True), and names with a dot before a parenthesis (False), in lower case."""
    tokens = list(_tokens(text))
    at = 0
    while at < len(tokens):
        start, at = at, at + 1
        if not _is_name(tokens[start]):
            continue
        while at + 1 < len(tokens) and tokens[at] == "." and _is_name(tokens[at + 1]):
            at += 2
        name = "".join(map(_bare, tokens[start:at])).lower()
        if start and tokens[start - 1].lower() == "call":
            yield name, True
        elif at - start > 1 and at < len(tokens) and tokens[at] == "(":
            yield name, False


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """The names of all operators, without ``(All)`` and the name of the database behind them."""
    yield str(plan["operatorType"]).partition("@")[0].partition("(")[0]
    for child in plan.get("children", ()):
        yield from _operators(child)


def _tokens(text: str) -> Iterator[str]:
    """Words, quoted names and marks of a statement; a string is an empty one, what no rule knows is left out."""
    for found in _TOKEN.finditer(text):
        if found["text"]:
            yield "''"
        elif found["token"]:
            yield found["token"]


def _is_name(token: str) -> bool:
    return (token[0] == "`" and len(token) > 1) or token[0] == "_" or token[0].isalpha()


def _bare(token: str) -> str:
    return token[1:-1].replace("``", "`") if token[0] == "`" else token
