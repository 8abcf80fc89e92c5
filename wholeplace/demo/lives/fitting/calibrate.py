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
NEAR, FAR, RARE = 0.03, 0.3, 100
FEWEST = 20.0
"""Where fewer are wanted than this, one run says little: the correction is drawn towards none."""


class Row(NamedTuple):
    """A measure, whose figure it is, the value wanted and found, and how many were counted."""

    measure: str
    whose: str
    wanted: float
    found: float
    counted: float


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
    day of the figures, once or several times. slope: where that of the areas begins. Of all rounds the one that came
    nearest is kept; the table is of that one: measure, whose, wanted, found, off (percent), counted.
    """
    decile = areas["imd_decile"].to_numpy().astype(np.float64)
    best, least = Fitted(inputs, slope, compared([])), np.inf
    for _ in range(rounds):
        inputs = replace(inputs, area_ratio=gradient.ratios(areas, inputs.rates.effects(), slope))
        shown = live(inputs.compiled())
        rows = _compare(shown, wanted)
        if _far(rows) < least:
            best, least = Fitted(inputs, slope, compared(rows)), _far(rows)
        inputs = replace(inputs, scale=_corrected(inputs.scale, rows, inputs.scalable()))
        slope = _steeper(slope, shown, decile)
    return best


def _far(rows: Sequence[Row]) -> float:
    """How far a round is from what is wanted: the mean square of the shares off, rare things counting for less."""
    off = [min(abs(row.found / row.wanted - 1), FAR) for row in rows]
    weight = [row.counted / (row.counted + RARE) for row in rows]
    return float(np.average(np.square(off), weights=np.maximum(weight, 1e-9)))


def compare(shown: Shown, wanted: Wanted, areas: pl.DataFrame) -> pl.DataFrame:
    """The table of `calibrate` for lives as they were run in the end, and how steep they are by deprivation."""
    slope, _ = gradient.slope_found(shown, areas["imd_decile"].to_numpy().astype(np.float64))
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


def _corrected(scale: Mapping[str, float], rows: list[Row], effects: Sequence[str]) -> dict[str, float]:
    fits = {fit.measure: fit for fit in FITS}
    new, ratios = dict(scale), {row.measure: _ratio(row, fits[row.measure]) for row in rows}
    for measure, ratio in ratios.items():
        fit = fits[measure]
        ratio /= ratios.get(fit.starts, 1.0)
        for patterns, by in ((fit.scales, ratio), (fit.ends, 1 / ratio)):
            for place in matching(patterns, effects):
                name = effects[place]
                new[name] = float(np.clip(new.get(name, 1.0) * by, LEAST, MOST))
    return new


def _ratio(row: Row, fit: Fit) -> float:
    """Wanted over found, held back where few are counted and never more than threefold a round.

    What is near enough is left as it is: every change stirs up the chances that others meet.
    """
    if abs(row.found / row.wanted - 1) < NEAR / max(fit.strength, 1):
        return 1.0
    expected = row.counted * row.wanted / row.found if row.found else FEWEST
    sure = expected / (expected + FEWEST)
    ratio = (row.wanted / row.found) ** (fit.strength * (0.5 + sure / 2)) if row.found else A_ROUND
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
