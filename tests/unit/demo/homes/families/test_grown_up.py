"""Mothers of adults elsewhere: never so that two births of one woman are too near."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.homes import Start
from wholeplace.demo.homes.families.grown_up import undo_close
from wholeplace.demo.homes.residents.people import People

BORN = (date(1990, 1, 1) - date(1970, 1, 1)).days


def _family(days: list[int]) -> People:
    """A woman (0), and her children born so many days after 1 January 1990."""
    births = np.array([BORN - 25 * 365, *(BORN + day for day in days)])
    none = np.zeros(len(births), dtype=np.int64)
    people = People(none, none, none, none, np.arange(len(births)), births, births, births)
    people.mother[1:] = 0
    return people


def test_only_the_new_ones_of_children_too_near_lose_their_mother() -> None:
    people = _family([0, 100, 2_000])
    assert undo_close(people, np.array([2, 3])).tolist() == [2]
    assert people.mother.tolist() == [-1, 0, -1, 0]


def test_one_taken_back_may_leave_two_others_side_by_side() -> None:
    people = _family([0, 0, 100])  # the first and second are twins; only the second lies next to the third
    undone = undo_close(people, np.array([1, 2]))
    assert sorted(undone.tolist()) == [1, 2]
    assert people.mother.tolist() == [-1, -1, -1, 0]


def test_twins_keep_their_mother() -> None:
    people = _family([0, 0, 500])
    assert undo_close(people, np.array([1, 2, 3])).tolist() == []


def test_mothers_elsewhere_are_of_a_mothers_age_and_the_same_group(start: Start) -> None:
    mothers = start.person.select(
        pl.col("person").alias("mother"), pl.col("household").alias("there"),
        pl.col("birth").alias("hers"), pl.col("ethnicity").alias("theirs"),
    )  # fmt: skip
    away = start.person.filter(pl.col("role").is_in(["head", "partner", "other", "resident"])).join(
        mothers, on="mother"
    )
    away = away.filter(pl.col("household") != pl.col("there"))
    assert (away["ethnicity"] == away["theirs"]).mean() > 0.99  # type: ignore[operator]
    ages = away.select((pl.col("birth") - pl.col("hers")).dt.total_days() / 365.25).to_series()
    assert 25 < ages.median() < 31  # type: ignore[operator]
