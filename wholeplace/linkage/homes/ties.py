"""Ties between people, as declared; the rule stands in `tie.sql`."""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text

LARGEST_GROUP = 12
"""Members of one reference above which it is a home or a hostel, and nobody is tied by it."""

RAISED_BY = ("parent", "mother", "carer")


def ties(relation: pl.DataFrame, record_person: pl.DataFrame, *, jobs: int) -> pl.DataFrame:
    """The `tie` table. Relations to anyone who has no record, or to oneself, make none."""
    who = record_person.select("record_id", "person_id")
    declared = relation.select(
        "record_id", "other_record_id", "group_id", "kind", "from_date", "to_date", "source"
    )
    tables = {"relation": declared, "who": who}
    return run_models({"tie": model_text("tie")}, tables, {"largest_group": LARGEST_GROUP}, jobs=jobs)["tie"]


def raised_by(tie: pl.DataFrame) -> pl.DataFrame:
    """child and adult, once for each two of whom a source says that the one is raised by the other."""
    up = tie.filter(pl.col("kind").is_in(RAISED_BY)).select(
        pl.col("person_a").alias("child"), pl.col("person_b").alias("adult")
    )
    down = tie.filter(pl.col("kind") == "dependant").select(
        pl.col("person_b").alias("child"), pl.col("person_a").alias("adult")
    )
    return pl.concat([up, down]).unique().sort("child", "adult")


def with_known_parent(tie: pl.DataFrame) -> pl.DataFrame:
    """person_id of everyone of whom some source names a parent or carer, now or before."""
    raised = tie.filter(pl.col("kind").is_in(RAISED_BY))
    return raised.select(pl.col("person_a").alias("person_id")).unique().sort("person_id")
