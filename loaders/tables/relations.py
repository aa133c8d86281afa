"""关系表: relations one by one, with properties of their own."""

from __future__ import annotations

from collections.abc import Sequence

from graph.model import RelationId
from graph.schema import KINDS, LINKS, Link
from loaders.elements import Element, declared_for
from loaders.tables.build import Builder, states_property
from loaders.tables.headers import fold
from loaders.tables.rows import Row

__all__ = ["add_relations", "link_of"]

_LINKS = {
    (fold(name), fold(kind)): link
    for link in LINKS
    for name in (link.label.zh, link.label.en, link.rel.value)
    for kind in (KINDS[link.from_kind].label.zh, KINDS[link.from_kind].label.en, link.from_kind.value)
}


def link_of(rel: str, kind: str) -> Link | None:
    """The link that a row names by its label or name, and by the kind that it starts from."""
    return _LINKS.get((fold(rel), fold(kind)))


def add_relations(builder: Builder, rows: Sequence[Row]) -> None:
    """Take in relations that are stated in full, before the tables in whose cells they may stand too."""
    for row in rows:
        values = row.values
        if not {"rel", "kind", "from", "to"} <= values.keys():
            continue  # reported with the cell
        link = link_of(values["rel"], values["kind"])
        if link is None:
            known = " / ".join(f"{KINDS[item.from_kind].label.zh} {item.label.zh}" for item in LINKS)
            builder.problems.append(row.at("rel").problem(f"{values['kind']} {values['rel']}", known))
            continue
        columns = [column for column in row.heading.columns if column is not None and states_property(column)]
        stated = {column.name for column in columns}
        stated -= {column.name for column in columns if column.property and column.name not in declared_for(link)}
        identity = RelationId(link, values["from"], values["to"], values.get("key", ""))
        element = Element(
            identity,
            {name: values[name] for name in stated if name in values},
            row.at("rel"),
            row.valid_from,
            row.valid_to,
            frozenset(stated),
            {"from": row.heading.header_of("from"), "to": row.heading.header_of("to")},
        )
        builder.relations[identity, row.valid_from, row.valid_to] = element
        builder.apart.setdefault(identity, []).append(element)
