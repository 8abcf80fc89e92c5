"""Who lives with whom, and who is whose: households and ties of the store against the true ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from wholeplace.score.clusters import agreement
from wholeplace.score.codes import coded
from wholeplace.score.share import share

RAISED = ("parent", "mother", "father", "step_parent", "adoptive_parent", "carer")
"""Kinds in which b brings up or looks after a. Sources and truth name them differently, so one stands for all."""
EQUALS = ("spouse_or_partner",)


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
    rows: pl.DataFrame, found: pl.DataFrame, true: pl.DataFrame, since: date, as_of: date
) -> dict[str, Any]:
    """Agreement about who lives together, on the place's date and each year before it.

    found: the store's `residence`. true: the truth's. People count once a date, in the home that they came to
    last. `all`: everybody who lives here in truth or in the store; `known`: those of whom the store has a
    person. A true person's home in the store is that of the person who has most of their registrations.
    """
    store_of = main_person(rows, "true_person", "person_id")
    ours, here = coded(store_of["true_person"], true["true_person"])
    theirs, there = coded(store_of["person_id"], found["person_id"])
    store_of = pl.DataFrame([ours, theirs])
    true = true.with_columns(here, coded(true["true_household"])[0])
    found = found.with_columns(there, coded(found["household_id"])[0])
    now = _homes(store_of, found, true, as_of)
    return {
        "all": agreement(now),
        "known": agreement(now.filter("known")),
        "over_time": {str(day): agreement(_homes(store_of, found, true, day)) for day in _days(since, as_of)},
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


def score_ties(rows: pl.DataFrame, found: pl.DataFrame, true: pl.DataFrame) -> dict[str, Any]:
    """Recall of each true kind of tie and precision of each kind that the store holds.

    found: the store's `tie`. true: the truth's. Kinds that name no relation (one household, one family
    reference) are left out. A tie stands once, whatever its dates and sources. A tie of the store between
    people who have no true person is left out and counted.
    """
    true_of = main_person(rows, "person_id", "true_person")
    held = _directed(found.select("kind", a="person_a", b="person_b"))
    for side in "ab":
        names = true_of.select(pl.col("person_id").alias(side), pl.col("true_person").alias(f"true_{side}"))
        held = held.join(names, on=side, how="left")
    placed = held.drop_nulls(["true_a", "true_b"]).select("group", "kind", a="true_a", b="true_b").unique()
    real = _directed(true.select("kind", "a", "b")).select("group", "kind", "a", "b").unique()
    known = rows.drop_nulls("person_id").select("true_person").unique()
    in_store = real.join(known, left_on="a", right_on="true_person", how="semi")
    in_store = in_store.join(known, left_on="b", right_on="true_person", how="semi")
    return {
        "recall": _by_kind(real, placed),
        "recall_known": _by_kind(in_store, placed),
        "precision": _by_kind(placed, real),
        "without_truth": held.filter(pl.col("true_a").is_null() | pl.col("true_b").is_null()).height,
    }


def _directed(ties: pl.DataFrame) -> pl.DataFrame:
    """Ties with their group of kinds: a looked after by b, or equals with the smaller id first."""
    down = pl.col("kind") == "dependant"
    equal = pl.col("kind").is_in(EQUALS)
    group = (
        pl.when(equal).then(pl.lit("equal")).when(pl.col("kind").is_in(RAISED) | down).then(pl.lit("raised"))
    )
    turned = down | (equal & (pl.col("a") > pl.col("b")))
    return ties.select(
        "kind",
        group=group,
        a=pl.when(turned).then("b").otherwise("a"),
        b=pl.when(turned).then("a").otherwise("b"),
    ).filter(pl.col("group").is_not_null())


def _by_kind(ties: pl.DataFrame, others: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """By kind, the share of ties that the others have too, in the same direction. Intervals count the people a."""
    there = others.select("group", "a", "b").unique().with_columns(found=pl.lit(1.0))
    marked = ties.join(there, on=["group", "a", "b"], how="left").with_columns(pl.col("found").fill_null(0.0))
    people = marked.group_by("kind", "a").agg(pl.col("found").sum(), of=pl.len()).sort("kind", "a")
    kinds = people.partition_by("kind", as_dict=True)
    return {str(kind[0]): share(part, "found", "of") for kind, part in sorted(kinds.items())}
