"""Sums of money on a page: rounded, with their range, and hidden where too few people stand behind them."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report.figures.gate import Gate

SUMS = ("low_pence", "amount_pence", "high_pence")
FIGURES = 3
"""Significant figures that a sum is rounded to: more would say more than the prices know."""
LEAST = 1_000
REST = "Others"


@dataclass(frozen=True)
class Sum:
    """A sum of money in pence with its range, and how many people or families it is of."""

    low: int
    amount: int
    high: int
    behind: int

    @staticmethod
    def of(rows: pl.DataFrame, who: str) -> Sum:
        """The sum of rows that hold `SUMS`; `who` names the column of those it is of."""
        low, amount, high = (int(rows[name].sum()) for name in SUMS)
        return Sum(low, amount, high, rows[who].n_unique())

    def text(self, gate: Gate) -> str:
        """The sum in words with its range; the mark where it may not be shown."""
        if self.behind < gate.threshold:
            return MARK
        return f"{pounds(self.amount)} ({pounds(self.low)} to {pounds(self.high)})"


def rounded(pence: int) -> int:
    """Whole pounds, to three significant figures and to no less than a thousand pounds."""
    value = abs(pence) / 100
    step = max(LEAST, 10 ** (floor(log10(value)) - FIGURES + 1)) if value >= 1 else LEAST
    return floor(value / step + 0.5) * step * (1 if pence >= 0 else -1)


def pounds(pence: int) -> str:
    """A sum as "£1.23 million" or "£456,000"."""
    value = rounded(pence)
    if abs(value) < 1_000_000:
        return f"£{value:,}" if value else f"under £{LEAST:,}"
    places = max(0, FIGURES - 1 - floor(log10(abs(value) / 1e6)))
    return f"£{value / 1e6:,.{places}f} million"


def by_group(costs: pl.DataFrame, by: str, gate: Gate, *, who: str = "person_id") -> pl.DataFrame:
    """Sums by group, the largest first, with those of too few people put together as `REST`.

    costs: rows with `by`, `who` and SUMS. Columns: by, people, SUMS. Where the rest is of too few people as
    well, the smallest of the others joins it, so that no total gives it away.
    """
    groups = _sums(costs, by, who).sort("people", by, descending=[True, False])
    few = groups.filter(pl.col("people") < gate.threshold)[by].to_list()
    if few and groups.height > len(few):
        rest = costs.filter(pl.col(by).is_in(few))[who].n_unique()
        kept = groups.height - len(few) - (rest < gate.threshold)
        few = groups[by].to_list()[kept:]
    whole = costs.with_columns(pl.when(pl.col(by).is_in(few)).then(pl.lit(REST)).otherwise(by).alias(by))
    summed = _sums(whole, by, who).filter(pl.col("people") >= gate.threshold)
    last = pl.col(by) == REST
    return summed.sort(last, "amount_pence", by, descending=[False, True, False])


def _sums(costs: pl.DataFrame, by: str, who: str) -> pl.DataFrame:
    return costs.group_by(by).agg(
        pl.col(who).n_unique().alias("people"), *(pl.col(name).sum() for name in SUMS)
    )


def as_pounds(rows: pl.DataFrame, gate: Gate) -> pl.DataFrame:
    """Rows of `by_group` as texts for a table: people rounded as counts are, sums as pounds."""
    people = pl.Series("people", [gate.one(number).text for number in rows["people"]], dtype=pl.String)
    sums = (pl.col(name).map_elements(pounds, return_dtype=pl.String) for name in SUMS)
    return rows.with_columns(people, *sums)


def thousands(column: str) -> pl.Expr:
    """A sum in pence as whole thousands of pounds, for a drawing."""
    return (pl.col(column) / 100_000).round(0).cast(pl.Int64)
