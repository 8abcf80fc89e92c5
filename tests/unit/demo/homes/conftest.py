"""A made place of 5,000 people, for tests of what the first day holds."""

from __future__ import annotations

from datetime import date

import pytest

from wholeplace.demo.homes import Start, make_start


@pytest.fixture(scope="session")
def start() -> Start:
    return make_start("Barking and Dagenham", 5_000, date(2021, 4, 1), 1)


@pytest.fixture(scope="session")
def student_town() -> Start:
    return make_start("Leeds", 30_000, date(2021, 4, 1), 2)
