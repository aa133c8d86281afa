"""What a finding is: its code and identity, how grave it is, and what is declared of each kind of finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from graph.schema import Kind, Label

__all__ = ["Finding", "FindingType", "Severity"]


class Severity(IntEnum):
    """How grave a finding is; ``check`` and ``commit`` stop at or above the one that ``--fail-on`` names."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> Label:
        return _SEVERITY[self]


_SEVERITY = {
    Severity.NOTE: Label("提示", "note"),
    Severity.WARNING: Label("警告", "warning"),
    Severity.ERROR: Label("错误", "error"),
}


class Finding(NamedTuple):
    """One finding: its code and the identity of what it is about, as codes."""

    code: str
    identity: tuple[str, ...]

    def to_json(self) -> list[str]:
        return [self.code, *self.identity]


@dataclass(frozen=True, slots=True)
class FindingType:
    """One kind of finding.

    ``fields`` name the parts of the identity; ``kinds`` say of which kind of node each is (None: no node, such
    as an act or a rule's id). ``anchor`` is the kind of node from which it is computed: the denominator of a
    share of findings is the number of those nodes. ``basis`` is the article or rule that asks for it, of all of the
    kind together; of one finding `queries.findings.bases.basis_of` tells it. ``near`` are the codes of findings and the
    ids of questions that look at the same from another side: what is worth asking where nothing is found.
    """

    code: str
    name: str
    label: Label
    severity: Severity
    fields: tuple[str, ...]
    kinds: tuple[Kind | None, ...]
    anchor: Kind
    remedy: Label
    basis: Label
    near: tuple[str, ...] = ()

    @property
    def at(self) -> int:
        """Where in an identity the node stands from which the finding is computed."""
        return self.kinds.index(self.anchor)
