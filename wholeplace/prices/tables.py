"""The packaged tables of prices, and which price belongs to which period of support, contact or circumstance."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import polars as pl

from wholeplace.prices.own import with_own

PRICES = {
    **dict.fromkeys(
        ("price_id", "item", "name", "unit", "payer", "fund", "kind", "basis", "confidence", "source"),
        pl.String,
    ),
    **dict.fromkeys(("value_pence", "low_pence", "high_pence"), pl.Int64),
    **dict.fromkeys(("price_year", "valid_to"), pl.Int32),
}


def load_prices(own: Path | None = None) -> pl.DataFrame:
    """Every price, one row an id: the packaged ones, those that the place's own file gives in place of them.

    value_pence, low_pence and high_pence are pence of `price_year` (2024 is April 2024 to March 2025) for one
    `unit`, paid by `payer` out of `fund` (null where it has none of ours). kind: fiscal, economic or social.
    basis: average, or marginal (what one more or one fewer changes within a year). valid_to: the last year to
    which the price may be carried by general inflation; null where none is stated. Raises SettingsError naming
    file, line and cure where the own file has a fault.
    """
    packaged = _read("prices.csv").select(pl.col(name).cast(kind) for name, kind in PRICES.items())
    return with_own(packaged, own).sort("price_id")


@cache
def price_index() -> dict[int, float]:
    """Price level by year, 2024 = 100: the Treasury's GDP deflator up to 2024, later years assumed."""
    return dict(_read("prices_index.csv").select("year", "value").rows())


@cache
def assumed_from() -> int:
    """The first year whose price level is assumed, not published."""
    rows = _read("prices_index.csv")
    return int(rows.filter(pl.col("source").str.starts_with("assumed"))["year"].min())  # pyright: ignore[reportArgumentType]


def prices_for() -> pl.DataFrame:
    """Which item prices what, one row a state, kind of contact, or factor.

    of: period, contact or factor. track: of a period. name: its state, the kind of contact, the factor.
    service: for contacts, the service it is of; empty for any. item: what is counted; null where nothing is,
    and `why_not` says why. line: of all periods of a person on one line only the most intensive counts on a
    day; a contact on a line is paid for with its periods and not counted within them. units: how many units
    of the item one contact, one whole period, or (for items by the hour) one week has.
    """
    table = _read("prices_for.csv")
    return table.with_columns(pl.col("units").cast(pl.Float64), pl.col("service").fill_null(""))


def prices_reported() -> pl.DataFrame:
    """Whose money amounts are that sources report: payer, fund, kind, and weeks of a year in which they fall."""
    return _read("prices_reported.csv").with_columns(pl.col("weeks_a_year").cast(pl.Int64))


def _read(name: str) -> pl.DataFrame:
    with as_file(files("wholeplace") / "data" / name) as path:
        return pl.read_csv(path, infer_schema_length=None)
