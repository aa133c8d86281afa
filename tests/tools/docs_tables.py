"""`docs/reference/tables.md`: the layouts of the instrument tables, from `loaders.tables`."""

from __future__ import annotations

from graph.schema import Link
from loaders.tables.layout import Column, Form, Table
from loaders.tables.layouts import TABLES
from loaders.tables.spellings import LEVEL_LABELS, SPELLINGS, UNITS_OF_MEASURE
from tests.tools.docs_markdown import bullets, code, page, table

__all__ = ["tables_page"]

_INTRO = """\
每张表是一个工作簿的工作表（.xlsx、.xls、.et）、Word 文档中的一个表格（.docx）
或一个 CSV 文件（UTF-8，有无 BOM 均可；GB18030 也可）。程序按工作表名、表上的标题行、文件名中的表名识别一张表，
否则按表头识别。一个目录作为一个整体装载：表的先后不限，可以互相引用，也可以引用库中已有的编码；同一张表可以分成几个文件。
A table is a sheet of a workbook, a table of a Word document or a CSV file; it is recognised by its title in the name
of the sheet, in a row above it or in the file name, or else by its headers. A directory is loaded as one unit: tables
in any order, several files of one table side by side.

表头在前 30 行之内找，一行或两行；按 NFKC 折叠，空格、换行、大小写和后面的括注不计；下列官方表头之外的写法也认。
未知的列记入备注并提示；人名的列不读。
The header stands within the first 30 rows, in one line or two. An unknown column is kept as a note and told; columns
with names of persons are left out. See [工作簿 workbooks](../how-to/work-in-workbooks.md)."""

_CELLS = (
    "列表用 `；`、`;` 或换行分隔 items of a list: `；`, `;` or a line break",
    "是否 yes or no: 是/否、1/0、true/false、Y/N、√/×",
    "枚举用中文标签或代码值 an enumeration by its Chinese label or its value",
    "日期 dates: 2013-12-01, 2013/12/1, 2013年12月1日, 20131201, 41609（电子表格的天数 days of a spreadsheet）",
    "编号列表 numbered lists: `1. 2.`、`1、2、`、`（一）（二）`、`①②`",
    "编码处可写唯一的名称，在本单位、本职权内找 a name may stand for a code: looked for in its own unit and power",
    "以 `'` 开头的 `=`、`+`、`-`、`@` 是文本 a leading `'` keeps a text from being run as a formula",
    "`行使依据` 可写 `条款编码@层级`，即法定最低层级 a legal basis may say `ARTICLE@level`: the lowest level by law",
    "`行使主体` 可写 `全部:隶属海关`，并以 `-编码` 除外 `全部:LEVEL` means every unit of a level, `-CODE` excepts one",
    "`标准岗位` 和 `责任标准岗位` 指该标准岗位的全部岗位；职责表中限于职权的行使主体内的岗位",
    "A standard post stands for all its posts; in the duty table, for those at the offices that exercise the power",
    "`来源性质`、`出处` 同时记在该行的节点和关系上；库中关系与所在行不同的，保留自己的，要改写在关系表里",
    "Origin and source go to the row's node and relations; a relation that has others keeps them: 关系表 changes it",
)


def tables_page() -> str:
    """The whole page."""
    return page(
        "表格 Tables",
        _INTRO,
        "## 单元格 Cells",
        bullets(_CELLS),
        "### 机关层级的写法 Levels",
        bullets(f"{word} → {code(level)}" for word, level in LEVEL_LABELS.items()),
        "### 其他写法 Further spellings",
        bullets(_spelling(name) for name in SPELLINGS),
        "### 数字后的单位 Units behind a number",
        bullets(f"{code(name)}: {'、'.join(words)}" for name, words in UNITS_OF_MEASURE.items()),
        *(_table(item) for item in TABLES),
    )


def _spelling(name: str) -> str:
    written = "、".join(f"{word} = {value}" for word, value in SPELLINGS[name].items())
    return f"{code(name)}: {written}"


def _table(item: Table) -> str:
    rows = f"每行一个 {code(item.kind.value)} one a row" if item.kind else "每行一条 one entry a row"
    again = "；同一编码可以出现在几行 one code may stand in several rows" if item.repeats else ""
    names = "、".join(code(name) for name in item.aliases)
    head = f"## {item.title}\n\n{rows}{again}。也认作 also recognised as: {names}"
    headers = ("列 column", "内容 content", "写法 form", "必填 required", "其他表头 other headers")
    return f"{head}\n\n{table(headers, [_column(column) for column in item.columns])}"


def _column(item: Column) -> tuple[str, ...]:
    others = "、".join(dict.fromkeys(item.others))
    return item.header, _content(item), _FORMS[item.form], "是 yes" if item.required else "", others


_FORMS = {
    Form.VALUE: "值 value",
    Form.CODE: "编码 code",
    Form.CODES: "编码列表 codes",
    Form.TEXTS: "文字列表 texts",
    Form.DATE: "日期 date",
    Form.JSON: "JSON",
    Form.NAME: "名称 name",
}


def _content(item: Column) -> str:
    if item.link is not None:
        return f"{_relation(item.link)}{'（按标准岗位 by standard post）' if item.by_role else ''}"
    if item.stands_for:
        return f"{code(item.stands_for)} 的名称 its name"
    return code(item.property.name) if item.property is not None else code(item.name)


def _relation(link: Link) -> str:
    return f"{link.from_kind.value} {code(link.rel.value)} {link.to_kind.value}"
