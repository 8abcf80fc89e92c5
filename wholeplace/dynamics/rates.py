"""How often things happen to somebody with no circumstance or strength: the packaged base rates, as rows.

A rate is a yearly hazard for a sex and an age band. An adjustment multiplies it for those who hold a
characteristic, or for a circumstance's part in a demographic event: it is no link, so nothing is attributed to
it. Levels are rough on purpose: a place's own published counts set them by a factor an effect.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Rate(NamedTuple):
    """`per_year` hazard of `effect` for a sex ("F", "M", "" for both) from age_from to under age_to, in years.

    effect: `TRACK:FROM>TO` with single states or `none`, `factor:ID:start|end`, or a demographic event such as
    `life:death` or `home:move`. Rates of the home's own effects have neither sex nor age.
    """

    effect: str
    sex: str
    age_from: int
    age_to: int
    per_year: float
    source: str


class Adjust(NamedTuple):
    """`ratio` times as often while `holder` (as in a link) holds `factor`; never read as cause and effect."""

    factor: str
    holder: str
    effect: str
    ratio: float
    source: str


class Share(NamedTuple):
    """The share of a sex and age band that holds a characteristic on any day: who holds it when lives begin."""

    factor: str
    sex: str
    age_from: int
    age_to: int
    share: float
    source: str


class Rates(NamedTuple):
    """Base rates, their adjustments, and `homes`: IDs of factors and tracks that all of a home share."""

    rates: tuple[Rate, ...]
    adjusts: tuple[Adjust, ...]
    homes: frozenset[str]

    def effects(self) -> tuple[str, ...]:
        """Every effect with a rate, in the order first met."""
        return tuple(dict.fromkeys(rate.effect for rate in self.rates))


@cache
def load_rates() -> Rates:
    """The packaged `rates.csv`, `adjusts.csv` and `home_level.csv`. A source of `assumed` carries its reason."""
    rates = tuple(
        Rate(r["effect"], r["sex"], int(r["age_from"]), int(r["age_to"]), float(r["per_year"]), _source(r))
        for r in _rows("rates.csv")
    )
    adjusts = tuple(
        Adjust(r["factor"], r["holder"], r["effect"], float(r["ratio"]), _source(r))
        for r in _rows("adjusts.csv")
    )
    return Rates(rates, adjusts, frozenset(r["id"] for r in _rows("home_level.csv")))


def load_shares() -> tuple[Share, ...]:
    """The packaged `characteristics.csv`: who holds a characteristic at the start, by sex and age."""
    return tuple(
        Share(r["factor"], r["sex"], int(r["age_from"]), int(r["age_to"]), float(r["share"]), _source(r))
        for r in _rows("characteristics.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("wholeplace").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(text))


def _source(row: dict[str, str]) -> str:
    return f"{row['source']}: {row['note']}" if row["note"] else row["source"]
