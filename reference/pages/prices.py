"""Writes `docs/prices.md`, every unit cost and what it prices: `python -m reference.pages.prices`."""

from __future__ import annotations

from typing import Any

import polars as pl

from reference.pages.form import DOCS, table
from reference.prices import SPREAD
from wholeplace.prices import load_prices, prices_for, prices_reported

PAGE = DOCS / "prices.md"
INTRODUCTION = """\
# Prices

Written from `wholeplace/data/prices*.csv` by `python -m reference.pages.prices`; change it there.

A price is what one unit of an item costs its payer in one financial year. What an extract says was paid comes before
any price. Prices are carried to other years by the Treasury's GDP deflator (calendar years; a financial year takes that
of the year in which it begins), published to 2024 and assumed to grow by 2% a year after. Where a price has a last
year, general inflation may not carry it further: care and temporary accommodation have grown dearer much faster than
other things, and a price beyond its last year is held as it was and says so.

Average prices say what a service costs over all it does; marginal ones, what one more or one fewer changes within a
year. Only averages are used for what things cost; marginal prices are for what might be saved.

## A place's own prices

Put `prices.csv` into the place folder: `item,unit,payer,value,price_year,source`, the value in pounds for one unit. A
line replaces every packaged price of that item and payer. A fault stops the run and names line and cure.
"""
CONFIDENCE = {
    "read": "read in the file or page named",
    "amber": "read; its publisher, or those who dispute it, rate it doubtful",
    "red": "read; its publisher rates it poor",
    "second_hand": "quoted by a third party",
    "derived": "worked out from figures read",
    "assumed": "assumed",
}


def page() -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION, _confidence(), _uses(), _reported(), _prices("average"), _prices("marginal")]
    return "\n".join(parts)


def _confidence() -> str:
    rows = [(word, meaning, f"{float(SPREAD[word]):.0%}") for word, meaning in CONFIDENCE.items()]
    head = "## How well a price is known\n\nWhere nothing says how far a price may be off, its range is assumed:\n\n"
    return head + table(("confidence", "means", "range either way"), rows)


def _uses() -> str:
    rows = [
        _use(row) for row in prices_for().sort("of", "track", "name", "service", nulls_last=True).to_dicts()
    ]
    head = (
        "## What has a price\n\nOf all periods of support of a person on one line, only the most intensive counts on a"
        " day. A contact on a line is paid for with its periods: it has a price of its own only outside them. Units of"
        " contacts are assumed, and so are hours a week.\n\n"
    )
    return head + table(("what", "item", "units", "line, or why there is no price"), rows)


def _use(row: dict[str, Any]) -> tuple[str, str, str, str]:
    name = f"{row['track']}: {row['name']}" if row["track"] else row["name"]
    of = f" ({row['service']})" if row["service"] else ""
    units = f"{row['units']:g}" if row["units"] is not None else ""
    return f"{row['of']} {name}{of}", row["item"] or "", units, row["why_not"] or row["line"] or ""


def _reported() -> str:
    header = ("item", "payer", "fund", "kind", "weeks_a_year", "source")
    rows = [tuple(str(cell or "") for cell in row) for row in prices_reported().select(header).rows()]
    return "## Amounts that sources report\n\n" + table(header, rows)


def _prices(basis: str) -> str:
    rows = (
        load_prices().filter(pl.col("basis") == basis).sort("item", "payer", "kind", "price_year").to_dicts()
    )
    cells = [
        (
            f"`{row['price_id']}`", row["name"], row["unit"], _pounds(row["value_pence"]),
            f"{_pounds(row['low_pence'])} to {_pounds(row['high_pence'])}", row["fund"] or "",
            str(row["valid_to"] or ""), row["confidence"], row["source"],
        )
        for row in rows
    ]  # fmt: skip
    header = ("price", "item", "unit", "pounds", "range", "fund", "last year", "confidence", "source")
    return (
        f"## {basis.capitalize()} prices\n\n{len(rows)} prices; the id ends with payer, kind and year.\n\n"
        + table(header, cells)
    )


def _pounds(pence: int) -> str:
    return f"{pence / 100:,.2f}"


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
