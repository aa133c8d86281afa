"""The smallest graph that shows a fact, written as lines: relations, nodes and their properties.

    graph('''
        Power/W category=enforcement
        Power/W HAS_STEP Step/S
        Step/S PERFORMED_BY Post/P on_behalf_of=U
    ''')

Nodes that only a relation names are added without properties, but posts, which must have a unit, get ``Unit/U``.
A relation's ``key`` is written like a property. Values: ``1`` is an integer, ``true`` and ``false`` are flags, anything
else is text; ``type`` is always text.
"""

from __future__ import annotations

from graph.model import Value, link_between
from graph.schema import IN_UNIT, Kind, Link
from graph.snapshot import Snapshot

__all__ = ["graph"]

Relation = tuple[Link, str, str, str, dict[str, Value]]


def graph(*texts: str) -> Snapshot:
    nodes: dict[tuple[Kind, str], dict[str, Value]] = {}
    relations: list[Relation] = []
    for line in (line.strip() for text in texts for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        words = [word for word in line.split() if "=" not in word]
        properties = dict(_property(word) for word in line.split() if "=" in word)
        if len(words) == 1:
            nodes.setdefault(_node(words[0]), {}).update(properties)
            continue
        source, rel, target = words
        found = link_between(rel, source.partition("/")[0], target.partition("/")[0])
        assert found is not None, line
        for end in (source, target):
            nodes.setdefault(_node(end), {})
        key = str(properties.pop("key", ""))
        relations.append((found, _node(source)[1], _node(target)[1], key, properties))
    homeless = {code for kind, code in nodes if kind is Kind.POST} - {r[1] for r in relations if r[0] == IN_UNIT}
    if homeless:
        nodes.setdefault((Kind.UNIT, "U"), {"level": "regional"})
        relations.extend((IN_UNIT, code, "U", "", {}) for code in sorted(homeless))
    return Snapshot.of(((kind, code, held) for (kind, code), held in nodes.items()), relations)


def _node(text: str) -> tuple[Kind, str]:
    kind, _, code = text.partition("/")
    return Kind(kind), code


def _property(word: str) -> tuple[str, Value]:
    name, _, text = word.partition("=")
    if text in ("true", "false"):
        return name, text == "true"
    if name != "type" and text.isdigit():
        return name, int(text)
    return name, text
