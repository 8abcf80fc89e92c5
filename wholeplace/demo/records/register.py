"""How a source registers people: who it thinks they are, where it thinks they live, and by which numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from wholeplace.demo.records.known import SCHEMES, home_of, with_address, with_names, with_numbers
from wholeplace.demo.records.mess.details import spoil_addresses, spoil_births, spoil_groups, spoil_numbers
from wholeplace.demo.records.mess.naming import spoil_names
from wholeplace.demo.records.mess.rates import Chance, Rates, load_rates
from wholeplace.demo.records.people import (
    AFTER,
    APART,
    FIRST,
    changes,
    merge_twins,
    registrations,
    relatives,
)  # fmt: skip
from wholeplace.demo.world import World
from wholeplace.dynamics.draws import channel, keyed

COLUMNS = {
    "registration": pl.Int64,
    "person": pl.Int64,  # who it is in truth
    "met": pl.Date,
    "known_at": pl.Date,
    "opened": pl.Date,  # this registration stands for the person from this day, where an earlier one stood before
    "closed": pl.Date,  # and up to this day, where another stands after
    "own": pl.Int64,  # the source's own number
    "title": pl.String,
    "given": pl.String,
    "middle": pl.String,
    "surname": pl.String,
    "known_as": pl.String,
    "birth": pl.Date,
    "sex": pl.String,
    "ethnicity": pl.String,
    **dict.fromkeys(SCHEMES, pl.String),
    "address": pl.Int64,  # the true address that the source means
    "number": pl.String,
    "street": pl.String,
    "town": pl.String,
    "postcode": pl.String,
    "uprn": pl.String,
    "area": pl.String,  # that of the address meant
    "one_line": pl.String,
    "hidden": pl.Boolean,  # the source was told to hide the address
    "gone_unknown": pl.Boolean,  # the person died or left, and the source does not know
}
YEARS_STALE = 4
"""An address that is out of date is so by a whole number of years up to this."""
LEAST = 10_000_000
_BITS = 26
_MASK = np.uint64((1 << _BITS) - 1)


def register(
    world: World, source: str, met: pl.DataFrame, seed: int, rates: Rates | None = None
) -> pl.DataFrame:
    """What `source` holds of the people it met: COLUMNS, a row a registration, sorted by person.

    met: person; met, the day on which the source first knew them; known_at, the day whose name and address it
    holds (early: stale). A person may have two rows (registered twice; or, adopted or protected, one for each
    identity, see `opened` and `closed`). Twins registered as one have a row each, alike but for `person` and
    the days: take each registration once (`once`) for a table of people. rates: in place of the packaged ones.
    """
    rates = load_rates(world.mess) if rates is None else rates
    rows = registrations(world, source, met, seed, rates)
    chance = Chance(source, seed, rates, rows["person"], rows["step"])
    apart = changes(world)
    rows = with_address(_housed(with_names(rows, world), world, chance), world)
    rows = with_numbers(rows, world, relatives(world, apart), apart)
    rows = _carried_over(rows, world)
    rows = rows.with_columns(
        own_numbers(rows["person"], rows["step"], source, seed).alias("own"),
        _title().alias("title"),
        _told_to_hide(rows, world, chance).alias("hidden"),
        _gone_unknown(rows, world, chance).alias("gone_unknown"),
    ).with_row_index("registration")
    for spoil in (spoil_names, spoil_births, spoil_groups, spoil_numbers, spoil_addresses):
        rows = spoil(rows, chance)
    rows = merge_twins(world, rows, chance)
    one_line = pl.concat_str("number", "street", "town", "postcode", separator=", ", ignore_nulls=True)
    return rows.with_columns(one_line.replace({"": None}).alias("one_line")).select(
        pl.col(name).cast(kind) for name, kind in COLUMNS.items()
    )


def _housed(rows: pl.DataFrame, world: World, chance: Chance) -> pl.DataFrame:
    """Rows with `address`: the home of the day, the home of some years before, or the other parent's."""
    at = chance.hits("old_address", rows["met"].dt.offset_by("30d") < rows["known_at"])
    years = 1 + (chance.draw("years", at) * YEARS_STALE).astype(np.int32)
    then = pl.Series(rows["known_at"][at].cast(pl.Int32) - 365 * years).cast(pl.Date)
    day = (
        rows["known_at"].clone().scatter(at, pl.select(pl.max_horizontal(then, rows["met"][at])).to_series())
    )
    home, other = home_of(world, rows["person"], day), home_of(world, rows["person"], day, second=True)
    at = chance.hits("other_home", other.is_not_null())
    return rows.with_columns(home.clone().scatter(at, other[at]).alias("address"))


def _carried_over(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """For some, by mistake, a number of the old identity stands under the new: the UPN, else the NHS number."""
    wrong = world.safe.filter(pl.col("carried_over") & pl.col("kind").is_in(APART))["person"].implode()
    theirs = rows.select("person", "step", "upn", "nhs_number").filter(pl.col("person").is_in(wrong))
    before = theirs.filter(pl.col("step") == FIRST).drop("step").rename({"upn": "_upn", "nhs_number": "_nhs"})
    after = theirs.filter(pl.col("step") == AFTER).select("person", "step")
    old = before.join(after, on="person", how="inner")
    rows = rows.join(old, on=["person", "step"], how="left", maintain_order="left")
    number = pl.when(pl.col("_upn").is_null()).then(pl.coalesce("_nhs", "nhs_number")).otherwise("nhs_number")
    return rows.with_columns(pl.coalesce("_upn", "upn").alias("upn"), number.alias("nhs_number")).drop(
        "_upn", "_nhs"
    )


def _told_to_hide(rows: pl.DataFrame, world: World, chance: Chance) -> pl.Series:
    """Whether the wish to keep the address hidden has reached this source."""
    wish = world.safe.filter("flagged").group_by("person").agg(pl.col("from_date").min().alias("wished"))
    wished = rows.select("person").join(wish, on="person", how="left", maintain_order="left")["wished"]
    at = chance.hits("told_to_hide", (wished <= rows["known_at"]).fill_null(False))
    return pl.Series(np.isin(np.arange(rows.height), at))


def _gone_unknown(rows: pl.DataFrame, world: World, chance: Chance) -> pl.Series:
    """Whether the person has left or died by the last day, unknown to this source."""
    here = world.residence.filter(pl.col("to_date").is_null())["person"].implode()
    at = chance.hits("gone_unknown", ~rows["person"].is_in(here))
    return pl.Series(np.isin(np.arange(rows.height), at))


def once(registered: pl.DataFrame) -> pl.DataFrame:
    """Each registration once: merged twins under the first of them."""
    return registered.unique("registration", keep="first", maintain_order=True)


def of_facts(registered: pl.DataFrame, facts: pl.DataFrame, date: str) -> pl.DataFrame:
    """Facts (person and a date column) with the `registration` and `own` under which the source noted each.

    A fact of a person with two identities goes to that of its day. One of a person registered twice goes to
    either, once there are both. Facts of people whom the source has not registered are left out.
    """
    known = registered.select("person", "registration", "own", "met", "opened", "closed")
    named = facts.with_row_index("_fact").join(known, on="person", how="inner", maintain_order="left")
    day = pl.col(date)
    there = (pl.col("opened").is_null() | (day >= pl.col("opened"))) & (
        pl.col("closed").is_null() | (day < pl.col("closed"))
    )
    open_then = named.filter(there.fill_null(True)).sort("_fact", "met", "registration")
    met = (day >= pl.col("met")).fill_null(False).sum().over("_fact").clip(1)
    number = keyed(0, "records:of_facts", open_then["person"], open_then[date].cast(pl.Int32).fill_null(0))
    chosen = open_then.with_columns(pl.Series("_draw", number % np.uint64(1 << 20)).cast(pl.Int64))
    turn = pl.int_range(pl.len()).over("_fact")
    return chosen.filter(turn == pl.col("_draw") % met).drop("_fact", "_draw", "met", "opened", "closed")


def own_numbers(person: pl.Series, step: pl.Series | int, source: str, seed: int) -> pl.Series:
    """A number of eight digits for each registration: never the same for two, in no order of anything.

    Multiplying by an odd number and folding upper bits into lower ones are both one to one.
    """
    steps = step.to_numpy().astype(np.uint64) if isinstance(step, pl.Series) else np.uint64(step)
    number = person.to_numpy().astype(np.uint64) * np.uint64(8) + steps
    for turn in range(3):
        odd = np.uint64(channel(f"records:{source}:own:{seed}:{turn}") | 1)
        with np.errstate(over="ignore"):
            number = (number * odd) & _MASK
        number ^= number >> np.uint64(_BITS // 2)
    return pl.Series(number.astype(np.int64) + LEAST)


def _title() -> pl.Expr:
    """As the name and sex in use suggest, and the person's own choice between Miss and Ms."""
    grown = (pl.col("known_at") - pl.col("birth")).dt.total_days() >= 16 * 365
    woman = (
        pl.when(pl.col("why") == "marriage").then(pl.lit("Mrs"))
        .when(grown & (pl.col("person") % 2 == 0)).then(pl.lit("Ms")).otherwise(pl.lit("Miss"))
    )  # fmt: skip
    man = pl.when(grown).then(pl.lit("Mr")).otherwise(pl.lit("Master"))
    return pl.when(pl.col("sex") == "F").then(woman).otherwise(man)
