"""Published counts of residents by area, age and sex: the place's own file, or the packaged census figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.config import Config
from wholeplace.errors import SettingsError

OWN_POPULATION = "population.csv"
HEADER = ("area", "age_from", "sex", "people", "year")
CENSUS = 2021
FIVE_YEARS = tuple(range(0, 91, 5))
OLDEST = 10_000
SCHEMA = {"area": pl.String, "age_from": pl.Int32, "sex": pl.String, "people": pl.Float64, "year": pl.Int32}


def population_tables(config: Config) -> dict[str, pl.DataFrame]:
    """`published_population` (area, age_band, age_from, sex, people, year; empty where there is none), `age_band`.

    The own file has the columns area (LSOA), age_from (first age of a band, which goes up to the next), sex
    (female or male), people and year. Without it a real place of one of the packaged authorities has its Census
    2021 figures; a made place has none, as it may be smaller. Raises SettingsError naming line and cure.
    """
    own = config.folder / OWN_POPULATION
    counts = (
        pl.DataFrame(list(_rows(own)), schema=SCHEMA, orient="row") if own.is_file() else _packaged(config)
    )
    bands = age_bands(counts["age_from"].unique().sort().to_list() or FIVE_YEARS)
    named = counts.join(bands, left_on="age_from", right_on="first_age", maintain_order="left")
    published = named.select("area", "age_band", "age_from", "sex", "people", "year")
    return {"published_population": published, "age_band": bands.rename({"first_age": "age_from"})}


def age_bands(starts: Iterable[int]) -> pl.DataFrame:
    """`age_band` in words by `first_age`, with its first month of age, and the first after it."""
    edges = [*sorted(starts), OLDEST]
    rows = [
        (first, f"{first} and over" if after == OLDEST else f"{first} to {after - 1}", 12 * first, 12 * after)
        for first, after in pairwise(edges)
    ]
    schema = {"first_age": pl.Int32, "age_band": pl.String, "first_month": pl.Int32, "next_month": pl.Int32}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _packaged(config: Config) -> pl.DataFrame:
    with as_file(files("wholeplace") / "data" / "areas" / "areas.csv") as path:
        areas = pl.read_csv(path, infer_schema_length=None).filter(pl.col("authority") == config.authority)
    if config.synthetic or areas.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    bands = [f"{sex}_{age}" for sex in "fm" for age in FIVE_YEARS]
    long = areas.unpivot(bands, index="lsoa", variable_name="band", value_name="people")
    return long.select(
        pl.col("lsoa").alias("area"),
        pl.col("band").str.slice(2).cast(pl.Int32).alias("age_from"),
        pl.col("band").str.head(1).replace_strict({"f": "female", "m": "male"}).alias("sex"),
        pl.col("people").cast(pl.Float64),
        pl.lit(CENSUS, pl.Int32).alias("year"),
    ).sort("area", "sex", "age_from")


def _rows(path: Path) -> Iterator[tuple[str, int, str, float, int]]:
    seen: set[tuple[str, int, str]] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != HEADER:
            raise _fault(1, "the columns are not those of published counts", f"Use: {','.join(HEADER)}")
        for number, row in enumerate(reader, start=2):
            made = _row(number, row)
            if made[:3] in seen:
                raise _fault(number, "this area, age and sex stand twice", "Keep one of the two lines")
            seen.add(made[:3])
            yield made
    if seen and min(age for _, age, _ in seen) > 0:
        raise _fault(2, "no band of ages begins at 0", "Give counts for every age")


def _row(number: int, row: Mapping[str, Any]) -> tuple[str, int, str, float, int]:
    area, age, sex, people, year = ((row.get(name) or "").strip() for name in HEADER)
    if not area or sex not in ("female", "male"):
        raise _fault(number, "area or sex is missing or unknown", "Give the area's code, and female or male")
    if not (re.fullmatch(r"\d{1,3}", age) and re.fullmatch(r"\d{4}", year)):
        raise _fault(
            number, "age_from or year is no whole number", "Give the first age of the band, and the year"
        )
    if not re.fullmatch(r"\d+(\.\d+)?", people):
        raise _fault(number, "people is no number", "Write it without commas, as 1234 or 1234.5")
    return area, int(age), sex, float(people), int(year)


def _fault(number: int, what: str, cure: str) -> SettingsError:
    return SettingsError(what, where=f"{OWN_POPULATION}: line {number}", cure=cure)
