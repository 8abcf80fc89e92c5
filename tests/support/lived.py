"""Lives of the small start, made once: what the tests of lives read."""

from __future__ import annotations

from datetime import date
from functools import cache

import numpy as np

from tests.support.small_start import SmallStart, small_start
from wholeplace.demo.lives.fitting.inputs import Inputs
from wholeplace.demo.lives.population import make_cast
from wholeplace.demo.lives.run import Lived, live
from wholeplace.demo.lives.told.index import Told
from wholeplace.demo.lives.told.world import world_of
from wholeplace.demo.world import World
from wholeplace.dynamics import load_rates
from wholeplace.system_map import load_system_map

START, AS_OF, SEED, MONTHS = date(2021, 4, 1), date(2026, 3, 31), 7, 60
FAMILIES = 480


def start_of(families: int = FAMILIES) -> SmallStart:
    """The small start."""
    return small_start(families, START)


@cache
def inputs() -> Inputs:
    """The packaged map and rates, with nothing fitted."""
    areas = start_of(8).authority.areas
    return Inputs(load_system_map(), load_rates(), START, tuple(areas["lsoa"]), np.ones(areas.height))


@cache
def lived(threads: int = 1) -> Lived:
    """Five years of the small start."""
    model = inputs().compiled()
    return live(model, make_cast(start_of(), None, model, SEED), MONTHS, SEED, threads)  # type: ignore[arg-type]


@cache
def told() -> Told:
    """The same, with days."""
    return Told(lived(), START, AS_OF, SEED)


@cache
def world() -> World:
    """The same, as a made place."""
    return world_of(lived(), start_of(), AS_OF, SEED)  # type: ignore[arg-type]
