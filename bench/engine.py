"""The engine of lives beside a plain NumPy step of the same hazards: `python -m bench.engine [PEOPLE] [MONTHS]`.

Million person-months a processor-second, one thread, best of three, and by the clock with two threads. The
reference steps everybody month by month on whole columns: for each effect it looks up the same base rates,
periods, areas and family ratios, applies the ratios of links held by oneself, draws by the same keys, and moves
whoever has an event. It leaves out families: links held by others, programmes, and what happens in lives and
homes. So it does less, and the ratio flatters it.

Measured in November 2026 on two cores with nothing else running: 13.8 on the borough. The kernel before gave two thirds
of this one's figure in the same minutes.

Figures of frameworks are those of a simpler toy measured once for notes (vivarium 6.3, starsim 13.2, neworder
18.6 million person-months a processor-second): not measured here, and not of this map.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date

import numpy as np

from tests.support.engine_maps import START, place_map
from tests.support.engine_people import made_families
from wholeplace.dynamics import Lives, Model, Population, compile_model, simulate
from wholeplace.dynamics.compiled.names import Effect, Kind
from wholeplace.dynamics.draws import uniform
from wholeplace.machine import peak_memory_mb

PEOPLE, MONTHS, SEED, TIMES = 219_000, 60, 7, 3
NOTED = {"vivarium": 6.3, "starsim": 13.2, "neworder": 18.6}


def borough(people: int) -> tuple[str, Model, Population]:
    """The packaged map on a demo borough on its first day, before its rates are fitted to published figures."""
    from wholeplace.demo.homes import make_start
    from wholeplace.demo.lives.population import at_first_day, make_cast
    from wholeplace.demo.lives.state import inputs_of
    from wholeplace.demo.lives.true_map import draw_true_map
    from wholeplace.dynamics import load_rates
    from wholeplace.system_map import load_system_map

    first, last = date(2021, 4, 1), date(2026, 3, 31)
    start = make_start("E09000002", people, first, SEED)
    areas = start.authority.areas.sort("area")
    codes = areas["lsoa"].to_list()
    truth = draw_true_map(
        load_system_map(), load_rates(), SEED, start=first, as_of=last, areas=codes, pilot_areas=codes[:12]
    )
    model = inputs_of(truth, tuple(codes), areas["households"].to_numpy().astype(np.float64)).compiled()
    cast = make_cast(start, None, model, SEED)
    before = simulate(model, cast.population, 120, SEED, first_month=-120, demography=False, threads=2)
    return "packaged map, demo borough", model, at_first_day(cast, before.end, model, SEED)


def generated(people: int) -> tuple[str, Model, Population]:
    """A made-up map of 19 factors, 6 tracks and 60 links on families of one to six."""
    model = compile_model(*place_map(), start=START, areas=[f"area {number}" for number in range(115)])
    return "made-up map, made-up families", model, made_families(model, round(people / 2.39), SEED)


class Columns:
    """The reference: everybody at once, a month at a time."""

    def __init__(self, model: Model, population: Population) -> None:
        self.model, self.people = model, population
        first = np.repeat(population.home_start[:-1], np.diff(population.family_start))
        self.home = first + np.maximum(population.home, 0)
        self.area = population.home_area[self.home]
        self.ratio = np.repeat(population.family_ratio, np.diff(population.family_start))
        self.factors, self.states = population.factors.copy(), population.states.copy()

    def applies(self, effect: Effect) -> np.ndarray:
        """Who is in the state that an effect starts from."""
        if effect.kind == Kind.MOVE:
            return self.states[:, effect.what] == effect.source
        held = (self.factors >> np.uint64(effect.what)) & np.uint64(1)
        return held == (effect.kind == Kind.END)

    def hazard(self, k: int, cell: np.ndarray, period: int) -> np.ndarray:
        """The hazard a year of one effect for everybody."""
        settings = self.model.tables.settings
        value = (
            self.model.tables.chances.base[cell, k] * settings.period[period, k] * settings.area[self.area, k]
        )
        value *= self.applies(self.model.names.effects[k])
        value *= self.ratio if settings.clustered[k] else 1.0
        for ratio in self.model.ratios:
            if ratio.effect == k and ratio.holder == 0 and ratio.gate < 0:
                value *= np.where((self.factors >> np.uint64(ratio.factor)) & np.uint64(1), ratio.times, 1.0)
        return value

    def step(self, month: int) -> int:
        """One month; how many events."""
        tables, effects = self.model.tables, self.model.names.effects
        edges = tables.changes.edges
        band = np.searchsorted(edges, np.maximum(month - self.people.birth, 0), side="right") - 1
        cell = self.people.sex.astype(np.int64) * len(edges) + band
        period = int(np.searchsorted(tables.settings.period_start, month, side="right")) - 1
        own = [k for k, e in enumerate(effects) if e.kind <= Kind.MOVE and not e.of_home]
        passed = np.cumsum([self.hazard(k, cell, period) for k in own], axis=0)
        draw = uniform(SEED, "person", self.people.key, month)
        chance = -np.expm1(-passed[-1] / 12)
        who = np.flatnonzero(draw < chance)
        sought = draw[who] / chance[who] * passed[-1, who]
        which = (passed[:, who] <= sought).sum(axis=0)
        self.move(who, [effects[k] for k in own], which)
        return len(who)

    def move(self, who: np.ndarray, effects: list[Effect], which: np.ndarray) -> None:
        """What those events change."""
        for at in np.unique(which):
            effect, them = effects[at], who[which == at]
            if effect.kind == Kind.MOVE:
                self.states[them, effect.what] = effect.target
            else:
                self.factors[them] ^= np.uint64(1 << effect.what)


def kernel(model: Model, population: Population, months: int, threads: int) -> tuple[float, float, Lives]:
    """Processor seconds, seconds by the clock, and the lives: the best of three."""
    best: list[tuple[float, float]] = []
    for _ in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        lives = simulate(model, population, months, SEED, threads=threads)
        best.append((time.process_time() - processor, time.perf_counter() - clock))
    return min(each for each, _ in best), min(each for _, each in best), lives


def reference(model: Model, population: Population, months: int) -> float:
    """Processor seconds of the reference."""
    columns, processor = Columns(model, population), time.process_time()
    for month in range(months):
        columns.step(month)
    return time.process_time() - processor


def measure(title: str, model: Model, population: Population, months: int) -> dict[str, str | float]:
    """Million person-months a second of each, on one map and population."""
    simulate(model, population, 1, SEED)
    work = len(population.key) / 1e6
    processor, _, lives = kernel(model, population, months, 1)
    _, clock, _ = kernel(model, population, months, 2)
    few = max(1, months // 20)
    plain = reference(model, population, few)
    ours, theirs = work * months / processor, work * few / plain
    more = {f"times_{name}_of_the_notes": round(ours / noted, 1) for name, noted in NOTED.items()}
    return {
        "name": f"engine v plain NumPy, {title}", "ours": round(ours, 1), "reference": round(theirs, 2),
        "unit": "M person-months / s of processor", "ratio": round(ours / theirs, 1),
        "rows": int(work * 1e6 * months), "peak_mb": peak_memory_mb(),
        "two_threads_by_the_clock": round(work * months / clock, 1),
        "events_per_100_person_months": round(len(lives.events) / (work * 1e4 * months), 1), **more,
    }  # fmt: skip


def main() -> None:
    """Both maps, as JSON: one line each."""
    given = [int(each) for each in sys.argv[1:]]
    people, months = given if len(given) == 2 else (PEOPLE, MONTHS)
    for make in (generated, borough):
        print(json.dumps(measure(*make(people), months)))


if __name__ == "__main__":
    main()
