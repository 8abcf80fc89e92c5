"""From features of families to patterns: tables `pattern`, `pattern_feature` and `family_pattern`."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np
import polars as pl

from wholeplace.picture.patterns.classes import Classes, Numbers, choose
from wholeplace.picture.patterns.contracts import TABLES
from wholeplace.picture.patterns.describe import describe

LEAST, MOST = 5, 9
FEWEST = 100
"""Families below which no patterns are sought: they would be told of too few."""
Z = 1.959964


def find_patterns(
    family_feature: pl.DataFrame, family_year: pl.DataFrame, family: pl.DataFrame, feature: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The three tables; empty where there are too few families, or too few that differ. Withheld ones are left out."""
    shown = family_year.filter(pl.col("withheld").is_null()).sort("family_id")
    held = family_feature.join(shown.select("family_id"), on="family_id", how="semi")
    told = feature.select("feature", "kind", "phrase").unique().sort("kind", "feature")
    told = told.join(held, on=["kind", "feature"], how="semi").sort("kind", "feature")
    if shown.height < FEWEST or told.is_empty():
        return _none()
    grid = _grid(shown, held, told)
    rows, place, counts = np.unique(grid, axis=0, return_inverse=True, return_counts=True)
    if len(rows) < MOST:
        return _none()
    found, stable = choose(rows, counts.astype(np.float64), LEAST, MOST)
    return _tables(shown, family, grid, told, found, stable, found.belonging(rows)[place.ravel()])


def _none() -> dict[str, pl.DataFrame]:
    return {table.name: table.empty() for table in TABLES}


def _grid(shown: pl.DataFrame, held: pl.DataFrame, told: pl.DataFrame) -> Numbers:
    """Families by features: 1 where the family has it."""
    family = {name: number for number, name in enumerate(shown["family_id"])}
    column = {name: number for number, name in enumerate(told.select("kind", "feature").iter_rows())}
    grid = np.zeros((len(family), len(column)))
    at = held.select(
        pl.col("family_id").replace_strict(family, return_dtype=pl.Int64),
        pl.concat_str("kind", "feature", separator="|").replace_strict(
            {"|".join(name): number for name, number in column.items()}, return_dtype=pl.Int64
        ).alias("column"),
    )  # fmt: skip
    grid[at["family_id"].to_numpy(), at["column"].to_numpy()] = 1
    return grid


def _tables(
    shown: pl.DataFrame,
    family: pl.DataFrame,
    grid: Numbers,
    told: pl.DataFrame,
    found: Classes,
    stable: Numbers,
    chances: Numbers,
) -> dict[str, pl.DataFrame]:
    nearest = chances.argmax(axis=1)
    sizes = np.bincount(nearest, minlength=len(found.size))
    order = [number for number in np.lexsort((np.arange(len(sizes)), -sizes)) if sizes[number]]
    number_of = {int(number): place for place, number in enumerate(order, start=1)}
    belongs = pl.DataFrame({
        "family_id": shown["family_id"],
        "pattern": [number_of[int(number)] for number in nearest],
        "certainty": chances.max(axis=1),
    }).with_columns(pl.col("pattern").cast(pl.UInt32))  # fmt: skip
    features = _features(belongs, grid, told)
    lines = _lines(features, told, len(order))
    pattern = _pattern(
        belongs.join(shown, on="family_id").join(family.select("family_id", "people"), on="family_id")
    )
    pattern = pattern.with_columns(
        description=pl.Series([lines[number] for number in pattern["pattern"]]),
        stability=pl.Series([float(stable[order[number - 1]]) for number in pattern["pattern"]]),
    )
    made: Mapping[str, pl.DataFrame] = {
        "pattern": pattern,
        "pattern_feature": features,
        "family_pattern": belongs,
    }
    return {table.name: table.shape(made[table.name]) for table in TABLES}


def _features(belongs: pl.DataFrame, grid: Numbers, told: pl.DataFrame) -> pl.DataFrame:
    """Share of each pattern's families that have each feature, with its interval, and of all families."""
    wide = pl.DataFrame(grid, schema=[str(number) for number in range(told.height)])
    long = wide.with_columns(belongs["pattern"]).unpivot(
        index="pattern", variable_name="column", value_name="has"
    )
    named = told.with_row_index("column").with_columns(pl.col("column").cast(pl.String))
    sums = long.group_by("pattern", "column").agg(pl.col("has").sum(), families=pl.len())
    sums = sums.join(named, on="column").sort("pattern", "kind", "feature")
    of_all = (
        pl.col("has").sum().over("feature", "kind") / pl.col("families").sum().over("feature", "kind")
    ).round(6)
    bounds = [_wilson(float(has), int(of)) for has, of in sums.select("has", "families").iter_rows()]
    return sums.with_columns(
        share=(pl.col("has") / pl.col("families")).round(6),
        low=pl.Series([low for low, _ in bounds]),
        high=pl.Series([high for _, high in bounds]),
        of_all=of_all,
    )


def _lines(features: pl.DataFrame, told: pl.DataFrame, patterns: int) -> dict[int, str]:
    own = [
        dict(features.filter(pattern=number).select("feature", "share").iter_rows())
        for number in range(1, patterns + 1)
    ]
    of_all = dict(features.select("feature", "of_all").unique().iter_rows())
    words = {
        name: (kind, phrase) for name, kind, phrase in told.select("feature", "kind", "phrase").iter_rows()
    }
    return dict(enumerate(describe(own, of_all, words), start=1))


def _pattern(members: pl.DataFrame) -> pl.DataFrame:
    sums = members.group_by("pattern").agg(
        families=pl.len(),
        people=pl.col("people").sum(),
        services=pl.col("services").sum(),
        **{name: pl.col(name).sum() for name in ("cost_low_pence", "cost_pence", "cost_high_pence")},
        spread=pl.col("cost_pence").cast(pl.Float64).std(),
    ).sort("pattern")  # fmt: skip
    bounds = [_wilson(float(own), members.height) for own in sums["families"]]
    mean, error = (
        pl.col("cost_pence") / pl.col("families"),
        Z * pl.col("spread").fill_null(0) / pl.col("families").sqrt(),
    )
    return sums.with_columns(
        share=(pl.col("families") / members.height).round(6),
        share_low=pl.Series([low for low, _ in bounds]),
        share_high=pl.Series([high for _, high in bounds]),
        mean_pence=mean.round().cast(pl.Int64),
        mean_low_pence=(mean - error).clip(0).round().cast(pl.Int64),
        mean_high_pence=(mean + error).round().cast(pl.Int64),
        services_each=(pl.col("services") / pl.col("families")).round(6),
    )


def _wilson(number: float, of: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927), to six places."""
    share, scale = number / of, 1 + Z**2 / of
    spread = Z * sqrt(share * (1 - share) / of + Z**2 / (4 * of**2))
    middle = share + Z**2 / (2 * of)
    return round(max(0.0, (middle - spread) / scale), 6), round(min(1.0, (middle + spread) / scale), 6)
