"""Pairs wrongly held together because somebody had left, and whether any source recorded that they had.

Two people who once shared a home in truth, and no longer do, are parted by whoever of them left it. That is on
record if a source holds, of a record that is truly theirs,

* a death,
* a stay that began or ended in the quarter before they left or since,
* an address that the two have not in common, in use after they left, or
* a record with an address that they have in common, closed in the quarter before they left or since.

A source may tell of another address for other reasons, so somewhat too much counts as recorded, never too little. What
others did at the address, as a household that came after, is no record of a leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.linkage.addresses import LIVED_AT, lived_in

SLACK = pl.duration(days=92)
"""Sources have a move some weeks early or late."""
LEAVER = ["a", "b", "who"]


@dataclass(frozen=True)
class Said:
    """What sources hold of true people. address: true_person, record_id, place, from_date, to_date. record:
    true_person, record_id, seen_from, seen_to, death_date."""

    address: pl.DataFrame
    record: pl.DataFrame


def said_of(rows: pl.DataFrame, record: pl.DataFrame, address: pl.DataFrame) -> Said:
    """rows: as `registrations` gives them. record, address: the store's."""
    who = rows.select("record_id", "true_person").drop_nulls()
    lived = lived_in(address, ()).filter(pl.col("kind").is_in(LIVED_AT)).drop_nulls("place")
    dates = record.select("record_id", "seen_from", "seen_to", "death_date")
    return Said(
        lived.select("record_id", "place", "from_date", "to_date").join(who, on="record_id"),
        dates.join(who, on="record_id"),
    )


def untold_leavings(pairs: pl.DataFrame, true: pl.DataFrame, said: Said, day: date) -> pl.DataFrame:
    """Of pairs a, b who do not live together on that day: those parted by a leaving that nobody recorded.

    true: the truth's `residence`.
    """
    left = _leavers(pairs, true, day)
    told = pl.concat([found.select("a", "b") for found in _signs(left, said)])
    return left.select("a", "b").unique().join(told, on=["a", "b"], how="anti").sort("a", "b")


def _leavers(pairs: pl.DataFrame, true: pl.DataFrame, day: date) -> pl.DataFrame:
    """a, b, `who` of them had left the home they shared last by that day, and `left`, when."""
    stay = true.select("true_person", "true_household", since=pl.col("from").fill_null(date.min), until="to")
    a, b = (
        stay.rename({"true_person": side, "since": f"since_{side}", "until": f"until_{side}"})
        for side in "ab"
    )
    shared = pairs.select("a", "b").join(a, on="a").join(b, on=["b", "true_household"]).with_columns(
        since=pl.max_horizontal("since_a", "since_b"), until=pl.min_horizontal("until_a", "until_b")
    )  # fmt: skip
    over = shared.filter(pl.col("since") < pl.col("until"), pl.col("until") <= day)
    last = over.filter(pl.col("until") == pl.col("until").max().over("a", "b"))
    each = [last.select("a", "b", who=side, left=f"until_{side}") for side in "ab"]
    return pl.concat(each).filter(pl.col("left") <= day).unique().sort(*LEAVER, "left")


def _signs(left: pl.DataFrame, said: Said) -> list[pl.DataFrame]:
    """Leavers of whom a source says so, once for each way to say it."""
    record = left.join(said.record, left_on="who", right_on="true_person")
    stay = left.join(said.address, left_on="who", right_on="true_person")
    other = pl.when(pl.col("who") == pl.col("a")).then("b").otherwise("a")
    theirs = said.address.select("place", other="true_person").unique().with_columns(common=True)
    stay = stay.with_columns(other=other).join(theirs, on=["other", "place"], how="left")
    stay = stay.join(said.record.select("record_id", "seen_to"), on="record_id", how="left")
    about = pl.col("left") - SLACK
    used_since = pl.col("seen_to").is_null() | (pl.col("seen_to") > pl.col("left"))
    return [
        record.filter(pl.col("death_date").is_not_null()),
        stay.filter((pl.col("from_date") >= about) | (pl.col("to_date") >= about)),
        stay.filter(pl.col("common").is_null(), pl.col("to_date").is_null(), used_since),
        stay.filter("common", pl.col("seen_to") >= about),
    ]
