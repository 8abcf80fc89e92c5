"""Small areas merged into larger ones until each holds enough people to be shown.

Where any area of a middle layer area (MSOA) holds too few, the whole MSOA stands for its areas; where an MSOA that
stands so holds too few itself, its whole ward does. Every area lies in exactly one of the resulting ones, so that no
two of them can be subtracted from one another. A ward that is too small is left for `protect` to hide.
"""

from __future__ import annotations

import polars as pl

from wholeplace.privacy.disclosure.protect import THRESHOLD


def merged_areas(areas: pl.DataFrame, *, count: str, threshold: int = THRESHOLD) -> pl.DataFrame:
    """For each `area`, the area it is shown as (`shown`) and what kind that is (`level`: area, msoa or ward).

    areas: `area`, `msoa`, `ward` and `count` people, one row an area. An MSOA belongs to the ward in which most of
    its people are, of equal ones the first by code.
    """
    by_ward = pl.col(count).sum().over("msoa", "ward")
    main_ward = pl.col("ward").sort_by(-by_ward, "ward").first().over("msoa")
    homes = areas.with_columns(main_ward).with_columns(
        (pl.col(count) < threshold).any().over("msoa").alias("_merged"),
        (pl.col(count).sum().over("msoa") < threshold).alias("_small"),
    )
    level = (
        pl.when((pl.col("_merged") & pl.col("_small")).any().over("ward")).then(pl.lit("ward"))
        .when("_merged").then(pl.lit("msoa")).otherwise(pl.lit("area"))
    )  # fmt: skip
    shown = (
        pl.when(level == "ward")
        .then("ward")
        .when(level == "msoa")
        .then("msoa")
        .otherwise("area")
        .alias("shown")
    )
    return homes.select("area", shown, level.alias("level")).sort("area")
