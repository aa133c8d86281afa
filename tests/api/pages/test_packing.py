"""A reform in an address: it comes back as it was, and what did not come from us is told apart and bounded."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.packing import LONGEST, packed, unpacked
from api.web.problems import BadRequestError, TooLargeError
from graph.errors import InputError
from graph.reform import Reform
from loaders.reforms import read_reform, reform_from_dict, reform_to_dict, write_reform

DEPTH = 20
SAMPLE = Path(__file__).parents[3] / "loaders/samples/customs/reforms/2013.yaml"

texts = st.text(st.characters(codec="utf-8"), max_size=12)
names = texts.filter(bool)
values = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
trees = st.recursive(
    values | texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
changes = st.dictionaries(texts, trees, max_size=4)
reforms = st.builds(
    Reform,
    name=names,
    changes=st.lists(changes, max_size=4).map(tuple),
    effective=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    number=texts,
    author=texts,
    reason=texts,
    accept=st.lists(changes, max_size=2).map(tuple),
)


def pack(held: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(held) + packer.flush()).decode().rstrip("=")


@given(reforms)
def test_a_reform_comes_back_from_an_address(reform: Reform) -> None:
    assert unpacked(packed(reform), DEPTH) == reform


def test_a_reform_without_a_name_gets_none_on_the_way() -> None:
    assert unpacked(packed(Reform("", ())), DEPTH).name == ""


@given(reforms)
def test_a_reform_comes_back_from_yaml(reform: Reform) -> None:
    assert read_reform(write_reform(reform)) == reform


@given(reforms)
def test_a_reform_comes_back_from_an_object(reform: Reform) -> None:
    assert reform_from_dict(json.loads(json.dumps(reform_to_dict(reform)))) == reform


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda held: base64.urlsafe_b64encode(held).decode()))
def test_any_other_text_is_an_error_of_input(text: str) -> None:
    with pytest.raises((BadRequestError, InputError)):
        unpacked(text, DEPTH)


def test_the_package_of_2013_fits_with_all_that_follows_from_it() -> None:
    reform = read_reform(SAMPLE)
    assert len(packed(reform)) < LONGEST
    assert unpacked(packed(reform), DEPTH) == reform


def test_a_text_over_the_limit_is_not_unpacked() -> None:
    with pytest.raises(TooLargeError, match="8,192"):
        unpacked("A" * (LONGEST + 1), DEPTH)


def test_what_swells_is_given_up() -> None:
    bomb = pack(b" " * 4_000_000)
    assert len(bomb) < LONGEST
    with pytest.raises(TooLargeError, match="262,144"):
        unpacked(bomb, DEPTH)


def test_a_reform_that_does_not_fit_says_where_to_put_it() -> None:
    import random

    noise = random.Random(1)
    edits: list[Any] = [{"edit": "retire_node", "code": f"{noise.getrandbits(128):x}"} for _ in range(900)]
    with pytest.raises(TooLargeError, match="POST /api/v1/report"):
        packed(Reform("长", ({"op": "edit", "edits": edits},)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "other characters"),
        ("a b", "other characters"),
        ("A", "base64url"),
        (pack(b'{"changes": []}')[:-3], "copy the whole address"),
        (pack(b"\xff"), "UTF-8"),
        (pack(b"[" * 30 + b"]" * 30), "QUANGANG_HTTP_DEPTH"),
        (pack(b'{"changes": [}'), "row"),
    ],
)
def test_a_damaged_text_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(BadRequestError, match=says):
        unpacked(text, DEPTH)


def test_what_is_no_reform_is_named_key_by_key() -> None:
    with pytest.raises(InputError) as caught:
        unpacked(pack(b'{"changes": [], "colour": 1}'), DEPTH)
    assert [problem.column for problem in caught.value.problems] == ["colour"]
