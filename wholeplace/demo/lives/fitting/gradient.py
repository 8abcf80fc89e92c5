"""How much more often things happen in deprived areas, beside what poverty and the rest already bring about.

Children in the most deprived tenth of areas of the country are over ten times as likely to be in care or on a
protection plan as those in the least, 1.33 times a decile (Child Welfare Inequalities Project; Bywaters and others,
2020). The part of that which the model's own circumstances do not make is put on the first moves into children's
social care, and is found by running: what is fitted is the whole slope, never the ratio by itself.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from wholeplace.demo.lives.fitting.fits import HELP, LOOKED_AFTER, NOT_CARED_FOR, matching
from wholeplace.demo.lives.fitting.measures import Shown

Floats = npt.NDArray[np.float64]

A_DECILE = 1.31
"""What is fitted: half way, as ratios go, between the two that are published, 1.33 a decile and ten over nine steps,
which is 1.29 a decile. The one means 13 between the end tenths, the other is told as "more than ten"."""
STEPS = 9
"""Deciles from the least to the most deprived tenth."""
SEVERE = (f"{HELP}child_protection_plan", LOOKED_AFTER)
ENTERING = tuple(
    f"{HELP}{a}>{b}" for a in ("none", "early_help")
    for b in ("child_*", "section_*", "looked_*", "early_help")
) + tuple(f"{HELP}{a}>looked_*" for a in NOT_CARED_FOR[2:])  # fmt: skip
MILD = {
    "factor:mental_ill_health:start": 1.05,
    "factor:substance_misuse:start": 1.10,
    "factor:domestic_abuse:start": 1.05,
    "factor:worklessness:start": 1.08,
    "factor:offending:start": 1.10,
    "factor:antisocial_behaviour:start": 1.12,
    "life:death": 1.03,
}
"""Ratio a decile of deprivation. Assumed: each near half of what national figures show by deprivation, since
poverty and what goes with it bring about the rest."""


def ratios(areas: pl.DataFrame, effects: tuple[str, ...], slope: float) -> dict[str, Floats]:
    """A ratio for each area by effect, 1 on average over the people of the place.

    areas: sorted by area, with imd_decile (1 most deprived), income_score and residents. slope: natural logarithm of
    the ratio a decile on the first moves into children's social care.
    """
    decile = areas["imd_decile"].to_numpy().astype(np.float64)
    people = areas["residents"].to_numpy() if "residents" in areas.columns else np.ones(len(decile))
    poor = areas["income_score"].to_numpy().astype(np.float64)
    by_effect = {name: _level(np.exp(np.log(ratio) * -decile), people) for name, ratio in MILD.items()}
    by_effect["factor:poverty:start"] = _level(np.maximum(poor, 0.01), people)
    steep = _level(np.exp(-slope * decile), people)
    by_effect |= {effects[n]: steep for n in matching(ENTERING, effects)}
    return {name: ratio for name, ratio in by_effect.items() if name in effects}


def severe_by_area(shown: Shown, areas: int) -> tuple[Floats, Floats]:
    """Children in care or on a plan, and all children, in each area of family homes."""
    children = shown.aged((0, 18)) & (shown.home >= 0)
    area = shown.population.home_area[np.maximum(shown.home, 0)]
    inside = children & (area >= 0)
    return (
        np.bincount(area[shown.holds(SEVERE) & inside], minlength=areas).astype(np.float64),
        np.bincount(area[inside], minlength=areas).astype(np.float64),
    )


def slope_found(count: Floats, over: Floats, decile: Floats) -> tuple[float, float]:
    """Natural log of the ratio a decile of children in care or on a plan, and its standard error.

    count, over: of each area or decile, as `severe_by_area`. A Poisson regression of counts on decile with children
    as exposure, by Newton's method; nought and endless where the deciles tell nothing.
    """
    level, slope, error = np.log(max(count.sum(), 1) / max(over.sum(), 1)), 0.0, np.inf
    for _ in range(20):
        mean = over * np.exp(level - slope * decile)
        first = np.array([(count - mean).sum(), (-(count - mean) * decile).sum()])
        second = np.array(
            [[mean.sum(), -(mean * decile).sum()], [-(mean * decile).sum(), (mean * decile**2).sum()]]
        )
        if np.linalg.det(second) < 1e-6:
            return 0.0, np.inf
        step = np.linalg.solve(second, first)
        level, slope = level + step[0], slope + step[1]
        error = float(np.sqrt(np.linalg.inv(second)[1, 1]))
    return float(slope), error


def _level(ratio: Floats, people: Floats) -> Floats:
    return ratio * people.sum() / (ratio * people).sum()
