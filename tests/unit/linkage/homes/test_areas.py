"""Addresses placed in small areas by their postcodes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.support.link_places import KEY, table
from wholeplace.errors import SettingsError
from wholeplace.linkage.homes.areas import address_areas, postcode_areas, with_areas
from wholeplace.privacy import keyed_ids

POSTCODES = pl.DataFrame({"postcode": ["RM1 1AA", "RM1 1AB", "RM2 2BB"], "area": ["E1", "E1", "E2"]})


def address_id(place: str) -> str:
    return keyed_ids(KEY, "a", ("address",), pl.Series([place]))[0]


def areas(text: str) -> dict[str, str]:
    return dict(address_areas(table("address", text), POSTCODES, KEY).rows())


def test_an_address_lies_in_the_area_of_its_postcode() -> None:
    found = areas(
        """
        record_id  uprn  postcode  address_text
        a          1     RM1~1AA   1~Elm~Road
        b          2     RM2~2BB   2~Elm~Road
        c          3     ZZ9~9ZZ   3~Elm~Road
        d          -     RM2~2BB   4~Elm~Road
        """
    )
    assert found[address_id("uprn 1")] == "E1"
    assert found[address_id("uprn 2")] == "E2"
    assert address_id("uprn 3") not in found
    assert len(found) == 3


def test_of_several_postcodes_the_area_of_most_stands_then_the_first() -> None:
    found = areas(
        """
        record_id  uprn  postcode
        a          1     RM2~2BB
        b          1     RM1~1AA
        c          1     RM1~1AB
        d          2     RM2~2BB
        e          2     RM1~1AA
        """
    )
    assert found == {address_id("uprn 1"): "E1", address_id("uprn 2"): "E1"}


def test_what_has_no_address_id_has_no_area() -> None:
    person = pl.DataFrame({"person_id": ["p", "q"], "address_id": ["a1", None], "area": [None, None]})
    filled = with_areas({"person": person}, pl.DataFrame({"address_id": ["a1"], "area": ["E1"]}))["person"]
    assert filled.rows() == [("p", "a1", "E1"), ("q", None, None)]


def test_the_packaged_directory_has_the_four_authorities(tmp_path: Path) -> None:
    packaged = postcode_areas(tmp_path / "postcodes.csv")
    assert packaged["postcode"].is_unique().all()
    assert packaged["area"].str.starts_with("E010").all()


def test_the_place_s_own_directory_stands_in_its_place(tmp_path: Path) -> None:
    own = tmp_path / "postcodes.csv"
    own.write_text("area,postcode\nE9,ab12cd\nE8,AB1 2CD\n", encoding="utf-8")
    assert postcode_areas(own).rows() == [("AB1 2CD", "E9")]
    own.write_text("pcd,area\nAB1 2CD,E9\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"postcodes\.csv"):
        postcode_areas(own)
