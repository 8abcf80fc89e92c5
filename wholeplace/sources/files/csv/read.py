"""Delimited text to a table, every row accounted for, near the speed of polars reading unchecked.

The text is taken in blocks. A block with regular quoting is scanned with numpy (where records end, how many
fields each has), and polars parses its well-shaped records; any other block is read record by record. Both
ways give the same rows: a property test holds them to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np
import polars as pl

from wholeplace.sources.files.csv.records import records, refuse
from wholeplace.sources.files.csv.scan import Scan, scan
from wholeplace.sources.files.header import LINE, LOOK, Header, drop_unnamed, find_delimiter, find_header
from wholeplace.sources.files.model import FileRefused, Problem, RawTable, count_rows, warning
from wholeplace.sources.files.text import Text

BLOCK = 32_000_000
"""Bytes given to polars at a time: enough for it to split between processors."""

CAREFUL = 1_000_000
"""Bytes read record by record before the quick way is tried again."""

_SEPARATOR_LINE = re.compile(rb'"?sep=([^\w\s"]|\t)"?\r?(?:\n|$)', re.IGNORECASE)

_SPACE = " \t\n\r\v\f"


@dataclass(frozen=True)
class _Plan:
    """How to read the rows of one table: they begin at byte `start`, on line `line`."""

    data: bytes
    delimiter: str
    header: Header
    header_line: int
    start: int
    line: int

    @property
    def high(self) -> int:
        """Fields a whole row has."""
        return len(self.header.names)

    @property
    def low(self) -> int:
        """Fewest fields a row may have: spreadsheets leave out delimiters of trailing columns with no name."""
        named = [i for i, name in enumerate(self.header.names) if name]
        return named[-1] + 1


@dataclass(frozen=True)
class _Part:
    """Rows of one block, columns named by position, `_line` last; and the rows refused."""

    frame: pl.DataFrame
    problems: list[Problem]


def read_csv(text: Text, name: str, file: str, header: bool | None) -> RawTable:
    """Read delimited text. Raises FileRefused where the whole of it cannot be understood."""
    plan = _plan(text.data, header)
    parts = [part.result() for part in list(_parts(plan))]
    frame = pl.concat([part.frame for part in parts]) if parts else _frame([], [], plan.high)
    frame, empty = drop_unnamed(frame, plan.header, plan.header_line)
    problems = [*text.problems, *plan.header.problems, *empty, *(p for part in parts for p in part.problems)]
    rows_in = frame.height + count_rows(problems)
    if not rows_in:
        problems.append(
            warning("no_rows", "there is a header and no row", "Check the export", plan.header_line)
        )
    names = tuple(one for one in plan.header.names if one) if plan.header.index >= 0 else ()
    return RawTable(name, file, names, frame, rows_in, tuple(problems), text.encoding, plan.delimiter)


def _plan(data: bytes, wanted: bool | None) -> _Plan:
    stated = _SEPARATOR_LINE.match(data)
    start, line = (stated.end(), 2) if stated else (0, 1)
    head = data[start : start + 64_000].decode("utf-8", errors="replace")
    delimiter = stated[1].decode() if stated else find_delimiter(head)
    first = list(islice((r for r in records(data, delimiter, start, line) if not r.is_blank()), LOOK))
    if not first:
        raise FileRefused("empty_file", "the file holds no data", "Ask the sender for the file again")
    rows = [[cell.decode("utf-8") for cell in record.fields] for record in first]
    header = find_header(rows, [record.line for record in first], wanted)
    if header.index < 0:
        return _Plan(data, delimiter, header, first[0].line, first[0].start, first[0].line)
    above = first[header.index]
    if problem := refuse(above, 1, len(above.fields)):
        raise FileRefused(problem.rule, "the header: " + problem.why, problem.cure, above.line)
    after = above.line + data.count(b"\n", above.start, above.end)
    return _Plan(data, delimiter, header, above.line, above.end, after)


def _parts(plan: _Plan) -> Iterator[Future[_Part]]:
    """Block after block; polars parses one on its own threads while the next is scanned here."""
    start, line = plan.start, plan.line
    with ThreadPoolExecutor(1) as pool:
        while start < len(plan.data):
            found = scan(plan.data, start, plan.delimiter, BLOCK)
            if found is None or _ragged(found, plan):
                part, start, line = _careful(plan, start, start + CAREFUL, line)
                yield pool.submit(lambda part=part: part)
            else:
                yield pool.submit(_quick, plan, found, start, line)
                start, line = start + found.size, line + found.line_ends


def _ragged(found: Scan, plan: _Plan) -> bool:
    """Some rows leave out trailing columns that have no name: polars would not take them."""
    return plan.low < plan.high and bool(((found.counts >= plan.low) & (found.counts < plan.high)).any())


def _quick(plan: _Plan, found: Scan, start: int, line: int) -> _Part:
    bad = found.counts != plan.high
    block = plan.data[start : start + found.size]
    problems = [p for i in np.flatnonzero(bad) if (p := _judge(plan, found, int(i), start, line))]
    frame = _parse(found.kept(block, ~bad), plan, found.quoted)
    if frame is None or frame.height != bad.size - int(bad.sum()):
        return _careful(plan, start, start + found.size, line)[0]
    lines = found.lines[~bad] if bad.any() else found.lines
    frame.insert_column(plan.high, pl.Series(LINE, (lines + line).astype(np.uint32)))
    frame, repeated = _sift(frame, plan.header)
    return _Part(frame, _in_order(problems + repeated))


def _judge(plan: _Plan, found: Scan, index: int, start: int, line: int) -> Problem | None:
    """Why the record is refused; None where it is only blank."""
    first = int(found.ends[index - 1]) if index else 0
    held = plan.data[start + first : start + int(found.ends[index])]
    record = next(records(held, plan.delimiter, line=line + int(found.lines[index])))
    return None if record.is_blank() else refuse(record, plan.high, plan.high)


def _parse(data: bytes, plan: _Plan, quoted: bool) -> pl.DataFrame | None:
    schema = {str(i + 1): pl.String for i in range(plan.high)}
    if not data:
        return pl.DataFrame(schema=schema)
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema=schema,
            separator=plan.delimiter,
            quote_char='"' if quoted else None,
            null_values="",
        )
    except pl.exceptions.PolarsError:
        return None


def _careful(plan: _Plan, start: int, stop: int, line: int) -> tuple[_Part, int, int]:
    """Read record by record from `start` to the first record end at or after `stop`; where that is."""
    rows: list[list[bytes]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    low, high = plan.low, plan.high
    for record in records(plan.data, plan.delimiter, start, line):
        if not record.is_blank():
            if problem := refuse(record, low, high):
                problems.append(problem)
            else:
                rows.append(record.fields + [b""] * (high - len(record.fields)))
                lines.append(record.line)
        start, line = record.end, record.line + plan.data.count(b"\n", record.start, record.end)
        if start >= stop:
            break
    frame, repeated = _sift(_frame(rows, lines, high), plan.header)
    return _Part(frame, _in_order(problems + repeated)), start, line


def _frame(rows: list[list[bytes]], lines: list[int], width: int) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * width
    cells = {str(i): pl.Series(column, dtype=pl.Binary) for i, column in enumerate(columns, start=1)}
    text = pl.DataFrame(cells).select(pl.all().cast(pl.String))
    text = text.select(pl.when(pl.all() != "").then(pl.all()))
    return text.with_columns(pl.Series(LINE, lines, pl.UInt32))


def _sift(frame: pl.DataFrame, header: Header) -> tuple[pl.DataFrame, list[Problem]]:
    """Leave out blank rows, which are not rows, and refuse rows that repeat the header (files joined up)."""
    first, name = pl.col("1"), header.names[0]
    may_be = first.is_null() | (first < "!") | first.str.starts_with(name)  # cheap: most rows stop here
    if not frame.select(may_be.any()).item():
        return frame, []
    doubtful = frame.filter(may_be)
    cells = [pl.col(str(i)).str.strip_chars(_SPACE).fill_null("") for i in range(1, len(header.names) + 1)]
    blank = pl.all_horizontal(cell == "" for cell in cells)
    same = pl.all_horizontal(cell == name for cell, name in zip(cells, header.names, strict=True))
    again = same if header.index >= 0 else pl.lit(value=False)
    out = doubtful.filter(blank | again).select(LINE, again.alias("again"))
    problems = [_repeated(line) for line in out.filter("again")[LINE]]
    return frame.join(out, on=LINE, how="anti", maintain_order="left") if out.height else frame, problems


def _repeated(line: int) -> Problem:
    return Problem("row", "repeated_header", line, None, "the row repeats the header", "Take the row out")


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line or 0)
