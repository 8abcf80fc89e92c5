"""Groups and disability of each area, as published."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.demo.homes import Start


def _age(start: Start) -> pl.Expr:
    return (pl.lit(start.day) - pl.col("birth")).dt.total_days() / 365.25


def test_older_people_are_disabled_more_often(start: Start) -> None:
    people = start.person.with_columns(age=_age(start))
    shares = [
        people.filter(pl.col("age").is_between(*ages))["disability"].mean()
        for ages in ((0, 15), (30, 50), (75, 120))
    ]
    assert shares[0] < shares[1] < shares[2]  # type: ignore[operator]


def test_ethnic_groups_are_canonical_codes_and_names_go_with_them(start: Start) -> None:
    origins = dict(
        start.person.filter(pl.col("role") == "head")
        .group_by("ethnicity")
        .agg(pl.col("origin").unique())
        .iter_rows()
    )
    assert origins["WBRI"] == ["white_british"]
    assert set(origins["BAFR"]) == {"african"}
    assert set(origins["WOTH"]) == {"white_east_european", "white_other"}


def test_a_child_has_the_fathers_group_of_names(start: Start) -> None:
    fathers = start.person.select(pl.col("person").alias("father"), pl.col("origin").alias("his"))
    joined = start.person.filter(pl.col("role") == "child").join(fathers, on="father")
    home = joined.filter(pl.col("second_home").is_null())
    assert (home["origin"] == home["his"]).mean() > 0.8  # type: ignore[operator]


def test_births_fall_on_every_day_of_the_month(start: Start) -> None:
    days = start.person["birth"].dt.day().value_counts()
    assert days.height == 31
    assert start.person["birth"].max() < date(2021, 4, 1)  # type: ignore[operator]
    assert days["count"].max() < 2.0 * start.person.height / 31  # type: ignore[operator]


@pytest.mark.parametrize("group", ["W", "A", "B"])
def test_a_group_is_as_large_as_published(start: Start, group: str) -> None:
    name = {"W": "white", "A": "asian", "B": "black"}[group]
    made = start.person["ethnicity"].str.contains(f"^[{group}{'C' if group == 'A' else ''}]").sum()
    assert made == pytest.approx(start.authority.areas[f"ethnic_{name}"].sum(), rel=0.03)
