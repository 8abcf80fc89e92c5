"""Residents as arrays, one place a person, while homes are being made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date

import numpy as np

from wholeplace.demo.homes.counts import Floats, Ints
from wholeplace.demo.homes.residents.bands import BANDS, FIRST_ADULT, birth_limits
from wholeplace.demo.homes.residents.parts import PARTS
from wholeplace.dynamics.draws import uniform

CHILD = len(PARTS)
"""The part of everybody under 18."""
HEAD, PARTNER, OWN_CHILD, STEP_CHILD, KIN_CHILD, GROWN, GRANDPARENT, OTHER, RESIDENT = range(9)
ROLES = (
    "head",
    "partner",
    "child",
    "step_child",
    "kin_child",
    "adult_child",
    "grandparent",
    "other",
    "resident",
)
YEAR = 365.25
MEAN_BEYOND_90 = 3.0  # years lived past 90 by those over it, on average; assumed


@dataclass
class People:
    """One place a person. Positions in these arrays name people; -1 is nobody, or no private home."""

    area: Ints
    sex: Ints  # 0 F, 1 M
    band: Ints
    part: Ints
    key: Ints
    birth: Ints  # days since 1970
    born_first: Ints  # first and last day of birth of the band
    born_last: Ints
    home: Ints = field(init=False)
    role: Ints = field(init=False)
    mother: Ints = field(init=False)
    father: Ints = field(init=False)
    partner: Ints = field(init=False)
    carer: Ints = field(init=False)
    second_home: Ints = field(init=False)

    def __post_init__(self) -> None:
        for each in fields(self):
            if not each.init:
                setattr(self, each.name, np.full(len(self.area), -1, dtype=np.int64))
        self.role[:] = RESIDENT

    def age(self, start: date) -> Floats:
        """Years on `start`."""
        return ((start - date(1970, 1, 1)).days - self.birth) / YEAR


def make_people(bands: Ints, taken: Ints, start: date, seed: int) -> People:
    """Everybody. bands: residents [area, sex, band]; taken: adults [area, part, sex and adult band]."""
    areas = len(bands)
    children = np.zeros((areas, 2, FIRST_ADULT, 1), dtype=np.int64)
    children[..., 0] = bands[:, :, :FIRST_ADULT]
    adults = taken.transpose(0, 2, 1).reshape(areas, 2, BANDS - FIRST_ADULT, len(PARTS))
    count = np.zeros((areas, 2, BANDS, CHILD + 1), dtype=np.int64)
    count[:, :, :FIRST_ADULT, CHILD:] = children
    count[:, :, FIRST_ADULT:, :CHILD] = adults
    flat = np.repeat(np.arange(count.size), count.ravel())
    cell, part = np.divmod(flat, CHILD + 1)
    area, sexed = np.divmod(cell, 2 * BANDS)
    starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=areas * 2 * BANDS))])
    key = (cell << 20) + np.arange(len(cell)) - starts[cell]
    sex, band = np.divmod(sexed, BANDS)
    first, last = birth_limits(start)
    return People(area, sex, band, part, key, _births(band, key, first, last, seed), first[band], last[band])


def _births(band: Ints, key: Ints, first: Ints, last: Ints, seed: int) -> Ints:
    draw = uniform(seed, "homes:birth", key)
    even = first[band] + (draw * (last[band] - first[band] + 1)).astype(np.int64)
    oldest = last[-1] - np.minimum(-np.log1p(-draw) * MEAN_BEYOND_90 * YEAR, last[-1] - first[-1]).astype(
        np.int64
    )
    return np.where(band == BANDS - 1, oldest, even)
