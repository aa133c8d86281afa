"""A graph as GraphML or GEXF, for Gephi, yEd and other programs; written by networkx, the same bytes each time.

What these formats cannot say is said in another way, and never left out in silence:

- a list of texts becomes JSON text, ``["a", "b"]``;
- a property that has values of several types becomes text as a whole;
- a name that a format keeps for itself gets ``_`` at its end (``label`` becomes ``label_``, ``label_`` ``label__``);
- ``label`` is added: a node's name, or its code, and a relation's type;
- a character that XML cannot hold is an error that names the element.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from xml.etree.ElementTree import Element, tostring  # only written here, never read

import networkx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from graph.errors import InputError, Problem
from graph.interop.exchange import to_networkx
from graph.part import Part
from graph.terms import Both
from graph.view import View

__all__ = ["GraphForm", "graph_text"]


class GraphForm(StrEnum):
    """The XML formats for graphs."""

    GRAPHML = "graphml"
    GEXF = "gexf"


_OWN_NAMES = "id|key|label|networkx_key|pid|start|end|parents|slices|spells|viz|weight"
_OF_NODES = re.compile(rf"(?:{_OWN_NAMES})_*")
_OF_EDGES = re.compile(rf"(?:{_OWN_NAMES}|type)_*")
"""Names that mean something of their own in one of the two formats, and those that stand in for them."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_Attributes = dict[str, Any]


def graph_text(graph: View | Part, form: GraphForm) -> str:
    """A graph, or the part of one that an answer speaks of, as the text of a GraphML or GEXF file.

    Raises:
        InputError: a text has a character that XML cannot hold; all of them are named.
    """
    plain = _plain(to_networkx(graph))
    text = _graphml(plain) if form is GraphForm.GRAPHML else _gexf(plain)
    return _DECLARATION + text.replace("\r", "&#13;").rstrip("\n") + "\n"  # a reader takes a bare \r for a line end


def _graphml(graph: networkx.MultiDiGraph[str]) -> str:
    writer = GraphMLWriter()
    writer.add_graph_element(graph)
    return _spelled(writer)


def _gexf(graph: networkx.MultiDiGraph[str]) -> str:
    writer = GEXFWriter()
    writer.add_graph(graph)
    written: Element = writer.xml
    for about in written.findall("meta"):  # the day and the version of networkx: other bytes tomorrow
        written.remove(about)
    return _spelled(writer)


def _spelled(writer: GraphMLWriter | GEXFWriter) -> str:
    writer.indent(writer.xml)
    return tostring(writer.xml, encoding="unicode")


def _plain(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same graph with attributes that the formats can hold; edges are numbered in their order."""
    nodes = [(name, _named(attributes, _OF_NODES)) for name, attributes in graph.nodes(data=True)]
    edges = [(source, target, _named(held, _OF_EDGES)) for source, target, held in graph.edges(data=True)]
    _make_plain([held for _, held in nodes])
    _make_plain([held for _, _, held in edges])
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**_about(graph.graph))
    for name, held in nodes:
        result.add_node(name, **{**held, "label": str(held.get("name") or held["code"])})
    for number, (source, target, held) in enumerate(edges):
        result.add_edge(source, target, key=number)
        result.edges[source, target, number].update({**held, "label": held["rel"]})
    _refuse_not_xml(result)
    return result


def _about(attributes: Mapping[str, Any]) -> _Attributes:
    """What the file says of the graph as a whole: the manifest as JSON text, revision, date, name."""
    told = {name: value for name, value in attributes.items() if name != "later" and value not in (None, "")}
    return {name: value if isinstance(value, str | int) else _text(value) for name, value in told.items()}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _named(attributes: Mapping[str, Any], own: re.Pattern[str]) -> _Attributes:
    """Attributes under names that no format keeps for itself; the key of a relation only where it has one."""
    kept = {name: value for name, value in attributes.items() if not (name == "key" and value == "")}
    return {f"{name}_" if own.fullmatch(name) else name: value for name, value in sorted(kept.items())}


def _make_plain(every: list[_Attributes]) -> None:
    """One type for each name, by the rules at the head of this module."""
    types: dict[str, set[type]] = {}
    for held in every:
        for name, value in held.items():
            types.setdefault(name, set()).add(type(value))
    for held in every:
        for name, value in held.items():
            if not isinstance(value, str) and (types[name] != {type(value)} or isinstance(value, tuple)):
                held[name] = _text(value)


def _refuse_not_xml(graph: networkx.MultiDiGraph[str]) -> None:
    problems = [*_not_xml(Both("图", "graph"), graph.graph.items())]
    for name, held in graph.nodes(data=True):
        problems += _not_xml(Both(f"节点 {name!r}", f"node {name!r}"), [*held.items(), ("code", name)])
    for source, target, held in graph.edges(data=True):
        ends = f"{source!r} → {target!r}"
        problems += _not_xml(Both(f"边 {ends}", f"edge {ends}"), held.items())
    if problems:
        raise InputError(problems)


def _not_xml(place: str, texts: Iterable[tuple[str, object]]) -> list[Problem]:
    expected = Both("XML 能写的字符", "characters that XML can hold")
    advice = Both("请删去该字符，或导出为 jsonl", "remove it, or export as jsonl")
    return [
        Problem(place, f"{found.group()!r}", expected, advice, column=name)
        for name, value in texts
        if isinstance(value, str) and (found := _NOT_XML.search(value) or _NOT_XML.search(name))
    ]
