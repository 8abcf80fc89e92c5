"""Where people of the invented place of `report_frames` live: a dozen packaged small areas, and one that is not."""

from __future__ import annotations

from datetime import date

import polars as pl

AREAS = (
    "E01000006", "E01000007", "E01000008", "E01000009", "E01000011", "E01000012", "E01000013", "E01000014",
    "E01000015", "E01000016", "E01000017", "E01000018",
)  # fmt: skip
FOREIGN = "X00000001"
BANDS = (("0 to 17", 0, 0.45), ("18 and over", 18, 0.55))


def area_of(people: int) -> pl.Series:
    """The area of each person: of thirty in a row one lives nowhere known, and one in the area not packaged."""
    codes = pl.Series([*AREAS, *AREAS[:6], *AREAS[:10], None, FOREIGN])
    return pl.Series([codes[n % len(codes)] for n in range(people)], dtype=pl.String)


def population(people: int, month: date) -> pl.DataFrame:
    """Published residents of the areas packaged: a tenth more than are known, of one year."""
    known = pl.DataFrame({"area": area_of(people)}).drop_nulls().group_by("area").len("known").sort("area")
    parts = [
        known.select(
            pl.lit(month).alias("month"), "area", pl.lit(band).alias("age_band"), pl.lit(first).alias("age_from"),
            pl.lit(sex).alias("sex"), (pl.col("known") * share / 2).cast(pl.Int64).alias("people"),
            pl.when(pl.col("area") != FOREIGN).then(pl.col("known") * share * 0.55).alias("published"),
            pl.lit(1.0).alias("weight"), pl.lit("published").alias("basis"),
            pl.lit(2021, pl.Int32).alias("published_year"),
        )
        for band, first, share in BANDS
        for sex in ("female", "male")
    ]  # fmt: skip
    return pl.concat(parts)
