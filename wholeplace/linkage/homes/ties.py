"""Ties between people: as declared (`tie.sql`), and as living together makes likely (`likely_tie.sql`)."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.numbers import numbered, once, texts_again

LARGEST_GROUP = 12
"""Members of one reference above which it is a home or a hostel, and nobody is tied by it."""

RAISED_BY = ("parent", "mother", "carer")
ANSWERING = ("liable", "tenancy")
"""Kinds of relation of those who answer for a home."""


def ties(relation: pl.DataFrame, record_person: pl.DataFrame, *, jobs: int) -> pl.DataFrame:
    """The `tie` table. Relations to anyone who has no record, or to oneself, make none."""
    people = once(record_person["person_id"])
    declared = relation.select(
        "record_id",
        "other_record_id",
        pl.col("group_id").rank("dense"),
        "kind",
        "from_date",
        "to_date",
        "source",
    )
    who = numbered(record_person.select("record_id", "person_id"), people, "person_id")
    found = run_models(
        {"tie": model_text("tie")},
        {"relation": declared, "who": who},
        {"largest_group": LARGEST_GROUP},
        jobs=jobs,
    )["tie"]
    return texts_again(found, people, "person_a", "person_b")


def likely_ties(
    residence: pl.DataFrame,
    household: pl.DataFrame,
    relation: pl.DataFrame,
    dealing: pl.DataFrame,
    declared: pl.DataFrame,
    *,
    as_of: date,
    jobs: int,
) -> pl.DataFrame:
    """Ties of `basis` home: parents or carers, and couples, of whom no source declares it.

    residence and household: as stored. dealing: one row a record, with record_id, person_id, birth_date and
    family. declared: what `ties` gives.
    """
    people, homes = once(dealing["person_id"], residence["person_id"]), once(household["household_id"])
    known = numbered(dealing.select("record_id", "person_id", "birth_date", "family"), people, "person_id")
    lived = residence.select("person_id", "household_id", "from_date", "to_date", "hidden")
    together = relation.filter(pl.col("kind").is_in(ANSWERING)).select("record_id", "group_id", "kind")
    tied = declared.filter(pl.col("basis") == "declared").select("person_a", "person_b")
    tables = {
        "residence": numbered(numbered(lived, people, "person_id"), homes, "household_id"),
        "private": numbered(
            household.filter(pl.col("kind") == "private").select("household_id"), homes, "household_id"
        ),
        "relation": together,
        "who": known.select("record_id", "person_id"),
        "dealing": known.drop("record_id"),
        "declared": numbered(tied, people, "person_a", "person_b"),
    }
    models = {name: model_text(name) for name in ("born", "likely_tie")}
    found = run_models(models, tables, {"as_of": as_of}, jobs=jobs, wanted=("likely_tie",))["likely_tie"]
    return texts_again(found, people, "person_a", "person_b").select(declared.columns)


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
