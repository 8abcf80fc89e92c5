"""What each area's households are to add up to: sizes, lone parents, grown children at home, couples, communal.

The census counts households by size and residents, and not the residents of communal establishments: they are the
residents that its households do not hold. A difference of fewer than 12 people is the census's own disturbance of
small counts and is taken up by the sizes of households.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.demo.area import Authority
from wholeplace.demo.homes.counts import Floats, Ints, place_within, whole
from wholeplace.demo.homes.residents.bands import FIRST_ADULT
from wholeplace.demo.homes.residents.kinds import LARGEST, Margins
from wholeplace.dynamics.draws import uniform

EIGHT_OR_MORE = np.array([0.60, 0.22, 0.11, 0.05, 0.02])  # 8 to 12 people; assumed, mean 8.7
DISTURBANCE = 12
SMALLEST_ESTABLISHMENT = 3
# Shares of adults of 18-19, 20-24 ... 90 and over who live with a parent, and who live with a partner. Assumed:
# rounded from the general pattern of the censuses, the second somewhat lower in London than elsewhere.
WITH_PARENT = (0.72, 0.52, 0.28, 0.15, 0.09, 0.07, 0.06, 0.045, 0.03, 0.015, 0.006, 0.002, 0, 0, 0, 0)
IN_COUPLE = (0.02, 0.13, 0.39, 0.58, 0.64, 0.66, 0.65, 0.64, 0.64, 0.65, 0.65, 0.62, 0.55, 0.44, 0.29, 0.13)
PARENTS_OF_GROWN = slice(FIRST_ADULT + 6, FIRST_ADULT + 11)  # 45 to 69
MOST_GROWN = 0.45  # grown children at home for each person of those ages: students have none there
STUDENT_AREA = 0.22  # share of adults aged 18 to 24 above which an establishment is a hall


class Communal(NamedTuple):
    """People of each area who live in halls, care homes, and other shared establishments."""

    student: Ints
    care: Ints
    institution: Ints


def communal_residents(authority: Authority, bands: Ints, seed: int) -> Communal:
    """How many live in each kind of establishment. bands: residents [area, sex, band]."""
    areas = authority.areas
    sizes = areas.select(f"size_{n}" for n in range(1, 9)).to_numpy()
    held = sizes @ np.append(np.arange(1, 8), EIGHT_OR_MORE @ np.arange(8, LARGEST + 1))
    factor = areas["residents"].to_numpy() / areas["published_residents"].to_numpy()
    spare = areas["residents"].to_numpy() - held
    spare = np.where(spare >= DISTURBANCE * factor, spare, 0.0)
    offsets = uniform(seed, "homes:communal", areas["area"].to_numpy())
    count = np.floor(spare + offsets).astype(np.int64)
    adults = bands[:, :, FIRST_ADULT:].sum(axis=1)
    count = np.where(count < SMALLEST_ESTABLISHMENT, 0, np.minimum(count, adults.sum(axis=1) * 19 // 20))
    young = adults[:, :2].sum(axis=1) / np.maximum(adults.sum(axis=1), 1) > STUDENT_AREA
    old = (0.35 * adults[:, -3:].sum(axis=1)).astype(np.int64)
    student = np.where(young, np.minimum(count, (0.9 * adults[:, :2].sum(axis=1)).astype(np.int64)), 0)
    care = np.minimum(count - student, old)
    care = np.where(care < SMALLEST_ESTABLISHMENT, 0, care)
    return Communal(student, care, count - student - care)


def household_sizes(authority: Authority, private: Ints, seed: int) -> Ints:
    """Households [area, size - 1] of 1 to 12 people that hold exactly the `private` residents of each area."""
    areas = authority.areas
    published = areas.select(f"size_{n}" for n in range(1, 9)).to_numpy()
    expected = np.concatenate([published[:, :7], published[:, 7:] * EIGHT_OR_MORE], axis=1)
    sizes = whole(expected, uniform(seed, "homes:sizes", areas["area"].to_numpy()))
    for turn in range(1000):
        short = private - sizes @ np.arange(1, LARGEST + 1)
        if not short.any():
            return sizes
        _grow(sizes, expected, short, seed, turn)
    raise AssertionError("households cannot hold the residents of an area")


def _grow(sizes: Ints, expected: Floats, short: Ints, seed: int, turn: int) -> None:
    """Moves up to one household of each area and size a step up or down, or founds or ends one of one person."""
    step = np.sign(short)
    room = sizes[:, :-1] * (step > 0)[:, None] + sizes[:, 1:] * (step < 0)[:, None]
    moves = (room > 0).astype(np.int64)
    flat = np.repeat(np.arange(len(sizes)), moves.shape[1])
    draw = uniform(seed, "homes:grow", flat * 64 + np.tile(np.arange(moves.shape[1]), len(sizes)), turn)
    rank = place_within(flat, np.where(moves.ravel() > 0, draw / (1 + expected[:, :-1].ravel()), 9.0))
    moves *= rank.reshape(moves.shape) < np.abs(short)[:, None]
    change = moves * step[:, None]
    sizes[:, :-1] -= change
    sizes[:, 1:] += change
    bare = (step > 0) & (moves.sum(axis=1) == 0)
    sizes[bare, 0] += 1


def household_margins(authority: Authority, bands: Ints, communal: Communal) -> Margins:
    """Children, lone parents, grown children at home and couples of each area."""
    adults = bands[:, :, FIRST_ADULT:].sum(axis=1).astype(np.float64)
    adults[:, :2] *= (1 - communal.student / np.maximum(adults[:, :2].sum(axis=1), 1))[:, None]
    most = MOST_GROWN * bands[:, :, PARENTS_OF_GROWN].sum(axis=(1, 2))
    grown = np.minimum(adults @ np.array(WITH_PARENT), most)
    lone = authority.areas["lone_parent"].to_numpy()
    children = bands[:, :, :FIRST_ADULT].sum(axis=(1, 2))
    return Margins(children, lone, grown, adults @ np.array(IN_COUPLE) / 2)
