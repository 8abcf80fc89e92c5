"""The published counts of residents that a made place has beside its extracts, as a real one would."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.area.authority import BANDS, Authority

CENSUS = 2021


def published_counts(authority: Authority) -> str:
    """`population.csv`: residents by area, first age of a five-year band, and sex, scaled as the place is."""
    long = authority.areas.unpivot(BANDS, index="lsoa", variable_name="band", value_name="people")
    rows = long.select(
        pl.col("lsoa").alias("area"),
        pl.col("band").str.slice(2).cast(pl.Int32).alias("age_from"),
        pl.col("band").str.head(1).replace_strict({"f": "female", "m": "male"}).alias("sex"),
        pl.col("people").round(1),
        pl.lit(CENSUS).alias("year"),
    )
    return rows.sort("area", "age_from", "sex").write_csv()
