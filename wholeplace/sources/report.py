"""`check`: what a reading would make of the extracts, with nothing stored."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from wholeplace.config import Config
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.exclusions import NAME, load_exclusions
from wholeplace.sources.read import read_extract
from wholeplace.sources.registry import layout_of
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


def notes_of(config: Config) -> dict[str, str]:
    """What is not certain about a source's layout, by source; only those where something is."""
    noted = {source.name: layout_of(source, config).note for source in config.source}
    return {name: note for name, note in noted.items() if note}
