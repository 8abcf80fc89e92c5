"""People as the engine holds them: order, positions, and what they hold when their ten years begin."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.lived import START, inputs, lived, start_of
from wholeplace.demo.lives.dwellings.bedrooms import bedrooms_needed
from wholeplace.demo.lives.population import (
    BURN_IN,
    families_of,
    family_ratio,
    joined,
    later,
    make_cast,
    month_number,
)


def test_people_stand_by_family_with_ties_inside_it():
    cast = lived().cast
    population, person = cast.population, cast.person
    assert person["family"].is_sorted()
    family = np.repeat(np.arange(len(population.family_key)), np.diff(population.family_start))
    at = population.family_start[family] + population.mother
    has = population.mother >= 0
    assert (person["person"].to_numpy()[at[has]] == person["mother"].to_numpy()[has]).all()
    assert has.sum() == person["mother"].is_not_null().sum()


def test_partners_point_at_each_other():
    population = lived().cast.population
    family = np.repeat(np.arange(len(population.family_key)), np.diff(population.family_start))
    at = np.arange(len(population.key))
    other = population.family_start[family] + population.partner
    has = population.partner >= 0
    back = population.family_start[family[has]] + population.partner[other[has]]
    assert has.any()
    assert (back == at[has]).all()


def test_children_of_the_ten_years_enter_at_birth_and_others_at_once():
    population = lived().cast.population
    young = population.birth > -BURN_IN
    assert (population.enter[young] == population.birth[young]).all()
    assert (population.enter[~young] == -BURN_IN).all()
    assert young.any()


def test_homes_hold_what_the_first_day_shows_of_them():
    lives = lived()
    place = lives.model.factors.index("secure_tenancy")
    held = (lives.first.home_factors >> np.uint64(place)) & np.uint64(1) == 1
    tenure = lives.cast.home["tenure"]
    assert (held == tenure.is_in(["owned", "mortgaged", "shared", "social"]).to_numpy()).all()


def test_keys_come_from_numbers_and_not_from_places_in_the_frame():
    start = start_of(32)
    model = inputs().compiled()
    cast = make_cast(start, None, model, 1)  # type: ignore[arg-type]
    longer = make_cast(start_of(64), None, model, 1)  # type: ignore[arg-type]
    assert (longer.population.key[: len(cast.population.key)] == cast.population.key).all()


def test_a_familys_own_ratio_is_one_on_average():
    ratio = family_ratio(1, np.arange(200_000))
    assert ratio.mean() == pytest.approx(1, abs=0.01)
    assert np.quantile(ratio, 0.9) / np.quantile(ratio, 0.1) == pytest.approx(4.65, rel=0.05)


def test_months_are_counted_from_the_first():
    assert month_number(date(2021, 3, 31), START) == -1
    assert month_number(date(2026, 3, 31), START) == 59


@pytest.mark.parametrize(
    ("people", "needed"),
    [
        ([(40, "F", 1), (41, "M", 0)], 1),
        ([(40, "F", None), (8, "F", None), (6, "M", None)], 2),
        ([(40, "F", None), (15, "F", None), (12, "M", None)], 3),
        ([(40, "F", None), (15, "F", None), (6, "F", None)], 2),
        ([(60, "F", None), (30, "M", None)], 2),
    ],
)
def test_bedroom_standard(people: list[tuple[int, str, int | None]], needed: int):
    frame = pl.DataFrame(
        {
            "household": [0] * len(people),
            "birth": [date(2021 - age, 1, 1) for age, _, _ in people],
            "sex": [sex for _, sex, _ in people],
            "partner": pl.Series([partner for _, _, partner in people], dtype=pl.Int64),
        }
    )
    assert bedrooms_needed(frame, START)["needed"].to_list() == [needed]


def test_families_can_be_taken_out_and_put_together_again():
    population = lived().first
    half = np.arange(len(population.family_key)) % 2 == 0
    both = joined([families_of(population, half), families_of(population, ~half)])
    assert np.sort(both.key).tolist() == np.sort(population.key).tolist()
    assert len(both.home_key) == len(population.home_key)


def test_later_people_are_others_of_the_same_ages_at_that_time():
    population = lived().first
    after = later(population, 60, 1)
    assert (after.birth - population.birth == 60).all()
    assert not np.isin(after.key, population.key).any()
