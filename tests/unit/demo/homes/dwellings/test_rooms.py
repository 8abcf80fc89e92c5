"""The bedroom standard, and tenures that go with ages and make-ups."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from wholeplace.demo.homes import Start
from wholeplace.demo.homes.dwellings.rooms import bedrooms_needed

HOMES = {
    "one adult": ([("F", 70, False)], 1),
    "a couple": ([("F", 40, True), ("M", 42, True)], 1),
    "two adults apart": ([("F", 50, False), ("F", 22, False)], 2),
    "a couple, two young children": ([("F", 30, True), ("M", 30, True), ("F", 4, False), ("M", 6, False)], 2),
    "brother and sister in their teens": ([("F", 40, False), ("F", 15, False), ("M", 13, False)], 3),
    "two sisters, 17 and 8": ([("F", 40, False), ("F", 17, False), ("F", 8, False)], 2),
    "a boy of 17 and a girl of 8": ([("F", 40, False), ("M", 17, False), ("F", 8, False)], 3),
    "three under ten": ([("M", 35, False), ("F", 1, False), ("M", 5, False), ("F", 9, False)], 3),
    "three brothers of 11 to 20": (
        [("F", 45, False), ("M", 11, False), ("M", 14, False), ("M", 20, False)],
        3,
    ),
}


@pytest.mark.parametrize("name", HOMES)
def test_bedrooms_needed(name: str) -> None:
    people, needed = HOMES[name]
    sex = np.array([who == "M" for who, _, _ in people]).astype(np.int64)
    age, couple = (
        np.array([float(years) for _, years, _ in people]),
        np.array([tied for _, _, tied in people]),
    )
    assert bedrooms_needed(np.zeros(len(people), dtype=np.int64), age, sex, couple, 1).tolist() == [needed]


def test_homes_do_not_mix() -> None:
    home = np.array([0, 1, 1, 2])
    needed = bedrooms_needed(
        home, np.array([30.0, 30, 4, 60]), np.array([0, 0, 1, 1]), np.zeros(4, dtype=np.bool_), 3
    )
    assert needed.tolist() == [1, 2, 1]


def test_owners_are_older_than_private_tenants(start: Start) -> None:
    heads = start.person.filter(pl.col("role") == "head").join(
        start.household.select("household", "address"), on="household"
    )
    births = heads.join(start.address, on="address").group_by("tenure").agg(pl.col("birth").mean())
    mean = dict(births.iter_rows())
    assert mean["owned"] < mean["social"] < mean["private"]


def test_bedrooms_grow_with_the_household(start: Start) -> None:
    homes = start.household.filter(pl.col("kind") != "hmo").join(start.address, on="address")
    mean = dict(homes.group_by("size").agg(pl.col("bedrooms").mean()).iter_rows())
    assert mean[1] < mean[2] < mean[3] < mean[4] < mean[5]
    assert homes["bedrooms"].min() == 1
