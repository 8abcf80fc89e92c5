"""A place's own prices: `prices.csv` in its folder, in place of packaged ones. Every fault is named by its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.errors import SettingsError

OWN_PRICES = "prices.csv"
HEADER = ("item", "unit", "payer", "value", "price_year", "source")
OWN = "own"
MOST_PENCE = 10**9


def with_own(prices: pl.DataFrame, path: Path | None) -> pl.DataFrame:
    """Packaged prices, those of an item and payer that the file names replaced by the file's.

    The file has the columns item, unit, payer, value (pounds for one unit), price_year (2024 for 2024-25, or
    2024-25), source. An item may stand once for each year. A marginal price of the item goes with the average
    it was a share of: what the place pays on average may not say what one more costs.
    """
    if path is None or not path.is_file():
        return prices
    own = pl.DataFrame(list(_rows(path, prices)), schema=prices.schema, orient="row")
    return pl.concat([prices.join(own, on=["item", "payer", "kind"], how="anti"), own])


def _rows(path: Path, prices: pl.DataFrame) -> Iterator[dict[str, Any]]:
    known = {(row["item"], row["payer"]): row for row in prices.sort("kind", descending=True).to_dicts()}
    items = {item for item, _ in known}
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != HEADER:
            raise _fault(1, "the columns are not those of a file of prices", f"Use: {','.join(HEADER)}")
        for number, row in enumerate(reader, start=2):
            made = _price(number, row, known, items)
            if made["price_id"] in seen:
                raise _fault(number, "this item, payer and year stand twice", "Keep one of the two lines")
            seen.add(made["price_id"])
            yield made


def _price(
    number: int, row: Mapping[str, Any], known: Mapping[tuple[str, str], Mapping[str, Any]], items: set[str]
) -> dict[str, Any]:
    cells = {name: (row.get(name) or "").strip() for name in HEADER}
    if None in row or not all(cells.values()):
        raise _fault(
            number, "a cell is missing, or there is one too many", "Fill in every column, the source too"
        )
    if cells["item"] not in items:
        raise _fault(number, "no such item", "Use an item of docs/prices.md")
    packaged = known.get((cells["item"], cells["payer"]))
    if packaged is None:
        payers = ", ".join(sorted(payer for item, payer in known if item == cells["item"]))
        raise _fault(number, "this item has no such payer", f"Use one of: {payers}")
    if cells["unit"] != packaged["unit"]:
        raise _fault(number, "the unit is not that of the item", f"Give the price for one {packaged['unit']}")
    pence, year = _pence(number, cells["value"]), _year(number, cells["price_year"])
    price_id = ".".join([cells["item"], cells["payer"], packaged["kind"], str(year), OWN])
    return {
        **packaged, "price_id": price_id, "basis": "average", "price_year": year, "valid_to": None,
        "value_pence": pence, "low_pence": pence, "high_pence": pence, "confidence": OWN, "source": cells["source"],
    }  # fmt: skip


def _pence(number: int, text: str) -> int:
    try:
        pence = Decimal(text.replace(",", "").removeprefix("£")) * 100
    except InvalidOperation:
        pence = Decimal("NaN")
    if not pence.is_finite() or pence != pence.to_integral_value() or not 0 <= pence <= MOST_PENCE:
        raise _fault(number, "the value is no amount of pounds and pence", "Write it as 1234.50")
    return int(pence)


def _year(number: int, text: str) -> int:
    year = text[:4]
    whole = text == year or text in (f"{year}-{_next(year)}", f"{year}/{_next(year)}")
    if not (year.isdigit() and len(year) == 4 and 1990 <= int(year) <= 2045 and whole):
        raise _fault(
            number, "the price year is no financial year", "Write the year it begins in, as 2024 or 2024-25"
        )
    return int(year)


def _next(year: str) -> str:
    return f"{(int(year) + 1) % 100:02}" if year.isdigit() else ""


def _fault(number: int, what: str, cure: str) -> SettingsError:
    return SettingsError(what, where=f"{OWN_PRICES}: line {number}", cure=cure)
