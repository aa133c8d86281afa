"""Pictures and sheets as files."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest

from tests.api.http.conftest import Client

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/pictures/lanes.svg?node=E39",
        "/api/v1/pictures/flow.svg?power=E39",
        "/api/v1/pictures/flow.svg?power=E39&public=true",
        "/api/v1/pictures/path.svg?from=E39&to=Q",
        "/api/v1/pictures/explore.svg?root=E39&add=Power/E39:Step",
    ],
)
def test_a_picture_is_a_file_with_its_lines_and_its_style(http: Client, address: str) -> None:
    answer = http("GET", address)
    root = ElementTree.fromstring(answer.text)  # noqa: S314 - our own

    assert answer.headers["content-type"] == "image/svg+xml"
    assert root.findall(f".//{SVG}style")
    assert [path for path in root.iter(f"{SVG}path") if "wire" in path.get("class", "")]


def test_no_path_is_no_picture(http: Client) -> None:
    assert http.problem(404, "GET", "/api/v1/pictures/path.svg?from=E39&to=PL&depth=1")


def test_the_public_flowchart_has_no_risks(http: Client) -> None:
    assert "把关不严" in http("GET", "/api/v1/pictures/flow.svg?power=E39").text
    assert "把关不严" not in http("GET", "/api/v1/pictures/flow.svg?power=E39&public=true").text


def test_a_sheet_is_a_table_with_lane_origin_and_number(http: Client) -> None:
    header, *rows = csv.reader(io.StringIO(http("GET", "/api/v1/sheet.csv?node=E39").text.lstrip("\ufeff")))

    assert header[0] == "栏目 lane"
    assert ["风险点", "风险点", "R1", "把关不严", "synthetic"] in [[*row[:4], row[5]] for row in rows]
