"""Logs that cannot name anybody: constant messages, and fields from a short list.

Write `log.info("table stored", extra={"table": "event", "count": 12})`. A field that is not on the list is
dropped; so are arguments of the message, the text of an exception, and whatever other packages say. What an
exception was, and where in our code, is kept.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

from wholeplace.errors import WholeplaceError

PACKAGE = "wholeplace"
ROOT = Path(__file__).resolve().parent.parent
NUMBERS = ("count", "rows", "line", "seconds", "year")
NAMES = ("table", "rule", "step", "source", "layout", "file", "column", "command")
PLAIN = re.compile(r"[\w.\- ]{1,120}")


def set_up(level: int = logging.WARNING, stream: TextIO | None = None) -> logging.Handler:
    """Send every log record of the process through the list, to `stream` (standard error). For the command
    line, at its start: a library must leave the process's logging alone."""
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger(PACKAGE).setLevel(level)
    logging.captureWarnings(True)
    return handler


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the library would print the record with its values."""


class SafeFormatter(logging.Formatter):
    """A record as one line: time in UTC, level, logger, message, fields on the list, class of exception."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        ours = record.name == PACKAGE or record.name.startswith(f"{PACKAGE}.")
        name = record.name if ours else record.name.partition(".")[0]
        said = [_message(record), *_fields(record)] if ours else ["a message of another package, left out"]
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            said.append(safe_message(error))
        return " ".join([at, record.levelname, name, *said])


def _message(record: logging.LogRecord) -> str:
    # A message with arguments is shown without them: the pattern is ours, the arguments may be anything.
    return record.msg if isinstance(record.msg, str) else "a message that is not text, left out"


def _fields(record: logging.LogRecord) -> list[str]:
    found = []
    for name in NUMBERS:
        value = getattr(record, name, None)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append(f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}")
    for name in NAMES:
        value = getattr(record, name, None)
        if isinstance(value, str) and PLAIN.fullmatch(value):
            found.append(f"{name}={value}")
    return found


def safe_message(error: BaseException) -> str:
    """What may be said of any error: a user error's own line; else its class and where in our code it arose."""
    if isinstance(error, WholeplaceError):
        return error.line()
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if ROOT in Path(frame.filename).resolve().parents]
    if not ours:
        return f"internal error: {type(error).__name__}"
    last = ours[-1]
    file = Path(last.filename).resolve().relative_to(ROOT.parent).as_posix()
    return f"internal error: {type(error).__name__} at {file}:{last.lineno} in {last.name}"
