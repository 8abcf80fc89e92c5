"""Smaller and larger places of the same kind."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.demo.area import Authority, load_authority, scale
from wholeplace.demo.area.authority import BANDS
from wholeplace.errors import UsageError
from wholeplace.sources.values.identifiers import check_postcode

NAMES = ("Barking and Dagenham", "Camden", "Leeds", "Stockport")


@pytest.fixture(scope="module")
def borough() -> Authority:
    return load_authority("Barking and Dagenham")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("residents", [500, 5_000, 100_000, 1_000_000])
def test_margins_add_up_to_the_residents_asked_for(name: str, residents: int) -> None:
    areas = scale(load_authority(name), residents).areas
    assert areas["residents"].sum() == pytest.approx(residents)
    assert areas.select(pl.sum_horizontal(*BANDS)).to_series().sum() == pytest.approx(residents, rel=0.001)
    assert areas["lsoa"].is_unique().all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(8))
def test_five_hundred_people_live_in_a_few_unlike_areas_of_two_wards(name: str, seed: int) -> None:
    areas = scale(load_authority(name), 500, seed).areas
    assert areas.height == 3
    assert areas["ward"].n_unique() >= 2
    assert areas["imd_score"].max() > 1.15 * areas["imd_score"].min()  # type: ignore[operator]


def test_the_authoritys_own_size_keeps_every_area_as_published(borough: Authority) -> None:
    assert scale(borough, 218_876).areas.equals(borough.areas)


def test_areas_are_drawn_by_seed(borough: Authority) -> None:
    drawn = [scale(borough, 5_000, seed).areas["lsoa"].to_list() for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_postcodes_stay_with_their_area(borough: Authority) -> None:
    small = scale(borough, 5_000)
    joined = small.postcodes.join(small.areas.select("area", "lsoa"), on="area").select("postcode", "lsoa")
    whole = borough.postcodes.join(borough.areas.select("area", "lsoa"), on="area").select("postcode", "lsoa")
    assert joined.join(whole, on=["postcode", "lsoa"], how="anti").is_empty()


def test_too_small_a_place_is_refused(borough: Authority) -> None:
    with pytest.raises(UsageError, match="50"):
        scale(borough, 49)


@pytest.fixture(scope="module")
def million(borough: Authority) -> Authority:
    return scale(borough, 1_000_000, 3)


def test_copies_have_codes_that_nobody_was_given(borough: Authority, million: Authority) -> None:
    areas = million.areas
    assert million.copies == 4
    first = areas.filter(pl.col("copy") == 0)
    assert first["lsoa"].to_list() == borough.areas["lsoa"].to_list()
    made = areas.filter(pl.col("copy") > 0)
    for column, start in (("lsoa", "E019"), ("msoa", "E029"), ("ward", "E059")):
        assert made[column].str.contains(rf"^{start}\d{{5}}$").all()
        assert not set(made[column]) & set(borough.areas[column])


def test_a_copys_wards_and_msoas_group_the_areas_that_the_published_ones_do(million: Authority) -> None:
    areas = million.areas.filter(pl.col("copy").is_in([0, 1])).sort("copy", "area")
    one, other = (areas.filter(pl.col("copy") == copy) for copy in (0, 1))
    for column in ("msoa", "ward"):
        assert one[column].rank("dense").n_unique() == other[column].n_unique()
        pairs = pl.DataFrame({"a": one[column], "b": other[column]}).unique()
        assert pairs["a"].is_unique().all()


def test_copies_have_postcodes_at_the_same_density_that_pass_the_check(million: Authority) -> None:
    joined = million.postcodes.join(million.areas.select("area", "copy"), on="area")
    counts = dict(joined.group_by("copy").len().iter_rows())
    assert counts[1] == counts[2] == counts[3] == counts[0]
    assert joined["postcode"].is_unique().all()
    made = joined.filter(pl.col("copy") > 0)["postcode"]
    good = pl.select(check_postcode(pl.lit("SW1A 1AA"))).item()
    assert made.to_frame().select(check_postcode(pl.col("postcode"))).to_series().unique().to_list() == [good]
    assert made.str.contains(r"^RM[4-7]\d ").all()


def test_more_people_than_there_are_invented_postcodes_for_is_refused() -> None:
    with pytest.raises(UsageError, match="fewer"):
        scale(load_authority("Leeds"), 8_000_000)
