"""Answers that are kept: at one moment the same question has the same bytes."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

__all__ = ["Answer", "Answers", "Key", "etag_of", "gzipped"]

Key = tuple[str, ...]
"""Who asks, at which moment, what."""

_SHARE = 8
"""No answer may take more than this part of the cache."""
_WORTH_PACKING = 1000
_OVERHEAD = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is sent; ``packed`` is the same under gzip, empty where that is not worth while."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bytes

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + len(self.packed) + _OVERHEAD


class Answers:
    """The answers asked for last, so many bytes of them. Safe for threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._held: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Answer | None:
        """The answer to a question, if it is still here."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep an answer, and drop the ones that were asked for least lately."""
        if answer.size > self._limit // _SHARE:
            return
        with self._lock:
            before = self._held.pop(key, None)
            self._size += answer.size - (before.size if before else 0)
            self._held[key] = answer
            while self._size > self._limit:
                self._size -= self._held.popitem(last=False)[1].size


def gzipped(body: bytes) -> bytes:
    """The body under gzip, without a time stamp: same bytes in, same bytes out. Empty where it is too short."""
    if len(body) < _WORTH_PACKING:
        return b""
    packer = zlib.compressobj(3, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


def etag_of(key: Key) -> str:
    """A weak entity tag: two answers with one tag say the same."""
    return f'W/"{blake2b(repr(key).encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()}"'
