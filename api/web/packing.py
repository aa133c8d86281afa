"""A whole reform in the address of a page: JSON, deflated, in base64url.

A link shows the same reform to everybody who opens it, and nothing is kept on the server. The text is measured before
it is unpacked, and unpacking stops at a limit of its own: a few bytes may stand for gigabytes.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import replace

from api.web.bodies import reform_of_json
from api.web.problems import BadRequestError, TooLargeError
from graph.reform import Reform
from graph.schema import Label

__all__ = ["LONGEST", "packed", "unpacked"]

LONGEST = 8192
"""Characters of a packed reform at most."""
_UNPACKED_AT_MOST = 256 * 1024
_ALPHABET = re.compile(r"[A-Za-z0-9_-]+")
_RAW = -zlib.MAX_WBITS
"""Deflate without a header: what `CompressionStream("deflate-raw")` of a browser writes."""
_NAME = "改革"
"""What a reform without a name is called where something is wrong with it; none is kept under it."""
_COPIED = Label("请重新复制整个地址", "copy the whole address again")
_AS_FILE = Label(
    "请存为 YAML 文件，经命令行或 POST /api/v1/report",
    "keep it as a YAML file, for the command line or POST /api/v1/report",
)


def packed(reform: Reform) -> str:
    """The reform as a text for an address; same reform, same text.

    Raises:
        TooLargeError: it does not fit.
    """
    from loaders.reforms import reform_to_dict

    text = json.dumps(reform_to_dict(reform), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if len(text) > _UNPACKED_AT_MOST:
        raise _too_long(len(text), _UNPACKED_AT_MOST)
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    found = base64.urlsafe_b64encode(packer.compress(text) + packer.flush()).decode().rstrip("=")
    if len(found) > LONGEST:
        raise _too_long(len(found), LONGEST)
    return found


def unpacked(text: str, depth: int) -> Reform:
    """The reform that `packed` made a text of.

    Raises:
        TooLargeError: the text is too long, before or after unpacking.
        BadRequestError: it is damaged.
        InputError: what is in it is no reform.
    """
    if len(text) > LONGEST:
        raise _too_long(len(text), LONGEST)
    found = reform_of_json(_inflated(_decoded(text)), _NAME, depth)
    return replace(found, name="") if found.name == _NAME else found


def _decoded(text: str) -> bytes:
    if not _ALPHABET.fullmatch(text):
        raise _damaged(Label("别的字符", "other characters"), "base64url")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise _damaged(Label(f"{len(text)} 个字符", f"{len(text)} characters"), "base64url") from error


def _inflated(held: bytes) -> str:
    opener = zlib.decompressobj(_RAW)
    try:
        found = opener.decompress(held, _UNPACKED_AT_MOST + 1)
    except zlib.error as error:
        raise _damaged(Label("不能解压的内容", "what cannot be unpacked"), "deflate") from error
    if len(found) > _UNPACKED_AT_MOST:
        raise _too_long(f"{_UNPACKED_AT_MOST:,}+", _UNPACKED_AT_MOST)
    if not opener.eof or opener.unused_data:
        raise _damaged(Label("不完整或有多余的内容", "a part, or too much"), "deflate")
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        byte = f"0x{found[error.start]:02x}"
        raise _damaged(Label(f"字节 {byte}", f"byte {byte}"), "UTF-8") from error


def _damaged(got: Label, expected: str) -> BadRequestError:
    return BadRequestError(
        Label(
            f"地址中的改革：收到{got.zh}；应为 {expected}；{_COPIED.zh}",
            f"the reform in the address: got {got.en}; expected {expected}; {_COPIED.en}",
        )
    )


def _too_long(got: int | str, limit: int) -> TooLargeError:
    return TooLargeError(
        Label(
            f"地址中的改革：收到 {got} 字节；应为至多 {limit:,}；{_AS_FILE.zh}",
            f"the reform in the address: got {got} bytes; expected at most {limit:,}; {_AS_FILE.en}",
        )
    )
