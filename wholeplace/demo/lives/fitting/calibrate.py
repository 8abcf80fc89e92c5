"""Fits how often things happen to the published figures of a place, by running lives and correcting, in rounds.

Each round multiplies the effects behind each figure by wanted over found. The factors that come out stand beside
the base rates, one an effect, and are frozen: no later future or programme changes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from wholeplace.demo.lives.fitting import gradient
from wholeplace.demo.lives.fitting.fits import FITS, Fit, matching
from wholeplace.demo.lives.fitting.inputs import Inputs
from wholeplace.demo.lives.fitting.measures import Shown, found
from wholeplace.dynamics import Model

Wanted = Mapping[str, tuple[float, str]]
Live = Callable[[Model], Sequence[Shown]]
LEAST, MOST = 0.01, 100.0
A_ROUND = 3.0
FEWEST = 20.0
"""Where fewer are wanted than this, one run says little: the correction is drawn towards none."""


class Fitted(NamedTuple):
    """Inputs with their factors, the slope of the areas' ratio, and how close the last round came."""

    inputs: Inputs
    slope: float
    table: pl.DataFrame


def calibrate(
    inputs: Inputs, areas: pl.DataFrame, wanted: Wanted, live: Live, rounds: int, slope: float
) -> Fitted:
    """Inputs whose lives show what is wanted.

    areas: as `gradient.ratios`. wanted: measure -> value and whose figure. live: runs a model and shows it on the
    day of the figures, once or several times. slope: where that of the areas begins. The table is of the last round,
    before its own correction: measure, whose, wanted, found, off (percent), count.
    """
    decile = areas["imd_decile"].to_numpy().astype(np.float64)
    rows: list[tuple[object, ...]] = []
    for _ in range(rounds):
        effects = inputs.compiled().effects
        inputs = replace(inputs, area_ratio=gradient.ratios(areas, effects, slope))
        shown = live(inputs.compiled())
        rows = _compare(shown, wanted)
        inputs = replace(inputs, scale=_corrected(inputs.scale, rows, inputs.scalable()))
        slope = _steeper(slope, shown, decile)
    return Fitted(inputs, slope, compared(rows))


def compare(shown: Sequence[Shown], wanted: Wanted) -> pl.DataFrame:
    """The table of `calibrate` for lives as they were run in the end."""
    return compared(_compare(shown, wanted))


def compared(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    """Rows of a comparison as a table."""
    schema = {
        "measure": pl.String,
        "whose": pl.String,
        "wanted": pl.Float64,
        "found": pl.Float64,
        "count": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns((100 * (pl.col("found") / pl.col("wanted") - 1)).alias("off"))


def _compare(shown: Sequence[Shown], wanted: Wanted) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for fit in FITS:
        if fit.measure in wanted:
            parts = [found(fit, each) for each in shown]
            count, over = sum(part[0] for part in parts), sum(part[1] for part in parts)
            value, whose = wanted[fit.measure]
            rows.append((fit.measure, whose, value, fit.per * count / over if over else 0.0, count))
    return rows


def _corrected(
    scale: Mapping[str, float], rows: list[tuple[object, ...]], effects: Sequence[str]
) -> dict[str, float]:
    fits = {fit.measure: fit for fit in FITS}
    new = dict(scale)
    for measure, _, value, got, count in rows:
        fit = fits[str(measure)]
        ratio = _ratio(float(str(value)), float(str(got)), float(str(count)), fit)
        for patterns, by in ((fit.scales, ratio), (fit.ends, 1 / ratio)):
            for place in matching(patterns, effects):
                name = effects[place]
                new[name] = float(np.clip(new.get(name, 1.0) * by, LEAST, MOST))
    return new


def _ratio(value: float, got: float, count: float, fit: Fit) -> float:
    """Wanted over found, held back where few are counted and never more than threefold a round."""
    expected = count * value / got if got else FEWEST
    sure = expected / (expected + FEWEST)
    ratio = (value / got) ** (fit.strength * (0.5 + sure / 2)) if got else A_ROUND
    return float(np.clip(ratio, 1 / A_ROUND, A_ROUND))


def _steeper(slope: float, shown: Sequence[Shown], decile: np.ndarray) -> float:
    """The areas' slope moved towards one whose whole is right, by as much as the runs can tell."""
    slopes = [gradient.slope_found(each, decile) for each in shown]
    errors = np.array([error for _, error in slopes])
    if not np.isfinite(errors).any():
        return slope
    weights = 1 / errors**2
    mean, error = (
        float((weights * [s for s, _ in slopes]).sum() / weights.sum()),
        float(1 / np.sqrt(weights.sum())),
    )
    sure = 1 / (1 + (error / 0.1) ** 2)
    return float(np.clip(slope + 0.7 * sure * (np.log(gradient.A_DECILE) - mean), -0.1, 0.6))
