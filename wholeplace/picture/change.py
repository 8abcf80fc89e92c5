"""Why spending on some items changed between two years, from the picture's `cost` table."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from wholeplace.prices import decompose


def spending_change(cost: pl.DataFrame, items: Collection[str], before: int, after: int) -> dict[str, int]:
    """The change in pence between two financial years by `numbers`, `length`, `mix` and `price`, and as `change`.

    cost: the table of that name. items: what may stand for one another, such as the placements of children in
    care; fiscal costs of all their payers together. Numbers are people who had any of them in a year, length
    is their days each, mix the share of days that each item has, and price what a day of it costs. A year that
    has not ended yet is short by its own: compare whole years.
    """
    chosen = cost.filter(pl.col("item").is_in(list(items)), pl.col("kind") == "fiscal")
    tables, people = [], []
    for year in (before, after):
        rows = chosen.filter(pl.col("year") == year)
        tables.append(_by_item(rows))
        people.append(rows["person_id"].n_unique())
    return decompose(tables[0], tables[1], people=(people[0], people[1]))


def _by_item(rows: pl.DataFrame) -> pl.DataFrame:
    """Days and spending by item; days with several payers count once."""
    days = (pl.col("to_date") - pl.col("from_date")).dt.total_days()
    stays = rows.group_by("person_id", "item", "from_date", "to_date").agg(pl.col("amount_pence").sum())
    by_item = stays.group_by(pl.col("item").alias("placement")).agg(
        days.sum().alias("days"), pl.col("amount_pence").sum().alias("spend_pence")
    )
    return by_item.sort("placement")
