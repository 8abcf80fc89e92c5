"""Unit costs and the price index: `reference/prices_chosen.csv` filled in from public files.

A row of `prices_chosen.csv` names a published figure by `code` (a code of the public unit costs, or `LAIT` and a
measure, which gives one row a year), or gives the figure itself with its source. What has no `low` and `high` of its
own gets them from how well it is known (`SPREAD`). A `marginal` share gives a second row: what one more or one fewer
changes within a year.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import polars as pl

from reference.areas import OGL, PUBLIC
from reference.tables import REPOSITORY, Source, TableFault, read_rows, write_table

OUT = REPOSITORY / "wholeplace" / "data"
CHOSEN = Path(__file__).with_name("prices_chosen.csv")
DEFLATOR = "evaluation/greenbook/gdp_deflator.csv"
HEADER = (
    "price_id", "item", "name", "unit", "payer", "fund", "kind", "basis", "price_year",
    "value_pence", "low_pence", "high_pence", "valid_to", "confidence", "source",
)  # fmt: skip
SPREAD = {
    "read": "0.15",
    "amber": "0.25",
    "red": "0.5",
    "derived": "0.4",
    "second_hand": "0.25",
    "assumed": "0.5",
}
"""Share by which a figure may be off where nothing says how far: assumed, wider the less well it is known."""
MARGINAL = (
    "assumed: share {share} of the average. What is bought place by place changes in full; what the agency's own "
    "staff and buildings give changes by a part within a year"
)
LAST_ASSUMED, ASSUMED_GROWTH = 2045, Decimal("1.02")
SOURCES = (
    Source(
        "gmca_unit_costs", "Greater Manchester Combined Authority", "Unit Cost Database v1.4", "2015", "CC BY 4.0",
        "Greater Manchester Combined Authority (New Economy)", "github.com/charlescoverdale/econstack-data",
        "prices.csv: selected unit costs in their own price years, own names of items; each row names the study "
        "behind it. Range added by the publisher's grade.",
    ),
    Source(
        "dfe_s251", "Department for Education", "Section 251 outturn, weekly unit costs (LAIT)", "2016-17 to 2024-25",
        "OGL 3.0", OGL, "github.com/dfe-analytical-services/local-authority-interactive-tool",
        "prices.csv: England, one row a year.",
    ),
    Source(
        "hmt_deflator", "HM Treasury", "GDP deflators at market prices, calendar years", "December 2025", "OGL 3.0",
        OGL, "gov.uk (GDP deflators); github.com/charlescoverdale/greenbook",
        "prices_index.csv: 1990 to 2024 as published; later years assumed, 2% a year.",
    ),
    Source(
        "wholeplace_prices", "The Wholeplace maintainers", "Unit costs quoted from reports, or assumed; what each is "
        "used for", "2026", "MIT; figures quoted are facts", "Wholeplace", "this repository",
        "prices.csv: rows name the page read, or say assumed and why. prices_for.csv, prices_reported.csv, by hand.",
    ),
)  # fmt: skip


def compile_prices(public: Path = PUBLIC, out: Path = OUT) -> None:
    """Writes prices.csv and prices_index.csv. Raises TableFault where a code is unknown or an id stands twice."""
    rows = [row for chosen in read_rows(CHOSEN) for row in _rows(chosen, public)]
    repeated = sorted({row[0] for row in rows if [other[0] for other in rows].count(row[0]) > 1})
    if repeated:
        raise TableFault(f"prices: given twice: {repeated}")
    write_table("prices", HEADER, sorted(rows), out)
    write_table("prices_index", ("year", "value", "source"), _index(public.parent / DEFLATOR), out)


def _rows(chosen: Mapping[str, str], public: Path) -> Iterator[tuple[object, ...]]:
    for figure in _figures(chosen, public):
        pence = [_pence(figure[name]) for name in ("value", "low", "high")]
        yield _row(chosen, figure, "average", pence, figure["source"])
        if chosen["marginal"]:
            part = [_pence(Decimal(chosen["marginal"]) * value / 100) for value in pence]
            yield _row(chosen, figure, "marginal", part, MARGINAL.format(share=chosen["marginal"]))


def _row(
    chosen: Mapping[str, str], figure: Mapping[str, str], basis: str, pence: list[int], source: str
) -> tuple[object, ...]:
    year = figure["price_year"]
    name = ".".join(
        [chosen["item"], chosen["payer"], chosen["kind"], year, *([basis] * (basis != "average"))]
    )
    return (
        name, *(chosen[key] for key in ("item", "name", "unit", "payer", "fund", "kind")), basis, year,
        *pence, chosen["valid_to"], figure["confidence"], " ".join(source.split()),
    )  # fmt: skip


def _figures(chosen: Mapping[str, str], public: Path) -> Iterator[dict[str, str]]:
    """The figure of a row, or the figures by year, in pounds, with low and high."""
    code = chosen["code"]
    found = [dict(chosen)]
    if code.startswith("LAIT "):
        found = list(_by_year(code.removeprefix("LAIT "), public))
    elif code:
        found = [_quoted(code, chosen["kind"], public)]
    for figure in found:
        value = Decimal(figure["value"]) / Decimal(chosen["divide"] or 1)
        spread = Decimal(SPREAD[figure["confidence"]])
        low, high = chosen["low"] or value * (1 - spread), chosen["high"] or value * (1 + spread)
        if code.startswith("LAIT "):
            low, high = value * (1 - spread), value * (1 + spread)
        yield {**figure, "value": str(value), "low": str(low), "high": str(high)}


def _by_year(measure: str, public: Path) -> Iterator[dict[str, str]]:
    every = _series(public / "childrens" / "lait_measures_long.csv.gz")
    rows = every.filter(pl.col("measure_short") == measure).sort("period").to_dicts()
    if not rows:
        raise TableFault(f"prices: no measure {measure}")
    for row in rows:
        yield {
            "value": str(row["value"]),
            "price_year": row["period"][:4],
            "confidence": "read",
            "source": f"DfE, Section 251 outturn {row['period'][:7]}, England, a week, LAIT measure {measure}",
        }


@cache
def _series(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=None).filter(pl.col("area_type") == "england")


def _quoted(code: str, kind: str, public: Path) -> dict[str, str]:
    rows = read_rows(public / "unit_costs.csv")
    found = [row for row in rows if row["code"] == code and row["kind"] == kind]
    if len(found) != 1:
        raise TableFault(f"prices: {len(found)} public figures of code {code}, {kind}")
    row = found[0]
    year = re.search(r"(?:19|20)\d\d", row["price_year"])
    if not year:
        raise TableFault(f"prices: {code} names no year")
    return {
        "value": row["value"],
        "price_year": year.group(),
        "confidence": _confidence(row["confidence"]),
        "source": row["source"].replace("GMCA/New Economy Unit Cost Database", "GMCA Unit Cost Database"),
    }


def _confidence(said: str) -> str:
    for mark, word in (
        ("RAG R", "red"),
        ("RAG A", "amber"),
        ("derived", "derived"),
        ("secondary", "second_hand"),
    ):
        if mark in said:
            return word
    return "amber" if "contested" in said or "small n" in said else "read"


def _pence(pounds: str | Decimal) -> int:
    return int((Decimal(pounds) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _index(path: Path) -> Iterator[tuple[object, ...]]:
    with path.open(encoding="utf-8") as file:
        known = {int(row["year"]): Decimal(row["value"]) for row in csv.DictReader(file)}
    published = "HM Treasury, GDP deflators at market prices, calendar years, December 2025, 2024 = 100"
    for year, value in known.items():
        yield year, value, published
    last, value = max(known), known[max(known)]
    for year in range(last + 1, LAST_ASSUMED + 1):
        value = (value * ASSUMED_GROWTH).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        yield year, value, "assumed: 2% a year, the Bank of England's aim for inflation"


if __name__ == "__main__":
    compile_prices()
