"""py2neo for notebooks: object-graph classes made from the schema, and what a notebook changes as edits.

py2neo 2021.2.4 is the last of its line and gets no mending any more. It is here because analysts have notebooks on
it: the optional extra ``[py2neo]`` brings it, nothing else depends on it. The classes read a server that holds a
graph as our store lays it; they never write to it. What is changed on the objects becomes edits (`edits_of`) for
`Store.commit`, or a reform (`reform_of`) whose impact can be asked first.

    Power, Step = (object_classes()[kind] for kind in (Kind.POWER, Kind.STEP))
    power = Power.match(py2neo.Graph(...), "E39").first()
    for step in power.has_step: ...                 # steps, by code
    post.performed_by_from                          # what leads here by PERFORMED_BY
    step.limit_days = 10
    edits_of(snapshot, [step])
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NoReturn, Protocol, runtime_checkable

from graph.terms import Both

try:
    from py2neo import Node, Relationship, Subgraph
    from py2neo.cypher import cypher_escape
    from py2neo.ogm import Model, ModelType, Property, RelatedFrom, RelatedObjects, RelatedTo
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        Both(
            f"没有模块 {error.name}，它是额外依赖；请运行 pip install 'quangang[py2neo]'",
            f"no module {error.name}, which comes with an extra; run pip install 'quangang[py2neo]'",
        ),
        name=error.name,
    ) from error

from graph.errors import StoreError
from graph.interop.exchange import nodes_of, relations_of
from graph.model import NodeId, Value
from graph.part import Part
from graph.schema import KINDS, LINKS_FROM, LINKS_INTO, Kind, Label, Link, Rel
from graph.view import View

__all__ = ["ModelObject", "ObjectClass", "attribute_of", "object_classes", "to_py2neo"]


class ModelObject(Protocol):
    """One node as an object. Its attributes come from the schema when the program runs, so no type names them."""

    def __getattr__(self, name: str) -> Any: ...  # noqa: ANN401 - see the class
    def __setattr__(self, name: str, value: Any) -> None: ...  # noqa: ANN401 - see the class


class Matched(Protocol):
    """Objects of one kind on the server (py2neo's ``ModelMatch``)."""

    def __iter__(self) -> Iterator[ModelObject]: ...
    def __len__(self) -> int: ...
    def first(self) -> ModelObject | None: ...


@runtime_checkable
class ObjectClass(Protocol):
    """The class of one kind: call it for a new object, or match what the server holds."""

    def __call__(self, *code: str, **properties: Value) -> ModelObject: ...
    def match(self, graph: object, code: str | None = None, /) -> Matched: ...


def to_py2neo(graph: View | Part) -> Subgraph:
    """A graph, or the part of one that an answer speaks of, as a ``py2neo.Subgraph`` of nodes and relationships.

    Nodes have their kind as label and ``code`` with their properties; the key of a relation stands only where it has
    one. A subgraph needs at least one node.
    """
    nodes = {node: Node(node.kind.value, **{**_plain(held), "code": node.code}) for node, held in nodes_of(graph)}
    relations = []
    for relation, held in relations_of(graph):
        source, target = (nodes[end] for end in relation.ends)
        key = {"key": relation.key} if relation.key else {}
        relations.append(Relationship(source, relation.link.rel.value, target, **{**_plain(held), **key}))
    return Subgraph(nodes.values(), relations)


@cache
def object_classes() -> Mapping[Kind, ObjectClass]:
    """A py2neo ``Model`` class for each kind: a property for each declared one, a set of neighbours for each relation.

    A relation ``PERFORMED_BY`` is ``step.performed_by`` where it begins and ``post.performed_by_from`` where it ends.
    """
    return MappingProxyType({kind: ModelType(kind.value, (_Node,), _attributes(kind)) for kind in Kind})


def attribute_of(name: str) -> str:
    """The attribute that a property has on the objects: its name, with ``_`` after a word of Python (``class_``)."""
    return f"{name}_" if keyword.iskeyword(name) else name


def _attributes(kind: Kind) -> dict[str, object]:
    held: dict[str, object] = {"__primarykey__": "code", "__doc__": f"{KINDS[kind].label}", "code": Property("code")}
    held |= {attribute_of(name): Property(name) for name in KINDS[kind].properties}
    held |= {rel.lower(): _To(rel) for rel in dict.fromkeys(link.rel for link in LINKS_FROM[kind])}
    held |= {f"{rel.lower()}_from": _From(rel) for rel in dict.fromkeys(link.rel for link in LINKS_INTO[kind])}
    return held


class Neighbours(RelatedObjects):  # type: ignore[misc]  # py2neo has no types
    """The objects at the other ends of one relation type, by kind and code; parallel relations each count.

    py2neo's own set keeps one relation for each neighbour and asks the server for each node apart.
    """

    _read: list[tuple[Any, dict[str, Any]]] | None = None

    def __init__(self, subject: Model, rel: Rel, *, outgoing: bool) -> None:
        super().__init__(subject, subject.__node__, 1 if outgoing else -1, rel.value, Model)
        self.rel, self.outgoing = rel, outgoing

    def before(self) -> list[tuple[Any, dict[str, Any]]] | None:
        """What was read from the server; None where nobody looked, and so nobody changed anything."""
        if self._read is None and not self._loaded:
            return None
        return self._read or []

    def now(self) -> list[tuple[Any, dict[str, Any]]]:
        """What stands there now."""
        return [(found, dict(properties)) for found, properties in self._related_objects]

    def add(self, obj: Any, properties: Mapping[str, Any] | None = None, **more: Any) -> int:  # noqa: ANN401 - py2neo
        """Relate an object, or set properties of the relation to it; ``key`` names one of parallel relations."""
        held = {**(properties or {}), **more}
        related = self._related_objects
        for place, (found, before) in enumerate(related):
            if found == obj and before.get("key", "") == held.get("key", ""):
                related[place] = (obj, {**before, **held})
                return 0
        related.append((obj, held))
        return 1

    @property
    def _loaded(self) -> bool:
        return self._RelatedObjects__related_objects is not None

    def __db_pull__(self, tx: Any) -> None:  # noqa: ANN401 - a py2neo transaction
        arrow = "-[r:{}]->" if self.outgoing else "<-[r:{}]-"
        found = tx.run(
            f"MATCH (a){arrow.format(cypher_escape(self.rel.value))}(b) WHERE id(a) = $a RETURN properties(r), b",
            a=self.node.identity,
        )
        every = [(_wrapped(node), _without_marks(held)) for held, node in found]
        every.sort(key=lambda item: (type(item[0]).__name__, item[0].code, item[1].get("key", "")))
        self._related_objects[:] = every
        self._read = [(item, dict(held)) for item, held in every]

    def __db_push__(self, _tx: object) -> NoReturn:
        _no_writing()


class _To(RelatedTo):  # type: ignore[misc]  # py2neo has no types
    def __init__(self, rel: Rel) -> None:
        super().__init__(Model, rel.value)
        self.rel = rel

    def __get__(self, instance: Any, owner: type) -> Any:  # noqa: ANN401 - a descriptor of py2neo
        return self if instance is None else _neighbours(instance, self.rel, outgoing=True)


class _From(RelatedFrom):  # type: ignore[misc]  # py2neo has no types
    def __init__(self, rel: Rel) -> None:
        super().__init__(Model, rel.value)
        self.rel = rel

    def __get__(self, instance: Any, owner: type) -> Any:  # noqa: ANN401 - a descriptor of py2neo
        return self if instance is None else _neighbours(instance, self.rel, outgoing=False)


class _Node(Model):  # type: ignore[misc]  # py2neo has no types
    """What the classes of all kinds have in common: they remember what was read, and write nothing."""

    _held: dict[str, Any] | None = None

    @classmethod
    def wrap(cls, node: Any) -> Any:  # noqa: ANN401 - a py2neo node
        """An object of its own for a node: what another object of the same node changes is not seen here."""
        if node is None:
            return None
        held = _without_marks(node)
        copied = Node(*node.labels, **held)
        copied.graph, copied.identity = node.graph, node.identity
        found = super().wrap(copied)
        object.__setattr__(found, "_held", held)
        return found

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_") and not any(name in vars(base) for base in type(self).__mro__):
            known = ", ".join(name for name in _attributes(Kind(type(self).__name__)) if not name.startswith("_"))
            kind = type(self).__name__
            told = Both(f"{kind} 没有属性 {name!r}；可用 {known}", f"{kind} has no attribute {name!r}; known: {known}")
            raise AttributeError(told)
        super().__setattr__(name, value)

    def __db_push__(self, _tx: object, *_how: object) -> NoReturn:
        _no_writing()

    __db_create__ = __db_merge__ = __db_delete__ = __db_push__


def _neighbours(instance: Any, rel: Rel, *, outgoing: bool) -> Neighbours:  # noqa: ANN401 - a py2neo object
    held: dict[object, Neighbours] = instance.__ogm__._related  # noqa: SLF001 - where py2neo keeps them
    key = (1 if outgoing else -1, rel.value)
    if key not in held:
        held[key] = Neighbours(instance, rel, outgoing=outgoing)
    return held[key]


def _wrapped(node: Node) -> Any:  # noqa: ANN401 - a py2neo object
    kind = next((Kind(label) for label in sorted(node.labels) if label in set(Kind)), None)
    if kind is None:
        kinds = " / ".join(Kind)
        raise StoreError(
            Label(
                f"节点 {node!r}：没有类型标签；应为 {kinds}", f"node {node!r}: has no label of a kind; expected {kinds}"
            )
        )
    found: Any = object_classes()[kind]
    return found.wrap(node)


def _without_marks(held: Mapping[str, Any]) -> dict[str, Any]:
    """Without the store's own marks, ``_since`` and the like: who gives them on to something new says too much."""
    return {name: value for name, value in dict(held).items() if not name.startswith("_")}


def _no_writing() -> NoReturn:
    raise StoreError(
        Label(
            "py2neo 的对象不写库；请把 edits_of(snapshot, objects) 交给 Store.commit，"
            "或把 reform_of(snapshot, objects) 交给 impact_of",
            "objects of py2neo do not write; hand edits_of(snapshot, objects) to Store.commit, "
            "or reform_of(snapshot, objects) to impact_of",
        )
    )


def _plain(properties: Mapping[str, Value]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def identity_of(found: object) -> NodeId:
    """Kind and code of an object; TypeError for what is none of `object_classes`."""
    if not isinstance(found, _Node):
        raise TypeError(
            Both(
                f"收到 {found!r}；应为 object_classes() 的对象",
                f"got {found!r}; expected an object of object_classes()",
            )
        )
    return NodeId(Kind(type(found).__name__), found.code)


def links_of(rel: Rel, kind: Kind, *, outgoing: bool) -> Iterable[Link]:
    """The links that a set of neighbours may hold."""
    return [link for link in (LINKS_FROM if outgoing else LINKS_INTO)[kind] if link.rel is rel]
