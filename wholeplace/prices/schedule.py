"""What every item cost in every year: the price of that year where one is published, else the nearest carried to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import polars as pl

from wholeplace.prices.own import OWN
from wholeplace.prices.tables import assumed_from, price_index
from wholeplace.prices.uprate import uprate

KEY = ("item", "payer", "kind")
PER_DAY = {
    "day": (1, 1), "night": (1, 1), "week": (1, 7), "hour": (1, 7), "month": (48, 1461), "year": (4, 1461),
}  # fmt: skip
"""Units in one day as numerator and denominator; hours are hours a week. 1461 days are four years."""
SCHEMA = {
    "item": pl.String, "payer": pl.String, "fund": pl.String, "kind": pl.String, "year": pl.Int32, "unit": pl.String,
    "per_day": pl.Int64, "days": pl.Int64, "price_id": pl.String, "price_basis": pl.String,
    "value_pence": pl.Int64, "low_pence": pl.Int64, "high_pence": pl.Int64,
}  # fmt: skip


def schedule(prices: pl.DataFrame, years: Iterable[int], *, basis: str = "average") -> pl.DataFrame:
    """One row an item, payer, kind and year, in pence of that year.

    per_day and days: how many units a day has, as a fraction; null where the unit is not of time. The price
    taken is the latest not after the year, else the earliest. price_basis says how it was carried: `published`
    for that very year; `uprated` by the deflator; `uprated, index assumed` to a year whose level is assumed;
    `held` where general inflation may not carry it on; each with `own, ` before it where the place gave it.
    """
    wanted = sorted(set(years))
    rows = prices.filter(pl.col("basis") == basis).sort(*KEY, "price_year").to_dicts()
    made: list[dict[str, Any]] = []
    for _, group in groupby(rows, key=lambda row: tuple(row[name] for name in KEY)):
        series = list(group)
        made += [_at(_nearest(series, year), year) for year in wanted]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def _nearest(series: list[dict[str, Any]], year: int) -> dict[str, Any]:
    earlier = [row for row in series if row["price_year"] <= year]
    return earlier[-1] if earlier else series[0]


def _at(price: Mapping[str, Any], year: int) -> dict[str, Any]:
    per_day, days = PER_DAY.get(price["unit"], (None, None))
    pence = {
        name: uprate(price[name], price["price_year"], year, price_index(), price["valid_to"])
        for name in ("value_pence", "low_pence", "high_pence")
    }
    kept = {name: price[name] for name in ("item", "payer", "fund", "kind", "unit", "price_id")}
    return {**kept, **pence, "year": year, "per_day": per_day, "days": days, "price_basis": _how(price, year)}


def _how(price: Mapping[str, Any], year: int) -> str:
    if price["price_year"] == year:
        how = "published"
    elif price["valid_to"] is not None and year > price["valid_to"]:
        how = "held"
    else:
        how = "uprated, index assumed" if max(year, price["price_year"]) >= assumed_from() else "uprated"
    return f"own, {how}" if price["confidence"] == OWN else how
