"""Published figures and the made place's own, side by side."""

from __future__ import annotations

from importlib.resources import files

import polars as pl

from wholeplace.demo.likeness.figures import measure
from wholeplace.demo.likeness.population import population_rows
from wholeplace.demo.world import World

ENGLAND = "E92000001"
COLUMNS = (
    "group", "label", "unit", "published", "made", "difference", "tolerance", "fitted", "within", "year", "of",
    "source", "note",
)  # fmt: skip
"""difference and tolerance in percent of the published figure; `of`: whose figure was published; within: whether
the difference is inside the tolerance."""


def compare(world: World, fit: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Every figure with what was published for it; columns `COLUMNS`.

    fit: how the population of the first day meets the census, as `homes.fit`; all of it fitted within 5 %.
    """
    margins = population_rows(fit).with_columns(
        pl.lit(FITTED).alias("tolerance"), pl.lit(True).alias("fitted"), pl.lit(authority).alias("of")
    )
    services = _services(world, authority)
    both = pl.concat([margins.select(services.columns), services])
    difference = (pl.col("made") / pl.col("published") - 1) * 100
    return both.with_columns(
        difference.alias("difference"), (difference.abs() <= pl.col("tolerance")).alias("within")
    ).select(COLUMNS)


FITTED = 5.0
"""Figures that the place is fitted to lie within this many percent."""


def _services(world: World, authority: str) -> pl.DataFrame:
    made = pl.DataFrame(list(measure(world).items()), schema=["figure", "made"], orient="row")
    targets = _read("targets.csv").filter(pl.col("authority").is_in([authority, ENGLAND]))
    own = (
        targets.sort(pl.col("authority") == ENGLAND)
        .unique("measure", keep="first")
        .rename({"measure": "figure"})
    )
    figures = _read("figures.csv")
    joined = figures.join(own, on="figure", how="inner", maintain_order="left").join(made, on="figure")
    return joined.select(
        "group", "label", "unit", pl.col("value").cast(pl.Float64).alias("published"), "made",
        pl.col("tolerance").cast(pl.Float64), (pl.col("tolerance").cast(pl.Float64) <= FITTED).alias("fitted"),
        "year", pl.col("authority").alias("of"),
        pl.col("source").replace(_sources()),
        pl.concat_str("definition", "note", separator="; ", ignore_nulls=True).alias("note"),
    )  # fmt: skip


def _sources() -> dict[str, str]:
    """What each source is called in words, by key."""
    known = _read("SOURCES.csv").select("key", pl.concat_str("publisher", "title", separator=", "))
    return dict(known.iter_rows())


def _read(name: str) -> pl.DataFrame:
    """A packaged table as text."""
    return pl.read_csv(files("wholeplace").joinpath(f"data/{name}").read_bytes(), infer_schema=False)
