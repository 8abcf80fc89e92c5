"""Who is registered how often: one registration a person, but for mistakes, and for those who began a new life."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.records.mess.rates import Chance, Rates
from wholeplace.demo.world import World

APART = ("adopted", "protected")
"""Kinds of safe people whose records before and after must not be known as one person's."""
FIRST, AGAIN, AFTER = 0, 1, 2
"""Which registration of a person a row is: the first, a second made by mistake, that of the new identity."""


def registrations(world: World, source: str, met: pl.DataFrame, seed: int, rates: Rates) -> pl.DataFrame:
    """Rows person, met, known_at, opened, closed, step, changed: one a registration, sorted by person and step.

    opened, closed: the days between which this registration was the person's; null where nothing bounds it.
    Of somebody met more than once the first meeting and the latest knowledge count.
    """
    once = met.group_by("person").agg(pl.col("met").min(), pl.col("known_at").max()).sort("person")
    rows = once.with_columns(latest=pl.max_horizontal("met", "known_at"), step=pl.lit(FIRST, pl.Int64))
    whole = _with_new_identity(rows.join(changes(world), on="person", how="left", maintain_order="left"))
    again = _registered_again(world, source, whole, seed, rates)
    known_until = again.select("person", "met", step=pl.col("step") - AGAIN)
    first = whole.join(known_until, on=["person", "step"], how="left", maintain_order="left", suffix="_again")
    stopped = first.with_columns(pl.min_horizontal("known_at", "met_again").alias("known_at")).drop(
        "met_again"
    )
    return pl.concat([stopped, again.select(stopped.columns)]).drop("latest").sort("person", "step")


def changes(world: World) -> pl.DataFrame:
    """The day from which each adopted or protected person has another identity: person, changed."""
    kinds = world.safe.filter(pl.col("kind").is_in(APART))
    return kinds.sort("person", "from_date").unique("person", keep="first", maintain_order=True).select(
        "person", changed="from_date"
    )  # fmt: skip


def _with_new_identity(rows: pl.DataFrame) -> pl.DataFrame:
    """Before the change what was known then; after it a registration of its own, for sources that went on."""
    day, known = pl.col("changed"), pl.col("known_at")
    before, on = (pl.col("met") < day).fill_null(False), (pl.col("latest") >= day).fill_null(False)
    last = pl.min_horizontal(known, day.dt.offset_by("-1d"))
    first = rows.with_columns(
        pl.when(before).then(last).when(on).then(pl.max_horizontal(known, day)).otherwise(known),
        opened=pl.when(~before & on).then(day),
        closed=pl.when(before & on).then(day),
        step=pl.when(~before & on).then(AFTER).otherwise("step"),
    )
    new = rows.filter(before & on).with_columns(
        pl.max_horizontal(known, day).alias("known_at"),
        met=day, opened=day, closed=pl.lit(None, pl.Date), step=pl.lit(AFTER, pl.Int64),
    )  # fmt: skip
    return pl.concat([first, new.select(first.columns)])


def _registered_again(world: World, source: str, rows: pl.DataFrame, seed: int, rates: Rates) -> pl.DataFrame:
    """The second registrations of people whom the source took for somebody new, some time after meeting them."""
    chance = Chance(source, seed, rates, rows["person"], rows["step"])
    able = rows["changed"].is_null() & (rows["met"] < world.as_of)
    hit = chance.hits("registered_twice", able)
    days = (pl.lit(world.as_of) - pl.col("met")).dt.total_days() * pl.Series(chance.draw("again", hit))
    day = pl.col("met") + pl.duration(days=days.cast(pl.Int64) + 1)
    second = rows[hit].with_columns(day.alias("met"), step=pl.col("step") + AGAIN)
    return second.with_columns(pl.max_horizontal("known_at", "met").alias("known_at"))


def relatives(world: World, apart: pl.DataFrame) -> pl.DataFrame:
    """Whose number may be taken for a person's: the child born next to the same mother, else the partner.

    Columns person, kin. The people of `apart` have none and are nobody's.
    """
    born = world.person.filter(pl.col("mother").is_not_null()).sort("mother", "birth", "person")
    beside = [
        pl.when(pl.col("mother") == pl.col("mother").shift(by)).then(pl.col("person").shift(by))
        for by in (-1, 1)
    ]
    siblings = born.select("person", kin=pl.coalesce(beside))
    couples = world.tie.filter(pl.col("kind") == "spouse_or_partner")
    both = [couples.select(person=one, kin=other) for one, other in (("a", "b"), ("b", "a"))]
    known = pl.concat([siblings, *both]).drop_nulls().unique("person", keep="first", maintain_order=True)
    safe = apart["person"].implode()
    return known.filter(~pl.col("person").is_in(safe) & ~pl.col("kin").is_in(safe)).sort("person")


def twins(world: World) -> pl.DataFrame:
    """Children of one mother born on one day, each with the one born next: person, twin."""
    born = world.person.filter(pl.col("mother").is_not_null()).sort("mother", "birth", "person")
    after = pl.col("mother", "birth", "person").shift(-1).name.suffix("_next")
    pairs = born.with_columns(after).filter(
        (pl.col("mother") == pl.col("mother_next")) & (pl.col("birth") == pl.col("birth_next"))
    )
    return pairs.select("person", twin="person_next").sort("person")


def merge_twins(world: World, rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Some twins share one registration: the second keeps a row, with all that the first one's says.

    rows: sorted by person and step, with a column `changed`. Columns that say who and when are left as they are.
    """
    alone = (pl.col("step").count().over("person") == 1) & pl.col("changed").is_null()
    at = rows.with_row_index("at").filter(alone).select("person", pl.col("at").cast(pl.Int64))
    other = at.select(twin="person", second="at")
    pairs = twins(world).join(at, on="person", how="inner").join(other, on="twin", how="inner").sort("person")
    able = pl.Series(np.isin(np.arange(rows.height), pairs["at"].to_numpy()))
    hit = pl.Series(chance.hits("twins_merged", able), dtype=pl.Int64).implode()
    merged = pairs.filter(pl.col("at").is_in(hit) & ~pl.col("second").is_in(hit))
    source = pl.int_range(rows.height, eager=True).scatter(merged["second"], merged["at"])
    own = ("person", "met", "known_at", "opened", "closed", "step", "changed")
    return rows.select(own).hstack(rows.drop(own)[source])
