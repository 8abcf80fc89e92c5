"""Dwellings of every kind, in proportion to the place."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.demo.homes import Start


def _count(start: Start, kind: str, *, inside: bool = True) -> int:
    return start.address.filter((pl.col("kind") == kind) & ((pl.col("area_index") >= 0) == inside)).height


def test_temporary_accommodation_follows_the_homelessness_of_the_authority(
    start: Start, student_town: Start
) -> None:
    for place in (start, student_town):
        core = place.authority.areas["core_homelessness_percent"][0]
        homes = place.address.filter(pl.col("kind").is_in(["house", "flat", "hmo"])).height
        assert _count(place, "temporary") == pytest.approx(0.6 * core / 100 * homes, rel=0.15, abs=5)


def test_a_larger_place_has_more_of_each_kind(start: Start, student_town: Start) -> None:
    for kind in ("foster", "care_home", "hostel"):
        assert _count(student_town, kind) >= _count(start, kind) >= 1
    assert _count(student_town, "foster", inside=False) > _count(start, "foster", inside=False) > 0


def test_establishments_have_room_for_those_who_live_there(student_town: Start) -> None:
    there = student_town.household.filter(pl.col("kind").is_in(["communal", "student"]))
    assert there.height > 0
    full = there.group_by("address").len().join(student_town.address, on="address")
    assert (full["len"] <= full["bedrooms"]).all()
    assert set(full["kind"]) <= {"care_home", "nursing_home", "hostel", "other", "student"}


def test_care_homes_hold_the_old(student_town: Start) -> None:
    places = student_town.address.select("address", pl.col("kind").alias("place"))
    homes = student_town.household.join(places, on="address")
    in_care = homes.filter(
        (pl.col("kind") == "communal") & pl.col("place").is_in(["care_home", "nursing_home"])
    )
    births = in_care.join(student_town.person, on="household")["birth"]
    assert births.dt.year().median() < 1945  # type: ignore[operator]


def test_flats_are_commoner_in_london(start: Start, student_town: Start) -> None:
    counts = [(_count(place, "flat"), _count(place, "house")) for place in (start, student_town)]
    share = [flats / (flats + houses) for flats, houses in counts]
    assert share[0] > 1.3 * share[1]


def test_sharers_rent_privately_and_establishments_have_no_tenure(start: Start) -> None:
    tenure = start.address.group_by("kind").agg(pl.col("tenure").unique())
    kinds = dict(tenure.iter_rows())
    assert kinds["hmo"] == ["private"]
    assert kinds["refuge"] == kinds["temporary"] == ["none"]
    assert "none" not in kinds["house"]
