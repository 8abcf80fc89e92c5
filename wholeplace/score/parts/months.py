"""Periods of support and circumstances: the store's months against the true ones.

A person-month counts where the period covers the month's last day. Periods of one person in one state are
first run together, so that no month counts twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from wholeplace.score.codes import coded
from wholeplace.score.share import share

WHO = ["person", "key"]


def score_months(
    found: pl.DataFrame,
    true: pl.DataFrame,
    recorded: pl.DataFrame | None,
    keys: list[str],
    since: date,
    as_of: date,
) -> dict[str, Any]:
    """By what `keys` name and in all: the share of true months found, and of months found that are false.

    found, true: true_person, `keys`, from, to; true also id. recorded: fact_id of those that any source was
    told of. Months outside since to as_of are left out, and so are periods of the store without a start,
    which count under `people`: the share of (person, key) ever true that the store holds at all.
    """
    told = (
        true.clear()
        if recorded is None
        else true.join(recorded, left_on="id", right_on="fact_id", how="semi")
    )
    columns = ["true_person", "from", "to", pl.concat_str(keys, separator=":").alias("named")]
    sides = {name: rows.select(columns) for name, rows in (("true", true), ("told", told), ("found", found))}
    periods = pl.concat([rows.with_columns(side=pl.lit(name)) for name, rows in sides.items()])
    person, key = coded(periods["true_person"])[0], coded(periods["named"])[0]
    periods = periods.with_columns(person.alias("person"), key.alias("key"))
    real, known, mine = (_runs(periods.filter(side=side), since, as_of) for side in sides)
    names = dict(periods.select("key", "named").unique().sort("key").iter_rows())
    held = periods.filter(pl.col("from").is_null(), side="found")
    return {
        "found_of_all": _by_key(real, mine, names),
        "found_of_recorded": None if recorded is None else _by_key(known, mine, names),
        "false": _by_key(mine, real, names, missed=True),
        "people": _by_key(_ever(real), _ever(pl.concat([mine.select(WHO), held.select(WHO)])), names),
        "without_start": held.height,
    }


def _runs(periods: pl.DataFrame, since: date, as_of: date) -> pl.DataFrame:
    """Months first to last (exclusive) of each person and key, periods that meet run together."""
    end = as_of + timedelta(days=1)
    spans = periods.drop_nulls("from").select(
        *WHO,
        first=_month(pl.max_horizontal(pl.col("from"), pl.lit(since))),
        last=_month(pl.min_horizontal(pl.col("to").fill_null(end), pl.lit(end))),
    )
    spans = spans.filter(pl.col("first") < pl.col("last")).sort(*WHO, "first", "last")
    reached = pl.col("last").cum_max().shift(1).over(WHO)
    begins = (pl.col("first") > reached).fill_null(True)
    runs = spans.with_columns(run=begins.cum_sum())
    return runs.group_by(*WHO, "run").agg(pl.col("first").min(), pl.col("last").max()).drop("run")


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32)


def _ever(runs: pl.DataFrame) -> pl.DataFrame:
    """One month for each person and key that has any."""
    return runs.select(WHO).unique().with_columns(first=pl.lit(0, pl.Int32), last=pl.lit(1, pl.Int32))


def _by_key(
    runs: pl.DataFrame, others: pl.DataFrame, names: dict[int, str], *, missed: bool = False
) -> dict[str, dict[str, Any]]:
    """The share of months that the others have too (or, missed, have not), in all and by key, over people."""
    of = runs.group_by(WHO).agg(of=(pl.col("last") - pl.col("first")).sum().cast(pl.Float64))
    meet = runs.join(others, on=WHO, suffix="_b")
    least, most = pl.max_horizontal("first", "first_b"), pl.min_horizontal("last", "last_b")
    shared = meet.group_by(WHO).agg(shared=(most - least).clip(0).sum().cast(pl.Float64))
    counts = of.join(shared, on=WHO, how="left").with_columns(pl.col("shared").fill_null(0.0)).sort(WHO)
    if missed:
        counts = counts.with_columns(shared=pl.col("of") - pl.col("shared"))
    people = counts.group_by("person", maintain_order=True).agg(pl.col("of", "shared").sum())
    parts = sorted(counts.partition_by("key", as_dict=True).items())
    return {"all": share(people, "shared", "of")} | {
        names[key[0]]: share(part, "shared", "of") for key, part in parts
    }
