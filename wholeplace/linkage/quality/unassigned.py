"""People whom no household holds, by group."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.quality.labels import WHOLE

DIMENSIONS = ("source", "age", "audit_group")


def unassigned(labelled: pl.DataFrame, residence: pl.DataFrame) -> pl.DataFrame:
    """by, name, people, unassigned: people by group, and those of them whom no household holds on any day.

    labelled: one row a record: person_id, source, age, audit_group. A person is counted once in each source of theirs.
    """
    housed = residence.select("person_id").unique().with_columns(housed=pl.lit(True))
    told = labelled.join(housed, on="person_id", how="left").with_columns(
        pl.col("housed").fill_null(False), one=pl.lit(WHOLE)
    )
    return pl.concat(_by(told, by) for by in ("one", *DIMENSIONS)).sort("by", "name")


def _by(told: pl.DataFrame, by: str) -> pl.DataFrame:
    each = told.select("person_id", "housed", name=by).unique()
    counts = each.group_by("name").agg(people=pl.len(), unassigned=(~pl.col("housed")).sum())
    return counts.select(pl.lit(WHOLE if by == "one" else by).alias("by"), "name", "people", "unassigned")
