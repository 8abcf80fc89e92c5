"""How many bedrooms a household needs under the bedroom standard."""

from __future__ import annotations

from datetime import date

import polars as pl


def bedrooms_needed(person: pl.DataFrame, day: date) -> pl.DataFrame:
    """household, needed: one for a couple, each other adult of 21 or over, two of one sex aged 10 to 20, two under 10.

    An odd one aged 10 to 20 shares with a child under 10 of the same sex if there is one. Ages are those of `day`.
    Source: the bedroom standard of the Housing (Overcrowding) Bill 2003, as ONS Census 2021 applies it; the
    sharing of the odd one is counted here whatever the sex, which needs no more rooms in nearly all homes.
    """
    age = (pl.lit(day) - pl.col("birth")).dt.total_days() / 365.25
    counts = person.group_by("household").agg(
        ((age >= 21) & pl.col("partner").is_null()).sum().alias("alone"),
        ((age >= 16) & pl.col("partner").is_not_null()).sum().alias("coupled"),
        ((age >= 10) & (age < 21) & pl.col("partner").is_null() & (pl.col("sex") == "F"))
        .sum()
        .alias("girls"),
        ((age >= 10) & (age < 21) & pl.col("partner").is_null() & (pl.col("sex") == "M")).sum().alias("boys"),
        (age < 10).sum().alias("young"),
    )
    odd = pl.col("girls") % 2 + pl.col("boys") % 2
    pairs = pl.col("girls") // 2 + pl.col("boys") // 2 + odd
    young = (pl.col("young").cast(pl.Int64) - odd.cast(pl.Int64)).clip(lower_bound=0)
    needed = pl.col("alone") + (pl.col("coupled") + 1) // 2 + pairs + (young + 1) // 2
    return counts.select("household", needed.cast(pl.Int32).alias("needed")).sort("household")
