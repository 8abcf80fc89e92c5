"""People whom no household holds, by group."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.quality.labels import WHOLE

DIMENSIONS = ("source", "age", "audit_group")


def unassigned(labelled: pl.DataFrame, residence: pl.DataFrame) -> pl.DataFrame:
    """by, name, people, unassigned: people by group, and those of them whom no household holds on any day.

    labelled: one row a record: label, person_id, source, age, audit_group. A person is counted once in each source of
    theirs; age and audit_group are the same in all records of one person.
    """
    one = labelled.select("label", "person_id", "age", "audit_group").unique("label")
    housed = one["person_id"].is_in(residence["person_id"].unique().implode())
    people = one.select("label", "age", "audit_group", pl.lit(WHOLE).alias("one"), without=~housed)
    of_source = (
        labelled.select("label", "source").unique().join(people.select("label", "without"), on="label")
    )
    told = {"source": of_source}
    return pl.concat(_by(told.get(by, people), by) for by in ("one", *DIMENSIONS)).sort("by", "name")


def _by(people: pl.DataFrame, by: str) -> pl.DataFrame:
    counts = people.group_by(name=by).agg(people=pl.len(), unassigned=pl.col("without").sum())
    return counts.select(pl.lit(WHOLE if by == "one" else by).alias("by"), "name", "people", "unassigned")
