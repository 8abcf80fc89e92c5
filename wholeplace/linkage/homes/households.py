"""Households: who lived where, with whom, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.addresses import LIVED_AT, with_place
from wholeplace.linkage.evidence.apart import model_text
from wholeplace.privacy import PlaceKey, keyed_ids

FLOOR, CEILING = date(1, 1, 1), date(9999, 12, 31)


def residences(
    address: pl.DataFrame,
    who: pl.DataFrame,
    *,
    as_of: date,
    gap_days: int,
    hide_kinds: Collection[str],
    jobs: int,
) -> pl.DataFrame:
    """One row for each stay of a person in a household, with `place` and the household's key and dates.

    who: record_id, person_id and seen_from, which stands in for an unknown start. Correspondence addresses
    and bare postcodes make no household; a hidden address makes one of that person alone. Dates are between
    FLOOR and CEILING, which stand for unknown and open. The rules stand in `residence.sql` and `household.sql`.
    """
    models = {name: model_text(name) for name in ("residence", "household")}
    stay = _stays(address, who, as_of, hide_kinds)
    return run_models(models, {"stay": stay}, {"gap_days": gap_days}, jobs=jobs)["household"]


def _stays(
    address: pl.DataFrame, who: pl.DataFrame, as_of: date, hide_kinds: Collection[str]
) -> pl.DataFrame:
    placed = with_place(address, hide_kinds).filter(pl.col("kind").is_in(LIVED_AT))
    dated = placed.join(who, on="record_id").with_columns(
        pl.coalesce("from_date", "seen_from").alias("from_date")
    )
    ended = _moved_on(dated)
    protected = ended.with_columns(_hidden_from_all().alias("hidden"), _place_or_nowhere())
    known = protected.filter(
        pl.col("place").is_not_null(), (pl.col("from_date") <= as_of).fill_null(True),
        (pl.col("to_date") >= pl.col("from_date")).fill_null(True),
    )  # fmt: skip
    return known.select(
        "person_id", "place", "hidden", "kind", "source",
        pl.col("from_date").fill_null(FLOOR), pl.col("to_date").fill_null(CEILING),
    ).unique().sort("person_id", "place", "from_date", "to_date", "source", "kind")  # fmt: skip


def _moved_on(dated: pl.DataFrame) -> pl.DataFrame:
    """Where a source notes a new home and gives no end to the one before, that ends as the new one starts."""
    key = ["record_id", "kind", "from_date"]
    starts = dated.select(key).unique().sort(key, nulls_last=False)
    following = starts.with_columns(pl.col("from_date").shift(-1).over("record_id", "kind").alias("next"))
    joined = dated.join(following, on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("to_date", "next").alias("to_date"))


def _hidden_from_all() -> pl.Expr:
    """What one source hides of a person's address, no other source's row on that address shows."""
    return (pl.col("hidden").any().over("person_id", "place") & pl.col("place").is_not_null()) | pl.col(
        "hidden"
    )


def _place_or_nowhere() -> pl.Expr:
    """A hidden stay counts as one even where the place is not well enough known to share with others."""
    vague = pl.concat_str(pl.lit("hidden"), pl.col("postcode").fill_null(""), separator=" ")
    return pl.when(pl.col("hidden")).then(pl.coalesce("place", vague)).otherwise("place").alias("place")


def household_tables(
    stays: pl.DataFrame, key: PlaceKey, communal_size: int
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The `household` and `residence` tables, and each person's present `address_id` (`home`).

    A household of more than communal_size people at once is communal. home is null where any of the
    addresses that the person lives at last is hidden.
    """
    shown = pl.when(~pl.col("hidden")).then(keyed_ids(key, "a", ("address",), stays["place"]))
    named = stays.with_columns(
        shown.alias("address_id"),
        keyed_ids(key, "h", ("household",), stays["household_key"]).alias("household_id"),
    )
    kind = pl.when(pl.col("people") > communal_size).then(pl.lit("communal")).otherwise(pl.lit("private"))
    household = named.select(
        "household_id", "address_id", kind.alias("kind"), "people",
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
