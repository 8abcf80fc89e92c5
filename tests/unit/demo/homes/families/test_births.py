"""Brothers and sisters far enough apart, fathers where they can be, and step-families."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.homes import Start

CHILDREN = pl.col("role").is_in(["child", "step_child", "kin_child"])


def test_most_children_of_couples_have_both_parents_at_home(start: Start) -> None:
    couples = start.household.filter(pl.col("kind") == "couple_children").select("household")
    children = start.person.filter(CHILDREN).join(couples, on="household")
    own = children.filter(pl.col("role") == "child")
    assert own["mother"].is_not_null().mean() > 0.97  # type: ignore[operator]
    assert own["father"].is_not_null().mean() > 0.97  # type: ignore[operator]
    step = children.filter(pl.col("role") == "step_child").height / children.height
    assert 0.02 < step < 0.15


def test_brothers_and_sisters_are_mostly_two_to_four_years_apart(start: Start) -> None:
    born = start.person.filter(CHILDREN & pl.col("mother").is_not_null()).sort("mother", "birth")
    apart = (
        born.select(pl.col("birth").diff().over("mother").dt.total_days() / 365.25).to_series().drop_nulls()
    )
    assert 1.5 < apart.median() < 4.5  # type: ignore[operator]


def test_mothers_ages_at_birth_are_as_usual(start: Start) -> None:
    mothers = start.person.select(pl.col("person").alias("mother"), pl.col("birth").alias("hers"))
    joined = start.person.filter(CHILDREN).join(mothers, on="mother")
    ages = joined.select((pl.col("birth") - pl.col("hers")).dt.total_days() / 365.25).to_series()
    assert 28 < ages.median() < 33  # type: ignore[operator]
    assert ((ages < 20) | (ages > 43)).mean() < 0.06  # type: ignore[operator]


def test_men_are_a_little_older_than_their_partners(start: Start) -> None:
    women = start.person.filter((pl.col("sex") == "F") & pl.col("partner").is_not_null())
    men = start.person.select(
        pl.col("person").alias("partner"), pl.col("birth").alias("his"), pl.col("sex").alias("s")
    )
    joined = women.join(men, on="partner").filter(pl.col("s") == "M")
    gap = joined.select((pl.col("birth") - pl.col("his")).dt.total_days() / 365.25).to_series()
    assert 1 < gap.median() < 4  # type: ignore[operator]
    assert gap.abs().quantile(0.95) < 15  # type: ignore[operator]
