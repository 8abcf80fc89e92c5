"""An address for every dwelling: a real postcode of its area, an invented street, a number, a synthetic UPRN.

Several dwellings share a postcode, about as many as in the authority. A postcode has one street; within it no two
dwellings have the same number. Outside the place postcodes come from a district that is not in use.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import polars as pl

from wholeplace.demo.area import Authority
from wholeplace.demo.area.copies import LETTERS, MAIN_AREA
from wholeplace.demo.homes.counts import Ints, place_within
from wholeplace.demo.homes.dwellings.stock import KIND, KINDS, Stock
from wholeplace.dynamics.draws import keyed, uniform
from wholeplace.sources.values.synthetic import synthetic_uprn

TENURE_NAMES = ("owned", "mortgaged", "shared", "social", "private", "none")
A_BUILDING = 8  # flats
OUTSIDE_DISTRICT = 39
OUTSIDE_SHARING = 4  # dwellings to a postcode
OUTSIDE_TOWN = "Out of area"


def addresses(stock: Stock, authority: Authority, seed: int) -> pl.DataFrame:
    """World.ADDRESS columns and area_index (-1 outside the place), one row a dwelling in the order of `stock`."""
    number_of = np.arange(len(stock.area))
    codes = np.full(len(stock.area), -1, dtype=np.int64)
    inside = stock.area >= 0
    codes[inside] = _postcode_rows(stock, number_of[inside], authority, seed)
    codes[~inside] = authority.postcodes.height + np.arange(int((~inside).sum())) // OUTSIDE_SHARING
    postcodes = [*authority.postcodes["postcode"].to_list(), *_outside(authority, int(codes.max()) + 1)]
    frame = pl.DataFrame(
        {
            "address": number_of,
            "number": _numbers(stock, codes, seed),
            "street": _streets(codes, seed),
            "postcode": pl.Series(postcodes, dtype=pl.String).gather(codes),
            "area_index": stock.area.astype(np.int32),
            "kind": pl.Series(KINDS).gather(stock.kind),
            "tenure": pl.Series(TENURE_NAMES).gather(stock.tenure),
            "bedrooms": stock.bedrooms.astype(np.int32),
        }
    )
    areas = authority.areas.select(pl.col("area").alias("area_index"), pl.col("lsoa").alias("area"))
    frame = frame.join(areas, on="area_index", how="left").sort("address")
    uprn = synthetic_uprn(pl.col("address")).alias("uprn")
    order = ("address", "number", "street", "town", "postcode", "uprn", "area", "kind", "tenure", "bedrooms")
    return frame.with_columns(_town(), uprn).select(*order, "area_index")


def _postcode_rows(stock: Stock, rows: Ints, authority: Authority, seed: int) -> Ints:
    """The row of the area's postcode that each dwelling has: neighbours share one, flats near flats."""
    there = np.bincount(authority.postcodes["area"].to_numpy(), minlength=authority.areas.height)
    first = np.cumsum(there) - there
    factor = (authority.areas["residents"] / authority.areas["published_residents"]).to_numpy()
    used = np.clip(np.ceil(there * factor), 1, there).astype(np.int64)
    area = stock.area[rows]
    flat = 0.7 * np.isin(stock.kind[rows], (KIND["flat"],))
    rank = place_within(area, flat + uniform(seed, "homes:street", rows))
    many = np.bincount(area, minlength=len(there))
    nth = rank * used[area] // many[area]
    return first[area] + nth * there[area] // used[area]


def _numbers(stock: Stock, codes: Ints, seed: int) -> pl.Series:
    """Odd numbers for houses, even ones for buildings of flats, from a place that differs by street."""
    flat = np.isin(stock.kind, (KIND["flat"],))
    rank = place_within(codes * 2 + flat, np.arange(len(codes)))
    start = (keyed(seed, "homes:number", codes) % np.uint64(60)).astype(np.int64) * 2
    house = pl.Series(start + 2 * rank + 1).cast(pl.String)
    building = pl.Series(start + 2 * (rank // A_BUILDING) + 2).cast(pl.String)
    door = pl.Series(rank % A_BUILDING + 1).cast(pl.String)
    return ("Flat " + door + ", " + building).zip_with(pl.Series(flat), house)


def _streets(codes: Ints, seed: int) -> pl.Series:
    names = _street_names()
    return names.gather((keyed(seed, "homes:street_name", codes) % np.uint64(len(names))).astype(np.int64))


@cache
def _street_names() -> pl.Series:
    with as_file(files("wholeplace") / "data" / "areas" / "streets.csv") as path:
        words = pl.read_csv(path)
    names, endings = (words.filter(pl.col("kind") == kind)["word"].to_list() for kind in ("name", "ending"))
    return pl.Series([f"{name} {ending}" for name in names for ending in endings])


def _outside(authority: Authority, until: int) -> list[str]:
    many = max(0, until - authority.postcodes.height)
    area = MAIN_AREA[authority.code]
    return [
        f"{area}{OUTSIDE_DISTRICT} {n // 400 % 10}{LETTERS[n // 20 % 20]}{LETTERS[n % 20]}"
        for n in range(many)
    ]


def _town() -> pl.Expr:
    """The post town by the longest matching start of the postcode's district, else of its area."""
    outward = pl.col("postcode").str.extract(r"^(\S+)", 1)
    towns = _towns()
    district = outward.replace_strict(towns, default=None, return_dtype=pl.String)
    area = outward.str.extract(r"^([A-Z]+)", 1).replace_strict(towns, default=None, return_dtype=pl.String)
    named = pl.coalesce(district, area)
    return pl.when(pl.col("area_index") < 0).then(pl.lit(OUTSIDE_TOWN)).otherwise(named).alias("town")


@cache
def _towns() -> dict[str, str]:
    with as_file(files("wholeplace") / "data" / "areas" / "towns.csv") as path:
        return dict(pl.read_csv(path).select("outward", "town").iter_rows())
