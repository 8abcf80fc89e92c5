"""Prices carried from year to year."""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.errors import UsageError
from wholeplace.prices import financial_year, uprate

INDEX = {2020: 80.0, 2021: 90.0, 2022: 100.0, 2023: 125.0}


@pytest.mark.parametrize(
    ("pence", "year", "to", "valid_to", "expected"),
    [
        (100_00, 2020, 2022, None, 125_00),
        (100_00, 2022, 2020, None, 80_00),
        (100_00, 2022, 2022, None, 100_00),
        (1, 2020, 2021, None, 1),
        (4, 2020, 2023, None, 6),
        (100_00, 2020, 2023, 2022, 125_00),
        (100_00, 2022, 2023, 2021, 100_00),
        (100_00, 2022, 2021, 2022, 90_00),
    ],
    ids=["on", "back", "same", "rounds", "half up", "held", "never carried", "held prices go back"],
)
def test_carries_a_price(pence: int, year: int, to: int, valid_to: int | None, expected: int) -> None:
    assert uprate(pence, year, to, INDEX, valid_to) == expected


def test_refuses_a_year_without_a_level() -> None:
    with pytest.raises(UsageError) as caught:
        uprate(1, 2020, 2050, INDEX)
    assert "2050" in str(caught.value)
    assert "2020 to 2023" in str(caught.value)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2025, 3, 31), 2024),
        (date(2025, 4, 1), 2025),
        (date(2025, 12, 31), 2025),
        (date(2026, 1, 1), 2025),
    ],
)
def test_a_financial_year_begins_on_the_first_of_april(day: date, year: int) -> None:
    assert financial_year(day) == year
