"""A share with its 95% interval, from what each person contributes to it.

Records, pairs and months of one person are alike, so the interval counts people: the variance of a ratio of
sums over people by linearisation (Cochran, Sampling Techniques, 3rd ed. 1977, 6.4), turned into an effective
number of trials, and that into a Wilson interval (Wilson 1927; with an effective number as in Korn and
Graubard 1998). With no variance to go by (all right, or all wrong) the number of people is used.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Z = 1.959964
DIGITS = 6
Parts = npt.NDArray[np.float64]


def share(people: pl.DataFrame, top: str, bottom: str) -> dict[str, Any]:
    """Sum of `top` over sum of `bottom`, one row a person: value, low, high, and `of` (the sum below).

    All but `of` are null where that is nought.
    """
    x, y = (people[name].cast(pl.Float64).to_numpy() for name in (top, bottom))
    of = float(y.sum())
    if of == 0:
        return {"value": None, "low": None, "high": None, "of": 0}
    value = float(x.sum()) / of
    return _stated(value, (x - value * y) / of, int((y > 0).sum()), of)


def ratio(people: pl.DataFrame, top: str, bottom: str) -> dict[str, Any]:
    """Sum of `top` over sum of `bottom`, one row a person, where it may well exceed 1: value, low, high, `of`.

    The interval is 1.96 standard errors either way, by linearisation over people (Cochran 1977, 6.4).
    """
    x, y = (people[name].cast(pl.Float64).to_numpy() for name in (top, bottom))
    of = float(y.sum())
    if of == 0:
        return {"value": None, "low": None, "high": None, "of": 0}
    value = float(x.sum()) / of
    spread, count = (x - value * y) / of, max(int(((x != 0) | (y != 0)).sum()), 2)
    error = Z * sqrt(float((spread**2).sum()) * count / (count - 1))
    return _rounded(value, value - error, value + error, of)


def harmonic(people: pl.DataFrame, precision: str, recall: str, bottom: str) -> dict[str, Any]:
    """The harmonic mean of two shares over one sum, as `share` states it (B-cubed F1)."""
    p, r, y = (people[name].cast(pl.Float64).to_numpy() for name in (precision, recall, bottom))
    of = float(y.sum())
    if of == 0:
        return {"value": None, "low": None, "high": None, "of": 0}
    a, b = float(p.sum()) / of, float(r.sum()) / of
    if a + b == 0:
        return _stated(0.0, np.zeros(1), int((y > 0).sum()), of)
    slope_a, slope_b = 2 * b**2 / (a + b) ** 2, 2 * a**2 / (a + b) ** 2
    spread = (slope_a * (p - a * y) + slope_b * (r - b * y)) / of
    return _stated(2 * a * b / (a + b), spread, int((y > 0).sum()), of)


def simple(found: int, of: int) -> dict[str, Any]:
    """A share of things that do not belong together, as `share` states it."""
    if of == 0:
        return {"value": None, "low": None, "high": None, "of": 0}
    low, high = wilson(found / of, of)
    return _rounded(found / of, low, high, of)


def wilson(value: float, trials: float) -> tuple[float, float]:
    """The 95% interval of a proportion."""
    spread = Z * sqrt(max(value * (1 - value), 0) / trials + Z**2 / (4 * trials**2))
    middle, scale = value + Z**2 / (2 * trials), 1 + Z**2 / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _stated(value: float, spread: Parts, people: int, of: float) -> dict[str, Any]:
    """spread: each person's part in the variance. `people` have anything to be right or wrong about."""
    variance = float((spread**2).sum()) * people / max(people - 1, 1)
    trials = value * (1 - value) / variance if variance > 1e-15 and 0 < value < 1 else people
    low, high = wilson(value, max(trials, 1))
    return _rounded(value, low, high, of)


def _rounded(value: float, low: float, high: float, of: float) -> dict[str, Any]:
    numbers = {"value": value, "low": min(low, value), "high": max(high, value)}
    return {name: round(number, DIGITS) for name, number in numbers.items()} | {"of": round(of)}
