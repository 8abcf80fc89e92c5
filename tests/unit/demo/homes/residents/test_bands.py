"""Residents by band in whole numbers, and the days of birth that go with a band."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from wholeplace.demo.area import load_authority, scale
from wholeplace.demo.homes.residents.bands import BANDS, EDGES, FIRST_ADULT, birth_limits, residents_by_band

EPOCH = date(1970, 1, 1)


def _years(birth: date, on: date) -> int:
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@pytest.mark.parametrize("start", [date(2021, 4, 1), date(2024, 2, 29), date(2023, 3, 1), date(2022, 12, 31)])
def test_everybody_born_in_a_bands_days_is_of_its_age(start: date) -> None:
    first, last = birth_limits(start)
    for band in range(BANDS):
        youngest, oldest = EPOCH + timedelta(int(last[band])), EPOCH + timedelta(int(first[band]))
        assert EDGES[band] <= _years(youngest, start)
        assert _years(oldest, start) < EDGES[band + 1]
    assert (first[:-1] == last[1:] + 1).all()


def test_residents_add_up_and_small_places_lose_no_age() -> None:
    place = scale(load_authority("Leeds"), 20_000, 1)
    bands = residents_by_band(place, 1)
    assert bands.sum() == 20_000
    expected = place.areas.select("f_90", "m_90").to_numpy().sum()
    assert abs(bands[:, :, -1].sum() - expected) < 2


def test_students_of_15_to_19_are_adults() -> None:
    leeds = load_authority("Leeds")
    bands = residents_by_band(leeds, 1).sum(axis=1)
    campus = int(np.argmax(leeds.areas["f_20"].to_numpy()))
    assert bands[campus, FIRST_ADULT - 1] < 0.2 * bands[campus, FIRST_ADULT]
