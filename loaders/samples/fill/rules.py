"""Internal rules 内部制度 of every line of business, with what the clean-up did to them (废改立)."""

from __future__ import annotations

from loaders.samples.fill.text import Row
from loaders.samples.fill.vocabulary import Vocabulary

__all__ = ["compose"]

REPEALED_RULE = 5
ORDINALS = ("第三条", "第六条", "第十二条")


def _change(rule: int, nth: int, vocabulary: Vocabulary) -> str:
    """What the clean-up did: the fifth rule of a line goes, the second is new, the first and third are amended."""
    lines = len(vocabulary.lines)
    targets = vocabulary.targets
    if rule == REPEALED_RULE:
        return "废" if nth < targets["rules_repealed"] else ""
    if rule == 2 or rule == len(vocabulary.rules):
        return "立" if nth < (lines if rule == 2 else targets["rules_enacted"] - lines) else ""
    if rule in (1, 3):
        return "改" if nth < (lines if rule == 1 else targets["rules_amended"] - lines) else ""
    return ""


def compose(vocabulary: Vocabulary) -> tuple[list[Row], list[Row]]:
    """Rows of the instruments and of their articles."""
    instruments: list[Row] = []
    articles: list[Row] = []
    for nth, line in enumerate(vocabulary.lines.values()):
        for rule, title in enumerate(vocabulary.rules, 1):
            code = f"NZ-{line.code}-0{rule}"
            change = _change(rule, nth, vocabulary)
            status = "废止" if change == "废" else "有效"
            instruments.append(
                {
                    "文件编码": code,
                    "名称": f"《{title.format(l=line.name)}》",
                    "效力层级": "内部制度",
                    "状态": status,
                    "制定机关": "海关总署",
                    "废改立": change,
                }
            )
            for number, topic in enumerate(vocabulary.articles, 1):
                if rule < REPEALED_RULE or number == 2:
                    articles.append(
                        {
                            "条款编码": f"{code}-{number}",
                            "所属文件": code,
                            "名称": f"{ORDINALS[number - 1]}（{topic}）",
                            "状态": status,
                        }
                    )
    return instruments, articles
