"""Who lived where, as those who keep accounts of homes see it: periods in which the same people answered for one."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.services.adults.forms import reference
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import keyed, uniform

DWELLINGS = ("house", "flat")
COUNCIL_SHARE = 0.6  # assumed: the rest of social homes are housing associations', which send nothing here
YEARS_AT_HOME = 8.0  # assumed: mean years in the home on the first day, of which nothing else is told
RENT_ALONE, RENT_AND_TAX = 0.35, 0.30  # assumed shares of council tenants' debts
EARLIEST = date(1993, 4, 1)  # council tax began
LATE = date(9999, 1, 1)
HOME = ("address", "household")
WIDE = 1 << 23  # more days than any date has


def occupations(world: World, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Periods in which a dwelling was answered for, and the people of each.

    The first frame has a row a period: `stint` (stable number), `address`, `household`, `from_date`,
    `to_date`. A period goes on while one of those who answer for the home stays. The second has a row for
    each person in a period: `stint`, `person`, `from_date`, `to_date`, `birth`, `liable`, `order` (0 for the
    one named first).
    """
    stays = _stays(world, seed)
    periods = _periods(stays.filter("liable"), seed)
    here = stays.join(periods.rename({"from_date": "_from", "to_date": "_to"}), on=HOME, how="inner")
    meets = (pl.col("from_date") < pl.col("_to").fill_null(LATE)) & (
        pl.col("to_date").fill_null(LATE) > pl.col("_from")
    )
    members = here.filter(meets).select(
        "stint", "person", pl.max_horizontal("from_date", "_from"),
        pl.min_horizontal("to_date", "_to").alias("to_date"), "birth", "liable",
    )  # fmt: skip
    once = members.sort("stint", "person", "from_date").unique(["stint", "person"], keep="first")
    return periods, _ordered(once, seed)


def _stays(world: World, seed: int) -> pl.DataFrame:
    """Stays at dwellings within the period, with who of them answers for the home and from which day."""
    people = world.person.select("person", "birth", "mother", "father")
    homes = world.address.filter(pl.col("kind").is_in(DWELLINGS)).select("address")
    stays = (
        world.residence.filter(pl.col("why") != "second_home", pl.col("from_date") <= world.as_of)
        .filter((pl.col("to_date") > world.start).fill_null(True))
        .join(homes, on="address", how="semi")
        .join(people, on="person", how="inner")
        .sort("address", "household", "person", "from_date")
    )
    stays = stays.with_columns(_moved_in(stays, world, seed))
    grown = pl.max_horizontal("from_date", pl.col("birth").dt.offset_by("18y"))
    adult = grown < pl.min_horizontal(pl.col("to_date").fill_null(LATE), pl.lit(world.as_of))
    child = _with(stays, "mother") | _with(stays, "father")
    parent = _is_parent(stays)
    liable = stays.with_columns(liable=adult & (~child | parent))
    nobody = ~pl.col("liable").any().over(HOME)
    oldest = pl.col("birth") == pl.col("birth").min().over(HOME)
    return liable.with_columns(
        pl.when(pl.col("liable") | (nobody & oldest)).then(True).otherwise(False).alias("liable")
    )


def _moved_in(stays: pl.DataFrame, world: World, seed: int) -> pl.Series:
    """The day of moving in: for those there on the first day, some day before it that the whole home shares."""
    back = -YEARS_AT_HOME * 365.25 * np.log(1 - uniform(seed, "years at home", stays["household"]))
    before = pl.lit(world.start) - pl.duration(days=pl.lit(pl.Series(back.astype(int))))
    oldest = pl.col("birth").min().over(HOME).dt.offset_by("18y")
    earlier = pl.max_horizontal(
        before, "birth", pl.lit(EARLIEST), pl.min_horizontal(oldest, pl.lit(world.start))
    )
    first = (pl.col("why") == "start") & (pl.col("from_date") == world.start)
    return stays.select(pl.when(first).then(earlier).otherwise("from_date").alias("from_date")).to_series()


def _with(stays: pl.DataFrame, parent: str) -> pl.Series:
    """Whether this parent of the person lives, or has lived, in the same home."""
    there = stays.select(*HOME, pl.col("person").alias(parent), pl.lit(True).alias("_there")).unique()
    return stays.join(there, on=[*HOME, parent], how="left", maintain_order="left")["_there"].fill_null(False)


def _is_parent(stays: pl.DataFrame) -> pl.Series:
    """Whether a child of the person lives, or has lived, in the same home."""
    parents = pl.concat(
        stays.select(*HOME, pl.col(name).alias("person")).drop_nulls() for name in ("mother", "father")
    )
    there = parents.unique().with_columns(pl.lit(True).alias("_there"))
    return stays.join(there, on=[*HOME, "person"], how="left", maintain_order="left")["_there"].fill_null(
        False
    )


def _periods(liable: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Runs of overlapping stays of those who answer for a home."""
    ordered = liable.sort(*HOME, "from_date", "person").with_columns(pl.col("to_date").fill_null(LATE))
    # Days counted on from home to home, so that one running maximum serves all homes.
    home = pl.struct(HOME).rle_id().cast(pl.Int64) * WIDE
    first, last = home + _days("from_date"), home + _days("to_date")
    begins = (first > last.cum_max().shift(1)).fill_null(True)
    runs = ordered.with_columns(begins.cum_sum().alias("_run"))
    periods = (
        runs.group_by("_run", *HOME).agg(pl.col("from_date").min(), pl.col("to_date").max()).sort("_run")
    )
    day = periods["from_date"].cast(pl.Int32).cast(pl.Int64) + WIDE
    stint = keyed(seed, "stint", periods["address"], periods["household"] * 2 * WIDE + day)
    return periods.select(
        pl.Series("stint", stint), *HOME, "from_date", pl.col("to_date").replace({LATE: None})
    )


def _days(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Int64)


def _ordered(members: pl.DataFrame, seed: int) -> pl.DataFrame:
    """People of each period in the order in which it names them: those who answer for it first."""
    place = keyed(seed, "order", members["person"], members["stint"])
    ranked = members.with_columns(pl.Series("_draw", place)).sort(
        "stint", pl.col("liable").not_(), "from_date", "_draw"
    )
    return ranked.with_columns(pl.int_range(pl.len()).over("stint").alias("order")).drop("_draw")


def council_homes(world: World, seed: int) -> pl.DataFrame:
    """Addresses (`address`) of the homes that the council lets."""
    social = world.address.filter(pl.col("kind").is_in(DWELLINGS), pl.col("tenure") == "social")
    owned = uniform(seed, "council home", social["address"]) < COUNCIL_SHARE
    return social.filter(pl.Series(owned, dtype=pl.Boolean)).select("address")


def account_numbers(periods: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Council tax account of each period: `stint`, `account` (text) and `check` (its last digit, kept apart)."""
    number = reference(seed, "council tax account", periods["stint"], 70_000_001)
    digits = [pl.lit(number // 10**place % 10 * (place + 2)) for place in range(8)]
    return periods.select(
        "stint", number.cast(pl.String).alias("account"),
        (pl.sum_horizontal(digits) % 10).cast(pl.String).alias("check"),
    )  # fmt: skip


def owed(world: World, members: pl.DataFrame) -> pl.DataFrame:
    """Periods of debt by stint, once for all who share them: `stint`, `spell`, `state`, `from_date`, `to_date`."""
    debts = world.spell.filter(pl.col("track") == "debt").drop("track")
    held = members.filter("liable").select("stint", "person", _in="from_date", _out="to_date")
    both = debts.join(held, on="person", how="inner")
    there = (pl.col("from_date") >= pl.col("_in")) & (pl.col("from_date") < pl.col("_out").fill_null(LATE))
    return (
        both.filter(there).sort("stint", "state", "from_date", "spell")
        .unique(["stint", "state", "from_date"], keep="first")
        .select("stint", "person", "spell", "state", "from_date", "to_date")
        .sort("stint", "from_date", "spell")
    )  # fmt: skip


def debts_of(world: World, members: pl.DataFrame, periods: pl.DataFrame, seed: int) -> pl.DataFrame:
    """`owed` with each period's `address` and whether the debt is of council tax (`tax`) or of council rent (`rent`).

    Those who rent from the council may owe either or both; everybody else's debt is of council tax.
    """
    debts = owed(world, members).join(periods.select("stint", "address"), on="stint").sort("spell")
    tenants = council_homes(world, seed).with_columns(pl.lit(True).alias("_lets"))
    lets = debts.join(tenants, on="address", how="left", maintain_order="left")["_lets"].fill_null(False)
    drawn = pl.Series(uniform(seed, "kind of debt", debts["stint"]), dtype=pl.Float64)
    return debts.with_columns(
        tax=~lets | (drawn >= RENT_ALONE), rent=lets & (drawn < RENT_ALONE + RENT_AND_TAX)
    )  # fmt: skip
