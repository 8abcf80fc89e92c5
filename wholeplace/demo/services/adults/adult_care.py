"""Adult social care: Client Level Data, a whole submission for each year, the latest with Release 2 labels.

Everyone whom the council supports, or cares for as a carer, has a request, an assessment, the service and its
reviews; some only ask, and get advice. Shares and prices are assumed; prices lie near the averages of DHSC's
adult social care finance report for 2024-25 (1,186 pounds a week in a home, 23.56 an hour at home).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, register
from wholeplace.demo.services.adults.care_return import FACTORS, columns_of, release_two
from wholeplace.demo.services.adults.forms import Form, chance, days, held_on, home_on, sheet, told
from wholeplace.demo.world import World

FORM = Form("adult_care", "cld")
TRACKS = ("adult_social_care", "carer_support")
LONG = ("home_care", "residential", "nursing", "direct_support")
ADVISED = {
    "frailty": 0.12,
    "isolation": 0.05,
    "caring_burden": 0.06,
}  # assumed shares who ask, and get advice
REVIEWED = 0.7  # assumed share of long-term support reviewed in a year
NEWER_FROM = 2025  # Release 2: submissions from the year that began in April 2025


def sheets(world: World, seed: int) -> list[Sheet]:
    """One sheet for each year of the period, from April to March or to the last day."""
    spells = world.spell.filter(
        pl.col("track").is_in(TRACKS), pl.col("from_date") <= world.as_of,
        (pl.col("to_date") > world.start).fill_null(True),
    ).sort("spell")  # fmt: skip
    events = pl.concat(
        [
            _services(spells), _requests(spells, seed), _assessments(spells, seed),
            _reviews(world, spells, seed), _advice(world, seed),
        ],
        how="diagonal_relaxed",
    ).filter(pl.col("start") <= world.as_of)  # fmt: skip
    events = home_on(world, events.sort("kind", "start", "person", "spell", "fact"), "start").with_columns(
        client=_client()
    )
    met = events.select("person", met="start", known_at="start")
    registered = register(world, FORM.source, met, seed)
    known = told(events, registered, "start").with_columns(pl.format("S{}", "own").alias("own"))
    known = _described(world, _linked(world, known), seed)
    years = range(world.start.year, world.as_of.year + 1)
    return [_submission(world, known, date(year, 4, 1)) for year in years if date(year, 4, 1) <= world.as_of]


def _client() -> pl.Expr:
    carer = (pl.col("track") == "carer_support") | (pl.col("asked_for") == "caring_burden")
    return pl.when(carer.fill_null(False)).then(pl.lit("Carer")).otherwise(pl.lit("Service User"))


def _services(spells: pl.DataFrame) -> pl.DataFrame:
    return spells.with_columns(
        kind=pl.lit("Service"), start="from_date", end="to_date", fact=pl.format("spell:{}", "spell")
    )


def _before(spells: pl.DataFrame, seed: int, name: str, low: int, high: int) -> pl.Expr:
    return pl.col("from_date") - days(chance(spells, seed, name, "spell"), low, high)


def _requests(spells: pl.DataFrame, seed: int) -> pl.DataFrame:
    day = _before(spells, seed, "asked before", 21, 60)
    outcome = (
        pl.when(pl.col("state") == "reablement").then(pl.lit("Progress to Reablement/ST-Max"))
        .otherwise(pl.lit("Progress to Assessment"))
    )  # fmt: skip
    return spells.with_columns(kind=pl.lit("Request"), start=day, end=day, outcome=outcome)


def _assessments(spells: pl.DataFrame, seed: int) -> pl.DataFrame:
    assessed = spells.filter(pl.col("state") != "reablement")
    day = _before(assessed, seed, "assessed before", 2, 20)
    return assessed.with_columns(
        kind=pl.lit("Assessment"),
        start=day,
        end=day,
        outcome=pl.lit("Progress to Support Planning / Services"),
    )


def _reviews(world: World, spells: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Long-term support looked at again each year, early or late, or not at all."""
    long = spells.filter(pl.col("state").is_in(LONG))
    years = pl.DataFrame({"year": range(1, 16)}, schema={"year": pl.Int64})
    due = long.join(years, how="cross").sort("spell", "year")
    late = days(chance(due, seed, "review late", "spell", "year"), -30, 90)
    day = pl.col("from_date") + pl.duration(days=365 * pl.col("year")) + late
    due = due.with_columns(kind=pl.lit("Review"), start=day, end=day, outcome=pl.lit("No change in package"))
    done = pl.lit(chance(due, seed, "reviewed", "spell", "year")) < REVIEWED
    return due.filter(done, pl.col("start") < pl.col("to_date").fill_null(world.as_of)).drop("year")


def _advice(world: World, seed: int) -> pl.DataFrame:
    """People who ask once and are told where else to turn."""
    shares = pl.col("factor").replace_strict(ADVISED, default=0.0)
    grown = world.person.select("person", "birth")
    held = world.exposure.filter(pl.col("factor").is_in(list(ADVISED)), pl.col("from_date") >= world.start)
    held = held.join(grown, on="person").sort("exposure")
    day = pl.col("from_date") + days(chance(held, seed, "days to ask", "exposure"), 0, 90)
    asks = held.with_columns(start=day, end=day).filter(
        pl.lit(chance(held, seed, "asks for advice", "exposure")) < shares,
        pl.col("birth").dt.offset_by("18y") <= pl.col("start"),
        (pl.col("start") < pl.col("to_date")).fill_null(True),
    )
    return asks.with_columns(
        kind=pl.lit("Request"), asked_for="factor",
        outcome=pl.lit("NFA - Information & Advice / Signposting only"),
        fact=pl.when(pl.col("factor") != "frailty").then(pl.format("exposure:{}", "exposure")),
    ).select("person", "kind", "start", "end", "asked_for", "outcome", "fact")  # fmt: skip


def _linked(world: World, events: pl.DataFrame) -> pl.DataFrame:
    """Each carer's rows with the own id of the adult they care for: a partner, else a parent, else a housemate.

    The person cared for must be one whom the council supports.
    """
    users = events.filter(pl.col("client") == "Service User")
    users = users.unique("person", keep="last", maintain_order=True).select(
        other="person", cared="own", household="household"
    )
    partner = world.tie.filter(pl.col("kind") == "spouse_or_partner").select("a", "b")
    both_ways = pl.concat([partner, partner.select(a="b", b="a")])
    parents = world.tie.filter(pl.col("kind") == "parent").select("a", "b")
    ties = pl.concat(
        [both_ways.select(person="a", other="b", rank=pl.lit(0)), parents.select(person="a", other="b", rank=pl.lit(1))]
    ).join(users, on="other")  # fmt: skip
    carers = events.filter(pl.col("client") == "Carer").select("person", "household").unique()
    mates = carers.drop_nulls().join(users, on="household").filter(pl.col("person") != pl.col("other"))
    named = ("person", "other", "rank", "cared")
    ranked = pl.concat([ties.select(named), mates.with_columns(rank=pl.lit(2)).select(named)])
    first = ranked.sort("person", "rank", "other").unique("person", keep="first", maintain_order=True)
    linked = events.join(first.select("person", "cared"), on="person", how="left", maintain_order="left")
    carer = pl.col("client") == "Carer"
    looked_after = pl.col("person").is_in(first["other"].implode()) & ~carer
    return linked.with_columns(pl.when(carer).then("cared").alias("cared"), looked_after.alias("has_carer"))


def _described(world: World, events: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Each event with what the person was exposed to on the day, and the draws for what a service costs."""
    dead = world.person.select("person", "death")
    lived = events.join(dead, on="person", how="left", maintain_order="left")
    told_of = held_on(world, lived, FACTORS, "start")
    return told_of.with_columns(
        event_end="end",
        price=chance(told_of, seed, "price"),
        direct=chance(told_of, seed, "direct payment") < 0.2,
        asked=chance(told_of, seed, "asked about carers") >= 0.3,
    )


def _submission(world: World, events: pl.DataFrame, first: date) -> Sheet:
    """The events that reach into the year from `first`, as they stood on its last day."""
    last = min(date(first.year + 1, 3, 31), world.as_of)
    reaches = (pl.col("start") <= last) & (pl.col("event_end") >= first).fill_null(True)
    rows = events.filter(reaches).with_columns(
        pl.when(pl.col("event_end") <= last).then("event_end").alias("event_end"),
        since=pl.lit(first), until=pl.lit(last),
    )  # fmt: skip
    columns = columns_of(world.authority, last)
    if first.year >= NEWER_FROM:
        columns = {name: release_two(name, column) for name, column in columns.items()}
    rows = rows.sort("own", "start", "kind", "spell", "fact").with_columns(
        pl.int_range(pl.len()).alias("_nth")
    )
    return sheet(FORM, "cld", rows, columns, own="own", fact="fact", file=f"cld_{first.year}_{last.year}")
