"""Counts that published figures are made of: who is present, of what age, in which state, on a day or in a year."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.world import World

CHILD = 18


def open_on(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """Rows whose period holds the day."""
    return frame.filter(pl.col("from_date") <= day, pl.col("to_date").is_null() | (pl.col("to_date") > day))


def started(frame: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """Rows whose period began after `first`, up to and with `last`."""
    return frame.filter(pl.col("from_date") > first, pl.col("from_date") <= last)


def present(world: World, day: date) -> pl.DataFrame:
    """Residents on a day: person, age (whole years), sex, area of home (LSOA; null outside)."""
    living = open_on(world.residence, day).sort("person", "from_date").unique("person", keep="last")
    area = world.address.select("address", "area")
    people = living.join(area, on="address", how="left").join(
        world.person.select("person", "birth", "sex", "family"), on="person"
    )
    return with_age(people, day).select("person", "age", "sex", "area", "household", "family").sort("person")


def with_age(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """`age` in whole years on a day, from `birth`."""
    had = (
        pl.col("birth").dt.month().cast(pl.Int32) * 100 + pl.col("birth").dt.day()
    ) <= day.month * 100 + day.day
    return frame.with_columns((day.year - pl.col("birth").dt.year() - (~had).cast(pl.Int32)).alias("age"))


def spells(world: World, track: str, *states: str) -> pl.DataFrame:
    """Periods of support in a track, in states whose names begin with one of `states` (all where none given)."""
    of_track = world.spell.filter(pl.col("track") == track)
    if not states:
        return of_track
    return of_track.filter(pl.any_horizontal(pl.col("state").str.starts_with(state) for state in states))


def times(frame: pl.DataFrame) -> pl.DataFrame:
    """Periods in one state or the next of a group, end to end, as one: person, from_date, to_date.

    A child who moves from one placement to another is looked after throughout.
    """
    open_end = date(9999, 1, 1)
    ordered = frame.sort("person", "from_date", "to_date", nulls_last=True).with_columns(
        pl.col("to_date").fill_null(open_end).alias("end")
    )
    reached = pl.col("end").cum_max().shift(1).over("person")
    apart = (pl.col("from_date") > reached).fill_null(True)
    return (
        ordered.with_columns(apart.cum_sum().alias("run"))
        .group_by("person", "run", maintain_order=True)
        .agg(pl.col("from_date").min(), pl.col("end").max())
        .select(
            "person", "from_date",
            pl.when(pl.col("end") < open_end).then(pl.col("end")).alias("to_date"),
        )
    )  # fmt: skip
