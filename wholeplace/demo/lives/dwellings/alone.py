"""Children whose home has nobody grown up left in it: they go to kin until they are grown up themselves."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.lives.told.index import Told

KEPT = "kept_by_kin"
"""In place of a state: kin took the child in, and no service placed it there."""
YOUNG_DAYS, ADULT_DAYS = 5844, 6574
"""Days of the first sixteen and eighteen years."""


def left_alone(told: Told, members: pl.DataFrame, away: pl.DataFrame) -> pl.DataFrame:
    """person, state (KEPT), from, to: from the day on which the last of 16 or over is gone from the home.

    members: `memberships`. away: person, from, to of placements; who was placed is left alone after it, if at all.
    """
    birth = pl.Series("birth", told.birth).gather(members["person"])
    stays = members.with_columns(birth)
    grown = stays.with_columns(pl.max_horizontal("from", pl.col("birth") + YOUNG_DAYS).alias("from"))
    kept = grown.filter(pl.col("from") < pl.col("to")).group_by("home").agg(pl.col("to").max().alias("kept"))
    placed = away.group_by("person").agg(pl.col("to").max().alias("placed"))
    rows = stays.filter(pl.col("birth") + YOUNG_DAYS > pl.col("from"))
    rows = rows.join(kept, on="home", how="inner").join(placed, on="person", how="left")
    rows = rows.with_columns(
        pl.max_horizontal("from", "kept", "placed", pl.lit(told.first)).alias("from"),
        pl.min_horizontal("to", pl.col("birth") + ADULT_DAYS).alias("to"),
    ).filter(pl.col("from") < pl.min_horizontal("to", pl.col("birth") + YOUNG_DAYS, pl.lit(told.last)))
    return rows.select("person", pl.lit(KEPT).alias("state"), "from", "to").sort("person", "from")
