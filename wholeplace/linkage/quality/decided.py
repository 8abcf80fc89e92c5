"""What reviewers settled, held against what the weights had made of the same pairs."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.quality.interval import Decided

UNMET = -10.0


def decided(said: pl.DataFrame, judged: pl.DataFrame, cut: float) -> tuple[Decided, Decided]:
    """Pairs that reviewers settled of those the weights would join, and of the others.

    said: a, b, same. judged: a, b, odds, as weighed whatever reviewers said.
    """
    told = said.join(judged, on=["a", "b"], how="left").with_columns(pl.col("odds").fill_null(UNMET))
    chance = (1 / (1 + (-pl.col("odds")).exp())).round(6)
    joined, apart = (
        told.with_columns(chance=chance).filter(side)
        for side in (pl.col("odds") > cut, pl.col("odds") <= cut)
    )
    return (
        Decided(joined.height, float((1 - joined["chance"]).sum()), int((~joined["same"]).sum())),
        Decided(apart.height, float(apart["chance"].sum()), int(apart["same"].sum())),
    )
