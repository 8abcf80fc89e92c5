"""Published figures of the four authorities: found by any usual name, whole, and free of gaps."""

from __future__ import annotations

import polars as pl
import pytest

from wholeplace.demo.area import load_authority
from wholeplace.demo.area.authority import BANDS, COUNTS, SIZES
from wholeplace.errors import UsageError
from wholeplace.sources.values.identifiers import check_postcode

CODES = ("E09000002", "E09000007", "E08000035", "E08000007")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("Barking and Dagenham", "E09000002"),
        ("barking & dagenham", "E09000002"),
        ("London Borough of Camden", "E09000007"),
        ("LEEDS", "E08000035"),
        ("Leeds City Council", "E08000035"),
        ("e08000007", "E08000007"),
    ],
)
def test_an_authority_is_found_by_name_or_code(asked: str, code: str) -> None:
    assert load_authority(asked).code == code


@pytest.mark.parametrize("asked", ["", "Bark", "E09000001", "council"])
def test_an_unknown_authority_is_refused_with_the_list_of_those_there_are(asked: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_authority(asked)
    assert all(code in refused.value.cure for code in CODES)
    assert "Barking and Dagenham" in refused.value.cure


def test_areas_of_barking_and_dagenham_add_up_to_the_census() -> None:
    areas = load_authority("E09000002").areas
    assert areas.height == 115
    assert areas["residents"].sum() == 218_876
    assert areas["households"].sum() == 73_911
    assert areas["ward"].n_unique() == 19


@pytest.mark.parametrize("code", CODES)
def test_areas_have_no_gaps_and_agree_with_themselves(code: str) -> None:
    areas = load_authority(code).areas
    assert areas.null_count().sum_horizontal().item() == 0
    assert areas["area"].to_list() == list(range(areas.height))
    assert areas.select(pl.min_horizontal(*COUNTS)).min().item() >= 0
    by_age = areas.select(pl.sum_horizontal(*BANDS)).to_series()
    assert ((by_age - areas["residents"]).abs() < 2).all()
    by_size = areas.select(pl.sum_horizontal(*SIZES)).to_series()
    assert ((by_size - areas["households"]).abs() <= 12).all()
    assert areas["child_poverty"].is_between(0, 1).all()
    assert areas["imd_decile"].is_between(1, 10).all()


@pytest.mark.parametrize("code", CODES)
def test_every_area_has_real_postcodes_and_none_is_in_two(code: str) -> None:
    authority = load_authority(code)
    postcodes = authority.postcodes
    assert set(postcodes["area"]) == set(authority.areas["area"])
    assert postcodes["postcode"].is_unique().all()
    verdict = postcodes.select(check_postcode(pl.col("postcode"))).to_series()
    good = pl.select(check_postcode(pl.lit("SW1A 1AA"))).item()
    assert verdict.unique().to_list() == [good]
