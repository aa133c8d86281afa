"""JSON as the files of calculus §6 hold it: no repeated keys, no numbers that a store cannot hold."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from graph.model import INT64_MAX, INT64_MIN
from graph.terms import Both

__all__ = ["NotJson", "decode"]

_LONGEST_INTEGER = len(str(INT64_MIN))


class NotJson(ValueError):
    """A text that is no JSON of ours; ``position`` counts characters from 0 where it is known.

    ``broke_off`` says that the text ends too early, as a file does that was cut in copying.
    """

    def __init__(
        self, got: str, expected: str, position: int | None = None, *, broke_off: bool = False, advice: str = ""
    ) -> None:
        self.got = got
        self.expected = expected
        self.position = position
        self.broke_off = broke_off
        self.advice = advice
        super().__init__(f"{got}; {expected}")


class _TwiceError(ValueError):
    """A key that an object has twice."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def decode(text: str) -> Any:  # noqa: ANN401 - JSON is any of six types, the caller looks
    """The value that a JSON text stands for.

    Raises:
        NotJson: for a text that is no JSON, a key twice in one object, NaN, 1e400, an integer over 64 bits and
            half a surrogate pair, which no store can hold.
    """
    try:
        value = _scan(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        lead = Both("文件不完整：", "incomplete JSON: ") if cut else ""
        if error.msg == "Extra data":
            lead = Both("多余字符：", "characters too many: ")
        at = Both(f"（第 {error.colno} 个字符）", f" ({error.msg}, character {error.colno})")
        got = lead + _near(text, error.pos) + at
        raise NotJson(got, Both("合法的 JSON", "valid JSON"), error.pos, broke_off=cut) from error
    except _TwiceError as error:
        key, position = _first_twice(text) or (error.key, None)
        got, expected = Both(f"键 {key!r} 两次", f"key {key!r} twice"), Both("每个键一次", "each key once")
        raise NotJson(got, expected, position, advice=Both("删去一个", "remove one")) from error
    except RecursionError as error:
        raise NotJson(Both("嵌套过深", "nested too deeply"), Both("平的 JSON 对象", "a flat JSON object")) from error
    except UnicodeEncodeError as error:
        raise NotJson(
            Both("半个代理对", "half a surrogate pair"), Both("完整的 Unicode 字符", "whole Unicode characters")
        ) from error
    return value


def _scan(text: str) -> Any:  # noqa: ANN401 - as decode
    """The value without the decoder's looking for space around it, which a line of a big file does not have."""
    if not text.startswith("{"):
        return _DECODER.decode(text)
    value, end = _DECODER.raw_decode(text)
    return value if end == len(text) else _DECODER.decode(text)


def _near(text: str, position: int) -> str:
    """What stands where the reading stopped, cut to what fits a message."""
    found = text[position : position + 20].strip()
    return repr(found) if found else Both("到此为止", "nothing more")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add
        raise _TwiceError(twice)
    return result


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]]')


def _first_twice(text: str) -> tuple[str, int] | None:
    """The first key that its object has twice, and where it stands again: the decoder does not tell the place."""
    open_: list[set[str]] = []
    for found in _TOKEN.finditer(text):
        match found[0]:
            case "{" | "[":
                open_.append(set())
            case "}" | "]":
                open_.pop()
            case string if found[1] and open_:
                key = json.loads(string.removesuffix(found[1]))
                if key in open_[-1]:
                    return key, found.start()
                open_[-1].add(key)
    return None


def _integer(digits: str) -> int:
    value = int(digits) if len(digits) <= _LONGEST_INTEGER else INT64_MAX + 1
    if not INT64_MIN <= value <= INT64_MAX:
        raise NotJson(Both(f"整数 {digits[:24]}", f"integer {digits[:24]}"), Both("64 位整数", "an integer of 64 bits"))
    return value


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise NotJson(Both(f"数 {digits[:24]}", f"number {digits[:24]}"), Both("有限的数", "a finite number"))
    return value


def _constant(name: str) -> NoReturn:
    raise NotJson(name, Both("有限的数", "a finite number"))


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_number, parse_constant=_constant
)
