"""How much each likeness of two records tells, in bits: log2 of how much more often it is seen in one person's records.

Names are told as `same`, `alike` or `differs`, so that nothing tells of a former name; recorded sex is never told,
but counts in `all else`.
"""

from __future__ import annotations

from math import log2

import polars as pl

from wholeplace.engine import run_models
from wholeplace.linkage.likeness.columns import with_address_lines
from wholeplace.linkage.likeness.estimate import packaged_model
from wholeplace.linkage.likeness.levels import NAMES_AND_DATES, OTHERWISE, Comparison

UNTOLD = ("sex",)
ALL_ELSE = "all else"
NAMES = ("given_name", "family_name")
SCHEMA = {
    "record_a": pl.String, "record_b": pl.String, "compared": pl.String, "level": pl.String, "bits": pl.Float64
}  # fmt: skip


def weights(records: pl.DataFrame, pairs: pl.DataFrame, model: pl.DataFrame | None = None) -> pl.DataFrame:
    """For each pair (record_a, record_b): what was compared, the level of likeness, and its bits.

    records: comparison columns. model: comparison, level, m, u; the packaged one if not given. What cannot be
    compared, as one record lacks it, has no row.
    """
    levels = _levels(records, pairs)
    known = (packaged_model(NAMES_AND_DATES) if model is None else model).select(
        "comparison", "level", "m", "u"
    )
    joined = levels.join(known, left_on=["compared", "level"], right_on=["comparison", "level"], how="left")
    bits = (pl.col("m").log(2) - pl.col("u").log(2)).round(3).alias("bits")
    told = joined.with_columns(bits).drop_nulls("bits")
    folded = pl.when(pl.col("compared").is_in(UNTOLD)).then(pl.lit(ALL_ELSE)).otherwise("compared")
    alike = pl.col("compared").is_in(NAMES) & ~pl.col("level").is_in(["same", OTHERWISE])
    level = (
        pl.when(alike)
        .then(pl.lit("alike"))
        .when(pl.col("compared").is_in(UNTOLD))
        .then(pl.lit(""))
        .otherwise("level")
    )
    return told.select(
        "record_a", "record_b", folded.alias("compared"), level.alias("level"), "bits"
    ).sort("record_a", "record_b", "compared")  # fmt: skip


def start(model: pl.DataFrame | None = None) -> float:
    """The bits that any two records begin with: how rare it is that two taken at random are of one person."""
    known = packaged_model(NAMES_AND_DATES) if model is None else model
    chance = known.filter(pl.col("comparison") == "any", pl.col("level") == "match")["u"].item()
    return round(log2(chance / (1 - chance)), 3)


def _levels(records: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    sides = with_address_lines(records).rename({"family_parts": "parts"})
    left = sides.select(pl.all().name.suffix("_l")).rename({"record_id_l": "record_a"})
    right = sides.select(pl.all().name.suffix("_r")).rename({"record_id_r": "record_b"})
    both = pairs.select("record_a", "record_b").join(left, on="record_a").join(right, on="record_b")
    if both.is_empty():
        return pl.DataFrame(
            schema={name: SCHEMA[name] for name in ("record_a", "record_b", "compared", "level")}
        )
    models = {comparison.name: _sql(comparison) for comparison in NAMES_AND_DATES}
    found = run_models(models, {"pair": both}, {}, jobs=1)
    return pl.concat(found.values()).drop_nulls("level")


def _sql(comparison: Comparison) -> str:
    cases = "\n".join(f"WHEN {sql} THEN '{level}'" for level, sql in comparison.levels.items())
    return (
        f"SELECT record_a, record_b, '{comparison.name}' AS compared, CASE WHEN {comparison.unknown} THEN NULL "
        f"{cases} ELSE '{OTHERWISE}' END AS level FROM pair ORDER BY record_a, record_b"
    )
