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


def compare(world: World, fit: pl.DataFrame, fitted: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Every figure with what was published for it; columns `COLUMNS`.

    fit: how the population of the first day meets the census, as `homes.fit`. fitted: what lives were fitted to
    (measure, counted), as `EngineState.fitted`. What is fitted is to lie within 5 %, or within twice what chance
    brings of the number counted, where that is more; the rest within the tolerance of `data/figures.csv`.
    """
    margins = population_rows(fit).with_columns(
        pl.lit(FITTED).alias("tolerance"), pl.lit(True).alias("fitted"), pl.lit(authority).alias("of")
    )
    services = _services(world, authority, fitted)
    both = pl.concat([margins.select(services.columns), services])
    difference = (pl.col("made") / pl.col("published") - 1) * 100
    return both.with_columns(
        difference.alias("difference"), (difference.abs() <= pl.col("tolerance")).alias("within")
    ).select(COLUMNS)


TWICE = 2.0
FITTED = 5.0
"""Figures that the place is fitted to lie within this many percent."""


def _services(world: World, authority: str, fitted: pl.DataFrame) -> pl.DataFrame:
    made = pl.DataFrame(list(measure(world).items()), schema=["figure", "made"], orient="row")
    targets = _read("targets.csv").filter(pl.col("authority").is_in([authority, ENGLAND]))
    own = (
        targets.sort(pl.col("authority") == ENGLAND)
        .unique("measure", keep="first")
        .rename({"measure": "figure"})
    )
    figures = _read("figures.csv")
    known = fitted.select(figure="measure", counted=pl.col("counted").cast(pl.Float64))
    joined = figures.join(own, on="figure", how="inner", maintain_order="left").join(made, on="figure")
    joined = joined.join(known, on="figure", how="left", maintain_order="left")
    return joined.select(
        "group", "label", "unit", pl.col("value").cast(pl.Float64).alias("published"), "made",
        _tolerance().alias("tolerance"), pl.col("counted").is_not_null().alias("fitted"),
        "year", pl.col("authority").alias("of"),
        pl.col("source").replace(_sources()),
        pl.concat_str("definition", "note", separator="; ", ignore_nulls=True).alias("note"),
    )  # fmt: skip


def _tolerance() -> pl.Expr:
    chance = TWICE * 100 / pl.col("counted").clip(1).sqrt()
    stated = pl.col("tolerance").cast(pl.Float64)
    return (
        pl.when(pl.col("counted").is_null()).then(stated).otherwise(pl.max_horizontal(pl.lit(FITTED), chance))
    )


def _sources() -> dict[str, str]:
    """What each source is called in words, by key."""
    known = _read("SOURCES.csv").select("key", pl.concat_str("publisher", "title", separator=", "))
    return dict(known.iter_rows())


def _read(name: str) -> pl.DataFrame:
    """A packaged table as text."""
    return pl.read_csv(files("wholeplace").joinpath(f"data/{name}").read_bytes(), infer_schema=False)
