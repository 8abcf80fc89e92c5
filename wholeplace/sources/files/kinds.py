"""Tables without a header that hold rows of several kinds: the first field tells the kind, each has its own width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from wholeplace.sources.files.csv.ragged import FIELDS, read_ragged
from wholeplace.sources.files.header import LINE, find_delimiter
from wholeplace.sources.files.model import FileRefused, Problem, RawTable
from wholeplace.sources.files.text import Text

OTHER_KINDS = "*"
"""The name of the table of rows of no kind asked for: their first field alone is kept."""

_SPACE = " \t\n\r\v\f"


def read_kinds(text: Text, name: str, file: str, kinds: Collection[str]) -> list[RawTable]:
    """A table of delimited text for each kind that is there; rows not as wide as most of their kind refused.

    Raises FileRefused where the whole cannot be understood.
    """
    delimiter = _delimiter(text.data[:64_000].decode("utf-8", errors="replace"), kinds)
    problems = list(text.problems)

    def frames() -> Iterable[pl.DataFrame]:
        for block in read_ragged(text.data, delimiter):
            problems.extend(block.problems)
            yield block.frame

    parts = _parted(frames(), kinds)
    empty = pl.DataFrame(schema={"1": pl.String, LINE: pl.UInt32})
    return _tables(RawTable(name, file, (), empty, 0, (), text.encoding, delimiter), parts, problems)


def _delimiter(head: str, kinds: Collection[str]) -> str:
    """What stands after the kind in most rows, else what the lines agree on most."""
    kind = "|".join(map(re.escape, kinds))
    starts = Counter(re.findall(rf'(?m)^[ "]*(?:{kind})[ "]*([,;\t|])', head))
    return starts.most_common(1)[0][0] if starts else find_delimiter(head)


def split_kinds(table: RawTable, kinds: Collection[str]) -> list[RawTable]:
    """The same for a table that is read already, all of whose rows are of one width."""
    width = pl.lit(table.frame.width - 1, pl.UInt32)
    parts = _parted([table.frame.with_columns(width.alias(FIELDS))], kinds)
    return _tables(table, parts, list(table.problems))


def _parted(frames: Iterable[pl.DataFrame], kinds: Collection[str]) -> dict[str, list[pl.DataFrame]]:
    """Rows by kind, each no wider than its kind is; of all others the first field, blank rows left out."""
    parts: dict[str, list[pl.DataFrame]] = {kind: [] for kind in (*kinds, OTHER_KINDS)}
    for frame in frames:
        kind = frame["1"].str.strip_chars().fill_null("") if frame.width > 2 else None
        if kind is None:
            continue
        for one in kinds:
            rows = frame.filter(kind == one)
            widest = rows.select(pl.col(FIELDS).max()).item() or 0
            parts[one].append(rows.select(*(str(i + 1) for i in range(widest)), FIELDS, LINE))
        rest = frame.filter(~kind.is_in(list(kinds)))
        filled = pl.any_horizontal(pl.exclude(FIELDS, LINE).str.strip_chars(_SPACE) != "").fill_null(False)
        parts[OTHER_KINDS].append(rest.filter(filled).select("1", LINE))
    return {one: [rows for rows in found if rows.height] for one, found in parts.items()}


def _tables(like: RawTable, parts: dict[str, list[pl.DataFrame]], problems: list[Problem]) -> list[RawTable]:
    """What was wrong with the whole file stays with the first table; without any kind it is not what was asked for."""
    rest = parts.pop(OTHER_KINDS)
    tables = [
        _of_kind(like, kind, pl.concat(found, how="diagonal")) for kind, found in parts.items() if found
    ]
    if rest:
        others = pl.concat(rest)
        name = OTHER_KINDS if tables else like.name
        tables.append(replace(like, name=name, frame=others, rows_in=others.height, problems=()))
    if not tables:
        raise FileRefused("empty_file", "the file holds no data", "Ask the sender for the file again")
    refused = sum(problem.level == "row" for problem in problems)
    whole = (*problems, *tables[0].problems)
    return [replace(tables[0], problems=whole, rows_in=tables[0].rows_in + refused), *tables[1:]]


def _of_kind(like: RawTable, kind: str, rows: pl.DataFrame) -> RawTable:
    usual = rows.group_by(FIELDS).len().sort("len", FIELDS)[FIELDS][-1]
    wrong = rows.filter(pl.col(FIELDS) != usual)
    good = rows.filter(pl.col(FIELDS) == usual) if wrong.height else rows
    frame = good.select(*(str(i + 1) for i in range(usual)), LINE)
    problems = tuple(_refused(line, fields, usual) for line, fields in wrong.select(LINE, FIELDS).rows())
    return replace(like, name=kind, frame=frame, rows_in=rows.height, problems=problems)


def _refused(line: int, fields: int, usual: int) -> Problem:
    why = f"the row has {fields} fields where most of its kind have {usual}"
    cure = "Look for a delimiter or line end that is not quoted"
    return Problem("row", "wrong_field_count", line, None, why, cure)
