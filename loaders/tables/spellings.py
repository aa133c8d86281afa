"""How tables of real agencies write values, beside their labels; headers that lead to persons; units of numbers."""

from __future__ import annotations

from graph.schema import LEVELS

__all__ = ["LEVEL_LABELS", "LOSSY", "PERSONAL", "SPELLINGS", "UNITS_OF_MEASURE"]

LEVEL_LABELS = {"海关总署": "hq", **{label.zh: level for level, label in LEVELS.items()}}
"""How tables write the levels of a graph with the shipped manifest; others are written by their names."""

_GRADES: dict[str, str | int] = {
    f"{name}{end}": grade
    for end, rows in {
        "": ("高中低", "ⅠⅡⅢ", "一二三"),
        "级": ("ⅠⅡⅢ", "123", "高中低"),
        "风险": ("高中低",),
        "级风险": ("一二三", "ⅠⅡⅢ", "123", "高中低"),
    }.items()
    for row in rows
    for grade, name in enumerate(row, 1)
}
"""Grades as agencies write them: 1 is the worst, as in 一级. What has no place among three, 较高 or 重大, is none."""

SPELLINGS: dict[str, dict[str, str | int]] = {
    "grade": _GRADES,
    "self_grade": _GRADES,
    "class": {
        "廉政": "integrity",
        "执法": "enforcement",
        "外部": "external",
        **{
            f"{kind}{end}": "integrity"
            for kind in ("思想道德", "岗位职责", "业务流程", "制度机制")
            for end in ("", "风险")
        },
        "外部环境": "external",
        "外部环境风险": "external",
    },
    "line": {"第一道防线": 1, "第二道防线": 2, "第三道防线": 3, "一": 1, "二": 2, "三": 3},
}
"""Further ways to write the values of a property, beside its labels."""

LOSSY = frozenset({"思想道德", "岗位职责", "业务流程", "制度机制", "外部环境"})
"""Kinds of risk that many agencies write under 风险类别; they say more than the class, so they are noted too."""

PERSONAL = frozenset(
    {
        *("负责人", "部门负责人", "科室负责人", "单位负责人", "主要负责人", "责任领导", "分管领导", "主管领导"),
        *("办理人", "经办人", "承办人", "责任人", "联系人", "审核人", "填表人", "填报人"),
        *("现任人员", "任职人员", "人员"),
        *("联系电话", "联系方式", "电话", "手机", "手机号", "身份证号", "身份证号码", "领导签字", "签字"),
    }
)
"""Headers of columns that hold names of persons, or lead to them."""

UNITS_OF_MEASURE = {
    "limit_days": ("个工作日", "工作日"),
    "seats": ("人", "名", "个"),
    "min_posts": ("人", "名"),
}
"""What may stand behind a number; a limit in 日 or 天 is refused: those are not working days."""
