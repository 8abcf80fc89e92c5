"""What is told of each small area: for each measure, which people are counted."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wholeplace.report import words
from wholeplace.report.given import Given
from wholeplace.report.sections import circumstances, cost, overlap

MANY = 3
TRACKS = ("childrens_help", "send", "adult_social_care", "homelessness")
FACTORS = ("poverty", "domestic_abuse", "school_absence")
COST = "cost"


@dataclass(frozen=True)
class Measure:
    """people: `person_id` of those counted, once each; of cost, with its sums in pence. when: of which time."""

    id: str
    title: str
    when: str
    people: pl.DataFrame


def overlapping(given: Given) -> tuple[Measure, ...]:
    """People whom several services knew lately."""
    known = overlap.now(given).filter(pl.col("services") >= MANY)
    title = f"Known to {words.number_word(MANY)} or more services"
    return (Measure("many", title, f"in {given.months}", _once(known)),)


def supported(given: Given) -> tuple[Measure, ...]:
    """People in a period of support of each track on the place's date."""
    names = {track.id: track.name for track in given.system_map.tracks}
    ended = (pl.col("to_date") <= given.config.as_of).fill_null(False)
    now = given.table("spell").filter(pl.col("from_date") <= given.config.as_of, ~ended)
    return tuple(
        Measure(
            f"track-{track}", names[track], f"on {given.as_of}", _once(now.filter(pl.col("track") == track))
        )
        for track in TRACKS
        if track in names
    )


def lived_with(given: Given) -> tuple[Measure, ...]:
    """People of whom, or of a parent, each circumstance was recorded lately."""
    names = {factor.id: factor.name for factor in given.system_map.factors}
    lately = circumstances.lately(given)
    return tuple(
        Measure(
            f"factor-{one}", names[one], f"in {given.months}", _once(lately.filter(pl.col("factor") == one))
        )
        for one in FACTORS
        if one in names
    )


def spent(given: Given) -> tuple[Measure, ...]:
    """People whom services cost anything in the last whole financial year, with the sums."""
    sums = cost.fiscal(given).group_by("person_id").agg(pl.col(name).sum() for name in cost.SUMS)
    title = "What services cost"
    return (Measure(COST, title, f"in {cost.in_words(cost.year(given))}", sums.sort("person_id")),)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select("person_id").unique().sort("person_id")
