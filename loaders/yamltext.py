"""YAML as reform files hold it: safe, without repeated keys, anchors or aliases. Imports yaml: import it late."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

__all__ = ["NotYaml", "decode_yaml"]


class NotYaml(ValueError):
    """A text that is no YAML of ours; ``row`` counts from 1 where it is known."""

    def __init__(self, got: str, expected: str, row: int | None, advice: str = "") -> None:
        self.got = got
        self.expected = expected
        self.row = row
        self.advice = advice
        super().__init__(f"{got}; {expected}")


def decode_yaml(text: str) -> Any:  # noqa: ANN401 - the caller looks
    """The value of a YAML text with one document; NotYaml for anything else."""
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - a SafeLoader, only stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = None if mark is None else mark.line + 1
        advice = "请检查缩进与引号 check indentation and quotes"
        raise NotYaml(error.problem or error.context or str(error), "合法的 YAML valid YAML", row, advice) from error
    except yaml.YAMLError as error:
        raise NotYaml(str(error).splitlines()[0], "合法的 YAML valid YAML", None) from error
    except RecursionError as error:
        raise NotYaml("嵌套过深 nested too deeply", "平的结构 a flat structure", None) from error
    except ValueError as error:  # such as the date 2013-13-01
        raise NotYaml(str(error), "合法的值 valid values: 日期 dates YYYY-MM-DD", None) from error


class _Strict(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # so in the stubs
            got = f"别名 alias *{event.anchor}: 不支持 not supported"
            raise yaml.composer.ComposerError(None, None, got, event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - as in yaml
        seen: set[object] = set()
        for key, _ in node.value:
            name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else id(key)
            if name in seen:
                got = f"键 key {key.value!r} 两次 twice"
                raise yaml.constructor.ConstructorError(None, None, got, key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)
