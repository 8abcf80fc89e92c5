"""Families that come to the place in later months: made like those already there, of new people.

Who comes is younger and rents privately more often than who is there. A family has the make-up, ages and ethnic
groups of one that lives in the place on the first day; its births are moved so that its people have those ages, a
few months older, when they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.homes.counts import Floats, Ints
from wholeplace.demo.homes.start import Start
from wholeplace.dynamics.draws import pick, uniform

# How much likelier those who rent privately, those whose eldest is under 45, and lone sharers are to come; assumed.
RENTING, UNDER_45, SHARER = 4.0, 3.0, 0.3
MONTHLY = 1_000_000  # families a month, at the most
OLDER_BY = 360  # days
TIES = ("mother", "father", "partner", "carer")


@dataclass(frozen=True)
class Arrivals:
    """Columns of Start's frames, and `arrive`: the month (0 is the first). `address` is null: where they go to
    live is the reader's to draw; household has `area_index`, the area of the family they are made like."""

    household: pl.DataFrame
    person: pl.DataFrame


def arrivals(start: Start, months: Sequence[int], per_month: npt.ArrayLike, seed: int) -> Arrivals:
    """`per_month` families (a number a month of `months`; negative months are before the first day).

    Persons, households and families are numbered on from Start's.
    """
    counts = np.asarray(per_month, dtype=np.int64)
    month = np.repeat(np.asarray(months, dtype=np.int64), counts)
    nth = np.arange(len(month)) - np.repeat(np.cumsum(counts) - counts, counts)
    key = (month + 1200) * MONTHLY + nth
    models = _models(start)
    chosen = pick(uniform(seed, "arrivals:family", key), models["weight"].to_numpy())
    rows = models[chosen]
    return Arrivals(_households(start, rows, month), _persons(start, rows, month, key, seed))


def _models(start: Start) -> pl.DataFrame:
    """Families of one private household, and how likely each is to be what arrives."""
    people = start.person.group_by("family").agg(
        pl.col("person").min().alias("first"),
        pl.len().alias("people"),
        pl.col("birth").min(),
        pl.col("household").min(),
        pl.col("household").n_unique().alias("homes"),
    )
    homes = start.household.join(start.address.select("address", "tenure", "area_index"), on="address")
    joined = people.join(homes.select("household", "kind", "tenure", "area_index"), on="household")
    ordinary = joined.filter((pl.col("homes") == 1) & ~pl.col("kind").is_in(["communal", "student"]))
    renting = pl.when(pl.col("tenure") == "private").then(RENTING).otherwise(1.0)
    young = pl.when(pl.col("birth").dt.year() > start.day.year - 45).then(UNDER_45).otherwise(1.0)
    sharer = pl.when(pl.col("kind") == "hmo").then(SHARER).otherwise(1.0)
    return ordinary.with_columns((renting * young * sharer).alias("weight")).sort("family")


def _households(start: Start, rows: pl.DataFrame, month: Ints) -> pl.DataFrame:
    number = np.arange(rows.height)
    return pl.DataFrame(
        {
            "household": number + start.household.height,
            "address": pl.Series([None] * rows.height, dtype=pl.Int64),
            "family": number + _families(start),
            "kind": rows["kind"],
            "size": rows["people"].cast(pl.Int32),
            "area_index": rows["area_index"],
            "arrive": month.astype(np.int32),
        }
    )


def _families(start: Start) -> int:
    return int(start.person["family"][-1]) + 1


def _persons(start: Start, rows: pl.DataFrame, month: Ints, key: Ints, seed: int) -> pl.DataFrame:
    size, first = rows["people"].to_numpy().astype(np.int64), rows["first"].to_numpy()
    which = np.repeat(np.arange(rows.height), size)
    offset = np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size)
    like = start.person[first[which] + offset]
    begins = start.person.height + np.cumsum(size) - size
    older = (uniform(seed, "arrivals:older", key) * OLDER_BY).astype(np.int64)
    moved = (_days(start.day, month) - older)[which]
    births = (like["birth"].cast(pl.Int32).to_numpy() + moved).astype(np.int32)
    draw = uniform(seed, "arrivals:disability", key[which], offset)
    ties = {name: _moved(like[name], first[which], size[which], begins[which]) for name in TIES}
    return like.with_columns(
        pl.Series("person", np.arange(len(which)) + start.person.height),
        pl.Series("household", which + start.household.height),
        pl.lit(None, pl.Int64).alias("second_home"),
        pl.Series("family", which + _families(start)),
        pl.Series("birth", births).cast(pl.Date),
        *(column.alias(name) for name, column in ties.items()),
        pl.Series("disability", draw < _disabled_share(start, like)),
        pl.Series("arrive", month[which].astype(np.int32)),
    )


def _moved(ties: pl.Series, first: Ints, size: Ints, begins: Ints) -> pl.Series:
    """Ties within the family, renumbered; those to people elsewhere are not brought along."""
    old = ties.fill_null(-1).to_numpy()
    inside = (old >= first) & (old < first + size)
    held = pl.Series(np.where(inside, begins + old - first, -1))
    return held.set(held < 0, None)


def _days(day: date, month: Ints) -> Ints:
    """Days from the first day to the first of each month, counted from its own."""
    start = np.datetime64(f"{day:%Y-%m}", "M")
    return ((start + month).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64)


def _disabled_share(start: Start, like: pl.DataFrame) -> Floats:
    """The share disabled among the place's people born in the same decade."""
    decade = (pl.col("birth").dt.year() // 10).alias("decade")
    shares = start.person.group_by(decade).agg(pl.col("disability").mean().alias("share"))
    found = like.select(decade).join(shares, on="decade", how="left", maintain_order="left")
    return found["share"].to_numpy()
