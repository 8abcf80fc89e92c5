"""Published figures of one authority's small areas, from the packaged tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import polars as pl

from wholeplace.errors import UsageError

AGES = tuple(range(0, 91, 5))
"""First age of each five-year band of the population columns `f_0` ... `f_90` and `m_0` ... `m_90`."""
BANDS = tuple(f"{sex}_{age}" for sex in "fm" for age in AGES)
SIZES = tuple(f"size_{n}" for n in range(1, 9))
TENURES = ("owned", "mortgaged", "shared", "social", "private")
OCCUPANCIES = ("plus2", "plus1", "0", "minus1", "minus2")
BROAD_GROUPS = ("white", "mixed", "asian", "black", "other")
COUNTS = (
    *("households", "residents", "disabled", "lone_parent", *SIZES, *BANDS),
    *("income_deprived", "income_deprived_children", "income_deprived_older"),
    *(f"tenure_{kind}" for kind in TENURES),
    *(f"occupancy_{kind}" for kind in OCCUPANCIES),
    *(f"bedrooms_{n}" for n in range(1, 5)),
    *(f"ethnic_{kind}" for kind in BROAD_GROUPS),
    *(f"deprived_{n}" for n in range(5)),
    *("not_working_recent", "not_working_long", "never_worked"),
)
"""Columns of `areas` that count people or households, and so shrink with a smaller place."""
_FILLER = re.compile(r"\b(london borough of|borough of|city of|council|metropolitan|borough|city|the)\b")


@dataclass(frozen=True)
class Authority:
    """An authority's areas, as published or scaled.

    areas: one row an area, sorted by `area` (0, 1, 2 ...): codes and names (lsoa, msoa, ward), scores and rates,
    the counts of `COUNTS`, `child_poverty` (share of 0 to 15s in income-deprived families, estimated), `copy` (0
    for a published area, else the number of the copy) and `published_residents` (before scaling).
    postcodes: area, postcode, sorted by both.
    copies: how many times the authority was copied beyond itself, in whole or part.
    """

    code: str
    name: str
    areas: pl.DataFrame
    postcodes: pl.DataFrame
    copies: int = 0


def load_authority(name: str) -> Authority:
    """The authority of that name or code, whatever its letter case, "&" or "and".

    Raises UsageError naming the authorities there are.
    """
    known = _areas().select("authority", "authority_name").unique().sort("authority_name").rows()
    wanted = _plain(name)
    for code, full in known:
        if wanted in (code.lower(), _plain(full)):
            return _authority(code, full)
    listed = ", ".join(f"{full} ({code})" for code, full in known)
    raise UsageError(
        "no published figures are packaged for the authority asked for",
        where="authority",
        cure=f"Use one of: {listed}",
    )


def _authority(code: str, name: str) -> Authority:
    areas = _areas().filter(pl.col("authority") == code).sort("lsoa").drop("authority", "authority_name")
    young = pl.sum_horizontal(*(f"{sex}_{age}" for sex in "fm" for age in (0, 5, 10)))
    children = young + 0.2 * (pl.col("f_15") + pl.col("m_15"))
    whole = areas.with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).alias("area"),
        pl.lit(0, pl.Int32).alias("copy"),
        pl.col(*COUNTS).cast(pl.Float64),
        pl.col("residents").cast(pl.Float64).alias("published_residents"),
    ).with_columns(
        pl.col("income_deprived_children").fill_null(children * pl.col("income_score")),
        pl.col("income_deprived_older").fill_null(
            pl.sum_horizontal(*(f"{sex}_{age}" for sex in "fm" for age in AGES[12:])) * pl.col("income_score")
        ),
    )
    whole = whole.with_columns(
        (pl.col("income_deprived_children") / children).clip(0, 1).alias("child_poverty")
    )
    postcodes = _postcodes().join(whole.select("lsoa", "area"), on="lsoa").select("area", "postcode")
    return Authority(code, name, whole, postcodes.sort("area", "postcode"))


def _plain(name: str) -> str:
    text = _FILLER.sub(" ", name.casefold().replace("&", " and "))
    return re.sub(r"[^a-z0-9]", "", text)


@cache
def _areas() -> pl.DataFrame:
    with as_file(files("wholeplace") / "data" / "areas" / "areas.csv") as path:
        return pl.read_csv(path, infer_schema_length=None)


@cache
def _postcodes() -> pl.DataFrame:
    with as_file(files("wholeplace") / "data" / "areas" / "postcodes.parquet") as path:
        return pl.read_parquet(path, columns=["lsoa", "postcode"])
