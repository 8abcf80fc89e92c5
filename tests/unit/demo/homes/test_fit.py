"""The first day holds the published figures, and the table of fit says so truthfully."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from wholeplace.demo.homes import Start, fit, make_start

PEOPLE = ("f_", "m_", "residents", "disabled")


@pytest.fixture(scope="module")
def fitted() -> pl.DataFrame:
    return fit(make_start("Stockport", 60_000, date(2021, 4, 1), 4))


def _worst(fitted: pl.DataFrame, start: str, at_least: float = 200) -> float:
    rows = fitted.filter(pl.col("measure").str.starts_with(start) & (pl.col("published") >= at_least))
    assert rows.height > 0
    return float(rows["difference"].abs().max())  # type: ignore[arg-type]


def test_people_by_age_and_sex_are_within_half_a_percent(fitted: pl.DataFrame) -> None:
    assert all(_worst(fitted, start) < 0.5 for start in PEOPLE)


def test_every_area_holds_its_people_by_age_within_rounding(fitted: pl.DataFrame) -> None:
    bands = fitted.filter(pl.col("measure").str.contains(r"^[fm]_\d"))
    assert bands.height == 38
    assert bands["area_miss"].max() < 0.6  # type: ignore[operator]


@pytest.mark.parametrize(
    ("start", "percent"),
    [
        ("size_", 3.0),
        ("lone_parent", 2.0),
        ("tenure_", 2.0),
        ("bedrooms_", 2.0),
        ("occupancy_", 6.0),
        ("ethnic_", 5.0),
    ],
)
def test_households_hold_their_margins(fitted: pl.DataFrame, start: str, percent: float) -> None:
    assert _worst(fitted, start) < percent


def test_a_change_of_the_place_shows_in_the_fit(start: Start) -> None:
    moved = start.person.with_columns(disability=pl.lit(False))
    rows = fit(replace(start, person=moved))
    assert rows.filter(pl.col("measure") == "disabled")["made"].item() == 0
    assert rows.filter(pl.col("measure") == "disabled")["difference"].item() == -100


def test_half_of_the_people_is_half_of_the_residents(start: Start) -> None:
    half = start.household.filter(pl.col("household") % 2 == 0)
    kept = replace(start, person=start.person.join(half.select("household"), on="household"), household=half)
    row = fit(kept).filter(pl.col("measure") == "residents")
    assert row["made"].item() == kept.person.height
    assert row["difference"].item() == pytest.approx(100 * kept.person.height / 5_000 - 100)
