"""Who is registered how often: one registration a person, but for mistakes, and for those who began a new life."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records.rates import Chance, Rates
from wholeplace.demo.world import World

APART = ("adopted", "protected")
"""Kinds of safe people whose records before and after must not be known as one person's."""
FIRST, AGAIN, AFTER = 0, 1, 2
"""Which registration of a person a row is: the first, a second made by mistake, that of the new identity."""


def registrations(world: World, source: str, met: pl.DataFrame, seed: int, rates: Rates) -> pl.DataFrame:
    """Rows person, met, known_at, opened, closed, step: one a registration, sorted by person and step.

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
    return (
        pl.concat([stopped, again.select(stopped.columns)]).drop("changed", "latest").sort("person", "step")
    )


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


def twins(world: World) -> pl.DataFrame:
    """Children of one mother born on one day, each with the one born next: person, twin."""
    born = world.person.filter(pl.col("mother").is_not_null()).sort("mother", "birth", "person")
    same = (pl.col("mother") == pl.col("mother").shift(-1)) & (pl.col("birth") == pl.col("birth").shift(-1))
    return born.select("person", pl.col("person").shift(-1).alias("twin"), same.alias("same")).filter("same").drop("same").sort("person")  # fmt: skip # noqa: E501


def merge_twins(world: World, rows: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Some twins share one registration: the second keeps a row, with all that the first one's says.

    rows: sorted by person and step, and the columns that say who, when and which are left as they are.
    """
    single = pl.col("step").count().over("person") == 1
    alone = rows.select(
        "person", (single & pl.col("closed").is_null() & pl.col("opened").is_null()).alias("single")
    )
    at = alone.with_row_index("at").filter("single").select("person", pl.col("at").cast(pl.Int64))
    pairs = twins(world).join(at, on="person", how="inner").join(at.rename({"person": "twin", "at": "second"}), on="twin", how="inner")  # fmt: skip # noqa: E501
    pairs = pairs.sort("person")
    able = pl.repeat(False, rows.height, eager=True).scatter(pairs["at"], True) if pairs.height else None
    if able is None:
        return rows
    hit = pl.Series(chance.hits("twins_merged", able))
    merged = pairs.filter(pl.col("at").is_in(hit.implode()) & ~pl.col("second").is_in(hit.implode()))
    source = pl.int_range(rows.height, eager=True).scatter(merged["second"], merged["at"])
    own = ("person", "met", "known_at", "opened", "closed", "step")
    return rows.select(own).hstack(rows.drop(own)[source])
