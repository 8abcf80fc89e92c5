"""A place with known lives, from an authority's name, a number of residents and a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.homes import Start, make_start
from wholeplace.demo.homes.arrivals import Arrivals, arrivals
from wholeplace.demo.lives.fitting.calibrate import Fitted, Wanted, calibrate, compare
from wholeplace.demo.lives.fitting.fits import wanted
from wholeplace.demo.lives.fitting.inputs import Inputs
from wholeplace.demo.lives.fitting.measures import Shown
from wholeplace.demo.lives.population import Cast, families_of, make_cast, sampled
from wholeplace.demo.lives.run import YEAR, Lived, live, losses, shown_at
from wholeplace.demo.lives.state import EngineState, inputs_of
from wholeplace.demo.lives.told.world import world_of
from wholeplace.demo.lives.true_map import TrueMap, draw_true_map
from wholeplace.demo.world import World
from wholeplace.dynamics import Model, load_rates
from wholeplace.dynamics.draws import uniform
from wholeplace.system_map.load import load_system_map

AS_OF = date(2026, 3, 31)
FIGURES = date(2025, 4, 1)
"""The day after that of the published figures."""
ROUNDS, LAST_ROUNDS = 7, 5
FIRST_PEOPLE, MOST_PEOPLE = 50_000, 260_000
"""How many people are run in the first rounds, and in the last, of a larger place."""
FIRST_SLOPE = 0.15
ENOUGH = 200_000
"""People whom it takes to tell how often rare things happen: a smaller place is run several times."""
PILOTS = 2
"""Neighbourhoods (MSOAs) with the pilot; fewer where the place has too few poorer ones."""
TRIED = 2000
MOST_TIMES = 10


def make_world(
    authority: str, residents: int, years: int, seed: int, *, threads: int = 2
) -> tuple[World, TrueMap, EngineState]:
    """All that is true of a made place, its true map, and what its lives can be run on from.

    The place begins on 1 April, `years` before the day after 31 March 2026, with the people of Census 2021. Raises
    UsageError for an unknown authority or too few residents.
    """
    start = make_start(authority, residents, date(AS_OF.year - years, 4, 1), seed)
    truth = _truth(start, date(AS_OF.year - years, 4, 1), seed)
    areas = start.authority.areas.sort("area")
    inputs = inputs_of(truth, tuple(areas["lsoa"]), areas["households"].to_numpy().astype(np.float64))
    goals = wanted(start.authority.code) | {"homes": (_homes_of(start), start.authority.code)}
    fitted, came = fit(start, inputs, goals, years * YEAR, seed, threads)
    model = fitted.inputs.compiled()
    cast = make_cast(start, came, model, seed)
    lived = live(model, cast, years * YEAR, seed, threads, _figures_month(inputs.start))
    fitted = fitted._replace(table=compare(lived.shown, goals, areas))
    world = world_of(lived, start, AS_OF, seed)
    return world, truth, _state(truth, fitted, lived, seed)


def fit(
    start: Start, inputs: Inputs, goals: Wanted, months: int, seed: int, threads: int = 2
) -> tuple[Fitted, Arrivals]:
    """Inputs fitted to the goals, and who comes to the place: first without those, then with them."""
    areas, day = start.authority.areas.sort("area"), _figures_month(inputs.start)
    model = inputs.compiled()
    alone = sampled(make_cast(start, None, model, seed), FIRST_PEOPLE, seed)
    first = calibrate(
        inputs, areas, goals, _shown(alone, day, FIRST_PEOPLE, seed, threads), ROUNDS, FIRST_SLOPE
    )
    lost = losses(first.inputs.compiled(), alone, months, seed, threads)
    came = _arrivals(start, np.full(months, lost * start.person.height), seed)
    both = _shown(sampled(make_cast(start, came, model, seed), MOST_PEOPLE, seed), day, ENOUGH, seed, threads)
    return calibrate(first.inputs, areas, goals, both, LAST_ROUNDS, first.slope), came


def _shown(cast: Cast, day: int, enough: int, seed: int, threads: int) -> Callable[[Model], list[Shown]]:
    """Shows a cast on the day of the figures, as many times as it takes for so many people."""
    times = max(1, min(MOST_TIMES, round(enough / len(cast.population.key))))
    return lambda model: [shown_at(model, cast, day, each, threads) for each in range(seed, seed + times)]


def _homes_of(start: Start) -> float:
    """Homes per 1,000 people: a little under those of the first day, so that dwellings still stand empty."""
    return 980 * start.household.height / start.person.height


def _figures_month(start: date) -> int:
    return max(0, (FIGURES.year - start.year) * YEAR + FIGURES.month - start.month)


def _arrivals(start: Start, people: np.ndarray, seed: int) -> Arrivals:
    """As many families each month as bring the people wanted, fractions carried to the next month."""
    tried = arrivals(start, [0], [TRIED], seed)
    size = tried.person.height / TRIED
    families = np.diff(np.floor(np.cumsum(people / size)), prepend=0).astype(np.int64)
    return arrivals(start, range(len(families)), families, seed)


def _truth(start: Start, first: date, seed: int) -> TrueMap:
    """The true map, its pilot in some neighbourhoods of those where most children are poor."""
    areas = start.authority.areas
    near = (
        areas.group_by("msoa")
        .agg(pl.col("income_score").mean().alias("poor"))
        .sort("poor", "msoa", descending=True)
    )
    half = near.head(max(1, near.height // 2)).sort("msoa")
    draw = uniform(seed, "pilot_areas", np.arange(half.height))
    kept = half["msoa"].gather(np.argsort(draw)[:PILOTS])
    pilot = areas.filter(pl.col("msoa").is_in(kept.implode())).sort("lsoa")["lsoa"].to_list()
    return draw_true_map(
        load_system_map(), load_rates(), seed, start=first, as_of=AS_OF,
        areas=areas["lsoa"].to_list(), pilot_areas=pilot,
    )  # fmt: skip


def _state(truth: TrueMap, fitted: Fitted, lived: Lived, seed: int) -> EngineState:
    late = (
        lived.cast.person.group_by("family")
        .agg(pl.col("arrive").is_not_null().any())
        .sort("family")["arrive"]
    )
    arriving = families_of(lived.first, late.to_numpy())
    return EngineState(truth, fitted.inputs, seed, lived.months, lived.end, arriving, fitted.table)
