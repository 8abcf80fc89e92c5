"""Residents of each area by sex and age band in whole numbers, and the days on which a band's people were born.

Bands are those of five years, with 15 to 19 split at 18: children are told from adults.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from wholeplace.demo.area import AGES, Authority
from wholeplace.demo.homes.counts import Floats, Ints, settle, whole
from wholeplace.dynamics.draws import uniform

EDGES = (0, 5, 10, 15, 18, *range(20, 91, 5), 105)
FIRST_ADULT = 4
BANDS = len(EDGES) - 1
ADULT_BANDS = BANDS - FIRST_ADULT
SHARE_15_TO_17 = 0.6  # three years of five
GROWTH = 1.1  # the most by which a year of 15 to 17 may exceed a year of 10 to 14: students are adults


def residents_by_band(authority: Authority, seed: int) -> Ints:
    """Residents [area, sex (0 F, 1 M), band], adding up to the authority's residents."""
    areas = authority.areas
    published = areas.select(f"{sex}_{age}" for sex in "fm" for age in AGES).to_numpy()
    expected = _split(published.reshape(len(areas), 2, len(AGES)))
    flat = expected.reshape(len(areas), -1)
    flat *= (areas["residents"].to_numpy() / flat.sum(axis=1))[:, None]
    totals = whole(areas["residents"].to_numpy()[None, :], np.array([0.5]))[0]
    offsets = uniform(seed, "homes:bands", areas["area"].to_numpy())
    count = _exact(flat, totals, offsets)
    settle(count, flat)
    return count.reshape(expected.shape)


def _split(published: Floats) -> Floats:
    teens, before = published[:, :, 3], published[:, :, 2]
    school = np.minimum(teens * SHARE_15_TO_17, before * SHARE_15_TO_17 * GROWTH)
    return np.concatenate(
        [published[:, :, :3], school[:, :, None], (teens - school)[:, :, None], published[:, :, 4:]], axis=2
    )


def _exact(expected: Floats, totals: Ints, offsets: Floats) -> Ints:
    """Running totals rounded from a drawn place, so that no band loses more often than another."""
    scaled = expected * np.divide(totals, expected.sum(axis=1))[:, None]
    ends = np.floor(np.cumsum(scaled, axis=1) + offsets[:, None] + 1e-9).astype(np.int64)
    ends[:, -1] = totals
    return np.diff(np.minimum(ends, totals[:, None]), axis=1, prepend=0)


def birth_limits(start: date) -> tuple[Ints, Ints]:
    """First and last day of birth (days since 1970) of each band's people on `start`."""
    on = [_years_before(start, years) for years in EDGES]
    epoch = date(1970, 1, 1)
    first = np.array([(day - epoch).days + 1 for day in on[1:]])
    last = np.array([(day - epoch).days for day in on[:-1]])
    last[0] -= 1  # nobody is born on the first day itself
    return first, last


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)
