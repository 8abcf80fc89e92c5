"""Households and residences as stored, and where people live now."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.homes.stays import CEILING, FLOOR, WITH_ADULTS
from wholeplace.privacy import PlaceKey, keyed_ids


def household_tables(
    stays: pl.DataFrame, key: PlaceKey, communal_size: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The `household` and `residence` tables, and each person's present `address_id` (`home`).

    A household of more than communal_size people at once is communal. home is null where any of the
    addresses that the person lives at last is hidden. Who is taken to live with somebody, and of whom no source
    gives that address, is in the household without it: an address is told by a source or not at all.
    """
    keyed = keyed_ids(key, "a", ("address",), stays["place"])
    shown = pl.when(~pl.col("hidden")).then(keyed)
    told = pl.when(pl.col("sources") != WITH_ADULTS).then(shown)
    named = stays.with_columns(
        shown.alias("household_address"),
        told.alias("address_id"),
        keyed_ids(key, "h", ("household",), stays["household_key"]).alias("household_id"),
    )
    kind = pl.when(pl.col("people") > communal_size).then(pl.lit("communal")).otherwise(pl.lit("private"))
    household = named.select(
        "household_id", pl.col("household_address").alias("address_id"), kind.alias("kind"), "people",
        *_as_known("household_from", "household_to"),
    ).unique().sort("household_id")  # fmt: skip
    residence = named.with_columns(_as_known("from_date", "to_date"))
    return household, residence, _homes(named)


def _as_known(start: str, end: str) -> list[pl.Expr]:
    """Dates with null for unknown and open, in place of floor and ceiling."""
    return [
        pl.when(pl.col(start) > FLOOR).then(pl.col(start)).alias("from_date"),
        pl.when(pl.col(end) < CEILING).then(pl.col(end)).alias("to_date"),
    ]


def _homes(named: pl.DataFrame) -> pl.DataFrame:
    last = named.filter(pl.col("to_date") == pl.col("to_date").max().over("person_id"))
    open_to_see = last.filter(~pl.col("hidden").any().over("person_id"))
    latest = open_to_see.sort("person_id", "from_date", "address_id", descending=[False, True, False])
    return latest.unique("person_id", keep="first", maintain_order=True).select("person_id", "address_id")
