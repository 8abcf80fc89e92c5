"""A place with known lives, from an authority's name, a number of residents and a seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.homes import Start, make_start
from wholeplace.demo.homes.arrivals import Arrivals, arrivals
from wholeplace.demo.lives.fitting.begin import Begin, begin
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
SOME_PEOPLE, MOST_PEOPLE = 80_000, 400_000
"""How many people are run in the first rounds, and in the last, of a larger place."""
ENOUGH = 200_000
"""People whom it takes to tell how often rare things happen: a smaller place is run several times."""
PILOTS = 2
"""Neighbourhoods (MSOAs) with the pilot; fewer where the place has too few poorer ones."""
TRIED = 2000
MOST_TIMES = 10


class Rounds(NamedTuple):
    """How often lives are run and corrected: first those of some families, then those of all."""

    some: int
    all: int


ROUNDS = Rounds(2, 6)


def make_world(
    authority: str, residents: int, years: int, seed: int, *, threads: int = 2
) -> tuple[World, TrueMap, EngineState]:
    """All that is true of a made place, its true map, and what its lives can be run on from.

    The place begins on 1 April, `years` before the day after 31 March 2026, with the people of Census 2021. Raises
    UsageError for an unknown authority or too few residents.
    """
    return world_from(make_start(authority, residents, first_day(years), seed), seed, threads=threads)


def first_day(years: int) -> date:
    """The first day of a place that is watched for so many years."""
    return date(AS_OF.year - years, 4, 1)


def world_from(start: Start, seed: int, *, threads: int = 2) -> tuple[World, TrueMap, EngineState]:
    """As `make_world`, from a first day that is made already."""
    months = (AS_OF.year - start.day.year) * YEAR
    fitted, came, truth = fit_place(start, seed, threads=threads, rounds=ROUNDS)
    model = fitted.inputs.compiled()
    cast = make_cast(start, came, model, seed)
    lived = live(model, cast, months, seed, threads, _figures_month(start.day))
    fitted = fitted._replace(table=compare(lived.shown, _goals(start), start.authority.areas.sort("area")))
    world = world_of(lived, start, AS_OF, seed)
    return world, truth, _state(truth, fitted, lived, seed)


def fit_place(
    start: Start, seed: int, *, threads: int = 2, rounds: Rounds = ROUNDS, begun: Begin | None = None
) -> tuple[Fitted, Arrivals, TrueMap]:
    """A place's inputs fitted to its published figures, who comes to it, and its true map.

    begun: where fitting begins, what is packaged for the authority where none is given.
    """
    truth = _truth(start, start.day, seed)
    areas, day = start.authority.areas.sort("area"), _figures_month(start.day)
    begun = begun or begin(start.authority.code)
    inputs = inputs_of(truth, tuple(areas["lsoa"]), areas["households"].to_numpy().astype(np.float64))
    inputs = begun.started(inputs)
    came = _coming(start, inputs, seed, threads)
    cast = make_cast(start, came, inputs.compiled(), seed)
    goals, slope = _goals(start), begun.slope
    if len(cast.population.key) > SOME_PEOPLE:
        live_some = _shown(sampled(cast, SOME_PEOPLE, seed), day, SOME_PEOPLE, seed, threads)
        first = calibrate(inputs, areas, goals, live_some, rounds.some, slope, some=True)
        inputs, slope = first.inputs, first.slope
    live_all = _shown(sampled(cast, MOST_PEOPLE, seed), day, ENOUGH, seed, threads)
    return calibrate(inputs, areas, goals, live_all, rounds.all, slope, some=False), came, truth


def _coming(start: Start, inputs: Inputs, seed: int, threads: int) -> Arrivals:
    """Who comes in the years of the place: as many as make up for those it loses."""
    months = (AS_OF.year - start.day.year) * YEAR
    model = inputs.compiled()
    alone = sampled(make_cast(start, None, model, seed), SOME_PEOPLE, seed)
    lost = losses(model, alone, months, seed, threads)
    return _arrivals(start, np.full(months, lost * start.person.height), seed)


def _goals(start: Start) -> Wanted:
    """What the place's lives are to show: published figures, and as many homes as there are."""
    return wanted(start.authority.code) | {"homes": (_homes_of(start), start.authority.code)}


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
