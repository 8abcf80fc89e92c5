"""Care in the safeguarding dataset: episodes, placements, orders, reviews, visits, leavers, going missing."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.services.children.forms import chance, fact, repeated, sheet
from wholeplace.demo.services.children.social_care.case import Case
from wholeplace.demo.services.children.social_care.people import FORM, ID
from wholeplace.demo.services.children.social_care.stays import (
    leavers,
    legal_status,
    missing,
    placements,
    reviews,
    times_in_care,
)
from wholeplace.demo.world import World


def cared_for(world: World, case: Case, seed: int) -> list[Sheet]:
    """The tables of care."""
    stays = placements(world, case, seed)
    return [
        _episodes(stays), _placements(stays), _legal(case, stays, seed), *_seen(world, stays, seed),
        _leavers(world, case, seed), _missing(case, stays, seed), _permanence(stays),
    ]  # fmt: skip


def _episodes(stays: pl.DataFrame) -> Sheet:
    rows = stays.select(
        pl.format("LE{}", "spell").alias("clae_cla_episode_id"), ID.alias("clae_person_id"),
        pl.col("from_date").alias("clae_cla_episode_start_date"),
        pl.col("begun").alias("clae_cla_episode_start_reason"),
        pl.col("to_date").alias("clae_cla_episode_ceased_date"),
        pl.col("ended").alias("clae_cla_episode_ceased_reason"),
        pl.format("L{}", "period").alias("clae_cla_id"), pl.format("R{}", "need").alias("clae_referral_id"),
        pl.format("LP{}", "spell").alias("clae_cla_placement_id"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(
        FORM, "cla_episodes", rows, period=("clae_cla_episode_start_date", "clae_cla_episode_ceased_date")
    )


def _placements(stays: pl.DataFrame) -> Sheet:
    rows = stays.select(
        pl.format("LP{}", "spell").alias("clap_cla_placement_id"),
        pl.col("from_date").alias("clap_cla_placement_start_date"),
        pl.col("place").alias("clap_cla_placement_type"), pl.format("L{}", "period").alias("clap_cla_id"),
        pl.col("provider").alias("clap_cla_placement_provider"),
        pl.col("postcode").alias("clap_cla_placement_postcode"),
        pl.col("to_date").alias("clap_cla_placement_end_date"), ID.alias("clap_person_id"),
        fact("spell", "spell"),
        _person="person",
    )  # fmt: skip
    return sheet(
        FORM, "cla_placement", rows, period=("clap_cla_placement_start_date", "clap_cla_placement_end_date")
    )


def _legal(case: Case, stays: pl.DataFrame, seed: int) -> Sheet:
    """One status for a time in care; a series of short breaks has one of its own."""
    cared = times_in_care(stays)
    status = legal_status(cared["period"], seed)
    cared = cared.with_columns(status=status, _fact=pl.lit(None, dtype=pl.String))
    breaks = case.spell.filter(pl.col("state") == "short_breaks").select(
        pl.col("spell").alias("period"),
        "person",
        "child_id",
        "from_date",
        "to_date",
        fact("spell", "spell"),
        status=pl.lit("V4"),
    )
    rows = pl.concat([cared, breaks.select(cared.columns)]).select(
        pl.format("LS{}", "period").alias("lega_legal_status_id"), ID.alias("lega_person_id"),
        pl.col("status").alias("lega_legal_status"),
        pl.col("from_date").alias("lega_legal_status_start_date"),
        pl.col("to_date").alias("lega_legal_status_end_date"), "_fact", _person="person",
    )  # fmt: skip
    return sheet(
        FORM, "legal_status", rows, period=("lega_legal_status_start_date", "lega_legal_status_end_date")
    )


def _seen(world: World, stays: pl.DataFrame, seed: int) -> list[Sheet]:
    held = reviews(world, stays, seed).select(
        pl.format("LR{}-{}", "period", "nth").alias("clar_cla_review_id"),
        pl.format("L{}", "period").alias("clar_cla_id"),
        pl.col("date").alias("clar_cla_review_date"), pl.lit("N").alias("clar_cla_review_cancelled"),
        _person="person",
    )  # fmt: skip
    visits = repeated(stays, seed, "visit in care", "spell", 7, 42, world.as_of).select(
        pl.format("LV{}-{}", "spell", "nth").alias("clav_cla_visit_id"),
        pl.format("L{}", "period").alias("clav_cla_id"),
        ID.alias("clav_person_id"), pl.col("date").alias("clav_cla_visit_date"),
        pl.lit("Y").alias("clav_cla_visit_seen"),
        _person="person",
    )  # fmt: skip
    health = repeated(stays, seed, "health of child in care", "spell", 30, 365, world.as_of).select(
        pl.format("LH{}-{}", "spell", "nth").alias("clah_health_check_id"), ID.alias("clah_person_id"),
        pl.lit("Health assessment").alias("clah_health_check_type"),
        pl.col("date").alias("clah_health_check_date"),
        _person="person",
    )  # fmt: skip
    return [
        sheet(FORM, "cla_reviews", held),
        sheet(FORM, "cla_visits", visits),
        sheet(FORM, "cla_health", health),
    ]


def _leavers(world: World, case: Case, seed: int) -> Sheet:
    status = pl.when(pl.col("age") < 18).then(pl.lit("Relevant")).otherwise(pl.lit("Former Relevant"))
    suitable = pl.when(pl.col("home") == "S").then(pl.lit("2")).otherwise(pl.lit("1"))
    rows = leavers(world, case, seed).select(
        pl.format("CL{}", "spell").alias("clea_table_id"), ID.alias("clea_person_id"),
        status.alias("clea_care_leaver_eligibility"),
        pl.lit("YES").alias("clea_care_leaver_in_touch"),
        pl.col("seen").alias("clea_care_leaver_latest_contact"),
        pl.col("home").alias("clea_care_leaver_accommodation"),
        suitable.alias("clea_care_leaver_accom_suitable"),
        pl.col("activity").alias("clea_care_leaver_activity"), fact("spell", "spell"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "care_leavers", rows)


def _missing(case: Case, stays: pl.DataFrame, seed: int) -> Sheet:
    away = missing(case, stays, seed)
    unauthorised = chance(seed, "away", away["event"]) < 0.2
    rows = away.select(
        pl.format("X{}", "event").alias("miss_table_id"), ID.alias("miss_person_id"),
        pl.col("date").alias("miss_missing_episode_start_date"),
        pl.when(unauthorised).then(pl.lit("A")).otherwise(pl.lit("M")).alias("miss_missing_episode_type"),
        pl.col("back").alias("miss_missing_episode_end_date"), fact("event", "event"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "missing", rows)


def _permanence(stays: pl.DataFrame) -> Sheet:
    rows = stays.filter(pl.col("state") == "looked_after_placed_for_adoption").select(
        pl.format("PM{}", "spell").alias("perm_table_id"), ID.alias("perm_person_id"),
        pl.format("L{}", "period").alias("perm_cla_id"),
        pl.col("from_date").alias("perm_placed_for_adoption_date"), _person="person",
    )  # fmt: skip
    return sheet(FORM, "permanence", rows)
