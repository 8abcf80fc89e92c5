"""Classes wide enough to be shown: small ones join their neighbours, so that nothing needs to be hidden.

A hidden class among shown ones must be covered by hiding another, or the total gives it away. Where classes
have an order (ages, numbers of services), joining neighbours says more than two marks would: "16 and over".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Scale:
    """Whole numbers in classes that begin at `bounds`, the last one open, then those not known if `unknown` says so.

    one, more: what is counted ("1 service", "2 services"); empty where the number speaks for itself.
    """

    bounds: tuple[int, ...]
    one: str = ""
    more: str = ""
    unknown: str = ""

    def counts(self, numbers: pl.Series) -> list[int]:
        """How many of the numbers are in each class; those below the first bound are in none."""
        known = numbers.drop_nulls().cast(pl.Int64)
        at = pl.sum_horizontal((pl.col("n") >= bound).cast(pl.Int64) for bound in self.bounds) - 1
        tally = dict(pl.DataFrame({"n": known}).group_by(at.alias("at")).len().iter_rows())
        counts = [tally.get(at, 0) for at in range(len(self.bounds))]
        return [*counts, numbers.null_count()] if self.unknown else counts

    def label(self, first: int, last: int) -> str:
        """The classes from `first` to `last` together, in words."""
        if first == len(self.bounds):
            return self.unknown
        if last == len(self.bounds):
            return f"{self.label(first, last - 1)} or unknown"
        low = self.bounds[first]
        if last == len(self.bounds) - 1:
            return f"{low} or more {self.more}" if self.more else f"{low} and over"
        high = self.bounds[last + 1] - 1
        number = str(low) if low == high else f"{low} to {high}"
        return f"{number} {self.one if high == 1 else self.more}".strip()


def widened(counts: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Runs of classes, each of at least `least`, from the first class on; what is left joins the last run.

    Scales that begin alike are cut alike: a boundary of the coarser one is a boundary of the finer one too, so
    that the two together tell no more than the finer one alone.
    """
    runs: list[tuple[int, int]] = []
    start = total = 0
    for at, count in enumerate(counts):
        total += count
        if total >= least:
            runs.append((start, at))
            start, total = at + 1, 0
    if start < len(counts):
        first = runs.pop()[0] if runs else 0
        runs.append((first, len(counts) - 1))
    return runs


def small_tail(counts: Sequence[int], least: int, most: int) -> int:
    """How many of the counts, largest first, may stand alone so that the rest together are at least `least`.

    All of them where none is small and there are no more than `most`.
    """
    alone = min(most, sum(count >= least for count in counts))
    while 0 < alone < len(counts) and sum(counts[alone:]) < least:
        alone -= 1
    return alone
