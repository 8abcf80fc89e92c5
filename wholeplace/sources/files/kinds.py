"""One table without a header taken apart by kind of row, which the first field tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import polars as pl

from wholeplace.sources.files.csv.ragged import FIELDS
from wholeplace.sources.files.header import LINE
from wholeplace.sources.files.model import Problem, RawTable

OTHER_KINDS = "*"
"""The name of the table of rows of no kind asked for: their first field alone is kept."""


def split_kinds(table: RawTable, kinds: Collection[str]) -> list[RawTable]:
    """A table for each of the kinds that is there, named as the kind is, and one for the rows of all others.

    Where a row's own number of fields is told, those of a kind that have not as many as most of it are
    refused. What was wrong with the whole file stays with the first table. A file with none of the kinds
    comes back whole: it is not what was asked for.
    """
    kind = pl.col("1").str.strip_chars().fill_null("")
    there = [one for one in kinds if table.frame.select((kind == one).any()).item()]
    if not there:
        return [replace(table, frame=table.frame.drop(FIELDS, strict=False))]
    parts = [_of_kind(table, one, table.frame.filter(kind == one)) for one in there]
    rest = table.frame.filter(~kind.is_in(there)).select("1", LINE)
    if rest.height:
        parts.append(replace(table, name=OTHER_KINDS, frame=rest, rows_in=rest.height, problems=()))
    refused = sum(problem.level == "row" for problem in table.problems)
    first = replace(
        parts[0], problems=(*table.problems, *parts[0].problems), rows_in=parts[0].rows_in + refused
    )
    return [first, *parts[1:]]


def _of_kind(table: RawTable, kind: str, rows: pl.DataFrame) -> RawTable:
    if FIELDS not in rows.columns:
        return replace(table, name=kind, frame=rows, rows_in=rows.height, problems=())
    usual = rows.group_by(FIELDS).len().sort("len", FIELDS)[FIELDS][-1]
    wrong = rows.filter(pl.col(FIELDS) != usual)
    good = rows.filter(pl.col(FIELDS) == usual).select(*(str(i + 1) for i in range(usual)), LINE)
    problems = tuple(_refused(line, fields, usual) for line, fields in wrong.select(LINE, FIELDS).rows())
    return replace(table, name=kind, frame=good, rows_in=rows.height, problems=problems)


def _refused(line: int, fields: int, usual: int) -> Problem:
    why = f"the row has {fields} fields where most of its kind have {usual}"
    cure = "Look for a delimiter or line end that is not quoted"
    return Problem("row", "wrong_field_count", line, None, why, cure)
