"""The careful reading of delimited text, one record at a time: for first lines, bad rows and odd quoting.

A field that starts with a quote runs to the next quote that is not doubled; what stands between that quote
and the delimiter is added as it is. A quote anywhere else is an ordinary character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wholeplace.sources.files.model import FileRefused, Problem

MAX_FIELD = 1_000_000
"""Bytes in one field beyond which its row is refused: a quote or a line end has surely gone missing."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: bytes start to end of the text (its line end included), and the line it starts on."""

    start: int
    end: int
    line: int
    fields: list[bytes]
    stray: bool = False
    """Text follows the quote that closes a field."""

    def is_blank(self) -> bool:
        """No cell holds anything but white space: not a row."""
        return not any(cell.strip() for cell in self.fields)


def records(data: bytes, delimiter: str, start: int = 0, line: int = 1) -> Iterator[Record]:
    """Every record from `start`, which stands on `line`. Raises FileRefused `unclosed_quote`."""
    separator, size = delimiter.encode(), len(data)
    quote = data.find(b'"', start)
    while start < size:
        stop = data.find(b"\n", start)
        stop = size if stop < 0 else stop
        if -1 < quote < start:
            quote = data.find(b'"', start)
        if -1 < quote < stop:
            record = _quoted(data, separator, start, line)
            line += data.count(b"\n", start, record.end - 1)
        else:
            fields = data[start:stop].removesuffix(b"\r").split(separator)
            record = Record(start, stop + 1, line, fields)
        yield record
        line, start = line + 1, record.end


def refuse(record: Record, low: int, high: int) -> Problem | None:
    """What is wrong with the shape of a record that should have `low` to `high` fields, if anything."""
    if any(b"\0" in cell for cell in record.fields):
        return _row(record, "not_text", "the row holds bytes that are not text", "Export the row again")
    if max(map(len, record.fields)) > MAX_FIELD:
        return _row(record, "field_too_long", "a field is longer than 1 MB", "Look for a missing quote")
    if record.stray:
        why = "text follows the quote that closes a field"
        return _row(record, "stray_quote", why, "Double the quotes that belong to the text")
    if not low <= len(record.fields) <= high:
        why = f"the row has {len(record.fields)} fields where the table has {high}"
        return _row(record, "wrong_field_count", why, "Look for a delimiter or line end that is not quoted")
    return None


def _row(record: Record, rule: str, why: str, cure: str) -> Problem:
    return Problem("row", rule, record.line, None, why, cure)


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
            return Record(start, position + 1, line, fields, stray)
        position += 1


def _parts(found: re.Match[bytes]) -> tuple[bytes | None, bytes]:
    """What stands between quotes (None where there are none), and what stands outside them."""
    return (None, found[3]) if found[1] is None else (found[1], found[2])


def _unclosed(line: int) -> FileRefused:
    why = "a quote opens here and is not closed where a field ends"
    return FileRefused("unclosed_quote", why, "Close or remove the quote, or export the file again", line)
