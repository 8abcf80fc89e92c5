"""How many of some pairs are wrong, at least and at most, when a model expects so many.

Two doubts are kept apart. The model may be wrong by a factor either way, as nothing labelled shows how far its
assumptions hold; and the errors that there are come by chance, several pairs with each person wrongly joined or
parted. Reviewers' decisions lessen the first: they are taken as so many trials of a beta distribution that starts
from the model's own figure (Gelman and others, Bayesian Data Analysis, 3rd ed. 2013, 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import polars as pl

Z = 1.959964
FACTOR = 4.0
"""Assumed: errors were found to be from a quarter (RLdata10000) to 1.6 times (fake_1000) as many as expected, of made
places 0.8 to 1.3 times."""
UNMET = -10.0
PRIOR_PAIRS = 10.0
"""The model's word counts as much as so many decisions."""


@dataclass(frozen=True)
class Decided:
    """Pairs that reviewers settled, on one side of the cut: how many, how many errors expected, how many found."""

    pairs: int = 0
    expected: float = 0.0
    wrong: int = 0

    @property
    def ratio(self) -> float:
        """How many times as many errors there are as the model expects: mean of the posterior over the prior's."""
        if not self.pairs:
            return 1.0
        prior = min(max(self.expected / self.pairs, 1e-3), 1 - 1e-3)
        return (PRIOR_PAIRS * prior + self.wrong) / (PRIOR_PAIRS + self.pairs) / prior

    @property
    def factor(self) -> float:
        """The factor by which the model may still be wrong either way."""
        return FACTOR ** sqrt(PRIOR_PAIRS / (PRIOR_PAIRS + self.pairs))


def errors(expected: float, chunk: float, decided: Decided) -> tuple[float, float, float]:
    """Errors (pairs) as expected, at least and at most (95%). chunk: pairs that are wrong together, on average."""
    likely, size = expected * decided.ratio, max(chunk, 1.0)
    least, most = likely / decided.factor / size, likely * decided.factor / size
    low = max(0.0, floor(least - Z * sqrt(least) + 0.47))
    return likely, low * size, ceil(most + Z * sqrt(most) + 0.47) * size


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
