"""Small areas merged."""

from __future__ import annotations

from random import Random

import polars as pl

from wholeplace.privacy.disclosure import merged_areas


def areas(*rows: tuple[str, str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["area", "msoa", "ward", "people"], orient="row")


def test_large_areas_stay_as_they_are() -> None:
    found = merged_areas(areas(("a", "m", "w", 10), ("b", "m", "w", 30)), count="people")
    assert found.rows() == [("a", "a", "area"), ("b", "b", "area")]


def test_one_small_area_merges_its_msoa_and_no_other() -> None:
    found = merged_areas(areas(("a", "m", "w", 9), ("b", "m", "w", 30), ("c", "n", "w", 12)), count="people")
    assert found.rows() == [("a", "m", "msoa"), ("b", "m", "msoa"), ("c", "c", "area")]


def test_a_small_msoa_merges_its_whole_ward() -> None:
    found = merged_areas(
        areas(("a", "m", "w", 4), ("b", "m", "w", 5), ("c", "n", "w", 40), ("d", "o", "x", 40)),
        count="people",
    )
    assert found.rows() == [("a", "w", "ward"), ("b", "w", "ward"), ("c", "w", "ward"), ("d", "d", "area")]


def test_an_msoa_in_two_wards_goes_with_most_of_its_people() -> None:
    found = merged_areas(areas(("a", "m", "w", 2), ("b", "m", "x", 3), ("c", "n", "x", 9)), count="people")
    assert found["shown"].to_list() == ["x", "x", "x"]


def test_merged_areas_split_the_place_and_are_large_unless_wards() -> None:
    chance = Random(1)
    for _ in range(50):
        rows = [(f"a{n}", f"m{n // 3}", f"w{n // 7}", chance.choice((0, 3, 8, 15, 60))) for n in range(40)]
        table = areas(*rows)
        found = merged_areas(table, count="people").join(table, on="area", validate="1:1")
        assert found.height == 40
        sums = found.group_by("shown", "level").agg(pl.col("people").sum())
        assert sums["shown"].is_unique().all()
        assert (sums.filter(pl.col("level") != "ward")["people"] >= 10).all()
