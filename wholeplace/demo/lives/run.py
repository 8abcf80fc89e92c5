"""Ten years before the first day, then the years of the place: the engine run on its people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.dwellings.care_homes import settled, told_of
from wholeplace.demo.lives.fitting.measures import Shown
from wholeplace.demo.lives.population import BURN_IN, Cast, at_first_day, household_weights
from wholeplace.dynamics import Model, Population, simulate

Ints = npt.NDArray[np.int64]
YEAR = 12


@dataclass(frozen=True)
class Lived:
    """What happened from ten years before the first day: `events` as `dynamics.Lives.events`, months before it < 0.

    first: the population on the first day; end: on the last, grown by those born and those who joined.
    counts: people present by what they hold, at the start of each month from the first day. shown: the place on the
    day of the figures.
    """

    model: Model
    cast: Cast
    first: Population
    events: np.ndarray
    end: Population
    counts: Ints
    months: int
    shown: Shown


def live(model: Model, cast: Cast, months: int, seed: int, threads: int = 2, day: int = 0) -> Lived:
    """Lives of the cast until `months` after the first day, shown at the start of month `day` too."""
    before = simulate(
        model, cast.population, BURN_IN, seed, first_month=-BURN_IN, threads=threads, demography=False
    )
    first = at_first_day(cast, before.end, model, seed)
    then = simulate(model, first, day, seed, threads=threads)
    after = simulate(model, then.end, months - day, seed, first_month=day, threads=threads)
    so_far = np.concatenate([_of_the_place(before.events, cast), then.events])
    homed = settled(cast, before.end.states, model, seed)
    past = told_of(homed, _settled(before.events, cast, model), cast.population, model)
    events = np.concatenate([past, then.events, after.events])
    order = np.argsort(events["family"], kind="stable")
    counts = np.concatenate([then.counts[:-1], after.counts])
    shown = Shown(model, then.end, day, so_far, household_weights(cast, then.end))
    return Lived(model, cast, first, events[order], after.end, counts, months, shown)


def shown_at(model: Model, cast: Cast, month: int, seed: int, threads: int = 2) -> Shown:
    """The place at the start of `month` (0 or later), with the moves of the year before."""
    quiet = BURN_IN - (YEAR if month < YEAR else 0)
    lives = simulate(
        model,
        cast.population,
        quiet,
        seed,
        first_month=-BURN_IN,
        threads=threads,
        log=False,
        demography=False,
    )
    events = [lives.events]
    if month < YEAR:
        at = quiet - BURN_IN
        lives = simulate(model, lives.end, -at, seed, first_month=at, threads=threads, demography=False)
        events.append(_of_the_place(lives.events, cast))
    population = at_first_day(cast, lives.end, model, seed)
    if month > YEAR:
        lives = simulate(model, population, month - YEAR, seed, threads=threads, log=False)
        population = lives.end
    if month:
        at = max(month - YEAR, 0)
        lives = simulate(model, population, month - at, seed, first_month=at, threads=threads)
        events.append(lives.events)
        population = lives.end
    return Shown(model, population, month, np.concatenate(events), household_weights(cast, population))


def losses(model: Model, cast: Cast, months: int, seed: int, threads: int = 2) -> float:
    """The share of people lost in a month, to be made up by arrivals for the place to stay as large.

    It is the balance of births, deaths, partners and leaving, on average over the months; those who come are lost at
    the same rate, so that this share of the first day's people is what keeps the number.
    """
    lived = live(model, cast, months, seed, threads)
    at = present(lived.end, np.arange(months + 1))
    return max(0.0, -float((np.diff(at) / np.maximum(at[:-1], 1)).mean()))


def present(population: Population, months: Ints) -> Ints:
    """People present at the start of each month, of a population that has lived until the last of them."""
    last = int(months.max()) + 1
    enter = np.clip(population.enter, 0, last)
    gone = np.clip(population.gone.astype(np.int64) + 1, 0, last)
    come = np.bincount(enter, minlength=last + 1) - np.bincount(gone, minlength=last + 1)
    return np.cumsum(come)[months]


def _of_the_place(events: np.ndarray, cast: Cast) -> np.ndarray:
    """Events without those of families who had not come yet."""
    return events[~_late(cast)[events["family"]]]


def _late(cast: Cast) -> npt.NDArray[np.bool_]:
    """Families who come after the first day."""
    arrive = cast.person.group_by("family").agg(pl.col("arrive").fill_null(-1).min()).sort("family")["arrive"]
    return arrive.to_numpy() >= 0


def _settled(events: np.ndarray, cast: Cast, model: Model) -> np.ndarray:
    """Events of the ten years that still stand on the first day.

    Left out are those of what the first day itself shows, and what other places did for families who come later.
    """
    known = [f"factor:{name}:{change}" for name in cast.known for change in ("start", "end")]
    shown = np.array([name in known for name in model.effects])
    elsewhere = np.array(
        [name.partition(":")[0] in model.tracks and not name.startswith("send:") for name in model.effects]
    )
    late = _late(cast)[events["family"]]
    return events[~shown[events["effect"]] & ~(elsewhere[events["effect"]] & late)]
