"""Links of records that have no birth date, by name, address and dates together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.linkage.evidence.clean import COMPARED_AT
from wholeplace.linkage.evidence.pairs import NONE


def undated_links(
    records: pl.DataFrame,
    people: pl.DataFrame,
    address: pl.DataFrame,
    *,
    as_of: date,
    adult_age: int,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """Links (a, b, score, why) for records with no birth date; the rule stands in `undated.sql`.

    people: n and label, as resolved without these links. Hidden addresses are no evidence.
    """
    tables = {"stay": _stays(records, people, address, hide_kinds)}
    settings = {"as_of": as_of, "adult_age": adult_age}
    found = run_models({"undated": model_text("undated")}, tables, settings, jobs=jobs)["undated"]
    return found.select(pl.col(name).cast(kind) for name, kind in NONE.items())


def _stays(
    records: pl.DataFrame, people: pl.DataFrame, address: pl.DataFrame, hide_kinds: Collection[str]
) -> pl.DataFrame:
    """Named people at known addresses where at least one record of the same name has no birth date."""
    born = pl.col("birth_date").max().over("label").alias("born")
    named = records.join(people, on="n").with_columns(born).filter("linkable")
    placed = with_place(address, hide_kinds).filter(
        ~pl.col("hidden"), pl.col("kind").is_in(COMPARED_AT), pl.col("place").is_not_null()
    )
    key = ["place", "given", "family"]
    stays = placed.drop("source").join(named, on="record_id").drop_nulls(["given", "family"])
    wanted = stays.filter(pl.col("born").is_null().any().over(key))
    return wanted.select("n", "label", "source", *key, "from_date", "to_date", "born")
