"""The prices that the picture's models read: which item prices what, and what it costs in every year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wholeplace.picture.models import Settings, cost_years
from wholeplace.prices import load_prices, prices_for, prices_reported, schedule


def price_tables(own: Path, settings: Settings) -> dict[str, pl.DataFrame]:
    """`price` (a row an item, payer, kind and year), `price_for` and `price_reported`, as `prices` gives them.

    own: where the place's own prices may lie. `price_for` has a `number` for each row, and `by_time`: whether
    its item is priced by days or hours, and not once; null where there is no item.
    """
    price = schedule(load_prices(own), cost_years(settings)["year"])
    by_time = price.group_by("item").agg(pl.col("days").is_not_null().any().alias("by_time"))
    numbered = prices_for().with_row_index("number")
    used = numbered.join(by_time, on="item", how="left", maintain_order="left")
    return {"price": price, "price_for": used, "price_reported": prices_reported()}
