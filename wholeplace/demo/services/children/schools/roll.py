"""Who is on a school's roll on census day, and what the school knows of each.

Children at independent schools, taught at home, missing education or living elsewhere are on no roll here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from wholeplace.demo.services.children.forms import FAR, chance, chosen, home_at, shares
from wholeplace.demo.world import World

SCHOOL = "schools"
SESSIONS = 120  # half-days open to a pupil in the months that a census counts
DIAGNOSED = {
    "autism": "ASD", "learning_disability": "SLD", "hearing_impairment": "HI", "visual_impairment": "VI",
    "physical_disability_or_illness": "PD",
}  # fmt: skip
SAID = (
    "school_absence", "severe_school_absence", "caring_burden", "armed_forces_family", "care_experience",
    "special_educational_needs",
)  # fmt: skip


class Term(NamedTuple):
    """A census: its term and year as in the names of its files, its day, and the day of the census before."""

    name: str
    year: int
    day: date
    before: date

    @property
    def file(self) -> str:
        """How the term's files are named."""
        return f"{self.year}_{self.name}_" + "{}.csv"


def terms(as_of: date) -> list[Term]:
    """The last three censuses up to a day (third Thursdays of January and May, first of October)."""
    months = {"spring": (1, 3), "summer": (5, 3), "autumn": (10, 1)}
    days = sorted(
        (_thursday(year, month, nth), name, year)
        for year in (as_of.year - 2, as_of.year - 1, as_of.year)
        for name, (month, nth) in months.items()
    )
    held = [one for one in days if one[0] <= as_of]
    return [Term(name, year, day, held[at - 1][0]) for at, (day, name, year) in enumerate(held)][-3:]


def _thursday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first.replace(day=1 + (3 - first.weekday()) % 7 + 7 * (nth - 1))


def pupils(world: World, lived: pl.DataFrame, day: date, seed: int) -> pl.DataFrame:
    """Who is on a roll in the place on a day: `person`, `birth`, `year_group`, `school`, `since` (home)."""
    started = day.year - (day.month < 9)
    cohort = pl.col("birth").dt.year() + (pl.col("birth").dt.month() >= 9).cast(pl.Int32)
    people = world.person.filter((pl.col("death") > day).fill_null(True)).with_columns(
        year_group=started - cohort - 4, date=pl.lit(day)
    )
    of_age = home_at(people.filter(pl.col("year_group").is_between(0, 13)), lived).filter(
        pl.col("area").is_not_null()
    )
    held = shares(SCHOOL)
    gone = chance(seed, "school elsewhere", of_age["family"]) < held["off_roll"]["elsewhere"]
    at_home = chance(seed, "taught at home", of_age["person"]) < held["off_roll"]["at_home"]
    stays = chance(seed, "sixth form", of_age["person"]) < held["sixth_form"]["stays"]
    on_roll = of_age.filter(~gone, ~at_home, (pl.col("year_group") < 12) | stays)
    absent = _holding(world, "missing_education", day).select("person")
    kept = on_roll.join(absent, on="person", how="anti", maintain_order="left").sort("person")
    return kept.with_columns(school=_school(kept, seed)).drop("date")


def _school(rows: pl.DataFrame, seed: int) -> pl.Expr:
    """A primary school for every three areas and a secondary for every ten, most pupils at the nearest."""
    number = pl.col("area").str.slice(-4).cast(pl.Int64, strict=False).fill_null(0)
    older = pl.col("year_group") >= 7
    moved = pl.lit((chance(seed, "school choice", rows["person"]) * 1.25 - 0.25).clip(-0.5, 0.0) < 0).cast(
        pl.Int64
    )
    return (
        pl.when(older)
        .then(pl.format("SCH9{}", number // 10 + moved))
        .otherwise(pl.format("SCH{}", number // 3 + moved))
    )


def _holding(world: World, factor: str, day: date) -> pl.DataFrame:
    """Who holds a factor on a day: `person`, `exposure`."""
    held = world.exposure.filter(
        pl.col("factor") == factor, pl.col("from_date") <= day, pl.col("to_date").fill_null(FAR) > day
    )
    return held.unique("person", keep="first", maintain_order=True).select("person", "exposure")


def with_entry(on_roll: pl.DataFrame, day: date) -> pl.DataFrame:
    """Pupils with `entered`: reception, year 7 or year 12 at this school, or since they came to live here."""
    year = pl.col("year_group")
    began = pl.when(year >= 12).then(12).when(year >= 7).then(7).otherwise(0)
    first = pl.date(day.year - (day.month < 9) - (year - began), 9, 3)
    return on_roll.with_columns(
        entered=pl.max_horizontal(first, pl.when(pl.col("why") == "arrived").then("since"))
    )


def met(on_roll: pl.DataFrame, term: Term, seed: int) -> pl.DataFrame:
    """Known from entry; some schools still hold the home before the last move."""
    held = shares(SCHOOL)["stale"]
    lately = (pl.lit(term.day) - pl.col("since")).dt.total_days() < 120
    drawn = pl.lit(chance(seed, "school has old home", on_roll["person"]))
    stale = drawn < pl.when(lately).then(held["lately"]).otherwise(held["long_ago"])
    known_at = pl.when(stale).then(pl.col("since") - pl.duration(days=1)).otherwise(pl.lit(term.day))
    return on_roll.select("person", met="entered", known_at=known_at)


def with_needs(world: World, listed: pl.DataFrame, term: Term, seed: int) -> pl.DataFrame:
    """Pupils with `provision` (N, K or E), and `need`: the type of their special educational need."""
    held = world.spell.filter(
        pl.col("track") == "send",
        pl.col("from_date") <= term.day,
        pl.col("to_date").fill_null(FAR) > term.day,
    )
    plan = held.filter(pl.col("state").str.starts_with("ehc_plan"))["person"]
    support = held.filter(pl.col("state").is_in(["sen_support", "ehc_needs_assessment"]))["person"]
    diagnosis = world.exposure.filter(
        pl.col("factor").is_in(list(DIAGNOSED)), pl.col("from_date") <= term.day
    )
    diagnosis = diagnosis.sort("person", "exposure").unique("person", keep="first", maintain_order=True)
    found = listed.join(
        diagnosis.select("person", "factor", "exposure"), on="person", how="left", maintain_order="left"
    )
    who = pl.col("person")
    provision = (
        pl.when(who.is_in(plan.implode()))
        .then(pl.lit("E"))
        .when(who.is_in(support.implode()))
        .then(pl.lit("K"))
    )
    typed = pl.lit(chosen(seed, "type of need", found["person"], shares(SCHOOL)["need_type"]))
    said = pl.coalesce(
        pl.col("factor").replace_strict(DIAGNOSED, default=None, return_dtype=pl.String), typed
    )
    return found.with_columns(provision=provision.otherwise(pl.lit("N")), need=said)


def with_said(world: World, listed: pl.DataFrame, term: Term, seed: int) -> pl.DataFrame:
    """Pupils with absence and what the school was told of them, and all the facts that their row tells of."""
    month_ago = date.fromordinal(term.day.toordinal() - 30)
    rows = listed
    for factor in SAID:
        held = _holding(world, factor, month_ago if "absence" in factor else term.day).rename(
            {"exposure": factor}
        )
        rows = rows.join(held, on="person", how="left", maintain_order="left")
    told = shares(SCHOOL)
    carer = pl.lit(chance(seed, "young carer known", rows["person"]) < told["young_carer"]["known"])
    adopted = pl.lit(chance(seed, "care history told", rows["person"]) < told["care_history"]["told"])
    sen = pl.col("provision") != "N"
    rows = rows.with_columns(
        pl.when(carer).then("caring_burden").alias("caring_burden"),
        pl.when(adopted).then("care_experience").alias("care_experience"),
        pl.when(sen).then("special_educational_needs").alias("special_educational_needs"),
    )  # fmt: skip
    whole = pl.concat_str([pl.format("exposure:{}", name) for name in SAID], separator=" ", ignore_nulls=True)
    return rows.with_columns(whole.replace({"": None}).alias("_fact"), *_absence(rows, term, seed))


def _absence(rows: pl.DataFrame, term: Term, seed: int) -> list[pl.Expr]:
    """Half-days missed: under a tenth as a rule, more with absence, half and more with severe absence."""
    drawn = pl.lit(chance(seed, "absence", rows["person"], term.day.toordinal()))
    share = (
        pl.when(pl.col("severe_school_absence").is_not_null()).then(0.5 + 0.4 * drawn)
        .when(pl.col("school_absence").is_not_null()).then(0.105 + 0.3 * drawn**2)
        .otherwise(0.095 * drawn**1.3)
    )  # fmt: skip
    missed = (share * SESSIONS).floor()
    missed = (
        pl.when(pl.col("school_absence").is_not_null())
        .then(missed.clip(SESSIONS * 0.1))
        .otherwise(missed)
        .cast(pl.Int64)
    )
    split = pl.lit(chance(seed, "absence without leave", rows["person"], term.day.toordinal()))
    without = (
        missed * split * pl.when(pl.col("school_absence").is_not_null()).then(0.7).otherwise(0.3)
    ).cast(pl.Int64)
    return [(missed - without).alias("authorised"), without.alias("unauthorised")]
