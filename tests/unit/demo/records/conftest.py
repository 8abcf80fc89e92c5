"""A small place that tests of records share, and everybody in it met by a source."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support.small_world import small_world
from wholeplace.demo.world import World

MET, KNOWN = date(2021, 4, 1), date(2026, 3, 31)


@pytest.fixture(scope="session")
def place() -> World:
    """About 4,000 people."""
    return small_world(4000, seed=5)


@pytest.fixture(scope="session")
def met(place: World) -> pl.DataFrame:
    """Everybody, met on the first day and known on the last."""
    return place.person.select("person", met=pl.lit(MET), known_at=pl.lit(KNOWN))
