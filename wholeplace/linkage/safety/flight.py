"""Who is protected though nobody asked for it: people who left after domestic abuse, or are at a refuge."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.addresses import LIVED_AT
from wholeplace.linkage.evidence.apart import model_text

ABUSE = "domestic_abuse"
ABUSE_WORDS = r"(?i)domestic[ _-](abuse|violence)"
REFUGE_WORDS = r"(?i)\brefuge\b|safe house"
TOLD_AFTER_DAYS = 366
"""How long after somebody left domestic abuse may first be told of, to count. Assumed: a return covers a year."""
EVER = {"floor": "0001-01-01", "ceiling": "9999-12-31"}
FOUND = {
    "person_id": pl.String, "place": pl.String, "from_date": pl.Date, "other_person_id": pl.String,
}  # fmt: skip


def flights(
    tables: Mapping[str, pl.DataFrame],
    placed: pl.DataFrame,
    who: pl.DataFrame,
    *,
    adult_age: int,
    communal_size: int,
    jobs: int,
) -> pl.DataFrame:
    """Who left whom, and when: person_id, the place left, from_date (the day), other_person_id; see `flight.sql`.

    tables: `event`, `exposure_reported`. placed: addresses with their place. who: record_id, person_id, birth_date,
    seen_from. Anybody whom any source says suffers domestic abuse, or lives with it, counts. other_person_id is
    null where the address left was one of many people.
    """
    stays = _stays(placed, who)
    abuse = _abuse(tables, who)
    refuge = stays.filter("refuge").select("person_id", "place", "from_date")
    started = pl.concat([abuse["person_id"], refuge["person_id"]]).unique()
    near = stays.filter(pl.col("person_id").is_in(started.implode()))["place"].unique()
    people = stays.filter(pl.col("place").is_in(near.implode()))["person_id"].unique()
    stays = stays.filter(pl.col("person_id").is_in(people.implode())).drop("refuge")
    born = who.group_by("person_id").agg(pl.col("birth_date").min())
    given = {"stay": stays, "abuse": abuse, "refuge": refuge, "born": born}
    settings = {"told_after": TOLD_AFTER_DAYS, "adult_age": adult_age, "communal_size": communal_size}
    found = run_models({"flight": model_text("flight")}, given, settings, jobs=jobs)["flight"]
    return found.select(pl.col(name).cast(kind) for name, kind in FOUND.items())


def _abuse(tables: Mapping[str, pl.DataFrame], who: pl.DataFrame) -> pl.DataFrame:
    """person_id and the first day on which domestic abuse is told of; the first of all days where none is given."""
    told = tables["exposure_reported"].filter(pl.col("factor") == ABUSE)
    event = tables["event"]
    said = {name: event[name].drop_nulls().unique() for name in ("kind", "code")}
    words = {name: values.filter(values.str.contains(ABUSE_WORDS)) for name, values in said.items()}
    noted = event.filter(pl.any_horizontal(pl.col(name).is_in(one.implode()) for name, one in words.items()))
    days = pl.concat([told.select("record_id", "from_date"), noted.select("record_id", from_date="date")])
    dated = days.with_columns(pl.col("from_date").fill_null(_day("floor")))
    people = dated.join(who.select("record_id", "person_id"), on="record_id")
    return people.group_by("person_id").agg(pl.col("from_date").min().alias("since")).sort("person_id")


def _stays(placed: pl.DataFrame, who: pl.DataFrame) -> pl.DataFrame:
    """Where each person lived, hidden or not: person_id, place, from_date, to_date, and whether at a refuge.

    A place that any source calls a refuge is one for all who live there.
    """
    lived = placed.filter(pl.col("kind").is_in(LIVED_AT), pl.col("place").is_not_null())
    named = pl.col("address_text").str.contains(REFUGE_WORDS).fill_null(False)
    dated = lived.join(who.select("record_id", "person_id", "seen_from"), on="record_id").select(
        "person_id", "place",
        pl.coalesce("from_date", "seen_from").fill_null(_day("floor")).alias("from_date"),
        pl.col("to_date").fill_null(_day("ceiling")),
        named.any().over("place").alias("refuge"),
    )  # fmt: skip
    return dated.unique().sort("person_id", "place", "from_date", "to_date")


def _day(which: str) -> pl.Expr:
    return pl.lit(EVER[which]).str.to_date()
