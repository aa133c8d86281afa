"""`docs/reference/queries.md`: every entry of the catalogue with its parameters, columns and denominator."""

from __future__ import annotations

from queries.answers.model import Column, Entry, Parameter
from queries.catalog import CATALOG, graph_text, neighbouring
from tests.tools.docs_markdown import bullets, code, page, table

__all__ = ["queries_page"]

_INTRO = """\
目录里有名称的问题。每个问题有两种做法，答案相同：Python（`quangang query ID`），Cypher（`queries/cypher/ID.cypher`，
可以贴进 Neo4j Browser）。有“图”的另有 `queries/cypher/ID.graph.cypher`，给出路径，最多 300 个节点。
Questions that have a name. Each is answered in two ways with the same rows: in Python and in Cypher. Those with a
picture have a second text whose paths are for the eye.
用法见 how to ask: [ask the catalogue](../how-to/ask-the-catalogue.md)。"""


def queries_page() -> str:
    """The whole page."""
    rows = [
        (f"[{code(item.id)}](#{item.id})", item.question.zh, item.question.en, "图" if graph_text(item) else "")
        for item in CATALOG.values()
    ]
    overview = table(("查询 query", "问题", "question", "图"), rows)
    return page("查询目录 Catalogue of queries", _INTRO, overview, *map(_entry, CATALOG.values()))


def _entry(entry: Entry) -> str:
    blocks = [f"## {entry.id}", f"{entry.question.zh} {entry.question.en}"]
    if entry.finding:
        blocks.append(f"检查项 finding: [{entry.finding}](findings.md#{entry.finding.lower()})")
    if entry.parameters:
        parameters = table(("参数 parameter", "含义", "meaning", "值 value"), map(_parameter, entry.parameters))
        blocks.append(parameters)
    blocks.append(table(("列 column", "含义", "meaning", "类型 type"), map(_column, entry.columns)))
    measure = f"（{code(entry.denominator.measure)} 的占比 share）" if entry.denominator.measure else ""
    order = " ".join(code(item) for item in (*entry.order, *entry.identity))
    facts = [
        f"一行由此确定 identity: {' '.join(map(code, entry.identity))}",
        f"排序 order（减号为降序 minus: falling）: {order}",
        f"分母 denominator: {entry.denominator.label}{measure}",
        f"没有行时可看 where there are none, see: {' '.join(map(_link, neighbouring(entry)))}",
    ]
    example = _example(entry)
    return "\n\n".join([*blocks, bullets(facts), f"```console\n{example}\n```"])


def _link(entry: Entry) -> str:
    return f"[{code(entry.finding or entry.id)}](#{entry.id})"


def _example(entry: Entry) -> str:
    given = "".join(f" -p {item.name}={item.example}" for item in entry.parameters if item.required)
    return f"quangang query {entry.id}{given}"


def _parameter(item: Parameter) -> tuple[str, ...]:
    values = " / ".join(map(code, item.values)) or (f"{item.kind.value} 的编码 code" if item.kind else item.type.value)
    if item.states:
        values += f"，状态 status {' / '.join(map(code, item.states))}"
    optional = "" if item.required else "（可省 optional）"
    return code(item.name), f"{item.label.zh}{optional}", item.label.en, values


def _column(item: Column) -> tuple[str, ...]:
    return code(item.name), item.label.zh, item.label.en, f"{item.kind.value} 编码" if item.kind else item.type.value
