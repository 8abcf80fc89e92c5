"""Rows of all files of an extract: later submissions replace earlier ones, tables are checked together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.sources.check import ISSUES, Checked, issue_frame, read_type
from wholeplace.sources.layout import Layout
from wholeplace.sources.rules import RULES

SUPERSEDED = "other_submission_wins"
COUNTS = {
    "_file": pl.UInt32,
    "file": pl.String,
    "layout_table": pl.String,
    "rows_in": pl.UInt32,
    "refused": pl.UInt32,
    "superseded": pl.UInt32,
}


@dataclass(frozen=True)
class Joined:
    """frames: accepted rows by table, with `_row`, `_table`, `_file`, `_line`. counts: rows by file and table."""

    frames: dict[str, pl.DataFrame]
    issues: pl.DataFrame
    counts: pl.DataFrame


def join_files(checked: Sequence[tuple[int, Checked]], layout: Layout) -> Joined:
    """The checked tables of every file one below another, in the order of the files."""
    frames = {
        name: _joined([pair for pair in checked if pair[1].table == name], name, layout)
        for name in layout.tables
    }
    issues = [
        one.issues.with_columns(
            pl.lit(one.file).alias("file"),
            pl.lit(one.table).alias("layout_table"),
            pl.lit(number, pl.UInt32).alias("_file"),
        )
        for number, one in checked
    ]
    empty = pl.DataFrame(schema={**ISSUES, "file": pl.String, "layout_table": pl.String, "_file": pl.UInt32})
    counts = [(number, one.file, one.table, one.rows_in, one.refused, 0) for number, one in checked]
    return Joined(frames, pl.concat([empty, *issues]), pl.DataFrame(counts, schema=COUNTS, orient="row"))


def _joined(pairs: Sequence[tuple[int, Checked]], name: str, layout: Layout) -> pl.DataFrame:
    spec = layout.tables[name]
    types = {column.name: read_type(column.type) for column in spec.columns}
    empty = pl.DataFrame(
        schema={"_row": pl.UInt32, "_line": pl.UInt32, **types, "_file": pl.UInt32, "_of": pl.String}
    )
    frames = [
        one.frame.with_columns(pl.lit(number, pl.UInt32).alias("_file"), pl.lit(one.file).alias("_of"))
        for number, one in pairs
    ]
    whole = pl.concat([empty, *frames]).drop("_row")
    return whole.with_columns(pl.lit(name).alias("_table")).with_row_index("_row")


def apply_row_rules(joined: Joined, layout: Layout, copies: Sequence[int] = ()) -> Joined:
    """Replace rows that a later submission repeats, then apply the layout's own rules across tables.

    copies: numbers of files that stand again, byte for byte, as a later file.
    """
    for table in layout.tables:
        again = joined.frames[table].filter(pl.col("_file").is_in(list(copies)))["_row"]
        joined = _drop(joined, table, SUPERSEDED, again)
        joined = _drop(joined, table, SUPERSEDED, _replaced(joined.frames[table], layout, table))
    for rule in layout.row_rules:
        found = rule.find(joined.frames)
        if RULES[rule.rule].level == "row" or rule.rule == SUPERSEDED:
            joined = _drop(joined, rule.table, rule.rule, found["_row"])
        else:
            joined = _warn(joined, rule.table, rule.rule, found["_row"], rule.column)
    return joined


def _replaced(frame: pl.DataFrame, layout: Layout, table: str) -> pl.Series:
    """Rows whose like (by the resubmission key, else in every column) stands in a later file too."""
    none = pl.Series([], dtype=pl.UInt32)
    if frame["_file"].n_unique() < 2:
        return none
    columns = list(layout.resubmitted.get(table, layout.tables[table].names()))
    last = frame.group_by(columns).agg(pl.col("_file").max().alias("_last"))
    later = frame.select("_row", "_file", *columns).join(last, on=columns, how="left", nulls_equal=True)
    return later.filter(pl.col("_file") < pl.col("_last"))["_row"]


def _drop(joined: Joined, table: str, rule: str, rows: pl.Series) -> Joined:
    if not len(rows):
        return joined
    warned = _warn(joined, table, rule, rows) if rule != SUPERSEDED else joined
    frame = joined.frames[table]
    gone = pl.col("_row").is_in(rows.implode())
    lost = frame.filter(gone).group_by("_file", "_of").agg(pl.len().cast(pl.UInt32).alias("_n"))
    column = "superseded" if rule == SUPERSEDED else "refused"
    counts = joined.counts.join(
        lost.with_columns(pl.lit(table).alias("layout_table")),
        left_on=["_file", "file", "layout_table"], right_on=["_file", "_of", "layout_table"],
        how="left", maintain_order="left",
    )  # fmt: skip
    counts = counts.with_columns((pl.col(column) + pl.col("_n").fill_null(0)).alias(column)).drop("_n")
    kept = frame.filter(~gone)
    return Joined({**joined.frames, table: kept}, warned.issues, counts)


def _warn(joined: Joined, table: str, rule: str, rows: pl.Series, column: str | None = None) -> Joined:
    hit = joined.frames[table].filter(pl.col("_row").is_in(rows.implode()))
    issues = issue_frame(rule, hit["_line"], column).with_columns(
        file=hit["_of"], layout_table=pl.lit(table), _file=hit["_file"]
    )
    return Joined(
        joined.frames, pl.concat([joined.issues, issues.select(joined.issues.columns)]), joined.counts
    )
