"""What is true of people on a day, in the form in which a source holds it: name, home and numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.records.rates import Rows
from wholeplace.demo.world import World

SCHEMES = ("nhs_number", "upn", "uln", "nino")
PLACED = ("number", "street", "town", "postcode", "uprn", "area")
SECOND = "second_home"
_DAYS = 1 << 20
_EPOCH = 1 << 19


def _keys(person: pl.Series, day: pl.Series) -> Rows:
    """Person and day as one number that sorts by both."""
    return person.to_numpy() * _DAYS + day.cast(pl.Int32).to_numpy().astype(np.int64) + _EPOCH


def latest(frame: pl.DataFrame, person: pl.Series, day: pl.Series, *, or_first: bool = True) -> pl.Series:
    """For each person and day, which row of `frame` (sorted by person, from_date) began last before it.

    or_first: a person of whom nothing had begun gets their first row. Null where there is none.
    """
    at = np.searchsorted(_keys(frame["person"], frame["from_date"]), _keys(person, day), side="right") - 1
    who = frame["person"].to_numpy()
    wanted = person.to_numpy()
    if or_first:
        at = np.maximum(at, np.searchsorted(who, wanted))
    if not len(who):
        return pl.repeat(None, len(wanted), dtype=pl.Int64, eager=True)
    found = (at >= 0) & (at < len(who)) & (who[np.clip(at, 0, len(who) - 1)] == wanted)
    return pl.select(pl.when(pl.Series(found)).then(pl.Series(at))).to_series()


def with_names(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Rows (person, known_at) with the name in use that day, the sex recorded with it, and birth and group."""
    held = world.name.sort("person", "from_date")
    at = latest(held, rows["person"], rows["known_at"])
    name = held.select("given", "middle", "surname", "known_as", "sex", "why")[at.fill_null(0)]
    fixed = world.person.sort("person")
    who = fixed.select("birth", "ethnicity")[
        np.searchsorted(fixed["person"].to_numpy(), rows["person"].to_numpy())
    ]
    return rows.hstack(name).hstack(who)


def home_of(world: World, person: pl.Series, day: pl.Series, *, second: bool = False) -> pl.Series:
    """The address where each person lives that day: the last before it once they have left, else their first.

    second: the home of their other parent instead, null for who has none that day.
    """
    homes = world.residence.filter((pl.col("why") == SECOND) == pl.lit(second)).sort("person", "from_date")
    at = latest(homes, person, day, or_first=not second)
    found = homes.select("address", "to_date")[at.fill_null(0)] if homes.height else None
    if found is None:
        return pl.repeat(None, len(person), dtype=pl.Int64, eager=True)
    over = (found["to_date"] <= day).fill_null(False) if second else pl.repeat(False, len(at), eager=True)
    return pl.select(pl.when(at.is_not_null() & ~over).then(found["address"])).to_series()


def with_address(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Rows with the parts of the address that their column `address` names; null where it is null."""
    places = world.address.sort("address")
    at = np.searchsorted(places["address"].to_numpy(), rows["address"].fill_null(0).to_numpy())
    parts = places.select(PLACED)[at]
    none = rows["address"].is_null()
    return rows.hstack(parts.select(pl.when(~none).then(pl.col(part)).alias(part) for part in PLACED))


def with_numbers(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Rows with the number of each scheme that each person bears on the day `known_at`, else null."""
    held = world.identifier.sort("person", "from_date")
    day = rows["known_at"]
    columns = [_number(held.filter(pl.col("scheme") == scheme), rows["person"], day) for scheme in SCHEMES]
    return rows.hstack([column.alias(scheme) for column, scheme in zip(columns, SCHEMES, strict=True)])


def _number(held: pl.DataFrame, person: pl.Series, day: pl.Series) -> pl.Series:
    at = latest(held, person, day, or_first=False)
    if not held.height:
        return pl.repeat(None, len(person), dtype=pl.String, eager=True)
    found = held.select("value", "to_date")[at.fill_null(0)]
    good = at.is_not_null() & ~(found["to_date"] <= day).fill_null(False)
    return pl.select(pl.when(good).then(found["value"])).to_series()
