"""How closely the first day holds the published figures it was made from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from wholeplace.demo.area import AGES
from wholeplace.demo.area.authority import BROAD_GROUPS, TENURES
from wholeplace.demo.homes.counts import Floats
from wholeplace.demo.homes.dwellings.rooms import bedrooms_needed
from wholeplace.demo.homes.start import Start

BROAD = {"W": "white", "M": "mixed", "A": "asian", "C": "asian", "B": "black", "O": "other"}
OCCUPANCY = {"plus2": (2, 99), "plus1": (1, 1), "0": (0, 0), "minus1": (-1, -1), "minus2": (-99, -2)}


def fit(start: Start) -> pl.DataFrame:
    """measure, published, made, difference (%), area_miss: a row a published figure.

    area_miss is the mean over areas of the absolute difference, in the figure's own unit. The difference is null
    where the published figure is zero.
    """
    published = start.authority.areas
    rows = [
        (
            measure,
            float(published[measure].sum()),
            made.sum(),
            np.abs(made - published[measure].to_numpy()).mean(),
        )
        for measure, made in _made(start)
    ]
    frame = pl.DataFrame(rows, schema=["measure", "published", "made", "area_miss"], orient="row")
    difference = pl.when(pl.col("published") > 0).then(100 * (pl.col("made") / pl.col("published") - 1))
    return frame.select("measure", "published", "made", difference.alias("difference"), "area_miss")


def _made(start: Start) -> Iterator[tuple[str, Floats]]:
    """Each published measure with what was made of it in each area."""
    areas = start.authority.areas.height
    people = _people(start)
    yield from _of_people(people, areas)
    homes = _private(start, people)
    yield from _of_homes(homes, areas)


def _people(start: Start) -> pl.DataFrame:
    homes = start.household.select("household", "address", "kind")
    places = start.address.select("address", "area_index")
    joined = start.person.join(homes, on="household").join(places, on="address").sort("person")
    return joined.with_columns(_years(pl.col("birth"), start).alias("age"))


def _years(birth: pl.Expr, start: Start) -> pl.Expr:
    """Whole years on the first day."""
    day = start.day
    before = (birth.dt.month().cast(pl.Int32) * 100 + birth.dt.day()) > day.month * 100 + day.day
    return day.year - birth.dt.year() - before.cast(pl.Int32)


def _count(frame: pl.DataFrame, areas: int, chosen: pl.Expr) -> Floats:
    rows = frame.filter(chosen)["area_index"].to_numpy()
    return np.bincount(rows, minlength=areas).astype(np.float64)


def _of_people(people: pl.DataFrame, areas: int) -> Iterator[tuple[str, Floats]]:
    yield "residents", _count(people, areas, pl.lit(True))
    for sex in "fm":
        for age in AGES:
            last = 200 if age == AGES[-1] else age + 4
            band = (pl.col("sex") == sex.upper()) & pl.col("age").is_between(age, last)
            yield f"{sex}_{age}", _count(people, areas, band)
    yield "disabled", _count(people, areas, pl.col("disability"))
    broad = pl.col("ethnicity").str.head(1).replace_strict(BROAD)
    for group in BROAD_GROUPS:
        yield f"ethnic_{group}", _count(people, areas, broad == group)


def _private(start: Start, people: pl.DataFrame) -> pl.DataFrame:
    """Private households as the census counts them: a row an address, with bedrooms to spare."""
    private = people.filter(~pl.col("kind").is_in(["communal", "student"]))
    address, home = np.unique(private["address"].to_numpy(), return_inverse=True)
    needed = bedrooms_needed(
        home,
        private["age"].to_numpy().astype(np.float64),
        (private["sex"] == "M").to_numpy().astype(np.int64),
        private["partner"].is_not_null().to_numpy(),
        len(address),
    )
    held = pl.DataFrame({"address": address, "size": np.bincount(home), "needed": needed})
    kinds = private.group_by("address").agg(pl.col("kind").first())
    joined = held.join(kinds, on="address").join(start.address.drop("kind"), on="address").sort("address")
    return joined.with_columns((pl.col("bedrooms") - pl.col("needed")).alias("spare"))


def _of_homes(homes: pl.DataFrame, areas: int) -> Iterator[tuple[str, Floats]]:
    yield "households", _count(homes, areas, pl.lit(True))
    for size in range(1, 9):
        yield f"size_{size}", _count(homes, areas, pl.col("size").clip(1, 8) == size)
    yield "lone_parent", _count(homes, areas, pl.col("kind") == "lone_parent")
    for tenure in TENURES:
        yield f"tenure_{tenure}", _count(homes, areas, pl.col("tenure") == tenure)
    for rooms in range(1, 5):
        yield f"bedrooms_{rooms}", _count(homes, areas, pl.col("bedrooms").clip(1, 4) == rooms)
    for name, (low, high) in OCCUPANCY.items():
        yield f"occupancy_{name}", _count(homes, areas, pl.col("spare").is_between(low, high))
