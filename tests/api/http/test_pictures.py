"""Pictures and sheets as files."""

from __future__ import annotations

import csv
import io
import re
import struct
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from api.render.tables import TableForm, table_bytes
from api.ui import png
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


def test_a_picture_in_png_has_its_letters(http: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_letters", lambda: True)
    answer = http("GET", "/api/v1/pictures/lanes.png?node=E39")
    width, height = struct.unpack(">II", answer.content[16:24])
    box = re.search(r'width="(\d+)" height="(\d+)"', http("GET", "/api/v1/pictures/lanes.svg?node=E39").text)

    assert answer.headers["content-type"] == "image/png"
    assert box is not None
    assert (width, height) == (2 * int(box[1]), 2 * int(box[2]))


def test_a_png_without_chinese_letters_is_refused_and_says_what_to_install(
    http: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(png, "_letters", lambda: False)

    address = "/api/v1/pictures/explore.png?root=E39&hide=Step/E39-1"  # nobody asked before: an answer may be kept

    assert "fonts-noto-cjk" in http.problem(404, "GET", address)["detail"]


def test_a_letter_that_no_font_has_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "_probe", lambda _letter: b"a box")

    assert not png._letters.__wrapped__()  # noqa: SLF001 - the one place where fonts are looked for


@pytest.mark.parametrize(
    ("address", "there", "not_there"),
    [
        ("/api/v1/pictures/lanes.graphml?node=E39", "RiskPoint/R1", "Unit/HQ"),
        ("/api/v1/pictures/flow.graphml?power=E39", "RiskPoint/R1", "Article/"),
        ("/api/v1/pictures/flow.graphml?power=E39&public=true", "Step/", "RiskPoint/"),
        ("/api/v1/pictures/path.graphml?from=E39&to=Q", "Power/E39", "System/"),
        ("/api/v1/pictures/explore.graphml?root=E39&add=Power/E39:Step", "Step/", "RiskPoint/"),
        ("/api/v1/sheet.graphml?node=E39", "RiskPoint/R1", "System/"),
        ("/api/v1/findings.graphml", "Post/", "System/"),
        ("/api/v1/queries/PG012.graphml", "graphml", "Step/"),
    ],
)
def test_what_is_shown_is_a_graph_too(http: Client, address: str, there: str, not_there: str) -> None:
    text = http("GET", address).text

    assert ElementTree.fromstring(text.encode()).tag.endswith("graphml")  # noqa: S314 - our own
    assert there in text
    assert not_there not in text


def test_a_workbook_holds_the_rows_of_the_csv(http: Client) -> None:
    book = load_workbook(io.BytesIO(http("GET", "/api/v1/sheet.xlsx?node=E39").content), read_only=True)
    found = [["" if cell is None else str(cell) for cell in row] for row in book["quangang"].values]

    assert found == [*csv.reader(io.StringIO(http("GET", "/api/v1/sheet.csv?node=E39").text.lstrip("\ufeff")))]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "x\x00y", "a" * 40_000])
def test_no_cell_of_a_workbook_is_a_formula_or_more_than_it_holds(text: str) -> None:
    saved = table_bytes(TableForm.XLSX, [text[:50]], [[text]])
    sheet = load_workbook(io.BytesIO(saved))["quangang"]

    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert len(str(sheet["A2"].value)) <= 32_767
    assert ("cut" in str(sheet["A2"].value)) == (len(text) > 32_767)


def test_a_workbook_written_again_has_the_same_bytes() -> None:
    assert len({table_bytes(TableForm.XLSX, ["甲"], [[number] for number in range(9)]) for _ in range(2)}) == 1


@pytest.mark.parametrize(
    ("form", "media", "begins"),
    [("bpmn", "application/bpmn+xml", "<?xml"), ("mmd", "text/vnd.mermaid; charset=utf-8", "---")],
)
def test_a_flowchart_is_given_in_other_forms_too(http: Client, form: str, media: str, begins: str) -> None:
    answer = http("GET", f"/api/v1/pictures/flow.{form}?power=E39")

    assert answer.headers["content-type"] == media
    assert answer.text.startswith(begins)
    assert "把关不严" not in http("GET", f"/api/v1/pictures/flow.{form}?power=E39&public=true").text


def test_no_path_is_no_picture(http: Client) -> None:
    assert http.problem(404, "GET", "/api/v1/pictures/path.svg?from=E39&to=PL&depth=1")


def test_the_public_flowchart_has_no_risks(http: Client) -> None:
    assert "把关不严" in http("GET", "/api/v1/pictures/flow.svg?power=E39").text
    assert "把关不严" not in http("GET", "/api/v1/pictures/flow.svg?power=E39&public=true").text


def test_a_sheet_is_a_table_with_lane_origin_and_number(http: Client) -> None:
    header, *rows = csv.reader(io.StringIO(http("GET", "/api/v1/sheet.csv?node=E39").text.lstrip("\ufeff")))

    assert header[0] == "栏目 lane"
    assert ["风险点", "风险点", "R1", "把关不严", "synthetic"] in [[*row[:4], row[5]] for row in rows]
