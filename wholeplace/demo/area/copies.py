"""Areas beyond the published ones: copies under codes and postcodes that no one has been given.

Codes: E019, E029 and E059 and five digits; the issued codes of LSOAs, MSOAs and wards end far below (E01035762,
E02007139 and E05017000 or so in 2025). Postcodes: districts 40 to 79 of the authority's main postcode area; none
of RM, NW, LS and SK has one there in the directory of November 2025. They pass every check of shape.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl

from wholeplace.demo.area.authority import Authority
from wholeplace.dynamics.draws import uniform
from wholeplace.errors import UsageError

LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that end a postcode
DISTRICTS = range(40, 80)
A_DISTRICT = 10 * len(LETTERS) ** 2
MAIN_AREA = {"E09000002": "RM", "E09000007": "NW", "E08000035": "LS", "E08000007": "SK"}
CODES = 100_000


def copied(authority: Authority, times: float, seed: int) -> Authority:
    """The authority and enough copies of its areas to hold `times` its residents; the last copy is a part.

    Raises UsageError where the invented postcodes or codes would run out.
    """
    copies = math.ceil(times) - 1
    original = authority.areas
    frames = [original]
    for copy in range(1, copies + 1):
        share = min(1.0, times - copy)
        frames.append(_copy(original if share == 1 else _part(original, share, seed), copy))
    every = pl.concat(frames).with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("_now"))
    postcodes = _postcodes(authority, every)
    areas = _coded(every).with_columns(pl.col("_now").alias("area")).drop("_now")
    return replace(authority, areas=areas, postcodes=postcodes, copies=copies)


def _part(areas: pl.DataFrame, share: float, seed: int) -> pl.DataFrame:
    """A spread of deprivation, not the first rows: every 1/share-th area in order of score."""
    order = areas["imd_score"].arg_sort().to_numpy()
    wanted = max(1, round(share * len(order)))
    start = uniform(seed, "area:copy", 0)
    rows = order[((np.arange(wanted) + start) * len(order) / wanted).astype(np.int64)]
    return areas[sorted(rows.tolist())]


def _copy(areas: pl.DataFrame, copy: int) -> pl.DataFrame:
    names = (pl.col(f"{kind}_name") + f" (copy {copy})" for kind in ("lsoa", "msoa", "ward"))
    return areas.with_columns(*names, pl.lit(copy, pl.Int32).alias("copy"))


def _coded(areas: pl.DataFrame) -> pl.DataFrame:
    """Codes of copies: numbered in the order in which each published code is copied."""
    made = areas
    for kind, start in (("lsoa", "E019"), ("msoa", "E029"), ("ward", "E059")):
        new = made.filter(pl.col("copy") > 0).select("copy", kind).unique().sort("copy", kind)
        _room(new.height, CODES)
        number = pl.int_range(pl.len()).cast(pl.String).str.zfill(5)
        codes = new.with_columns((pl.lit(start) + number).alias("_code"))
        made = made.join(codes, on=["copy", kind], how="left").with_columns(
            pl.coalesce("_code", kind).alias(kind)
        )
        made = made.drop("_code").sort("_now")
    return made


def _postcodes(authority: Authority, areas: pl.DataFrame) -> pl.DataFrame:
    """As many postcodes for each copy as its original has, the originals keeping their own."""
    kept = areas.select("area", "copy", "_now")
    both = kept.join(authority.postcodes, on="area").sort("_now", "postcode")
    new = both.filter(pl.col("copy") > 0)
    _room(new.height, len(DISTRICTS) * A_DISTRICT)
    number = np.arange(new.height)
    text = pl.Series("postcode", _spelled(MAIN_AREA[authority.code], number), dtype=pl.String)
    made = pl.concat([both.filter(pl.col("copy") == 0), new.with_columns(text)])
    return made.select(pl.col("_now").alias("area"), "postcode").sort("area", "postcode")


def _spelled(area: str, number: np.ndarray) -> list[str]:
    letters = np.array(list(LETTERS))
    unit = letters[number // len(LETTERS) % len(LETTERS)].astype(object) + letters[number % len(LETTERS)]
    sector = number % A_DISTRICT // len(LETTERS) ** 2
    district = DISTRICTS[0] + number // A_DISTRICT
    return (
        area + district.astype(str).astype(object) + " " + sector.astype(str).astype(object) + unit
    ).tolist()


def _room(needed: int, there: int) -> None:
    if needed > there:
        raise UsageError(
            "the place asked for is larger than the invented codes and postcodes can hold",
            where="residents",
            cure="Ask for fewer residents",
        )
