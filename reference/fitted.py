"""Compiles `fitted.csv`, factors that fitting begins with, by authority: `python -m reference.fitted`.

Minutes of running lives: done again when rates, links, or what lives are fitted to have changed. The factors are the
middle, as ratios go, of those found under several true maps, rounded: each made place is fitted further by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reference.tables import LAYOUTS, write_table
from reference.targets import AREAS, ENGLAND
from wholeplace.demo.homes import make_start
from wholeplace.demo.lives.fitting.begin import NOTHING, SLOPE, Begin
from wholeplace.demo.lives.make import Rounds, first_day, fit_place

RESIDENTS, YEARS, SEEDS = 120_000, 5, (1, 2)
PASSES, ROUNDS = 2, Rounds(4, 3)
"""Passes over the place, since who comes to it depends on how it lives, and rounds of each."""


class Factor(NamedTuple):
    """What an effect's base rate is multiplied by; `slope` is that of the areas' ratio."""

    authority: str
    effect: str
    factor: float


def compile_fitted(out: Path = LAYOUTS.parent) -> int:
    """Writes fitted.csv; returns its rows."""
    rows = [row for area in AREAS if area != ENGLAND for row in _factors(area)]
    write_table("fitted", Factor._fields, rows, out)
    return len(rows)


def _factors(area: str) -> list[Factor]:
    found = [_fitted(area, seed) for seed in SEEDS]
    names = sorted({name for each in found for name in each.scale})
    rows = [Factor(area, name, _middle([each.scale.get(name, 1.0) for each in found])) for name in names]
    return [*rows, Factor(area, SLOPE, round(float(np.mean([each.slope for each in found])), 3))]


def _fitted(area: str, seed: int) -> Begin:
    start, found = make_start(area, RESIDENTS, first_day(YEARS), seed), NOTHING
    for _ in range(PASSES):
        fitted, _, _ = fit_place(start, seed, rounds=ROUNDS, begun=found)
        found = Begin(dict(fitted.inputs.scale), fitted.slope)
    return found


def _middle(factors: Sequence[float]) -> float:
    return float(f"{np.exp(np.mean(np.log(factors))):.3g}")


if __name__ == "__main__":
    print(f"{compile_fitted()} factors")
