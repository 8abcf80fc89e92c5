"""Who lives with whom: households of the store against the true ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from wholeplace.score.clusters import agreement
from wholeplace.score.codes import coded
from wholeplace.score.parts.leaving import said_of
from wholeplace.score.parts.together import addresses_on_record, score_together


def main_person(rows: pl.DataFrame, of: str, to: str) -> pl.DataFrame:
    """For each value of `of`, the `to` that most of its registrations have.

    Of equals the one with fewer in all, then the one of the first registration.
    rows: as `registrations` gives them. Those without a person in the store are left out.
    """
    linked = rows.drop_nulls(["true_person", "person_id"])
    cells = linked.group_by(of, to).agg(n=pl.len(), first=pl.col("row").min())
    cells = cells.with_columns(all=pl.col("n").sum().over(to))
    order = [of, -pl.col("n").cast(pl.Int64), "all", "first"]
    return cells.sort(order).unique(of, keep="first", maintain_order=True).select(of, to)


def score_households(
    rows: pl.DataFrame,
    found: pl.DataFrame,
    true: pl.DataFrame,
    since: date,
    as_of: date,
    address: pl.DataFrame | None = None,
    record: pl.DataFrame | None = None,
) -> dict[str, Any]:
    """Agreement about who lives together, on the place's date and each year before it.

    found: the store's `residence`. true: the truth's. People count once a date, in the home that they came to
    last. `all`: everybody who lives here in truth or in the store; `known`: those of whom the store has a
    person. A true person's home in the store is that of the person who has most of their registrations.
    `together`: by date, pairs who share any home. address, record: the store's, for what is recorded.
    """
    store_of = main_person(rows, "true_person", "person_id")
    on_record = None if address is None else addresses_on_record(rows, address)
    days = [*_days(since, as_of), as_of]
    said = None if address is None or record is None else said_of(rows, record, address)
    together = score_together(store_of, found, true, on_record, days, said)
    ours, here = coded(store_of["true_person"], true["true_person"])
    theirs, there = coded(store_of["person_id"], found["person_id"])
    store_of = pl.DataFrame([ours, theirs])
    true = true.with_columns(here, coded(true["true_household"])[0])
    found = found.with_columns(there, coded(found["household_id"])[0])
    now = _homes(store_of, found, true, as_of)
    return {
        "all": agreement(now),
        "known": agreement(now.filter("known")),
        "over_time": {str(day): agreement(_homes(store_of, found, true, day)) for day in days[:-1]},
        "together": together,
    }


def _days(since: date, as_of: date) -> list[date]:
    """The place's date in each of the years before it."""
    next_day = as_of + timedelta(days=1)
    years = range(next_day.year - since.year, 0, -1)
    past = [next_day.replace(year=next_day.year - back) - timedelta(days=1) for back in years]
    return [day for day in past if day >= since]


def _homes(store_of: pl.DataFrame, found: pl.DataFrame, true: pl.DataFrame, day: date) -> pl.DataFrame:
    """One row a person who lives here on that day, in truth or in the store: both homes, and whether known."""
    here = _home_on(true, "true_person", "true_household", "from", "to", day)
    there = _home_on(found, "person_id", "household_id", "from_date", "to_date", day)
    ours = store_of.join(there, on="person_id", how="left").drop("person_id")
    both = here.join(ours.with_columns(known=True), on="true_person", how="full", coalesce=True)
    both = both.filter(pl.col("true_household").is_not_null() | pl.col("household_id").is_not_null())
    both = both.sort("true_person").with_columns(
        true="true_household",
        found="household_id",
        known=pl.col("known").fill_null(False),
    )
    alone = -1 - pl.int_range(pl.len(), dtype=pl.Int64)
    return both.with_columns(unit=pl.coalesce("true", alone))


def _home_on(rows: pl.DataFrame, who: str, home: str, since: str, until: str, day: date) -> pl.DataFrame:
    """Each person's home on a day: of several, the one they came to last, then the one of more people."""
    begun = pl.col(since).is_null() | (pl.col(since) <= day)
    here = rows.filter(begun, pl.col(until).is_null() | (pl.col(until) > day)).select(who, home, since)
    here = here.with_columns(people=pl.len().over(home))
    order = [pl.col(who), pl.col(since).fill_null(date.min), pl.col("people"), pl.col(home)]
    return here.sort(order).unique(who, keep="last", maintain_order=True).select(who, home)
