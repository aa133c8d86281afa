"""A mapping file as it is used: read, held against its schema, its patterns compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from graph.errors import InputError, MissingError, Problem
from graph.model import link_between
from graph.schema import Kind, Link
from graph.terms import Both
from loaders.lines import text_of
from loaders.mappings.check import misfits
from loaders.mappings.names import broken, kind_of
from loaders.mappings.schema import mapping_schema

__all__ = ["ListMapping", "NodeRule", "RelationRule", "read_mapping", "shipped"]


@dataclass(frozen=True, slots=True)
class NodeRule:
    """How a row makes a node."""

    name: str
    kind: Kind
    code: str
    properties: Mapping[str, Any]
    repeats: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, slots=True)
class RelationRule:
    """How a row makes a relation; an end is the name of a node rule, or a template of a code."""

    link: Link
    source: str
    target: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListMapping:
    """A declared way from a list to the graph.

    ``values``, ``parse``, ``agree``, ``tables`` and ``reform`` are as the schema has them; it has been checked.
    """

    name: str
    format: str
    path: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str]
    ignored: tuple[str, ...]
    values: Mapping[str, Mapping[str, Any]]
    parse: tuple[Mapping[str, Any], ...]
    derived: Mapping[str, Mapping[str, Any]]
    agree: tuple[Mapping[str, Any], ...]
    tables: Mapping[str, Mapping[str, Any]]
    nodes: tuple[NodeRule, ...]
    relations: tuple[RelationRule, ...]
    reform: Mapping[str, Any] | None


def shipped() -> tuple[str, ...]:
    """Names of the mappings that come with the program."""
    folder = files("loaders.mappings")
    return tuple(sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")))


def read_mapping(name_or_path: str) -> ListMapping:
    """A mapping by its name, if it comes with the program, or else from a file.

    Raises:
        MissingError: there is no such mapping.
        InputError: with everything that is wrong with the file.
    """
    from loaders.yamltext import NotYaml, decode_yaml  # noqa: PLC0415 - who maps nothing does not pay for yaml

    if name_or_path in shipped():
        text, name = files("loaders.mappings").joinpath(f"{name_or_path}.yaml").read_text("utf-8"), name_or_path
    elif Path(name_or_path).is_file():
        text, name = text_of(Path(name_or_path)), Path(name_or_path).name
    else:
        raise MissingError(
            Both(
                f"--mapping：没有 {name_or_path!r}；应为映射文件，或自带的 ",
                f"--mapping: no {name_or_path!r}; expected a mapping file, or one of ",
            )
            + " / ".join(shipped())
        )
    try:
        held = _dates_as_texts(decode_yaml(text))
    except NotYaml as error:
        raise InputError([Problem(name, error.got, error.expected, error.advice, error.row, error.column)]) from error
    problems = [
        Problem(
            name,
            found.got,
            found.expected,
            Both("见 docs/how-to/load-a-list-with-a-mapping.md", "see docs/how-to/load-a-list-with-a-mapping.md"),
            column=found.where,
        )
        for found in misfits(mapping_schema(), held)
    ]
    if not problems:
        problems = [Problem(name, item.got, item.expected, column=item.where) for item in broken(held)]
    if problems:
        raise InputError(problems)
    return _mapping(held)


def _dates_as_texts(tree: Any) -> Any:  # noqa: ANN401 - a tree of YAML
    """The same tree as JSON has it: a date that YAML made is the text that it was."""
    if isinstance(tree, dict):
        return {key: _dates_as_texts(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_dates_as_texts(item) for item in tree]
    return tree.isoformat() if isinstance(tree, date) else tree


def _mapping(held: Mapping[str, Any]) -> ListMapping:
    rows = held["rows"]
    columns = {name: (spelt,) if isinstance(spelt, str) else tuple(spelt) for name, spelt in rows["columns"].items()}
    nodes = tuple(
        NodeRule(
            name,
            Kind(rule["kind"]),
            rule["code"],
            rule.get("properties", {}),
            rule.get("repeats", "reject"),
            rule.get("valid_from", ""),
            rule.get("valid_to", ""),
        )
        for name, rule in held.get("nodes", {}).items()
    )
    kinds = {rule.name: rule.kind for rule in nodes}
    return ListMapping(
        name=held["mapping"],
        format=rows.get("format", ""),
        path=tuple(rows.get("path", ())),
        columns=columns,
        optional=frozenset(rows.get("optional", ())),
        ignored=tuple(rows.get("ignore", ())),
        values=held.get("values", {}),
        parse=tuple(held.get("parse", ())),
        derived=held.get("derived", {}),
        agree=tuple(held.get("agree", ())),
        tables=held.get("tables", {}),
        nodes=nodes,
        relations=tuple(_relation(rule, kinds) for rule in held.get("relations", ())),
        reform=held.get("reform"),
    )


def _relation(rule: Mapping[str, Any], kinds: Mapping[str, Kind]) -> RelationRule:
    ends = [kind_of(rule[end], kinds) for end in ("from", "to")]
    link = link_between(rule["rel"], *ends)
    if link is None:  # `broken` has said so
        raise ValueError(rule["rel"])
    return RelationRule(link, rule["from"], rule["to"], rule.get("properties", {}))
