"""Delimited text without a header whose rows differ in their number of fields: as wide as its widest row.

The number of fields that each row really has is told beside them, for whoever knows how many it should have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.sources.files.csv.records import Record, records, refuse
from wholeplace.sources.files.csv.scan import Scan, scan
from wholeplace.sources.files.header import LINE
from wholeplace.sources.files.model import Problem

FIELDS = "_fields"
"""The column that tells how many fields a row has."""

BLOCK, CAREFUL = 32_000_000, 1_000_000
"""Bytes handed to polars at a time, and read record by record where quoting is odd."""

WIDEST = 2_000
"""Fields beyond which a row is refused at once: line ends have gone missing."""


class Block(NamedTuple):
    """Rows with their fields as columns "1", "2"..., FIELDS and `_line`; rows refused; where the next begins."""

    frame: pl.DataFrame
    problems: list[Problem]
    end: int
    line: int


def read_ragged(data: bytes, delimiter: str) -> Iterator[Block]:
    """Every row whatever its width, block after block, blank ones among them. Raises FileRefused."""
    start, line = 0, 1
    while start < len(data):
        found = scan(data, start, delimiter, BLOCK)
        block = _quick(data, delimiter, found, start, line) if found else None
        block = block or _careful(data, delimiter, start, start + (found.size if found else CAREFUL), line)
        yield block
        start, line = block.end, block.line


def _quick(data: bytes, delimiter: str, found: Scan, start: int, line: int) -> Block | None:
    """Records of regular quoting by polars; None where it would not read them as they were scanned."""
    width = int(found.counts.max())
    frame = (
        _parse(data[start : start + found.size], delimiter, width, found.quoted) if width <= WIDEST else None
    )
    if frame is None or frame.height != found.counts.size:
        return None
    fields = pl.Series(FIELDS, found.counts.astype(np.uint32))
    lines = pl.Series(LINE, (found.lines + line).astype(np.uint32))
    return Block(frame.with_columns(fields, lines), [], start + found.size, line + found.line_ends)


def _parse(rows: bytes, delimiter: str, width: int, quoted: bool) -> pl.DataFrame | None:
    # A first row of full width, as polars takes the number of columns from there.
    full = delimiter.encode() * (width - 1) + b"\n"
    try:
        return pl.read_csv(
            full + rows,
            has_header=False,
            schema={str(i + 1): pl.String for i in range(width)},
            separator=delimiter,
            quote_char='"' if quoted else None,
            null_values="",
        ).slice(1)
    except pl.exceptions.PolarsError:
        return None


def _careful(data: bytes, delimiter: str, start: int, stop: int, line: int) -> Block:
    """Record by record, from `start` to the first record end at or after `stop`."""
    good: list[Record] = []
    problems: list[Problem] = []
    for record in records(data, delimiter, start, line):
        if problem := None if record.is_blank() else refuse(record, 1, WIDEST):
            problems.append(problem)
        else:
            good.append(record)
        line += 1 + data.count(b"\n", record.start, record.end - 1)
        start = record.end
        if start >= stop:
            break
    return Block(_frame(good), problems, start, line)


def _frame(rows: list[Record]) -> pl.DataFrame:
    width = max((len(record.fields) for record in rows), default=0)
    padded = [record.fields + [b""] * (width - len(record.fields)) for record in rows]
    columns = zip(*padded, strict=True) if padded else ()
    cells = [pl.Series(str(i), column, dtype=pl.Binary) for i, column in enumerate(columns, start=1)]
    text = pl.DataFrame(cells).select(pl.all().cast(pl.String))
    text = text.select(pl.when(pl.all() != "").then(pl.all())) if cells else text
    counts = pl.Series(FIELDS, [len(record.fields) for record in rows], dtype=pl.UInt32)
    return text.with_columns(counts, pl.Series(LINE, [record.line for record in rows], dtype=pl.UInt32))
