"""What is true of people on a day, in the form in which a source holds it: name, home and numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.records.mess.rates import Rows
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


def previous(column: str) -> pl.Expr:
    """The column's value in the same person's row before, in a frame sorted by person; null in their first."""
    return pl.when(pl.col("person") == pl.col("person").shift(1)).then(pl.col(column).shift(1))


def with_names(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Rows (person, known_at) with the name in use that day, the sex recorded with it, birth, group and origin.

    former: the surname before marriage or separation, where that is how this name came about.
    """
    married = pl.when(pl.col("why").is_in(["marriage", "separation"])).then(previous("surname"))
    held = world.name.sort("person", "from_date").with_columns(married.alias("former"))
    at = latest(held, rows["person"], rows["known_at"])
    parts = ("given", "middle", "surname", "known_as", "sex", "why", "former")
    name = held.select(pl.col(parts).gather(at))
    fixed = world.person.sort("person")
    who = np.searchsorted(fixed["person"].to_numpy(), rows["person"].to_numpy())
    return rows.hstack(name).hstack(fixed.select("birth", "ethnicity", "origin")[who])


def home_of(world: World, person: pl.Series, day: pl.Series, *, second: bool = False) -> pl.Series:
    """The address where each person lives that day: the last before it once they have left, else their first.

    second: the home of their other parent instead, null for who has none that day.
    """
    homes = world.residence.filter((pl.col("why") == SECOND) == pl.lit(second)).sort("person", "from_date")
    at = latest(homes, person, day, or_first=not second)
    found = homes.select(pl.col("address", "to_date").gather(at))
    over = pl.lit(second) & (found["to_date"] <= day).fill_null(False)
    return found.select(pl.when(~over).then(pl.col("address"))).to_series()


def with_address(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """Rows with the parts of the address that their column `address` names, and the UPRN of the next address."""
    places = world.address.sort("address").with_columns(pl.col("uprn").shift(-1).alias("next_uprn"))
    at = pl.Series(np.searchsorted(places["address"].to_numpy(), rows["address"].fill_null(0).to_numpy()))
    known = pl.select(pl.when(rows["address"].is_not_null()).then(at)).to_series()
    return rows.hstack(places.select(pl.col(*PLACED, "next_uprn").gather(known)))


def with_numbers(rows: pl.DataFrame, world: World, kin: pl.DataFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """Rows with the number of each scheme that each person bears on the day `known_at`, else null.

    kin (person, kin): whose number may be taken for theirs, as `kin_SCHEME`. `old_SCHEME` is the number that
    went before, but for the people of `apart`, whose numbers before and after must not be known as one's.
    """
    held = world.identifier.sort("person", "from_date")
    relative = rows.select("person").join(kin, on="person", how="left", maintain_order="left")["kin"]
    kept = ~rows["person"].is_in(apart["person"].implode())
    columns: list[pl.Series] = []
    for scheme in SCHEMES:
        own = held.filter(pl.col("scheme") == scheme).with_columns(previous("value").alias("before"))
        now = numbers_at(own, rows["person"], rows["known_at"])
        theirs = numbers_at(own, relative, rows["known_at"])["value"]
        old = pl.select(pl.when(kept).then(now["before"])).to_series()
        columns += [now["value"].alias(scheme), old.alias(f"old_{scheme}"), theirs.alias(f"kin_{scheme}")]
    return rows.hstack(columns)


def numbers_at(held: pl.DataFrame, person: pl.Series, day: pl.Series) -> pl.DataFrame:
    """The number (value, and the one before) that each person bears that day, of `held`, one scheme's; else null."""
    at = latest(held, person.fill_null(-1), day, or_first=False)
    found = held.select(pl.col("value", "before", "to_date").gather(at))
    good = ~(found["to_date"] <= day).fill_null(False)
    return found.select(pl.when(good).then(pl.col("value", "before")))
