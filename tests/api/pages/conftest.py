"""Pages over the small store of the HTTP tests."""

from __future__ import annotations

from tests.api.http.conftest import original, reading, two_revisions, writable

__all__ = ["original", "reading", "two_revisions", "writable"]
