"""Published counts: the place's own, the packaged ones, or none; and every way the file can be wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.config import Config
from wholeplace.demo.area import load_authority, published_counts, scale
from wholeplace.errors import SettingsError
from wholeplace.picture.published import age_bands, population_tables

HEADER = "area,age_from,sex,people,year\n"


def config(folder: Path, **more: object) -> Config:
    return Config.model_validate(
        {"name": "Test", "as_of": date(2024, 6, 30), "created": date(2024, 6, 30), "folder": folder, **more}
    )


def published(folder: Path, text: str, **more: object) -> pl.DataFrame:
    (folder / "population.csv").write_text(text, encoding="utf-8")
    return population_tables(config(folder, **more))["published_population"]


def test_the_own_file_sets_counts_and_bands(tmp_path: Path) -> None:
    text = HEADER + "E1,0,female,12,2023\nE1,18,female,30.5,2023\nE1,65,male,7,2023\n"
    assert published(tmp_path, text).rows() == [
        ("E1", "0 to 17", 0, "female", 12.0, 2023),
        ("E1", "18 to 64", 18, "female", 30.5, 2023),
        ("E1", "65 and over", 65, "male", 7.0, 2023),
    ]


def test_a_real_place_of_a_packaged_authority_has_its_census_figures(tmp_path: Path) -> None:
    tables = population_tables(config(tmp_path, authority="E09000002"))
    found = tables["published_population"]
    assert found["area"].n_unique() == 115
    assert abs(found["people"].sum() - 218_876) < 200
    assert set(found["year"]) == {2021}
    assert tables["age_band"].height == 19


def test_a_made_place_or_another_authority_has_none_without_a_file(tmp_path: Path) -> None:
    for more in ({"authority": "E09000002", "synthetic": True}, {"authority": "E06000001"}):
        tables = population_tables(config(tmp_path, **more))
        assert tables["published_population"].is_empty()
        assert tables["age_band"].height == 19


def test_a_made_place_writes_counts_that_can_be_read_back(tmp_path: Path) -> None:
    authority = scale(load_authority("E09000002"), 3000, 1)
    found = published(tmp_path, published_counts(authority), synthetic=True)
    assert abs(found["people"].sum() - 3000) < 5
    assert set(found["area"]) == set(authority.areas["lsoa"])


def test_bands_follow_one_another() -> None:
    bands = age_bands((0, 18))
    assert bands["next_month"].to_list()[0] == bands["first_month"].to_list()[1] == 216
    assert bands["age_band"].to_list() == ["0 to 17", "18 and over"]


GOOD = "E1,0,male,5,2021"


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("area,people\nE1,5\n", 1, "area,age_from,sex,people,year"),
        (f"{HEADER}{GOOD}\n,0,male,5,2021\n", 3, "area's code"),
        (f"{HEADER}E1,0,m,5,2021\n", 2, "female or male"),
        (f"{HEADER}E1,0-4,male,5,2021\n", 2, "first age"),
        (f"{HEADER}E1,0,male,1200,21\n", 2, "the year"),
        (f'{HEADER}E1,0,male,"1,200",2021\n', 2, "without commas"),
        (f"{HEADER}E1,0,male,-5,2021\n", 2, "without commas"),
        (f"{HEADER}{GOOD}\n{GOOD}\n", 3, "one of the two"),
        (f"{HEADER}E1,5,male,5,2021\n", 2, "every age"),
    ],
)
def test_a_fault_is_named_by_line_with_its_cure(tmp_path: Path, text: str, line: int, cure: str) -> None:
    with pytest.raises(SettingsError) as caught:
        published(tmp_path, text)
    assert f"population.csv: line {line}" in str(caught.value)
    assert cure in str(caught.value)
