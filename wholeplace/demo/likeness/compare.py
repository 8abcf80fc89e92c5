"""Published figures and the made place's own, side by side."""

from __future__ import annotations

from importlib.resources import files

import polars as pl

from wholeplace.demo.likeness.figures import measure
from wholeplace.demo.likeness.population import population_rows
from wholeplace.demo.lives.fitting.fits import wanted
from wholeplace.demo.world import World

COLUMNS = (
    "group", "label", "unit", "published", "made", "difference", "tolerance", "fitted", "within", "year", "of",
    "source", "note",
)  # fmt: skip
"""difference and tolerance in percent of the published figure; `of`: whose figure was published; within: whether
the difference is inside the tolerance."""


def compare(world: World, fit: pl.DataFrame, areas: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Every figure with what was published for it; columns `COLUMNS`.

    fit: how the population of the first day meets the census, as `homes.fit`. areas: lsoa and imd_decile of each.
    What is fitted is to lie within 5 %, the rest within the tolerance of `data/figures.csv`; or within twice what
    chance brings of the number counted, where that is more.
    """
    margins = population_rows(fit).with_columns(
        pl.lit(FITTED).alias("tolerance"), pl.lit(True).alias("fitted"), pl.lit(authority).alias("of")
    )
    services = _services(world, areas, authority)
    both = pl.concat([margins.select(services.columns), services])
    difference = (pl.col("made") / pl.col("published") - 1) * 100
    return both.with_columns(
        difference.alias("difference"), (difference.abs() <= pl.col("tolerance")).alias("within")
    ).select(COLUMNS)


TWICE = 2.0
FITTED = 5.0
"""Figures that the place is fitted to lie within this many percent."""
AMONG_KNOWN = "of {} %, shared out among the placements that these lives know"


def _services(world: World, areas: pl.DataFrame, authority: str) -> pl.DataFrame:
    schema = {"figure": pl.String, "made": pl.Float64, "counted": pl.Float64, "told": pl.String}
    rows = [(name, *figure) for name, figure in measure(world, areas).items()]
    made = pl.DataFrame(rows, schema=schema, orient="row")
    joined = _figures().join(_published(authority), on="figure", how="inner", maintain_order="left")
    joined = joined.join(made, on="figure", maintain_order="left")
    notes = ("definition", "said", pl.col("told").replace("", None))
    return joined.select(
        "group", "label", "unit", "published", "made",
        _tolerance().alias("tolerance"), pl.col("tolerance").is_null().alias("fitted"),
        "year", "of", pl.col("source").replace(_sources()),
        pl.concat_str(*notes, separator="; ", ignore_nulls=True).alias("note"),
    )  # fmt: skip


def _figures() -> pl.DataFrame:
    return _read("figures.csv").with_columns(pl.col("tolerance").replace("", None).cast(pl.Float64))


def _published(authority: str) -> pl.DataFrame:
    """figure, published, of, year, source, said: what lives are fitted to, beside what was said where it differs."""
    goals = pl.DataFrame(
        [(name, *goal) for name, goal in wanted(authority).items()],
        schema={"figure": pl.String, "published": pl.Float64, "of": pl.String},
        orient="row",
    )
    rows = _read("targets.csv").rename({"measure": "figure", "authority": "of", "note": "said"})
    differs = (pl.col("published") - pl.col("value").cast(pl.Float64)).abs() > 1e-9
    shared = pl.concat_str("said", pl.lit(" "), pl.format(AMONG_KNOWN, "value"))
    joined = goals.join(rows, on=["figure", "of"], how="inner", maintain_order="left")
    return joined.with_columns(pl.when(differs).then(shared).otherwise("said").alias("said"))


def _tolerance() -> pl.Expr:
    """What is stated, else 5 %; or twice what chance brings of the number counted, where that is more."""
    chance = TWICE * 100 / pl.col("counted").fill_nan(1).clip(1).sqrt()
    return pl.max_horizontal(pl.col("tolerance").fill_null(FITTED), chance)


def _sources() -> dict[str, str]:
    """What each source is called in words, by key."""
    known = _read("SOURCES.csv").select("key", pl.concat_str("publisher", "title", separator=", "))
    return dict(known.iter_rows())


def _read(name: str) -> pl.DataFrame:
    """A packaged table as text."""
    return pl.read_csv(files("wholeplace").joinpath(f"data/{name}").read_bytes(), infer_schema=False)
