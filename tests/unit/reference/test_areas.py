"""The compiled areas: what is packaged is what the compiler makes of the public files, small, and attributed."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from reference.areas import NOT_HOMES, OUT, PUBLIC, SOURCES, compile_areas

LIMIT = 4 * 1024 * 1024
needs_public = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public files are not beside the project")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("areas")
    compile_areas(PUBLIC, out)
    return out


@needs_public
@pytest.mark.samples
def test_what_is_packaged_is_what_the_compiler_makes(compiled: Path) -> None:
    assert (compiled / "areas.csv").read_bytes() == (OUT / "areas.csv").read_bytes()
    assert pl.read_parquet(compiled / "postcodes.parquet").equals(pl.read_parquet(OUT / "postcodes.parquet"))


def test_the_tables_are_small() -> None:
    assert sum(path.stat().st_size for path in OUT.iterdir()) < LIMIT


def test_postcodes_of_large_users_are_left_out() -> None:
    postcodes = pl.read_parquet(OUT / "postcodes.parquet")
    assert postcodes.height > 60_000
    assert not postcodes["postcode"].str.split(" ").list.first().is_in(NOT_HOMES).any()


def test_every_source_is_listed_with_its_licence_and_attribution() -> None:
    with (OUT.parent / "SOURCES.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["key"]: row for row in csv.DictReader(file)}
    for source in SOURCES:
        assert listed[source.key] == source._asdict()
    assert "Royal Mail" in listed["ons_postcodes"]["attribution"]
    assert "OS data" in listed["ons_postcodes"]["attribution"]


def test_shares_add_up_and_every_row_has_its_source() -> None:
    origins = pl.read_csv(OUT / "origins.csv")
    assert origins.group_by("ethnicity").agg(pl.col("share").sum())["share"].round(9).unique().to_list() == [
        1.0
    ]
    groups = pl.read_csv(OUT / "ethnic_groups.csv")
    assert groups.group_by("authority").agg(pl.col("broad").n_unique())["broad"].to_list() == [5] * 4
    assert set(groups["ethnicity"]) <= set(origins["ethnicity"])
    for path in ("origins", "ethnic_groups", "towns", "home_roles", "streets"):
        frame = pl.read_csv(OUT / f"{path}.csv")
        assert frame["source"].null_count() == 0
