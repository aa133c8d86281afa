"""A networkx MultiDiGraph as a snapshot: the way back from `graph.interop.to_networkx`, with every problem named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import networkx

from graph.changes.draft import RESERVED
from graph.edits import identity_from_json
from graph.errors import InputError, Problem
from graph.model import (
    DEFAULT_MANIFEST,
    EMPTY,
    Manifest,
    NodeId,
    Properties,
    RelationId,
    Value,
    code_problem,
    link_between,
    value_problem,
)
from graph.rules import violations
from graph.schema import COMMON_PROPERTIES, KINDS, LINKS, Kind, Link, Property, Rel
from graph.snapshot import Origin, Snapshot
from graph.store.records import manifest_from_json
from graph.terms import Both, label_of

__all__ = ["from_networkx"]

_OF_NODE = frozenset({"kind", "code"})
_OF_EDGE = frozenset({"rel", "key"})
_ANY_CODE = Both("非空文字，NFC，不含控制字符", "a text that is not empty, NFC, without control characters")
_GRAPH = Both("图", "graph")


def from_networkx(graph: networkx.MultiDiGraph[str]) -> Snapshot:
    """The snapshot that a MultiDiGraph holds, as `to_networkx` names things.

    A node is called ``Kind/CODE``; its attributes ``kind`` and ``code`` may be left out, others are its properties
    (lists of texts may be lists or tuples). An edge is keyed ``(type, key)``, or has the attributes ``rel`` and
    ``key``. Without a ``manifest`` among the graph's attributes the shipped one holds.

    Raises:
        InputError: with everything that is wrong, each problem naming its node or edge; also where the whole
            breaks a rule of calculus §1, and for the graph of an answer, which is only a part of one.
    """
    _refuse_other_classes(graph)
    if "answer" in graph.graph:
        answer = graph.graph["answer"]
        got = Both(f"一个答案的图（{answer}）", f"the graph of an answer ({answer})")
        expected, advice = (
            Both("整个图谱", "a whole graph"),
            Both("用 to_networkx(snapshot)", "take to_networkx(snapshot)"),
        )
        raise InputError([Problem(_GRAPH, got, expected, advice)])
    taking = _Taking(_manifest(graph.graph.get("manifest")))
    for name, attributes in graph.nodes(data=True):
        taking.node(name, attributes)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        taking.edge((source, target), key, attributes)
    if taking.problems:
        raise InputError(taking.problems)
    found = Snapshot.of(
        ((*node, held) for node, held in taking.nodes.items()),
        ((*relation, held) for relation, held in taking.relations.items()),
        taking.manifest,
        _origin(graph.graph),
        _later(graph.graph.get("later", ())),
    )
    broken = [Problem(_place(item.identity), item.got, item.expected) for item in violations(found)]
    if broken:
        raise InputError(broken)
    return found


def _refuse_other_classes(graph: object) -> None:
    if not isinstance(graph, networkx.MultiDiGraph):
        got, expected = f"{type(graph).__name__}", "networkx.MultiDiGraph"
        convert = "networkx.MultiDiGraph(graph)"
        raise InputError([Problem(_GRAPH, got, expected, Both(f"用 {convert} 转换", f"convert it with {convert}"))])


class _Taking:
    """Nodes and relations as they are read, and what is wrong with them."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.problems: list[Problem] = []
        self.nodes: dict[NodeId, Properties] = {}
        self.relations: dict[RelationId, Properties] = {}

    def node(self, name: object, attributes: Mapping[str, Any]) -> None:
        place = Both(f"节点 {name!r}", f"node {name!r}")
        found = _node_of(name)
        if found is None:
            self._tell(place, repr(name), f"Kind/CODE, Kind: {' / '.join(Kind)}", Both("请改名", "rename the node"))
            return
        problem = code_problem(found.code)
        if problem:
            said = label_of(problem)
            right = _ANY_CODE + Both(f"（{said.zh}）", f" ({said.en})")
            self._tell(place, repr(found.code), right, Both("请更正编码", "correct the code"))
        for own, expected in (("kind", found.kind.value), ("code", found.code)):
            if attributes.get(own, expected) != expected:
                got = f"{own}={attributes[own]!r}"
                self._tell(
                    place, got, f"{expected!r}", Both("节点名与属性须一致", "name and attribute must agree"), own
                )
        known = KINDS[found.kind].properties
        self.nodes[found] = self._properties(place, attributes, _OF_NODE, known)

    def edge(self, ends: tuple[object, object], key: object, attributes: Mapping[str, Any]) -> None:
        said = f"{ends[0]!r} → {ends[1]!r} [{key!r}]"
        place = Both(f"边 {said}", f"edge {said}")
        source, target = map(_node_of, ends)
        if source is None or target is None:
            return  # the node itself is a problem already
        rel, name = _key_of(key, attributes)
        link = link_between(rel, source.kind.value, target.kind.value) if isinstance(rel, str) else None
        if link is None:
            got = f"{rel!r} {source.kind.value} → {target.kind.value}"
            advice = Both("请更正关系类型或方向", "correct the type or the direction")
            self._tell(place, got, _joins(rel), advice, "rel")
            return
        if not isinstance(name, str) or (name and code_problem(name)):
            expected = Both("空，或", "empty, or ") + _ANY_CODE
            self._tell(place, f"key={name!r}", expected, Both("请更正", "correct it"), "key")
            return
        relation = RelationId(link, source.code, target.code, name)
        if relation in self.relations:
            advice = Both("平行关系各给一个 key", "give each parallel relation a key of its own")
            again = Both(f"{relation} 再次出现", f"{relation} again")
            self._tell(place, again, Both("每个标识一次", "each identity once"), advice)
        self.relations[relation] = self._properties(place, attributes, _OF_EDGE, _declared(link))

    def _properties(
        self, place: str, attributes: Mapping[str, Any], own: frozenset[str], known: Mapping[str, Property]
    ) -> Properties:
        result: dict[str, Value] = {}
        for name, value in attributes.items():
            if name in own:
                continue
            problem = _name_problem(name)
            expected = value_problem(known.get(name), value, self.manifest)
            if problem:
                self._tell(place, f"{name!r}", problem, Both("请改属性名", "rename the attribute"), str(name))
            elif expected:
                self._tell(place, f"{value!r}", expected, Both("请更正该值", "correct the value"), name)
            else:
                result[name] = tuple(value) if isinstance(value, list) else value
        return result or EMPTY

    def _tell(self, place: str, got: str, expected: str, advice: str, column: str | None = None) -> None:
        self.problems.append(Problem(place, got, expected, advice, column=column))


def _node_of(name: object) -> NodeId | None:
    if not isinstance(name, str):
        return None
    kind, slash, code = name.partition("/")
    return NodeId(Kind(kind), code) if slash and kind in set(Kind) else None


def _key_of(key: object, attributes: Mapping[str, Any]) -> tuple[object, object]:
    """Type and key of a relation: as its attributes say, else as its networkx key does."""
    rel, name = key if isinstance(key, tuple) and len(key) == 2 else (None, "")
    return attributes.get("rel", rel), attributes.get("key", name)


def _joins(rel: object) -> str:
    found = [f"{link.from_kind.value} → {link.to_kind.value}" for link in LINKS if link.rel == rel]
    return " / ".join(found or Rel)


def _declared(link: Link) -> Mapping[str, Property]:
    common = {name: KINDS[link.from_kind].properties[name] for name in COMMON_PROPERTIES}
    return {**link.properties, **common}


def _name_problem(name: object) -> str | None:
    if not isinstance(name, str):
        return Both("文本", "a text")
    if name in RESERVED:
        return Both("保留名以外的名字", "a name that is not reserved")
    return code_problem(name)


def _place(identity: NodeId | RelationId) -> str:
    zh, en = ("节点", "node") if isinstance(identity, NodeId) else ("边", "edge")
    return Both(f"{zh} {str(identity)!r}", f"{en} {str(identity)!r}")


def _manifest(stated: object) -> Manifest:
    if stated is None:
        return DEFAULT_MANIFEST
    try:
        return manifest_from_json(stated)  # type: ignore[arg-type]  # what is no mapping is told below
    except (KeyError, TypeError, AttributeError) as error:
        expected = Both("Manifest.to_json() 的结果", "what Manifest.to_json() gives")
        raise InputError([Problem(_GRAPH, f"{stated!r}", expected, column="manifest")]) from error


def _origin(about: Mapping[str, Any]) -> Origin:
    revision, on, name = about.get("revision"), about.get("on"), about.get("name", "")
    if (isinstance(revision, int) or revision is None) and (isinstance(on, date) or on is None):
        return Origin(revision, on, str(name))
    expected = Both("整数与日期", "an integer and a date")
    raise InputError([Problem(_GRAPH, f"revision={revision!r}, on={on!r}", expected)])


def _later(stated: object) -> dict[NodeId | RelationId, int | None]:
    try:
        return dict(_later_of(stated))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        expected = Both("to_networkx 的结果", "what to_networkx gives")
        raise InputError([Problem(_GRAPH, f"{stated!r}", expected, column="later")]) from error


def _later_of(stated: Any) -> Iterator[tuple[NodeId | RelationId, int | None]]:  # noqa: ANN401 - what came
    for item in stated:
        yield identity_from_json(item), item["revision"]
