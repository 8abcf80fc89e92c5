"""The figures of a made place that statistics publish for a real one: by the definitions that lives are fitted by."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholeplace.demo.likeness.seen import Seen
from wholeplace.demo.lives.fitting.fits import FITS
from wholeplace.demo.lives.fitting.gradient import SEVERE, STEPS, slope_found
from wholeplace.demo.lives.fitting.measures import counted
from wholeplace.demo.world import World

PUBLISHED = date(2025, 3, 31)
"""The day of the published stocks that the place is fitted to; flows are of the year up to it."""
ENDS = (1, 10)
"""National deciles of deprivation at the ends: most and least deprived tenth of areas."""
ENGINE_ALONE = ("homes_flow", "left", "homes_here")
Figure = tuple[float, float, str]
"""A figure, how many people, homes or moves were counted for it (of a slope: as many as would be as sure), a note."""


def seen_on(world: World) -> Seen:
    """The place on the day of the published stocks, where lives were watched for a year before it; else the last."""
    watched = world.start <= PUBLISHED.replace(year=PUBLISHED.year - 1)
    return Seen(world, PUBLISHED if watched else world.as_of)


def measure(world: World, areas: pl.DataFrame) -> dict[str, Figure]:
    """Every figure of a made place, by id; not a number where the place is too small to have it.

    areas: lsoa and imd_decile (1 most deprived) of each area of the place.
    """
    seen = seen_on(world)
    found: dict[str, Figure] = {}
    for fit in FITS:
        if fit.kind not in ENGINE_ALONE:
            count, over = counted(fit, seen)
            found[fit.measure] = (fit.per * count / over if over else np.nan, count, "")
    return found | gradients(seen, areas)


def gradients(seen: Seen, areas: pl.DataFrame) -> dict[str, Figure]:
    """How much more often children of deprived areas are in care or on a plan: a decile, and between the end tenths.

    Deciles are the country's. The end tenths are compared as they are where the place has areas in both; else by
    the step a decile, over as many steps as lie between them.
    """
    decile = areas.select(area="lsoa", decile=pl.col("imd_decile").cast(pl.Int64))
    children = seen.child_areas(SEVERE).join(decile, on="area")
    by = (
        children.group_by("decile")
        .agg(pl.col("helped").sum().cast(pl.Float64), pl.len().cast(pl.Float64))
        .sort("decile")
    )
    slope, error = slope_found(
        *(by[name].cast(pl.Float64).to_numpy() for name in ("helped", "len", "decile"))
    )
    step = float(np.exp(slope)) if np.isfinite(error) else np.nan
    most, least = (by.filter(pl.col("decile") == end) for end in ENDS)
    both = most.height and least.height and most["helped"][0] > 0 and least["helped"][0] > 0
    found = {STEP: (step, 1 / error**2, "")}
    if not both:
        note = f"no areas here in both end tenths: {step:.2f} a decile, over {STEPS} steps"
        return found | {TENTHS: (step**STEPS, 1 / (STEPS * error) ** 2, note)}
    rates = [float((end["helped"] / end["len"])[0]) for end in (most, least)]
    fewest = 1 / (1 / float(most["helped"][0]) + 1 / float(least["helped"][0]))
    return found | {TENTHS: (rates[0] / rates[1], fewest, "the end tenths as they are")}


STEP, TENTHS = "care_and_protection_a_decile", "deprivation_gradient"
