"""General practices: the register of patients, conditions and contacts, by the packaged template.

Nearly every resident is on it, and some who are residents no longer: a practice learns late, or never, that
somebody has left. The partner who sends it sends contacts of people with a recorded condition alone.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once, register
from wholeplace.demo.services.children.forms import (
    FAR,
    Form,
    chance,
    chosen,
    days,
    homes,
    shares,
    sheet,
)
from wholeplace.demo.world import World
from wholeplace.sources.mapping.rows import number

FORM = Form("gp", "mapped", "gp_register", day="%Y-%m-%d")
WORDS = {
    "self_harm": "self-harm", "alcohol_misuse": "alcohol misuse", "drug_misuse": "drug misuse",
    "frailty": "frailty",
    "falls": "falls", "dementia": "dementia", "learning_disability": "learning disability",
    "autism": "autism",
    "hearing_impairment": "hearing impairment", "visual_impairment": "visual impairment",
    "isolation": "loneliness",
    "physical_disability_or_illness": "long-term condition", "disability": "long-term condition",
    "pregnancy_or_maternity": "pregnancy",
}  # fmt: skip
KINDS = {
    "mental_ill_health": {"depression": 0.5, "anxiety": 0.4, "severe mental illness": 0.1},
    "substance_misuse": {"alcohol misuse": 0.6, "drug misuse": 0.4},
}  # assumed: broad circumstances are recorded as one of their kinds
YEAR = 365
FORGOTTEN = 2 * YEAR  # days in which the chance that somebody who left is still registered falls by e
EARLIER = 20 * YEAR  # those there on the first day registered at some time in so many days before
MOST = 6  # contacts of one person in a year


def sheets(world: World, seed: int) -> list[Sheet]:
    """Register, conditions and contacts."""
    listed = _listed(world, seed)
    known = register(world, FORM.source, listed.select("person", "met", "known_at"), seed)
    about = listed.select("person", "until").join(world.person.select("person", "death"), on="person")
    known = _numbered(world, known.join(about, on="person", how="left", maintain_order="left"))
    conditions = _conditions(world, known, seed)
    return [_register(known), _condition_sheet(conditions), _contacts(world, known, conditions, seed)]


def _listed(world: World, seed: int) -> pl.DataFrame:
    """Who is registered now or was in the last year: `met` (registered), `until` (removed), `known_at`."""
    lived = _lived(world)
    lived = lived.with_columns(met=_registered_on(world, lived, seed))
    present, left = lived.filter(pl.col("gone").is_null()), lived.filter(pl.col("gone").is_not_null())
    held = shares(FORM.source)["unregistered"]
    new = (pl.col("first") > world.as_of - timedelta(days=183)) & (pl.col("why") != "birth")
    drawn = pl.lit(chance(seed, "unregistered", present["person"]))
    there = drawn >= pl.when(new).then(held["new"]).otherwise(held["settled"])
    present = present.filter(there, pl.col("met") <= world.as_of)
    until = pl.lit(None, dtype=pl.Date)
    present = present.with_columns(until=until, known_at=_last_told(world, present, seed))
    both = pl.concat([present, _gone(world, left, present.height, seed).select(present.columns)])
    known_at = pl.max_horizontal("met", "known_at").alias("known_at")
    return both.sort("person").select("person", "met", "until", known_at)


def _lived(world: World) -> pl.DataFrame:
    """Everybody who lived in the place: `first` day and `why` then, `since` (the last move), `moves`, `gone`."""
    here = homes(world).filter(pl.col("area").is_not_null(), pl.col("from_date") <= world.as_of)
    ends = pl.col("to_date").fill_null(FAR).max()
    lived = here.sort("person", "from_date").group_by("person", maintain_order=True).agg(
        first=pl.col("from_date").first(), why=pl.col("why").first(), since=pl.col("from_date").last(),
        moves=pl.len(), gone=pl.when(ends <= world.as_of).then(ends),
    )  # fmt: skip
    return lived.join(world.person.select("person", "birth"), on="person", how="left", maintain_order="left")


def _registered_on(world: World, lived: pl.DataFrame, seed: int) -> pl.Expr:
    """Soon after birth or arrival; those there on the first day at some time before."""
    soon = pl.col("first") + days(seed, "registers", lived["person"], 3, 60)
    back = days(seed, "registered before", lived["person"], 0, EARLIER)
    before = pl.max_horizontal(pl.lit(world.start) - back, pl.col("birth") + pl.duration(days=10))
    return pl.when(pl.col("why") == "start").then(pl.min_horizontal(before, "first")).otherwise(soon)


def _last_told(world: World, present: pl.DataFrame, seed: int) -> pl.Expr:
    """The day whose home the practice holds: today, or before the last move where nobody told it of that."""
    recent = pl.col("since") > world.as_of - timedelta(days=2 * YEAR)
    untold = (
        pl.lit(chance(seed, "practice not told", present["person"])) < shares(FORM.source)["stale"]["moved"]
    )
    old = recent & untold & (pl.col("moves") > 1)
    return pl.when(old).then(pl.col("since") - pl.duration(days=1)).otherwise(pl.lit(world.as_of))


def _gone(world: World, left: pl.DataFrame, residents: int, seed: int) -> pl.DataFrame:
    """Those who left or died: some still on the register, as many as its known excess; others removed."""
    ago = (pl.lit(world.as_of) - pl.col("gone")).dt.total_days()
    weight = np.exp(-left.select(ago).to_series().to_numpy() / FORGOTTEN)
    wanted = shares(FORM.source)["ghosts"]["of_residents"] * residents
    level = wanted / weight.sum() if weight.sum() > 0 else 0.0
    ghost = pl.Series(
        chance(seed, "still registered", left["person"]).to_numpy() < level * weight, dtype=pl.Boolean
    )
    removed = pl.col("gone") + days(seed, "removed", left["person"], 5, 90)
    until = pl.when(~pl.lit(ghost)).then(pl.min_horizontal(removed, pl.lit(world.as_of)))
    rows = left.with_columns(until=until, known_at=pl.col("gone") - pl.duration(days=1))
    lately = pl.col("until").is_null() | (pl.col("until") > world.as_of - timedelta(days=YEAR))
    return rows.filter(lately, pl.col("met") < pl.col("gone"))


def _numbered(world: World, known: pl.DataFrame) -> pl.DataFrame:
    """No practice registers anybody without an NHS number: where the list lost it, the first one stands."""
    held = world.identifier.filter(pl.col("scheme") == "nhs_number").sort("person", "from_date")
    first = held.unique("person", keep="first", maintain_order=True).select("person", _first="value")
    return known.join(first, on="person", how="left", maintain_order="left").with_columns(
        nhs=pl.coalesce("nhs_number", "_first")
    ).with_columns(nhs_key=number("nhs", "nhs_number")).filter(pl.col("nhs").is_not_null())  # fmt: skip


def _register(known: pl.DataFrame) -> Sheet:
    """Somebody with a new identity has a registration that ended, and another."""
    ended = pl.min_horizontal("until", "closed")
    death = pl.when((pl.col("death") <= pl.col("until")).fill_null(False)).then("death")
    rows = once(known).sort("own").select(
        NHS_NUMBER="nhs", FAMILY_NAME="surname", GIVEN_NAME="given", MIDDLE_NAMES="middle",
        DATE_OF_BIRTH="birth",
        SEX=pl.col("sex").replace_strict({"M": "1", "F": "2"}, default="0", return_dtype=pl.String),
        ETHNICITY="ethnicity", ADDRESS="one_line", POSTCODE="postcode", UPRN="uprn", REGISTERED_FROM="met",
        REGISTERED_TO=ended, DATE_OF_DEATH=death,
        HIDE_ADDRESS=pl.when("hidden").then(pl.lit("Y")).otherwise(pl.lit("N")), _person="person",
        _own="nhs_key",
    )  # fmt: skip
    return sheet(FORM, "register", rows, period=("REGISTERED_FROM", "REGISTERED_TO"))


def _conditions(world: World, known: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Conditions that are recorded: the exposure, whose, `word`, `day` and `over`."""
    told = shares(FORM.source)["known"]
    held = world.exposure.filter(pl.col("factor").is_in(list(told)), pl.col("from_date") <= world.as_of).sort(
        "exposure"
    )
    share = pl.col("factor").replace_strict(told, return_dtype=pl.Float64)
    seen = held.filter(pl.lit(chance(seed, "condition recorded", held["exposure"])) < share)
    word = pl.col("factor").replace_strict(WORDS, default=None, return_dtype=pl.String)
    for factor, kinds in KINDS.items():
        which = chosen(seed, f"kind of {factor}", seen["exposure"], kinds)
        word = pl.when(pl.col("factor") == factor).then(pl.lit(which)).otherwise(word)
    noticed = pl.col("from_date") + days(seed, "condition noticed", seen["exposure"], 0, 120)
    seen = seen.with_columns(word=word, day=noticed)
    under = of_facts(known, seen, "day").join(
        known.unique(["registration", "person"]).select("registration", "person", "nhs", "met", "until"),
        on=["registration", "person"], how="left", maintain_order="left",
    )  # fmt: skip
    late = pl.duration(days=30)
    under = under.with_columns(day=pl.max_horizontal("day", pl.col("met") + late), over=pl.col("to_date"))
    inside = (pl.col("day") <= world.as_of) & (pl.col("day") < pl.col("until").fill_null(FAR))
    told_over = pl.lit(chance(seed, "condition closed", under["exposure"])) < 0.5
    kept = under.with_columns(over=pl.when(told_over & (pl.col("over") > pl.col("day"))).then("over"))
    return kept.filter(inside, pl.col("day") < pl.col("to_date").fill_null(FAR))


def _condition_sheet(conditions: pl.DataFrame) -> Sheet:
    rows = conditions.sort("nhs", "day", "exposure").unique(
        ["nhs", "word", "day"], keep="first", maintain_order=True
    )
    rows = rows.select(
        NHS_NUMBER="nhs", CONDITION="word", RECORDED_ON="day", RESOLVED_ON="over", _person="person",
        _fact=pl.format("exposure:{}", "exposure"),
    )  # fmt: skip
    return sheet(FORM, "conditions", rows, period=("RECORDED_ON", "RESOLVED_ON"))


def _contacts(world: World, known: pl.DataFrame, conditions: pl.DataFrame, seed: int) -> Sheet:
    """The last year's contacts of people with a recorded condition."""
    rows = _seen(world, known, conditions, seed)
    rows = rows.unique(["nhs", "date", "kind"], keep="first", maintain_order=True).sort("nhs", "date", "nth")
    part = (pl.col("area").str.slice(-4).cast(pl.Int64, strict=False) // 5 % 40).fill_null(0)
    rows = rows.select(
        NHS_NUMBER="nhs", CONTACT_DATE="date", CONTACT_TYPE="kind", PRACTICE_CODE=pl.format("P{}", part + 100),
        CONTACT_OUTCOME=pl.lit(None, dtype=pl.String), _person="person",
    )  # fmt: skip
    return sheet(FORM, "contacts", rows)


def _seen(world: World, known: pl.DataFrame, conditions: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Up to so many contacts a person, on days when they were registered and the condition was known."""
    about = known.unique("nhs", keep="first", maintain_order=True).select("nhs", "met", "until", "area")
    first = conditions.sort("nhs", "day", "person").unique("nhs", keep="first", maintain_order=True)
    asked = first.select("nhs", "person", "day").join(about, on="nhs", how="left", maintain_order="left")
    count = (chance(seed, "contacts in a year", asked["person"]) * (MOST + 1)).floor().cast(pl.Int64)
    rows = asked.with_columns(nth=pl.int_ranges(0, pl.lit(count))).filter(pl.col("nth").list.len() > 0)
    rows = rows.explode("nth", empty_as_null=True)
    step = rows["person"] * MOST + rows["nth"]
    rows = rows.with_columns(
        date=pl.lit(world.as_of) - days(seed, "contact on", step, 0, YEAR - 1),
        kind=chosen(seed, "kind of contact", step, shares(FORM.source)["contact"]),
    )
    there = pl.col("date") < pl.col("until").fill_null(FAR)
    return rows.filter(there, pl.col("date") >= pl.max_horizontal("met", "day"))
