"""What areas' households add up to: everybody is housed once, and establishments stand where the census has them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from wholeplace.demo.area import Authority, load_authority, scale
from wholeplace.demo.homes.residents.bands import residents_by_band
from wholeplace.demo.homes.residents.margins import communal_residents, household_margins, household_sizes

NAMES = ("Barking and Dagenham", "Camden", "Leeds", "Stockport")
PEOPLE = np.arange(1, 13)


def _private(authority: Authority, seed: int) -> tuple[np.ndarray, np.ndarray]:
    bands = residents_by_band(authority, seed)
    communal = communal_residents(authority, bands, seed)
    return bands, bands.sum(axis=(1, 2)) - sum(communal)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("residents", [60, 500, 7_000, 90_000])
def test_households_hold_exactly_the_private_residents(name: str, residents: int) -> None:
    place = scale(load_authority(name), residents, 1)
    _, private = _private(place, 1)
    sizes = household_sizes(place, private, 1)
    assert (sizes >= 0).all()
    assert (sizes @ PEOPLE == private).all()


def test_households_by_size_are_near_the_published_ones() -> None:
    leeds = load_authority("Leeds")
    _, private = _private(leeds, 1)
    sizes = household_sizes(leeds, private, 1).sum(axis=0)
    published = leeds.areas.select(f"size_{n}" for n in range(1, 9)).sum().row(0)
    made = [*sizes[:7], sizes[7:].sum()]
    assert all(abs(m / p - 1) < 0.02 for m, p in zip(made, published, strict=True))


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("Barking and Dagenham", 700, 1_500),
        ("Camden", 6_500, 8_500),
        ("Leeds", 19_000, 23_500),
        ("Stockport", 1_700, 2_700),
    ],
)
def test_communal_residents_are_those_whom_households_do_not_hold(name: str, low: int, high: int) -> None:
    place = load_authority(name)
    communal = communal_residents(place, residents_by_band(place, 1), 1)
    assert low < sum(int(kind.sum()) for kind in communal) < high


def test_halls_stand_in_student_areas_only() -> None:
    leeds = load_authority("Leeds")
    bands = residents_by_band(leeds, 1)
    student = communal_residents(leeds, bands, 1).student
    young = (leeds.areas["f_20"] + leeds.areas["m_20"]) / leeds.areas["residents"]
    assert student.sum() > 10_000
    halls, elsewhere = young.filter(pl.Series(student > 0)), young.filter(pl.Series(student == 0))
    assert halls.mean() > 3 * elsewhere.mean()  # type: ignore[operator]
    suburb = load_authority("Stockport")
    assert communal_residents(suburb, residents_by_band(suburb, 1), 1).student.sum() == 0


def test_a_small_place_has_establishments_in_proportion() -> None:
    whole = load_authority("Leeds")
    small = scale(whole, 500_000, 1)
    count = [
        sum(int(kind.sum()) for kind in communal_residents(p, residents_by_band(p, 1), 1))
        for p in (whole, small)
    ]
    assert count[1] / 500_000 == pytest.approx(count[0] / 811_915, rel=0.1)


def test_children_and_lone_parents_are_those_of_the_area() -> None:
    place = scale(load_authority("Camden"), 20_000, 1)
    bands = residents_by_band(place, 1)
    margins = household_margins(place, bands, communal_residents(place, bands, 1))
    assert margins.children.sum() == bands[:, :, :4].sum()
    assert margins.lone_parents.sum() == pytest.approx(place.areas["lone_parent"].sum())
    adults = bands[:, :, 4:].sum(axis=(1, 2))
    assert (2 * margins.couples < adults).all()
    assert (margins.grown < 0.5 * adults).all()
