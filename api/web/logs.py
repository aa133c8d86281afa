"""Structured logs: one JSON object a line, on standard error."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

__all__ = ["JsonLines", "Log"]

Field = str | int | float | None


class Log:
    """Writes lines; a quiet one only those about errors."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet

    @property
    def quiet(self) -> bool:
        """Only errors are written."""
        return self._quiet

    def request(self, *, status: int | None, error: str | None, **fields: Field) -> None:
        """One finished request."""
        if self._quiet and (status or 500) < 500:
            return
        self.write("request", "error" if (status or 500) >= 500 else "info", status=status, error=error, **fields)

    def write(self, event: str, level: str = "info", **fields: Field) -> None:
        """One line; fields without a value are left out."""
        held = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "level": level, "event": event}
        line = {**held, **{name: value for name, value in fields.items() if value is not None}}
        stream = self._stream or sys.stderr
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.flush()


class JsonLines(logging.Handler):
    """Sends what libraries log (uvicorn's start and stop) the same way."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = logging.Formatter().formatException(record.exc_info) if record.exc_info else None
        self._log.write("server", record.levelname.lower(), message=record.getMessage(), error=error)
