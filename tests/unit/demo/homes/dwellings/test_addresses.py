"""Every dwelling of the place, with an address nobody else has and a UPRN that nobody was given."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.demo.homes import Start
from wholeplace.sources.values.identifiers import check_postcode

EVERY_KIND = {"house", "flat", "hmo", "hostel", "refuge", "temporary", "care_home", "nursing_home", "foster"}


def test_no_two_dwellings_have_one_address(start: Start) -> None:
    assert start.address.select("number", "street", "postcode").is_unique().all()
    assert start.address["uprn"].is_unique().all()
    assert start.address["uprn"].str.contains(r"^999\d{9}$").all()


def test_a_postcode_has_one_street_and_several_dwellings(start: Start, student_town: Start) -> None:
    for place in (start, student_town):
        inside = place.address.filter(pl.col("area_index") >= 0)
        by = inside.group_by("postcode").agg(pl.col("street").n_unique(), pl.len())
        assert by["street"].max() == 1
        assert 4 < by["len"].mean() < 40  # type: ignore[operator]


def test_dwellings_have_postcodes_of_their_area(start: Start) -> None:
    inside = start.address.filter(pl.col("area_index") >= 0)
    area = start.authority.areas.select(pl.col("area").alias("area_index"), "lsoa")
    joined = inside.join(area, on="area_index")
    assert (joined["area"] == joined["lsoa"]).all()
    there = start.authority.postcodes.select(pl.col("area").alias("area_index"), "postcode")
    assert inside.join(there, on=["area_index", "postcode"], how="anti").is_empty()


def test_places_outside_have_no_area_and_a_postcode_in_no_use(start: Start) -> None:
    outside = start.address.filter(pl.col("area_index") < 0)
    assert set(outside["kind"]) == {"foster", "childrens_home"}
    assert outside["area"].null_count() == outside.height
    assert outside["postcode"].str.contains(r"^RM39 ").all()
    good = pl.select(check_postcode(pl.lit("SW1A 1AA"))).item()
    assert outside.select(check_postcode(pl.col("postcode"))).to_series().unique().to_list() == [good]


def test_every_kind_of_dwelling_is_there_and_some_stand_empty(start: Start) -> None:
    assert set(start.address["kind"]) >= EVERY_KIND
    lived_in = start.household["address"].unique()
    spare = start.address.filter(~pl.col("address").is_in(lived_in.implode()))
    ordinary = spare.filter(pl.col("kind").is_in(["house", "flat"])).height
    assert ordinary / start.household["address"].n_unique() == pytest.approx(0.03, abs=0.01)
    assert set(spare["kind"]) >= {"temporary", "refuge", "foster", "childrens_home"}


def test_those_who_share_an_address_are_sharers_or_in_an_establishment(student_town: Start) -> None:
    shared = student_town.household.group_by("address").agg(pl.len(), pl.col("kind").unique())
    several = shared.filter(pl.col("len") > 1).explode("kind")
    assert set(several["kind"]) <= {"hmo", "student", "communal"}


def test_towns_go_with_postcodes(start: Start) -> None:
    towns = (
        start.address.filter(pl.col("area_index") >= 0)
        .group_by("town")
        .agg(pl.col("postcode").str.head(3).unique())
    )
    assert set(towns["town"]) <= {"Barking", "Dagenham", "Romford", "Hornchurch"}
    assert start.address["town"].null_count() == 0
