"""Home-to-school transport: pupils with travel support and their awards, by the packaged template."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once, register
from wholeplace.demo.services.children.forms import (
    FAR,
    Form,
    chance,
    chosen,
    days,
    home_at,
    homes,
    shares,
    sheet,
)
from wholeplace.demo.world import World

FORM = Form("school_transport", "mapped", "school_transport")
KEY = pl.format("T{}", "own").alias("PUPIL_ID")


def sheets(world: World, seed: int) -> list[Sheet]:
    """Pupils and awards."""
    held = world.spell.filter(
        pl.col("track") == "home_to_school_transport", pl.col("from_date") <= world.as_of,
        pl.col("to_date").fill_null(FAR) > world.start,
    )  # fmt: skip
    known = register(world, FORM.source, _met(world, held, seed), seed)
    return [_pupils(known), _awards(of_facts(known, held.sort("spell"), "from_date"), seed)]


def _met(world: World, held: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Some addresses are those before the last move: nobody told the team that the home had changed."""
    last = pl.min_horizontal(pl.col("to_date").fill_null(FAR), pl.lit(world.as_of))
    people = held.group_by("person").agg(met=pl.col("from_date").min(), date=last.max()).sort("person")
    lived = home_at(people, homes(world)).sort("person")
    stale = chance(seed, "transport has old home", lived["person"]) < shares(FORM.source)["stale"]["moved"]
    before = pl.max_horizontal("met", pl.col("since") - pl.duration(days=1))
    known_at = pl.when(pl.lit(stale) & pl.col("since").is_not_null()).then(before).otherwise("date")
    return lived.select("person", "met", pl.min_horizontal(known_at, "date").alias("known_at"))


def _pupils(known: pl.DataFrame) -> Sheet:
    rows = once(known).sort("own").select(
        KEY, FIRST_NAME="given", LAST_NAME="surname", DATE_OF_BIRTH="birth", SEX="sex", UPN="upn",
        ADDRESS="one_line",
        POSTCODE="postcode", HIDE_ADDRESS=_yes("hidden"),
        SCHOOL=pl.format("School {}", pl.col("own") % 60 + 1),
        _person="person", _own=KEY,
    )  # fmt: skip
    return sheet(FORM, "pupils", rows)


def _yes(column: str) -> pl.Expr:
    return pl.when(pl.col(column)).then(pl.lit("Y")).otherwise(pl.lit("N"))


def _awards(held: pl.DataFrame, seed: int) -> Sheet:
    """Costs differ by distance about that of the kind."""
    kind = chosen(seed, "kind of travel", held["person"], shares(FORM.source)["kind"])
    far = 0.6 + 0.8 * chance(seed, "distance", held["person"])
    cost = kind.replace_strict(shares(FORM.source)["weekly_cost"], return_dtype=pl.Float64) * far
    told = chance(seed, "application kept", held["spell"]) < 0.8
    asked = pl.col("from_date") - days(seed, "applied", held["spell"], 14, 60)
    rows = held.select(
        KEY, APPLIED=pl.when(told).then(asked), TRAVEL_KIND=kind, STARTS="from_date",
        LAST_DAY=pl.col("to_date") - pl.duration(days=1), WEEKLY_COST=cost.round(2), _person="person",
        _fact=pl.format("spell:{}", "spell"),
    )  # fmt: skip
    return sheet(FORM, "awards", rows, period=("STARTS", "LAST_DAY"))
