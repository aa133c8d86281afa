"""Errors as JSON: the same object on the command line and over HTTP."""

from __future__ import annotations

from typing import Any

from graph.errors import ConflictError, InputError, Problem, QuangangError, ReformRefused
from graph.terms import Both, plural

__all__ = ["error_object", "headline", "problem_object"]


def error_object(error: QuangangError) -> dict[str, Any]:
    """An error as JSON; a refused reform in the form of calculus §6."""
    if isinstance(error, ReformRefused):
        found = {"position": error.position, "field": error.field, "reason": error.reason}
        return {**found, "article": error.article} if error.article else found
    if isinstance(error, InputError) and error.problems:
        return {"reason": headline(error), "problems": [problem_object(problem) for problem in error.problems]}
    if isinstance(error, ConflictError) and error.revision is not None:
        return {"reason": str(error), "revision": error.revision}
    return {"reason": str(error)}


def problem_object(problem: Problem) -> dict[str, Any]:
    """One problem as JSON; what is not known has no key."""
    held = {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "cell": problem.cell,
        "got": problem.got,
        "expected": problem.expected,
        "advice": problem.advice or None,
    }
    return {name: value for name, value in held.items() if value is not None} | problem.in_each()


def headline(error: InputError) -> Both:
    """How many problems an input has, in a sentence."""
    number = len(error.problems)
    return Both(f"输入有 {number} 处错误", f"{plural(number, 'problem')} in the input")
