"""`check`: what a reading would make of the extracts, with nothing stored."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from wholeplace.config import Config
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import NAME, load_exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.step import extract_of


def check_sources(
    config: Config, told: Callable[[str, float], None]
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Arrival rows, refusals and warnings, and how many rows exclusions kept out; no key is made or needed."""
    exclusions = load_exclusions(config.folder / NAME)
    arrivals, refusals = [], []
    for number, source in enumerate(config.source):
        told(f"Reading {source.name}", number / max(1, len(config.source)))
        tables = read_extract(extract_of(source, config), PlaceKey(DEMO_KEY), exclusions)
        arrivals.append(tables["arrival"])
        refusals.append(tables["refused"])
    arrival = pl.concat(arrivals, how="diagonal_relaxed") if arrivals else pl.DataFrame()
    refused = pl.concat(refusals, how="diagonal_relaxed") if refusals else pl.DataFrame()
    return arrival, refused, int(arrival["excluded"].sum()) if arrivals else 0
