"""Prices of one year carried to another by the general level of prices.

Every year is a financial year, named by the year in which it begins; it takes the price level of that calendar
year. So £100 of 2012-13 is £100 x index(2024) / index(2012) in 2024-25.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wholeplace.errors import UsageError


def financial_year(day: date) -> int:
    """The year in which the financial year of that day begins: 2024 for 31 March 2025."""
    return day.year - ((day.month, day.day) < (4, 1))


def uprate(
    pence: int, from_year: int, to_year: int, index: Mapping[int, float], valid_to: int | None = None
) -> int:
    """`pence` of from_year at the price level of to_year, to the nearest penny.

    valid_to: the last year to which general inflation may carry this price; beyond it the price stays as it
    was then. Raises UsageError for a year without a price level.
    """
    until = to_year if valid_to is None else min(to_year, max(valid_to, from_year))
    missing = [year for year in (from_year, until) if year not in index]
    if missing:
        known = f"{min(index)} to {max(index)}"
        raise UsageError(f"no price level is known for {missing[0]}", where="price year", cure=f"Use {known}")
    factor = Decimal(str(index[until])) / Decimal(str(index[from_year]))
    return int((Decimal(pence) * factor).quantize(Decimal(1), ROUND_HALF_UP))
