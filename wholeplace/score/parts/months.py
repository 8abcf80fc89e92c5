"""Periods of support and circumstances: the store's months against the true ones.

A person-month counts where the period covers the month's last day. Periods of one person in one state are
first run together, so that no month counts twice.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from wholeplace.score.share import share


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
    mine, real = _runs(found.drop_nulls("from"), keys, since, as_of), _runs(true, keys, since, as_of)
    told = None if recorded is None else true.join(recorded, left_on="id", right_on="fact_id", how="semi")
    known = None if told is None else _runs(told, keys, since, as_of)
    return {
        "found_of_all": _by_key(real, mine, keys),
        "found_of_recorded": None if known is None else _by_key(known, mine, keys),
        "false": _by_key(mine, real, keys, missed=True),
        "people": _by_key(_ever(real, keys), _ever(pl.concat([mine, _undated(found, keys)]), keys), keys),
        "without_start": found.filter(pl.col("from").is_null()).height,
    }


def _runs(rows: pl.DataFrame, keys: list[str], since: date, as_of: date) -> pl.DataFrame:
    """Months first to last (exclusive) of each person and key, periods that meet run together."""
    who = ["true_person", *keys]
    end = as_of + timedelta(days=1)
    spans = rows.select(
        *who,
        first=_month(pl.max_horizontal(pl.col("from"), pl.lit(since))),
        last=_month(pl.min_horizontal(pl.col("to").fill_null(end), pl.lit(end))),
    ).filter(pl.col("first") < pl.col("last"))
    spans = spans.sort(*who, "first", "last")
    reached = pl.col("last").cum_max().shift(1).over(who)
    begins = (pl.col("first") > reached).fill_null(True)
    runs = spans.with_columns(run=begins.cum_sum())
    return (
        runs.group_by(*who, "run")
        .agg(pl.col("first").min(), pl.col("last").max())
        .drop("run")
        .sort(*who, "first")
    )


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32)


def _ever(runs: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """One month for each person and key that has any."""
    who = ["true_person", *keys]
    return (
        runs.select(who).unique().sort(who).with_columns(first=pl.lit(0, pl.Int32), last=pl.lit(1, pl.Int32))
    )


def _undated(found: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    rows = found.filter(pl.col("from").is_null()).select("true_person", *keys)
    return rows.with_columns(first=pl.lit(0, pl.Int32), last=pl.lit(1, pl.Int32))


def _by_key(
    runs: pl.DataFrame, others: pl.DataFrame, keys: list[str], *, missed: bool = False
) -> dict[str, dict[str, Any]]:
    """The share of months that the others have too (or, missed, have not), in all and by key, over people."""
    who = ["true_person", *keys]
    of = runs.group_by(who).agg(of=(pl.col("last") - pl.col("first")).sum().cast(pl.Float64))
    meet = runs.join(others, on=who, suffix="_b")
    least, most = pl.max_horizontal("first", "first_b"), pl.min_horizontal("last", "last_b")
    shared = meet.group_by(who).agg(shared=(most - least).clip(0).sum().cast(pl.Float64))
    counts = of.join(shared, on=who, how="left").with_columns(pl.col("shared").fill_null(0.0))
    if missed:
        counts = counts.with_columns(shared=pl.col("of") - pl.col("shared"))
    named = counts.with_columns(key=pl.concat_str(keys, separator=":")).sort(who)
    people = named.group_by("true_person").agg(pl.col("of", "shared").sum()).sort("true_person")
    parts = named.partition_by("key", as_dict=True)
    by_key = {str(key[0]): share(part, "shared", "of") for key, part in sorted(parts.items())}
    return {"all": share(people, "shared", "of"), **by_key}
