"""YAML as reform files hold it: safe, without repeated keys, anchors or aliases. Imports yaml: import it late."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml

from graph.terms import Both
from loaders.elements import DATE_ADVICE

__all__ = ["NotYaml", "decode_yaml", "encode_yaml"]


class NotYaml(ValueError):
    """A text that is no YAML of ours; ``row`` counts from 1, ``column`` is the key, where they are known."""

    def __init__(self, got: str, expected: str, row: int | None, advice: str = "", column: str | None = None) -> None:
        self.got = got
        self.expected = expected
        self.row = row
        self.advice = advice
        self.column = column
        super().__init__(f"{got}; {expected}")


def decode_yaml(text: str) -> Any:  # noqa: ANN401 - the caller looks
    """The value of a YAML text with one document; NotYaml for anything else."""
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - a SafeLoader, only stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        row = None if mark is None else mark.line + 1
        if error.problem is not None and r"'\t'" in error.problem:
            advice = Both("缩进请改用空格", "tabs may not indent: use spaces")
            raise NotYaml(
                Both("制表符不能用于缩进", "a tab where a line is indented"), Both("空格", "spaces"), row, advice
            ) from error
        advice = Both("请检查缩进与引号", "check indentation and quotes")
        told = _told(error.problem or error.context or str(error))
        raise NotYaml(told, Both("合法的 YAML", "valid YAML"), row, advice) from error
    except yaml.YAMLError as error:
        raise NotYaml(_told(str(error).splitlines()[0]), Both("合法的 YAML", "valid YAML"), None) from error
    except RecursionError as error:
        raise NotYaml(Both("嵌套过深", "nested too deeply"), Both("平的结构", "a flat structure"), None) from error
    except NotYaml:
        raise
    except ValueError as error:  # such as a number that Python does not read
        raise NotYaml(
            _told(str(error)), Both("合法的值", "valid values"), None, Both("请更正该值", "correct the value")
        ) from error


def _told(words: str) -> str:
    """What the library says, which speaks English; what we said through it stays as it is."""
    return words if isinstance(words, Both) else Both("读不懂的写法", words)


def encode_yaml(value: object) -> str:
    """A value of plain objects as a YAML text that `decode_yaml` takes: keys in their order, no aliases."""

    def dumped(*, readable: bool) -> str:
        return str(
            yaml.dump(value, Dumper=_Plain, allow_unicode=readable, sort_keys=False, width=120, default_flow_style=None)
        )

    text = dumped(readable=True)
    # YAML takes these for line breaks and folds them where they stand as they are: then all is written in escapes.
    return dumped(readable=False) if any(mark in text for mark in "\x85\u2028\u2029") else text


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401 - as in yaml
        del data
        return True


_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Strict(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # so in the stubs
            got = Both(f"别名 *{event.anchor}: 不支持", f"alias *{event.anchor}: not supported")
            raise yaml.composer.ComposerError(None, None, got, event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - as in yaml
        seen: set[object] = set()
        for key, value in node.value:
            name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else id(key)
            if name in seen:
                got = Both(f"键 {key.value!r} 两次", f"key {key.value!r} twice")
                raise NotYaml(
                    got, Both("每个键一次", "each key once"), key.start_mark.line + 1, Both("删去一个", "remove one")
                )
            seen.add(name)
            if isinstance(value, yaml.ScalarNode) and value.tag == _TIMESTAMP:
                self._check_date(value, str(key.value))
        return super().construct_mapping(node, deep=deep)

    def _check_date(self, node: yaml.ScalarNode, key: str) -> None:
        try:
            self.construct_yaml_timestamp(node)
        except ValueError as error:  # such as 2013-02-30
            expected = Both("日期 YYYY-MM-DD", "a date YYYY-MM-DD")
            raise NotYaml(repr(node.value), expected, node.start_mark.line + 1, DATE_ADVICE, key) from error
