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
CLOSE, CHANCE = 0.05, 2.0
"""A figure is met within so large a share of it, or so many times what chance brings of the number counted."""
SAFELY = 0.95
"""A figure is well met within this part of that."""
NEAR = 0.5
"""What lies within this part of that is left as it is: every change stirs up the chances that others meet."""
WORST = 4.0
FEWEST = 20.0
"""Where fewer are wanted than this, one run says little: the correction is drawn towards none."""


class Row(NamedTuple):
    """A measure, whose figure it is, the value wanted and found, and how many were counted."""

    measure: str
    whose: str
    wanted: float
    found: float
    counted: float

    @property
    def off(self) -> float:
        """How far from what is wanted, as a share of it."""
        return self.found / self.wanted - 1

    @property
    def allowed(self) -> float:
        """How far it may be."""
        return max(CLOSE, CHANCE / max(self.counted, 1) ** 0.5)


class Fitted(NamedTuple):
    """Inputs with their factors, the slope of the areas' ratio, and how close the last round came."""

    inputs: Inputs
    slope: float
    table: pl.DataFrame


def calibrate(
    inputs: Inputs, areas: pl.DataFrame, wanted: Wanted, live: Live, rounds: int, slope: float, *, some: bool
) -> Fitted:
    """Inputs whose lives show what is wanted.

    areas: as `gradient.ratios`. wanted: measure -> value and whose figure. live: runs a model and shows it on the
    day of the figures, once or several times. slope: where that of the areas begins. some: whether those who live
    are a sample of the place, whose chances are not the place's: then the last correction stands, each no larger
    than the sample is sure of. Else the round that came nearest is kept, and none is run once all is well. The table
    is of the round that was kept, or came nearest: measure, whose, wanted, found, off (percent), counted.
    """
    decile = areas["imd_decile"].to_numpy().astype(np.float64)
    best, least = Fitted(inputs, slope, compared([])), (len(FITS) + 1, np.inf)
    for _ in range(rounds):
        inputs = replace(inputs, area_ratio=gradient.ratios(areas, inputs.rates.effects(), slope))
        shown = live(inputs.compiled())
        rows = _compare(shown, wanted)
        if _far(rows) < least:
            best, least = Fitted(inputs, slope, compared(rows)), _far(rows)
        if not some and not _far(rows)[0]:
            break
        inputs = replace(inputs, scale=_corrected(inputs.scale, rows, inputs.scalable(), some=some))
        slope = _steeper(slope, shown, decile)
    return Fitted(inputs, slope, best.table) if some else best


def _far(rows: Sequence[Row]) -> tuple[int, float]:
    """How far a round is from what is wanted: figures not well met, then how far all are off what they may be.

    The second is the mean square of shares, none counted for more than `WORST`.
    """
    off = [abs(row.off) / row.allowed for row in rows]
    return sum(each > SAFELY for each in off), float(np.mean([min(each**2, WORST) for each in off]))


def compare(shown: Shown, wanted: Wanted, areas: pl.DataFrame) -> pl.DataFrame:
    """The table of `calibrate` for lives as they were run in the end, and how steep they are by deprivation."""
    decile = areas["imd_decile"].to_numpy().astype(np.float64)
    slope, _ = gradient.slope_found(*gradient.severe_by_area(shown, len(decile)), decile)
    steep = Row("care_and_protection_a_decile", "", gradient.A_DECILE, float(np.exp(slope)), 0.0)
    return compared([*_compare([shown], wanted), steep])


def compared(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows of a comparison as a table."""
    schema = {
        "measure": pl.String,
        "whose": pl.String,
        "wanted": pl.Float64,
        "found": pl.Float64,
        "counted": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns((100 * (pl.col("found") / pl.col("wanted") - 1)).alias("off"))


def _compare(shown: Sequence[Shown], wanted: Wanted) -> list[Row]:
    rows: list[Row] = []
    for fit in FITS:
        if fit.measure in wanted:
            parts = [found(fit, each) for each in shown]
            count, over = sum(part[0] for part in parts), sum(part[1] for part in parts)
            value, whose = wanted[fit.measure]
            rows.append(Row(fit.measure, whose, value, fit.per * count / over if over else 0.0, count))
    return rows


def _corrected(
    scale: Mapping[str, float], rows: list[Row], effects: tuple[str, ...], *, some: bool
) -> dict[str, float]:
    fits = {fit.measure: fit for fit in FITS}
    new, ratios = dict(scale), {row.measure: _ratio(row, fits[row.measure], some=some) for row in rows}
    for measure, ratio in ratios.items():
        fit = fits[measure]
        ratio /= np.prod([ratios.get(start, 1.0) for start in fit.starts])
        for patterns, by in ((fit.scales, ratio), (fit.ends, 1 / ratio)):
            for place in matching(patterns, effects):
                name = effects[place]
                new[name] = float(np.clip(new.get(name, 1.0) * by, LEAST, MOST))
    return new


def _ratio(row: Row, fit: Fit, *, some: bool) -> float:
    """Wanted over found, held back where few are counted and never more than threefold a round."""
    if not row.found:
        return A_ROUND
    expected = row.counted * row.wanted / row.found
    if some:
        sure = row.off**2 / (row.off**2 + 1 / expected)
    elif abs(row.off) < NEAR * row.allowed / max(fit.strength, 1):
        return 1.0
    else:
        sure = 0.5 + 0.5 * expected / (expected + FEWEST)
    return float(np.clip((row.wanted / row.found) ** (fit.strength * sure), 1 / A_ROUND, A_ROUND))


def _steeper(slope: float, shown: Sequence[Shown], decile: np.ndarray) -> float:
    """The areas' slope moved towards one whose whole is right, by as much as the runs can tell."""
    slopes = [gradient.slope_found(*gradient.severe_by_area(each, len(decile)), decile) for each in shown]
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
