"""Lists by mapping files: rows, values, elements, reforms; the shipped mappings on small invented lists."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import InputError, MissingError, Problem
from graph.model import NodeId, RelationId
from graph.schema import EXERCISED_BY, Kind
from graph.snapshot import Snapshot
from loaders.elements import Source
from loaders.mappings.check import misfits
from loaders.mappings.elements import read_mapped
from loaders.mappings.model import read_mapping, shipped
from loaders.mappings.reform import MappedReform, mapped_reform
from loaders.mappings.schema import mapping_schema
from tests.builders import graph
from tests.loaders.books import write_docx, write_xls, write_xlsx

POWERS = """\
mapping: powers
rows:
  columns: {code: [事项编码, 编码], name: 事项名称, kind: 类型, offices: 机构}
  optional: [offices]
tables:
  types: {许可: "01", 确认: "07"}
values:
  power_code: {column: code, then: [{pad: 4}], required: true}
  type: {column: kind, then: [{lookup: {table: types}}]}
nodes:
  power:
    kind: Power
    code: "P{power_code}"
    properties: {name: "{name}", type: "{type}", source: "{file} 第 {row} 行"}
"""
AUTHORISATIONS = """\
mapping: authorisations
rows: {columns: {office: 机关, products: 产品}}
values:
  unit: {column: office, then: [{find: {kind: Unit, property: name}}], required: true}
  classes: {column: products, then: [{split: "、"}]}
  before: {held: {rel: EXERCISED_BY, from: Power/W, to: "Unit/{unit}", property: scope}}
  scope: {unite: [before, classes]}
reform:
  name: "授权 {offices} 个"
  effective: 2022-01-28
  totals: {offices: {count: true}, counted: {count_by: classes}}
  each:
    - {op: authorize, power: W, steps: [S], from: hq, to: regional, units: ["{unit}"]}
    - op: edit
      edits: [{edit: set_relation, rel: EXERCISED_BY, from: Power/W, to: "Unit/{unit}", properties: {scope: "{scope}"}}]
  last: [{op: redefine, power: W, set: {content: "{counted}"}}]
"""


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def mapped(folder: Path, mapping: str, rows: object, base: Snapshot | None = None, name: str = "list.json") -> Source:
    text = mapping if mapping in shipped() else str(written(folder, "m.yaml", mapping))
    return read_mapped(read_mapping(text), written(folder, name, rows), base)


def told(problems: tuple[Problem, ...]) -> list[tuple[int | None, str]]:
    return [(item.row, item.got) for item in problems]


def held(source: Source, kind: Kind) -> dict[str, dict[str, Any]]:
    found = [(item.identity, item.properties) for item in source.elements]
    return {node.code: dict(held) for node, held in found if isinstance(node, NodeId) and node.kind is kind}


# ----------------------------------------------------------------------------------------------------- rows


def test_headers_are_compared_without_spaces_and_line_breaks(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, [{" 事项\n编码": 7, "事项名称 ": "甲", "类 型": "许可"}])

    assert held(source, Kind.POWER)["P0007"]["name"] == "甲"


def test_a_code_that_became_a_number_is_padded_to_its_length(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, [{"编码": 12, "事项名称": "甲", "类型": "许可"}])

    assert list(held(source, Kind.POWER)) == ["P0012"]


def test_rows_of_nested_lists_inherit_what_stands_above_them(tmp_path: Path) -> None:
    nested = POWERS.replace("rows:\n", "rows:\n  path: [groups, items]\n")
    lists = [{"机构": "x", "groups": [{"类型": "许可", "items": [{"编码": "1", "事项名称": "甲"}]}]}]

    source = mapped(tmp_path, nested, lists)

    assert held(source, Kind.POWER)["P0001"]["type"] == "01"


def test_a_csv_file_is_read_by_its_suffix_and_its_rows_are_counted_with_the_header(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, "编码,事项名称,类型\n1,甲,许可\n", name="list.csv")

    assert held(source, Kind.POWER)["P0001"]["source"] == "list.csv 第 2 行"


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".docx"])
def test_a_sheet_is_read_under_its_title_and_without_its_total(tmp_path: Path, suffix: str) -> None:
    writers: dict[str, Callable[..., Path]] = {".xlsx": write_xlsx, ".xls": write_xls, ".docx": write_docx}
    rows = [
        ("某局清单", None, None),
        ("编码", "事项 名称", "类型"),
        ("0007", "核准", "许可"),
        ("8", "登记", "备案"),
        ("合计", "2", None),
    ]
    path = writers[suffix](tmp_path / f"list{suffix}", rows)
    source = read_mapped(read_mapping(str(written(tmp_path, "m.yaml", POWERS))), path)
    assert [str(element.identity) for element in source.elements] == ["Power/P0007"]
    assert [source.located(problem).cell for problem in source.problems] == ["C4"]
    assert len([notice for notice in source.notices if "合计" in notice.got]) == 1


@pytest.mark.parametrize(
    ("standard", "code", "right"),
    [
        ("GB 32100", "123456789012345678", True),
        ("GB 32100", "123456789012345687", False),
        ("GB 32100", "1234567890123456I8", False),
        ("GB 11714", "12345678-8", True),
        ("GB 11714", "12345678-9", False),
    ],
)
def test_a_check_character_that_is_wrong_is_told(tmp_path: Path, standard: str, code: str, right: bool) -> None:
    form = f'parse: [{{value: power_code, forms: [{{pattern: "(?P<held>.*)", check: {{held: {standard}}}}}]}}]'
    source = mapped(tmp_path, f"{POWERS}{form}\n", [{"编码": code, "事项名称": "甲", "类型": "许可"}])
    assert [standard in notice.expected for notice in source.notices] == ([] if right else [True])
    assert list(held(source, Kind.POWER)) == [f"P{code}"]


def test_a_workbook_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", [("姓名", "电话"), ("某人", "1")])
    with pytest.raises(InputError) as caught:
        read_mapped(read_mapping(str(written(tmp_path, "m.yaml", POWERS))), path)
    assert "code" in caught.value.problems[0].expected


def test_an_unknown_column_is_reported_and_not_read(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, [{"编码": 1, "事项名称": "甲", "类型": "许可", "姓名": "某"}])

    assert ([item.column for item in source.notices], source.problems) == (["姓名"], ())


def test_a_column_that_is_declared_and_not_there_stops_the_load(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, [{"编码": 1, "事项名": "甲", "类型": "许可"}])

    assert (len(source.problems), source.elements) == (1, ())
    assert source.problems[0].got == "列 '事项名' column '事项名'"


# --------------------------------------------------------------------------------------------------- values


def test_a_value_that_no_table_has_rejects_its_row_and_keeps_the_others(tmp_path: Path) -> None:
    rows = [{"编码": 1, "事项名称": "甲", "类型": "许"}, {"编码": 2, "事项名称": "乙", "类型": "确认"}]

    source = mapped(tmp_path, POWERS, rows)

    assert (list(held(source, Kind.POWER)), told(source.problems)) == (["P0002"], [(1, "'许'")])


def test_a_code_twice_rejects_the_second_row(tmp_path: Path) -> None:
    rows = [{"编码": 1, "事项名称": "甲", "类型": "许可"}] * 2

    assert told(mapped(tmp_path, POWERS, rows).problems) == [(2, "职权 P0001 再次出现 power P0001 again")]


def test_a_value_that_is_empty_leaves_its_property_out(tmp_path: Path) -> None:
    source = mapped(tmp_path, POWERS, [{"编码": 1, "事项名称": "甲", "类型": ""}])

    assert "type" not in held(source, Kind.POWER)["P0001"]


def test_what_a_list_lacks_is_not_missing(tmp_path: Path) -> None:
    assert mapped(tmp_path, POWERS, [{"编码": 1, "事项名称": "甲", "类型": ""}]).scope == frozenset()


# --------------------------------------------------------------------------------------- the mapping file


@pytest.mark.parametrize(
    ("old", "new", "where", "got"),
    [
        ("rows:", "rowz:", "rows", "没有此键 no such key"),
        ("required: true", "require: true", "values.power_code.require", "键 'require' key 'require'"),
        ("{pad: 4}", "{pad: four}", "values.power_code.then[0].pad", "'four'"),
        ("{table: types}", "{table: kinds}", "values.type.then[0].lookup.table", "kinds"),
        (
            "{pad: 4}",
            "{match: '('}",
            "values.power_code.then[0].match",
            "'(': missing ), unterminated subpattern at position 0",
        ),
        ('code: "P{power_code}"', 'code: "P{cod}"', "nodes", "{cod}"),
        ("kind: Power\n", "kind: Powers\n", "nodes.power.kind", "'Powers'"),
        (
            "  type: {column",
            "  kind: {column",
            "values.kind",
            "'kind' 已是列或值的名称 'kind' is the name of a column or value already",
        ),
    ],
)
def test_a_mapping_file_is_refused_with_the_place_of_what_is_wrong(
    tmp_path: Path, old: str, new: str, where: str, got: str
) -> None:
    with pytest.raises(InputError) as refused:
        read_mapping(str(written(tmp_path, "m.yaml", POWERS.replace(old, new, 1))))

    assert (where, got) in [(item.column, item.got) for item in refused.value.problems]


def test_a_mapping_is_found_by_its_name_or_the_names_are_told() -> None:
    with pytest.raises(MissingError, match="sichuan-service-items"):
        read_mapping("no-such-mapping")


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_mapping_is_what_its_schema_says_and_has_its_own_name(name: str) -> None:
    assert read_mapping(name).name == name


def test_the_schema_describes_every_misfit_by_its_path() -> None:
    found = list(misfits(mapping_schema(), {"mapping": "m", "rows": {"columns": {"Name": "x"}}}))

    assert [item.where for item in found] == ["rows.columns.Name"]


# --------------------------------------------------------------------------------------------------- reforms


def offices(*names: str) -> Snapshot:
    return graph(
        "Power/W level=hq type=01",
        "Power/W HAS_STEP Step/S",
        "Post/H role=审批岗",
        "Post/H IN_UNIT Unit/HQ",
        "Step/S PERFORMED_BY Post/H",
        "Unit/HQ level=hq",
        *(
            f"Unit/{code} level=regional name={name}\nUnit/{code} PART_OF Unit/HQ"
            for code, name in zip("AB", names, strict=True)
        ),
    )


def reform(folder: Path, rows: object, view: Snapshot, **more: Any) -> MappedReform:  # noqa: ANN401
    mapping = read_mapping(str(written(folder, "m.yaml", AUTHORISATIONS)))
    return mapped_reform(mapping, written(folder, "名单.json", rows), view, **more)


def test_every_row_is_an_authorisation_and_its_classes_are_the_scope(tmp_path: Path) -> None:
    rows = [{"机关": "甲关", "产品": "水果、粮食（仅限某港）"}]

    found = reform(tmp_path, rows, offices("甲关", "乙关"))

    assert [change["op"] for change in found.reform.changes] == ["authorize", "edit", "redefine"]
    assert found.reform.changes[0]["units"] == ["A"]
    assert found.reform.changes[1]["edits"][0]["properties"]["scope"] == ["水果", "粮食（仅限某港）"]


def test_totals_are_over_all_rows(tmp_path: Path) -> None:
    rows = [{"机关": "甲关", "产品": "水果、粮食"}, {"机关": "乙关", "产品": "水果"}]

    found = reform(tmp_path, rows, offices("甲关", "乙关")).reform

    assert (found.name, found.changes[-1]["set"]) == ("授权 2 个", {"content": "水果 2 项、粮食 1 项"})


def test_a_row_whose_office_is_unknown_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [{"机关": "甲 关", "产品": "水果"}, {"机关": "丙关", "产品": "水果"}]

    found = reform(tmp_path, rows, offices("甲关", "乙关"))

    assert (found.taken, told(found.problems)) == (1, [(2, "'丙关'")])


def test_a_name_that_two_offices_have_is_asked_back_with_both(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        reform(tmp_path, [{"机关": "甲关", "产品": "水果"}], offices("甲关", "甲关"))

    assert "A、B" in refused.value.problems[0].expected


def test_a_scope_that_the_graph_holds_already_is_kept(tmp_path: Path) -> None:
    view = offices("甲关", "乙关")
    wider = Snapshot.of(
        [(kind, code, view.node(kind, code) or {}) for kind in Kind for code in view.codes(kind)],
        [(EXERCISED_BY, "W", "A", "", {"scope": ("烟叶",)})],
    )

    found = reform(tmp_path, [{"机关": "甲关", "产品": "水果"}], wider).reform

    assert found.changes[1]["edits"][0]["properties"]["scope"] == ["烟叶", "水果"]


def test_the_day_that_is_given_goes_before_the_mappings(tmp_path: Path) -> None:
    rows, view = [{"机关": "甲关", "产品": "水果"}], offices("甲关", "乙关")

    days = [reform(tmp_path, rows, view, **more).reform.effective for more in ({}, {"effective": date(2023, 1, 1)})]

    assert days == [date(2022, 1, 28), date(2023, 1, 1)]


# ------------------------------------------------------------------------------- the mappings that are shipped

ITEM = "http://x/y?areaCode=511602000000&itemCode={}&taskType={}&deptCode={}"


def service_items(*items: tuple[str, str], dept: str = "11511301008778183N") -> object:
    found = [{"name": f"事项{at}", "link": ITEM.format(*item, dept), "qrcode": ""} for at, item in enumerate(items)]
    return [{"department": "区某局", "items": [{"main_item": "未分类", "sub_items": found}]}]


@pytest.mark.parametrize(
    ("code", "basic", "scheme"),
    [
        ("511A0138000000-511602000000-000-11511301008778183N-1-00", "511A0138000000", "川-14"),
        ("511A07001006-511602000000-000-11511301008778183N-1-00", "511A07001006", "川-12"),
        ("000129002001-511602000000-000-11511301008778183N-1-00", "000129002001", "GB/T 39554"),
        ("A-000007-001-511602000000-000-11511301008778183N-1-00", "A-000007-001", "川-旧-字母"),
    ],
)
def test_an_implementation_code_is_taken_apart_by_its_scheme(
    tmp_path: Path, code: str, basic: str, scheme: str
) -> None:
    power = held(mapped(tmp_path, "sichuan-service-items", service_items((code, "1"))), Kind.POWER)[code]

    assert (power["basic_code"], power["code_scheme"], power["type"]) == (basic, scheme, "01")
    assert (power["region"], power["serial"], power["organisation"], power["code_version"]) == (
        "511602000000",
        "000",
        "11511301008778183N",
        "1-00",
    )


def test_a_code_of_no_scheme_is_loaded_as_it_is_and_named(tmp_path: Path) -> None:
    source = mapped(tmp_path, "sichuan-service-items", service_items(("E-000004-001-X", "9")))

    assert held(source, Kind.POWER)["E-000004-001-X"]["type"] == "09"
    assert told(source.notices) == [(1, "'E-000004-001-X'")]


def test_a_type_in_the_code_that_is_not_the_task_type_is_named_and_the_task_type_holds(tmp_path: Path) -> None:
    code = "511A0138000000-511602000000-000-11511301008778183N-1-00"

    source = mapped(tmp_path, "sichuan-service-items", service_items((code, "20")))

    assert held(source, Kind.POWER)[code]["type"] == "20"
    assert told(source.notices) == [(1, "task_type 20、type_of_code 01")]


def test_a_department_is_one_unit_whatever_codes_its_items_give(tmp_path: Path) -> None:
    codes = [f"511A013800000{n}-511602000000-000-11511301008778183N-1-00" for n in (1, 2)]
    lists: Any = [*service_items((codes[0], "1")), *service_items((codes[1], "1"), dept="other")]  # type: ignore[misc]

    source = mapped(tmp_path, "sichuan-service-items", lists)

    assert (list(held(source, Kind.UNIT)), source.problems) == (["11511301008778183N"], ())


UKBA = (
    "Parent Department,Organisation,Unit,Reporting Senior Post,Grade,Payscale Minimum (£),Payscale Maximum (£),"
    "Generic Job Title,Number of Posts in FTE,Professional/Occupational Group,source_file,source_line\n"
    "Home,Agency,North,S1,AO,1,2,Clerk,9.73,Ops,f,l1\nHome,Agency,North,S1,AO,1,2,Clerk,1,Ops,f,l2\n"
)


def test_seats_are_the_least_chairs_that_hold_the_full_time_equivalents(tmp_path: Path) -> None:
    source = mapped(tmp_path, "ukba-post-register", UKBA, name="r.csv")

    assert sorted((post["seats"], post["fte"]) for post in held(source, Kind.POST).values()) == [(1, 1.0), (10, 9.73)]
    assert [item.row for item in source.notices] == [3]  # the same line twice: kept apart, and said


def test_an_office_that_the_graph_holds_keeps_its_code(tmp_path: Path) -> None:
    rows = [
        {"序号": 1, "直属海关": "甲关", "授权审批产品类别": "水果"},
        {"序号": 2, "直属海关": "丁关", "授权审批产品类别": "水果"},
    ]

    source = mapped(tmp_path, "customs-authorised-offices", rows, offices("甲关", "乙关"))

    codes = list(held(source, Kind.UNIT))
    assert codes[0] == "A"
    assert codes[1].startswith("ZS-")


def test_products_freed_from_approval_redefine_the_power_with_their_numbers(tmp_path: Path) -> None:
    rows = [
        {"序号": n, "产品类别": c, "商品编号": 701900000, "商品名称": "x", "检验检疫编码": 1}
        for n, c in ((1, "烟叶"), (2, "烟叶"))
    ]
    mapping = read_mapping("customs-quarantine-exemptions")

    found = mapped_reform(mapping, written(tmp_path, "清单.json", rows), graph("Power/E96 content=检疫审批"))

    (change,) = found.reform.changes
    assert (change["op"], change["power"]) == ("redefine", "E96")
    assert change["set"]["content"].startswith("检疫审批；对 2 项产品取消审批（烟叶 2 项；")


# -------------------------------------------------------------------------------------------- the real lists

LISTS = Path(__file__).parents[3] / "shared" / "data" / "power-lists"
real = pytest.mark.skipif(
    not LISTS.is_dir(), reason="the real lists (shared/data/power-lists) are not beside the checkout"
)


@real
def test_the_real_service_items_all_load() -> None:
    source = read_mapped(read_mapping("sichuan-service-items"), LISTS / "sichuan-district-service-items.json")

    assert (len(held(source, Kind.POWER)), len(held(source, Kind.UNIT)), source.problems) == (1135, 34, ())
    assert sum(isinstance(item.identity, RelationId) for item in source.elements) == 1135
    assert [item.row for item in source.notices if item.column == "item_code"] == [166, 367, 631]


@real
def test_the_real_post_register_loads() -> None:
    source = read_mapped(read_mapping("ukba-post-register"), LISTS / "uk_border_agency-2011-09-30-junior.csv")

    assert (len(held(source, Kind.POST)), len(held(source, Kind.UNIT)), source.problems) == (463, 63, ())


@real
@pytest.mark.parametrize(
    ("file", "rows"),
    [("取消进境动植物检疫审批的动植物产品清单.json", 132), ("取消进境动植物检疫审批的产品清单.json", 75)],
)
def test_the_real_cancellations_count_their_products(file: str, rows: int) -> None:
    found = mapped_reform(read_mapping("customs-quarantine-exemptions"), LISTS / file, graph("Power/E96"))

    assert (found.taken, f"对 {rows} 项产品" in found.reform.changes[0]["set"]["content"]) == (rows, True)
