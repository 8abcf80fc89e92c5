"""Who shares a home with whom on a day, pair by pair, so that a child of two homes shares both.

A pair that lives together is recorded if sources hold, for a record of each, one address in common: at any
date, as few sources say when a stay began. Addresses that are hidden are left out, as nobody may be put
together by them, and so is who lives at a hidden address in the store on the day: a household alone, on purpose.

A pair that once lived together and no longer does is on record as parted if a source has one of them leave
(`leaving.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from wholeplace.linkage.addresses import LIVED_AT, lived_in
from wholeplace.score.parts.leaving import Said, untold_leavings
from wholeplace.score.share import share

PAIR = ["a", "b"]


def addresses_on_record(rows: pl.DataFrame, address: pl.DataFrame) -> pl.DataFrame:
    """true_person and place: each open address that a source holds for a record that is truly theirs."""
    shown = lived_in(address, ()).filter(~pl.col("hidden"), pl.col("kind").is_in(LIVED_AT))
    held = shown.select("record_id", "place").drop_nulls()
    who = rows.select("record_id", "true_person").drop_nulls()
    return held.join(who, on="record_id").select("true_person", "place").unique()


def score_together(
    store_of: pl.DataFrame,
    found: pl.DataFrame,
    true: pl.DataFrame,
    recorded: pl.DataFrame | None,
    days: Iterable[date],
    said: Said | None = None,
) -> dict[str, Any]:
    """By day: precision and recall of pairs who share a home, and recall and F1 of those on record.

    store_of: each true person's person_id. recorded: `addresses_on_record`; said: what sources hold of people.
    Either may be None, and what needs it is null.
    """
    return {str(day): _on(day, store_of, found, true, recorded, said) for day in days}


def _on(
    day: date,
    store_of: pl.DataFrame,
    found: pl.DataFrame,
    true: pl.DataFrame,
    recorded: pl.DataFrame | None,
    said: Said | None,
) -> dict[str, Any]:
    lived = _there(true, "from", "to", day).select("true_person", home="true_household")
    held = _there(found, "from_date", "to_date", day).join(store_of, on="person_id")
    real = _pairs(lived).with_columns(real=1.0)
    ours = _pairs(held.select("true_person", home="household_id")).with_columns(held=1.0)
    both = real.join(ours, on=PAIR, how="full", coalesce=True).with_columns(
        pl.col("real", "held").fill_null(0.0)
    )
    marked = both.with_columns(told=pl.lit(None, pl.Float64) if recorded is None else _told(both, recorded))
    marked = marked.with_columns(
        hidden=_either(marked, _hiding(held)),
        there=~_either(marked, held.join(lived, on="true_person", how="anti")["true_person"].unique()),
    )
    marked = _with_untold(marked, true, said, day)
    people = _by_person(marked)
    return {
        "precision": share(people, "both", "held"),
        "recall": share(people, "both", "real"),
        "f1": share(people, "twice", "either"),
        "recall_recorded": share(people, "told_both", "told") if recorded is not None else None,
        "f1_recorded": share(people, "told_twice", "told_either") if recorded is not None else None,
        "precision_told": share(people, "both", "known_held") if said is not None else None,
        "f1_told": share(people, "told_twice", "known_either")
        if said is not None and recorded is not None
        else None,
        "false_of_the_gone": share(people, "gone", "false"),
        "withheld": marked.filter("hidden", pl.col("real") * pl.col("told") > 0).height,
    }


def _with_untold(pairs: pl.DataFrame, true: pl.DataFrame, said: Said | None, day: date) -> pl.DataFrame:
    """The pairs with `untold`: 1 where they are wrongly held only as nobody recorded that one of them left."""
    if said is None:
        return pairs.with_columns(untold=pl.lit(0.0))
    wrong = pairs.filter(pl.col("held") > pl.col("real")).select(PAIR)
    found = untold_leavings(wrong, true, said, day).with_columns(untold=1.0)
    joined = pairs.join(found, on=PAIR, how="left", maintain_order="left")
    return joined.with_columns(pl.col("untold").fill_null(0.0))


def _hiding(held: pl.DataFrame) -> pl.Series:
    """Those whose home the store hides."""
    if "hidden" not in held.columns:
        return held["true_person"].clear()
    return held.filter("hidden")["true_person"].unique()


def _either(pairs: pl.DataFrame, people: pl.Series) -> pl.Series:
    among = people.implode()
    return pairs.select((pl.col("a").is_in(among) | pl.col("b").is_in(among)).alias("either")).to_series()


def _there(rows: pl.DataFrame, since: str, until: str, day: date) -> pl.DataFrame:
    begun = pl.col(since).is_null() | (pl.col(since) <= day)
    return rows.filter(begun, pl.col(until).is_null() | (pl.col(until) > day))


def _pairs(homes: pl.DataFrame) -> pl.DataFrame:
    """a and b, in order: any two people with a home in common."""
    left, right = (homes.rename({"true_person": side}).drop_nulls().unique() for side in PAIR)
    return left.join(right, on="home").filter(pl.col("a") < pl.col("b")).select(PAIR).unique().sort(PAIR)


def _told(pairs: pl.DataFrame, recorded: pl.DataFrame) -> pl.Series:
    """1 for pairs with an address in common on record, else 0."""
    left, right = (recorded.rename({"true_person": side}) for side in PAIR)
    shared = pairs.select(PAIR).join(left, on="a").join(right, on=["b", "place"]).select(PAIR).unique()
    known = pairs.select(PAIR).join(shared.with_columns(told=1.0), on=PAIR, how="left", maintain_order="left")
    return known["told"].fill_null(0.0)


def _by_person(pairs: pl.DataFrame) -> pl.DataFrame:
    """Sums by the first person of each pair. What is true and on no record counts neither for nor against `told`."""
    both = (pl.col("real") * pl.col("held")).alias("both")
    seen = (~pl.col("hidden")).cast(pl.Float64)
    told = (pl.col("real") * pl.col("told") * seen).alias("told")
    false = (pl.col("held") * (1 - pl.col("real"))).alias("false")
    gone = (false * (~pl.col("there")).cast(pl.Float64)).alias("gone")
    each = pairs.select(
        "a", "real", "held", "untold", both, told, false, gone, told_both=pl.col("held") * told
    )
    sums = each.group_by("a").agg(pl.all().sum()).sort("a")
    judged = pl.col("held") - pl.col("both") + pl.col("told_both")
    return sums.with_columns(
        twice=2 * pl.col("both"),
        either=pl.col("real") + pl.col("held"),
        told_twice=2 * pl.col("told_both"),
        told_either=pl.col("told") + judged,
        known_held=pl.col("held") - pl.col("untold"),
        known_either=pl.col("told") + judged - pl.col("untold"),
    )
