from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import REFERENCES, UNITS, reading
from bench.readers import ours, with_duckdb, with_polars
from bench.rows import SOURCES, make_rows
from wholeplace.config import Config, load_config
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.step import extract_of

ROWS = 8_000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, dict[str, int]]:
    folder = tmp_path_factory.mktemp("rows") / "place"
    made = make_rows(folder, ROWS)
    return load_config(folder / "place.toml"), made.rows


def test_about_as_many_rows_as_asked_are_made_in_every_file(place: tuple[Config, dict[str, int]]) -> None:
    config, made = place
    assert ROWS / 2 < sum(made.values()) < ROWS * 2
    assert {source.name for source in config.source} == set(SOURCES)


def test_references_read_every_row_and_so_do_we(place: tuple[Config, dict[str, int]]) -> None:
    config, made = place
    whole = sum(made.values())
    assert with_polars(config) == whole
    assert with_duckdb(config) == whole
    # One child of the XML is a row for the references, and several rows in as many tables for us.
    assert ours(config) - whole > 0
    assert ours(config) - whole < 40 * sum(n for name, n in made.items() if name.endswith(".xml"))


def test_the_rows_are_good_ones(place: tuple[Config, dict[str, int]]) -> None:
    """A reading that refuses most of what it is given would be quick for nothing."""
    config, _ = place
    source = next(source for source in config.source if source.name == "looked_after")
    arrival = read_extract(extract_of(source, config), PlaceKey(DEMO_KEY), Exclusions.none())["arrival"]
    assert arrival["refused"].sum() == 0


def test_results_are_in_the_form_agreed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    figures = {"ours": 6.0, "polars": 2.0, "duckdb": 3.0}
    told = {way: dict.fromkeys(UNITS, seconds) for way, seconds in figures.items()}
    monkeypatch.setattr(
        "bench.__main__.measure", lambda way, folder: {**told[way], "rows": 1000, "peak_mb": 200.0}
    )
    results = reading(tmp_path, 1000)
    assert len(results) == len(REFERENCES) * len(UNITS)
    assert [result["ratio"] for result in results] == [3.0, 2.0, 3.0, 2.0]
    assert set(results[0]) == {"name", "ours", "reference", "unit", "ratio", "rows", "peak_mb"}
    assert len({result["name"] for result in results}) == len(results)
