"""The arrival report's table: for each file and table what came in, what was refused, and the dates it spans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from wholeplace.config import Source
from wholeplace.sources.layout import Layout
from wholeplace.sources.rows import Joined

if TYPE_CHECKING:
    from wholeplace.sources.read import Extract

KEYS = ["_file", "file", "layout_table"]
DATED = {"event": "date", "spell_reported": "from_date"}


def arrival_rows(
    source: Source, layout: Layout, joined: Joined, refused_files: Sequence[pl.DataFrame],
    tables: dict[str, pl.DataFrame], excluded: pl.DataFrame, hashes: Sequence[str], extract: Extract,
) -> pl.DataFrame:  # fmt: skip
    """One row for each file's table, and one for each file that was refused whole."""
    counts = joined.counts.join(_warnings(joined), on=KEYS, how="left", maintain_order="left")
    counts = counts.join(_excluded(excluded), on=["_file", "layout_table"], how="left", maintain_order="left")
    counts = counts.join(
        _dates(tables, extract.moment.as_of), on=["_file", "layout_table"], how="left", maintain_order="left"
    )
    whole = pl.concat([counts, *_refused_whole(refused_files)], how="diagonal_relaxed")
    numbers = ["rows_in", "refused", "superseded", "warnings", "excluded"]
    sha = pl.DataFrame({"sha256": list(hashes)}, schema={"sha256": pl.String}).with_row_index("_file")
    return whole.join(sha, on="_file", how="left", maintain_order="left").with_columns(
        *(pl.col(name).fill_null(0) for name in numbers),
        (pl.col("rows_in") - pl.col("refused")).alias("accepted"),
        pl.col("sha256").fill_null(""),
        pl.lit(source.name).alias("source"),
        pl.lit(layout.name).alias("layout"),
        pl.lit(extract.moment.year, pl.Int32).alias("year"),
    )


def _warnings(joined: Joined) -> pl.DataFrame:
    warned = joined.issues.filter(pl.col("level") == "warning")
    return warned.group_by(KEYS).agg(pl.len().cast(pl.UInt32).alias("warnings"))


def _excluded(excluded: pl.DataFrame) -> pl.DataFrame:
    return excluded.group_by("_file", pl.col("_table").alias("layout_table")).agg(
        pl.len().cast(pl.UInt32).alias("excluded")
    )


def _dates(tables: dict[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """First and last day, up to the extract's own, on which something began or happened, by file and table."""
    dated = [
        tables[kind].select("_file", pl.col("_table").alias("layout_table"), pl.col(column).alias("day"))
        for kind, column in DATED.items()
    ]
    days = pl.concat(dated).filter(pl.col("day") <= as_of).group_by("_file", "layout_table")
    return days.agg(pl.col("day").min().alias("first_date"), pl.col("day").max().alias("last_date"))


def _refused_whole(refused_files: Sequence[pl.DataFrame]) -> list[pl.DataFrame]:
    wholes = [frame.select("_file", "file", "rows_in").unique(maintain_order=True) for frame in refused_files]
    return [whole.with_columns(pl.col("rows_in").alias("refused")) for whole in wholes]
