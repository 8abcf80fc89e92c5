"""What is said where linkage serves a group worse than the whole."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.quality.labels import WHOLE


def fares_worse(quality: pl.DataFrame, fewest: int) -> list[str]:
    """A line for each audit group, of so many people or more, whose recall is clearly below the whole's."""
    recall = quality.filter(pl.col("measure") == "recall", pl.col("people") >= fewest)
    whole = recall.filter(pl.col("by") == WHOLE)["estimate"].to_list()
    worse = recall.filter(pl.col("by") == "audit_group", pl.col("worse")).sort("name")
    return [
        f"Warning: of pairs of records of one person, {estimate:.1%} are thought to be joined where names are of the "
        f"group {name}, and {whole[0]:.1%} of all: counts of that group are less sure"
        for name, estimate in worse.select("name", "estimate").iter_rows()
    ]
