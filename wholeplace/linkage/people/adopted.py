"""Which records are of before an adoption and which of after, where one record of several tells of it."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.people.components import Numbers

SIDE = "before or after an adoption"


def adoption_sides(records: pl.DataFrame, labels: Numbers, day: pl.Expr) -> pl.DataFrame:
    """Marks (n, mark, value) of records that hang together with one that tells of an adoption.

    labels: the component of each record. day: the first sign of an adoption in a record. Two records may be as
    like as can be and tell of nothing; but if a third is as like, and tells of an adoption between the first days
    of the two, then one is of the child before and the other of the child after. Those first seen on the day or
    later are of after. One of whose first day nothing is known has no mark.
    """
    placed = records.select("n", "seen_from", day.alias("adopted_from")).with_columns(label=pl.Series(labels))
    told_of = placed.drop_nulls("adopted_from")
    adopted = told_of.group_by("label").agg(pl.col("adopted_from").min().alias("day"))
    told = placed.join(adopted, on="label", maintain_order="left")
    after = pl.col("adopted_from").is_null() & (pl.col("seen_from") >= pl.col("day"))
    known = told.filter(pl.col("seen_from").is_not_null() | pl.col("adopted_from").is_not_null())
    side = after.fill_null(False).cast(pl.UInt64).alias("value")
    return known.select("n", pl.lit(SIDE, dtype=pl.Categorical).alias("mark"), side).sort("n")
