"""`docs/reference/findings.md`: every finding with what it says, from `queries.findings.catalog`."""

from __future__ import annotations

from graph.schema import Kind
from queries.findings.catalog import FINDINGS
from queries.findings.holds import HOLDS
from queries.findings.model import FindingType, Severity
from tests.tools.docs_markdown import code, page, table

__all__ = ["findings_page"]

_INTRO = """\
检查发现的问题是对某一天图谱的陈述，如同静态检查对一个文件的提示。每一项写作（代码，对象）。
A finding is a fact about the graph on one day: a code and what it is about.
`check` 列出全部问题；影响分析列出改革打开（opened）和消除（closed）的问题；`commit` 遇到会打开的问题时停下。
派生关系（承担、有效措施等）的含义见 [model](../explanation/model.md)。"""


def findings_page() -> str:
    """The whole page."""
    severities = "、".join(f"{item.label.zh} {code(item.label.en)}" for item in sorted(Severity, reverse=True))
    rows = [
        (f"[{item.code}](#{item.code.lower()})", item.label.zh, item.label.en, item.severity.label.zh)
        for item in FINDINGS.values()
    ]
    overview = table(("代码 code", "名称", "name", "程度 severity"), rows)
    return page(
        "检查项 Findings", _INTRO, f"程度 severities: {severities}", overview, *(_finding(x) for x in FINDINGS.values())
    )


def _finding(item: FindingType) -> str:
    holds = HOLDS[item.code]
    rows = [
        ("名称 name", f"{item.label.zh} · {item.label.en} · {code(item.name)}"),
        ("对象 identity", _identity(item)),
        ("程度 severity", f"{item.severity.label.zh} {code(item.severity.label.en)}"),
        ("成立条件 holds when", f"{holds.zh}。{_sentence(holds.en)}"),
        ("补救 remedy", f"{item.remedy.zh}。{_sentence(item.remedy.en)}"),
        ("依据 basis", item.basis.zh),
        ("分母 denominator", f"{item.anchor.value} 的个数 number of {item.anchor.value} nodes"),
    ]
    return f"## {item.code}\n\n{table(('', item.label.zh), rows)}"


def _identity(item: FindingType) -> str:
    parts = zip(item.fields, item.kinds, strict=True)
    return " · ".join(f"{code(name)} ({_kind(kind)})" for name, kind in parts)


def _kind(kind: Kind | None) -> str:
    return "文字 text" if kind is None else kind.value


def _sentence(text: str) -> str:
    return f" {text[0].upper()}{text[1:]}."
