"""Families that come later: new people, of the make-up of those who live there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from tests.support.homes_rules import faults
from wholeplace.demo.homes import Arrivals, Start, arrivals

MONTHS = list(range(-24, 36))


@pytest.fixture(scope="module")
def came(start: Start) -> Arrivals:
    return arrivals(start, MONTHS, np.full(len(MONTHS), 10), 5)


def test_as_many_families_come_in_each_month_as_asked(came: Arrivals) -> None:
    counts = dict(came.household.group_by("arrive").len().iter_rows())
    assert counts == dict.fromkeys(MONTHS, 10)


def test_they_are_numbered_on_from_those_who_are_there(start: Start, came: Arrivals) -> None:
    assert came.person["person"][0] == start.person.height
    assert came.person["person"].to_list() == list(
        range(start.person.height, start.person.height + came.person.height)
    )
    assert came.household["household"][0] == start.household.height
    assert came.person["family"].min() > start.person["family"].max()  # type: ignore[operator]


def test_nobody_is_tied_to_those_who_are_there(start: Start, came: Arrivals) -> None:
    for tie in ("mother", "father", "partner", "carer"):
        held = came.person[tie].drop_nulls()
        assert held.len() == 0 or held.min() >= start.person.height  # type: ignore[operator]


def test_their_families_are_as_possible_as_those_there(start: Start, came: Arrivals) -> None:
    back = start.person.height
    people = came.person.with_columns(
        pl.col("person", "mother", "father", "partner", "carer") - back,
        pl.col("household") - start.household.height,
        pl.col("family") - came.person["family"][0],
    )
    homes = came.household.with_columns(pl.col("household") - start.household.height)
    last = date(2024, 3, 1)
    found = faults(replace(start, person=people, household=homes, day=last))
    assert set(found) <= {"a child of 18"}  # some have grown up by the last month


def test_everybody_is_born_before_they_come(came: Arrivals) -> None:
    month = pl.lit(date(2021, 4, 1)).dt.offset_by(pl.format("{}mo", pl.col("arrive")))
    assert came.person.select((pl.col("birth") <= month).all()).item()


def test_newcomers_are_younger(start: Start, came: Arrivals) -> None:
    grown = pl.col("role").is_in(["head", "resident"])
    there = start.person.filter(grown)["birth"].median()
    assert came.person.filter(grown & (pl.col("arrive") == 0))["birth"].median() > there  # type: ignore[operator]


def test_months_do_not_change_each_others_arrivals(start: Start, came: Arrivals) -> None:
    one = arrivals(start, [3], [10], 5)
    same = came.person.filter(pl.col("arrive") == 3)
    for column in ("sex", "birth", "ethnicity", "role", "disability"):
        assert one.person[column].to_list() == same[column].to_list()


def test_no_families_at_all(start: Start) -> None:
    none = arrivals(start, [0, 1], [0, 0], 5)
    assert none.person.is_empty()
    assert none.household.is_empty()
