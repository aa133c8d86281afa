"""Graphs for hypothesis: any that the rules of calculus §1 allow."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from graph.model import DEFAULT_MANIFEST, INT64_MAX, INT64_MIN, Properties
from graph.schema import AUTHORIZED_BY, DEPENDS_ON, IN_UNIT, KINDS, MITIGATED_BY, PERFORMED_BY, Kind, Link, ValueType
from graph.snapshot import Snapshot
from loaders.elements import RESERVED

codes = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(bool)
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.one_of(
    texts,
    st.booleans(),
    st.integers(INT64_MIN, INT64_MAX),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(texts, max_size=3).map(tuple),
)


@st.composite
def properties_of(draw: st.DrawFn, kind: Kind) -> Properties:
    declared = KINDS[kind].properties
    result = dict(
        draw(st.dictionaries(codes.filter(lambda x: x not in RESERVED and x not in declared), values, max_size=2))
    )
    for item in declared.values():
        if draw(st.booleans()):
            if item.level:
                result[item.name] = draw(st.sampled_from(DEFAULT_MANIFEST.levels))
            elif item.values:
                result[item.name] = draw(st.sampled_from(list(item.values)))
            elif item.date:
                result[item.name] = draw(st.dates()).isoformat()
            elif item.type is ValueType.BOOLEAN:
                result[item.name] = draw(st.booleans())
            elif item.type is ValueType.INTEGER:
                result[item.name] = draw(st.integers(INT64_MIN, INT64_MAX))
            else:
                result[item.name] = draw(texts)
    return result


@st.composite
def graphs(draw: st.DrawFn) -> Snapshot:
    """A snapshot with nodes of every kind and relations of several, parallel ones among them."""
    held = {kind: sorted(draw(st.sets(codes, max_size=3))) for kind in Kind}
    if not held[Kind.UNIT]:
        held[Kind.POST] = []
    nodes = [(kind, code, draw(properties_of(kind))) for kind, found in held.items() for code in found]
    relations: list[tuple[Link, str, str, str, Properties]] = [
        (IN_UNIT, post, draw(st.sampled_from(held[Kind.UNIT])), "", {}) for post in held[Kind.POST]
    ]
    for link in (AUTHORIZED_BY, DEPENDS_ON, PERFORMED_BY, MITIGATED_BY):
        if held[link.from_kind] and held[link.to_kind]:
            ends = st.tuples(
                st.sampled_from(held[link.from_kind]), st.sampled_from(held[link.to_kind]), st.just("") | codes
            )
            for source, target, key in sorted(draw(st.sets(ends, max_size=4))):
                relations.append((link, source, target, key, dict(draw(st.dictionaries(st.just("note"), texts)))))
    return Snapshot.of(nodes, relations)
