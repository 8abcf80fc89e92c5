"""The return of children looked after (SSDA903): one set of tables of the last collection year, April to March.

It holds every stay in care that touched the year, from its true first day, and says nothing of names.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.records import Sheet, of_facts, once
from wholeplace.demo.services.children.forms import FAR, Form, chance, chosen, days, fact, sheet
from wholeplace.demo.services.children.social_care import care
from wholeplace.demo.services.children.social_care.case import Case, numbered, social_care
from wholeplace.demo.world import World

FORM = Form("looked_after", "ssda903")
CHILD = pl.col("child_id").alias("CHILD")
NEED = {"N1": 0.7, "N4": 0.12, "N5": 0.13, "N8": 0.05}  # assumed: for a need that the case system could not say
UNSTATED = "Z12"


def sheets(world: World, seed: int) -> list[Sheet]:
    """One sheet a module."""
    case, start = social_care(world, seed), year_start(world.as_of)
    stays = care.placements(world, case, seed)
    year = stays.filter(pl.col("to_date").fill_null(FAR) > start)
    breaks = _breaks(case, start)
    leavers = care.leavers(world, case, seed).filter(
        pl.col("age").is_between(17, 21), pl.col("to_date").fill_null(FAR) > start
    )
    alone = _alone(world, case, year)
    known = once(case.known).filter(
        pl.col("child_id").is_in(pl.concat([year["child_id"], breaks["child_id"], leavers["child_id"]]).implode())
    )
    return [
        _header(known, case, year, world), _episodes(case, year, breaks, seed), _reviews(world, stays, start, seed),
        _outcomes(world, known, year, start, seed), _leavers(leavers, known), _missing(case, year, start, seed),
        _alone_sheet(alone, known), _workers(world, year, start, seed),
    ]  # fmt: skip


def year_start(as_of: date) -> date:
    """The first day of the collection year that a date falls in."""
    return date(as_of.year - (as_of.month < 4), 4, 1)


def _breaks(case: Case, start: date) -> pl.DataFrame:
    held = case.spell.filter(pl.col("state") == "short_breaks", pl.col("to_date").fill_null(FAR) > start)
    return held.with_columns(
        place=pl.lit("U6"), provider=pl.lit("PR1"), begun=pl.lit("S"), home_postcode=pl.lit(None, dtype=pl.String),
        postcode=pl.lit(None, dtype=pl.String), period=pl.col("spell"),
        ended=pl.when(pl.col("to_date").is_not_null()).then(pl.lit("E8")),
    )  # fmt: skip


def _header(known: pl.DataFrame, case: Case, year: pl.DataFrame, world: World) -> Sheet:
    """Whether a girl in care has a child is asked of her; the numbers of the youngest are not known yet."""
    mothers = world.person.drop_nulls("mother").group_by(pl.col("mother").alias("person")).agg(child=pl.col("birth").min())
    rows = known.join(mothers, on="person", how="left", maintain_order="left").sort("child_id")
    young = pl.col("birth") > world.as_of.replace(year=world.as_of.year - 5)
    none = pl.when(young).then(pl.lit("UN1")).otherwise(pl.lit("UN4"))
    girl = pl.col("sex") == "F"
    is_mother = girl & (pl.col("child") <= world.as_of).fill_null(False)
    rows = rows.select(
        CHILD, pl.col("sex").alias("SEX"), pl.col("birth").alias("DOB"), pl.col("ethnicity").alias("ETHNIC"),
        pl.coalesce("upn", none).alias("UPN"), pl.when(girl).then(is_mother.cast(pl.Int8)).alias("MOTHER"),
        pl.when(is_mother).then("child").alias("MC_DOB"), _person="person", _own="child_id",
    )  # fmt: skip
    return sheet(FORM, "header", rows)


def _episodes(case: Case, year: pl.DataFrame, breaks: pl.DataFrame, seed: int) -> Sheet:
    both = pl.concat([year.with_columns(LS=care.legal_status(year["period"], seed)), breaks.with_columns(LS=pl.lit("V4"))], how="diagonal")
    both = both.join(case.need.select("need", "code"), on="need", how="left", maintain_order="left")
    unclear = chosen(seed, "need in care", both["spell"], NEED)
    need = pl.when(pl.col("code") == "N0").then(pl.lit(unclear)).otherwise("code")
    moved = chosen(seed, "placement changed", both["spell"], {"CARPL": 0.5, "CREQB": 0.2, "LAREQ": 0.1, "OTHER": 0.2})
    rows = both.sort("child_id", "from_date", "spell").select(
        CHILD, pl.col("from_date").alias("DECOM"), pl.col("begun").alias("RNE"), "LS", pl.coalesce(need, pl.lit("N1")).alias("CIN"),
        pl.col("place").fill_null(UNSTATED).alias("PLACE"), pl.col("provider").alias("PLACE_PROVIDER"),
        pl.col("to_date").alias("DEC"), pl.col("ended").alias("REC"),
        pl.when(pl.col("ended") == "X1").then(pl.lit(moved)).alias("REASON_PLACE_CHANGE"),
        pl.col("home_postcode").alias("HOME_POST"), pl.col("postcode").alias("PL_POST"), fact("spell", "spell"),
        _person="person",
    )  # fmt: skip
    return sheet(FORM, "episodes", rows, period=("DECOM", "DEC"))


def _with_birth(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    return rows.drop("birth", strict=False).join(
        known.select("child_id", "birth"), on="child_id", how="inner", maintain_order="left"
    )
