"""A smaller or larger place of the same kind: fewer areas and thinner ones, or invented copies of them.

A place of up to about a hundred thousand people keeps a few areas, about a thousand people in each, spread from
the most to the least deprived; a larger one keeps them all. Beyond the authority's own size whole areas are
copied under codes and postcodes that are not in use.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from wholeplace.demo.area.authority import COUNTS, Authority
from wholeplace.demo.area.copies import copied
from wholeplace.dynamics.draws import uniform
from wholeplace.errors import UsageError

AN_AREA = 1000  # residents of a kept area: about half of a published one, so that margins stay realistic
FEWEST_AREAS = 3
SMALLEST = 50
TWO_WARDS_FROM = 500


def scale(authority: Authority, residents: int, seed: int = 0) -> Authority:
    """The authority with margins that add up to `residents`. Raises UsageError below 50."""
    if residents < SMALLEST:
        raise UsageError(
            "a place cannot be so small", where="residents", cure=f"Ask for {SMALLEST} residents or more"
        )
    whole = float(authority.areas["residents"].sum())
    if residents > whole:
        times = residents / whole
        return _to_total(copied(authority, times, seed), residents)
    wanted = min(authority.areas.height, max(FEWEST_AREAS, round(residents / AN_AREA)))
    kept = authority.areas
    if wanted < kept.height:
        kept = kept[_spread(kept, wanted, seed, residents >= TWO_WARDS_FROM)]
    return _to_total(_keep(authority, kept), residents)


def _spread(areas: pl.DataFrame, wanted: int, seed: int, two_wards: bool) -> list[int]:
    """Row numbers of `wanted` areas at even steps of deprivation from a drawn start."""
    order = areas["imd_score"].arg_sort(descending=True).to_numpy()
    start = uniform(seed, "area:start", 0)
    rows = order[((np.arange(wanted) + start) * len(order) / wanted).astype(np.int64)].tolist()
    if two_wards and areas["ward"][rows].n_unique() == 1:
        others = areas["ward"].to_numpy()[order] != areas["ward"][rows[0]]
        rows[-1] = int(order[others][-1])
    return sorted(rows)


def _keep(authority: Authority, kept: pl.DataFrame) -> Authority:
    renumbered = kept.with_columns(pl.int_range(pl.len(), dtype=pl.Int32).alias("area"))
    numbers = pl.DataFrame({"area": kept["area"], "now": renumbered["area"]})
    postcodes = authority.postcodes.join(numbers, on="area").select(pl.col("now").alias("area"), "postcode")
    return replace(authority, areas=renumbered, postcodes=postcodes.sort("area", "postcode"))


def _to_total(authority: Authority, residents: int) -> Authority:
    factor = residents / authority.areas["residents"].sum()
    return replace(authority, areas=authority.areas.with_columns(pl.col(*COUNTS) * factor))
