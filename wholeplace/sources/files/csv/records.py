"""The careful reading of delimited text, one record at a time: for first lines, bad rows and odd quoting.

A field that starts with a quote runs to the next quote that is not doubled; what stands between that quote
and the delimiter is added as it is. A quote anywhere else is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from wholeplace.sources.files.model import FileRefused, Problem

MAX_FIELD = 1_000_000
"""Bytes in one field beyond which its row is refused: a quote or a line end has surely gone missing."""


Fault = Literal["not_text", "field_too_long", "stray_quote"]
_FAULTS: dict[Fault, tuple[str, str]] = {
    "not_text": ("the row holds bytes that are not text", "Export the row again"),
    "field_too_long": ("a field is longer than 1 MB", "Look for a missing quote"),
    "stray_quote": (
        "text follows the quote that closes a field",
        "Double the quotes that belong to the text",
    ),
}


class Record(NamedTuple):
    """One record: bytes start to end of the text (its line end included), and the line it starts on.

    fault: the rule it breaks in itself, whatever table it stands in.
    """

    start: int
    end: int
    line: int
    fields: list[bytes]
    fault: Fault | None = None

    def is_blank(self) -> bool:
        """No cell holds anything but white space: not a row."""
        return not any(map(bytes.strip, self.fields))


def records(data: bytes, delimiter: str, start: int = 0, line: int = 1) -> Iterator[Record]:
    """Every record from `start`, which stands on `line`. Raises FileRefused `unclosed_quote`."""
    separator, size = delimiter.encode(), len(data)
    quote, nul = _next(data, b'"', start), _next(data, b"\0", start)
    while start < size:
        stop = _next(data, b"\n", start)
        quote = quote if quote >= start else _next(data, b'"', start)
        if quote < stop:
            record = _quoted(data, separator, start, line)
            line += data.count(b"\n", start, record.end - 1)
        else:
            fields = data[start:stop].removesuffix(b"\r").split(separator)
            record = Record(start, stop + 1, line, fields)
        if nul < record.end or record.end - start > MAX_FIELD:
            nul = _next(data, b"\0", record.end)
            record = record._replace(fault=_fault(record))
        yield record
        line, start = line + 1, record.end


def refuse(record: Record, low: int, high: int) -> Problem | None:
    """What is wrong with a record that should have `low` to `high` fields, if anything."""
    if record.fault:
        return Problem("row", record.fault, record.line, None, *_FAULTS[record.fault])
    if low <= len(record.fields) <= high:
        return None
    why = f"the row has {len(record.fields)} fields where the table has {high}"
    cure = "Look for a delimiter or line end that is not quoted"
    return Problem("row", "wrong_field_count", record.line, None, why, cure)


def _next(data: bytes, sought: bytes, start: int) -> int:
    found = data.find(sought, start)
    return len(data) if found < 0 else found


def _fault(record: Record) -> Fault | None:
    if any(b"\0" in cell for cell in record.fields):
        return "not_text"
    return "field_too_long" if max(map(len, record.fields)) > MAX_FIELD else record.fault


@cache
def _field(separator: bytes) -> re.Pattern[bytes]:
    plain = rb"[^\n" + re.escape(separator) + rb"]*+"
    return re.compile(rb'"((?:[^"]++|"")*+)"(' + plain + rb")|(" + plain + rb")")


def _quoted(data: bytes, separator: bytes, start: int, line: int) -> Record:
    """The record that starts here and holds a quote on its first line."""
    fields: list[bytes] = []
    match, position, stray = _field(separator).match, start, False
    while True:
        found = match(data, position)
        held, tail = _parts(found) if found else (None, b"")
        spoiled = held is not None and bool(tail.strip())
        if (held is None and data.startswith(b'"', position)) or (spoiled and b"\n" in (held or b"")):
            raise _unclosed(line + data.count(b"\n", start, position))
        stray |= spoiled
        position = found.end() if found else len(data)
        last = not data.startswith(separator, position)
        fields.append((held or b"").replace(b'""', b'"') + (tail.removesuffix(b"\r") if last else tail))
        if last:
            return Record(start, position + 1, line, fields, "stray_quote" if stray else None)
        position += 1


def _parts(found: re.Match[bytes]) -> tuple[bytes | None, bytes]:
    """What stands between quotes (None where there are none), and what stands outside them."""
    return (None, found[3]) if found[1] is None else (found[1], found[2])


def _unclosed(line: int) -> FileRefused:
    why = "a quote opens here and is not closed where a field ends"
    return FileRefused("unclosed_quote", why, "Close or remove the quote, or export the file again", line)
